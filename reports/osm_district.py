# SPDX-License-Identifier: Apache-2.0
"""The report on on-site management of several halls as A4 pages: the page of all of them, then each hall's own.

Its points, counts and times are sums; beside them it names the halls that are not in good order, which sums hide.
"""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from hallserver.words import say
from reports import osm_low, osm_text
from reports.names import in_language
from reports.osm import OsmDistrict, OsmReport, is_late
from reports.osm_annex import LOOK, SMALL, TINY, Once, Photos, how_made, notes_in_full
from reports.osm_bound import bound
from reports.osm_boxes import box_lines, looked_lines
from reports.osm_matrix import trend
from reports.osm_matrix_chart import matrix_chart
from reports.osm_pdf import figures, hall_pages, head, named_rows, page, small_title, title_of
from reports.osm_signing import signatures
from reports.osm_text import Stamp
from reports.paper import SHADE, WIDTH, FootFrom, build, paragraph
from reports.text import value_text

_COLUMNS = {
    "hall": 0.0, "score": 36.0, "moved": 27.0, "poor": 29.0, "coverage": 31.0, "found": 29.0, "open": 27.0, "overdue": 27.0,
    "repeated": 27.0, "tickets": 37.0, "p90": 52.0, "within": 39.0, "satisfied": 39.0,
}  # fmt: skip
"""Columns of the table of halls and their widths; the name has what is left."""


def district_pdf(district: OsmDistrict, language: str, photos: Sequence[Photos] = (), *, logo: str = "", marked: str = "") -> bytes:
    """Return several halls' report as PDF bytes: the page of all of them, then each hall's pages; ``photos``: those of each hall."""
    title = title_of(district, language)
    of_each = photos or [{}] * len(district.halls)

    def story() -> list[Flowable]:
        made = Once(how_made(language, small=True))
        parts = [*_all_halls(district, language, logo), Spacer(0, 1.5 * mm), made]
        for report, kept in zip(district.halls, of_each, strict=True):
            foot = f"{osm_text.hall_text(district, language)} · {title_of(report, language)}"
            parts += [FootFrom(foot), PageBreak(), *hall_pages(report, language, kept, None, logo)]
        return [*parts, Spacer(0, 1.5 * mm), Once(how_made(language, small=True), made)]

    return build(story, title, title, language, marked=marked)


def first_page(of: OsmReport | OsmDistrict, language: str, *, stamp: Stamp | None = None, logo: str = "", marked: str = "") -> bytes:
    """Return the page of a hall, or of all halls, as PDF bytes, without what stands behind it: what a picture is made of."""
    title = title_of(of, language)

    def story() -> list[Flowable]:
        return _all_halls(of, language, logo) if isinstance(of, OsmDistrict) else [page(of, language, stamp, logo)]

    return build(story, title, title, language, marked=marked)


def _all_halls(district: OsmDistrict, language: str, logo: str) -> list[Flowable]:
    """Return the page of all halls: the matrix of their sums, the service block, where it is not good, a line for each."""
    checks = osm_text.coverage_text(district.coverage, language)
    facts = [
        say("report.meta.one", language, name=say("osm.fact-checks", language), text=checks),
        say("osm.summed", language),
        say("osm.poor-in", language),
    ]
    return [
        *head(osm_text.title_text(district, language), osm_text.period_text(district.halls[0], language), facts, logo, language),
        matrix_chart(district.matrix, district.before, language, WIDTH, [it.matrix for it in district.halls]),
        *figures(osm_text.service(district.service, language), say("osm.part-service", language)),
        _boxes(district, language),
        small_title(say("osm.part-halls", language)),
        _table(district, language),
        notes_in_full(district, language),
        *signatures(None, language),
        *bound(district, language),
    ]


def _boxes(district: OsmDistrict, language: str) -> Flowable:
    """Return what was done, what is not in order and where, and room for what is to be done; the service block stands above already."""
    texts = {"work": looked_lines(district, language), "problems": box_lines(district, language)["problems"]}
    rows: list[tuple[str, list[Flowable]]] = [
        (say(f"osm.box-{key}", language), [paragraph(line, SMALL) for line in lines]) for key, lines in texts.items()
    ]
    return named_rows([*rows, (say("osm.box-measures", language), [Spacer(0, 12 * mm)])])


def _table(district: OsmDistrict, language: str) -> Flowable:
    """Return a line for each hall."""
    words = [paragraph(say(f"osm.hall-{word}", language), TINY, grey=True) for word in _COLUMNS]
    rows = [
        [paragraph(text, SMALL, align=0 if at == 0 else 2) for at, text in enumerate(_hall_line(it, language))] for it in district.halls
    ]
    widths = [*_COLUMNS.values()]
    widths[0] = WIDTH - sum(widths)
    look = TableStyle([*LOOK, ("BACKGROUND", (0, 0), (-1, 0), SHADE)])
    return Grid([words, *rows], colWidths=widths, repeatRows=1, style=look)


def _hall_line(report: OsmReport, language: str) -> list[str]:
    whole, told = report.matrix.whole, {it.now.key: value_text(it.now, language) for it in report.service}
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
        osm_text.marked_score(whole),
        moved,
        str(osm_low.poor_cells(report)),
        share,
        *map(str, counts),
        *(told.get(key, "–") for key in keys),
    ]
