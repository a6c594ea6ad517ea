# SPDX-License-Identifier: Apache-2.0
"""What cards consist of: a heading, tables, steps with boxes to tick, rows to be written in, slips to tear off."""

from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from typing import Any, Final

from reportlab.lib import textsplit
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, FrameBreak, KeepTogether, Paragraph, Spacer, Table, TableStyle

from reports.drawing import register_font
from reports.paper import GREY, INK, SHADE, beside_logo, logo_room, paragraph

textsplit.ALL_CANNOT_END += "“‘《"  # type: ignore[misc]  # stubs call it final, the library reads it anew

_TITLE, _LEAST_TITLE = 18.0, 9.0
_WIDTH: Final = 185 * mm
"""Of a line, on A4 upright and A5 across, in points; a name of 80 signs takes two lines at the least size."""
_SLIP_ROWS, _SLIP_COLUMNS = 5, 4
_SLIP: Final = (46.5 * mm, 53 * mm)
_REGISTER_MM: Final = (20, 24, 48, 16, 28, 32, 18)
"""Widths of the register's columns."""
_ROW_MM: Final = 9.2


@cache
def _centred(size: float) -> ParagraphStyle:
    return ParagraphStyle(f"slip-{size}", fontName=register_font(), fontSize=size, leading=size * 1.36, alignment=TA_CENTER, wordWrap="CJK")


def heading(title: str, lead: str, logo: str = "") -> list[Flowable]:
    """Return a card's title, in one line where its hall's name lets it, and the sentence below it; before them the district's logo."""
    width = _WIDTH - logo_room(logo)
    size = min(_TITLE, max(_LEAST_TITLE, _TITLE * width / stringWidth(title, register_font(), _TITLE)))
    lines: list[Flowable] = [paragraph(title, size), *([Spacer(0, 1 * mm), paragraph(lead, 10)] if lead else [])]
    return [*beside_logo(lines, logo, _WIDTH), Spacer(0, 3 * mm)]


def grid(head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float], size: float) -> Table:
    """Return a table in letters of ``size`` points; all but the last column is larger. Without a head it begins with its first row."""
    body = [[paragraph(cell, size if nth == len(row) - 1 else size + 1) for nth, cell in enumerate(row)] for row in rows]
    shown = [[paragraph(cell, size - 1) for cell in head], *body] if head else body
    look: list[Any] = [
        ("INNERGRID", (0, 0), (-1, -1), 0.3, GREY), ("BOX", (0, 0), (-1, -1), 0.8, INK), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), size * 0.16), ("BOTTOMPADDING", (0, 0), (-1, -1), size * 0.34),
        ("LEFTPADDING", (0, 0), (-1, -1), 4), ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        *([("BACKGROUND", (0, 0), (-1, 0), SHADE)] if head else []),
    ]  # fmt: skip
    return Table(shown, colWidths=list(widths), style=TableStyle(look), hAlign="LEFT")


def two_columns(columns: Sequence[Sequence[Flowable]]) -> list[Flowable]:
    """Return the columns one after the other, each in a frame of its own, its tables apart from each other."""
    story: list[Flowable] = []
    for nth, column in enumerate(columns):
        story += [FrameBreak()] if nth else []
        for table in column:
            story += [table, Spacer(0, 2 * mm)]
    return story


def steps(title: str, sentences: Iterable[str]) -> list[Flowable]:
    """Return a part of a card: its title, and each step behind a box to tick."""
    look = TableStyle(
        [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("TOPPADDING", (0, 0), (-1, -1), 1.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 6)]
    )
    ticked = [[_box(), paragraph(sentence, 13)] for sentence in sentences]
    return [
        KeepTogether(
            [paragraph(title, 16), Spacer(0, 1.5 * mm), Table(ticked, colWidths=[9 * mm, 177 * mm], style=look), Spacer(0, 3 * mm)]
        )
    ]


def _box() -> Table:
    return Table(
        [[""]], colWidths=[4.6 * mm], rowHeights=[4.6 * mm], style=TableStyle([("BOX", (0, 0), (-1, -1), 0.9, INK)]), hAlign="LEFT"
    )


def boxes(lines: Iterable[str]) -> KeepTogether:
    """Return lines that are filled in by hand."""
    return KeepTogether([Spacer(0, 5 * mm), *(paragraph(line, 10) for line in lines)])


def register_rows(head: Sequence[str], count: int) -> Table:
    """Return a table of empty rows to be written in."""
    shown: list[list[Any]] = [[paragraph(cell, 9.5) for cell in head], *([""] * len(head) for _ in range(count))]
    look = TableStyle([
        ("GRID", (0, 0), (-1, -1), 0.4, GREY), ("BOX", (0, 0), (-1, -1), 0.9, INK), ("BACKGROUND", (0, 0), (-1, 0), SHADE),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ])  # fmt: skip
    return Table(
        shown, colWidths=[width * mm for width in _REGISTER_MM], rowHeights=[_ROW_MM * mm] * (count + 1), style=look, hAlign="LEFT"
    )


def number_slips(labels: Sequence[str], words: tuple[str, str, str]) -> Table:
    """Return one page of numbers to tear off. ``words``: hall, fields to fill in, what the visitor is told."""
    cells: list[list[Flowable] | str] = [_slip(label, words) for label in labels]
    cells += [""] * (_SLIP_ROWS * _SLIP_COLUMNS - len(cells))
    rows = [cells[at : at + _SLIP_COLUMNS] for at in range(0, len(cells), _SLIP_COLUMNS)]
    cut = [("INNERGRID", (0, 0), (-1, -1), 0.4, GREY, None, (3, 3)), ("BOX", (0, 0), (-1, -1), 0.4, GREY, None, (3, 3))]
    look = TableStyle([*cut, ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("ALIGN", (0, 0), (-1, -1), "CENTER")])
    return Table(rows, colWidths=[_SLIP[0]] * _SLIP_COLUMNS, rowHeights=[_SLIP[1]] * _SLIP_ROWS, style=look)


def _slip(label: str, words: tuple[str, str, str]) -> list[Flowable]:
    hall, fields, keep = words
    return [
        Paragraph(escape(hall, quote=False), _centred(8)),
        Spacer(0, 2 * mm),
        Paragraph(escape(label, quote=False), _centred(34)),
        Spacer(0, 3 * mm),
        Paragraph(escape(fields, quote=False), _centred(7.5)),
        Paragraph(escape(keep, quote=False), _centred(7.5)),
    ]
