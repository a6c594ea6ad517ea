# SPDX-License-Identifier: Apache-2.0
"""What helps somebody to find the way: zones and counters to draw a plan of, pictures of one, opening hours."""

from datetime import date

from displays.days import coming
from displays.media import maps
from hallserver.core.hall import Hall, Ticket
from hallserver.core.hours import open_on

_GONE = frozenset({"finished", "cancelled", "voided", "forfeited", "unserved"})


def about_hall(hall: Hall) -> dict[str, object]:
    """Return the hall's plan, maps, hours of the day and help point."""
    here = hall.catalog.here
    return {
        "plan": _plan(hall),
        "maps": [{"url": it["url"], "names": it["names"]} for it in maps(hall, "", hall.at_us)],
        "hours": list(open_on(hall, date.fromisoformat(hall.day))) if hall.day else [],
        "coming": coming(hall, hall.at_us),
        "address": here.address,
        "help_point": here.help_point,
    }


def _plan(hall: Hall) -> list[dict[str, object]]:
    """Return the zones in the order of their counters' numbers, each with its names and the numbers."""
    zones: dict[str, list[int]] = {}
    for row in sorted(hall.catalog.counters.values(), key=lambda row: row.number):
        if not row.retired:
            zones.setdefault(row.zone, []).append(row.number)
    return [{"names": hall.catalog.here.zones.get(zone, {}), "counters": numbers} for zone, numbers in zones.items()]


def goes_to(hall: Hall, ticket: Ticket) -> list[int]:
    """Return the numbers of the counters that may call the ticket, or where it is; none of one that has ended."""
    leg = ticket.leg
    if ticket.state in _GONE:
        return []
    named = leg.counter if ticket.state in {"called", "serving", "held"} else leg.only
    rows = [row for row in hall.catalog.counters.values() if not row.retired]
    found = [row.number for row in rows if (row.slug == named if named else leg.queue in row.queues)]
    return sorted(found)
