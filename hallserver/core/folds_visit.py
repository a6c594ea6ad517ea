# SPDX-License-Identifier: Apache-2.0
"""How a visit that goes another way than most changes the hall: changed, swapped, undone, lifted, checked, fetched."""

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import structs

from hallserver.core import events as e
from hallserver.core import lines
from hallserver.core.folds import come_up, counter_state, started
from hallserver.core.hall import Hall, Leg, Line, Ticket
from hallserver.core.life import become, count_back, count_given, go_on, leave_hand, stop_waiting, tallies_of
from hallserver.core.passings import keep, lifting, swap
from hallserver.core.standard import LIFTED_S
from hallserver.core.ticket import RETURNED


@contextmanager
def _in_another_place(hall: Hall, ticket: Ticket, at_us: int) -> Iterator[Leg]:
    """Give the open leg to be changed; while it waits, it leaves its line before and enters the line that is right after."""
    leg, waits = ticket.leg, ticket.state == "waiting"
    if waits:
        lines.leave(hall.lines[leg.queue], ticket, at_us)
    yield leg
    if waits:
        lines.enter(hall.lines.setdefault(leg.queue, Line()), ticket, at_us)


def service_changed(hall: Hall, entry: e.Entry, event: e.ServiceChanged) -> None:
    """Let the same leg go on in the queue of other services; there nobody holds it ready, it is lifted no more, and its quota counts."""
    ticket, to = hall.tickets[event.ticket], event.next
    if ticket.leg.queue != to.queue:
        if len(ticket.legs) == 1:
            count_back(hall, ticket, ticket.leg.queue)
            count_given(hall, ticket, to.queue)
        ticket.leg.lifted_by = ticket.leg.lifted_for = ""
        not_ready(hall, ticket)
    with _in_another_place(hall, ticket, entry.at_us) as leg:
        leg.queue, leg.services, leg.group, leg.credit_s = to.queue, to.services, to.group, to.credit_s
        leg.target_s, leg.only = to.target_s, to.counter
    ticket.plan = list(event.plan)


def not_ready(hall: Hall, ticket: Ticket) -> None:
    """Let the ticket go first at nobody's next call."""
    if ticket.ready_for:
        hall.ready[ticket.ready_for].remove(ticket.id)
        ticket.ready_for = ""


def tickets_swapped(hall: Hall, entry: e.Entry, event: e.TicketsSwapped) -> None:
    """Let the number in hand wait where it was, as if nobody had sat down on it; the other one is in hand in its place."""
    back, ticket = hall.tickets[event.back], hall.tickets[event.ticket]
    keep(hall, swap(hall, entry, event))
    for tally in tallies_of(hall, ticket.leg.queue):
        tally.out_of_order += 1
    back.leg.started_us = None
    back.leg.served_at = back.leg.served_by = ""
    _put_back(hall, back, entry.at_us)
    stop_waiting(hall, ticket, entry.at_us)
    go_on(hall, ticket.leg)
    leg, counter = ticket.leg, counter_state(hall, event.counter)
    leg.counter, leg.clerk, leg.why = event.counter, event.clerk, e.Reason(key="swapped", args={"with": back.label, "by": event.clerk})
    counter.ticket, counter.undoable = ticket.id, None
    become(hall, ticket, "called")
    come_up(hall, ticket, entry.at_us)
    # Nobody is called: whoever has this number sits here already, so no display and no voice says it.
    leg.calls, leg.last_called_us = event.call, entry.at_us
    if event.to == "serving":
        started(hall, ticket, entry.at_us)


def _put_back(hall: Hall, ticket: Ticket, at_us: int) -> None:
    """Let a number in hand wait again at its rank; no display says any more that it is called."""
    leave_hand(hall, ticket)
    recent = counter_state(hall, ticket.leg.counter).recent
    if ticket.label in recent:
        recent.remove(ticket.label)
    hall.calls = [call for call in hall.calls if call.ticket != ticket.id]
    ticket.leg.counter = ticket.leg.clerk = ""
    become(hall, ticket, "waiting")
    lines.enter(hall.lines[ticket.leg.queue], ticket, at_us)


def finish_undone(hall: Hall, entry: e.Entry, event: e.FinishUndone) -> None:
    """Let the leg go on as if it had not been finished: no rating of it, no next leg, no right that only this finish gave."""
    ticket = hall.tickets[event.ticket]
    _first_at_next_call(hall, event, entry.at_us)
    final = len(ticket.legs) == event.leg
    if not final:
        _take_back_next(hall, ticket, entry.at_us)
    leg = ticket.leg
    go_on(hall, leg)
    for tally in tallies_of(hall, leg.queue):
        tally.rateable -= leg.started_us is None
        tally.finished -= final
    if leg.outcome == "incomplete":
        _withdraw_right(hall, ticket)
    _in_hand_again(hall, ticket, event, serving=not leg.implicit)
    leg.finished_us, leg.outcome, leg.implicit = None, "", False
    counter = counter_state(hall, event.counter)
    counter.rateable = counter.finished = None


def _withdraw_right(hall: Hall, ticket: Ticket) -> None:
    """Take back the right to return that the last finish gave; what an earlier errand lacked papers for stays."""
    right = hall.returns.pop(ticket.id, None)
    before = [slug for leg in ticket.legs[:-1] if leg.outcome == "incomplete" for slug in leg.services]
    if right is not None and before:
        hall.returns[ticket.id] = structs.replace(right, services=tuple(dict.fromkeys(before)))


def _take_back_next(hall: Hall, ticket: Ticket, at_us: int) -> None:
    leg = ticket.leg
    stop_waiting(hall, ticket, at_us)
    del ticket.legs[-1]
    plan = e.LegPlan(
        queue=leg.queue, services=leg.services, counter=leg.only, group=leg.group, credit_s=leg.credit_s, target_s=leg.target_s
    )
    ticket.plan.insert(0, plan)


def _first_at_next_call(hall: Hall, event: e.FinishUndone | e.AbsenceUndone, at_us: int) -> None:
    """Put back whom the counter has called since: first at this clerk's next call, unless another counter is free before."""
    if event.put_back:
        ticket = hall.tickets[event.put_back]
        _put_back(hall, ticket, at_us)
        ticket.ready_for = event.clerk
        hall.ready.setdefault(event.clerk, []).insert(0, ticket.id)


def _in_hand_again(hall: Hall, ticket: Ticket, event: e.FinishUndone | e.AbsenceUndone, *, serving: bool) -> None:
    become(hall, ticket, "serving" if serving else "called")
    _slipless_again(hall, ticket)
    counter = counter_state(hall, event.counter)
    counter.ticket, counter.undoable = ticket.id, None


def _slipless_again(hall: Hall, ticket: Ticket) -> None:
    """Know again that a live number has no paper: that is forgotten of one that has ended."""
    seen = hall.slips.get(ticket.id)
    if seen is not None and seen.state == "failed":
        hall.slipless.setdefault(ticket.id, "failed")
    elif ticket.paperless and (seen is None or seen.state != "done"):
        hall.slipless.setdefault(ticket.id, "agreed")


def absence_undone(hall: Hall, entry: e.Entry, event: e.AbsenceUndone) -> None:
    """Let the number be called as it was, never missed; a hold that the miss ended goes on from there."""
    ticket = hall.tickets[event.ticket]
    _first_at_next_call(hall, event, entry.at_us)
    ticket.misses -= 1
    for tally in tallies_of(hall, ticket.leg.queue):
        tally.absent -= 1
        tally.forfeited -= ticket.state == "forfeited"
    go_on(hall, ticket.leg)
    undoable = counter_state(hall, event.counter).undoable
    if ticket.leg.started_us is not None and undoable is not None:
        ticket.leg.held_from_us = undoable[3]
    _in_hand_again(hall, ticket, event, serving=False)


def ticket_lifted(hall: Hall, entry: e.Entry, event: e.TicketLifted) -> None:
    """Let the waiting number have the credit that brings it to the front; it is listed from now on, not only when it is called."""
    ticket = hall.tickets[event.ticket]
    keep(hall, lifting(hall, entry, event))
    for tally in tallies_of(hall, ticket.leg.queue):
        tally.out_of_order += 1
    with _in_another_place(hall, ticket, entry.at_us) as leg:
        leg.credit_s, leg.lifted_by, leg.lifted_for = event.credit_s, event.ordered_by, event.reason


def priority_checked(hall: Hall, entry: e.Entry, event: e.PriorityChecked) -> None:
    """Let a confirmed group count for the legs that still wait or will."""
    ticket = hall.tickets[event.ticket]
    before, ticket.declared = ticket.group, ""
    if not event.group:
        return
    ticket.group, ticket.confirmed_by = event.group, entry.actor
    ticket.plan = [
        structs.replace(plan, group=event.group, credit_s=event.credit_s) if _counts(plan, before, event) else plan for plan in ticket.plan
    ]
    if ticket.state in {"waiting", "held"} and _counts(ticket.leg, before, event):
        with _in_another_place(hall, ticket, entry.at_us) as leg:
            leg.group, leg.credit_s = event.group, event.credit_s


def _counts(leg: Leg | e.LegPlan, before: str, event: e.PriorityChecked) -> bool:
    """Tell whether the group counts for a leg: where it gives no less, or takes the place of the one that was mistaken for it.

    What another rule gave more for stays: lifted, come back, sent on.
    """
    mistaken = leg.group == before and before not in {"", RETURNED} and leg.credit_s < LIFTED_S
    return mistaken or event.credit_s >= leg.credit_s


def needs_noted(hall: Hall, entry: e.Entry, event: e.NeedsNoted) -> None:
    """Know what the visitor needs, from now on."""
    ticket = hall.tickets[event.ticket]
    with _in_another_place(hall, ticket, entry.at_us):
        ticket.needs, ticket.language = event.needs, event.language


def visitor_escorted(hall: Hall, entry: e.Entry, event: e.VisitorEscorted) -> None:
    """Know that somebody has gone to fetch the visitor."""
    hall.tickets[event.ticket].leg.escorted_us = entry.at_us


def visitor_on_way(hall: Hall, _: e.Entry, event: e.VisitorOnWay) -> None:
    """Wait so much longer for the visitor."""
    hall.tickets[event.ticket].leg.on_way_s = event.extra_s


def place_yielded(hall: Hall, entry: e.Entry, event: e.PlaceYielded) -> None:
    """Let the number wait behind those that its visitor let go first; a credit has had its effect, and what is waited now is chosen."""
    ticket = hall.tickets[event.ticket]
    ticket.yields += 1
    with _in_another_place(hall, ticket, entry.at_us) as leg:
        leg.rank = (event.behind[0], event.behind[1], entry.seq)
        leg.credit_s, leg.lifted_by, leg.lifted_for = 0, "", ""
        if leg.first_called_us is None:  # else its wait is over and known
            leg.yielded_us = entry.at_us


def case_noted(hall: Hall, _: e.Entry, event: e.CaseNoted) -> None:
    """Know the case of a leg."""
    hall.tickets[event.ticket].legs[event.leg - 1].case_no = event.case_no
