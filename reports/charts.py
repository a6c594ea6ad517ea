# SPDX-License-Identifier: Apache-2.0
"""Pictures of the day: waits by half hour, and arrivals with calls. The same drawing for PDF and SVG.

Legible in black and white: series differ in grey, in shape and in dash, never in hue alone. Every
value axis starts at 0; half hours without a case have no bar and no point. Sizes are in points.
"""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from reportlab.graphics.shapes import Drawing, Line

from hallserver.words import say
from reports.drawing import (
    DARK,
    INK,
    LIGHT,
    SIZE,
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
    value_axis,
)
from reports.pictured import by_month
from reports.report import DayReport, Group
from reports.tables import target_text
from reports.text import group_name, number_text

MAX_TARGETS = 3
MAX_LABELS = 14
LABEL_WIDTH = 34.0
"""Room for a time along x; a narrow chart has fewer."""
MIN_SHARED = 2
NARROW = 400.0
"""Under this width the targets share one entry of the legend."""
MIN_SLOTS = 8
"""A day that has just begun is drawn to the left, not as one bar across."""


class Head(NamedTuple):
    """What stands over a chart, and what stands in it where there is nothing to plot."""

    title: str
    empty: str


def head_of(report: DayReport, name: str, language: str, counted: tuple[int, str] = (0, "")) -> Head:
    """Return a chart's title with the number of cases that it rests on: how many and their unit."""
    n, unit = counted
    told = say("report.chart.n", language, n=number_text(n), unit=unit_text(n, unit, language)) if n else ""
    empty = say("report.empty" if report.kind == "day" else "report.empty-period", language)
    return Head(say(f"report.chart.{title_key(report, name)}", language) + told, empty)


def unit_text(n: int, unit: str, language: str) -> str:
    """Return the unit of so many cases: of one the English say another word."""
    return say(f"report.unit-one.{unit}" if n == 1 else f"report.unit.{unit}", language)


def title_key(report: DayReport, name: str) -> str:
    """Return which title a chart has: load and counters say other things of a day than of a period."""
    if report.kind == "day" or name not in {"load", "staffing"}:
        return name
    return "load-sum" if name == "load" else f"staffing-{'months' if by_month(report.pictured.days) else 'days'}"


def waits_chart(report: DayReport, language: str, width: float = 520, height: float = 200) -> Drawing:
    """Return mean wait as bars, 90th percentile as a line, in minutes, with the targets as dashed lines."""
    groups = report.section("by-half-hour").groups
    cases = sum(group.figure("wait.mean").n for group in groups)
    means = [_minutes(group, "wait.mean") for group in groups]
    p90s = [_minutes(group, "wait.p90") for group in groups]
    targets = report.targets_s if len(report.targets_s) <= MAX_TARGETS else (report.targets_s[0], report.targets_s[-1])
    highest = max([0.0, *(it for it in means + p90s if it is not None), *(target / 60 for target in targets)])
    legend = [
        Legend(say("report.chart.mean", language), "bar", LIGHT),
        Legend(say("report.chart.p90", language), "line", INK),
        *_targets(targets, language, width),
    ]
    head = head_of(report, "waits", language, (cases, "legs"))
    drawing, plot = frame(head, groups, language, value_axis(highest), (width, height))
    if plot is None:
        return drawing
    draw_bars(drawing, plot, means, LIGHT, (0.18, 0.82))
    for target in targets:
        y = plot.y(target / 60)
        put_dashes(drawing, (plot.left, y), (plot.left + plot.width, y), DARK)
    draw_line(drawing, plot, p90s, INK)
    draw_legend(drawing, legend, width, height)
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
    head = head_of(report, "load", language, (round(sum(arrivals)), "tickets"))
    drawing, plot = frame(head, groups, language, value_axis(highest), (width, height))
    if plot is None:
        return drawing
    draw_bars(drawing, plot, arrivals, LIGHT, (0.12, 0.50))
    draw_bars(drawing, plot, calls, DARK, (0.50, 0.88))
    legend = [
        Legend(say("report.chart.arrivals", language), "bar", LIGHT),
        Legend(say("report.chart.calls", language), "bar", DARK),
    ]
    if report.kind == "day":  # a year's sums and the most people at one moment have no axis in common
        draw_line(drawing, plot, waiting, INK, halo=True)
        legend.append(Legend(say("report.chart.waiting", language), "line", INK))
    draw_legend(drawing, legend, width, height)
    return drawing


def _minutes(group: Group, key: str) -> float | None:
    value = group.figure(key).value
    return None if value is None else value / 60


def _number(group: Group, key: str) -> float:
    return float(group.figure(key).value or 0)


def frame(head: Head, groups: Sequence[Group], language: str, axis: Axis, size: tuple[float, float]) -> tuple[Drawing, Plot | None]:
    """Return the drawing with title, value axis and time labels, and its plot; None when there is nothing to plot."""
    drawing = begin(head.title, size)
    if not groups:
        return say_empty(drawing, head.empty), None
    plot = grid(drawing, max(MIN_SLOTS, len(groups)), axis)
    every = ceil(len(groups) / min(MAX_LABELS, int(size[0] / LABEL_WIDTH)))
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
