# SPDX-License-Identifier: Apache-2.0
"""What a duty manager sees of counters and staff: who has each, what is in hand, since when nothing was done, who could take over."""

from counters.called import person_names
from hallserver.core.catalog import CounterRow
from hallserver.core.hall import CounterState, Hall, Ticket
from hallserver.core.idle import Idle, idle_counters
from hallserver.core.roles import ROLES
from hallserver.core.row import Names
from hallserver.core.waiting import owners_open

Json = dict[str, object]


def desks(hall: Hall, now_us: int) -> list[Json]:
    """Return every counter in use, by number; ``idle`` tells who is to be told by now that nothing happens there (``idle.py``)."""
    held, gone = _held(hall), {it.counter: it for it in idle_counters(hall, now_us)} if hall.standard is not None else {}
    rows = sorted((row for row in hall.catalog.counters.values() if not row.retired), key=lambda row: row.number)
    return [_desk(hall, row, held.get(row.slug, []), gone.get(row.slug)) for row in rows]


def _held(hall: Hall) -> dict[str, list[Json]]:
    """Return the held tickets by counter."""
    found: dict[str, list[Json]] = {}
    for _, _, ticket, label in hall.live["held"]:
        leg = hall.tickets[ticket].leg
        found.setdefault(leg.counter, []).append({"id": ticket, "label": label, "since_us": leg.held_from_us})
    return found


def _desk(hall: Hall, row: CounterRow, held: list[Json], gone: Idle | None) -> Json:
    state = hall.counter(row.slug)
    own = [slug for slug in row.queues if slug in hall.catalog.queues]
    return {
        "slug": row.slug,
        "number": row.number,
        "names": row.names,
        "kind": row.kind,
        "letters": [hall.catalog.queues[slug].letter for slug in own],
        "helps": [hall.catalog.queues[slug].letter for slug in row.helps if slug in hall.catalog.queues],
        "waiting": sum(hall.line(slug).waiting for slug in own),
        "left": sum(hall.line(slug).waiting for slug in own if state.state == "open" and owners_open(hall, slug) == 1),
        "state": state.state,
        "reason": state.reason if state.state == "paused" else "",
        "clerk": state.clerk,
        "clerk_names": person_names(hall, state.clerk),
        "mentor": person_names(hall, state.mentor),
        "since_us": state.since_us or None,
        "idle": gone.level if gone is not None else "",
        "acted_us": _acted_us(state, gone),
        "ticket": _in_hand(hall, state),
        "held": held,
    }


def _acted_us(state: CounterState, gone: Idle | None) -> int | None:
    """Return since when an open counter has done nothing; None for one that is not open."""
    if state.state != "open":
        return None
    return gone.since_us if gone is not None else max(state.acted_us, state.since_us) or None


def _in_hand(hall: Hall, state: CounterState) -> Json | None:
    ticket = hall.tickets.get(state.ticket)
    if ticket is None:
        return None
    since_us = ticket.leg.started_us if ticket.state == "serving" else ticket.leg.last_called_us
    return {"id": ticket.id, "label": ticket.label, "state": ticket.state, "since_us": since_us, "services": _services(hall, ticket)}


def _services(hall: Hall, ticket: Ticket) -> list[Names]:
    services = hall.catalog.services
    return [services[slug].names for slug in ticket.leg.services if slug in services]


def staff(hall: Hall) -> list[Json]:
    """Return the staff in use: who is signed in, who may sit at a counter, and at which each sits; those without a counter first."""
    at = {state.clerk: slug for slug, state in hall.counters.items() if state.clerk}
    rows = [row for row in hall.catalog.people.values() if not row.retired]
    shown: list[Json] = [
        {
            "slug": row.slug,
            "names": row.names,
            "here": row.slug in hall.signed_in,
            "serves": any("open-counter" in ROLES.get(role, ()) for role in row.roles),
            "orders": any(role in {"duty-manager", "hall-manager"} for role in row.roles),
            "counter": at.get(row.slug, ""),
        }
        for row in rows
    ]
    return sorted(shown, key=lambda it: (bool(it["counter"]), not it["here"]))
