# SPDX-License-Identifier: Apache-2.0
"""How a ticket goes from state to state, and everything that is kept by state: the only place where a ticket's state changes."""

from bisect import bisect_left, insort

from hallserver.core import events as e
from hallserver.core import lines
from hallserver.core.given import Given
from hallserver.core.hall import LIVE, Hall, Leg, Line, Rank, State, Ticket
from hallserver.core.tally import Tally


def tallies_of(hall: Hall, queue: str) -> tuple[Tally, Tally]:
    """Return the running sums of the hall and of the queue."""
    tally = hall.tallies.get(queue)
    if tally is None:
        tally = hall.tallies[queue] = Tally()
    return hall.tally, tally


def begin(hall: Hall, ticket: Ticket, service: str) -> None:
    """Let a new ticket, taken for this service first, be known and waiting."""
    hall.tickets[ticket.id] = ticket
    hall.issued[ticket.letter] = max(ticket.number, hall.issued.get(ticket.letter, 0))
    hall.numbers[f"{ticket.letter}{ticket.number}"] = ticket.id
    insort(hall.live["waiting"], (ticket.letter, ticket.number, ticket.id, ticket.label))
    if ticket.channel == "kiosk":
        given = hall.given.get(ticket.actor)
        if given is None:
            given = hall.given[ticket.actor] = Given()
        given.add(ticket.id, service, ticket.issued_us)


def count_given(hall: Hall, ticket: Ticket, queue: str) -> None:
    """Count a number into the quotas of this queue."""
    hall.issued_by[queue] = hall.issued_by.get(queue, 0) + 1
    insort(hall.issued_at.setdefault(queue, []), ticket.issued_us)


def count_back(hall: Hall, ticket: Ticket, queue: str) -> None:
    """Take a number out of the quotas of this queue: its place is another's."""
    hall.issued_by[queue] -= 1
    times = hall.issued_at[queue]
    del times[bisect_left(times, ticket.issued_us)]


def become(hall: Hall, ticket: Ticket, state: State) -> None:
    """Let a known ticket be in this state."""
    old, ticket.state = ticket.state, state
    if old == state:
        return
    numbered = (ticket.letter, ticket.number, ticket.id, ticket.label)
    if old in LIVE:
        there = hall.live[old]
        del there[bisect_left(there, numbered)]
    else:
        hall.ended[old] -= 1
    if state in LIVE:
        insort(hall.live[state], numbered)
    else:
        hall.ended[state] = hall.ended.get(state, 0) + 1
        hall.slipless.pop(ticket.id, None)


def open_leg(hall: Hall, ticket: Ticket, plan: e.LegPlan, entry: e.Entry, rank: Rank | None = None, *, since_us: int = 0) -> None:
    """Let the ticket wait in the queue of its next leg: from now on, or as one who has waited since then (µs)."""
    opened_us = since_us or entry.at_us
    ticket.legs.append(
        Leg(
            no=len(ticket.legs) + 1,
            queue=plan.queue,
            services=plan.services,
            opened_us=opened_us,
            rank=rank or (opened_us, entry.seq, 0),
            group=plan.group,
            credit_s=plan.credit_s,
            target_s=plan.target_s,
            only=plan.counter,
        )
    )
    become(hall, ticket, "waiting")
    line = hall.lines.get(plan.queue)
    if line is None:
        line = hall.lines[plan.queue] = Line()
    lines.enter(line, ticket, entry.at_us)


def stop_waiting(hall: Hall, ticket: Ticket, at_us: int) -> None:
    """Take a waiting ticket out of its line and its clerk's ready list."""
    if ticket.state == "waiting":
        lines.leave(hall.lines[ticket.leg.queue], ticket, at_us)
        if ticket.channel == "kiosk" and len(ticket.legs) == 1:
            hall.given[ticket.actor].touch(ticket.id, ticket.issued_us)
    if ticket.ready_for:
        hall.ready[ticket.ready_for].remove(ticket.id)
        ticket.ready_for = ""


def leave_hand(hall: Hall, ticket: Ticket) -> None:
    """Free the counter that has the ticket in hand, if one has."""
    counter = hall.counters.get(ticket.leg.counter)
    if counter is not None and counter.ticket == ticket.id:
        counter.ticket = ""


def end(hall: Hall, ticket: Ticket, state: State, at_us: int) -> None:
    """End what the ticket is doing, wherever it is; it is in this state now."""
    stop_waiting(hall, ticket, at_us)
    leave_hand(hall, ticket)
    if state != "finished":
        stop_hold(ticket.leg, at_us)
    if ticket.leg.ended_us is None:
        ticket.leg.ended_us = at_us
        _count_rateable(hall, ticket.leg, 1)
    become(hall, ticket, state)


def go_on(hall: Hall, leg: Leg) -> None:
    """Let a leg that had ended go on as if it had not: called again after a miss, or its end is taken back."""
    if leg.ended_us is not None:
        _count_rateable(hall, leg, -1)
        leg.ended_us = None


def _count_rateable(hall: Hall, leg: Leg, n: int) -> None:
    """Count a leg that was started; one that was finished without a start is counted with its finish."""
    for tally in tallies_of(hall, leg.queue) if leg.started_us is not None else ():
        tally.rateable += n


def stop_hold(leg: Leg, at_us: int) -> None:
    """End a hold, if any; before the start there is no service time that it could be taken off."""
    if leg.held_from_us is not None and leg.started_us is not None:
        leg.held_us += max(0, at_us - leg.held_from_us)
    leg.held_from_us = None
