# SPDX-License-Identifier: Apache-2.0
"""The matrix of resources × steps as a picture: score, arrow, how often looked at. Colour, tint and mark say the same thing."""

from collections.abc import Sequence
from typing import Final

from reportlab.graphics.shapes import Drawing, Line, Rect
from reportlab.lib.colors import Color, HexColor

from hallserver.core.check_row import RESOURCES, STEPS
from hallserver.words import say
from reports.drawing import DARK, GROUND, INK, LIGHT, put_text
from reports.hatching import hatching
from reports.osm_matrix import Cell, Grade, Matrix, trend
from reports.osm_text import ARROWS, MARKS, looks_text, score_text

TINTS: Final[dict[Grade, Color]] = {
    "good": HexColor("#e6f4e4"), "fair": HexColor("#f2cf7a"), "poor": HexColor("#d07a5c"), "unseen": GROUND,
}  # fmt: skip
"""Green, yellow, red; printed without colour they are three greys, light to dark."""
_HIGH, _HEAD, _NAME = 22.5, 13.0, 52.0
_LEGEND = 15.0
Where = tuple[float, float, float, float]


def matrix_chart(matrix: Matrix, before: Matrix | None, language: str, width: float, halls: Sequence[Matrix] = ()) -> Drawing:
    """Return the matrix, ``width`` points wide, with rows and columns added up; arrows against the period ``before``.

    ``halls``: of which it is the sum: a cell says in how many of them it is poor.
    """
    height = _HEAD + (len(RESOURCES) + 1) * _HIGH + _LEGEND
    drawing, wide = Drawing(width, height), (width - _NAME) / (len(STEPS) + 1)
    heads = [*(say(f"checks.step-{step}", language) for step in STEPS), say("osm.total", language)]
    names = [*(say(f"checks.resource-{resource}", language) for resource in RESOURCES), say("osm.total", language)]
    for column, head in enumerate(heads):
        put_text(drawing, _NAME + (column + 0.5) * wide, height - 9.5, head, anchor="middle", size=8)
    now, then = _rows(matrix), _rows(before) if before is not None else None
    each = [_rows(it) for it in halls]
    for row, cells in enumerate(now):
        foot = height - _HEAD - (row + 1) * _HIGH
        put_text(drawing, _NAME - 5, foot + 8, names[row], anchor="end", size=8)
        for column, cell in enumerate(cells):
            arrow = ARROWS[trend(cell, then[row][column] if then is not None else None)]
            where = (_NAME + column * wide, foot, wide, _HIGH)
            _cell(drawing, where, cell, (f"{score_text(cell)} {arrow}", looks_text(cell, language)))
            _poor(drawing, where, sum(rows[row][column].grade == "poor" for rows in each))
    _frame(drawing, wide, height)
    _legend(drawing, language)
    return drawing


def _rows(matrix: Matrix) -> list[list[Cell]]:
    """Return the cells row by row, with the sum of each row and a row of sums."""
    rows = [[*(matrix.cell((resource, step)) for step in STEPS), matrix.resource(resource)] for resource in RESOURCES]
    return [*rows, [*(matrix.step(step) for step in STEPS), matrix.whole]]


def _cell(drawing: Drawing, where: Where, cell: Cell, texts: tuple[str, str]) -> None:
    x, y, width, height = where
    tinted(drawing, where, cell.grade)
    if cell.score is None:
        put_text(drawing, x + width / 2, y + height / 2 - 2.5, texts[1], anchor="middle", size=6.5)
        return
    put_text(drawing, x + 4, y + height / 2 - 4, MARKS[cell.grade], size=11)
    put_text(drawing, x + width / 2 + 4, y + 11.5, texts[0].strip(), anchor="middle", size=9)
    put_text(drawing, x + width / 2 + 4, y + 3, texts[1], anchor="middle", size=6)


def _poor(drawing: Drawing, where: Where, halls: int) -> None:
    """Say in how many halls a cell is poor, in its upper right corner."""
    if halls:
        put_text(drawing, where[0] + where[2] - 3, where[1] + 12, f"{MARKS['poor']}{halls}", anchor="end", size=7.5)


def tinted(drawing: Drawing, where: Where, grade: Grade) -> None:
    """Draw a rectangle in the tint of a grade; what nobody looked at is hatched."""
    shape = Rect(*where)
    shape.fillColor, shape.strokeColor, shape.strokeWidth = TINTS[grade], DARK, 0.4
    drawing.add(shape)
    if grade == "unseen":
        for x1, y1, x2, y2 in hatching(where, 6):
            drawing.add(Line(x1, y1, x2, y2, strokeColor=LIGHT, strokeWidth=0.5))


def _frame(drawing: Drawing, wide: float, height: float) -> None:
    """Set the sums apart by stronger lines."""
    foot, x = _LEGEND, _NAME + len(STEPS) * wide
    drawing.add(Line(x, foot, x, height - _HEAD, strokeColor=INK, strokeWidth=1.2))
    drawing.add(Line(_NAME, foot + _HIGH, _NAME + (len(STEPS) + 1) * wide, foot + _HIGH, strokeColor=INK, strokeWidth=1.2))


def _legend(drawing: Drawing, language: str) -> None:
    x = _NAME
    for grade in TINTS:
        tinted(drawing, (x, 2, 14, 8), grade)
        text = f"{MARKS[grade]} {say(f'osm.grade-{grade}', language)}".strip()
        put_text(drawing, x + 18, 3, text, size=7)
        x += 84
    put_text(drawing, drawing.width, 3, say("osm.arrows", language), anchor="end", size=7)
