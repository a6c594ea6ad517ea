# SPDX-License-Identifier: Apache-2.0
"""How each event of a ticket's life changes the hall: the folds that ``apply`` calls."""

from hallserver.core import events as e
from hallserver.core import lines
from hallserver.core.hall import BESIDE, LIVE, CounterState, Hall, Ticket
from hallserver.core.life import become, count_back, end, go_on, leave_hand, open_leg, stop_hold, stop_waiting, tallies_of
from hallserver.core.noted import CallShown, SlipSeen
from hallserver.core.passings import keep, note_passed, passing
from hallserver.core.suspension import suspended_us

_CALLS_SHOWN = 30
_RECENT = 5


def counter_state(hall: Hall, slug: str) -> CounterState:
    """Return the counter's state, made closed if it never opened."""
    counter = hall.counters.get(slug)
    if counter is None:
        counter = hall.counters[slug] = CounterState()
    return counter


def ticket_called(hall: Hall, entry: e.Entry, event: e.TicketCalled) -> None:
    """Take the ticket out of its line, into the counter's hand."""
    ticket = hall.tickets[event.ticket]
    leg = ticket.leg
    keep(hall, passing(hall, entry, event))
    note_passed(hall, event)
    stop_waiting(hall, ticket, entry.at_us)
    go_on(hall, leg)
    become(hall, ticket, "called")
    hall.lines[leg.queue].run = event.run
    leg.counter, leg.clerk, leg.why = event.counter, event.clerk, event.reason
    counter = counter_state(hall, event.counter)
    if event.out_of_order:
        counter.undoable = None
        for tally in tallies_of(hall, leg.queue):
            tally.out_of_order += 1
    counter.ticket = ticket.id
    come_up(hall, ticket, entry.at_us)
    _show_call(hall, entry, ticket, event.call)


def come_up(hall: Hall, ticket: Ticket, at_us: int) -> None:
    """Note that the visitor is expected at the counter from now on; of a leg's first call, how long it waited."""
    leg = ticket.leg
    leg.called_us, leg.escorted_us, leg.on_way_s = at_us, None, 0
    if leg.first_called_us is not None:
        return
    leg.first_called_us = at_us
    hall.lines[leg.queue].calls += 1
    wait_us = at_us - leg.opened_us
    still_us = suspended_us(hall, leg.opened_us, at_us)
    told = leg.yielded_us is None and (leg.no > 1 or ticket.channel not in BESIDE)
    for tally in tallies_of(hall, leg.queue) if told else ():
        tally.count_wait(wait_us, target_us=leg.target_s * 1_000_000, suspended_us=still_us)


def _show_call(hall: Hall, entry: e.Entry, ticket: Ticket, call: int) -> None:
    leg = ticket.leg
    leg.calls, leg.last_called_us = call, entry.at_us
    shown = CallShown(ticket=ticket.id, label=ticket.label, counter=leg.counter, at_us=entry.at_us, call=call, seq=entry.seq)
    hall.calls.insert(0, shown)
    del hall.calls[_CALLS_SHOWN:]
    recent = counter_state(hall, leg.counter).recent
    if ticket.label in recent:
        recent.remove(ticket.label)
    recent.insert(0, ticket.label)
    del recent[_RECENT:]


def ticket_recalled(hall: Hall, entry: e.Entry, event: e.TicketRecalled) -> None:
    """Show the call again."""
    _show_call(hall, entry, hall.tickets[event.ticket], event.call)
    counter_state(hall, event.counter).undoable = None


def started(hall: Hall, ticket: Ticket, at_us: int) -> None:
    """Service begins, or goes on after a hold whose time is taken off."""
    leg = ticket.leg
    become(hall, ticket, "serving")
    stop_hold(leg, at_us)
    if leg.started_us is None:
        leg.started_us = at_us
    leg.served_at, leg.served_by = leg.counter, leg.clerk
    counter = counter_state(hall, leg.counter)
    counter.rateable = counter.undoable = None


def service_started(hall: Hall, entry: e.Entry, event: e.ServiceStarted) -> None:
    """Begin service: the visitor came."""
    started(hall, hall.tickets[event.ticket], entry.at_us)


def service_finished(hall: Hall, entry: e.Entry, event: e.ServiceFinished) -> None:
    """End the leg, which may now be rated; open the next one."""
    ticket = hall.tickets[event.ticket]
    leg = ticket.leg
    leg.finished_us, leg.outcome, leg.implicit, leg.case_no = entry.at_us, event.outcome, event.implicit, event.case_no
    end(hall, ticket, "finished", entry.at_us)
    counter = counter_state(hall, event.counter)
    counter.rateable = counter.finished = (ticket.id, leg.no)
    counter.undoable = ("finish", ticket.id, leg.no, entry.at_us)
    for tally in tallies_of(hall, leg.queue):
        tally.rateable += leg.started_us is None
        tally.finished += event.next is None
    if event.next is not None:
        del ticket.plan[:1]
        open_leg(hall, ticket, event.next, entry)


def ticket_held(hall: Hall, entry: e.Entry, event: e.TicketHeld) -> None:
    """Put the ticket aside; the counter is free."""
    ticket = hall.tickets[event.ticket]
    leave_hand(hall, ticket)
    counter_state(hall, event.counter).undoable = None
    become(hall, ticket, "held")
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
    become(hall, ticket, "waiting")
    ticket.ready_for = event.clerk
    hall.ready.setdefault(event.clerk, []).append(ticket.id)
    lines.enter(hall.lines[ticket.leg.queue], ticket, entry.at_us)


def ticket_transferred(hall: Hall, entry: e.Entry, event: e.TicketTransferred) -> None:
    """End the leg; open one in the other queue or for the other counter."""
    ticket = hall.tickets[event.ticket]
    end(hall, ticket, "waiting", entry.at_us)
    counter_state(hall, event.counter).undoable = None
    if event.then is not None:
        ticket.plan.insert(0, event.then)
    open_leg(hall, ticket, event.next, entry)


def ticket_absent(hall: Hall, entry: e.Entry, event: e.TicketAbsent) -> None:
    """Note that the called visitor did not come."""
    ticket = hall.tickets[event.ticket]
    ticket.misses = event.misses
    end(hall, ticket, "forfeited" if event.forfeited else "absent", entry.at_us)
    counter_state(hall, event.counter).undoable = ("mark-absent", ticket.id, ticket.leg.no, entry.at_us)
    for tally in tallies_of(hall, ticket.leg.queue):
        tally.absent += 1
        tally.forfeited += event.forfeited


def ticket_brought_back(hall: Hall, entry: e.Entry, event: e.TicketBroughtBack) -> None:
    """Let the visitor wait again in a new leg."""
    rank = (event.behind[0], event.behind[1], entry.seq) if event.behind is not None else None
    open_leg(hall, hall.tickets[event.ticket], event.next, entry, rank)


def ticket_cancelled(hall: Hall, entry: e.Entry, event: e.TicketCancelled) -> None:
    """End the ticket: the visitor gave the number back. Unless it has been served, its place in the quota is another's."""
    ticket = hall.tickets[event.ticket]
    end(hall, ticket, "cancelled", entry.at_us)
    if len(ticket.legs) == 1 and ticket.leg.started_us is None:
        count_back(hall, ticket, ticket.leg.queue)
    for tally in tallies_of(hall, ticket.leg.queue):
        tally.cancelled += 1


def ticket_voided(hall: Hall, entry: e.Entry, event: e.TicketVoided) -> None:
    """End the ticket: staff took the number back, and its place in the quota is another's."""
    ticket = hall.tickets[event.ticket]
    end(hall, ticket, "voided", entry.at_us)
    count_back(hall, ticket, ticket.legs[0].queue)


def ticket_unserved(hall: Hall, entry: e.Entry, event: e.TicketUnserved) -> None:
    """End the ticket: the day closed over it."""
    end(hall, hall.tickets[event.ticket], "unserved", entry.at_us)


def slip_reported(hall: Hall, event: e.SlipReported) -> None:
    """Keep how far the newest copy came; of an older one only that it is done, for then there is paper."""
    seen = hall.slips.get(event.ticket)
    if seen is None or event.copy >= seen.copy:
        hall.slips[event.ticket] = SlipSeen(device=event.device, copy=event.copy, state=event.state)
    elif event.state == "done" and seen.state in {"unknown", "failed"}:
        hall.slips[event.ticket] = SlipSeen(device=event.device, copy=seen.copy, state="done")
    state = hall.slips[event.ticket].state
    if state == "failed" and hall.tickets[event.ticket].state in LIVE:
        hall.slipless.setdefault(event.ticket, "failed")
    elif state == "done":
        hall.slipless.pop(event.ticket, None)
