# SPDX-License-Identifier: Apache-2.0
"""The morning briefing (早间简报) as far as the hall knows it: people, counters, the opening check, what was left over. Pure.

What earlier days say comes from the records (``reports/briefing.py``).
"""

from collections.abc import Mapping
from typing import Final

from hallserver.core.catalog import PersonRow, Row
from hallserver.core.events_hall import Check
from hallserver.core.hall import Hall
from hallserver.core.hours import hall_date, spans_us, today_us
from hallserver.core.roles import ROLES
from hallserver.core.trainees import may_open

LISTED: Final = 30
"""At most so many names in one list."""

Json = dict[str, object]


def briefing(hall: Hall, _what: str, now_us: int) -> Json:
    """Return what the staff should know before the doors open."""
    return counted(hall, now_us) | {"missing": _missing(hall, now_us)[:LISTED]}


def day_of(hall: Hall, now_us: int) -> str:
    """Return which day (ISO) the briefing is for: the one that runs, or today's date before it is opened."""
    return hall.day if hall.open else hall_date(hall, now_us)


def counted(hall: Hall, now_us: int) -> Json:
    """Return the same without anybody's name."""
    people = [row for row in hall.catalog.people.values() if _serves(row)]
    counters = [row for row in hall.catalog.counters.values() if not row.retired]
    plan = hall.catalog.plans.get(hall.plan)
    today = hall_date(hall, now_us)
    due = [it for it in hall.returns.values() if it.until >= today]
    return {
        "date": day_of(hall, now_us),
        "people": len(people),
        "here": sum(_here(hall, row.slug, now_us) for row in people),
        "counters": len(counters),
        "tidal": sum(row.kind == "tidal" for row in counters),
        "open": sum(hall.counter(row.slug).state == "open" for row in counters),
        "plan": plan.names if plan is not None else {},
        "spans": [[since, until] for since, until in spans_us(hall, now_us)],
        "opening": _opening(hall),
        "returns": len(due),
        "returns_today": sum(it.until == today for it in due),
    }


def _serves(row: PersonRow) -> bool:
    return may_open(row) or (not row.retired and any("take-ticket" in ROLES.get(role, ()) for role in row.roles))


def _here(hall: Hall, slug: str, now_us: int) -> bool:
    """Tell whether this person has signed in today, by the clock on the hall's wall."""
    return hall.signed_in.get(slug, 0) >= today_us(hall, now_us, "00:00")


def _missing(hall: Hall, now_us: int) -> list[Json]:
    rows = [row for row in hall.catalog.people.values() if _serves(row) and not _here(hall, row.slug, now_us)]
    return [{"names": row.names, "badge": row.badge} for row in rows]


def _opening(hall: Hall) -> Json | None:
    """Return the last opening check: how many lines of each colour, and what is not green; None: nobody has looked yet."""
    if hall.opening is None:
        return None
    checks = hall.opening.checks
    return {
        "at_us": hall.opening.at_us,
        "counts": {state: sum(it.state == state for it in checks) for state in ("red", "amber", "green")},
        "lines": [_line(hall, it) for state in ("red", "amber") for it in checks if it.state == state][:LISTED],
    }


def _line(hall: Hall, it: Check) -> Json:
    catalog = hall.catalog
    rows: list[Mapping[str, Row]] = [catalog.devices, catalog.queues, catalog.counters, catalog.people]
    row = next((found[it.slug] for found in rows if it.slug in found), None)
    names = row.names if row is not None else catalog.here.zones.get(it.slug, {})
    return {"state": it.state, "key": it.key, "args": it.args, "names": names, "area": it.area}
