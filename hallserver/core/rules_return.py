# SPDX-License-Identifier: Apache-2.0
"""Rules of coming back without queueing anew (二次优先): who gets the right, until when, and how it is used."""

from datetime import date, timedelta

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.codes import must_be_known
from hallserver.core.errors import Conflict, NotFound
from hallserver.core.hall import Hall, Ticket
from hallserver.core.hours import DAYS_AHEAD, open_on
from hallserver.core.issuing import must_be_issuing, must_not_be_stopped
from hallserver.core.numbering import next_number
from hallserver.core.printers import printer_near
from hallserver.core.roles import Actor
from hallserver.core.rules_ticket import channel_of, legs_of, must_print
from hallserver.core.staffnotes import Return
from hallserver.core.states import must_be_in, ticket_named
from hallserver.core.ticket import RETURNED
from hallserver.core.waiting import ahead_of_new, forecast

GROUP = RETURNED
"""Credit group of who comes back."""


def last_day(hall: Hall) -> str:
    """Return the last day (ISO) on which a right that is given today can be used.

    That is ``return.noqueue_days`` natural days from the business day on, or the first day on which the hall is open after it
    where that is later: a right must not end while the hall is closed.
    """
    today = date.fromisoformat(hall.day)
    days = hall.rules.whole("return.noqueue_days")
    opens = next((n for n in range(1, DAYS_AHEAD) if open_on(hall, today + timedelta(n))), days)
    return (today + timedelta(max(days, opens) if days else 0)).isoformat()


def return_given(hall: Hall, ticket: Ticket, services: tuple[str, ...], reason: str, device: str) -> e.ReturnGiven:
    """Return the event that gives the visitor of a number the right to come back for these services, beside those given before."""
    before = hall.returns.get(ticket.id)
    return e.ReturnGiven(
        ticket=ticket.id,
        label=ticket.label,
        day=hall.day,
        services=tuple(dict.fromkeys((*(before.services if before else ()), *services))),
        reason=reason,
        until=last_day(hall),
        device=device,
    )


def unserved_services(ticket: Ticket) -> tuple[str, ...]:
    """Return what a number that is ended now was not served for: its open leg's services and those of the legs to come."""
    return tuple(dict.fromkeys((*ticket.leg.services, *(slug for leg in ticket.plan for slug in leg.services))))


def give_return(hall: Hall, command: c.GiveReturn, _: Actor, __: int) -> list[e.Event]:
    """End a number that cannot be served now, and let its visitor come back first on another day."""
    ticket = ticket_named(hall, command.ticket)
    must_be_in(ticket, "give-return")
    must_be_known("return", command.reason)
    device = printer_near(hall, "")
    return [
        e.TicketUnserved(ticket=ticket.id, leg=ticket.leg.no, disposition="first-next-day"),
        return_given(hall, ticket, unserved_services(ticket), command.reason, device),
    ]


def come_back(hall: Hall, command: c.ComeBack, by: Actor, now_us: int) -> list[e.Event]:
    """Give a new number in the credit group of the returned to who may come back; the right is used up by it."""
    must_be_issuing(hall)
    right = _right(hall, command.ticket)
    group = GROUP if GROUP in hall.rules.groups else ""
    legs = legs_of(hall, command.services or _offered(hall, right.services), group)
    must_not_be_stopped(hall, [leg.queue for leg in legs])  # a quota is for those who have been promised nothing
    must_print(hall, by, paperless=False)
    number, label = next_number(hall, letter := hall.catalog.queues[legs[0].queue].letter)
    ahead = ahead_of_new(hall, legs[0].queue, legs[0].credit_s, now_us)
    earlier = hall.tickets.get(right.ticket)
    return [
        e.TicketIssued(
            letter=letter,
            number=number,
            label=label,
            legs=tuple(legs),
            group=group,
            needs=earlier.needs if earlier else (),
            party=earlier.party if earlier else 1,
            language=earlier.language if earlier else "zh-Hans",
            channel=channel_of(by),
            ahead=ahead,
            range_s=forecast(hall, legs[0].queue, ahead),
            standard=hall.rules.hash[:12],
            returns=right.ticket,
        )
    ]


def _offered(hall: Hall, services: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of the services that the hall still offers; all of them where it offers none, so that the refusal names one."""
    rows = hall.catalog.services
    return tuple(slug for slug in services if slug in rows and not rows[slug].retired) or services


def _right(hall: Hall, ticket: str) -> Return:
    """Return the right of an earlier number. Raises Conflict when it was used today or is over, NotFound when there is none."""
    right = hall.returns.get(ticket)
    if right is None:
        used = next((it for it in hall.tickets.values() if it.returns == ticket), None)
        if used is not None:
            raise Conflict("return-used", ticket=used.label)
        raise NotFound("return-unknown", ticket=ticket)
    if right.until < hall.day:
        raise Conflict("return-over", ticket=right.label, until=right.until)
    return right
