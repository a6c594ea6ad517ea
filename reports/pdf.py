# SPDX-License-Identifier: Apache-2.0
"""The report on A4 paper: figures, notes and signatures first, then charts and tables, the definitions on the last page.

The Chinese font is embedded. Printable in black and white. The same report gives the same bytes. Takes some 100 ms; a server
builds it off its event loop.
"""

import io
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any, Literal

from reportlab.lib import textsplit
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Table as Grid

from hallserver.words import say
from reports import tables
from reports.charts import load_chart, register_font, waits_chart
from reports.report import DayReport
from reports.tables import Cell, Table
from reports.text import date_text, dates_text, heading_text

# reportlab knows the Japanese marks; these may not begin a Chinese line either.
textsplit.ALL_CANNOT_START += "，；：？！”’》÷"  # type: ignore[misc]  # stubs call it final, the library reads it anew

MARGIN = 16 * mm
WIDTH = A4[0] - 2 * MARGIN
LONGEST_NAME = 45 * mm
LONGEST_HEAD = 15 * mm
"""Longer names and heads wrap."""
CARDS_A_ROW = 4
CHART_HEIGHT, EMPTY_HEIGHT = 200.0, 50.0
Align = Literal[0, 2]
LEFT: Align = 0
RIGHT: Align = 2
"""Alignments."""
INK, GREY, RULE, SHADE = (HexColor(code) for code in ("#1a1a1a", "#595959", "#b5b5b5", "#f0f1f3"))
SIGNATURES = ("made", "checked", "approved", "date")


@cache
def _style(size: float, *, grey: bool, align: Align, before: float, after: float, chinese: bool) -> ParagraphStyle:
    name = f"{size}-{grey}-{align}-{before}-{after}-{chinese}"
    return ParagraphStyle(
        name, fontName=register_font(), fontSize=size, leading=size * 1.38, textColor=GREY if grey else INK,
        alignment=align, spaceBefore=before, spaceAfter=after, wordWrap="CJK" if chinese else None,
    )  # fmt: skip


def to_pdf(report: DayReport, language: str) -> bytes:
    """Return the report as PDF bytes."""
    pages = _build(report, language, 0)[1]
    return _build(report, language, pages)[0]


def _build(report: DayReport, language: str, pages: int) -> tuple[bytes, int]:
    """Return the PDF, saying "of ``pages``" on each page, and how many pages it has."""
    out = io.BytesIO()
    heading, dates = heading_text(report, language), dates_text(report, language)

    def draw_edges(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont(register_font(), 8)
        canvas.setFillColor(GREY)
        canvas.drawString(MARGIN, 9 * mm, f"{heading} · {dates}")
        canvas.drawRightString(A4[0] - MARGIN, 9 * mm, say("report.page", language, page=document.page, pages=pages))

    document = BaseDocTemplate(
        out, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=14 * mm, bottomMargin=16 * mm,
        title=f"{heading} {dates}", lang=language, invariant=1,
    )  # fmt: skip
    frame = Frame(MARGIN, 16 * mm, WIDTH, A4[1] - 30 * mm, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    document.addPageTemplates([PageTemplate(frames=[frame], onPage=draw_edges)])
    document.build(_story(report, language))
    return out.getvalue(), document.page


def _story(report: DayReport, language: str) -> list[Flowable]:
    """Return the report's parts in reading order."""
    return [
        *_head(report, language),
        *_cards(report, language),
        *(part for title, keys in _ACROSS for table in tables.across(report, title, keys, language) for part in _table(table)),
        *_table(tables.times(report, language)),
        *(part for table in tables.across(report, "ratings", ("ratings",), language) for part in _table(table)),
        KeepTogether([*_notes(report, language), *_signatures(language)]),
        _charts(report, language),
        *(part for table in tables.breakdowns(report, language) for part in _table(table, language)),
        *_table(tables.left_out(report, language)),
        PageBreak(),
        *_table(tables.definitions(language, report.kind)),
    ]


_ACROSS = (("tickets", ("tickets",)), ("left", ("left",)), ("legs", ("legs",)), ("counters-items", ("counters", "items")))
"""Tables of the first page, with one row: title and the sections whose figures they show."""


def _paragraph(text: str, size: float, *, grey: bool = False, align: Align = LEFT, before: float = 0, after: float = 0) -> Paragraph:
    """Return a paragraph of plain text: size, room before and after in points. Chinese breaks anywhere, other text at spaces."""
    chinese = any(character >= "\u2e80" for character in text)
    return Paragraph(escape(text, quote=False), _style(size, grey=grey, align=align, before=before, after=after, chinese=chinese))


def _head(report: DayReport, language: str) -> list[Flowable]:
    """Return hall, title, date, and what the report rests on."""
    facts = [say("report.meta.one", language, name=name, text=text) for name, text in tables.meta(report, language)]
    return [
        _paragraph(heading_text(report, language), 18, after=2),
        _paragraph(date_text(report, language), 12, after=4),
        _paragraph(" · ".join(facts[:3]), 8, grey=True),
        _paragraph(" · ".join(facts[3:]), 8, grey=True, after=8),
    ]


def _cards(report: DayReport, language: str) -> list[Flowable]:
    """Return the headline figures, four in a row: name, value, numerator and denominator."""
    boxes = [
        [_paragraph(name, 8.5, grey=True), _paragraph(cell.main, 16), _paragraph(cell.small or " ", 7, grey=True)]
        for name, cell in tables.cards(report, language)
    ]
    rows = [boxes[at : at + CARDS_A_ROW] for at in range(0, len(boxes), CARDS_A_ROW)]
    look = TableStyle([
        ("BOX", (0, 0), (-1, -1), 0.8, INK), ("INNERGRID", (0, 0), (-1, -1), 0.4, RULE),
        ("TOPPADDING", (0, 0), (-1, -1), 4), ("VALIGN", (0, 0), (-1, -1), "TOP"), ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
    ])  # fmt: skip
    return [Grid(rows, colWidths=[WIDTH / CARDS_A_ROW] * CARDS_A_ROW, style=look), Spacer(0, 3 * mm)]


def _charts(report: DayReport, language: str) -> Flowable:
    """Return both charts, one above the other; low ones when the day holds nothing to draw."""
    size = (WIDTH, CHART_HEIGHT if report.section("by-half-hour").groups else EMPTY_HEIGHT)
    return KeepTogether([waits_chart(report, language, *size), Spacer(0, 5 * mm), load_chart(report, language, *size)])


def _table(table: Table, language: str = "zh-Hans") -> list[Flowable]:
    """Return title and grid; the head is repeated on each page, and the title stays with the first rows."""
    title = _paragraph(table.title, 11, before=9, after=3)
    if not table.rows:
        return [KeepTogether([title, _paragraph(say("report.empty", language), 8.5, grey=True)])]
    named = not table.rows[0][0].small
    head = [_paragraph(text, 8, grey=True, align=LEFT if _left(table, at, named=named) else RIGHT) for at, text in enumerate(table.head)]
    body = [[_cell(cell, left=_left(table, at, named=named)) for at, cell in enumerate(row)] for row in table.rows]
    grid = Grid([head, *body], colWidths=_widths(table, named=named), repeatRows=1, style=_LOOK, hAlign="LEFT")
    if len(table.rows) <= _SHORT:
        return [KeepTogether([title, grid])]
    return [CondPageBreak(60 * mm), title, grid]


_SHORT = 9
"""A table of so few rows is never split over two pages."""
_MANY = 5
"""A table of so many columns takes the whole width."""
_LOOK = TableStyle([
    ("BACKGROUND", (0, 0), (-1, 0), SHADE), ("LINEABOVE", (0, 0), (-1, 0), 0.8, INK), ("LINEBELOW", (0, 0), (-1, 0), 0.4, INK),
    ("LINEBELOW", (0, 1), (-1, -1), 0.3, RULE), ("LINEBELOW", (0, -1), (-1, -1), 0.8, INK), ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 3), ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
])  # fmt: skip


def _left(table: Table, column: int, *, named: bool) -> bool:
    """Say whether a column holds names or sentences; numbers stand to the right."""
    return column in table.wide or (named and column == 0)


def _cell(cell: Cell, *, left: bool) -> list[Flowable]:
    align = LEFT if left else RIGHT
    small = [_paragraph(cell.small, 6.5, grey=True, align=align)] if cell.small else []
    return [_paragraph(cell.main, 8.5, align=align), *small]


def _widths(table: Table, *, named: bool) -> list[float]:
    """Return the column widths: what the text needs, room that is left shared out, a few numbers alone stay narrow."""
    needed = [min(_needed(table, at), LONGEST_NAME) for at in range(len(table.head))]
    spare = WIDTH - sum(needed[at] for at in range(len(needed)) if at not in table.wide)
    if table.wide:
        return [spare / len(table.wide) if at in table.wide else width for at, width in enumerate(needed)]
    if spare < 0:
        return [width * WIDTH / (WIDTH - spare) for width in needed]
    share = spare / len(needed) if named or len(needed) >= _MANY else 10 * mm
    return [width + share for width in needed]


def _needed(table: Table, column: int) -> float:
    """Return the width of a column's longest text in points, padding included."""
    cells = [row[column] for row in table.rows]
    head = min(stringWidth(table.head[column], register_font(), 8), LONGEST_HEAD)
    return max([head, *(max(stringWidth(it.main, register_font(), 8.5), stringWidth(it.small, register_font(), 6.5)) for it in cells)]) + 8


def _notes(report: DayReport, language: str) -> list[Flowable]:
    """Return the remarks on the data, numbered."""
    title = _paragraph(say("report.section.notes", language), 11, before=9, after=3)
    return [title, *(_paragraph(f"{at}. {text}", 9, after=2) for at, text in enumerate(tables.notes(report, language), 1))]


def _signatures(language: str) -> list[Flowable]:
    """Return the line on which the report is signed."""
    names = [say(f"report.sign.{word}", language) for word in SIGNATURES]
    labels = [stringWidth(name, register_font(), 9) + 14 for name in names]
    room = (WIDTH - sum(labels)) / len(names)
    cells: Sequence[list[Any]] = [[part for name in names for part in (_paragraph(name, 9), "")]]
    rules = [("LINEBELOW", (at, 0), (at, 0), 0.6, INK) for at in range(1, 2 * len(names), 2)]
    grid = Grid(
        cells,
        colWidths=[width for label in labels for width in (label, room)],
        style=TableStyle([("FONT", (0, 0), (-1, -1), register_font()), *rules]),
    )
    return [Spacer(0, 9 * mm), grid]
