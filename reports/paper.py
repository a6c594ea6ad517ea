# SPDX-License-Identifier: Apache-2.0
"""What printed pages are made of: A4 with a foot line, titles that are bookmarks, paragraphs in the embedded Chinese font.

Printable in black and white. The same content gives the same bytes.
"""

import io
from collections.abc import Callable, Iterable
from functools import cache
from html import escape
from typing import Literal, NamedTuple

from reportlab.lib import textsplit
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ActionFlowable, BaseDocTemplate, Flowable, Frame, Image, KeepTogether, PageTemplate, Paragraph, TableStyle
from reportlab.platypus import Table as Grid
from reportlab.platypus.paragraph import ParaLines
from reportlab.platypus.paraparser import ParaFrag

from hallserver.core.logo import drawable, ratio_of
from hallserver.words import say
from reports.drawing import register_font

# reportlab knows the Japanese marks; these may not begin a Chinese line either.
textsplit.ALL_CANNOT_START += "，；：？！”’》÷"  # type: ignore[misc]  # stubs call it final, the library reads it anew

MARGIN = 16 * mm
WIDTH = A4[0] - 2 * MARGIN
HEIGHT = A4[1] - 30 * mm
"""Room for content on a page."""
_ENDLESS = 1e6
_LOGO, _LOGO_GAP = 11.25 * mm, 3.75 * mm
"""Height of a logo at the head of a page, and the gap behind it."""
Align = Literal[0, 2]
LEFT: Align = 0
RIGHT: Align = 2
"""Alignments."""
INK, GREY, RULE, SHADE = (HexColor(code) for code in ("#1a1a1a", "#595959", "#b5b5b5", "#f0f1f3"))
PALE = HexColor("#ececec")
MADE_BY = "hallserver"
"""What a file says of what made it: the program; its author is the hall, and people sign on the paper."""
_OPENING = "“‘（《〈「『【［〔"
_LATIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "..."})
"""The embedded font draws these as wide as a Chinese character, which between Latin letters leaves gaps."""
_FOOT = 8.0
"""Size of the foot line, in points."""
_MARK, _MARK_ROWS = 15.0, 3
"""Of a watermark: its colour, its size (points), how many rows above and below the middle."""


class _Edges(NamedTuple):
    """What stands on every page: the PDF's title, the foot line, its language, across the page who took it away and why; its author."""

    title: str
    foot: str
    language: str
    marked: str
    author: str


class _Text(Paragraph):
    """A paragraph no line of which ends with an opening mark: in Chinese that belongs to what follows it."""

    def breakLinesCJK(self, maxWidths: float | list[float] | tuple[float, ...]) -> ParaLines | ParaFrag:  # noqa: N802, N803  # the names that reportlab has
        """Return the lines; one that would end with such a mark is made shorter by it, until none does."""
        widths = list(maxWidths) if isinstance(maxWidths, list | tuple) else [maxWidths]
        while True:
            found = super().breakLinesCJK(widths)
            at = next((no for no, (_, [text, *_]) in enumerate(found.lines[:-1]) if text[1:] and text[-1] in _OPENING), None)
            if at is None or self.style.alignment != LEFT:
                return found
            widths += [widths[-1]] * (at + 2 - len(widths))
            widths[at] -= self.style.fontSize


class Heading(_Text):
    """A title that is a bookmark of the PDF too: the reader's programme lists them beside the pages."""

    bookmark = ""
    level = 0
    """0, or 1 of what stands under the last title of level 0."""

    def draw(self) -> None:
        """Draw the title, and note its place."""
        if self.bookmark:
            place = f"{self.canv.getPageNumber()}:{self.bookmark}"
            self.canv.bookmarkHorizontal(place, 0, self.height)
            self.canv.addOutlineEntry(self.bookmark, place, self.level, closed=self.level == 0)
        super().draw()


def heading(text: str, size: float = 11, *, before: float = 9, after: float = 3, level: int = 0) -> Heading:
    """Return a title that is a bookmark too, one of this level; size and room in points."""
    found = Heading(escape(_plain(text), quote=False), style_of(text, size, before=before, after=after))
    found.bookmark, found.level = text, level
    return found


class _Paper(BaseDocTemplate):
    """Pages whose foot line may change from one to another."""

    foot = ""


class FootFrom(ActionFlowable):
    """Pages that begin behind it have this foot line: of several halls each names its own."""

    def __init__(self, foot: str) -> None:
        """Keep the line."""
        super().__init__()
        self._foot = foot

    def apply(self, doc: BaseDocTemplate) -> None:
        """Set it; a page's foot is drawn when the page begins."""
        if isinstance(doc, _Paper):
            doc.foot = self._foot


def build(make: Callable[[], list[Flowable]], title: str, foot: str, language: str, *, marked: str = "", author: str = MADE_BY) -> bytes:
    """Return A4 pages as PDF bytes: ``make`` gives their content anew for each of two runs, for each page says of how many it is one.

    ``marked``: a watermark, across every page; ``author``: whose it is.
    """
    edges = _Edges(title, foot, language, marked, author)
    pages = _run(make(), edges, 0)[1]
    return _run(make(), edges, pages)[0]


def _run(story: list[Flowable], edges: _Edges, pages: int) -> tuple[bytes, int]:
    """Return the PDF, saying "of ``pages``" on each page, and how many pages it has."""
    out = io.BytesIO()

    def draw_edges(canvas: Canvas, _: BaseDocTemplate) -> None:
        _draw_mark(canvas, edges.marked)
        canvas.setFont(register_font(), _FOOT)
        canvas.setFillColor(GREY)
        number = say("report.page", edges.language, page=document.page, pages=pages)
        canvas.drawString(MARGIN, 9 * mm, shortened(document.foot, WIDTH - stringWidth(number, register_font(), _FOOT) - 6 * mm, _FOOT))
        canvas.drawRightString(A4[0] - MARGIN, 9 * mm, number)

    document = _Paper(
        out, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=14 * mm, bottomMargin=16 * mm,
        title=edges.title, subject=edges.foot, author=edges.author, creator=MADE_BY, lang=edges.language, invariant=1,
    )  # fmt: skip
    frame = Frame(MARGIN, 16 * mm, WIDTH, HEIGHT, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    document.addPageTemplates([PageTemplate(frames=[frame], onPage=draw_edges)])
    document.foot = edges.foot
    document.build(story)
    return out.getvalue(), document.page


def height_of(parts: Iterable[Flowable]) -> float:
    """Return how high these parts stand under each other on one page, in points."""
    canvas, total, gap = Canvas(io.BytesIO()), 0.0, 0.0
    for part in parts:
        for it in part.splitOn(canvas, WIDTH, _ENDLESS) if isinstance(part, KeepTogether) else [part]:
            total += (max(it.getSpaceBefore(), gap) if total else 0) + it.wrapOn(canvas, WIDTH, HEIGHT)[1]
            gap = it.getSpaceAfter()
    return total


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
    return _style(size, grey=grey, align=align, before=before, after=after, chinese=_is_chinese(text))


def _is_chinese(text: str) -> bool:
    return any(character >= "\u2e80" for character in text)


def _plain(text: str) -> str:
    """Return text in another language with the marks of a typewriter, see ``_LATIN``; it may have Chinese names in it."""
    chinese = sum(character >= "\u2e80" for character in text)
    return text if 2 * chinese >= sum(character.isascii() and character.isalpha() for character in text) else text.translate(_LATIN)


def paragraph(text: str, size: float, *, grey: bool = False, align: Align = LEFT, before: float = 0, after: float = 0) -> Paragraph:
    """Return a paragraph of plain text in the style that ``style_of`` has for it."""
    return _Text(escape(_plain(text), quote=False), style_of(text, size, grey=grey, align=align, before=before, after=after))


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
