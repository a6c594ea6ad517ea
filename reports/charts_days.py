# SPDX-License-Identifier: Apache-2.0
"""Charts of many days: which hour of which weekday is full, ratings over time, people waiting or coming against counters open."""

from collections.abc import Sequence
from math import ceil
from typing import Final

from reportlab.graphics.shapes import Drawing, Line, PolyLine

from hallserver.words import say
from reports.chart_tables import day_names
from reports.charts import frame, head_of, unit_text
from reports.drawing import (
    BOTTOM,
    DARK,
    DASHES,
    INK,
    LIGHT,
    RIGHT,
    SIZE,
    Axis,
    Legend,
    Plot,
    begin,
    draw_bars,
    draw_legend,
    draw_line,
    grid,
    put_text,
    rule,
    say_empty,
    shrunk,
    value_axis,
    width_of,
)
from reports.hatching import SHADES, swatch, tile
from reports.pictured import Day, alike, by_month
from reports.report import DayReport
from reports.text import number_text

_WHOLE: Final = Axis(top=100, step=25)
_DIGITS: Final = 12.0
"""Room for an hour along x."""
_SWATCH: Final = 24.0
"""Room for a shade in a legend, with what sets it apart."""
_LITTLE: Final = 6.5
_SMALL: Final = 5.5
"""Smaller numbers are left out: the shade tells about how many, the table how many."""
_STRIP: Final = 0.28
"""Part of a chart's height that bad ratings, or counters open, have."""
_NAME: Final = 34.0
_MOST: Final = len(SHADES) - 1


def heat_chart(report: DayReport, language: str, width: float = 520, height: float = 200) -> Drawing:
    """Return weekday × hour: legs opened in each hour as shades with the number in each cell; an hour without any is empty."""
    hours = report.pictured.hours
    head = head_of(report, "heat", language, (sum(it.opened for it in hours), "legs"))
    drawing = begin(head.title, (width, height))
    if not hours:
        return say_empty(drawing, head.empty)
    first, last, most = min(it.hour for it in hours), max(it.hour for it in hours), max(it.opened for it in hours)
    weekdays, found = sorted({it.weekday for it in hours}), {(it.weekday, it.hour): it.opened for it in hours}
    wide, high = (width - _NAME - RIGHT) / (last - first + 1), (height - 50) / len(weekdays)
    size = shrunk(number_text(most), wide - 3)
    for row, weekday in enumerate(weekdays):
        foot = height - 32 - (row + 1) * high
        put_text(drawing, _NAME - 5, foot + high / 2 - SIZE / 3, say(f"report.weekday-short.{weekday}", language), anchor="end")
        for hour in range(first, last + 1):
            where, opened = (_NAME + (hour - first) * wide, foot, wide, high), found.get((weekday, hour), 0)
            tile(drawing, where, _shade(opened, most), number_text(opened) if opened and size >= _SMALL else "", size)
    for hour in range(first, last + 2, ceil(_DIGITS / wide)):
        put_text(drawing, _NAME + (hour - first) * wide, height - 41 - len(weekdays) * high, str(hour), anchor="middle")
    _scale(drawing, most, width, language)
    return drawing


def _shade(opened: int, most: int) -> int:
    """Return the shade of an hour: 0 without anybody, else 1 … the darkest, in equal steps of the fullest hour; of few legs one each."""
    return ceil(opened * _MOST / max(most, _MOST))


def _scale(drawing: Drawing, most: int, width: float, language: str) -> None:
    """Say which shade stands for how many, from the right; of few legs not every shade is there."""
    lows = {max(most, _MOST) * (step - 1) // _MOST + 1: step for step in range(1, _MOST + 1)}
    texts = [(say("report.chart.from", language, n=number_text(low)), shade) for low, shade in lows.items() if low <= most]
    spare = width - RIGHT - _SWATCH * len(texts)
    size = shrunk("".join(text for text, _ in texts), spare)
    x, y = width - RIGHT, drawing.height - 23
    for text, shade in reversed(texts):
        x -= width_of(text, size)
        put_text(drawing, x, y, text, size=size)
        x -= _SWATCH
        swatch(drawing, (x + _SWATCH - 15, y - 1), shade)


def trend_chart(report: DayReport, language: str, width: float = 520, height: float = 200) -> Drawing:
    """Return ratings over time: the satisfied share as a line in per cent, and below it, on an axis of their own, bad ones as bars."""
    days = alike(report.pictured.days)
    head = head_of(report, "trend", language)
    drawing = begin(head.title + _counted(days, language), (width, height))
    if not any(day.rated for day in days):
        return say_empty(drawing, head.empty)
    strip = _STRIP * height
    plot = grid(drawing, max(len(days), 4), _WHOLE, "%", strip=strip)
    _dates(drawing, plot, day_names(days, report.pictured.days))
    draw_line(drawing, plot, [100 * day.satisfied if day.satisfied is not None else None for day in days], INK)
    bad = [float(day.bad) for day in days]
    low = _below(drawing, plot, strip, max(bad))
    draw_bars(drawing, low, bad, DARK, (0.2, 0.8))
    _numbers(drawing, low, [n or None for n in bad])
    entries = [Legend(say("report.chart.satisfied", language), "line", INK), Legend(say("report.chart.bad", language), "bar", DARK)]
    draw_legend(drawing, entries, width, height)
    return drawing


def _counted(days: Sequence[Day], language: str) -> str:
    """Return on how many ratings of how many days, or months, the chart rests."""
    rated, over = sum(day.rated for day in days), "months" if by_month(days) else "days"
    told = {"n": number_text(rated), "unit": unit_text(rated, "ratings", language), over: len(days)}
    return say(f"report.chart.n-{over}", language, **told) if rated else ""


def _below(drawing: Drawing, plot: Plot, strip: float, most: float) -> Plot:
    """Draw an axis of its own, from 0 to a round number, below a plot that leaves a strip free; return the plot in that strip."""
    top = value_axis(most).top
    low = plot._replace(bottom=BOTTOM, height=strip - 2 * SIZE, axis=Axis(top, top))
    rule(drawing, low)
    return low


def _numbers(drawing: Drawing, plot: Plot, values: Sequence[float | None]) -> None:
    """Write each value over where it is drawn, to a tenth, unless they would stand on each other."""
    texts = ["" if value is None else number_text(round(value, 1)) for value in values]
    if max(width_of(text, _LITTLE) for text in texts) + 1 > plot.width / plot.slots:
        return
    for slot, (text, value) in enumerate(zip(texts, values, strict=True)):
        if value is not None:
            put_text(drawing, plot.x(slot + 0.5), plot.y(value) + 3, text, anchor="middle", size=_LITTLE)


def _dates(drawing: Drawing, plot: Plot, names: Sequence[str]) -> None:
    """Write as many dates under the plot as there is room for."""
    step = plot.width / plot.slots
    every = max(1, ceil((max(width_of(name) for name in names) + 3) / step))
    for slot in range(0, len(names), every):
        put_text(drawing, plot.x(slot + 0.5), 12, names[slot], anchor="middle")


def staffing_chart(report: DayReport, language: str, width: float = 520, height: float = 200) -> Drawing:
    """Return the most people waiting as bars and the counters open on average as a dashed stair, by half hour; of a period by day."""
    if report.kind != "day":
        return _by_days(report, language, width, height)
    groups, opened = report.section("by-half-hour").groups, report.pictured.open
    if len(groups) != len(opened):
        groups = ()
    waiting = [float(group.figure("half.waiting_max").value or 0) for group in groups]
    axis = value_axis(max([0.0, *waiting, *opened]))
    drawing, plot = frame(head_of(report, "staffing", language), groups, language, axis, (width, height))
    if plot is None:
        return drawing
    draw_bars(drawing, plot, waiting, LIGHT, (0.18, 0.82))
    _stair(drawing, plot, opened)
    drawing.add(Line(plot.x(len(opened)), plot.bottom, plot.x(len(opened)), plot.bottom - 3, strokeColor=INK, strokeWidth=0.5))
    entries = [Legend(say("report.chart.waiting", language), "bar", LIGHT), Legend(say("report.chart.open", language), "dashes", INK)]
    draw_legend(drawing, entries, width, height)
    return drawing


def _by_days(report: DayReport, language: str, width: float, height: float) -> Drawing:
    """Return tickets by day, or month, as bars, and below them, on an axis of their own, the counters open on average as a stair."""
    days = alike(report.pictured.days)
    head = head_of(report, "staffing", language, (sum(day.tickets for day in days), "tickets"))
    drawing, opened = begin(head.title, (width, height)), [day.opened for day in days]
    if all(n is None for n in opened):
        return say_empty(drawing, head.empty)
    strip = _STRIP * height
    plot = grid(drawing, max(len(days), 4), value_axis(max(day.tickets for day in days)), strip=strip)
    _dates(drawing, plot, day_names(days, report.pictured.days))
    draw_bars(drawing, plot, [float(day.tickets) for day in days], LIGHT, (0.18, 0.82))
    low = _below(drawing, plot, strip, max(n or 0.0 for n in opened))
    _stair(drawing, low, opened)
    _numbers(drawing, low, opened)
    above, below = (say(f"report.chart.{word}", language) for word in ("arrivals-above", "open-below"))
    draw_legend(drawing, [Legend(above, "bar", LIGHT), Legend(below, "dashes", INK)], width, height)
    return drawing


def _stair(drawing: Drawing, plot: Plot, values: Sequence[float | None]) -> None:
    """Draw a dashed step per slot, from edge to edge, broken where there is no value."""
    run: list[float] = []
    for slot, n in enumerate([*values, None]):
        if n is not None:
            run += (plot.x(slot), plot.y(n), plot.x(slot + 1), plot.y(n))
        elif run:
            drawing.add(PolyLine(run, strokeColor=INK, strokeWidth=1.4, strokeDashArray=DASHES))
            run = []
