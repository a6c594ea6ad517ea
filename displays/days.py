# SPDX-License-Identifier: Apache-2.0
"""Days to come that are otherwise than their weekday: holidays, make-up days, special days of the hall; as screens tell of them."""

from collections.abc import Mapping
from datetime import date, timedelta

from hallserver.core.hall import Hall
from hallserver.core.hours import DAYS_AHEAD, calendar_of, date_here, has_said, open_on
from hallserver.core.timetable import HOLIDAY, MAKE_UP, day_kind, told_on

SPECIAL = "special"
Json = dict[str, object]


def coming(hall: Hall, now_us: int) -> list[Json]:
    """Return such days from today on, alike ones in a row as one; none where nobody has said when the hall is open.

    Of each: from and until (ISO dates), kind (``holiday``, ``make-up``, ``special``), spans, what visitors are told, and when the hall is
    open again after days on which it is closed (date and ``HH:MM``; empty: not within a month). The screen knows what day it is.
    """
    if not has_said(hall):
        return []
    today = date_here(hall, now_us)
    found: list[Json] = []
    for day in (today + timedelta(n) for n in range(DAYS_AHEAD)):
        row = _row(hall, day)
        if row is None:
            continue
        before = found[-1] if found else {}
        if before and before["until"] == (day - timedelta(1)).isoformat() and _same(before, row):
            before["until"] = row["until"]
        else:
            found.append(row)
    return [row | _back(hall, row) for row in found]


def _row(hall: Hall, day: date) -> Json | None:
    """Return what is to be told of a date; None: it is as its weekday."""
    on, here = day.isoformat(), hall.catalog.here
    kind = SPECIAL if on in here.special else day_kind(calendar_of(hall), day)
    if kind not in {SPECIAL, HOLIDAY, MAKE_UP}:
        return None
    return {"from": on, "until": on, "kind": kind, "spans": list(open_on(hall, day)), "names": dict(told_on(here, day))}


def _same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    return all(one[name] == other[name] for name in ("kind", "spans", "names"))


def _back(hall: Hall, row: Mapping[str, object]) -> Json:
    """Return when the hall is open again after these days, where it is closed on them."""
    after = (date.fromisoformat(str(row["until"])) + timedelta(n) for n in range(1, DAYS_AHEAD))
    opens = next(((day, open_on(hall, day)) for day in after if open_on(hall, day)), None) if not row["spans"] else None
    return {"back": [opens[0].isoformat(), min(opens[1])[:5]] if opens else []}
