# SPDX-License-Identifier: Apache-2.0
"""Rules of a visit that goes another way than most: without a kiosk, wrong number, wrong person, back from a hold, lifted."""

from msgspec import structs

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.codes import must_be_known
from hallserver.core.dispatch import authorised, may_serve
from hallserver.core.errors import AgainstStandard, Conflict, NotAllowed, NotFound
from hallserver.core.hall import BESIDE, Hall, Leg, Ticket
from hallserver.core.numbering import next_number
from hallserver.core.roles import Actor
from hallserver.core.rules_ticket import legs_of
from hallserver.core.standard import LIFTED_S
from hallserver.core.states import counter_of, counter_row, in_hand, must_be_in, must_be_open, must_have_empty_hand, ticket_named
from hallserver.core.suspension import must_go_on


def serve_direct(hall: Hall, command: c.ServeDirect, by: Actor, _: int) -> list[e.Event]:
    """Give a number to somebody who stands at the counter and serve it at once; a quota or stopped issuing does not hinder it."""
    if not hall.open:
        raise Conflict("hall-closed")
    must_go_on(hall)
    slug = counter_of(hall, command.counter, by)
    must_have_empty_hand(hall, slug)
    clerk = must_be_open(hall, slug).clerk
    legs = legs_of(hall, command.services, "")
    _must_be_authorised(hall, clerk, legs[0].services)
    ahead, reason = _passed_over(hall, slug, legs[0].queue), command.reason or "other"
    must_be_known("call-reason", reason)
    letter = hall.catalog.queues[legs[0].queue].letter
    number, label = next_number(hall, letter)
    return [
        e.TicketIssued(
            letter=letter,
            number=number,
            label=label,
            legs=tuple(legs),
            needs=tuple(sorted(set(command.needs))),
            party=command.party,
            language=command.language,
            channel="direct",
            ahead=ahead,
            standard=hall.rules.hash[:12],
            counter=slug,
            clerk=clerk,
            reason=reason if ahead else "",
        )
    ]


def _passed_over(hall: Hall, counter: str, queue: str) -> int:
    """Return how many wait in the service's queue and in the counter's own: each of them would have been called here instead."""
    return sum(hall.line(slug).waiting for slug in {queue, *counter_row(hall, counter).queues})


def _must_be_authorised(hall: Hall, clerk: str, services: tuple[str, ...]) -> None:
    """Refuse services none of whose items the clerk may handle."""
    items = authorised(hall, clerk)
    others = [service for service in services if not may_serve(hall, items, service)]
    if others:
        raise AgainstStandard("service-not-authorised", services=others, clerk=clerk)


def change_service(hall: Hall, command: c.ChangeService, _: Actor, __: int) -> list[e.Event]:
    """Give a waiting number other services: it keeps the place that its time gives it."""
    ticket = ticket_named(hall, command.ticket)
    must_be_in(ticket, "change-service")
    leg = ticket.leg
    if leg.started_us is not None:
        raise Conflict("service-begun", ticket=ticket.label)
    first, *plan = legs_of(hall, command.services, ticket.group)
    goes_on = _goes_on(hall, leg, first)
    if (goes_on.queue, goes_on.services, plan) == (leg.queue, leg.services, ticket.plan):
        raise Conflict("services-same", ticket=ticket.label)
    return [e.ServiceChanged(ticket=ticket.id, leg=leg.no, next=goes_on, plan=tuple(plan))]


def _goes_on(hall: Hall, leg: Leg, first: e.LegPlan) -> e.LegPlan:
    """Return the leg as it goes on: what only this leg had (transferred, returned) stays; in another queue it is lifted no more."""
    stays = leg.queue == first.queue
    return structs.replace(
        first,
        group=leg.group,
        credit_s=leg.credit_s if stays else hall.rules.credit_s(leg.group),
        counter=leg.only if stays else "",
    )


def correct_ticket(hall: Hall, command: c.CorrectTicket, by: Actor, _: int) -> list[e.Event]:
    """Swap the number in hand for that of the person who really sits here."""
    must_go_on(hall)
    slug = counter_of(hall, command.counter, by)
    back = in_hand(hall, slug, None, "hold")
    _must_be_exchangeable(back)
    ticket = ticket_named(hall, command.ticket)
    must_be_in(ticket, "correct-ticket")
    return [
        e.TicketsSwapped(
            back=back.id,
            back_leg=back.leg.no,
            ticket=ticket.id,
            leg=ticket.leg.no,
            counter=slug,
            clerk=hall.counter(slug).clerk,
            label=ticket.label,
            to="serving" if back.state == "serving" else "called",
            call=ticket.leg.calls + 1,
        )
    ]


def _must_be_exchangeable(back: Ticket) -> None:
    """Refuse a number whose own visitor is known to have been at the counter: served directly, or back from a hold."""
    if back.channel in BESIDE and back.leg.calls == 0:
        raise Conflict("correct-direct", ticket=back.label)
    if back.leg.held_for:
        raise Conflict("correct-held", ticket=back.label)


def ready(hall: Hall, command: c.Ready, _: Actor, __: int) -> list[e.Event]:
    """Let a held number wait for the clerk who held it, wherever that clerk sits now: first at the next call there."""
    ticket = ticket_named(hall, command.ticket)
    must_be_in(ticket, "ready")
    leg = ticket.leg
    counter = next((slug for slug, state in hall.counters.items() if state.clerk == leg.clerk), leg.counter)
    return [e.TicketResumed(ticket=ticket.id, leg=leg.no, counter=counter, clerk=leg.clerk, to="waiting")]


def lift(hall: Hall, command: c.Lift, by: Actor, _: int) -> list[e.Event]:
    """Bring a waiting number to the front of its queue."""
    must_be_known("call-reason", command.reason)
    if command.ordered_by is not None and command.ordered_by not in hall.catalog.people:
        raise NotFound("person-unknown", person=command.ordered_by)
    ticket = ticket_named(hall, command.ticket)
    must_be_in(ticket, "lift")
    if ticket.leg.lifted_by:
        raise Conflict("lifted-already", ticket=ticket.label)
    ordered_by = command.ordered_by or by.name
    return [e.TicketLifted(ticket=ticket.id, leg=ticket.leg.no, reason=command.reason, ordered_by=ordered_by, credit_s=LIFTED_S)]


def note_case(hall: Hall, command: c.NoteCase, by: Actor, _: int) -> list[e.Event]:
    """Note the case number of the ticket in hand, or of one that is or was served today. The approval system must say which."""
    ticket = _case_of(hall, command, by)
    leg = _served_last(ticket, command.counter or "", by)
    if not by.roles & {"approval", "duty-manager"} and leg.clerk != by.name:
        raise NotAllowed("not-your-counter", counter=leg.counter, clerk=leg.clerk)
    return [e.CaseNoted(ticket=ticket.id, leg=leg.no, case_no=command.case_no)]


def _served_last(ticket: Ticket, counter: str, by: Actor) -> Leg:
    """Return the leg that is in hand or was finished last: its case number may come while the visitor waits for the next errand.

    It may come even later: then it is of the last errand that the named counter, or the clerk who asks, has finished.
    """
    finished = [leg for leg in ticket.legs if leg.finished_us is not None]
    theirs = [leg for leg in (*finished, ticket.leg) if leg.clerk and (leg.counter == counter or leg.clerk == by.name)]
    if theirs and theirs[-1] is not ticket.leg:
        return theirs[-1]
    if finished and ticket.state in {"waiting", "absent"}:
        return finished[-1]
    must_be_in(ticket, "note-case")
    return ticket.leg


def _case_of(hall: Hall, command: c.NoteCase, by: Actor) -> Ticket:
    if command.ticket is not None:
        return ticket_named(hall, command.ticket)
    if "approval" not in by.roles:
        return in_hand(hall, counter_of(hall, command.counter, by), None, "note-case")
    if command.counter is None:
        raise AgainstStandard("case-of-which")
    return in_hand(hall, command.counter, None, "note-case")
