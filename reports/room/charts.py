# SPDX-License-Identifier: Apache-2.0
"""The charts of a report for the reading room: those of the printed one, each wide, for a phone, and as a table."""

from typing import Final

from hallserver.core.theme import Palette
from hallserver.words import say
from reports.chart_tables import numbers_of
from reports.charts import title_key
from reports.gallery import GALLERY
from reports.pictures import as_svg
from reports.report import DayReport
from reports.tables import all_figures

Json = dict[str, object]
ORDER: Final = ("load", "waits", "staffing", "spread", "heat", "trend", "ratings", "causes")
LOOKS: Final = Palette(ink="var(--ink)", main="var(--main)", main_tint="var(--main-tint)", line="var(--line)", paper="var(--paper)")
"""Stands for the colours of the look that a screen has: it puts them in their places, and need not ask again for another look."""


def charts(report: DayReport, language: str) -> list[Json]:
    """Return the charts that a report has something for."""
    return [_chart(report, name, language) for name in ORDER if _has(report, name)]


def _has(report: DayReport, name: str) -> bool:
    if name == "ratings":
        return any(all_figures(report)[f"ratings.{star}"].value for star in (1, 2, 3, 4, 5))
    return GALLERY[name].has(report)


def _chart(report: DayReport, name: str, language: str) -> Json:
    head, rows = numbers_of(report, name, language)
    title = say("report.section.ratings" if name == "ratings" else f"report.chart.{title_key(report, name)}", language)
    return {
        "name": name,
        "title": title,
        "svg": as_svg(report, name, language, LOOKS).decode(),
        "narrow": as_svg(report, f"{name}-narrow", language, LOOKS).decode(),
        "head": head,
        "rows": rows,
    }
