# SPDX-License-Identifier: Apache-2.0
"""What a hall display shows of its zone: calls with their counters, and each queue. Numbers only, no names."""

from displays.parts import counters_in, head, place, queues_of, staffed
from hallserver.core import waiting
from hallserver.core.catalog import QueueRow
from hallserver.core.hall import Hall
from hallserver.core.noted import CallShown

MOST_CALLS = 16
"""Calls that a display gets; more than fit on any of our sizes, so that a burst is never cut."""


def view(hall: Hall, of: str, now_us: int) -> dict[str, object]:  # noqa: ARG001 - the screen counts the time itself
    """Return the zone's screen; ``of`` is the zone, empty for the whole hall."""
    counters = counters_in(hall, of)
    here = {row.slug: row for row in counters}
    calls = [call for call in hall.calls if call.counter in here]
    return {
        "hall": head(hall),
        "zone": of,
        "calls": [_call(hall, call) | {"counter": place(here[call.counter])} for call in calls[:MOST_CALLS]],
        "queues": [_queue(hall, row) for row in queues_of(hall, counters)],
        "counters_open": sum(1 for row in counters if hall.counter(row.slug).state == "open"),
    }


def _call(hall: Hall, call: CallShown) -> dict[str, object]:
    """``live``: the visitor is still expected at that counter. ``mark``: why this number may come out of order."""
    ticket = hall.tickets.get(call.ticket)
    live = ticket is not None and ticket.state == "called" and hall.counter(call.counter).ticket == call.ticket
    return {
        "seq": call.seq,
        "label": call.label,
        "at_us": call.at_us,
        "call": call.call,
        "live": live,
        "mark": _mark(hall, ticket.leg.group) if ticket is not None else "",
    }


def _mark(hall: Hall, group: str) -> str:
    """Return ``booked`` or ``priority``; the ground of a priority is nobody's business."""
    row = hall.rules.groups.get(group) if hall.standard is not None else None
    if group == "booked" or row is None:
        return group if group == "booked" else ""
    return "priority" if row.declarable else ""


def _queue(hall: Hall, row: QueueRow) -> dict[str, object]:
    ahead = waiting.counts(hall, row.slug)
    return {
        "slug": row.slug,
        "letter": row.letter,
        "names": row.names,
        "waiting": ahead,
        "range_s": waiting.forecast(hall, row.slug, ahead),
        "counters": staffed(hall, row.slug),
    }
