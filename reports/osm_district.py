# SPDX-License-Identifier: Apache-2.0
"""The report on on-site management of several halls as A4 pages: the page of all of them, then each hall's own.

Its points, counts and times are sums; beside them it names the halls that are not in good order, which sums hide.
"""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from hallserver.words import say
from reports import osm_halls, osm_text
from reports.osm import OsmDistrict, OsmReport
from reports.osm_annex import LOOK, SMALL, TINY, Once, Photos, how_made, notes_in_full
from reports.osm_bound import bound
from reports.osm_boxes import district_lines
from reports.osm_matrix_chart import matrix_chart
from reports.osm_pdf import figures, hall_pages, head, named_rows, page, small_title, title_of
from reports.osm_signing import signatures
from reports.osm_text import Stamp
from reports.paper import SHADE, WIDTH, FootFrom, build, paragraph

_WIDTHS = (36.0, 27.0, 29.0, 31.0, 29.0, 27.0, 27.0, 27.0, 37.0, 52.0, 39.0, 39.0)
"""Widths of the columns of the table of halls but the first; the name has what is left."""


def district_pdf(
    district: OsmDistrict, language: str, photos: Sequence[Photos] = (), *, stamp: Stamp | None = None, logo: str = "", marked: str = ""
) -> bytes:
    """Return several halls' report as PDF bytes: the page of all of them, then each hall's pages; ``photos``: those of each hall."""
    title = title_of(district, language)
    of_each = photos or [{}] * len(district.halls)

    def story() -> list[Flowable]:
        made = Once(how_made(language))
        parts = [*_all_halls(district, language, stamp, logo), Spacer(0, 1.5 * mm), made]
        for report, kept in zip(district.halls, of_each, strict=True):
            foot = f"{osm_text.hall_text(district, language)} · {title_of(report, language)}"
            parts += [FootFrom(foot), PageBreak(), *hall_pages(report, language, kept, None, logo)]
        return [*parts, Spacer(0, 1.5 * mm), Once(how_made(language), made)]

    return build(story, title, title, language, marked=marked, author=osm_text.hall_text(district, language))


def first_page(of: OsmReport | OsmDistrict, language: str, *, stamp: Stamp | None = None, logo: str = "", marked: str = "") -> bytes:
    """Return the page of a hall, or of all halls, as PDF bytes, without what stands behind it: what a picture is made of."""
    title = title_of(of, language)

    def story() -> list[Flowable]:
        return _all_halls(of, language, stamp, logo) if isinstance(of, OsmDistrict) else [page(of, language, stamp, logo)]

    return build(story, title, title, language, marked=marked, author=osm_text.hall_text(of, language))


def _all_halls(district: OsmDistrict, language: str, stamp: Stamp | None, logo: str) -> list[Flowable]:
    """Return the page of all halls: the matrix of their sums, the service block, where it is not good, a line for each."""
    checks = osm_text.coverage_text(district.coverage, language)
    facts = [
        say("report.meta.one", language, name=say("osm.fact-checks", language), text=checks),
        *osm_halls.facts(district, language),
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
        *signatures(stamp, language),
        *bound(district, language, stamp),
    ]


def _boxes(district: OsmDistrict, language: str) -> Flowable:
    """Return what was done, what is not in order and where, what is to be done, or room for it; the service block stands above already."""
    told = {key: [paragraph(line, SMALL) for line in lines] for key, lines in district_lines(district, language).items()}
    return named_rows([(say(f"osm.box-{key}", language), lines or [Spacer(0, 12 * mm)]) for key, lines in told.items()])


def _table(district: OsmDistrict, language: str) -> Flowable:
    """Return a line for each hall; of one without data that it has none."""
    words = [paragraph(text, TINY, grey=True) for text in osm_halls.head(language)]
    lines = [osm_halls.line_of(it, language) for it in district.halls]
    rows = [[paragraph(text, SMALL, align=0 if at == 0 else 2) for at, text in enumerate(line)] for line in lines]
    empty = [[paragraph(name, SMALL), paragraph(none, SMALL, grey=True)] for name, none in osm_halls.empty_lines(district, language)]
    across = [("SPAN", (1, at), (-1, at)) for at in range(1 + len(rows), 1 + len(rows) + len(empty))]
    look = TableStyle([*LOOK, ("BACKGROUND", (0, 0), (-1, 0), SHADE), *across])
    widths = [WIDTH - sum(_WIDTHS), *_WIDTHS]
    blank = [""] * (len(widths) - 2)
    return Grid([words, *rows, *([*it, *blank] for it in empty)], colWidths=widths, repeatRows=1, style=look)
