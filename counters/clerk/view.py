# SPDX-License-Identifier: Apache-2.0
"""What the clerk terminal shows: the counter, the ticket in hand, who waits, who is held or absent."""

from collections.abc import Iterable
from typing import Final

from counters.clerk.tickets import Json, brief, in_hand, why
from hallserver.core.catalog import CounterRow, PersonRow
from hallserver.core.codes import OFFERED
from hallserver.core.dispatch import choose
from hallserver.core.hall import LIVE, Hall, Ticket

LINE_SHOWN: Final = 12
"""How many of those who wait in the counter's queues are listed."""
_US: Final = 1_000_000


def view(hall: Hall, of: str, now_us: int) -> Json:
    """Return the terminal of the person ``of``; without an open counter, those that can be opened."""
    person = hall.catalog.people.get(of)
    slug = counter_of(hall, of)
    row = hall.catalog.counters.get(slug)
    live = [ticket for ticket in hall.tickets.values() if ticket.state in LIVE]
    return {
        "zone": hall.catalog.here.zone,
        "day": {"date": hall.day, "open": hall.open, "issuing": hall.issuing},
        "person": {"slug": of, "names": person.names if person else {}, "may_call_ticket": _may_call_ticket(person)},
        "counter": _counter(hall, row) if row else None,
        "counters": [_to_open(hall, other) for other in _in_use(hall)],
        "ticket": in_hand(hall, slug),
        "next": _next(hall, row, of, now_us) if row else None,
        "queues": [_queue(hall, queue, row, live) for queue in (*row.queues, *row.helps)] if row else [],
        "line": _line(hall, row, live) if row else [],
        "held": [_held(hall, ticket) for ticket in _held_by(live, of)],
        "absent": [_absent(hall, ticket) for ticket in _newest_first(live, "absent")] if row else [],
        "callable": _callable(hall, live) if row and _may_call_ticket(person) else [],
        "targets": _targets(hall),
        "items": _items(hall, row) if row else [],
        "orderers": _orderers(hall) if row else [],
        "codes": OFFERED,
    }


def counter_of(hall: Hall, person: str) -> str:
    """Return the slug of the counter that this person has open or paused; empty for none."""
    return next((slug for slug, state in hall.counters.items() if person and state.clerk == person and state.state != "closed"), "")


def _in_use(hall: Hall) -> list[CounterRow]:
    return sorted((row for row in hall.catalog.counters.values() if not row.retired), key=lambda row: row.number)


def _may_call_ticket(person: PersonRow | None) -> bool:
    return person is not None and ("call-ticket" in person.rights or "duty-manager" in person.roles)


def _letters(hall: Hall, queues: Iterable[str]) -> list[str]:
    return [hall.catalog.queues[slug].letter for slug in queues if slug in hall.catalog.queues]


def _counter(hall: Hall, row: CounterRow) -> Json:
    state = hall.counter(row.slug)
    return {
        "number": row.number,
        "slug": row.slug,
        "names": row.names,
        "kind": row.kind,
        "accessible": row.accessible,
        "state": state.state,
        "reason": state.reason,
        "since_us": state.since_us,
        "recent": state.recent,
        "rateable": _rateable(hall, state.rateable),
    }


def _rateable(hall: Hall, key: tuple[str, int] | None) -> str:
    ticket = hall.tickets.get(key[0]) if key else None
    return ticket.label if ticket else ""


def _to_open(hall: Hall, row: CounterRow) -> Json:
    state = hall.counter(row.slug)
    clerk = hall.catalog.people.get(state.clerk) if state.state != "closed" else None
    return {
        "slug": row.slug,
        "number": row.number,
        "names": row.names,
        "kind": row.kind,
        "letters": _letters(hall, row.queues),
        "helps": _letters(hall, row.helps),
        "state": state.state,
        "clerk": clerk.names if clerk else {},
    }


def _next(hall: Hall, row: CounterRow, clerk: str, now_us: int) -> Json | None:
    choice = choose(hall, row, clerk, now_us) if hall.open else None
    if choice is None:
        return None
    return {**brief(hall, hall.tickets[choice.ticket]), "why": why(hall, choice.reason)}


def _waiting_in(live: list[Ticket], queue: str) -> list[Ticket]:
    return [ticket for ticket in live if ticket.state == "waiting" and ticket.leg.queue == queue]


def _queue(hall: Hall, queue: str, row: CounterRow, live: list[Ticket]) -> Json:
    known = hall.catalog.queues[queue]
    waiting = _waiting_in(live, queue)
    return {
        "slug": queue,
        "letter": known.letter,
        "names": known.names,
        "own": queue in row.queues,
        "waiting": len(waiting),
        "oldest_us": min((ticket.leg.opened_us for ticket in waiting), default=None),
        "target_s": hall.target_s(queue),
    }


def _turn(ticket: Ticket) -> tuple[bool, int, int]:
    """Order of a list of those who wait: the ready first, then by time with credit, as ``dispatch`` looks at them."""
    return not ticket.ready_for, ticket.leg.rank[0] - ticket.leg.credit_s * _US, ticket.leg.rank[1]


def _line(hall: Hall, row: CounterRow, live: list[Ticket]) -> list[Json]:
    queues = {*row.queues, *row.helps}
    mine = [ticket for ticket in live if ticket.state == "waiting" and ticket.leg.queue in queues and ticket.leg.only in ("", row.slug)]
    return [{**brief(hall, ticket), "since_us": ticket.leg.opened_us} for ticket in sorted(mine, key=_turn)[:LINE_SHOWN]]


def _held_by(live: list[Ticket], clerk: str) -> list[Ticket]:
    mine = [ticket for ticket in live if ticket.leg.clerk == clerk and (ticket.state == "held" or ticket.ready_for == clerk)]
    return sorted(mine, key=lambda ticket: (ticket.leg.held_from_us or 0, ticket.id))


def _held(hall: Hall, ticket: Ticket) -> Json:
    return {**brief(hall, ticket), "since_us": ticket.leg.held_from_us, "reason": ticket.leg.held_for, "ready": ticket.state == "waiting"}


def _newest_first(live: list[Ticket], state: str) -> list[Ticket]:
    return sorted((ticket for ticket in live if ticket.state == state), key=lambda ticket: -(ticket.leg.last_called_us or 0))


def _absent(hall: Hall, ticket: Ticket) -> Json:
    return {**brief(hall, ticket), "since_us": ticket.leg.last_called_us, "misses": ticket.misses}


def _callable(hall: Hall, live: list[Ticket]) -> list[Json]:
    able = sorted((ticket for ticket in live if ticket.state in ("waiting", "absent")), key=lambda ticket: (ticket.letter, ticket.number))
    return [{**brief(hall, ticket), "state": ticket.state, "since_us": ticket.leg.opened_us} for ticket in able]


def _targets(hall: Hall) -> Json:
    queues = (row for row in hall.catalog.queues.values() if not row.retired)
    return {
        "queues": [{"slug": row.slug, "letter": row.letter, "names": row.names, "waiting": hall.line(row.slug).waiting} for row in queues],
        "counters": [_to_open(hall, row) for row in _in_use(hall)],
    }


def _items(hall: Hall, row: CounterRow) -> list[Json]:
    queues = {*row.queues, *row.helps}
    services = (service for service in hall.catalog.services.values() if service.queue in queues)
    slugs = dict.fromkeys(item for service in services for item in service.items)
    rows = (hall.catalog.items[slug] for slug in slugs if slug in hall.catalog.items)
    return [{"slug": item.slug, "names": item.names, "code": item.code} for item in rows if not item.retired]


def _orderers(hall: Hall) -> list[Json]:
    people = (row for row in hall.catalog.people.values() if not row.retired)
    return [{"slug": row.slug, "names": row.names} for row in people if {"duty-manager", "hall-manager"} & set(row.roles)]
