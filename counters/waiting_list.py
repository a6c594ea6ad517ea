# SPDX-License-Identifier: Apache-2.0
"""The waiting list as staff who walk the hall carry it: every number whose turn is open. No name and no personal data is in it."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Final

from hallserver.core.hall import Hall, Ticket
from hallserver.core.lines import in_turn

SHOWN: Final = 600
"""So many numbers are listed; all of them are counted. More than wait in any hall at a time."""
_IN_HAND: Final = ("called", "serving", "held")

Json = dict[str, object]


def waiting_list(hall: Hall) -> Json:
    """Return who is called, served or held, then who waits, queue by queue in turn, then the absent. Nothing in it depends on the time."""
    catalog = hall.catalog
    queues = sorted((row for row in catalog.queues.values() if not row.retired), key=lambda row: row.letter)
    tickets = chain(_live(hall, _IN_HAND), _waiting(hall, [row.slug for row in queues]), _live(hall, ("absent",)))
    return {
        "date": hall.day,
        "open": hall.open,
        "zone": catalog.here.zone,
        "queues": [{"slug": row.slug, "letter": row.letter, "names": row.names, "waiting": hall.line(row.slug).waiting} for row in queues],
        "services": {slug: row.names for slug, row in catalog.services.items()},
        "rows": [row_of(hall, ticket) for ticket in islice(tickets, SHOWN)],
        "all": sum(len(tickets) for tickets in hall.live.values()),
    }


def row_of(hall: Hall, ticket: Ticket) -> Json:
    """Return one number as lists show it. ``since_us``: since when it is in its state (UTC µs)."""
    leg = ticket.leg
    counter = hall.catalog.counters.get(leg.counter) if ticket.state in {"called", "serving", "held", "absent"} else None
    return {
        "id": ticket.id,
        "label": ticket.label,
        "queue": leg.queue,
        "state": ticket.state,
        "services": leg.services,
        "needs": ticket.needs,
        "language": ticket.language,
        "group": leg.group,
        "declared": ticket.declared if not ticket.group else "",
        "since_us": since_us(ticket),
        "counter": counter.number if counter is not None else None,
        "calls": leg.calls,
        "escorted": ticket.state == "called" and leg.escorted_us is not None,
        "on_way": ticket.state == "called" and leg.on_way_s > 0,
        "ready": bool(ticket.ready_for),
    }


def since_us(ticket: Ticket) -> int:
    """Return since when a ticket is in its state, UTC µs."""
    leg = ticket.leg
    moments = {"called": leg.last_called_us, "absent": leg.last_called_us, "serving": leg.started_us, "held": leg.held_from_us}
    return moments.get(ticket.state) or leg.opened_us


def _live(hall: Hall, states: tuple[str, ...]) -> Iterator[Ticket]:
    return (hall.tickets[ticket] for state in states for _, _, ticket, _ in hall.live[state])


def _waiting(hall: Hall, queues: list[str]) -> Iterator[Ticket]:
    """Give those who wait as they would be called: also those meant for one counter."""
    for queue in queues:
        line = hall.line(queue)
        counters = {part.only for part in line.parts}
        seen = dict.fromkeys(ticket for counter in sorted(counters) for ticket in in_turn([line], counter))
        yield from (hall.tickets[ticket] for ticket in seen)
