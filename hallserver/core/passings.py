# SPDX-License-Identifier: Apache-2.0
"""Calls out of number order: which they are, why, and on whose word. Every one is on the manager's screen.

A call passes others when somebody with a lower rank waits in its queue. Four ways lead there: a certain ticket
is called (``call-ticket``); a ticket that was held comes back to its clerk (``ready``); it was sent to this very
counter, or to this queue with the credit of the transferred; it has a priority that a guide or the visitor's ID card has confirmed. Two
more do so without a call: a number is brought to the front of its queue (``lift``, listed at once and not again when it is called), and
numbers are swapped because somebody else sat down (``correct-ticket``). Those
whose needs or item this counter cannot serve are left out of count by dispatch, so that a call in number order
may pass them: that is no way to jump the queue, and it is not listed.
"""

from hallserver.core import events as e
from hallserver.core.hall import Hall, Leg, Ticket
from hallserver.core.lines import passed, those_before
from hallserver.core.noted import Passing

KEPT = 40
"""So many of each kind are kept: many priorities must not push the last ordered call off the list."""

_BY_WORD = frozenset({"ready", "for-this-counter"})
"""Reasons of calls that may pass others though no credit has brought them forward."""


def passing(hall: Hall, entry: e.Entry, event: e.TicketCalled) -> Passing | None:
    """Return what is listed of this call, the ticket still in its line; None: it was in order."""
    ticket = hall.tickets[event.ticket]
    leg = ticket.leg
    if not (event.out_of_order or leg.credit_s or event.reason.key in _BY_WORD):
        return None
    if leg.lifted_by and not event.out_of_order:
        return None
    before = len(_passed(hall, leg))
    if not (event.out_of_order or before):
        return None
    return Passing(
        ticket=ticket.id,
        label=ticket.label,
        at_us=entry.at_us,
        counter=event.counter,
        clerk=event.clerk,
        reason=event.reason,
        by=_by(ticket, event),
        group=leg.group,
        passed=before,
        ordered=event.out_of_order,
    )


def note_passed(hall: Hall, event: e.TicketCalled) -> None:
    """Count the first call of a leg out of number order with each number that it passes: its visitor is told why others went first."""
    leg = hall.tickets[event.ticket].leg
    if leg.first_called_us is not None or not (event.out_of_order or leg.credit_s or event.reason.key in _BY_WORD):
        return
    by_word = event.out_of_order or bool(leg.lifted_by)
    for waiting in _passed(hall, leg):
        waiting.passed_by += 1
        waiting.passed_by_called += by_word


def _passed(hall: Hall, leg: Leg) -> list[Leg]:
    """Return whom a call of this leg passes: all who wait with a lower rank, but who chose to let it first."""
    lower = (hall.tickets[ticket].leg for ticket in those_before(hall.line(leg.queue), leg.rank))
    return [waiting for waiting in lower if not _let_first(waiting, leg)]


def _let_first(waiting: Leg, leg: Leg) -> bool:
    """Tell whether ``leg`` was behind when the visitor of ``waiting`` let others first, and went ahead by that alone."""
    if waiting.yielded_us is None or leg.entered_us > waiting.yielded_us:
        return False
    return leg.rank[0] - leg.credit_s * 1_000_000 >= waiting.opened_us


def _by(ticket: Ticket, event: e.TicketCalled) -> str:
    """Return the person on whose word the call rests."""
    if event.ordered_by or event.reason.key == "ready":
        return event.ordered_by or event.clerk
    if ticket.leg.group == ticket.group and event.reason.key != "for-this-counter":
        kind, _, name = (ticket.confirmed_by or ticket.actor).partition(":")
        return name if kind == "person" else ""
    return ticket.legs[-2].clerk if len(ticket.legs) > 1 else ""


def lifting(hall: Hall, entry: e.Entry, event: e.TicketLifted) -> Passing:
    """Return what is listed of a number that is brought to the front, still at its place; no counter has called it yet."""
    ticket = hall.tickets[event.ticket]
    return Passing(
        ticket=ticket.id,
        label=ticket.label,
        at_us=entry.at_us,
        counter="",
        clerk="",
        reason=e.Reason(key="ordered", args={"reason": event.reason, "by": event.ordered_by}),
        by=event.ordered_by,
        group=ticket.leg.group,
        passed=passed(hall.line(ticket.leg.queue), ticket.leg.rank),
        ordered=True,
    )


def swap(hall: Hall, entry: e.Entry, event: e.TicketsSwapped) -> Passing:
    """Return what is listed of a number whose holder sat down on another one's call; it rests on the word of who said so."""
    ticket, back = hall.tickets[event.ticket], hall.tickets[event.back]
    kind, _, name = entry.actor.partition(":")
    by = name if kind == "person" else event.clerk
    return Passing(
        ticket=ticket.id,
        label=ticket.label,
        at_us=entry.at_us,
        counter=event.counter,
        clerk=event.clerk,
        reason=e.Reason(key="swapped", args={"with": back.label, "by": by}),
        by=by,
        group=ticket.leg.group,
        passed=passed(hall.line(ticket.leg.queue), ticket.leg.rank),
        ordered=True,
    )


def keep(hall: Hall, new: Passing | None) -> None:
    """Put the call at the head of the list and forget the oldest beyond ``KEPT`` of its kind."""
    if new is None:
        return
    alike = [it for it in hall.passings if it.ordered == new.ordered]
    if len(alike) >= KEPT:
        hall.passings.remove(alike[-1])
    hall.passings.insert(0, new)
