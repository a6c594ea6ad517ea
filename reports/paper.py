# SPDX-License-Identifier: Apache-2.0
"""What printed pages are made of: A4 with a foot line, paragraphs in the embedded Chinese font, tables.

Printable in black and white. The same content gives the same bytes.
"""

import io
from collections.abc import Callable
from functools import cache
from html import escape
from itertools import pairwise
from math import ceil
from typing import Literal, NamedTuple

from reportlab.lib import textsplit
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, Image, KeepTogether, PageTemplate, Paragraph, TableStyle
from reportlab.platypus import Table as Grid

from hallserver.core.logo import drawable, ratio_of
from hallserver.words import say
from reports.drawing import register_font
from reports.tables import Cell, Table

# reportlab knows the Japanese marks; these may not begin a Chinese line either.
textsplit.ALL_CANNOT_START += "，；：？！”’》÷"  # type: ignore[misc]  # stubs call it final, the library reads it anew

MARGIN = 16 * mm
WIDTH = A4[0] - 2 * MARGIN
_LOGO, _LOGO_GAP = 11.25 * mm, 3.75 * mm
"""Height of a logo at the head of a page, and the gap behind it."""
LONGEST_NAME = 45 * mm
KEPT_NAME = 94.0
"""So wide a name stays where there is too little room for all columns, in points."""
LONGEST_HEAD = 15 * mm
"""Longer names and heads wrap."""
Align = Literal[0, 2]
LEFT: Align = 0
RIGHT: Align = 2
"""Alignments."""
INK, GREY, RULE, SHADE = (HexColor(code) for code in ("#1a1a1a", "#595959", "#b5b5b5", "#f0f1f3"))
PALE = HexColor("#ececec")
MADE_BY = "hallserver"
"""What a PDF says of who made it: the program; people sign on the paper."""
_FOOT = 8.0
"""Size of the foot line, in points."""
_MARK, _MARK_ROWS = 15.0, 3
"""Of a watermark: its colour, its size (points), how many rows above and below the middle."""


class _Edges(NamedTuple):
    """What stands on every page: the PDF's title, the foot line, its language, and across the page who took it away and why."""

    title: str
    foot: str
    language: str
    marked: str


class Heading(Paragraph):
    """A title that is a bookmark of the PDF too: the reader's programme lists them beside the pages."""

    bookmark = ""

    def draw(self) -> None:
        """Draw the title, and note its place."""
        if self.bookmark:
            place = f"{self.canv.getPageNumber()}:{self.bookmark}"
            self.canv.bookmarkHorizontal(place, 0, self.height)
            self.canv.addOutlineEntry(self.bookmark, place, 0)
        super().draw()


def heading(text: str, size: float = 11, *, before: float = 9, after: float = 3) -> Heading:
    """Return a title that is a bookmark too; size and room in points."""
    found = Heading(escape(text, quote=False), style_of(text, size, before=before, after=after))
    found.bookmark = text
    return found


def build(make: Callable[[], list[Flowable]], title: str, foot: str, language: str, *, marked: str = "") -> bytes:
    """Return A4 pages as PDF bytes: ``make`` gives their content anew for each of two runs, for each page says of how many it is one.

    ``marked``: a watermark, across every page.
    """
    edges = _Edges(title, foot, language, marked)
    pages = _run(make(), edges, 0)[1]
    return _run(make(), edges, pages)[0]


def _run(story: list[Flowable], edges: _Edges, pages: int) -> tuple[bytes, int]:
    """Return the PDF, saying "of ``pages``" on each page, and how many pages it has."""
    out = io.BytesIO()

    def draw_edges(canvas: Canvas, document: BaseDocTemplate) -> None:
        _draw_mark(canvas, edges.marked)
        canvas.setFont(register_font(), _FOOT)
        canvas.setFillColor(GREY)
        number = say("report.page", edges.language, page=document.page, pages=pages)
        canvas.drawString(MARGIN, 9 * mm, shortened(edges.foot, WIDTH - stringWidth(number, register_font(), _FOOT) - 6 * mm, _FOOT))
        canvas.drawRightString(A4[0] - MARGIN, 9 * mm, number)

    document = BaseDocTemplate(
        out, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=14 * mm, bottomMargin=16 * mm,
        title=edges.title, subject=edges.foot, author=MADE_BY, creator=MADE_BY, lang=edges.language, invariant=1,
    )  # fmt: skip
    frame = Frame(MARGIN, 16 * mm, WIDTH, A4[1] - 30 * mm, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    document.addPageTemplates([PageTemplate(frames=[frame], onPage=draw_edges)])
    document.build(story)
    return out.getvalue(), document.page


def shortened(text: str, room: float, size: float) -> str:
    """Return the text, in its middle "…" for what is too long for the room (points): a hall's name begins it, its dates end it."""
    for kept in range(len(text), 0, -1):
        shown = text if kept == len(text) else f"{text[: kept // 2]}…{text[len(text) - kept + kept // 2 :]}"
        if stringWidth(shown, register_font(), size) <= room:
            return shown
    return ""


def _draw_mark(canvas: Canvas, text: str) -> None:
    """Write the watermark across the page, under its content and pale enough to read through, and once small at its head."""
    if not text:
        return
    canvas.saveState()
    canvas.setFillColor(PALE)
    canvas.setFont(register_font(), _MARK)
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(35)
    for row in range(-_MARK_ROWS, _MARK_ROWS + 1):
        canvas.drawCentredString(0, row * 52 * mm, text)
    canvas.restoreState()
    canvas.setFont(register_font(), 7)
    canvas.setFillColor(GREY)
    canvas.drawRightString(A4[0] - MARGIN, A4[1] - 9 * mm, text)


@cache
def _style(size: float, *, grey: bool, align: Align, before: float, after: float, chinese: bool) -> ParagraphStyle:
    name = f"{size}-{grey}-{align}-{before}-{after}-{chinese}"
    return ParagraphStyle(
        name, fontName=register_font(), fontSize=size, leading=size * 1.38, textColor=GREY if grey else INK,
        alignment=align, spaceBefore=before, spaceAfter=after, wordWrap="CJK" if chinese else None,
    )  # fmt: skip


def style_of(text: str, size: float, *, grey: bool = False, align: Align = LEFT, before: float = 0, after: float = 0) -> ParagraphStyle:
    """Return the style for this text: size, room before and after in points. Chinese breaks anywhere, other text at spaces."""
    chinese = any(character >= "\u2e80" for character in text)
    return _style(size, grey=grey, align=align, before=before, after=after, chinese=chinese)


def paragraph(text: str, size: float, *, grey: bool = False, align: Align = LEFT, before: float = 0, after: float = 0) -> Paragraph:
    """Return a paragraph of plain text in the style that ``style_of`` has for it."""
    return Paragraph(escape(text, quote=False), style_of(text, size, grey=grey, align=align, before=before, after=after))


def logo_room(logo: str) -> float:
    """Return the width, in points, that ``beside_logo`` takes for the logo of a theme."""
    return (_LOGO * ratio_of(logo) + _LOGO_GAP) if drawable(logo) else 0


def beside_logo(lines: list[Flowable], logo: str, width: float) -> list[Flowable]:
    """Return the head of a page, ``width`` points wide: the district's logo (data address) before its lines; these alone without one."""
    room, picture = logo_room(logo), drawable(logo)
    if not picture:
        return lines
    image = Image(io.BytesIO(picture), room - _LOGO_GAP, _LOGO, kind="proportional")
    look = [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0)]
    return [Grid([[image, lines]], colWidths=[room, width - room], style=TableStyle(look), hAlign="LEFT")]


def grid_of(table: Table, language: str = "zh-Hans", size: float = 8.5) -> list[Flowable]:
    """Return title and grid, its text in this size (points); the head is repeated on each page, the title stays with the first rows."""
    title = heading(table.title, before=7)
    if not table.rows:
        return [KeepTogether([title, paragraph(say("report.empty", language), 8.5, grey=True)])]
    named = not table.rows[0][0].small
    head = [paragraph(text, 8, grey=True, align=LEFT if _left(table, at, named=named) else RIGHT) for at, text in enumerate(table.head)]
    body = [[_cell(cell, size, left=_left(table, at, named=named)) for at, cell in enumerate(row)] for row in table.rows]
    grid = Grid([head, *body], colWidths=_widths(table, named=named), repeatRows=1, style=_LOOK, hAlign="LEFT")
    if len(table.rows) <= _SHORT:
        return [KeepTogether([title, grid])]
    return [CondPageBreak(60 * mm), title, grid]


_SHORT = 9
"""A table of so few rows is never split over two pages."""
_MOST_ROWS = 0.8
"""In a table that is too wide, small figures of this share of its rows stay whole as long as they can: of many halls a few are large."""
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
    return column in (*table.wide, *table.texts) or (named and column == 0)


def _cell(cell: Cell, size: float, *, left: bool) -> list[Flowable]:
    align = LEFT if left else RIGHT
    small = [paragraph(cell.small, 6.5, grey=True, align=align)] if cell.small else []
    return [paragraph(cell.main, size, align=align), *small]


def _widths(table: Table, *, named: bool) -> list[float]:
    """Return the column widths: what the text needs, room that is left shared out, a few numbers alone stay narrow."""
    needed = [min(_needed(table, at), LONGEST_NAME) for at in range(len(table.head))]
    spare = WIDTH - sum(needed[at] for at in range(len(needed)) if at not in table.wide)
    if table.wide:
        return [spare / len(table.wide) if at in table.wide else width for at, width in enumerate(needed)]
    if spare < 0:
        kept = max(needed[0] * WIDTH / (WIDTH - spare), min(needed[0], KEPT_NAME)) if named else 0.0
        return [kept] * named + _pressed(table, range(named, len(needed)), WIDTH - kept)
    share = spare / len(needed) if named or len(needed) >= _MANY else 10 * mm
    return [width + share for width in needed]


def _pressed(table: Table, columns: range, room: float) -> list[float]:
    """Return the widths pressed into the room: the longest small figures give way first, then the others, breaking at their stroke."""
    steps = [[_needed(table, at, share) for at in columns] for share in (1.0, _MOST_ROWS, 0.0)]
    for most, least in pairwise(steps):
        if sum(least) <= room and sum(least) < sum(most):
            share = (room - sum(least)) / (sum(most) - sum(least))
            return [narrow + (wide - narrow) * share for wide, narrow in zip(most, least, strict=True)]
    return [width * room / sum(steps[-1]) for width in steps[-1]]


def _needed(table: Table, column: int, share: float = 1.0) -> float:
    """Return a column's width in points, padding included: of its head, its longest value, and the small figures of this share of rows."""
    head = min(stringWidth(table.head[column], register_font(), 8), LONGEST_HEAD)
    small = sorted(stringWidth(row[column].small, register_font(), 6.5) for row in table.rows)
    mains = (stringWidth(row[column].main, register_font(), 8.5) for row in table.rows)
    return max([head, *mains, *small[: ceil(len(small) * share)]]) + 8
