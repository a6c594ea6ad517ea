# SPDX-License-Identifier: Apache-2.0
"""Tables on printed pages: as wide as what is in them, the head repeated on each page. Printable in black and white."""

from itertools import pairwise
from math import ceil
from typing import Final, NamedTuple

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


class Sizes(NamedTuple):
    """Sizes of text in a table, in points: of values, of the head, of the small figures under the values."""

    main: float
    head: float
    small: float


SIZES: Final = (Sizes(8.5, 8, 6.5), Sizes(8, 7.5, 6.2), Sizes(7.5, 7, 6), Sizes(7, 6.5, 5.8))
"""The first is usual; a table whose figures would break in it is written in the next, in the last only if its values would break."""


def grid_of(table: Table, language: str = "zh-Hans", size: float | None = None, *, level: int = 0) -> list[Flowable]:
    """Return title and grid; the head is repeated on each page, the title stays with the first rows.

    ``size``: of its values (points), otherwise the first of ``SIZES`` in which it fits. ``level``: that of the title among the bookmarks.
    """
    title = heading(table.title, before=7, level=level)
    if not table.rows:
        return [KeepTogether([title, paragraph(say("report.empty", language), 8.5, grey=True)])]
    sizes = SIZES[0]._replace(main=size) if size else _sizes_for(table)
    widths = _widths(table, sizes)
    head = [_head(text, widths[at], sizes.head, left=_left(table, at)) for at, text in enumerate(table.head)]
    body = [[_cell(cell, sizes, left=_left(table, at)) for at, cell in enumerate(row)] for row in table.rows]
    grid = Grid([head, *body], colWidths=widths, repeatRows=1, style=_LOOK, hAlign="LEFT")
    if len(table.rows) <= _SHORT:
        return [KeepTogether([title, grid])]
    return [CondPageBreak(60 * mm), title, grid]


_SHORT = 9
"""A table of so few rows is never split over two pages."""
_MOST_ROWS = 0.8
"""In a table that is too wide, small figures of this share of its rows stay whole as long as they can: of many halls a few are large."""
_PADDING, _GAP = 3.0, 5.0
"""Room at both edges of a cell, and before a head that stands to the right, which else touches the one before it; in points."""
_APART = 2 * _PADDING + _GAP + 3
"""A head on one line and what keeps it apart from the next one, in points."""
_MANY, _PAIR = 5, 2
"""A table of so many columns takes the whole width; in one of two the eye must find the number that belongs to a name."""
_SPREAD = 30 * mm
"""So much room has each column of the latter beyond what it needs."""
_LOOK = TableStyle([
    ("BACKGROUND", (0, 0), (-1, 0), SHADE), ("LINEABOVE", (0, 0), (-1, 0), 0.8, INK), ("LINEBELOW", (0, 0), (-1, 0), 0.4, INK),
    ("LINEBELOW", (0, 1), (-1, -1), 0.3, RULE), ("LINEBELOW", (0, -1), (-1, -1), 0.8, INK), ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), _PADDING), ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
    ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
])  # fmt: skip


def _left(table: Table, column: int) -> bool:
    """Say whether a column holds names or sentences; numbers stand to the right."""
    return column in (*table.wide, *table.texts) or (table.named and column == 0)


def _head(text: str, width: float, size: float, *, left: bool) -> list[Flowable]:
    """Return a head on as many lines as it needs, of about one length."""
    align = LEFT if left else RIGHT
    room = width - 2 * _PADDING - (0 if left else _GAP)
    return [paragraph(line, size, grey=True, align=align) for line in head_lines(text, room, size)]


def head_lines(text: str, room: float, size: float) -> list[str]:
    """Return a Chinese head in lines that fit the room (points): broken at spaces, before its bracket, else in equal parts.

    Others are left whole.
    """
    needed = stringWidth(text, register_font(), size)
    if needed <= room or text.isascii():
        return [text]
    if " " in text:
        return _at_spaces(text.replace("（", " （"), room, size)
    name, bracket, rest = text.partition("（")
    if bracket and max(stringWidth(part, register_font(), size) for part in (name, bracket + rest)) <= room:
        return [name, bracket + rest]
    step = ceil(len(text) / ceil(needed / room))
    return [text[at : at + step] for at in range(0, len(text), step)]


def _at_spaces(text: str, room: float, size: float) -> list[str]:
    """Return a head in lines that fit the room, whose words, dates above all, stay whole."""
    first, *words = text.split()
    lines = [first]
    for word in words:
        longer = f"{lines[-1]}{'' if word.startswith('（') else ' '}{word}"
        lines = [*lines[:-1], longer] if stringWidth(longer, register_font(), size) <= room else [*lines, word]
    return lines


def _cell(cell: Cell, sizes: Sizes, *, left: bool) -> list[Flowable]:
    align = LEFT if left else RIGHT
    small = [paragraph(cell.small, sizes.small, grey=True, align=align)] if cell.small else []
    return [paragraph(cell.main, sizes.main, align=align), *small]


def _sizes_for(table: Table) -> Sizes:
    """Return the first sizes in which the values, the heads and most of the small figures have room on one line each, else the values."""
    usual = SIZES[:-1]
    fitting = next((it for it in usual if _fits(table, it, _MOST_ROWS)), None)
    return fitting or (usual[-1] if _fits(table, usual[-1], 0.0) else SIZES[-1])


def _fits(table: Table, sizes: Sizes, share: float) -> bool:
    """Say whether columns with the small figures of this share of rows have room; sentences take what is left."""
    name = min(_needed(table, 0, sizes), KEPT_NAME) if table.named else 0.0
    return bool(table.wide) or name + sum(_needed(table, at, sizes, share) for at in range(table.named, len(table.head))) <= WIDTH


def _widths(table: Table, sizes: Sizes) -> list[float]:
    """Return the column widths: what the text needs, room that is left shared out, a few numbers alone stay narrow."""
    needed = [min(_needed(table, at, sizes), LONGEST_NAME) for at in range(len(table.head))]
    spare = WIDTH - sum(needed[at] for at in range(len(needed)) if at not in table.wide)
    if table.wide:
        return [spare / len(table.wide) if at in table.wide else width for at, width in enumerate(needed)]
    if spare < 0:
        others = sum(_needed(table, at, sizes, _MOST_ROWS) for at in range(table.named, len(needed)))
        kept = max(min(needed[0], WIDTH - others), min(needed[0], KEPT_NAME)) if table.named else 0.0
        return [kept] * table.named + _pressed(table, sizes, range(table.named, len(needed)), WIDTH - kept)
    share = spare / len(needed) if table.named or len(needed) >= _MANY else 10 * mm
    share = min(share, _SPREAD) if len(needed) <= _PAIR else share
    widths = [width + share for width in needed]
    whole = [max(width, stringWidth(text, register_font(), sizes.head) + _APART) for width, text in zip(widths, table.head, strict=True)]
    return whole if sum(whole) <= WIDTH else widths


def _pressed(table: Table, sizes: Sizes, columns: range, room: float) -> list[float]:
    """Return the widths pressed into the room: the longest small figures give way first, then the others, last texts among the values."""
    steps = [[_needed(table, at, sizes, share) for at in columns] for share in (1.0, _MOST_ROWS, 0.0)]
    steps.append([_needed(table, at, sizes, 0.0, broken=True) for at in columns])
    for most, least in pairwise(steps):
        if sum(least) <= room and sum(least) < sum(most):
            share = (room - sum(least)) / (sum(most) - sum(least))
            return [narrow + (wide - narrow) * share for wide, narrow in zip(most, least, strict=True)]
    return [width * room / sum(steps[-1]) for width in steps[-1]]


def _needed(table: Table, column: int, sizes: Sizes, share: float = 1.0, *, broken: bool = False) -> float:
    """Return a column's width in points, padding included: of its head, its longest value, and the small figures of this share of rows.

    ``broken``: values without a number may break at their spaces, as "not recorded" in a column of durations.
    """
    words = [stringWidth(word, register_font(), sizes.head) for word in table.head[column].split(" ")]
    head = max(min(stringWidth(table.head[column], register_font(), sizes.head), LONGEST_HEAD), max(words) if len(words) > 1 else 0)
    small = sorted(stringWidth(row[column].small, register_font(), sizes.small) for row in table.rows)
    values = [row[column].main for row in table.rows]
    values = [word for text in values for word in ([text] if any(map(str.isdigit, text)) or not broken else text.split(" "))]
    mains = (stringWidth(text, register_font(), sizes.main) for text in values)
    return max([head + (0 if _left(table, column) else _GAP), *mains, *small[: ceil(len(small) * share)]]) + 2 * _PADDING + 2
