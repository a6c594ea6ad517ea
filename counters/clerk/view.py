# SPDX-License-Identifier: Apache-2.0
"""What the clerk terminal shows: the counter, the ticket in hand, who waits, who is held or absent, and what can be chosen."""

from counters.clerk import desk, lists, offers
from counters.clerk.tickets import Json, brief, in_hand, why
from hallserver.core.catalog import CounterRow, PersonRow
from hallserver.core.codes import OFFERED
from hallserver.core.dispatch import choose
from hallserver.core.hall import Hall
from hallserver.core.site import own_findings


def view(hall: Hall, of: str, now_us: int) -> Json:
    """Return the terminal of the person ``of``; without an open counter, those that can be opened."""
    person = hall.catalog.people.get(of)
    slug = desk.counter_of(hall, of)
    row = hall.catalog.counters.get(slug)
    counters = offers.counters(hall)
    return {
        "zone": hall.catalog.here.zone,
        "one_tab": hall.catalog.here.one_tab,
        "day": {"date": hall.day, "open": hall.open, "issuing": hall.issuing},
        "suspended": desk.standing(hall),
        "person": {
            "slug": of,
            "names": person.names if person else {},
            "may_call_ticket": _may_call_ticket(person),
            "may_call_back": _is_any(person, "clerk", "duty-manager"),
            "may_hand_over": _is_any(person, "clerk", "duty-manager"),
        },
        "messages": desk.inbox(hall, person, slug),
        "counters": counters,
        "codes": OFFERED,
        "site": own_findings(hall, of, now_us),
        **(_at(hall, row, person, now_us) if row and person else _NOWHERE),
    }


_NOWHERE: Json = {"counter": None, "ticket": None, "next": None} | {
    name: [] for name in "queues line held absent callable served returns targets services groups items orderers colleagues tell".split()
}
"""What stands on the terminal of somebody without a counter."""


def _at(hall: Hall, row: CounterRow, person: PersonRow, now_us: int) -> Json:
    """Return what belongs to the counter that the person has."""
    coming = _next(hall, row, person.slug, now_us)
    return {
        "counter": {**desk.counter(hall, row, now_us), "idle": desk.idling(hall, row.slug, now_us)},
        "ticket": in_hand(hall, row.slug),
        "next": coming,
        "queues": [_queue(hall, queue, row) for queue in (*row.queues, *row.helps)],
        "line": lists.line(hall, row, person.slug),
        "held": lists.held(hall, person.slug),
        "absent": lists.absent(hall),
        "callable": lists.callable_ones(hall, row) if _may_call_ticket(person) and not hall.counter(row.slug).ticket else [],
        "served": lists.served(hall, row),
        "returns": lists.returns(hall),
        "targets": offers.queues(hall),
        "services": offers.services(hall),
        "groups": offers.groups(hall),
        "items": offers.items(hall, row),
        "orderers": offers.orderers(hall),
        "colleagues": offers.colleagues(hall, person.slug),
        "tell": offers.people_to_tell(hall, person.slug),
    }


def _may_call_ticket(person: PersonRow | None) -> bool:
    return person is not None and ("call-ticket" in person.rights or "duty-manager" in person.roles)


def _is_any(person: PersonRow | None, *roles: str) -> bool:
    return person is not None and not set(roles).isdisjoint(person.roles)


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
