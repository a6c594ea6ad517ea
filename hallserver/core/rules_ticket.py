# SPDX-License-Identifier: Apache-2.0
"""Rules of a ticket's way: taken, held, resumed, transferred, brought back, cancelled."""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.codes import must_be_known
from hallserver.core.errors import AgainstStandard, Conflict, NotAllowed, NotFound
from hallserver.core.hall import Hall, Leg, Rank, Ticket
from hallserver.core.issuing import must_be_issuing, must_give, must_have_begun, must_have_few
from hallserver.core.lines import nth_later
from hallserver.core.numbering import next_number
from hallserver.core.printers import printer_is, printer_of
from hallserver.core.roles import Actor
from hallserver.core.rules_run import must_not_rush
from hallserver.core.states import counter_of, counter_row, in_hand, must_be_in, ticket_known
from hallserver.core.waiting import ahead_of_new, forecast

_CONFIRMS = frozenset({"guide", "duty-manager", "card"})
"""Roles whose word for a priority group counts at once; ``card`` is given only where the visitor's ID card shows it."""
_NO_SLIP = {"out": "printer-no-paper", "unable": "printer-unable", "lost": "printer-lost"}


def take_ticket(hall: Hall, command: c.TakeTicket, by: Actor, now_us: int) -> list[e.Event]:
    """Give the next number of the first service's letter; services of one queue share a leg."""
    must_be_issuing(hall)
    must_have_begun(hall, by, now_us)
    if command.card:  # the door has put the number in place of every card that it knows
        raise Conflict("card-unknown")
    group, declared = _group(hall, command, by)
    legs = legs_of(hall, command.services, group)
    queues = [leg.queue for leg in legs]
    must_give(hall, queues, by, now_us)
    must_have_few(hall, command.id_number, queues, by)
    _items_known(hall, command.items)
    must_print(hall, by, paperless=command.paperless)
    must_not_rush(hall, by, now_us)
    letter = hall.catalog.queues[legs[0].queue].letter
    number, label = next_number(hall, letter)
    ahead = ahead_of_new(hall, legs[0].queue, legs[0].credit_s, now_us)
    return [
        e.TicketIssued(
            letter=letter,
            number=number,
            label=label,
            legs=tuple(legs),
            group=group,
            declared=declared,
            needs=tuple(sorted(set(command.needs))),
            party=command.party,
            items=command.items,
            language=command.language,
            channel=channel_of(by),
            ahead=ahead,
            range_s=forecast(hall, legs[0].queue, ahead),
            standard=hall.rules.hash[:12],
            paperless=command.paperless,
            id_number=command.id_number.sealed if command.id_number is not None else None,
        )
    ]


def channel_of(by: Actor) -> str:
    """Return how a number was taken, as reports tell the ways apart."""
    return next((role for role in ("kiosk", "guide", "duty-manager") if role in by.roles), by.kind)


def _group(hall: Hall, command: c.TakeTicket, by: Actor) -> tuple[str, str]:
    """Return (group that counts, group only declared)."""
    if not command.group:
        return "", ""
    group = hall.rules.groups.get(command.group)
    if group is None or not group.declarable:
        raise NotFound("group-unknown", group=command.group)
    return (command.group, "") if by.roles & _CONFIRMS else ("", command.group)


def legs_of(hall: Hall, services: tuple[str, ...], group: str) -> list[e.LegPlan]:
    """Return the legs to be of these services: those of one queue share a leg. Raises NotFound for one that is not offered any more."""
    most = hall.rules.whole("ticket.max_services")
    if len(services) > most:
        raise AgainstStandard("too-many-services", most=most)
    by_queue: dict[str, list[str]] = {}
    for slug in services:
        row = hall.catalog.services.get(slug)
        if row is None or row.retired:
            raise NotFound("service-unknown", service=slug)
        by_queue.setdefault(row.queue, []).append(slug)
    return [
        plan(hall, queue, tuple(dict.fromkeys(of)), group or ("transferred" if nth else ""))
        for nth, (queue, of) in enumerate(by_queue.items())
    ]


def plan(hall: Hall, queue: str, services: tuple[str, ...], group: str, counter: str = "") -> e.LegPlan:
    """Return a leg to be, with the credit and target that the standard gives it now."""
    return e.LegPlan(
        queue=queue,
        services=services,
        counter=counter,
        group=group,
        credit_s=hall.rules.credit_s(group),
        target_s=hall.target_s(queue),
    )


def _items_known(hall: Hall, items: tuple[str, ...]) -> None:
    unknown = [item for item in items if item not in hall.catalog.items]
    if unknown:
        raise NotFound("item-unknown", items=unknown)


def must_print(hall: Hall, by: Actor, *, paperless: bool) -> None:
    """Refuse a kiosk whose printer cannot print, unless the visitor agrees to have the number on no paper and the standard does."""
    state = printer_is(hall, printer_of(hall, by.name)) if by.kind == "device" else "none"
    if state in {"none", "ready"} or (paperless and hall.rules.allows("kiosk.paperless")):
        return
    raise Conflict(_NO_SLIP[state])


def hold(hall: Hall, command: c.Hold, by: Actor, _: int) -> list[e.Event]:
    """Put the ticket in hand aside."""
    slug = counter_of(hall, command.counter, by)
    ticket = in_hand(hall, slug, command.ticket, "hold")
    must_be_known("hold", command.reason)
    clerk = hall.counter(slug).clerk
    return [e.TicketHeld(ticket=ticket.id, leg=ticket.leg.no, counter=slug, clerk=clerk, reason=command.reason)]


def resume(hall: Hall, command: c.Resume, by: Actor, _: int) -> list[e.Event]:
    """Serve a held ticket at once, or mark it ready for this clerk's next call when the counter is busy or paused."""
    slug = counter_of(hall, command.counter, by)
    ticket = ticket_known(hall, command.ticket)
    must_be_in(ticket, "resume")
    state = hall.counter(slug)
    if state.state == "closed":
        raise Conflict("counter-not-open", counter=slug, state=state.state)
    return [
        e.TicketResumed(
            ticket=ticket.id,
            leg=ticket.leg.no,
            counter=slug,
            clerk=state.clerk,
            to="waiting" if state.ticket or state.state != "open" else "serving",
        )
    ]


def transfer(hall: Hall, command: c.Transfer, by: Actor, _: int) -> list[e.Event]:
    """Send the visitor to a queue or to one counter, with the credit of the transferred."""
    slug = counter_of(hall, command.counter, by)
    ticket = _transferable(hall, slug, command.ticket)
    must_be_known("transfer", command.reason)
    leg = ticket.leg
    group = ticket.group or "transferred"
    then = _plan_for(hall, slug, leg, group) if command.returns else None
    return [
        e.TicketTransferred(
            ticket=ticket.id,
            leg=leg.no,
            counter=slug,
            clerk=hall.counter(slug).clerk,
            reason=command.reason,
            next=_destination(hall, command, ticket, group, slug),
            then=then,
        )
    ]


def _transferable(hall: Hall, slug: str, named: str | None) -> Ticket:
    if named is not None and ticket_known(hall, named).state == "held":
        return hall.tickets[named]
    return in_hand(hall, slug, named, "transfer")


def _plan_for(hall: Hall, counter: str, leg: Leg, group: str) -> e.LegPlan:
    """Return a leg for one counter, in the leg's queue where the counter serves it, else in the counter's first."""
    row = counter_row(hall, counter)
    queues = (*row.queues, *row.helps)
    if not queues:
        raise AgainstStandard("counter-without-queue", counter=row.slug)
    return plan(hall, leg.queue if leg.queue in queues else queues[0], leg.services, group, row.slug)


def _destination(hall: Hall, command: c.Transfer, ticket: Ticket, group: str, from_counter: str) -> e.LegPlan:
    leg = ticket.leg
    if (command.to_queue is None) == (command.to_counter is None):
        raise AgainstStandard("transfer-one-place")
    if command.to_counter is not None:
        if command.to_counter == from_counter:
            raise AgainstStandard("transfer-same-counter", counter=from_counter)
        return _plan_for(hall, command.to_counter, leg, group)
    queue = hall.catalog.queues.get(command.to_queue or "")
    if queue is None or queue.retired:
        raise NotFound("queue-unknown", queue=command.to_queue or "")
    if queue.slug == leg.queue:
        raise AgainstStandard("transfer-same-queue", queue=queue.slug)
    return plan(hall, queue.slug, leg.services, group)


def bring_back(hall: Hall, command: c.BringBack, by: Actor, _: int) -> list[e.Event]:
    """Let an absent visitor wait again: N places back, or at the tail from the standard's miss on."""
    if by.kind == "ticket" and by.name != command.ticket:
        raise NotAllowed("not-your-ticket")
    ticket = ticket_known(hall, command.ticket)
    must_be_in(ticket, "bring-back")
    if not may_bring_back(hall):
        raise AgainstStandard("no-bring-back", ticket=ticket.label)
    leg = ticket.leg
    behind: Rank | None = None
    if ticket.misses < hall.rules.whole("miss.tail_from"):
        behind = nth_later(hall.line(leg.queue), leg.rank, hall.rules.whole("miss.back_places"))
    # A legal priority is not lost by a missed call; what only this visit had given (transferred, returned) is.
    back = plan(hall, leg.queue, leg.services, ticket.group, leg.only)
    return [e.TicketBroughtBack(ticket=ticket.id, leg=leg.no + 1, next=back, behind=behind)]


def may_bring_back(hall: Hall) -> bool:
    """Tell whether who missed a call may wait again, or has to take another number."""
    return hall.rules.word("miss.reactivate") != "off"


def cancel(hall: Hall, command: c.Cancel, by: Actor, _: int) -> list[e.Event]:
    """Take the number back from its own visitor, or from staff on the visitor's word unless they say otherwise."""
    if by.kind == "ticket" and by.name != command.ticket:
        raise NotAllowed("not-your-ticket")
    ticket = ticket_known(hall, command.ticket)
    must_be_in(ticket, "cancel")
    reason = command.reason or ("asked" if by.kind == "person" else "")
    if reason:
        must_be_known("cancel", reason)
    return [e.TicketCancelled(ticket=ticket.id, leg=ticket.leg.no, reason=reason)]
