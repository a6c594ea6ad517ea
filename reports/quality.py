# SPDX-License-Identifier: Apache-2.0
"""Notes on the data beside those that figures themselves give: days without any, and devices that were not to be reached."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from msgspec import structs

from hallserver.core.calendar import Calendar
from hallserver.core.catalog import HallRow
from hallserver.core.timetable import day_kind, is_said, spans_on
from reports.names import HallNames
from reports.report import DayReport, Note
from reports.rows import Extent

_MOST_SHOWN = 5
_WEEK = frozenset("12345") | {"make-up"}
US_PER_MIN = 60_000_000


def open_days(names: HallNames, calendar: Calendar, first: date, end: date) -> frozenset[str]:
    """Return the dates (ISO) from ``first`` up to, not including, ``end`` on which a hall should be open.

    By its published hours; where nobody has said any, on working days.
    """
    here = HallRow(slug="hall", names={}, hours=names.hours, special=names.special)
    days = (first + timedelta(days=at) for at in range((end - first).days))
    return frozenset(
        day.isoformat() for day in days if (spans_on(here, calendar, day) if is_said(here, day) else day_kind(calendar, day) in _WEEK)
    )


def without_data(halls: Iterable[tuple[AbstractSet[str], AbstractSet[str]]]) -> list[Note]:
    """Return the note on days without data: of each hall the dates on which it should have been open, and those that it has data of."""
    expected = missing = 0
    days: set[str] = set()
    for should, have in halls:
        lost = should - have
        expected, missing, days = expected + len(should) + len(have - should), missing + len(lost), days | lost
    if not missing:
        return []
    shown = sorted(days)[:_MOST_SHOWN]
    listed = " ".join([*shown, *(["…"] if len(days) > len(shown) else [])])
    return [Note(key="no-days", args={"n": missing, "of": expected, "days": listed})]


def on_days(halls: Iterable[tuple[HallNames, Extent]], calendar: Calendar) -> list[Note]:
    """Return the note on days without data of these halls, up to the last day of which any of them has data."""
    given = list(halls)
    have = [{day.date for day in extent.days} for _, extent in given]
    last = max((day for days in have for day in days), default="")
    if not last:
        return []
    end, known = date.fromisoformat(last) + timedelta(days=1), dict[str, frozenset[str]]()
    found: list[tuple[AbstractSet[str], AbstractSet[str]]] = []
    for (names, extent), days in zip(given, have, strict=True):
        said = f"{names.hours} {names.special} {extent.from_date}"  # halls of one district mostly open at the same hours
        if said not in known:
            known[said] = open_days(names, calendar, date.fromisoformat(extent.from_date), end)
        found.append((known[said], days))
    return without_data(found)


def with_notes(report: DayReport, notes: Sequence[Note]) -> DayReport:
    """Return the report with these notes too; a clean one is not clean any more."""
    if not notes:
        return report
    return structs.replace(report, notes=(*(note for note in report.notes if note.key != "clean"), *notes))


def away(devices: Mapping[str, tuple[int, int]]) -> list[Note]:
    """Return the note on devices that were not to be reached: how many, how often, how long; the worst of them by name."""
    if not devices:
        return []
    worst = sorted(devices, key=lambda it: (-devices[it][1], it))[:_MOST_SHOWN]
    listed = " ".join([*worst, *(["…"] if len(devices) > len(worst) else [])])
    times, total_us = (sum(it[part] for it in devices.values()) for part in (0, 1))
    return [Note(key="away", args={"n": len(devices), "times": times, "minutes": -(-total_us // US_PER_MIN), "devices": listed})]
