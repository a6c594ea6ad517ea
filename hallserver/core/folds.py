# SPDX-License-Identifier: Apache-2.0
"""How each event of a ticket's life changes the hall: the folds that ``apply`` calls."""

from hallserver.core import events as e
from hallserver.core import lines
from hallserver.core.hall import CallShown, CounterState, Hall, Leg, Line, Rank, State, Tally, Ticket
from hallserver.core.passings import keep, passing

_CALLS_SHOWN = 30
_RECENT = 5
TAPS_KEPT = 60
"""So many times of a kiosk's last numbers are kept."""


def _tallies(hall: Hall, queue: str) -> tuple[Tally, Tally]:
    return hall.tally, hall.tallies.setdefault(queue, Tally())


def counter_state(hall: Hall, slug: str) -> CounterState:
    """Return the counter's state, made closed if it never opened."""
    return hall.counters.setdefault(slug, CounterState())


def _open_leg(hall: Hall, ticket: Ticket, plan: e.LegPlan, entry: e.Entry, rank: Rank | None = None) -> None:
    ticket.legs.append(
        Leg(
            no=len(ticket.legs) + 1,
            queue=plan.queue,
            services=plan.services,
            opened_us=entry.at_us,
            rank=rank or (entry.at_us, entry.seq, 0),
            group=plan.group,
            credit_s=plan.credit_s,
            target_s=plan.target_s,
            only=plan.counter,
        )
    )
    ticket.state = "waiting"
    lines.enter(hall.lines.setdefault(plan.queue, Line()), ticket, entry.at_us)


def _stop_waiting(hall: Hall, ticket: Ticket, at_us: int) -> None:
    """Take a waiting ticket out of its line and its clerk's ready list."""
    if ticket.state == "waiting":
        lines.leave(hall.lines[ticket.leg.queue], ticket, at_us)
    if ticket.ready_for:
        hall.ready[ticket.ready_for].remove(ticket.id)
        ticket.ready_for = ""


def _leave_hand(hall: Hall, ticket: Ticket) -> None:
    counter = hall.counters.get(ticket.leg.counter)
    if counter is not None and counter.ticket == ticket.id:
        counter.ticket = ""


def _end(hall: Hall, ticket: Ticket, state: State, at_us: int) -> None:
    _stop_waiting(hall, ticket, at_us)
    _leave_hand(hall, ticket)
    if state != "finished":
        _stop_hold(ticket.leg, at_us)
    ticket.state = state


def _stop_hold(leg: Leg, at_us: int) -> None:
    """End a hold, if any; before the start there is no service time that it could be taken off."""
    if leg.held_from_us is not None and leg.started_us is not None:
        leg.held_us += max(0, at_us - leg.held_from_us)
    leg.held_from_us = None


def ticket_issued(hall: Hall, entry: e.Entry, event: e.TicketIssued) -> None:
    """Make the ticket and let its first leg wait."""
    ticket = Ticket(
        id=f"{entry.epoch}.{entry.seq}",
        label=event.label,
        letter=event.letter,
        number=event.number,
        state="waiting",
        issued_us=entry.at_us,
        legs=[],
        plan=list(event.legs[1:]),
        group=event.group,
        declared=event.declared,
        needs=event.needs,
        party=event.party,
        items=event.items,
        language=event.language,
        channel=event.channel,
        actor=entry.actor,
        range_s=event.range_s,
    )
    if event.channel == "kiosk":
        hall.taps[entry.actor] = [*hall.taps.get(entry.actor, ()), entry.at_us][-TAPS_KEPT:]
    hall.tickets[ticket.id] = ticket
    hall.issued[event.letter] = event.number
    for tally in _tallies(hall, event.legs[0].queue):
        tally.issued += 1
    _open_leg(hall, ticket, event.legs[0], entry)


def ticket_called(hall: Hall, entry: e.Entry, event: e.TicketCalled) -> None:
    """Take the ticket out of its line, into the counter's hand."""
    ticket = hall.tickets[event.ticket]
    leg, line = ticket.leg, hall.lines[ticket.leg.queue]
    keep(hall, passing(hall, entry, event))
    _stop_waiting(hall, ticket, entry.at_us)
    ticket.state, line.run = "called", event.run
    leg.counter, leg.clerk, leg.called_us, leg.why = event.counter, event.clerk, entry.at_us, event.reason
    for tally in _tallies(hall, leg.queue):
        tally.out_of_order += event.out_of_order
    if leg.first_called_us is None:
        leg.first_called_us = entry.at_us
        line.calls += 1
        _count_wait(hall, leg, entry.at_us - leg.opened_us)
    counter_state(hall, event.counter).ticket = ticket.id
    _show_call(hall, entry, ticket, event.call)


def _count_wait(hall: Hall, leg: Leg, wait_us: int) -> None:
    for tally in _tallies(hall, leg.queue):
        tally.called += 1
        tally.wait_us += wait_us
        tally.within += wait_us <= leg.target_s * 1_000_000
        tally.waits_s.append(wait_us // 1_000_000)


def _show_call(hall: Hall, entry: e.Entry, ticket: Ticket, call: int) -> None:
    leg = ticket.leg
    leg.calls, leg.last_called_us = call, entry.at_us
    shown = CallShown(ticket=ticket.id, label=ticket.label, counter=leg.counter, at_us=entry.at_us, call=call, seq=entry.seq)
    hall.calls.insert(0, shown)
    del hall.calls[_CALLS_SHOWN:]
    counter = counter_state(hall, leg.counter)
    counter.recent = [ticket.label, *(it for it in counter.recent if it != ticket.label)][:_RECENT]


def ticket_recalled(hall: Hall, entry: e.Entry, event: e.TicketRecalled) -> None:
    """Show the call again."""
    _show_call(hall, entry, hall.tickets[event.ticket], event.call)


def started(hall: Hall, ticket: Ticket, at_us: int) -> None:
    """Service begins, or goes on after a hold whose time is taken off."""
    leg, ticket.state = ticket.leg, "serving"
    _stop_hold(leg, at_us)
    if leg.started_us is None:
        leg.started_us = at_us
    counter_state(hall, leg.counter).rateable = None


def service_started(hall: Hall, entry: e.Entry, event: e.ServiceStarted) -> None:
    """Begin service: the visitor came."""
    started(hall, hall.tickets[event.ticket], entry.at_us)


def service_finished(hall: Hall, entry: e.Entry, event: e.ServiceFinished) -> None:
    """End the leg, which may now be rated; open the next one."""
    ticket = hall.tickets[event.ticket]
    leg = ticket.leg
    leg.finished_us, leg.outcome = entry.at_us, event.outcome
    _end(hall, ticket, "finished", entry.at_us)
    counter = counter_state(hall, event.counter)
    counter.rateable = counter.finished = (ticket.id, leg.no)
    for tally in _tallies(hall, leg.queue):
        tally.rateable += 1
        tally.finished += event.next is None
    if event.next is not None:
        del ticket.plan[:1]
        _open_leg(hall, ticket, event.next, entry)


def ticket_held(hall: Hall, entry: e.Entry, event: e.TicketHeld) -> None:
    """Put the ticket aside; the counter is free."""
    ticket = hall.tickets[event.ticket]
    _leave_hand(hall, ticket)
    ticket.state = "held"
    ticket.leg.held_from_us, ticket.leg.held_for = entry.at_us, event.reason


def ticket_resumed(hall: Hall, entry: e.Entry, event: e.TicketResumed) -> None:
    """Serve the held ticket at once, or let it wait at its old rank, ready for its clerk."""
    ticket = hall.tickets[event.ticket]
    ticket.leg.counter, ticket.leg.clerk = event.counter, event.clerk
    if event.to == "serving":
        counter_state(hall, event.counter).ticket = ticket.id
        started(hall, ticket, entry.at_us)
        return
    ticket.leg.only = event.counter
    ticket.state = "waiting"
    ticket.ready_for = event.clerk
    hall.ready.setdefault(event.clerk, []).append(ticket.id)
    lines.enter(hall.lines[ticket.leg.queue], ticket, entry.at_us)


def ticket_transferred(hall: Hall, entry: e.Entry, event: e.TicketTransferred) -> None:
    """End the leg; open one in the other queue or for the other counter."""
    ticket = hall.tickets[event.ticket]
    _end(hall, ticket, "waiting", entry.at_us)
    if event.then is not None:
        ticket.plan.insert(0, event.then)
    _open_leg(hall, ticket, event.next, entry)


def ticket_absent(hall: Hall, entry: e.Entry, event: e.TicketAbsent) -> None:
    """Note that the called visitor did not come."""
    ticket = hall.tickets[event.ticket]
    ticket.misses = event.misses
    _end(hall, ticket, "forfeited" if event.forfeited else "absent", entry.at_us)
    for tally in _tallies(hall, ticket.leg.queue):
        tally.absent += 1
        tally.forfeited += event.forfeited


def ticket_brought_back(hall: Hall, entry: e.Entry, event: e.TicketBroughtBack) -> None:
    """Let the visitor wait again in a new leg."""
    rank = (event.behind[0], event.behind[1], entry.seq) if event.behind is not None else None
    _open_leg(hall, hall.tickets[event.ticket], event.next, entry, rank)


def ticket_cancelled(hall: Hall, entry: e.Entry, event: e.TicketCancelled) -> None:
    """End the ticket: the visitor gave the number back."""
    ticket = hall.tickets[event.ticket]
    _end(hall, ticket, "cancelled", entry.at_us)
    for tally in _tallies(hall, ticket.leg.queue):
        tally.cancelled += 1


def ticket_voided(hall: Hall, entry: e.Entry, event: e.TicketVoided) -> None:
    """End the ticket: staff took the number back."""
    _end(hall, hall.tickets[event.ticket], "voided", entry.at_us)


def ticket_unserved(hall: Hall, entry: e.Entry, event: e.TicketUnserved) -> None:
    """End the ticket: the day closed over it."""
    _end(hall, hall.tickets[event.ticket], "unserved", entry.at_us)


def rating_given(hall: Hall, _: e.Entry, event: e.RatingGiven) -> None:
    """Count the rating; one of an earlier day changes no state."""
    ticket = hall.tickets.get(event.ticket)
    if ticket is None:
        return
    leg = ticket.legs[event.leg - 1]
    leg.ratings += 1
    counter = hall.counters.get(event.counter)
    if counter is not None and counter.rateable == (event.ticket, event.leg):
        counter.rateable = None
    for tally in _tallies(hall, leg.queue):
        tally.stars[event.stars] = tally.stars.get(event.stars, 0) + 1
