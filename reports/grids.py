# SPDX-License-Identifier: Apache-2.0
"""Tables on printed pages: as wide as what is in them, the head repeated on each page. Printable in black and white."""

from itertools import pairwise
from math import ceil

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, TableStyle
from reportlab.platypus import Table as Grid

from hallserver.words import say
from reports.drawing import register_font
from reports.paper import INK, LEFT, RIGHT, RULE, SHADE, WIDTH, heading, paragraph
from reports.tables import Cell, Table

LONGEST_NAME = 45 * mm
KEPT_NAME = 94.0
"""So wide a name stays where there is too little room for all columns, in points."""
LONGEST_HEAD = 15 * mm
"""Longer names and heads wrap."""


def grid_of(table: Table, language: str = "zh-Hans", size: float = 8.5, *, level: int = 0) -> list[Flowable]:
    """Return title and grid, its text in this size (points); the head is repeated on each page, the title stays with the first rows.

    ``level``: that of the title among the bookmarks.
    """
    title = heading(table.title, before=7, level=level)
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
_APART = 14.0
"""A head on one line and what keeps it apart from the next one, in points."""
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
    widths = [width + share for width in needed]
    whole = [max(width, stringWidth(text, register_font(), 8) + _APART) for width, text in zip(widths, table.head, strict=True)]
    return whole if sum(whole) <= WIDTH else widths


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
