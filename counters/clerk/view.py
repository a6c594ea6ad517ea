# SPDX-License-Identifier: Apache-2.0
"""What the clerk terminal shows: the counter, the ticket in hand, who waits, who is held or absent."""

from collections.abc import Iterable
from itertools import chain, islice
from typing import Final

from counters.clerk.tickets import Json, brief, in_hand, why
from hallserver.core.catalog import CounterRow, PersonRow
from hallserver.core.codes import OFFERED
from hallserver.core.dispatch import choose
from hallserver.core.hall import Hall, Line, Ticket
from hallserver.core.lines import in_turn
from hallserver.core.states import ticket_named

LINE_SHOWN: Final = 12
"""How many of those who wait in the counter's queues are listed."""
CALLABLE_SHOWN: Final = 100
"""How many of those who may be called out of turn are listed; the dialog shows 40 at a time."""
_US: Final = 1_000_000


def view(hall: Hall, of: str, now_us: int) -> Json:
    """Return the terminal of the person ``of``; without an open counter, those that can be opened."""
    person = hall.catalog.people.get(of)
    slug = counter_of(hall, of)
    row = hall.catalog.counters.get(slug)
    counters = [_to_open(hall, other) for other in _in_use(hall)]
    return {
        "zone": hall.catalog.here.zone,
        "day": {"date": hall.day, "open": hall.open, "issuing": hall.issuing},
        "person": {
            "slug": of,
            "names": person.names if person else {},
            "may_call_ticket": _may_call_ticket(person),
            "may_call_back": _may_call_back(person),
        },
        "counter": _counter(hall, row) if row else None,
        "counters": counters,
        "ticket": in_hand(hall, slug),
        "next": _next(hall, row, of, now_us) if row else None,
        "queues": [_queue(hall, queue, row) for queue in (*row.queues, *row.helps)] if row else [],
        "line": _line(hall, row) if row else [],
        "held": [_held(hall, ticket) for ticket in _held_by(hall, of)],
        "absent": [_absent(hall, ticket) for ticket in _absent_newest_first(hall)] if row else [],
        "callable": _callable(hall, row) if row and _may_call_ticket(person) else [],
        "served": _served(hall, row) if row else [],
        "targets": {"queues": _queues_in_use(hall), "counters": counters},
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


def _may_call_back(person: PersonRow | None) -> bool:
    return person is not None and bool({"clerk", "duty-manager"} & set(person.roles))


def _served(hall: Hall, row: CounterRow) -> list[Json]:
    """Return those last called at this counter whose visit has ended here: one of them is asked back, if anybody."""
    tickets = [ticket_named(hall, label) for label in hall.counter(row.slug).recent]
    return [brief(hall, ticket) for ticket in tickets if ticket.state == "finished" and ticket.leg.counter == row.slug]


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


def _queue(hall: Hall, queue: str, row: CounterRow) -> Json:
    known, line = hall.catalog.queues[queue], hall.line(queue)
    return {
        "slug": queue,
        "letter": known.letter,
        "names": known.names,
        "own": queue in row.queues,
        "waiting": line.waiting,
        "oldest_us": line.opened_us[0] if line.opened_us else None,
        "target_s": hall.target_s(queue),
    }


def _lines_of(hall: Hall, row: CounterRow) -> list[Line]:
    return [hall.line(queue) for queue in dict.fromkeys((*row.queues, *row.helps))]


def _line(hall: Hall, row: CounterRow) -> list[Json]:
    """Return the first of those who wait for this counter: the ready, then by time with credit, as ``dispatch`` looks at them."""
    mine = (hall.tickets[ticket] for ticket in in_turn(_lines_of(hall, row), row.slug))
    ready, others = _ready(hall, row), (ticket for ticket in mine if not ticket.ready_for)
    return [{**brief(hall, ticket), "since_us": ticket.leg.opened_us} for ticket in islice(chain(ready, others), LINE_SHOWN)]


def _ready(hall: Hall, row: CounterRow) -> list[Ticket]:
    ready = [hall.tickets[ticket] for tickets in hall.ready.values() for ticket in tickets]
    mine = [ticket for ticket in ready if ticket.leg.only == row.slug and ticket.leg.queue in (*row.queues, *row.helps)]
    return sorted(mine, key=lambda ticket: (ticket.leg.rank[0] - ticket.leg.credit_s * _US, *ticket.leg.rank[1:]))


def _held_by(hall: Hall, clerk: str) -> list[Ticket]:
    held = (ticket for _, _, ticket, _ in hall.live["held"])
    mine = [ticket for it in held if (ticket := hall.tickets[it]).leg.clerk == clerk]
    ready = [hall.tickets[ticket] for ticket in hall.ready.get(clerk, ())]
    return sorted((*mine, *ready), key=lambda ticket: (ticket.leg.held_from_us or 0, ticket.id))


def _held(hall: Hall, ticket: Ticket) -> Json:
    return {**brief(hall, ticket), "since_us": ticket.leg.held_from_us, "reason": ticket.leg.held_for, "ready": ticket.state == "waiting"}


def _absent_newest_first(hall: Hall) -> list[Ticket]:
    absent = [hall.tickets[ticket] for _, _, ticket, _ in hall.live["absent"]]
    return sorted(absent, key=lambda ticket: -(ticket.leg.last_called_us or 0))


def _absent(hall: Hall, ticket: Ticket) -> Json:
    return {**brief(hall, ticket), "since_us": ticket.leg.last_called_us, "misses": ticket.misses}


def _callable(hall: Hall, row: CounterRow) -> list[Json]:
    """Return whom this counter is likely to be asked for: its own lines in turn, the absent, then the other lines by number.

    Whoever is not among them is called by number: ``call-ticket`` takes that as well.
    """
    waiting = (ticket for _, _, ticket, _ in hall.live["waiting"])
    absent = (ticket.id for ticket in _absent_newest_first(hall))
    likely = dict.fromkeys(islice(in_turn(_lines_of(hall, row), row.slug), CALLABLE_SHOWN))
    able = [hall.tickets[ticket] for ticket in islice(chain(likely, absent, (it for it in waiting if it not in likely)), CALLABLE_SHOWN)]
    return [{**brief(hall, ticket), "state": ticket.state, "since_us": ticket.leg.opened_us} for ticket in able]


def _queues_in_use(hall: Hall) -> list[Json]:
    rows = (row for row in hall.catalog.queues.values() if not row.retired)
    return [{"slug": row.slug, "letter": row.letter, "names": row.names, "waiting": hall.line(row.slug).waiting} for row in rows]


def _items(hall: Hall, row: CounterRow) -> list[Json]:
    queues = {*row.queues, *row.helps}
    services = (service for service in hall.catalog.services.values() if service.queue in queues)
    slugs = dict.fromkeys(item for service in services for item in service.items)
    rows = (hall.catalog.items[slug] for slug in slugs if slug in hall.catalog.items)
    return [{"slug": item.slug, "names": item.names, "code": item.code} for item in rows if not item.retired]


def _orderers(hall: Hall) -> list[Json]:
    people = (row for row in hall.catalog.people.values() if not row.retired)
    return [{"slug": row.slug, "names": row.names} for row in people if {"duty-manager", "hall-manager"} & set(row.roles)]
