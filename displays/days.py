# SPDX-License-Identifier: Apache-2.0
"""Days to come that are otherwise than their weekday: holidays, make-up days, special days of the hall; as screens tell of them."""

from collections.abc import Mapping
from datetime import date, timedelta

from hallserver.core.hall import Hall
from hallserver.core.hours import DAYS_AHEAD, calendar_of, date_here, has_said, open_on
from hallserver.core.timetable import day_kind, told_on

SPECIAL = "special"
Json = dict[str, object]


def coming(hall: Hall, now_us: int) -> list[Json]:
    """Return such days from today on, alike ones in a row as one; none of which nobody has said when the hall is open.

    Of each: from and until (ISO dates), kind (``holiday``, ``make-up``, ``special``), spans, what visitors are told, and when the hall is
    open again after days on which it is closed (date and ``HH:MM``; empty: not within a month). The screen knows what day it is.
    """
    found: list[Json] = []
    for day in _otherwise(hall, date_here(hall, now_us)):
        row = _row(hall, day)
        before = found[-1] if found else {}
        if before and before["until"] == (day - timedelta(1)).isoformat() and _same(before, row):
            before["until"] = row["until"]
        else:
            found.append(row)
    return [row | _back(hall, row) for row in found]


def _otherwise(hall: Hall, today: date) -> list[date]:
    """Return the dates within a month that are not as their weekday, in order; no other is looked at: this is asked for every phone."""
    calendar, last = calendar_of(hall), today + timedelta(DAYS_AHEAD - 1)
    known = [day for days in (calendar.off, calendar.work) for day in days if today <= day <= last and has_said(hall, day)]
    special = [day for day in map(date.fromisoformat, hall.catalog.here.special) if today <= day <= last]
    return sorted({*known, *special})


def _row(hall: Hall, day: date) -> Json:
    """Return what is to be told of such a date."""
    on, here = day.isoformat(), hall.catalog.here
    kind = SPECIAL if on in here.special else day_kind(calendar_of(hall), day)
    return {"from": on, "until": on, "kind": kind, "spans": list(open_on(hall, day)), "names": dict(told_on(here, day))}


def _same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    return all(one[name] == other[name] for name in ("kind", "spans", "names"))


def _back(hall: Hall, row: Mapping[str, object]) -> Json:
    """Return when the hall is open again after these days, where it is closed on them."""
    after = (date.fromisoformat(str(row["until"])) + timedelta(n) for n in range(1, DAYS_AHEAD))
    opens = next(((day, open_on(hall, day)) for day in after if open_on(hall, day)), None) if not row["spans"] else None
    return {"back": [opens[0].isoformat(), min(opens[1])[:5]] if opens else []}
