# SPDX-License-Identifier: Apache-2.0
"""The lists of the clerk terminal: who waits, who is held or absent, who may be called, asked back, or come back."""

from itertools import chain, islice
from typing import Final

from counters.clerk.tickets import Json, brief, service_names
from hallserver.core.catalog import CounterRow
from hallserver.core.hall import Hall, Line, Ticket
from hallserver.core.lines import in_turn
from hallserver.core.states import ticket_named

LINE_SHOWN: Final = 12
"""How many of those who wait in the counter's queues are listed."""
CALLABLE_SHOWN: Final = 100
"""How many of those who may be called out of turn are listed; the dialog shows 40 at a time."""
RETURNS_SHOWN: Final = 60
"""How many of those who may come back are listed, the newest; the others' numbers are typed whole."""


def line(hall: Hall, row: CounterRow, clerk: str) -> list[Json]:
    """Return the first of those who wait for this counter: whom ``dispatch`` keeps for this clerk, then by time with credit."""
    first = hall.ready.get(clerk, [])
    others = (ticket for ticket in in_turn(_lines_of(hall, row), row.slug) if ticket not in first)
    coming = (hall.tickets[ticket] for ticket in chain(first, others))
    return [{**brief(hall, ticket), "since_us": ticket.leg.opened_us} for ticket in islice(coming, LINE_SHOWN)]


def _lines_of(hall: Hall, row: CounterRow) -> list[Line]:
    return [hall.line(queue) for queue in dict.fromkeys((*row.queues, *row.helps))]


def held(hall: Hall, clerk: str) -> list[Json]:
    """Return whom this clerk has put aside, longest first; ``ready``: is back and goes first at the next call.

    Whoever goes first because a call of theirs was undone was never put aside: they stand in the line.
    """
    asleep = (hall.tickets[ticket] for _, _, ticket, _ in hall.live["held"])
    mine = [ticket for ticket in asleep if ticket.leg.clerk == clerk]
    ready = [it for ticket in hall.ready.get(clerk, ()) if (it := hall.tickets[ticket]).leg.clerk == clerk]
    return [_held(hall, it) for it in sorted((*mine, *ready), key=lambda ticket: (ticket.leg.held_from_us or 0, ticket.id))]


def _held(hall: Hall, ticket: Ticket) -> Json:
    return {**brief(hall, ticket), "since_us": ticket.leg.held_from_us, "reason": ticket.leg.held_for, "ready": ticket.state == "waiting"}


def absent(hall: Hall) -> list[Json]:
    """Return who did not come, newest first: whoever comes late stands at any counter."""
    return [{**brief(hall, it), "since_us": it.leg.last_called_us, "misses": it.misses} for it in _absent_newest_first(hall)]


def _absent_newest_first(hall: Hall) -> list[Ticket]:
    missed = [hall.tickets[ticket] for _, _, ticket, _ in hall.live["absent"]]
    return sorted(missed, key=lambda ticket: -(ticket.leg.last_called_us or 0))


def callable_ones(hall: Hall, row: CounterRow) -> list[Json]:
    """Return whom this counter is likely to be asked for: its own lines in turn, the absent, then the other lines by number.

    Whoever is not among them is called by number: ``call-ticket`` takes that as well.
    """
    waiting = (ticket for _, _, ticket, _ in hall.live["waiting"])
    missed = (ticket.id for ticket in _absent_newest_first(hall))
    likely = dict.fromkeys(islice(in_turn(_lines_of(hall, row), row.slug), CALLABLE_SHOWN))
    able = [hall.tickets[ticket] for ticket in islice(chain(likely, missed, (it for it in waiting if it not in likely)), CALLABLE_SHOWN)]
    return [{**brief(hall, ticket), "state": ticket.state, "since_us": ticket.leg.opened_us} for ticket in able]


def served(hall: Hall, row: CounterRow) -> list[Json]:
    """Return those last called at this counter whose visit has ended here: one of them is asked back, if anybody."""
    tickets = [ticket_named(hall, label) for label in hall.counter(row.slug).recent]
    return [brief(hall, ticket) for ticket in tickets if ticket.state == "finished" and ticket.leg.counter == row.slug]


def returns(hall: Hall) -> list[Json]:
    """Return the newest rights to come back that still hold, of today and of earlier days."""
    holding = (it for it in reversed(hall.returns.values()) if it.until >= hall.day)
    return [
        {
            "id": it.ticket,
            "label": it.label,
            "day": it.day,
            "until": it.until,
            "reason": it.reason,
            "services": service_names(hall, it.services),
        }
        for it in islice(holding, RETURNS_SHOWN)
    ]
