# SPDX-License-Identifier: Apache-2.0
"""Rules of calling and serving at a counter."""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.codes import must_be_known
from hallserver.core.dispatch import choose
from hallserver.core.errors import AgainstStandard, Conflict, NotAllowed, NotFound
from hallserver.core.hall import Hall, Ticket
from hallserver.core.roles import Actor
from hallserver.core.rules_needs import absent_after_s, must_be_fetched
from hallserver.core.rules_notice import papers_of_finish
from hallserver.core.states import (
    counter_of,
    counter_row,
    in_hand,
    must_be_in,
    must_be_open,
    must_have_empty_hand,
    ticket_named,
)
from hallserver.core.suspension import must_go_on


def call_next(hall: Hall, command: c.CallNext, by: Actor, now_us: int) -> list[e.Event]:
    """Call whom ``dispatch`` chooses."""
    slug = counter_of(hall, command.counter, by)
    must_go_on(hall)
    must_have_empty_hand(hall, slug)
    called = _next_called(hall, slug, now_us)
    if called is None:
        raise Conflict("nobody-waiting", counter=slug)
    return [called]


def _next_called(hall: Hall, slug: str, now_us: int) -> e.TicketCalled | None:
    clerk = must_be_open(hall, slug).clerk
    choice = choose(hall, counter_row(hall, slug), clerk, now_us)
    if choice is None:
        return None
    ticket = hall.tickets[choice.ticket]
    return _called(ticket, slug, clerk, reason=choice.reason, run=choice.run)


def _called(
    ticket: Ticket, counter: str, clerk: str, *, reason: e.Reason, run: int, out_of_order: bool = False, ordered_by: str = ""
) -> e.TicketCalled:
    return e.TicketCalled(
        ticket=ticket.id,
        leg=ticket.leg.no,
        counter=counter,
        clerk=clerk,
        reason=reason,
        label=ticket.label,
        run=run,
        out_of_order=out_of_order,
        ordered_by=ordered_by,
        call=ticket.leg.calls + 1,
    )


def call_ticket(hall: Hall, command: c.CallTicket, by: Actor, _: int) -> list[e.Event]:
    """Call one certain waiting or absent ticket; needs the right, a reason, and stays visible."""
    must_go_on(hall)
    person = hall.catalog.people.get(by.name)
    if "duty-manager" not in by.roles and (person is None or "call-ticket" not in person.rights):
        raise NotAllowed("no-right-to-call-ticket")
    must_be_known("call-reason", command.reason)
    if command.ordered_by is not None and command.ordered_by not in hall.catalog.people:
        raise NotFound("person-unknown", person=command.ordered_by)
    slug = counter_of(hall, command.counter, by)
    ticket = ticket_named(hall, command.ticket)
    _must_be_free(ticket)
    must_be_in(ticket, "call-ticket")
    must_have_empty_hand(hall, slug)
    clerk = must_be_open(hall, slug).clerk
    reason = e.Reason(key="ordered", args={"reason": command.reason, "by": command.ordered_by or by.name})
    run = hall.line(ticket.leg.queue).run
    return [_called(ticket, slug, clerk, reason=reason, run=run, out_of_order=True, ordered_by=command.ordered_by or by.name)]


def _must_be_free(ticket: Ticket) -> None:
    """Raise Conflict naming counter and clerk when somebody else has the ticket already."""
    if ticket.state in {"called", "serving", "held"}:
        leg = ticket.leg
        raise Conflict("ticket-taken", ticket=ticket.label, state=ticket.state, counter=leg.counter, clerk=leg.clerk)


def recall(hall: Hall, command: c.Recall, by: Actor, now_us: int) -> list[e.Event]:
    """Call again, not before the standard's gap and not more often than it allows."""
    slug = counter_of(hall, command.counter, by)
    ticket = in_hand(hall, slug, command.ticket, "recall")
    must_go_on(hall)
    _must_wait(ticket.leg.last_called_us, hall.rules.number("call.gap"), now_us, "recall-too-soon")
    most = hall.rules.whole("call.max_calls")
    if ticket.leg.calls >= most:
        raise AgainstStandard("recall-too-many", ticket=ticket.label, most=most)
    return [e.TicketRecalled(ticket=ticket.id, leg=ticket.leg.no, counter=slug, call=ticket.leg.calls + 1)]


def _must_wait(since_us: int | None, least_s: float, now_us: int, key: str) -> None:
    left_s = least_s - (now_us - (since_us or 0)) / 1e6
    if left_s > 0:
        raise AgainstStandard(key, wait_s=max(1, round(left_s)))


def start(hall: Hall, command: c.Start, by: Actor, _: int) -> list[e.Event]:
    """Begin service: the called visitor has come."""
    slug = counter_of(hall, command.counter, by)
    ticket = in_hand(hall, slug, command.ticket, "start")
    return [e.ServiceStarted(ticket=ticket.id, leg=ticket.leg.no, counter=slug, clerk=hall.counter(slug).clerk)]


def finish(hall: Hall, command: c.Finish | c.FinishAndCall, by: Actor, _: int) -> list[e.Event]:
    """End the leg in hand; the visitor's next leg opens. Who lacks papers is told which, and may come back."""
    slug = counter_of(hall, command.counter, by)
    ticket = in_hand(hall, slug, command.ticket, "finish")
    must_be_known("outcome", command.outcome)
    unknown = [it.item for it in command.items if it.item not in hall.catalog.items]
    if unknown:
        raise NotFound("item-unknown", items=unknown)
    papers = papers_of_finish(hall, ticket, command, slug)
    return [
        e.ServiceFinished(
            ticket=ticket.id,
            leg=ticket.leg.no,
            counter=slug,
            clerk=hall.counter(slug).clerk,
            outcome=command.outcome,
            items=command.items,
            case_no=command.case_no or ticket.leg.case_no,
            implicit=ticket.state == "called",
            next=ticket.plan[0] if ticket.plan else None,
        ),
        *papers,
    ]


def finish_and_call(hall: Hall, command: c.FinishAndCall, by: Actor, now_us: int) -> list[e.Event]:
    """Finish, then call whoever is next; with nobody waiting, a paused counter or a suspended hall, only finish."""
    done = finish(hall, command, by, now_us)
    slug = counter_of(hall, command.counter, by)
    called = _next_called(hall, slug, now_us) if hall.counter(slug).state == "open" and not hall.suspended else None
    return done if called is None else [*done, called]


def mark_absent(hall: Hall, command: c.MarkAbsent, by: Actor, now_us: int) -> list[e.Event]:
    """Note that the visitor did not come, not before the standard's time; too many misses forfeit the number."""
    slug = counter_of(hall, command.counter, by)
    ticket = in_hand(hall, slug, command.ticket, "mark-absent")
    must_go_on(hall)
    _must_wait(ticket.leg.called_us, absent_after_s(hall, ticket), now_us, "absent-too-soon")
    if "duty-manager" not in by.roles and must_be_fetched(hall, ticket):
        raise AgainstStandard("absent-not-fetched", ticket=ticket.label)
    misses = ticket.misses + 1
    return [
        e.TicketAbsent(
            ticket=ticket.id,
            leg=ticket.leg.no,
            counter=slug,
            clerk=hall.counter(slug).clerk,
            misses=misses,
            forfeited=misses >= hall.rules.whole("miss.forfeit_from"),
        )
    ]
