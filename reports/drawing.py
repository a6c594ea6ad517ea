# SPDX-License-Identifier: Apache-2.0
"""What charts are made of: the font, value axes from 0, bars, lines, legends. Sizes are in points.

Legible in black and white: series differ in grey, in shape, in hatching and in dash, never in hue alone. Only the greys below and
white are used, so that a screen can put the colours of its look in their places.
"""

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from math import ceil, floor, log10
from typing import Literal, NamedTuple

from reportlab.graphics import renderSVG
from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, Rect, String
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont

from reports.fonts import font_path

FONT = "HallSans"
SCREEN_FONTS = '"Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei", sans-serif'
"""What an SVG asks a screen for, where our font has another name or is missing."""
LEFT, RIGHT, BOTTOM, TOP = 34.0, 12.0, 24.0, 34.0
"""Room around the plot for numbers, labels, title and legend."""
SIZE = 7.5
INK, DARK, LIGHT, RULE, GROUND = (HexColor(code) for code in ("#1a1a1a", "#404040", "#c8cdd2", "#dddddd", "#ffffff"))
DASHES = (5, 3)
_NEARLY = 1e-6
_HALO = 1.6
STEPS = 5
"""At most this many steps on the value axis."""
TITLE = 9.0
"""Size of a title; one that is too long for its chart is written smaller."""
DOTTED = 4.0
"""A line whose points stand nearer to each other has no dots."""
_FAMILY = f"font-family: {escape(SCREEN_FONTS)}; "
_LONG = re.compile(r"(\.\d)\d+(?=[^<>]*>)")
"""More of a number inside a tag than can be seen."""
_USUAL = (_FAMILY, "stroke-linecap: butt; ", " fill-rule: evenodd;", "\t")
"""What is said once for all, or goes without saying."""


class Axis(NamedTuple):
    """A value axis from 0 to ``top`` in steps."""

    top: float
    step: float


class Plot(NamedTuple):
    """The inner rectangle of a chart, its slots along x and its value axis."""

    left: float
    bottom: float
    width: float
    height: float
    slots: int
    axis: Axis

    def x(self, slot: float) -> float:
        """Return the place of a slot's left edge (whole numbers) or of a part of it."""
        return self.left + self.width * slot / self.slots

    def y(self, value: float) -> float:
        """Return the height at which a value is drawn."""
        return self.bottom + self.height * value / self.axis.top


class Legend(NamedTuple):
    """A name and how its series is drawn."""

    name: str
    shape: Literal["bar", "line", "dashes"]
    colour: Color


@cache
def register_font() -> str:
    """Make the Chinese font known to reportlab, once, and return its name; takes about 150 ms the first time."""
    pdfmetrics.registerFont(TTFont(FONT, str(font_path()), subfontIndex=0))
    return FONT


def value_axis(highest: float) -> Axis:
    """Return the axis from 0 with round steps of 1, 2 or 5 × 10ⁿ (never below 1) that holds the highest value."""
    rough = max(highest, 1.0) / STEPS
    power = 10.0 ** floor(log10(rough))
    step = max(1.0, next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough))
    return Axis(top=step * max(1, ceil(highest / step)), step=step)


def to_svg(drawing: Drawing) -> str:
    """Return the drawing as SVG text."""
    svg = str(renderSVG.drawToString(drawing, fontHacks={FONT: {"family": SCREEN_FONTS}}))
    for usual in _USUAL:
        svg = svg.replace(usual, "")
    return _LONG.sub(r"\1", svg).replace('style="clip-path', f'style="{_FAMILY}clip-path', 1)


def put_text(
    drawing: Drawing, x: float, y: float, text: str, *, anchor: Literal["start", "middle", "end"] = "start", size: float = SIZE
) -> None:
    """Write a text in our font; ``anchor`` is the part of it that stands at x, y is its foot."""
    drawing.add(String(x, y, text, fontName=register_font(), fontSize=size, fillColor=INK, textAnchor=anchor))


def put_line(drawing: Drawing, points: Sequence[tuple[float, float]], colour: Color, width: float = 1.2) -> None:
    """Draw a line through the points, with a dot at each where there is room; one point alone is a dot."""
    if len(points) > 1:
        drawing.add(PolyLine([part for point in points for part in point], strokeColor=colour, strokeWidth=width))
    crowded = len(points) > 1 and points[1][0] - points[0][0] < DOTTED
    for x, y in () if crowded else points:
        drawing.add(Circle(x, y, width + 0.5, fillColor=colour, strokeColor=None))


def put_dashes(drawing: Drawing, start: tuple[float, float], end: tuple[float, float], colour: Color, width: float = 0.9) -> None:
    """Draw a dashed line. As a polyline: reportlab closes a line's path in an SVG, and the way back would fill the gaps."""
    drawing.add(PolyLine([*start, *end], strokeColor=colour, strokeWidth=width, strokeDashArray=DASHES))


def begin(title: str, size: tuple[float, float]) -> Drawing:
    """Return an empty drawing of this size (width, height) with its title."""
    drawing = Drawing(*size)
    put_text(drawing, 0, size[1] - 10, title, size=shrunk(title, size[0], TITLE))
    return drawing


def shrunk(text: str, room: float, size: float = SIZE) -> float:
    """Return the size (points), ``size`` or less, at which a text fits into ``room`` points."""
    return min(size, size * room / max(1.0, width_of(text, size)))


def width_of(text: str, size: float = SIZE) -> float:
    """Return how wide a text is in our font, in points."""
    return stringWidth(text, register_font(), size)


def say_empty(drawing: Drawing, text: str) -> Drawing:
    """Return the drawing with a sentence in the middle: there is nothing to plot."""
    put_text(drawing, drawing.width / 2, drawing.height / 2, text, anchor="middle", size=9)
    return drawing


def grid(drawing: Drawing, slots: int, axis: Axis, unit: str = "", *, right: float = RIGHT, strip: float = 0) -> Plot:
    """Draw the lines of the value axis and their numbers (``unit`` behind each); return the plot, ``strip`` points above its usual foot."""
    left = max(LEFT, width_of(f"{axis.top:,.0f}{unit}") + 7)
    plot = Plot(left, BOTTOM + strip, drawing.width - left - right, drawing.height - BOTTOM - TOP - strip, slots, axis)
    rule(drawing, plot, unit)
    return plot


def rule(drawing: Drawing, plot: Plot, unit: str = "") -> None:
    """Draw the lines of a plot's value axis and their numbers."""
    for step in range(floor(plot.axis.top / plot.axis.step + _NEARLY) + 1):
        value = step * plot.axis.step
        y = plot.y(value)
        drawing.add(Line(plot.left, y, plot.left + plot.width, y, strokeColor=RULE if step else INK, strokeWidth=0.5))
        put_text(drawing, plot.left - 5, y - SIZE / 3, f"{value:,.0f}{unit}", anchor="end")


def draw_bars(drawing: Drawing, plot: Plot, values: Sequence[float | None], colour: Color, within: tuple[float, float]) -> None:
    """Draw a bar per slot, within these two parts of the slot's width."""
    for slot, value in enumerate(values):
        if value:
            x, width = plot.x(slot + within[0]), plot.x(within[1]) - plot.x(within[0])
            drawing.add(outlined(Rect(x, plot.bottom, width, plot.y(value) - plot.bottom), colour))


def outlined(shape: Rect, colour: Color) -> Rect:
    """Return the rectangle filled and with a thin outline, so that light and dark greys stay apart in print."""
    shape.fillColor, shape.strokeColor, shape.strokeWidth = colour, INK, 0.4
    return shape


def draw_line(drawing: Drawing, plot: Plot, values: Sequence[float | None], colour: Color, *, halo: bool = False) -> None:
    """Draw a line with a dot per slot, broken where there is no value; a ``halo`` sets it off from dark bars behind it."""
    run: list[tuple[float, float]] = []
    for slot, value in enumerate([*values, None]):
        if value is not None:
            run.append((plot.x(slot + 0.5), plot.y(value)))
            continue
        if halo:
            put_line(drawing, run, GROUND, 1.2 + _HALO)
        put_line(drawing, run, colour)
        run = []


def draw_legend(drawing: Drawing, entries: Sequence[Legend], width: float, height: float) -> None:
    """Draw the legend in one row under the title, from the right."""
    x, y = width - RIGHT, height - 23
    for entry in reversed(entries):
        x -= width_of(entry.name)
        put_text(drawing, x, y, entry.name)
        x -= 18
        if entry.shape == "bar":
            drawing.add(outlined(Rect(x + 4, y - 0.5, 10, 6.5), entry.colour))
        elif entry.shape == "dashes":
            put_dashes(drawing, (x, y + 2.5), (x + 14, y + 2.5), entry.colour)
        else:
            drawing.add(Line(x, y + 2.5, x + 14, y + 2.5, strokeColor=entry.colour, strokeWidth=1.2))
            drawing.add(Circle(x + 7, y + 2.5, 1.7, fillColor=entry.colour, strokeColor=None))
        x -= 12
