# SPDX-License-Identifier: Apache-2.0
"""Rules of what a visitor needs and may claim: priority that somebody confirms, needs, being fetched, being on the way."""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, Conflict, NotAllowed, NotFound
from hallserver.core.hall import Hall, Ticket
from hallserver.core.roles import Actor
from hallserver.core.states import must_be_in, ticket_known, ticket_named

FETCHED: frozenset[str] = frozenset({"hearing", "sight"})
"""Needs with which a call may be neither heard nor seen: somebody goes to fetch the visitor."""
_LONGER_GROUPS = frozenset({"elderly"})
"""Priority groups whose visitors walk longer to a counter; named is enough, for it is nobody else's place that is lost."""


def confirm_priority(hall: Hall, command: c.ConfirmPriority, _: Actor, __: int) -> list[e.Event]:
    """Let a named priority count from now on, with the standard's credit, or say that it was not so."""
    ticket = ticket_named(hall, command.ticket)
    must_be_in(ticket, "confirm-priority")
    if not command.confirmed:
        if not ticket.declared:
            raise Conflict("priority-none", ticket=ticket.label)
        return [e.PriorityChecked(ticket=ticket.id, leg=ticket.leg.no)]
    slug = command.group or ticket.declared
    if not slug:
        raise Conflict("priority-none", ticket=ticket.label)
    group = hall.rules.groups.get(slug)
    if group is None or not group.declarable:
        raise NotFound("group-unknown", group=slug)
    if ticket.group == slug:
        raise Conflict("priority-already", ticket=ticket.label)
    return [e.PriorityChecked(ticket=ticket.id, leg=ticket.leg.no, group=slug, credit_s=group.credit)]


def note_needs(hall: Hall, command: c.NoteNeeds, _: Actor, __: int) -> list[e.Event]:
    """Note what the visitor needs, in place of what was noted before; the language stays unless one is given."""
    ticket = ticket_named(hall, command.ticket)
    must_be_in(ticket, "note-needs")
    language = command.language or ticket.language
    return [e.NeedsNoted(ticket=ticket.id, leg=ticket.leg.no, needs=tuple(sorted(set(command.needs))), language=language)]


def escort(hall: Hall, command: c.Escort, _: Actor, __: int) -> list[e.Event]:
    """Note that somebody has gone to fetch the called visitor, once a call."""
    ticket = ticket_named(hall, command.ticket)
    must_be_in(ticket, "escort")
    if ticket.leg.escorted_us is not None:
        raise Conflict("escorted-already", ticket=ticket.label)
    return [e.VisitorEscorted(ticket=ticket.id, leg=ticket.leg.no)]


def on_my_way(hall: Hall, command: c.OnMyWay, by: Actor, _: int) -> list[e.Event]:
    """Give the called visitor longer to come, once a call: on the visitor's own word, or on what staff were told."""
    if by.kind == "ticket" and by.name != command.ticket:
        raise NotAllowed("not-your-ticket")
    ticket = ticket_known(hall, command.ticket)
    must_be_in(ticket, "on-my-way")
    if ticket.leg.on_way_s:
        raise Conflict("on-way-already", ticket=ticket.label)
    extra_s = hall.rules.whole("call.on_my_way")
    if not extra_s:
        raise AgainstStandard("on-way-not-here")
    return [e.VisitorOnWay(ticket=ticket.id, leg=ticket.leg.no, extra_s=extra_s)]


def must_be_fetched(hall: Hall, ticket: Ticket) -> bool:
    """Tell whether the called visitor may have noticed nothing, and nobody has gone to fetch them since the call."""
    return bool(FETCHED & set(ticket.needs)) and ticket.leg.escorted_us is None and hall.rules.allows("call.escort")


def absent_after_s(hall: Hall, ticket: Ticket) -> float:
    """Return how long after its call a number may not be marked absent: longer with needs or age, and for who is on the way."""
    longer = bool(ticket.needs) or not _LONGER_GROUPS.isdisjoint({ticket.group, ticket.declared})
    return hall.rules.number("call.absent_after_needs" if longer else "call.absent_after") + ticket.leg.on_way_s
