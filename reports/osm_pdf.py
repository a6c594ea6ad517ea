# SPDX-License-Identifier: Apache-2.0
"""The report on on-site management as A4 pages: one page a hall, then its ledger with photos; before several halls one page of all.

In OSM style: it says so itself, and that its points are ours. Readable in black and white: grades differ in tint, mark and arrow.
"""

from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepInFrame, PageBreak, Paragraph, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from hallserver.words import say
from reports import osm_text
from reports.names import in_language
from reports.osm import OsmDistrict, OsmReport, is_late
from reports.osm_annex import LOOK, SMALL, TINY, Photos, how_made, ledger, notes_in_full
from reports.osm_bound import bound
from reports.osm_ledger import FindingLine
from reports.osm_matrix import trend
from reports.osm_matrix_chart import matrix_chart
from reports.osm_signing import boxes, signatures
from reports.osm_text import Stamp
from reports.paper import SHADE, WIDTH, beside_logo, build, grid_of, heading, paragraph
from reports.text import value_text

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
    title = _title(report, language)

    def story() -> list[Flowable]:
        return [*_hall(report, language, photos or {}, stamp, logo), how_made(language)]

    return build(story, title, title, language, marked=marked)


def district_pdf(district: OsmDistrict, language: str, photos: Sequence[Photos] = (), *, logo: str = "", marked: str = "") -> bytes:
    """Return several halls' report as PDF bytes: the page of all of them, then each hall's pages; ``photos``: those of each hall."""
    title = _title(district, language)
    of_each = photos or [{}] * len(district.halls)

    def story() -> list[Flowable]:
        pages = [_all_halls(district, language, logo)]
        pages += [[PageBreak(), *_hall(report, language, kept, None, logo)] for report, kept in zip(district.halls, of_each, strict=True)]
        pages += [[how_made(language)]]
        return [part for page in pages for part in page]

    return build(story, title, title, language, marked=marked)


def first_page(of: OsmReport | OsmDistrict, language: str, *, stamp: Stamp | None = None, logo: str = "", marked: str = "") -> bytes:
    """Return the page of a hall, or of all halls, as PDF bytes, without what stands behind it: what a picture is made of."""
    title = _title(of, language)

    def story() -> list[Flowable]:
        return _all_halls(of, language, logo) if isinstance(of, OsmDistrict) else [_page(of, language, stamp, logo)]

    return build(story, title, title, language, marked=marked)


def _title(of: OsmReport | OsmDistrict, language: str) -> str:
    first = of.halls[0] if isinstance(of, OsmDistrict) else of
    return f"{osm_text.title_text(of, language)} {osm_text.period_text(first, language)}"


def _page(report: OsmReport, language: str, stamp: Stamp | None, logo: str) -> Flowable:
    """Return a hall's first page, one page whatever is in it."""
    first = [
        *_head(
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
    ]
    return KeepInFrame(WIDTH, A4[1] - 31 * mm, first, mode="shrink")


def _hall(report: OsmReport, language: str, photos: Photos, stamp: Stamp | None, logo: str) -> list[Flowable]:
    return [
        _page(report, language, stamp, logo),
        *ledger(report, language, photos),
        *(grid_of(osm_text.actions(report, language), language) if report.actions else ()),
        notes_in_full(report, language),
    ]


def _head(title: str, period: str, facts: Sequence[str], logo: str, language: str) -> list[Flowable]:
    top = heading(title, 15, before=0, after=1)
    names: list[Flowable] = [top, paragraph(f"{period}　{say('osm.style', language)}", 9.5, after=2)]
    return [*beside_logo(names, logo, WIDTH), paragraph(" · ".join(facts), TINY, grey=True, after=3)]


def _service(report: OsmReport, language: str) -> list[Flowable]:
    return _figures(osm_text.service(report.service, language), say("osm.part-service", language))


def _figures(lines: Sequence[tuple[str, str, str]], title: str) -> list[Flowable]:
    """Return figures with their movement, six in a row."""
    boxes = [[paragraph(name, TINY, grey=True), paragraph(value, 10), paragraph(moved, TINY, grey=True)] for name, value, moved in lines]
    boxes += [[]] * (-len(boxes) % _A_ROW)
    rows = [boxes[at : at + _A_ROW] for at in range(0, len(boxes), _A_ROW)]
    grid = Grid(rows, colWidths=[WIDTH / _A_ROW] * _A_ROW, style=TableStyle([*LOOK]))
    return [_small_title(title), grid]


def _small_title(text: str) -> Paragraph:
    return paragraph(text, 9, before=4, after=1.5)


def _lines(report: OsmReport, language: str) -> list[Flowable]:
    """Return safety and visual management beside each other, and the registers under them."""
    columns = [osm_text.check_lines(report.checks, language, safety=safety) for safety in (True, False)]
    counted = say("osm.check-head", language)
    titles = [_title_with(say(f"osm.part-{part}", language), counted) for part in ("safety", "visual")]
    cells = [[_column(lines, language) for lines in columns]]
    look = TableStyle([*LOOK, ("BACKGROUND", (0, 0), (-1, 0), SHADE)])
    grid = Grid([titles, *cells], colWidths=[WIDTH / 2] * 2, style=look, spaceBefore=4)
    return [grid, paragraph(osm_text.registers_text(report, language), SMALL, before=3, after=1)]


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
    title = f"{say('osm.part-findings', language)}　{osm_text.counts_text(report.findings, language)}"
    rows = [_brief(report, it, language) for it in report.findings[:_TOP] if it.state != "closed"]
    parts: list[Flowable] = [_small_title(title)]
    if rows:
        widths = [64.0, 62.0, WIDTH - 64 - 62 - 108 - 122, 108.0, 122.0]
        parts.append(Grid(rows, colWidths=widths, style=TableStyle([*LOOK])))
    return parts


def _brief(report: OsmReport, it: FindingLine, language: str) -> list[Flowable]:
    due = say("osm.due", language, day=osm_text.day_text(it.due_us, report.zone))
    cells = (
        it.no, osm_text.part_text(it, language), in_language(it.item, language), osm_text.where_text(report, it, language),
        f"{due} {osm_text.state_text(it, language)}",
    )  # fmt: skip
    return [paragraph(text, TINY) for text in cells]


def _rest(report: OsmReport, language: str) -> Flowable:
    """Return actions, best practice and notes on the data, each in a line."""
    steps = [it.step for it in report.actions]
    done = say("osm.actions", language, n=len(steps), ended=steps.count("standardise"), late=sum(it.late for it in report.actions))
    lines = {
        "actions": done,
        "practice": osm_text.practice_text(report, language),
        "notes": " ".join(osm_text.notes(report, language)[:3]),
    }
    rows = [[paragraph(say(f"osm.part-{key}", language), SMALL), paragraph(text, SMALL)] for key, text in lines.items()]
    look = TableStyle([*LOOK, ("BACKGROUND", (0, 0), (0, -1), SHADE)])
    return Grid(rows, colWidths=[74, WIDTH - 74], style=look, spaceBefore=4)


def _all_halls(district: OsmDistrict, language: str, logo: str) -> list[Flowable]:
    """Return the page of all halls: the matrix of their sums, the service block of all, a line for each."""
    first = district.halls[0]
    checks = say(
        "report.meta.one", language, name=say("osm.fact-checks", language), text=osm_text.coverage_text(district.coverage, language)
    )
    facts = [checks, say("osm.summed", language)]
    words = ("hall", "score", "moved", "coverage", "found", "open", "overdue", "repeated", "tickets", "p90", "within", "satisfied")
    head = [paragraph(say(f"osm.hall-{word}", language), TINY, grey=True) for word in words]
    rows = [
        [paragraph(text, SMALL, align=0 if at == 0 else 2) for at, text in enumerate(_hall_line(it, language))] for it in district.halls
    ]
    widths = [118.0, *([33.0] * 7), 38.0, 42.0, 40.0, 40.0]
    widths[0] += WIDTH - sum(widths)
    look = TableStyle([*LOOK, ("BACKGROUND", (0, 0), (-1, 0), SHADE)])
    return [
        *_head(osm_text.title_text(district, language), osm_text.period_text(first, language), facts, logo, language),
        matrix_chart(district.matrix, district.before, language, WIDTH),
        *_figures(osm_text.service(district.service, language), say("osm.part-service", language)),
        _small_title(say("osm.part-halls", language)),
        Grid([head, *rows], colWidths=widths, repeatRows=1, style=look),
        notes_in_full(district, language),
        *signatures(None, language),
        *bound(district, language),
    ]


def _hall_line(report: OsmReport, language: str) -> list[str]:
    whole, figures = report.matrix.whole, {it.now.key: value_text(it.now, language) for it in report.service}
    before = report.before.whole if report.before is not None else None
    share = f"{report.coverage.share:.0%}" if report.coverage.share is not None else "–"
    counts = (
        sum(it.new for it in report.findings), sum(it.state != "closed" for it in report.findings), sum(map(is_late, report.findings)),
        sum(bool(it.repeat_of) for it in report.findings if it.new),
    )  # fmt: skip
    keys = ("tickets.issued", "wait.p90", "wait.within", "ratings.satisfied")
    moved = osm_text.ARROWS[trend(whole, before)] or "–"
    return [
        in_language(report.hall, language),
        osm_text.score_text(whole),
        moved,
        share,
        *map(str, counts),
        *(figures.get(key, "–") for key in keys),
    ]
