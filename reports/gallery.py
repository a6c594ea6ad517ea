# SPDX-License-Identifier: Apache-2.0
"""Which charts there are, and which of them a report has: one table for screen and paper."""

from collections.abc import Callable
from typing import NamedTuple

from reportlab.graphics.shapes import Drawing

from reports.charts import load_chart, waits_chart
from reports.charts_counts import causes_chart, spread_chart
from reports.charts_days import heat_chart, staffing_chart, trend_chart
from reports.report import DayReport

Draw = Callable[[DayReport, str, float, float], Drawing]
"""(report, language, width, height) → the chart."""


def _always(_: DayReport) -> bool:
    return True


def _staffed(report: DayReport) -> bool:
    if report.kind == "day":
        return bool(report.pictured.open)
    return len(report.pictured.days) > 1 and any(day.opened is not None for day in report.pictured.days)


class Shown(NamedTuple):
    """How a chart is drawn, and which reports have something for it."""

    draw: Draw
    has: Callable[[DayReport], bool]


GALLERY: dict[str, Shown] = {
    "waits": Shown(waits_chart, _always),
    "load": Shown(load_chart, _always),
    "staffing": Shown(staffing_chart, _staffed),
    "spread": Shown(spread_chart, lambda it: bool(it.pictured.spread)),
    "heat": Shown(heat_chart, lambda it: bool(it.pictured.hours)),
    "trend": Shown(trend_chart, lambda it: len(it.pictured.days) > 1 and any(day.rated for day in it.pictured.days)),
    "causes": Shown(causes_chart, lambda it: bool(it.pictured.causes)),
}
"""Name → chart, in the order in which a report shows them."""


def charts_of(report: DayReport) -> list[Draw]:
    """Return the charts that this report has something for, in order; the first two always."""
    return [shown.draw for shown in GALLERY.values() if shown.has(report)]
