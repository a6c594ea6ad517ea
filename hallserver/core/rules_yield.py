# SPDX-License-Identifier: Apache-2.0
"""Rules of a visitor who lets others go first (让后面的先办): so many places back in the line, at most so often."""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, Conflict, NotAllowed
from hallserver.core.hall import Hall, Ticket
from hallserver.core.lines import nth_behind
from hallserver.core.roles import Actor
from hallserver.core.states import must_be_in, ticket_named


def yield_place(hall: Hall, command: c.YieldPlace, by: Actor, _: int) -> list[e.Event]:
    """Put a waiting number behind the next so many, or behind all where fewer wait.

    Raises NotAllowed for somebody else's number, Conflict where nobody waits behind it or it goes first at a clerk's next
    call, AgainstStandard for more places than ``yield.most_places`` or more often than ``yield.times``.
    """
    ticket = ticket_named(hall, command.ticket)
    if by.kind == "ticket" and by.name != ticket.id:
        raise NotAllowed("not-your-ticket")
    must_be_in(ticket, "yield-place")
    most, times = hall.rules.whole("yield.most_places"), hall.rules.whole("yield.times")
    if command.places > most:
        raise AgainstStandard("yield-too-far", most=most)
    if ticket.yields >= times:
        raise AgainstStandard("yield-too-often", ticket=ticket.label, times=times)
    if ticket.ready_for:
        raise Conflict("yield-ready", ticket=ticket.label)
    behind = nth_behind(hall.line(ticket.leg.queue), ticket.leg, command.places)
    if behind is None:
        raise Conflict("yield-nobody-behind", ticket=ticket.label)
    rank, places = behind
    return [e.PlaceYielded(ticket=ticket.id, leg=ticket.leg.no, places=places, behind=rank)]


def may_yield(hall: Hall, ticket: Ticket) -> bool:
    """Tell whether the number may still let others go first, if anybody waits behind it: what a page offers."""
    return ticket.state == "waiting" and not ticket.ready_for and ticket.yields < hall.rules.whole("yield.times")
