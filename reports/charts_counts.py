# SPDX-License-Identifier: Apache-2.0
"""Charts of counts: how waits are spread, and which few causes make most of the trouble (Pareto)."""

from collections.abc import Sequence
from itertools import accumulate
from math import ceil
from typing import Final

from reportlab.graphics.shapes import Drawing, Line

from hallserver.words import say
from reports.chart_tables import part_text, step_text
from reports.charts import head_of
from reports.drawing import (
    DARK,
    INK,
    LIGHT,
    Axis,
    Legend,
    Plot,
    begin,
    draw_bars,
    draw_legend,
    draw_line,
    grid,
    put_dashes,
    put_text,
    say_empty,
    shrunk,
    value_axis,
    width_of,
)
from reports.pictured import LAST_MIN, STEP_MIN
from reports.report import DayReport
from reports.tables import all_figures
from reports.text import number_text

MOST: Final = 8
"""So many causes are drawn; the rest are one."""
FEWEST: Final = 6
"""Of fewer cases no chart is drawn."""
_TOLD, _LINE = 8.0, 12.0
"""Of causes that are told instead: size and height of a line, in points."""
_PER_CENT: Final = 100
_NAME: Final = 6.5
"""Size of a name under a bar, in points."""
_SMALL: Final = 5.5
"""Smaller numbers are left out: the axis tells about how many."""
_LEAST: Final = 5.5
"""A name is never smaller."""
_APART: Final = 5.0
"""Room between two names, in points."""
_WIDE: Final = 25.0
"""Room that a step's name takes, in points; with less every other one is named."""
_SHARES: Final = 27.0
"""Room for the shares at the right edge."""
_LOW: Final = 12.0
"""A bar that is lower has no room for its number."""
_LEAST_MIN: Final = 30
"""The axis of waits is never shorter: a day on which nobody waited looks like one."""
Counted = Sequence[tuple[str, int]]
"""Name → how many, most first."""


def spread_chart(report: DayReport, language: str, width: float = 520, height: float = 200) -> Drawing:
    """Return how many waited how long, in steps of five minutes, with the targets as dashed lines and the share up to each step."""
    total, targets = sum(n for _, n in report.pictured.spread), [it for it in report.targets_s if it <= 60 * LAST_MIN]
    head = head_of(report, "spread", language, (total, "legs"))
    drawing = begin(head.title, (width, height))
    if not total:
        return say_empty(drawing, head.empty)
    spread = _reaching(report.pictured.spread, max([_LEAST_MIN, *(target / 60 for target in targets)]))
    plot = grid(drawing, len(spread), value_axis(max(n for _, n in spread)))
    draw_bars(drawing, plot, [n for _, n in spread], LIGHT, (0.08, 0.92))
    wide = plot.width / plot.slots >= _WIDE
    size = shrunk(f"{max(n for _, n in spread):,}", plot.width / plot.slots - 1, _NAME)
    for slot, ((minute, n), run) in enumerate(zip(spread, accumulate(n for _, n in spread), strict=True)):
        if wide or slot % 2 == 0:
            put_text(drawing, plot.x(slot + 0.5), plot.bottom - 9, step_text(minute, wide=wide), anchor="middle", size=6.5)
            put_text(drawing, plot.x(slot + 0.5), plot.bottom - 17, part_text(run, total), anchor="middle", size=6.5)
        if n and size >= _SMALL:
            put_text(drawing, plot.x(slot + 0.5), plot.y(n) + 2, f"{n:,}", anchor="middle", size=size)
    for target in targets:
        _upright(drawing, plot, target / 60 / STEP_MIN)
    entries = [Legend(say("report.chart.legs", language), "bar", LIGHT)]
    if targets:
        minutes = "/".join(f"{target / 60:g}" for target in targets)
        entries.append(Legend(say("report.chart.target", language, minutes=minutes), "dashes", DARK))
    draw_legend(drawing, entries, width, height)
    return drawing


def _reaching(spread: Sequence[tuple[int, int]], minutes: float) -> list[tuple[int, int]]:
    """Return the steps with empty ones behind them, so that the last reaches up to so many minutes."""
    return [*spread, *((minute, 0) for minute in range(len(spread) * STEP_MIN, min(ceil(minutes), LAST_MIN), STEP_MIN))]


def _upright(drawing: Drawing, plot: Plot, slot: float) -> None:
    """Draw a dashed line up at a place along x, if it is within the plot."""
    if slot <= plot.slots:
        x = plot.x(slot)
        put_dashes(drawing, (x, plot.bottom), (x, plot.bottom + plot.height), DARK, 1.1)


def pareto_chart(title: str, counted: Counted, language: str, width: float = 520, height: float = 200) -> Drawing:
    """Return counts as bars, most first, and the share of all that the bars up to each make as a line.

    Bars and line have one scale: all together are 100 % at the right edge. So the line starts where the first bar ends, and stays over
    every bar and its number. Of a few cases, of one cause, or of causes with one case each nothing gathers: they are told in a line.
    """
    total = sum(n for _, n in counted)
    if not total:
        return say_empty(begin(title, (width, height)), say("report.none", language))
    if total < FEWEST or len(counted) == 1 or all(n == 1 for _, n in counted):
        return _told(title, counted, language, width)
    drawing = begin(title, (width, height))
    shown = _few(counted, say("report.chart.others", language))
    plot = grid(drawing, max(4, len(shown)), Axis(top=total, step=value_axis(total).step), right=_SHARES)
    _shares(drawing, plot)
    draw_bars(drawing, plot, [n for _, n in shown], LIGHT, (0.12, 0.88))
    line: list[float | None] = []
    for slot, ((name, n), run) in enumerate(zip(shown, accumulate(n for _, n in shown), strict=True)):
        line.append(plot.axis.top * run / total)
        _put_name(drawing, plot, slot, name)
        put_text(drawing, plot.x(slot + 0.5), _over(plot, n, first=slot == 0), f"{n:,}", anchor="middle", size=7)
        put_text(drawing, plot.x(slot + 0.5), 2, part_text(run, total), anchor="middle", size=6.5)
    draw_line(drawing, plot, line, INK)
    entries = [Legend(say("report.chart.number", language), "bar", LIGHT), Legend(say("report.chart.running", language), "line", INK)]
    draw_legend(drawing, entries, width, height)
    return drawing


def _told(title: str, counted: Counted, language: str, width: float) -> Drawing:
    """Return title and causes as text, as low as that is."""
    glue, lines = say("report.separator", language), [""]
    for name, n in counted:
        longer = glue.join(filter(None, (lines[-1], f"{name} {n:,}")))
        if lines[-1] and width_of(longer, _TOLD) > width:
            lines.append(f"{name} {n:,}")
        else:
            lines[-1] = longer
    height = 2 * _LINE + _LINE * len(lines)
    drawing = begin(title, (width, height))
    for row, line in enumerate(lines, 1):
        put_text(drawing, 0, height - 12 - _LINE * row, line, size=shrunk(line, width, _TOLD))
    return drawing


def _shares(drawing: Drawing, plot: Plot) -> None:
    """Write the shares beside the right edge."""
    x = plot.left + plot.width
    for part in (0, 25, 50, 75, _PER_CENT):
        y = plot.y(plot.axis.top * part / _PER_CENT)
        drawing.add(Line(x - 2, y, x + 2, y, strokeColor=INK, strokeWidth=0.5))
        put_text(drawing, x + 4, y - 2.5, f"{part}%", size=7)


def _over(plot: Plot, n: int, *, first: bool) -> float:
    """Return the foot of a bar's number: over the bar, of the first under its top, where the line begins, if it is high enough."""
    top = plot.y(n)
    return top - 9 if first and top - plot.bottom > _LOW else top + 4 if first else top + 2


def _put_name(drawing: Drawing, plot: Plot, slot: int, name: str) -> None:
    """Write a name under its bar, on two lines if need be, smaller for a long word, cut where it still is too long."""
    room = plot.width / plot.slots - _APART
    size = max(_LEAST, min(shrunk(word, room, _NAME) for word in name.split(" "))) if name.isascii() else _NAME
    for row, line in enumerate(in_two(name, room * _NAME / size)):
        put_text(drawing, plot.x(slot + 0.5), plot.bottom - 8 - 7 * row, line, anchor="middle", size=size)


def in_two(name: str, room: float) -> list[str]:
    """Return a name as one line of at most so many points, or two: broken at a space, Chinese in the middle if it fits, a word nowhere."""
    if _width(name) <= room or (name.isascii() and " " not in name):
        return [_cut(name, room)]
    half = (len(name) + 1) // 2
    if " " not in name and _width(name[:half]) <= room:
        return [name[:half], _cut(name[half:], room)]
    parts = name.split(" ") if " " in name else list(name)
    glue, first = " " if " " in name else "", 1
    while first < len(parts) - 1 and _width(glue.join(parts[: first + 1])) <= room:
        first += 1
    return [_cut(glue.join(part), room) for part in (parts[:first], parts[first:])]


def _cut(line: str, room: float) -> str:
    if _width(line) <= room:
        return line
    while line and _width(line + "…") > room:
        line = line[:-1]
    return line + "…"


def _width(text: str) -> float:
    return width_of(text, _NAME)


def _few(counted: Counted, others: str) -> list[tuple[str, int]]:
    """Return the most frequent ones, and all others as one."""
    if len(counted) <= MOST:
        return list(counted)
    return [*counted[: MOST - 1], (others, sum(n for _, n in counted[MOST - 1 :]))]


def causes_chart(report: DayReport, language: str, width: float = 520, height: float = 200) -> Drawing:
    """Return the causes of complaints and bad ratings as a Pareto chart."""
    named = [(say(f"cause.{cause}", language), n) for cause, n in report.pictured.causes]
    title = head_of(report, "causes", language).title + _orders(report, language)
    return pareto_chart(title, named, language, width, height)


def _orders(report: DayReport, language: str) -> str:
    """Return of how many work orders the causes are known, and how many there are; praise has none to be found."""
    n, found = sum(n for _, n in report.pictured.causes), all_figures(report)
    every = found["orders.overdue"].denominator or 0 if "orders.overdue" in found else 0
    praise = found["orders.praise"].value or 0 if "orders.praise" in found else 0
    total = every - praise
    form = "-of" if total > n else "-one" if n == 1 else ""
    return say(f"report.chart.n-orders{form}", language, n=number_text(n), total=number_text(total)) if n else ""
