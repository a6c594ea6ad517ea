# SPDX-License-Identifier: Apache-2.0
"""Rules of the business day and of opening, pausing and closing counters."""

from datetime import date as day_of
from typing import Any

import msgspec

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.catalog import SECTIONS
from hallserver.core.changed import kept_changes
from hallserver.core.checklist import kept_planned
from hallserver.core.codes import OFFERED, must_be_known
from hallserver.core.errors import AgainstStandard, Conflict, NotAllowed, NotFound
from hallserver.core.hall import LIVE, Hall, Line, Rate, Ticket
from hallserver.core.hours import hall_date
from hallserver.core.idle import idle
from hallserver.core.printers import printer_near
from hallserver.core.profile import compose
from hallserver.core.rateable import kept_ratings
from hallserver.core.report_paper import kept_reports
from hallserver.core.roles import ROLES, Actor
from hallserver.core.rules_return import return_given, unserved_services
from hallserver.core.rules_standard import at_opening, kept_standard, next_date
from hallserver.core.rules_ticket import plan
from hallserver.core.shifts import planned_us
from hallserver.core.site_state import kept_site
from hallserver.core.staffnotes import Return, right_of
from hallserver.core.states import counter_of, counter_row, must_have_empty_hand
from hallserver.core.trainees import mentor_of
from hallserver.core.waiting import learned
from hallserver.core.work_lists import at_close
from hallserver.core.work_order import kept_orders

UNATTENDED = "unattended"
"""Pause reason of a counter that the clock found idle with people waiting."""
GONE = "gone"
"""Close reason of a counter whose clerk has left."""
_NAMED = 10
"""Labels that a refusal to close the day names."""


def open_counter(hall: Hall, command: c.OpenCounter, by: Actor, _: int) -> list[e.Event]:
    """Open a counter for this person, or end its pause; a duty manager ends anybody's. One counter a person, one person a counter."""
    if not hall.open:
        raise Conflict("hall-closed")
    counter_row(hall, command.counter)
    state = hall.counter(command.counter)
    clerk = _who_opens(hall, command.counter, by)
    if state.clerk and state.clerk != clerk:
        raise Conflict("counter-taken", counter=command.counter, clerk=state.clerk)
    if state.state == "open":
        raise Conflict("counter-already-open", counter=command.counter)
    other = next((slug for slug, it in hall.counters.items() if it.clerk == clerk and slug != command.counter), None)
    if other is not None:
        raise Conflict("other-counter-open", counter=other)
    return [e.CounterOpened(counter=command.counter, clerk=clerk, mentor=mentor_of(hall, clerk))]


def _who_opens(hall: Hall, counter: str, by: Actor) -> str:
    """Return for whom a counter is opened: for who asks; by its keypad only again, for the clerk who had it last today.

    A pause that a duty manager lifts ends for the clerk who has the counter.
    """
    state = hall.counter(counter)
    if state.state == "paused" and "duty-manager" in by.roles:
        return state.clerk
    if "keypad" not in by.roles:
        return by.name
    if counter != by.counter:
        raise NotAllowed("not-your-counter", counter=counter, clerk=hall.counter(counter).clerk)
    row = hall.catalog.people.get(hall.counter(counter).last)
    if row is None or row.retired or not any("open-counter" in ROLES[role] for role in row.roles):
        raise Conflict("counter-is-closed", counter=counter)
    return row.slug


def pause_counter(hall: Hall, command: c.PauseCounter, by: Actor, now_us: int) -> list[e.Event]:
    """Stop calling for a while, with nobody in hand. Only the server itself finds a counter unattended, and only while it is."""
    slug = _named(command.counter) if "service" in by.roles else counter_of(hall, command.counter, by)
    state = hall.counter(slug)
    if state.state != "open":
        raise Conflict("counter-not-open", counter=slug, state=state.state)
    must_have_empty_hand(hall, slug)
    must_be_known("pause", command.reason)
    if command.reason == UNATTENDED:
        _must_be_unattended(hall, slug, by, now_us)
    return [e.CounterPaused(counter=slug, clerk=state.clerk, reason=command.reason)]


def _must_be_unattended(hall: Hall, slug: str, by: Actor, now_us: int) -> None:
    """Raise unless the server says so and is right: the clerk may have come back since it looked."""
    if "service" not in by.roles:
        raise AgainstStandard("code-unknown", kind="pause", code=UNATTENDED, known=list(OFFERED["pause"]))
    found = idle(hall, slug, now_us)
    if found is None or found.level != "pause":
        raise Conflict("counter-not-idle", counter=slug)


def _named(counter: str | None) -> str:
    if counter is None:
        raise Conflict("no-counter-open")
    return counter


def close_counter(hall: Hall, command: c.CloseCounter, by: Actor, _: int) -> list[e.Event]:
    """Close the counter, with nobody in hand; count who waits in queues it leaves without an owner.

    A duty manager who closes somebody else's gives a reason. When the clerk is ``gone``, whoever is in hand there waits again in
    the same queue, with the credit of the transferred: nobody sits forgotten before an empty counter.
    """
    slug = counter_of(hall, command.counter, by)
    state = hall.counter(slug)
    if state.state == "closed":
        raise Conflict("counter-not-open", counter=slug, state=state.state)
    if command.reason is not None:
        must_be_known("close-reason", command.reason)
    elif state.clerk != by.name and "keypad" not in by.roles:
        raise AgainstStandard("reason-needed", kind="close-reason")
    left: list[e.Event] = []
    if command.reason == GONE and state.clerk != by.name and state.ticket:
        left = [_sent_back(hall, hall.tickets[state.ticket], slug)]
    else:
        must_have_empty_hand(hall, slug)
    waiting = _left_behind(hall, slug) + len(left)
    return [*left, e.CounterClosed(counter=slug, clerk=state.clerk, waiting=waiting, reason=command.reason or "")]


def _sent_back(hall: Hall, ticket: Ticket, slug: str) -> e.TicketTransferred:
    """Return the ticket's way back into its queue from a counter whose clerk has gone."""
    leg = ticket.leg
    again = plan(hall, leg.queue, leg.services, ticket.group or "transferred")
    return e.TicketTransferred(ticket=ticket.id, leg=leg.no, counter=slug, clerk=leg.clerk, reason="other", next=again)


def _left_behind(hall: Hall, slug: str) -> int:
    owned_elsewhere = {
        queue
        for other, row in hall.catalog.counters.items()
        if other != slug and hall.counter(other).state == "open"
        for queue in row.queues
    }
    return sum(hall.line(queue).waiting for queue in hall.catalog.counters[slug].queues if queue not in owned_elsewhere)


def open_day(hall: Hall, command: c.OpenDay, _: Actor, now_us: int) -> list[e.Event]:
    """Begin the day with the hall's date, never before the last one; the same date goes on with its numbers.

    A date that somebody vouches for must be the hall's: a wrong clock is set, not argued with. The standard of the date comes into
    force before the day begins, so the day is under one standard from its first number on.
    """
    if hall.open:
        raise Conflict("day-already-open", day=hall.day)
    if hall.standard is None:
        raise Conflict("no-standard")
    if command.date is not None and command.date != hall_date(hall, now_us):
        raise Conflict("clock-date-differs", date=command.date, today=hall_date(hall, now_us))
    date = next_date(hall, now_us)
    adopted = at_opening(hall, date)
    return [*adopted, e.DayOpened(date=date), *_planned(hall, date, adopted)]


def _planned(hall: Hall, date: str, adopted: list[e.Event]) -> list[e.Event]:
    """Return which counters should be open, by the calendar that holds on that date: said once a date, whatever the shifts become later."""
    standards = (it for it in adopted if isinstance(it, e.StandardAdopted))
    calendar = next((compose(it.text, it.layers, it.on).calendar for it in standards), hall.rules.calendar)
    spans = planned_us(hall, day_of.fromisoformat(date), calendar) if date != hall.day else {}
    return [e.OpeningsPlanned(spans={slug: tuple(of) for slug, of in spans.items()})] if spans else []


def close_day(hall: Hall, command: c.CloseDay, _: Actor, now_us: int) -> list[e.Event]:
    """End the day: a disposition for every open ticket, counters closed, what was learned kept.

    Who is absent has let the turn pass, so without a word of its own the disposition is not-here (清场未应).
    """
    if not hall.open:
        raise Conflict("hall-closed")
    given: dict[str, c.Disposition] = {it.ticket: it.disposition for it in command.left}
    unknown = [ticket for ticket in given if ticket not in hall.tickets]
    if unknown:
        raise NotFound("ticket-unknown", ticket=unknown[0])
    unserved: list[e.TicketUnserved] = []
    missing: list[str] = []
    for ticket in hall.tickets.values():
        if ticket.state in LIVE:
            disposition = given.get(ticket.id, command.rest or ("not-here" if ticket.state == "absent" else None))
            if disposition is None:
                missing.append(ticket.label)
            else:
                unserved.append(e.TicketUnserved(ticket=ticket.id, leg=ticket.leg.no, disposition=disposition))
    if missing:
        raise Conflict("day-has-open-tickets", count=len(missing), tickets=missing[:_NAMED])
    closing: list[e.Event] = [
        e.CounterClosed(counter=slug, clerk=state.clerk) for slug, state in hall.counters.items() if state.state != "closed"
    ]
    back = _returns(hall, unserved)
    returns = hall.returns | {it.ticket: right_of(it) for it in back}
    return [*unserved, *back, *closing, e.DayClosed(date=hall.day, snapshot=snapshot(hall, now_us) | kept_returns(returns))]


def kept_returns(returns: dict[str, Return]) -> dict[str, Any]:
    """Return the part of a snapshot that says who may come back: none where nobody may, as before there were such rights."""
    kept = {ticket: msgspec.to_builtins(right) for ticket, right in returns.items()}
    return {"returns": kept} if kept else {}


def _returns(hall: Hall, unserved: list[e.TicketUnserved]) -> list[e.ReturnGiven]:
    """Return the rights of those who are to be served first on the next day; their slips come out where staff print."""
    printer = printer_near(hall, "")
    first = [hall.tickets[it.ticket] for it in unserved if it.disposition == "first-next-day"]
    return [return_given(hall, ticket, unserved_services(ticket), "closing", printer) for ticket in first]


def snapshot(hall: Hall, at_us: int) -> dict[str, Any]:
    """Return what the next process starts from: catalog, standard, devices, who may come back, and rates as learned until ``at_us``."""
    rates = {queue: _rate_after(hall, queue, line, at_us) for queue, line in hall.lines.items()}
    return {
        "catalog": {section: [msgspec.to_builtins(row) for row in getattr(hall.catalog, section).values()] for section in SECTIONS},
        **kept_standard(hall),
        "rates": {queue: msgspec.to_builtins(rate) for queue, rate in (hall.rates | rates).items()},
        "devices": dict(hall.devices),
        "printers": dict(hall.printers),
        "commissioned": sorted(hall.commissioned),
        **kept_returns(hall.returns),
        **kept_orders(at_close(hall, at_us)),
        **kept_reports(hall.reports),
        **kept_ratings(hall, at_us),
        **kept_site(hall.site),
        **kept_changes(hall),
        "patrol_found": {patrol: list(found) for patrol, found in hall.patrol_found.items()},
        **kept_planned(hall),
        **({"plan": hall.plan} if hall.plan else {}),
        **({"quotas": dict(hall.quotas)} if hall.quotas else {}),
    }


def _rate_after(hall: Hall, queue: str, line: Line, at_us: int) -> Rate:
    busy_us = line.busy_us + (max(0, at_us - line.busy_from_us) if line.busy_from_us is not None else 0)
    return learned(hall.rates.get(queue, Rate()), line.calls, busy_us, again=hall.rates_day == hall.day)
