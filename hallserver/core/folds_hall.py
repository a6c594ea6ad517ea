# SPDX-License-Identifier: Apache-2.0
"""How an event of the hall as a whole changes it: suspended, resumed, a plan, issuing by queue, a counter in other hands."""

from msgspec import structs

from hallserver.core import events as e
from hallserver.core.folds import counter_state
from hallserver.core.hall import Hall
from hallserver.core.noted import EARLIER
from hallserver.core.staffing import staffing_by
from hallserver.core.staffnotes import Opening

ACTS: frozenset[type[e.Event]] = frozenset({
    e.CounterOpened, e.CounterHandedOver, e.TicketIssued, e.TicketCalled, e.TicketRecalled, e.ServiceStarted, e.ServiceFinished,
    e.TicketHeld, e.TicketResumed, e.TicketTransferred, e.TicketAbsent, e.TicketsSwapped, e.FinishUndone, e.AbsenceUndone,
    e.VisitorCalledBack, e.HelpAsked,
})  # fmt: skip
"""Events with a ``counter`` that show somebody at work there."""
BY_CLOCK: frozenset[str] = frozenset({"time", "forecast"})
"""Reasons for which the clock stops numbers."""


def acted(hall: Hall, entry: e.Entry) -> None:
    """Note that somebody was at work at the event's counter; what was served by hand was served there before it was entered."""
    by_hand = isinstance(entry.event, e.TicketIssued) and entry.event.channel == "paper"
    if type(entry.event) in ACTS and not by_hand:
        counter: str = getattr(entry.event, "counter", "")
        if counter:
            counter_state(hall, counter).acted_us = entry.at_us


def count_open(hall: Hall) -> None:
    """Count anew how many open counters each queue has."""
    rows = [row for slug, row in hall.catalog.counters.items() if hall.counter(slug).state == "open"]
    people = hall.catalog.people
    clerks = ((row.slug, people.get(hall.counter(row.slug).clerk)) for row in rows)
    hall.staffing = staffing_by(rows, {slug: clerk.languages for slug, clerk in clerks if clerk is not None})


def desks(hall: Hall) -> dict[str, tuple[object, ...]]:
    """Return, by counter that somebody has, all that decides whom it may call."""
    people, rows = hall.catalog.people, hall.catalog.counters
    theirs = ((slug, rows[slug], people.get(it.clerk)) for slug, it in hall.counters.items() if it.clerk and slug in rows)
    return {
        slug: (row.queues, row.helps, row.accessible, clerk.items if clerk else (), clerk.languages if clerk else ())
        for slug, row, clerk in theirs
    }


def recount(hall: Hall, before: dict[str, tuple[object, ...]], at_us: int) -> None:
    """Count open counters anew, and note who has others to call than ``before`` (as ``desks`` gave it)."""
    count_open(hall)
    for slug, desk in desks(hall).items():
        if before.get(slug) != desk:
            hall.counters[slug].changed_us = at_us


def issuing_stopped(hall: Hall, _: e.Entry, event: e.IssuingStopped) -> None:
    """Stop the whole hall's numbers, or one queue's."""
    if event.queue:
        hall.stopped_queues[event.queue] = event.reason
    else:
        hall.issuing, hall.stopped = False, event.reason


def issuing_resumed(hall: Hall, entry: e.Entry, event: e.IssuingResumed) -> None:
    """Give numbers again; what the clock had stopped and people resumed is not stopped by the clock again today."""
    if event.queue:
        why = hall.stopped_queues.pop(event.queue, "")
    elif hall.issuing:  # nothing was stopped: kiosks had to wait for their time
        why = ""
        hall.by_hand.add(EARLIER)
    else:
        why, hall.issuing, hall.stopped = hall.stopped, True, ""
    if why in BY_CLOCK and entry.actor.startswith("person:"):
        hall.by_hand.add(event.queue)


def suspended(hall: Hall, entry: e.Entry, event: e.HallSuspended) -> None:
    """Stop the hall where it stands. Queues are not busy meanwhile: nobody can be called, so it says nothing of their pace."""
    hall.suspended = event.reason
    hall.suspensions.append([entry.at_us])
    for line in hall.lines.values():
        if line.busy_from_us is not None:
            line.busy_us += max(0, entry.at_us - line.busy_from_us)
            line.busy_from_us = None


def resumed(hall: Hall, entry: e.Entry, __: e.HallResumed) -> None:
    """Go on: who was called and had not sat down yet is expected from now on, for the time had not run."""
    began_us = hall.suspensions[-1][0]
    go_on(hall, entry.at_us)
    for _, _, ticket, _label in hall.live["called"]:
        leg = hall.tickets[ticket].leg
        if leg.called_us is not None:
            leg.called_us += entry.at_us - max(began_us, leg.called_us)
    for line in hall.lines.values():
        line.busy_from_us = entry.at_us if line.waiting else None


def go_on(hall: Hall, at_us: int) -> None:
    """End the suspension, if the hall stands still."""
    if hall.suspended:
        hall.suspended = ""
        hall.suspensions[-1].append(at_us)


def plan_applied(hall: Hall, entry: e.Entry, event: e.PlanApplied) -> None:
    """Give counters their queues, kiosks their services and queues their quotas; the rest stays."""
    before, rows = desks(hall), hall.catalog.counters
    for slug, duties in event.counters.items():
        if slug in rows:
            rows[slug] = structs.replace(rows[slug], queues=duties.queues, helps=duties.helps)
    services = hall.catalog.services
    for slug, on_kiosk in event.offered.items():
        if slug in services:
            services[slug] = structs.replace(services[slug], on_kiosk=on_kiosk)
    hall.quotas |= event.quotas
    hall.plan = event.plan
    recount(hall, before, entry.at_us)


def opening_checked(hall: Hall, entry: e.Entry, event: e.OpeningChecked) -> None:
    """Keep the list."""
    hall.opening = Opening(at_us=entry.at_us, by=entry.actor, checks=event.checks)


def signed_in(hall: Hall, entry: e.Entry, event: e.SignInReported) -> None:
    """Know who is here; a refusal says nothing of it."""
    if event.state == "in":
        hall.signed_in[event.person] = entry.at_us
    elif event.state == "out":
        hall.signed_in.pop(event.person, None)


def handed_over(hall: Hall, entry: e.Entry, event: e.CounterHandedOver) -> None:
    """Give the counter with what is in hand, held and ready there to the colleague."""
    counter = counter_state(hall, event.counter)
    counter.clerk = counter.last = event.to
    counter.mentor, counter.since_us, counter.undoable = event.mentor, entry.at_us, None
    count_open(hall)
    for state in ("called", "serving", "held"):
        for _, _, ticket, _ in hall.live[state]:
            _give(hall, ticket, event)
    for ticket in list(hall.ready.get(event.clerk, ())):
        if _give(hall, ticket, event):
            hall.ready[event.clerk].remove(ticket)
            hall.ready.setdefault(event.to, []).append(ticket)
            hall.tickets[ticket].ready_for = event.to


def _give(hall: Hall, ticket: str, event: e.CounterHandedOver) -> bool:
    """Give one ticket to the colleague if it is the old clerk's at this counter; tell whether it is."""
    leg = hall.tickets[ticket].leg
    if (leg.counter, leg.clerk) != (event.counter, event.clerk):
        return False
    leg.clerk = event.to
    return True
