# SPDX-License-Identifier: Apache-2.0
"""The picture of how costs grow: a panel per benchmark, size across, cost upwards as a multiple of the smallest size's, both in powers.

A flat line costs the same at any size; along the dashed line twice the size costs twice as much. All panels share one scale.
"""

from collections.abc import Sequence
from math import ceil, floor, log
from typing import Any

import msgspec
from msgspec import Struct
from reportlab.graphics.shapes import Drawing, Line, PolyLine, Rect
from reportlab.lib.colors import HexColor, white
from reportlab.pdfbase.pdfmetrics import stringWidth

from reports.drawing import DASHES, INK, RULE, put_line, put_text, register_font, to_svg

COLUMNS = 3
PANEL = (272.0, 196.0)
"""Width and height of a panel, in px; three are as wide as a page of GitHub shows without shrinking it."""
LEFT, RIGHT, BOTTOM, TOP = 48.0, 28.0, 28.0, 34.0
HEAD = 48.0
SIZE = 12.0
SMALL = 11.0
WIDE = 2.0
PALE = HexColor("#7a828c")
STEP = 4
"""One step of both axes: four times as much."""


class Growth(Struct, frozen=True, kw_only=True):
    """What a benchmark cost at each scale: points of scale and cost, the smallest scale first."""

    name: str
    unit: str
    grows: str
    points: list[tuple[float, float]]

    @property
    def relative(self) -> list[tuple[float, float]]:
        """Return the points with both parts as powers of the step, from the first point on."""
        scale, cost = self.points[0]
        return [(log(at / scale, STEP), log(it / cost, STEP)) for at, it in self.points]


class Place(Struct, frozen=True, kw_only=True):
    """Where a panel is drawn: its lower left corner, and its axes in powers of the step."""

    x: float
    y: float
    last: float
    """The largest size, as a power."""
    low: int
    high: int

    def across(self, power: float) -> float:
        """Return the place of a size."""
        return self.x + LEFT + (PANEL[0] - LEFT - RIGHT) * power / self.last

    def up(self, power: float) -> float:
        """Return the height of a cost."""
        return self.y + BOTTOM + (PANEL[1] - BOTTOM - TOP) * (power - self.low) / (self.high - self.low)


def read(rows: Sequence[dict[str, Any]]) -> list[Growth]:
    """Return the rows of bench.json as they are drawn; those with fewer than two sizes or without a cost are left out."""
    found = msgspec.convert(rows, list[Growth])
    return [row for row in found if len(row.points) > 1 and all(cost > 0 for _, cost in row.points)]


def draw(rows: Sequence[dict[str, Any]]) -> str:
    """Return the picture as SVG; each row has name, unit, grows and points: [[scale, cost], …]."""
    found = read(rows)
    lines = max(1, ceil(len(found) / COLUMNS))
    drawing = Drawing(COLUMNS * PANEL[0], HEAD + lines * PANEL[1])
    drawing.add(_white(Rect(0, 0, drawing.width, drawing.height)))
    _head(drawing)
    powers = [power for row in found for _, power in row.relative]
    last = max((power for row in found for power, _ in row.relative), default=1)
    low, high = min(-1, floor(min(powers, default=0))), max(ceil(last), ceil(max(powers, default=0) - 0.3))
    for number, row in enumerate(found):
        line, column = divmod(number, COLUMNS)
        _panel(drawing, row, Place(x=column * PANEL[0], y=(lines - line - 1) * PANEL[1], last=last, low=low, high=high))
    return to_svg(drawing)


def _white(shape: Rect) -> Rect:
    """Return the rectangle as paper."""
    shape.fillColor, shape.strokeColor = white, None
    return shape


def _head(drawing: Drawing) -> None:
    """Write what the lines mean."""
    y = drawing.height - 18
    put_text(drawing, LEFT, y, "Cost against size, both relative to the smallest size and in steps of four", size=14)
    y -= 20
    put_line(drawing, [(LEFT, y + 4), (LEFT + 14, y + 4), (LEFT + 28, y + 4)], INK, WIDE)
    put_text(drawing, LEFT + 36, y, "measured, with its value", size=SIZE)
    x = LEFT + 216
    _dashes(drawing, (x, y + 4), (x + 28, y + 4))
    put_text(drawing, x + 36, y, "if it grew as the size does", size=SIZE)


def _panel(drawing: Drawing, row: Growth, place: Place) -> None:
    """Draw one benchmark."""
    put_text(drawing, place.x + LEFT, place.y + PANEL[1] - 18, f"{row.name} ({row.unit})", size=SIZE)
    _axes(drawing, place)
    top = min(place.last, place.high)
    _dashes(drawing, (place.across(0), place.up(0)), (place.across(top), place.up(top)))
    points = [(place.across(size), place.up(cost)) for size, cost in row.relative]
    put_line(drawing, points, INK, WIDE)
    for point, (_, cost), (size, power) in zip(points, row.points, row.relative, strict=True):
        _value(drawing, point, number(cost), first=size == 0, above=size > 0 and power > size - 0.3)


def _dashes(drawing: Drawing, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw the line of proportion; a Line would be closed in SVG, and dashes on the way back would fill the gaps."""
    drawing.add(PolyLine([*start, *end], strokeColor=PALE, strokeWidth=1.2, strokeDashArray=DASHES))


def _value(drawing: Drawing, point: tuple[float, float], text: str, *, first: bool, above: bool) -> None:
    """Write a value on the side of its point that the line of proportion leaves free, on white in case that one passes all the same."""
    y = point[1] + (8 if above else -16)
    width = stringWidth(text, register_font(), SMALL)
    x = point[0] if first else point[0] - width / 2
    drawing.add(_white(Rect(x - 1, y - 2, width + 2, SMALL)))
    put_text(drawing, x, y, text, size=SMALL)


def _axes(drawing: Drawing, place: Place) -> None:
    """Draw the lines of both axes with their multiples."""
    first, last = place.across(0), place.across(place.last)
    for power in range(place.low, place.high + 1):
        y = place.up(power)
        drawing.add(Line(first, y, last, y, strokeColor=INK if power == place.low else RULE, strokeWidth=0.6))
        put_text(drawing, first - 6, y - 4, times(power), size=SMALL, anchor="end")
    for power in range(floor(place.last) + 1):
        x = place.across(power)
        drawing.add(Line(x, place.up(place.low), x, place.up(place.low) - 4, strokeColor=INK, strokeWidth=0.6))
        put_text(drawing, x, place.up(place.low) - 17, times(power), size=SMALL, anchor="middle")


def times(power: int) -> str:
    """Return a power of the step as a multiple: `16×`, `1/4×`."""
    return f"{STEP**power}×" if power >= 0 else f"1/{STEP**-power}×"


def number(value: float) -> str:
    """Return three digits, with a comma between thousands: `0.0123`, `1.5`, `12,300`."""
    digits = float(f"{value:.3g}")
    return f"{digits:,.0f}" if digits >= 100 else f"{digits:g}"
