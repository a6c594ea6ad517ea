# SPDX-License-Identifier: Apache-2.0
"""What staff see of one number that they looked up: what it is for, where it stands, its way so far, what can be done with it now."""

from collections.abc import Iterator
from typing import Final

from counters.waiting_list import Json, row_of
from hallserver.core.hall import LIVE, Hall, Leg, Ticket
from hallserver.core.states import FROM
from hallserver.core.waiting import ahead_of, forecast

ACTS: Final = (
    "bring-back",
    "escort",
    "on-my-way",
    "ready",
    "come-back",
    "confirm-priority",
    "change-service",
    "note-needs",
    "give-notice",
    "reprint-slip",
    "cancel",
)
"""What a guide does with a number, as the buttons stand."""
_ANY: Final = {"come-back": frozenset({"finished", "unserved"}), "give-notice": LIVE | {"finished"}, "reprint-slip": LIVE}
"""States of a number in which it can be asked of what the table of states does not have: it changes no state."""


def found(hall: Hall, ticket_id: str, _now_us: int) -> Json:
    """Return what is known of a ticket of today; ``unknown`` where there is none."""
    ticket = hall.tickets.get(ticket_id)
    if ticket is None:
        return {"unknown": True}
    waits = ticket.state == "waiting"
    ahead = ahead_of(hall, ticket) if waits else None
    clerk = hall.catalog.people.get(ticket.leg.clerk)
    return row_of(hall, ticket) | {
        "ahead": ahead,
        "range_s": forecast(hall, ticket.leg.queue, ahead) if ahead is not None else None,
        "party": ticket.party,
        "channel": ticket.channel,
        "paperless": ticket.paperless,
        "slipless": ticket.id in hall.slipless,
        "group": ticket.group or ticket.leg.group,
        "to_come": [slug for leg in ticket.plan for slug in leg.services],
        "misses": ticket.misses,
        "outcome": ticket.leg.outcome,
        "case_no": ticket.leg.case_no,
        "clerk": clerk.names if clerk is not None and ticket.state in {"called", "serving", "held"} else {},
        "until": hall.returns[ticket.id].until if ticket.id in hall.returns else "",
        "way": list(_way(hall, ticket)),
        "acts": [act for act in ACTS if _fits(hall, ticket, act)],
    }


def _fits(hall: Hall, ticket: Ticket, act: str) -> bool:
    """Tell whether the hall would take this now, as far as the number's state says."""
    leg = ticket.leg
    also = {
        "come-back": ticket.id in hall.returns,
        "escort": leg.escorted_us is None,
        "on-my-way": not leg.on_way_s,
        "confirm-priority": not ticket.group,
    }
    return ticket.state in (FROM.get(act) or _ANY[act]) and also.get(act, True)


def _way(hall: Hall, ticket: Ticket) -> Iterator[Json]:
    """Give what happened to the number, in order: when (UTC µs), what as a word key, where, how it ended."""
    yield {"at_us": ticket.issued_us, "what": "taken", "how": ticket.channel}
    for leg in ticket.legs:
        yield from _leg(hall, leg, first=leg.no == 1)
    if ticket.state == "absent":
        yield {"at_us": ticket.leg.last_called_us, "what": "missed", "n": ticket.misses}
    elif ticket.state not in LIVE | {"finished"}:
        yield {"at_us": None, "what": ticket.state}


def _leg(hall: Hall, leg: Leg, *, first: bool) -> Iterator[Json]:
    counter = hall.catalog.counters.get(leg.counter)
    at: Json = {"counter": counter.number} if counter is not None else {}
    if not first:
        queue = hall.catalog.queues.get(leg.queue)
        yield {"at_us": leg.opened_us, "what": "queued", "letter": queue.letter if queue is not None else ""}
    if leg.first_called_us is not None:
        yield {"at_us": leg.first_called_us, "what": "called", "n": leg.calls, **at}
    if leg.escorted_us is not None:
        yield {"at_us": leg.escorted_us, "what": "escorted"}
    if leg.started_us is not None:
        yield {"at_us": leg.started_us, "what": "started", **at}
    if leg.held_from_us is not None and leg.finished_us is None:
        yield {"at_us": leg.held_from_us, "what": "held", "reason": leg.held_for}
    if leg.finished_us is not None:
        yield {"at_us": leg.finished_us, "what": "finished", "outcome": leg.outcome, **at}
