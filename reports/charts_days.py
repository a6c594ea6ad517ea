# SPDX-License-Identifier: Apache-2.0
"""Charts of many days: which hour of which weekday is full, ratings over time, people waiting against counters open."""

from collections.abc import Sequence
from datetime import date
from math import ceil
from typing import Final

from reportlab.graphics.shapes import Drawing, Line, PolyLine

from hallserver.words import say
from reports.charts import frame
from reports.drawing import (
    DARK,
    DASHES,
    INK,
    LIGHT,
    RIGHT,
    SIZE,
    Axis,
    Legend,
    begin,
    draw_bars,
    draw_legend,
    draw_line,
    grid,
    put_text,
    say_empty,
    value_axis,
)
from reports.hatching import SHADES, swatch, tile
from reports.pictured import Day, Hour
from reports.report import DayReport
from reports.text import number_text

_WHOLE: Final = Axis(top=100, step=25)
_MONTH: Final = len("2026-03")
_LABEL: Final = 30.0
"""Room for a date along x."""
_NAME: Final = 34.0
_MOST: Final = len(SHADES) - 1


def heat_chart(report: DayReport, language: str, width: float = 520, height: float = 200) -> Drawing:
    """Return weekday × hour: tickets per hour as shades with the number in each cell; an hour without any is empty."""
    drawing, hours = begin(say("report.chart.heat", language), (width, height)), report.pictured.hours
    if not hours:
        return say_empty(drawing, say("report.empty", language))
    first, last = min(it.hour for it in hours), max(it.hour for it in hours)
    weekdays = sorted({it.weekday for it in hours})
    wide, high = (width - _NAME - RIGHT) / (last - first + 1), (height - 50) / len(weekdays)
    most = max(it.opened for it in hours)
    for row, weekday in enumerate(weekdays):
        foot = height - 32 - (row + 1) * high
        put_text(drawing, _NAME - 5, foot + high / 2 - SIZE / 3, say(f"report.weekday-short.{weekday}", language), anchor="end")
        for it in (hour for hour in hours if hour.weekday == weekday):
            where = (_NAME + (it.hour - first) * wide, foot, wide, high)
            tile(drawing, where, _shade(it, most), number_text(it.opened) if wide > _LABEL / 2 else "")
    for hour in range(first, last + 1):
        put_text(drawing, _NAME + (hour - first) * wide, height - 41 - len(weekdays) * high, str(hour), anchor="middle")
    _scale(drawing, most, width, language)
    return drawing


def _shade(it: Hour, most: int) -> int:
    """Return the shade of an hour: 0 without anybody, else 1 … the darkest, in equal steps of the fullest hour."""
    return ceil(it.opened * _MOST / most) if most else 0


def _scale(drawing: Drawing, most: int, width: float, language: str) -> None:
    """Say which shade stands for how many, from the right."""
    y = drawing.height - 23
    lows = [most * (step - 1) // _MOST + 1 for step in range(1, _MOST + 1)]
    texts = [say("report.chart.from", language, n=number_text(low)) for low in lows]
    x = width - RIGHT - len(texts) * 46
    for shade, text in enumerate(texts, 1):
        swatch(drawing, (x, y - 1), shade)
        put_text(drawing, x + 15, y, text)
        x += 46


def trend_chart(report: DayReport, language: str, width: float = 520, height: float = 200) -> Drawing:
    """Return ratings over time: bad ones a day as bars with their number, the satisfied share as a line in per cent."""
    days, drawing = report.pictured.days, begin(say("report.chart.trend", language), (width, height))
    if not any(day.rated for day in days):
        return say_empty(drawing, say("report.empty", language))
    plot = grid(drawing, max(len(days), 4), _WHOLE, "%")
    _dates(drawing, days, plot.x(1) - plot.x(0), plot.left)
    most = max(day.bad for day in days)
    scaled = [25 * day.bad / most if day.bad else None for day in days]
    draw_bars(drawing, plot, scaled, DARK, (0.2, 0.8))
    for slot, (day, value) in enumerate(zip(days, scaled, strict=True)):
        if value:
            put_text(drawing, plot.x(slot + 0.5), plot.y(value) + 2, str(day.bad), anchor="middle", size=6.5)
    draw_line(drawing, plot, [100 * day.satisfied if day.satisfied is not None else None for day in days], INK)
    entries = [Legend(say("report.chart.satisfied", language), "line", INK), Legend(say("report.chart.bad", language), "bar", DARK)]
    draw_legend(drawing, entries, width, height)
    return drawing


def _dates(drawing: Drawing, days: Sequence[Day], step: float, left: float) -> None:
    """Write as many dates under the plot as there is room for."""
    every = max(1, ceil(_LABEL / step))
    for slot in range(0, len(days), every):
        put_text(drawing, left + (slot + 0.5) * step, 12, _short(days[slot].date), anchor="middle")


def _short(day: str) -> str:
    """Return ``11-23`` of a date, ``2026-11`` of a month."""
    return day if len(day) == _MONTH else f"{date.fromisoformat(day):%m-%d}"


def staffing_chart(report: DayReport, language: str, width: float = 520, height: float = 200) -> Drawing:
    """Return the most people waiting as bars and the counters open on average as a dashed stair, by half hour of a day."""
    groups, opened = report.section("by-half-hour").groups, report.pictured.open
    if len(groups) != len(opened):
        groups = ()
    waiting = [float(group.figure("half.waiting_max").value or 0) for group in groups]
    axis = value_axis(max([0.0, *waiting, *opened]))
    drawing, plot = frame(say("report.chart.staffing", language), groups, language, axis, (width, height))
    if plot is None:
        return drawing
    draw_bars(drawing, plot, waiting, LIGHT, (0.18, 0.82))
    stair = [part for slot, n in enumerate(opened) for part in (plot.x(slot), plot.y(n), plot.x(slot + 1), plot.y(n))]
    drawing.add(PolyLine(stair, strokeColor=INK, strokeWidth=1.4, strokeDashArray=DASHES))
    drawing.add(Line(plot.x(len(opened)), plot.bottom, plot.x(len(opened)), plot.bottom - 3, strokeColor=INK, strokeWidth=0.5))
    entries = [Legend(say("report.chart.waiting", language), "bar", LIGHT), Legend(say("report.chart.open", language), "dashes", INK)]
    draw_legend(drawing, entries, width, height)
    return drawing
