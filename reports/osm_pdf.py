# SPDX-License-Identifier: Apache-2.0
"""The report on on-site management of a hall as A4 pages: one page of the hall, then its ledger with photos.

In OSM style: it says so itself, and that its points are ours. Readable in black and white: grades differ in tint, mark and arrow.
"""

from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepInFrame, Paragraph, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from hallserver.words import say
from reports import osm_actions, osm_text
from reports.grids import grid_of
from reports.names import in_language
from reports.osm import OsmDistrict, OsmReport
from reports.osm_annex import LOOK, SMALL, TINY, Photos, how_made, ledger, notes_behind, notes_in_brief
from reports.osm_ledger import FindingLine
from reports.osm_matrix_chart import matrix_chart
from reports.osm_signing import boxes, signatures
from reports.osm_text import Stamp
from reports.paper import SHADE, WIDTH, beside_logo, build, heading, paragraph

_TOP = 4
"""So many open findings stand on the first page; all stand in the ledger."""
_A_ROW = 6
BARE = TableStyle([
    ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0.5), ("VALIGN", (0, 0), (-1, -1), "TOP"),
])  # fmt: skip


def to_pdf(
    report: OsmReport, language: str, photos: Photos | None = None, *, stamp: Stamp | None = None, logo: str = "", marked: str = ""
) -> bytes:
    """Return one hall's report as PDF bytes, its first page one page whatever is in it.

    ``logo``: that of the theme in force, a data address; ``marked``: a watermark.
    """
    title = title_of(report, language)

    def story() -> list[Flowable]:
        return [page(report, language, stamp, logo, how=True), *behind(report, language, photos or {})]

    return build(story, title, title, language, marked=marked, author=osm_text.hall_text(report, language))


def title_of(of: OsmReport | OsmDistrict, language: str) -> str:
    """Return whose report it is, and of when."""
    first = of.halls[0] if isinstance(of, OsmDistrict) else of
    return f"{osm_text.title_text(of, language)} {osm_text.period_text(first, language)}"


def page(report: OsmReport, language: str, stamp: Stamp | None, logo: str, *, how: bool = False) -> Flowable:
    """Return a hall's first page, one page whatever is in it; ``how``: at its foot how points are made, which else needed a page."""
    first = [
        *head(
            osm_text.title_text(report, language), osm_text.period_text(report, language), osm_text.facts(report, language), logo, language
        ),
        matrix_chart(report.matrix, report.before, language, WIDTH),
        Spacer(0, 2 * mm),
        *_service(report, language),
        *_lines(report, language),
        *_top(report, language),
        _rest(report, language),
        *boxes(report, language),
        *signatures(stamp, language),
        *([Spacer(0, 1.5 * mm), how_made(language)] if how else ()),
    ]
    return KeepInFrame(WIDTH, A4[1] - 31 * mm, first, mode="shrink")


def hall_pages(report: OsmReport, language: str, photos: Photos, stamp: Stamp | None, logo: str) -> list[Flowable]:
    """Return a hall's first page and what stands behind it."""
    return [page(report, language, stamp, logo), *behind(report, language, photos)]


def behind(report: OsmReport, language: str, photos: Photos) -> list[Flowable]:
    """Return what stands behind a hall's first page: findings, actions, notes that the page has not."""
    return [
        *ledger(report, language, photos),
        *(grid_of(osm_actions.actions(report, language), language, level=1) if report.actions else ()),
        *notes_behind(report, language),
    ]


def head(title: str, period: str, facts: Sequence[str], logo: str, language: str) -> list[Flowable]:
    """Return the head of a page: title, period, what this is, what it rests on."""
    top = heading(title, 15, before=0, after=1)
    names: list[Flowable] = [top, paragraph(f"{period}　{say('osm.style', language)}", 9.5, after=2)]
    return [*beside_logo(names, logo, WIDTH), paragraph(" · ".join(facts), TINY, grey=True, after=3)]


def _service(report: OsmReport, language: str) -> list[Flowable]:
    return figures(osm_text.service(report.service, language), say("osm.part-service", language))


def figures(lines: Sequence[tuple[str, str, str]], title: str) -> list[Flowable]:
    """Return figures with their movement, six in a row."""
    boxes = [[paragraph(name, TINY, grey=True), paragraph(value, 10), paragraph(moved, TINY, grey=True)] for name, value, moved in lines]
    boxes += [[]] * (-len(boxes) % _A_ROW)
    rows = [boxes[at : at + _A_ROW] for at in range(0, len(boxes), _A_ROW)]
    grid = Grid(rows, colWidths=[WIDTH / _A_ROW] * _A_ROW, style=TableStyle([*LOOK]), hAlign="LEFT")
    return [small_title(title), grid]


def small_title(text: str) -> Paragraph:
    """Return the title of a part of a page."""
    return paragraph(text, 9, before=4, after=1.5)


def _lines(report: OsmReport, language: str) -> list[Flowable]:
    """Return safety and visual management beside each other, and the registers under them."""
    columns = [osm_text.check_lines(report.checks, language, safety=safety) for safety in (True, False)]
    counted = say("osm.check-head", language)
    titles = [_title_with(say(f"osm.part-{part}", language), counted) for part in ("safety", "visual")]
    cells = [[_column(lines, language) for lines in columns]]
    look = TableStyle([*LOOK, ("BACKGROUND", (0, 0), (-1, 0), SHADE)])
    grid = Grid([titles, *cells], colWidths=[WIDTH / 2] * 2, style=look, spaceBefore=4, hAlign="LEFT")
    return [grid, paragraph(osm_text.registers_text([report], language), SMALL, before=3, after=1)]


def _title_with(title: str, counted: str) -> Flowable:
    """Return the head of a column of checks: its name, and what is counted at its right edge."""
    return Grid(
        [[paragraph(title, 9), paragraph(counted, TINY, grey=True, align=2)]], colWidths=[WIDTH / 2 - 106, 98], style=BARE, hAlign="LEFT"
    )


def _column(lines: Sequence[tuple[str, str]], language: str) -> Flowable:
    if not lines:
        return paragraph(say("report.none", language), SMALL, grey=True)
    rows = [[paragraph(name, TINY), paragraph(said, TINY, align=2)] for name, said in lines]
    return Grid(rows, colWidths=[WIDTH / 2 - 64, 56], style=BARE, hAlign="LEFT")


def _top(report: OsmReport, language: str) -> list[Flowable]:
    """Return the counts of the ledger and its gravest open findings."""
    title = f"{say('osm.part-findings', language)}　{osm_text.found_text(report, language)}"
    rows = [_brief(report, it, language) for it in report.findings[:_TOP] if it.state != "closed"]
    parts: list[Flowable] = [small_title(title)]
    if rows:
        widths = [64.0, 62.0, WIDTH - 64 - 62 - 108 - 122, 108.0, 122.0]
        parts.append(Grid(rows, colWidths=widths, style=TableStyle([*LOOK]), hAlign="LEFT"))
    return parts


def _brief(report: OsmReport, it: FindingLine, language: str) -> list[Flowable]:
    due = say("osm.due", language, day=osm_text.day_text(it.last_us, report.zone))
    cells = (
        it.no, osm_text.part_text(it, language), in_language(it.item, language), osm_text.where_text(report, it, language),
        f"{due} {osm_text.state_text(it, language)}",
    )  # fmt: skip
    return [paragraph(text, TINY) for text in cells]


def _rest(report: OsmReport, language: str) -> Flowable:
    """Return actions, best practice and notes on the data, each in a line."""
    lines = {
        "actions": osm_actions.actions_text([report], language),
        "practice": osm_actions.practice_text(report, language),
        "notes": notes_in_brief(report, language),
    }
    return named_rows([(say(f"osm.part-{key}", language), [paragraph(text, SMALL)]) for key, text in lines.items()])


def named_rows(rows: Sequence[tuple[str, Sequence[Flowable]]]) -> Flowable:
    """Return rows that begin with their name on a shade."""
    look = TableStyle([*LOOK, ("BACKGROUND", (0, 0), (0, -1), SHADE)])
    cells = [[paragraph(name, SMALL), [*parts]] for name, parts in rows]
    return Grid(cells, colWidths=[74, WIDTH - 74], style=look, spaceBefore=4, hAlign="LEFT")
