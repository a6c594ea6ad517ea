# SPDX-License-Identifier: Apache-2.0
"""What a chart draws, as a table: for whoever cannot see it, and for whoever wants the numbers. Nothing is cut or put together here."""

import datetime as dt
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from hallserver.words import say
from reports.pictured import LAST_MIN, MONTH, STEP_MIN, Day, alike
from reports.report import DayReport
from reports.tables import all_figures
from reports.text import group_name, name_of, number_text, share_text, value_text

_ALL: Final = 100
_SHORTEST: Final = 28
"""No month has fewer days."""
_STARS: Final = (1, 2, 3, 4, 5)


class Numbers(NamedTuple):
    """The names of the columns, and the rows as text; the first of each row is its name."""

    head: list[str]
    rows: list[list[str]]


def numbers_of(report: DayReport, name: str, language: str) -> Numbers:
    """Return what a chart (a key of ``TABLES``) draws."""
    return TABLES[name](report, language)


def step_text(minute: int, *, wide: bool = True) -> str:
    """Return a step of waits: from which to which minute, or where there is little room from which on."""
    if minute == LAST_MIN:
        return f"{LAST_MIN}+"
    return f"{minute}–{minute + STEP_MIN}" if wide else f"{minute}+"


def part_text(run: int, total: int) -> str:
    """Return a share in whole per cent, never rounded up to all of it."""
    return "99.9%" if run < total and round(_ALL * run / total) == _ALL else f"{run / total:.0%}"


def day_names(days: Sequence[Day], told: Sequence[Day]) -> list[str]:
    """Return the days' names: ``11-23`` of a date, ``2026-11`` of a whole month, ``11-01–22`` of what was ``told`` day by day of one."""
    parts: dict[str, list[str]] = {}
    for day in told:
        if len(day.date) > MONTH:
            parts.setdefault(day.date[:MONTH], []).append(day.date)
    return [_day_name(day.date, parts.get(day.date, [])) for day in days]


def _day_name(date: str, parts: Sequence[str]) -> str:
    if len(date) > MONTH:
        return date[5:]
    whole = len(parts) >= _SHORTEST and parts[0].endswith("-01") and (dt.date.fromisoformat(parts[-1]) + dt.timedelta(days=1)).day == 1
    return f"{parts[0][5:]}–{parts[-1][8:]}" if parts and not whole else date


def _words(language: str, *keys: str) -> list[str]:
    return [say(f"report.{key}", language) for key in keys]


def _halves(keys: dict[str, str]) -> Callable[[DayReport, str], Numbers]:
    """Return what makes the table of these figures by half hour, each under its word."""

    def made(report: DayReport, language: str) -> Numbers:
        groups = report.section("by-half-hour").groups
        rows = [[group_name(it, language), *(value_text(it.figure(key), language) for key in keys)] for it in groups]
        return Numbers(_words(language, "column.half-hour", *keys.values()), rows)

    return made


def _waits(report: DayReport, language: str) -> Numbers:
    head, rows = _halves({"wait.mean": "chart.mean", "wait.p90": "chart.p90"})(report, language)
    found = [number_text(it.figure("wait.mean").n) for it in report.section("by-half-hour").groups]
    return Numbers([*head, say("report.column.n", language)], [[*row, n] for row, n in zip(rows, found, strict=True)])


def _load(report: DayReport, language: str) -> Numbers:
    keys = {"half.arrivals": "chart.arrivals", "half.calls": "chart.calls"}
    most = {"half.waiting_max": "chart.waiting"} if report.kind == "day" else {}
    return _halves(keys | most)(report, language)


def _staffing(report: DayReport, language: str) -> Numbers:
    if report.kind != "day":
        return _by_days(report, language)
    head, rows = _halves({"half.waiting_max": "chart.waiting"})(report, language)
    opened = [number_text(n) for n in report.pictured.open]
    return Numbers([*head, say("report.chart.open", language)], [[*row, n] for row, n in zip(rows, opened, strict=False)])


def _by_days(report: DayReport, language: str) -> Numbers:
    """Return tickets and counters open, day by day or month by month."""
    days = alike(report.pictured.days)
    rows = [
        [name, number_text(day.tickets), _tenths(day.opened)] for name, day in zip(day_names(days, report.pictured.days), days, strict=True)
    ]
    return Numbers(_words(language, "column.day", "chart.arrivals", "chart.open-of"), rows)


def _tenths(number: float | None) -> str:
    return number_text(None if number is None else round(number, 1))


def _spread(report: DayReport, language: str) -> Numbers:
    spread, runs = report.pictured.spread, [*accumulate(n for _, n in report.pictured.spread)]
    rows = [[step_text(minute), number_text(n), part_text(run, runs[-1])] for (minute, n), run in zip(spread, runs, strict=True)]
    return Numbers(_words(language, "chart.minutes", "chart.legs", "chart.share"), rows)


def _heat(report: DayReport, language: str) -> Numbers:
    """Return hours below each other, weekdays side by side: a phone has room for seven columns."""
    hours = {(it.hour, it.weekday): it.opened for it in report.pictured.hours}
    weekdays = sorted({weekday for _, weekday in hours})
    span = sorted({hour for hour, _ in hours})
    rows = [[f"{hour}–{hour + 1}", *(number_text(hours.get((hour, weekday), 0)) for weekday in weekdays)] for hour in span]
    return Numbers(_words(language, "chart.hour", *(f"weekday-short.{weekday}" for weekday in weekdays)), rows)


def _trend(report: DayReport, language: str) -> Numbers:
    days = alike(report.pictured.days)
    rows = [
        [name, number_text(day.rated), "–" if day.satisfied is None else share_text(day.satisfied), number_text(day.bad)]
        for name, day in zip(day_names(days, report.pictured.days), days, strict=True)
    ]
    return Numbers([*_words(language, "column.day", "section.ratings", "figure.ratings.satisfied", "chart.bad-n")], rows)


def _ratings(report: DayReport, language: str) -> Numbers:
    found = all_figures(report)
    rows = [[name_of(f"ratings.{star}", language), value_text(found[f"ratings.{star}"], language)] for star in _STARS]
    return Numbers(_words(language, "section.ratings", "column.n"), rows)


def _causes(report: DayReport, language: str) -> Numbers:
    causes, runs = report.pictured.causes, [*accumulate(n for _, n in report.pictured.causes)]
    rows = [
        [say(f"cause.{cause}", language), number_text(n), part_text(run, runs[-1])] for (cause, n), run in zip(causes, runs, strict=True)
    ]
    return Numbers(_words(language, "column.jump-reason", "chart.orders", "chart.share"), rows)


TABLES: Final[dict[str, Callable[[DayReport, str], Numbers]]] = {
    "waits": _waits, "load": _load, "staffing": _staffing, "spread": _spread, "heat": _heat, "trend": _trend, "ratings": _ratings,
    "causes": _causes,
}  # fmt: skip
