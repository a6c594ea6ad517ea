# SPDX-License-Identifier: Apache-2.0
"""What kind of day a date is for the hall, when it is open on it, and which counters should be open then by its shifts.

What a special day says goes before what its kind says: a holiday or make-up day by the calendar, else its weekday.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from hallserver.core.calendar import Calendar
from hallserver.core.catalog import HallRow, ShiftRow

HOLIDAY, MAKE_UP, MONDAY = "holiday", "make-up", "1"


class Planned(Struct, frozen=True, kw_only=True):
    """A counter that should be open: from when until when by the hall's clock (``HH:MM``), and who should have it; empty: anybody."""

    counter: str
    since: str
    until: str
    person: str


def day_kind(calendar: Calendar, day: date) -> str:
    """Return the kind of day: ``1`` Monday … ``7`` Sunday, ``holiday`` or ``make-up``."""
    if day in calendar.off:
        return HOLIDAY
    return MAKE_UP if day in calendar.work else str(day.isoweekday())


def spans_on(here: HallRow, calendar: Calendar, day: date) -> tuple[str, ...]:
    """Return when the hall is open on a date; none: it is closed, or nobody has said. A make-up day without hours is as a Monday."""
    special = here.special.get(day.isoformat())
    if special is not None:
        return special.spans
    kind = day_kind(calendar, day)
    return here.hours.get(kind, here.hours.get(MONDAY, ()) if kind == MAKE_UP else ())


def is_said(here: HallRow, day: date) -> bool:
    """Tell whether anybody has said when the hall is open on a date: weekly hours say it of every day, a special day of itself alone."""
    return bool(here.hours) or day.isoformat() in here.special


def told_on(here: HallRow, day: date) -> Mapping[str, str]:
    """Return what visitors are told of a special day; nothing of another one."""
    special = here.special.get(day.isoformat())
    return special.names if special is not None else {}


def planned_on(here: HallRow, shifts: Iterable[ShiftRow], calendar: Calendar, day: date) -> list[Planned]:
    """Return which counters should be open on a date, in order of time; of one counter no time twice.

    Where the hall has said its hours nothing beyond them is planned: on a day on which it is closed no counter should be open.
    """
    kind, on = day_kind(calendar, day), day.isoformat()
    rows = [row for row in shifts if not row.retired and row.from_day <= on and (not row.until_day or on <= row.until_day)]
    if kind == MAKE_UP and not any(MAKE_UP in row.days for row in rows):
        kind = MONDAY
    hours = spans_on(here, calendar, day)
    if not hours and is_said(here, day):
        return []
    found = [
        planned
        for row in rows
        if kind in row.days or not row.days
        for counter, person in row.counters.items()
        for planned in _within(counter, person, row.spans or hours, hours)
    ]
    return _once(sorted(found, key=lambda it: (it.since, it.until, it.counter)))


def _within(counter: str, person: str, spans: Iterable[str], hours: tuple[str, ...]) -> list[Planned]:
    """Return what of these spans lies in the hall's hours, all of it where it has none."""
    pieces = [(max(a[:5], b[:5]), min(a[6:], b[6:])) for a in spans for b in hours or (a,)]
    return [Planned(counter=counter, since=since, until=until, person=person) for since, until in pieces if since < until]


def _once(planned: list[Planned]) -> list[Planned]:
    """Cut what a counter's earlier shift covers already, so that its time adds up."""
    ends: dict[str, str] = {}
    found = []
    for it in planned:
        since = max(it.since, ends.get(it.counter, ""))
        if since < it.until:
            found.append(Planned(counter=it.counter, since=since, until=it.until, person=it.person))
            ends[it.counter] = it.until
    return found
