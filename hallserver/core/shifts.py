# SPDX-License-Identifier: Apache-2.0
"""Counters that should be open by the shifts of today, and those of them that are not."""

from datetime import date

from msgspec import Struct

from hallserver.core.calendar import Calendar
from hallserver.core.hall import Hall
from hallserver.core.hours import MINUTE_US, calendar_of, date_here, time_us
from hallserver.core.suspension import went_on_us
from hallserver.core.timetable import Planned, planned_on

GRACE = "watch.planned"


class Due(Struct, frozen=True, kw_only=True):
    """A counter that should be open now and is not: since when (UTC µs), until when, and who should have it; empty: anybody."""

    counter: str
    since_us: int
    until_us: int
    person: str


def planned(hall: Hall, day: date, calendar: Calendar | None = None) -> list[Planned]:
    """Return which counters should be open on a date, in order of time; none where there are no shifts.

    ``calendar``: that of a standard which comes into force on that date; without it that of the one in force.
    """
    found = planned_on(hall.catalog.here, hall.catalog.shifts.values(), calendar if calendar is not None else calendar_of(hall), day)
    used = {slug for slug, row in hall.catalog.counters.items() if not row.retired}
    return [it for it in found if it.counter in used]


def planned_us(hall: Hall, day: date, calendar: Calendar | None = None) -> dict[str, list[tuple[int, int]]]:
    """Return the same as counter → from when until when (UTC µs), which is what the opening rate (开窗率) is measured by."""
    found: dict[str, list[tuple[int, int]]] = {}
    for it in planned(hall, day, calendar):
        found.setdefault(it.counter, []).append((time_us(hall, day, it.since), time_us(hall, day, it.until)))
    return found


def due_now(hall: Hall, now_us: int) -> list[Due]:
    """Return the counters that should have been open for ``watch.planned`` minutes and are closed; a pause is no closing.

    Nobody is missed before the day is open or while the hall is suspended; that has alarms of its own.
    """
    if not hall.open or hall.suspended or not hall.catalog.shifts:
        return []
    day, grace_us = date_here(hall, now_us), hall.rules.whole(GRACE) * MINUTE_US
    found = []
    for it in planned(hall, day):
        state = hall.counter(it.counter)
        since_us = max(time_us(hall, day, it.since), hall.opened_us, state.since_us, went_on_us(hall))
        until_us = time_us(hall, day, it.until)
        if state.state == "closed" and since_us + grace_us <= now_us < until_us:
            found.append(Due(counter=it.counter, since_us=since_us, until_us=until_us, person=it.person))
    return found
