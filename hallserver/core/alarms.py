# SPDX-License-Identifier: Apache-2.0
"""What needs somebody in the hall now: one list for duty manager, guides and the manager's screen.

A line's sentence is ``alarm.<key>`` with its args; whose it is stands in ``slug``, and ``of`` says what that is.
"""

from collections.abc import Callable, Iterator

from hallserver.core.alarm import Alarm, Level, Of, alarm_id
from hallserver.core.errors import Arg
from hallserver.core.hall import Hall, Ticket
from hallserver.core.hours import clock_here, hall_date, in_hours, last_number_us, opening_us, span_us
from hallserver.core.issuing import kiosks_from_us
from hallserver.core.mute import mute_why, voices
from hallserver.core.printers import needy_printers, slipless_waiting
from hallserver.core.roles import ROLES
from hallserver.core.shifts import due_now
from hallserver.core.site import rechecks_late
from hallserver.core.stuck import stuck
from hallserver.core.thresholds import over_thresholds
from hallserver.core.waiting import owners_open
from hallserver.core.work_lists import HANDLERS, orders_open, others

_ORDER: tuple[Level, ...] = ("critical", "warning", "note")
FETCH_S = 30
"""So long after the call somebody should have gone to fetch who may not have heard or seen it."""
FETCHED: frozenset[str] = frozenset({"hearing", "sight"})
"""Needs of visitors whom a call may not reach."""
UNPRINTED_S = 1800
"""So long a notice or return slip that was not printed is told."""
PRESENT: tuple[str, ...] = ("waiting", "called", "serving", "held")
"""States of visitors who are in the hall, as far as anybody knows."""
_NAMED = 3
_US = 1_000_000


def alarms(hall: Hall, now_us: int) -> list[Alarm]:
    """Return everything that needs somebody now, critical first; within a level in the order of this module."""
    if hall.standard is None:
        return []
    found = [
        *_hall(hall, now_us),
        *_helps(hall),
        *_alone(hall, now_us),
        *_left(hall),
        *_planned(hall, now_us),
        *_unattended(hall),
        *_fetched(hall, now_us),
        *over_thresholds(hall, now_us),
        *_stopped(hall),
        *_devices(hall),
        *_unprinted(hall, now_us),
        *_orders(hall, now_us),
        *_rechecks(hall, now_us),
        *_server(hall),
    ]
    return sorted(found, key=lambda it: _ORDER.index(it.level))


def alarms_for(hall: Hall, now_us: int, person: str) -> list[Alarm]:
    """Return those that this person (slug) is told of.

    Of work orders who handles them, and nobody of those about the own work; of findings who may look at them again. Nobody, as a
    wall or a display is, is told of neither.
    """
    row = hall.catalog.people.get(person)
    handles = row is not None and bool(HANDLERS & set(row.roles))
    known = {it.no for it in others(hall.orders.values(), person)} if handles else set()
    looks = row is not None and any("recheck-finding" in ROLES[role] for role in row.roles)
    told: dict[Of, Callable[[str], bool]] = {"order": known.__contains__, "finding": lambda _: looks}
    return [it for it in alarms(hall, now_us) if it.of not in told or told[it.of](it.slug)]


def people_in_hall(hall: Hall) -> int:
    """Return how many people are in the hall by their numbers: companions count, those who are absent do not."""
    return sum(hall.tickets[ticket].party for state in PRESENT for _, _, ticket, _ in hall.live[state])


def _hall(hall: Hall, now_us: int) -> Iterator[Alarm]:
    if hall.suspended:
        yield Alarm(key="suspended", level="critical", args={"suspended": hall.suspended}, since_us=hall.suspensions[-1][0])
    last = last_number_us(hall, now_us)
    if not hall.open and in_hours(hall, now_us) and (last is None or now_us < last):  # later a day may be closed as soon as all are served
        since_us = span_us(hall, now_us)
        closed = since_us is not None and hall.closed_us >= since_us  # by hand, in this span: whoever did it knows
        yield Alarm(key="closed-early" if closed else "not-open", level="note" if closed else "critical", since_us=since_us)
    kiosks, opening = kiosks_from_us(hall, now_us), opening_us(hall, now_us)
    if not hall.open and kiosks is not None and opening is not None and hall.closed_us < kiosks <= now_us < opening and _has_kiosk(hall):
        yield Alarm(key="kiosks-wait", level="warning", args={"when": clock_here(hall, opening)}, since_us=kiosks)
    if hall.open and hall.day < hall_date(hall, now_us) and in_hours(hall, now_us):
        yield Alarm(key="old-day", level="warning", args={"day": hall.day})
    seats = hall.catalog.here.seats
    people = people_in_hall(hall) if seats else 0
    if seats and people * 100 >= seats * hall.rules.number("hall.full"):
        yield Alarm(key="full", level="critical" if people >= seats else "warning", args={"people": people, "seats": seats})


def _has_kiosk(hall: Hall) -> bool:
    return any(row.kind == "kiosk" and not row.retired for row in hall.catalog.devices.values())


def _helps(hall: Hall) -> Iterator[Alarm]:
    for slug, it in hall.help.items():
        yield Alarm(key="help", level="critical", of="counter", slug=slug, args={"help": it.kind}, since_us=it.at_us)


def _alone(hall: Hall, now_us: int) -> Iterator[Alarm]:
    """Queues in which people wait and that no open counter owns, or none of whose clerks may serve them.

    One that a counter helps is not critical.
    """
    args: dict[str, Arg]
    for slug, row in hall.catalog.queues.items():
        line, left = hall.line(slug), stuck(hall, slug)
        if left is not None:
            args = {"letter": row.letter, "waiting": left.waiting}
            yield Alarm(key="unauthorised", level="critical", of="queue", slug=slug, args=args, since_us=left.since_us)
        if line.waiting and not owners_open(hall, slug):
            helped = hall.staffed(slug).serving > 0
            args = {"letter": row.letter, "waiting": line.waiting}
            yield Alarm(
                key="helped-only" if helped else "nobody",
                level="warning" if helped else "critical",
                of="queue",
                slug=slug,
                args=args,
                since_us=_since_us(hall, "helped-only" if helped else "", slug, min(line.opened_us[0], now_us)),
            )


def _since_us(hall: Hall, key: str, queue: str, since_us: int) -> int:
    """Return since when a queue has only helpers: also while one visitor after the other is its first."""
    return min(since_us, hall.raised.get(alarm_id(key, "warning", "queue", queue), since_us))


def _left(hall: Hall) -> Iterator[Alarm]:
    """Numbers on hold of clerks who have no counter any more: nobody's list has them."""
    here, left = {it.clerk for it in hall.counters.values() if it.clerk}, dict[str, list[Ticket]]()
    for _, _, ticket, _ in hall.live["held"]:
        it = hall.tickets[ticket]
        if it.leg.clerk not in here:
            left.setdefault(it.leg.counter, []).append(it)
    for slug, tickets in left.items():
        args: dict[str, Arg] = {"count": len(tickets), "tickets": " ".join(it.label for it in tickets[:_NAMED])}
        since_us = min(it.leg.held_from_us or hall.at_us for it in tickets)
        yield Alarm(key="held-alone", level="warning", of="counter", slug=slug, args=args, since_us=since_us)


def _planned(hall: Hall, now_us: int) -> Iterator[Alarm]:
    """Counters that should be open by their shift."""
    for it in due_now(hall, now_us):
        args: dict[str, Arg] = {"until": clock_here(hall, it.until_us), **({"person": it.person} if it.person else {})}
        yield Alarm(key="planned", level="warning", of="counter", slug=it.counter, args=args, since_us=it.since_us)


def _unattended(hall: Hall) -> Iterator[Alarm]:
    for slug, state in hall.counters.items():
        if state.state == "paused" and state.reason == "unattended":
            yield Alarm(key="unattended", level="warning", of="counter", slug=slug, since_us=state.since_us)


def _fetched(hall: Hall, now_us: int) -> Iterator[Alarm]:
    """Who was called, may not have heard or seen it, and nobody has gone."""
    for _, _, ticket, label in hall.live["called"]:
        it = hall.tickets[ticket]
        called_us = it.leg.called_us
        if FETCHED & set(it.needs) and it.leg.escorted_us is None and called_us is not None and now_us - called_us >= FETCH_S * _US:
            args: dict[str, Arg] = {"ticket": label, "need": [need for need in it.needs if need in FETCHED]}
            yield Alarm(key="fetch", level="critical", of="ticket", slug=ticket, args=args, since_us=called_us)


def _stopped(hall: Hall) -> Iterator[Alarm]:
    """Queues for which the clock gives no more numbers by its forecast: it does not resume them, and may be wrong by now."""
    if not hall.open or not hall.issuing:
        return
    for slug, why in hall.stopped_queues.items():
        row = hall.catalog.queues.get(slug)
        if why == "forecast" and row is not None:
            args: dict[str, Arg] = {"letter": row.letter, "waiting": hall.line(slug).waiting}
            yield Alarm(key="stopped-forecast", level="note", of="queue", slug=slug, args=args)


def _devices(hall: Hall) -> Iterator[Alarm]:
    """Each device once: a printer by what it says, a voice by what is heard of it, any other when its line is lost."""
    for row, state in needy_printers(hall):
        level: Level = "note" if state == "low" else "warning"
        yield Alarm(key=f"printer-{state}", level=level, of="device", slug=row.slug)
    for row in voices(hall):
        why = mute_why(hall, row)
        if why:
            yield Alarm(key=f"voice-{why}", level="note" if why == "quiet" else "warning", of="device", slug=row.slug)
    for slug, row in hall.catalog.devices.items():
        if hall.devices.get(slug) == "lost" and row.kind not in {"printer", "voice"} and not row.retired:
            yield Alarm(key="lost", level="warning", of="device", slug=slug)
    slipless = slipless_waiting(hall)
    failed = sum(it.why == "failed" for it in slipless)
    if failed:
        yield Alarm(key="slipless", level="note", args={"count": failed})


def _unprinted(hall: Hall, now_us: int) -> Iterator[Alarm]:
    """Notices and return slips that did not come out lately: after that their visitors have gone."""
    since_us = now_us - UNPRINTED_S * _US
    failed = [it for it in hall.handouts.values() if it.state in {"failed", "unknown"} and it.at_us >= since_us]
    if failed:
        yield Alarm(key="unprinted", level="warning", args={"count": len(failed)}, since_us=failed[0].at_us)


def _orders(hall: Hall, now_us: int) -> Iterator[Alarm]:
    """Work orders whose next step is overdue; each once more when it was taken to the district (督办)."""
    for it in orders_open(hall, now_us):
        if it.late(now_us):
            higher = it.escalated.get(it.clock) == "district"
            yield Alarm(
                key="order-higher" if higher else "order-late",
                level="warning",
                of="order",
                slug=it.no,
                args={"order": it.no},
                since_us=it.due.higher_us if higher and it.due is not None else it.due_us,
            )


def _rechecks(hall: Hall, now_us: int) -> Iterator[Alarm]:
    """Give findings that are said to be put right and that nobody has looked at again in time: meanwhile their ladder rests.

    One alarm for all of them, as old as the last that came to it: with one more it is loud again.
    """
    late = rechecks_late(hall, now_us)
    if late:
        args: dict[str, Arg] = {"count": len(late), "findings": " ".join(it.no for it in late[:_NAMED])}
        yield Alarm(key="recheck-late", level="warning", of="finding", args=args, since_us=late[-1].by_us)


def _server(hall: Hall) -> Iterator[Alarm]:
    if hall.clock_suspect:
        yield Alarm(key="clock", level="warning", args={"seconds": round(hall.clock_step_s)})
    if hall.backup:
        yield Alarm(key="backup", level="warning", args={"why": hall.backup})
    if hall.undelivered:
        yield Alarm(key="delivery", level="warning", args={"undelivered": next(iter(hall.undelivered.values()))})
