# SPDX-License-Identifier: Apache-2.0
"""What the clerk terminal shows of a ticket: in a list, and in hand."""

from collections.abc import Iterable
from typing import Final

from hallserver.core.elders import is_major
from hallserver.core.events import Reason
from hallserver.core.hall import Hall, Leg, Ticket
from hallserver.core.rules_needs import absent_after_s, must_be_fetched

_US: Final = 1_000_000

Json = dict[str, object]


def _group_names(hall: Hall, group: str) -> dict[str, str]:
    known = hall.rules.groups.get(group)
    return known.names if known else {}


def service_names(hall: Hall, services: Iterable[str]) -> list[dict[str, str]]:
    """Return what these services are called; those that are no more are left out."""
    return [hall.catalog.services[slug].names for slug in services if slug in hall.catalog.services]


def brief(hall: Hall, ticket: Ticket) -> Json:
    """Return what every list shows of a ticket: number, priority, needs, services; ``declared``: a priority that nobody has checked."""
    return {
        "id": ticket.id,
        "label": ticket.label,
        "group": _group_names(hall, ticket.leg.group),
        "declared": _group_names(hall, ticket.declared),
        "needs": ticket.needs,
        "services": service_names(hall, ticket.leg.services),
    }


def in_hand(hall: Hall, slug: str) -> Json | None:
    """Return the ticket in hand at the counter, with everything that its panel shows; None when there is none."""
    ticket = hall.tickets.get(hall.counter(slug).ticket) if slug else None
    if ticket is None:
        return None
    leg = ticket.leg
    called_us = leg.first_called_us
    return {
        **brief(hall, ticket),
        **_call_times(hall, ticket),
        "state": ticket.state,
        "channel": ticket.channel,
        "queue": leg.queue,
        "party": ticket.party,
        "language": ticket.language,
        "issued_us": ticket.issued_us,
        "waited_s": (called_us - leg.opened_us) // _US if called_us is not None else None,
        "target_s": leg.target_s or hall.target_s(leg.queue),
        "leg": leg.no,
        "legs_to_come": len(ticket.plan),
        "misses": ticket.misses,
        "ask_will": any(is_major(hall, service) for service in leg.services),
        "started_us": leg.started_us,
        "held_us": leg.held_us,
        "case_no": leg.case_no,
        "items": ticket.items,
        "own_items": own_items(hall, leg),
        "outcome": likely_outcome(hall, hall.catalog.counters[slug].kind, leg),
    }


def own_items(hall: Hall, leg: Leg) -> list[str]:
    """Return the items of the leg's services."""
    services = (hall.catalog.services[slug] for slug in leg.services if slug in hall.catalog.services)
    return list(dict.fromkeys(item for service in services for item in service.items))


def likely_outcome(hall: Hall, kind: str, leg: Leg) -> str:
    """Return the outcome that most services of this leg have at a counter of this kind: what stands there until somebody says else.

    Results are handed out at a collection counter; matters that are all done on the spot are done, others accepted.
    """
    if kind == "collection":
        return "collected"
    items = [hall.catalog.items[slug] for slug in own_items(hall, leg) if slug in hall.catalog.items]
    return "done" if items and all(item.promise == "on-the-spot" for item in items) else "accepted"


def _call_times(hall: Hall, ticket: Ticket) -> Json:
    leg, rules = ticket.leg, hall.rules
    last_us, called_us = leg.last_called_us, leg.called_us
    most = rules.whole("call.max_calls")
    return {
        "calls": leg.calls,
        "calls_most": most,
        "last_called_us": last_us,
        "why": why(hall, leg.why),
        "recall_from_us": last_us + rules.whole("call.gap") * _US if last_us is not None and leg.calls < most else None,
        "absent_from_us": called_us + int(absent_after_s(hall, ticket) * _US) if called_us is not None else None,
        "escort": ticket.state == "called" and must_be_fetched(hall, ticket),
        "on_way": ticket.state == "called" and leg.on_way_s > 0,
    }


def why(hall: Hall, reason: Reason | None) -> Json | None:
    """Return why a ticket is the one to be called: word key, arguments, and the names that they stand for."""
    if reason is None:
        return None
    by = hall.catalog.people.get(str(reason.args.get("by", "")))
    return {
        "key": reason.key,
        "args": reason.args,
        "group": _group_names(hall, str(reason.args.get("group", ""))),
        "by": by.names if by else {},
    }
