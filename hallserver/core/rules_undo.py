# SPDX-License-Identifier: Apache-2.0
"""Rules of taking back a finish or a mark-absent that was a counter's last act a moment ago: nothing is erased, it is a new event."""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, Conflict
from hallserver.core.hall import CounterState, Hall, Ticket
from hallserver.core.roles import Actor
from hallserver.core.states import counter_of


def undo(hall: Hall, command: c.Undo, by: Actor, now_us: int) -> list[e.Event]:
    """Take back the counter's last act; who was called since waits again. Raises Conflict when things have gone on meanwhile.

    A leg that was rated stays as it is: that is the visitor's own. The refusal does not say so, for a clerk is not to know who rated.
    """
    slug = counter_of(hall, command.counter, by)
    state = hall.counter(slug)
    if state.undoable is None:
        raise Conflict("undo-nothing", counter=slug)
    act, ticket_id, leg, at_us = state.undoable
    window_s = hall.rules.number("undo.window")
    if now_us - at_us > window_s * 1_000_000:
        raise AgainstStandard("undo-late", most_s=round(window_s))
    ticket = hall.tickets[ticket_id]
    kind = e.FinishUndone if act == "finish" else e.AbsenceUndone
    if ticket.legs[leg - 1].ratings or not (_as_finished(hall, ticket, leg) if act == "finish" else _as_missed(ticket, leg)):
        raise Conflict("undo-went-on", ticket=ticket.label)
    return [kind(ticket=ticket.id, leg=leg, counter=slug, clerk=state.clerk, put_back=_called_since(hall, state))]


def _as_finished(hall: Hall, ticket: Ticket, no: int) -> bool:
    """Tell whether the visitor is where the finish left them, and nobody has lifted the leg that follows: that is somebody else's word."""
    leg = ticket.legs[no - 1]
    if leg.outcome == "incomplete" and any(it.returns == ticket.id for it in hall.tickets.values()):
        return False
    if len(ticket.legs) == no:
        return ticket.state == "finished"
    return len(ticket.legs) == no + 1 and ticket.state == "waiting" and not (ticket.leg.calls or ticket.leg.lifted_by)


def _as_missed(ticket: Ticket, no: int) -> bool:
    return ticket.state in {"absent", "forfeited"} and len(ticket.legs) == no


def _called_since(hall: Hall, state: CounterState) -> str:
    """Return the ticket that the counter has called since; empty: none. A started one leaves nothing to undo."""
    if not state.ticket:
        return ""
    assert hall.tickets[state.ticket].state == "called", "whatever else fills the hand clears what can be undone"
    return state.ticket
