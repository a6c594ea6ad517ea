# SPDX-License-Identifier: Apache-2.0
"""Pictures of the day: waits by half hour, and arrivals with calls. The same drawing for PDF and SVG.

Legible in black and white: series differ in grey, in shape and in dash, never in hue alone. Every
value axis starts at 0; half hours without a case have no bar and no point. Sizes are in points.
"""

from collections.abc import Sequence
from functools import cache
from math import ceil, floor, log10
from typing import Literal, NamedTuple

from reportlab.graphics import renderSVG
from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, Rect, String
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from hallserver.words import say
from reports.fonts import font_path
from reports.report import DayReport, Group
from reports.tables import target_text
from reports.text import group_name

FONT = "HallSans"
SCREEN_FONTS = '"Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei", sans-serif'
"""What an SVG asks a screen for, where our font has another name or is missing."""
LEFT, RIGHT, BOTTOM, TOP = 34.0, 12.0, 24.0, 34.0
"""Room around the plot for numbers, labels, title and legend."""
SIZE = 7.5
INK, DARK, LIGHT, RULE = (HexColor(code) for code in ("#1a1a1a", "#404040", "#c8cdd2", "#dddddd"))
DASHES = (5, 3)
MAX_TARGETS = 3
MAX_LABELS = 14
LABEL_WIDTH = 34.0
"""Room for a time along x; a narrow chart has fewer."""
MIN_SHARED = 2
NARROW = 400.0
"""Under this width the targets share one entry of the legend."""
MIN_SLOTS = 8
"""A day that has just begun is drawn to the left, not as one bar across."""
STEPS = 5
"""At most this many steps on the value axis."""


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


def waits_chart(report: DayReport, language: str, width: float = 520, height: float = 200) -> Drawing:
    """Return mean wait as bars, 90th percentile as a line, in minutes, with the targets as dashed lines."""
    groups = report.section("by-half-hour").groups
    means = [_minutes(group, "wait.mean") for group in groups]
    p90s = [_minutes(group, "wait.p90") for group in groups]
    targets = report.targets_s if len(report.targets_s) <= MAX_TARGETS else (report.targets_s[0], report.targets_s[-1])
    highest = max([0.0, *(it for it in means + p90s if it is not None), *(target / 60 for target in targets)])
    legend = [
        Legend(say("report.chart.mean", language), "bar", LIGHT),
        Legend(say("report.chart.p90", language), "line", INK),
        *_targets(targets, language, width),
    ]
    drawing, plot = _frame(say("report.chart.waits", language), groups, language, value_axis(highest), (width, height))
    if plot is None:
        return drawing
    _bars(drawing, plot, means, LIGHT, (0.18, 0.82))
    for target in targets:
        y = plot.y(target / 60)
        drawing.add(Line(plot.left, y, plot.left + plot.width, y, strokeColor=DARK, strokeWidth=0.9, strokeDashArray=DASHES))
    _line(drawing, plot, p90s, INK)
    _legend(drawing, legend, width, height)
    return drawing


def _targets(targets: Sequence[int], language: str, width: float) -> list[Legend]:
    if width >= NARROW or len(targets) < MIN_SHARED:
        return [Legend(target_text(target, language), "dashes", DARK) for target in targets]
    minutes = "/".join(f"{target / 60:g}" for target in targets)
    return [Legend(say("report.chart.target", language, minutes=minutes), "dashes", DARK)]


def load_chart(report: DayReport, language: str, width: float = 520, height: float = 200) -> Drawing:
    """Return arrivals and calls as bars side by side, and the most people waiting as a line."""
    groups = report.section("by-half-hour").groups
    arrivals, calls, waiting = ([_number(group, f"half.{word}") for group in groups] for word in ("arrivals", "calls", "waiting_max"))
    highest = max([0.0, *arrivals, *calls, *waiting])
    drawing, plot = _frame(say("report.chart.load", language), groups, language, value_axis(highest), (width, height))
    if plot is None:
        return drawing
    _bars(drawing, plot, arrivals, LIGHT, (0.12, 0.50))
    _bars(drawing, plot, calls, DARK, (0.50, 0.88))
    legend = [
        Legend(say("report.chart.arrivals", language), "bar", LIGHT),
        Legend(say("report.chart.calls", language), "bar", DARK),
    ]
    if report.kind == "day":  # a year's sums and the most people at one moment have no axis in common
        _line(drawing, plot, waiting, INK)
        legend.append(Legend(say("report.chart.waiting", language), "line", INK))
    _legend(drawing, legend, width, height)
    return drawing


def to_svg(drawing: Drawing) -> str:
    """Return the drawing as SVG text."""
    return str(renderSVG.drawToString(drawing, fontHacks={FONT: {"family": SCREEN_FONTS}}))


def put_text(
    drawing: Drawing, x: float, y: float, text: str, *, anchor: Literal["start", "middle", "end"] = "start", size: float = SIZE
) -> None:
    """Write a text in our font; ``anchor`` is the part of it that stands at x, y is its foot."""
    drawing.add(String(x, y, text, fontName=register_font(), fontSize=size, fillColor=INK, textAnchor=anchor))


def put_line(drawing: Drawing, points: Sequence[tuple[float, float]], colour: Color, width: float = 1.2) -> None:
    """Draw a dot at each point and a line through them; one point alone is a dot."""
    if len(points) > 1:
        drawing.add(PolyLine([part for point in points for part in point], strokeColor=colour, strokeWidth=width))
    for x, y in points:
        drawing.add(Circle(x, y, width + 0.5, fillColor=colour, strokeColor=None))


def _minutes(group: Group, key: str) -> float | None:
    value = group.figure(key).value
    return None if value is None else value / 60


def _number(group: Group, key: str) -> float:
    return float(group.figure(key).value or 0)


def _frame(title: str, groups: Sequence[Group], language: str, axis: Axis, size: tuple[float, float]) -> tuple[Drawing, Plot | None]:
    """Return the drawing with title, value axis and time labels, and its plot; None when there is nothing to plot."""
    width, height = size
    drawing = Drawing(width, height)
    put_text(drawing, 0, height - 10, title, size=9)
    if not groups:
        put_text(drawing, width / 2, height / 2, say("report.empty", language), anchor="middle", size=9)
        return drawing, None
    plot = Plot(LEFT, BOTTOM, width - LEFT - RIGHT, height - BOTTOM - TOP, max(MIN_SLOTS, len(groups)), axis)
    for step in range(round(axis.top / axis.step) + 1):
        value = step * axis.step
        y = plot.y(value)
        drawing.add(Line(plot.left, y, plot.left + plot.width, y, strokeColor=RULE if step else INK, strokeWidth=0.5))
        put_text(drawing, plot.left - 5, y - SIZE / 3, f"{value:,.0f}", anchor="end")
    every = ceil(len(groups) / min(MAX_LABELS, int(width / LABEL_WIDTH)))
    every += every > 1 and every % 2
    for slot in range(0, len(groups), every):
        x = plot.x(slot)
        drawing.add(Line(x, plot.bottom, x, plot.bottom - 3, strokeColor=INK, strokeWidth=0.5))
        _put_time(drawing, x, plot.bottom - 12, group_name(groups[slot], language))
    return drawing, plot


def _put_time(drawing: Drawing, x: float, y: float, name: str) -> None:
    """Write a half hour's time; under it what else its name says: the offset in the hour that is there twice, else another day's date."""
    named, _, offset = name.partition(" (")
    date, _, time = named.rpartition(" ")
    put_text(drawing, x, y, time, anchor="middle")
    under = f"({offset}" if offset else date
    if under:
        put_text(drawing, x, y - SIZE - 1, under, anchor="middle")


def _bars(drawing: Drawing, plot: Plot, values: Sequence[float | None], colour: Color, within: tuple[float, float]) -> None:
    """Draw a bar per slot, within these two parts of the slot's width."""
    for slot, value in enumerate(values):
        if value:
            x, width = plot.x(slot + within[0]), plot.x(within[1]) - plot.x(within[0])
            drawing.add(_box(Rect(x, plot.bottom, width, plot.y(value) - plot.bottom), colour))


def _box(shape: Rect, colour: Color) -> Rect:
    """Return the rectangle filled and with a thin outline, so that light and dark greys stay apart in print."""
    shape.fillColor, shape.strokeColor, shape.strokeWidth = colour, INK, 0.4
    return shape


def _line(drawing: Drawing, plot: Plot, values: Sequence[float | None], colour: Color) -> None:
    """Draw a line with a dot per slot, broken where there is no value."""
    run: list[tuple[float, float]] = []
    for slot, value in enumerate([*values, None]):
        if value is not None:
            run.append((plot.x(slot + 0.5), plot.y(value)))
            continue
        put_line(drawing, run, colour)
        run = []


def _legend(drawing: Drawing, entries: Sequence[Legend], width: float, height: float) -> None:
    """Draw the legend in one row under the title, from the right."""
    x, y = width - RIGHT, height - 23
    for entry in reversed(entries):
        x -= pdfmetrics.stringWidth(entry.name, register_font(), SIZE)
        put_text(drawing, x, y, entry.name)
        x -= 18
        if entry.shape == "bar":
            drawing.add(_box(Rect(x + 4, y - 0.5, 10, 6.5), entry.colour))
        elif entry.shape == "dashes":
            drawing.add(Line(x, y + 2.5, x + 14, y + 2.5, strokeColor=entry.colour, strokeWidth=0.9, strokeDashArray=DASHES))
        else:
            drawing.add(Line(x, y + 2.5, x + 14, y + 2.5, strokeColor=entry.colour, strokeWidth=1.2))
            drawing.add(Circle(x + 7, y + 2.5, 1.7, fillColor=entry.colour, strokeColor=None))
        x -= 12
