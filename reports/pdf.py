# SPDX-License-Identifier: Apache-2.0
"""The report on A4 paper: figures, notes and signatures first, then charts and tables, the definitions on the last page.

The Chinese font is embedded. Printable in black and white. The same report gives the same bytes. Takes some 100 ms; a server
builds it off its event loop.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from hallserver.words import say
from reports import tables
from reports.definitions import defined
from reports.drawing import register_font
from reports.gallery import charts_of
from reports.grids import grid_of
from reports.paper import HEIGHT, INK, RULE, WIDTH, beside_logo, build, heading, height_of, paragraph
from reports.report import DayReport
from reports.signing import Signing
from reports.text import date_text, dates_text, heading_text, whose_text

CARDS_A_ROW = 4
DEFINED = 7.5
"""Size of the definitions, in points: they stand on two pages of their own, to be copied and pinned up."""
CHART_HEIGHT, EMPTY_HEIGHT = 185.0, 50.0
SIGNATURES = ("made", "checked", "approved", "date")


def to_pdf(report: DayReport, language: str, logo: str = "", signing: Signing | None = None) -> bytes:
    """Return the report as PDF bytes; ``logo``: that of the theme in force, a data address; ``signing``: of a version that was drafted."""
    title, dates = heading_text(report, language), dates_text(report, language)
    head = (f"{title} {dates}", f"{title} · {dates}")
    return build(
        lambda: _story(report, language, logo, signing), *head, language, marked=report.marked, author=whose_text(report, language)
    )


def _story(report: DayReport, language: str, logo: str, signing: Signing | None) -> list[Flowable]:
    """Return the report's parts in reading order."""
    return [
        *_to_be_signed(report, language, logo, signing),
        *(part for key in _VISITS for table in tables.happened(report, key, language) for part in grid_of(table)),
        *_tables(report, _BESIDE, language),
        *(part for table in tables.others(report, _SHOWN, language) for part in grid_of(table, language)),
        *(part for table in tables.breakdowns(report, language) for part in grid_of(table, language)),
        *grid_of(tables.left_out(report, language)),
        *(part for table in tables.acts(report, language) for part in grid_of(table, language)),
        *(part for table in tables.deviations(report, language) for part in grid_of(table, language)),
        PageBreak(),
        *grid_of(defined(report, language), language, DEFINED),
    ]


def _to_be_signed(report: DayReport, language: str, logo: str, signing: Signing | None) -> list[Flowable]:
    """Return the first pages: figures, notes, signatures, ratings and charts.

    Under the signatures nothing stands on their page, for it would look signed over or slipped in. They are on the first page where
    there is room, with what finds no more of it overleaf; else on the second, behind the ratings and as many charts as leave room for them.
    """
    first = [*_head(report, language, logo), *_cards(report, language), *_tables(report, _ACROSS, language)]
    first += grid_of(tables.times(report, language))
    left, rated, charts = _tables(report, _LEFT, language), _tables(report, _RATED, language), _charts(report, language)
    signed = [*_notes(report, language), *(_signed(signing, language) if signing else _signatures(language, several=report.halls > 1))]
    for beside, overleaf in (([*left, *rated], []), (left, rated), ([], [*left, *rated])):
        if height_of([*first, *beside, *signed]) <= HEIGHT:
            return [*first, *beside, *signed, PageBreak(), *overleaf, Spacer(0, 6 * mm), *charts]
    behind = [*left, *rated]
    at = next(at for at in range(len(charts), -1, -1) if not at or height_of([*behind, *charts[:at], *signed]) <= HEIGHT)
    return [*first, *behind, *charts[:at], KeepTogether(signed), PageBreak(), *charts[at:]]


def _tables(report: DayReport, sections: Iterable[tuple[str, tuple[str, ...]]], language: str) -> list[Flowable]:
    """Return tables of one row."""
    return [part for title, keys in sections for table in tables.across(report, title, keys, language) for part in grid_of(table)]


_ACROSS = (("tickets", ("tickets",)), ("legs", ("legs",)), ("counters-items", ("counters", "items")))
"""Tables of the first page, with one row: title and the sections whose figures they show."""


_LEFT = (("left", ("left",)),)
_RATED = tuple((key, (key,)) for key in ("ratings", "voluntary", "orders", "orders-done"))
"""The same of who was left over, and of ratings and the work orders of these."""


_BESIDE = (("suspension", ("suspension",)), ("beside", ("beside", "late", "returns")), ("enquiries", ("enquiries",)), ("acts", ("acts",)))
"""Tables behind the charts, with one row."""


_VISITS = ("volume", "no-shows", "early", "served-at", "quotes", "cases")
"""Figures of whole visits, a table each, of those that there were any."""


_SHOWN = frozenset({
    *(key for _, keys in (*_ACROSS, *_LEFT, *_RATED, *_BESIDE) for key in keys), *_VISITS, "waits", "walks", "services",
    "visit-waits", "stays", "not-kept",
})  # fmt: skip
"""Sections that have their own place above, or on the page of definitions; whatever else a report holds follows them."""


def _head(report: DayReport, language: str, logo: str) -> list[Flowable]:
    """Return hall, title, date, and what the report rests on."""
    names: list[Flowable] = [paragraph(heading_text(report, language), 18, after=2), paragraph(date_text(report, language), 12, after=4)]
    facts = [say("report.meta.one", language, name=name, text=text) for name, text in tables.meta(report, language)]
    return [
        *beside_logo(names, logo, WIDTH),
        paragraph(" · ".join(facts[:3]), 8, grey=True),
        paragraph(" · ".join(facts[3:]), 8, grey=True, after=8),
    ]


def _cards(report: DayReport, language: str) -> list[Flowable]:
    """Return the headline figures, four in a row: name, value, numerator and denominator."""
    boxes = [
        [paragraph(name, 8.5, grey=True), paragraph(cell.main, 16), paragraph(cell.small or " ", 7, grey=True)]
        for name, cell in tables.cards(report, language)
    ]
    rows = [boxes[at : at + CARDS_A_ROW] for at in range(0, len(boxes), CARDS_A_ROW)]
    look = TableStyle([
        ("BOX", (0, 0), (-1, -1), 0.8, INK), ("INNERGRID", (0, 0), (-1, -1), 0.4, RULE),
        ("TOPPADDING", (0, 0), (-1, -1), 4), ("VALIGN", (0, 0), (-1, -1), "TOP"), ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
    ])  # fmt: skip
    return [Grid(rows, colWidths=[WIDTH / CARDS_A_ROW] * CARDS_A_ROW, style=look), Spacer(0, 1.5 * mm)]


def _charts(report: DayReport, language: str) -> list[Flowable]:
    """Return the charts, as many on a page as there is room for; low ones when the day holds nothing to draw."""
    size = (WIDTH, CHART_HEIGHT if report.section("by-half-hour").groups else EMPTY_HEIGHT)
    return [part for draw in charts_of(report) for part in (draw(report, language, *size), Spacer(0, 4 * mm))]


def _notes(report: DayReport, language: str) -> list[Flowable]:
    """Return the remarks on the data, numbered."""
    title = heading(say("report.section.notes", language))
    return [title, *(paragraph(f"{at}. {text}", 9, after=2) for at, text in enumerate(tables.notes(report, language), 1))]


def _signed(signing: Signing, language: str) -> list[Flowable]:
    """Return what people wrote, and who took which step, with room for those who have not yet."""
    from reports.osm_signing import boxes, signatures  # noqa: PLC0415 -- only what was drafted has them

    return [*boxes(signing, language), *signatures(signing.stamp, language)]


def _signatures(language: str, *, several: bool) -> list[Flowable]:
    """Return the line on which the report is signed; ``several`` halls have no manager of one hall."""
    names = [say(f"report.sign.{word}{'-all' if several and word == 'approved' else ''}", language) for word in SIGNATURES]
    labels = [stringWidth(name, register_font(), 9) + 14 for name in names]
    room = (WIDTH - sum(labels)) / len(names)
    cells: Sequence[list[Any]] = [[part for name in names for part in (paragraph(name, 9), "")]]
    rules = [("LINEBELOW", (at, 0), (at, 0), 0.6, INK) for at in range(1, 2 * len(names), 2)]
    grid = Grid(
        cells,
        colWidths=[width for label in labels for width in (label, room)],
        style=TableStyle([("FONT", (0, 0), (-1, -1), register_font()), *rules]),
    )
    return [Spacer(0, 9 * mm), grid]
