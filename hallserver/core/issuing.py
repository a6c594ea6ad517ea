# SPDX-License-Identifier: Apache-2.0
"""Whether a queue gives numbers now: the hall's stop and hours, the queue's own stop, its quotas, and what one person has already."""

from bisect import bisect_left
from collections.abc import Iterable

from hallserver.core.asking import Holder, Personal
from hallserver.core.errors import Conflict
from hallserver.core.hall import Hall, Ticket
from hallserver.core.hours import MINUTE_US, clock_here, date_here, opening_us, time_us
from hallserver.core.noted import EARLIER
from hallserver.core.roles import Actor
from hallserver.core.suspension import must_go_on

MAY_EXCEED: frozenset[str] = frozenset({"duty-manager"})
"""Roles that may give a number beyond the quota, or to who has too many; the number's channel says so in the journal."""
HELD: tuple[str, ...] = ("waiting", "called", "serving", "held")
"""States of numbers that one person has; who let a turn pass may take another number."""
EARLY = "kiosk.opens_before"
PER_PERSON = "ticket.per_person"


def must_be_issuing(hall: Hall) -> None:
    """Raise Conflict unless the hall as a whole gives numbers: the day is open, nothing is suspended or stopped."""
    if not hall.open:
        raise Conflict("hall-closed")
    must_go_on(hall)
    if not hall.issuing:
        raise Conflict("issuing-stopped", stopped=hall.stopped)


def must_have_begun(hall: Hall, by: Actor, now_us: int) -> None:
    """Raise Conflict for a kiosk before its time, though the day is open: staff may give numbers, visitors alone not in the night."""
    begins = held_until_us(hall, now_us)
    if "kiosk" in by.roles and begins is not None:
        raise Conflict("issuing-not-yet", when=clock_here(hall, begins))


def held_until_us(hall: Hall, now_us: int) -> int | None:
    """Return from when on kiosks give numbers where that is still to come; None: they do, by the hour or because somebody let them."""
    begins = kiosks_from_us(hall, now_us) if EARLIER not in hall.by_hand else None
    return begins if begins is not None and now_us < begins else None


def kiosks_from_us(hall: Hall, now_us: int) -> int | None:
    """Return from when on today kiosks give numbers: ``kiosk.opens_before`` minutes before the first span; None: no hours today."""
    opening = opening_us(hall, now_us)
    return None if opening is None else opening - hall.rules.whole(EARLY) * MINUTE_US


def must_not_be_stopped(hall: Hall, queues: Iterable[str]) -> None:
    """Raise Conflict for the first of these queues that somebody has stopped while others give numbers."""
    for queue in queues:
        if queue in hall.stopped_queues:
            raise Conflict("queue-stopped", queue=queue, stopped=hall.stopped_queues[queue])


def must_give(hall: Hall, queues: Iterable[str], by: Actor, now_us: int) -> None:
    """Raise Conflict for the first of these queues that gives no numbers while others do, or has given its quota."""
    for queue in queues:
        must_not_be_stopped(hall, [queue])
        if by.roles & MAY_EXCEED:
            continue
        if is_full(hall, queue):
            raise Conflict("queue-full", queue=queue, most=quota(hall, queue))
        slot = slot_now(hall, queue, now_us)
        if slot in full_slots(hall, queue, now_us):
            raise Conflict("slot-full", queue=queue, slot=slot, most=hall.catalog.queues[queue].slots[slot])


def must_have_few(hall: Hall, person: Personal | None, queues: Iterable[str], by: Actor) -> None:
    """Raise Conflict, naming the numbers, where this person has as many open ones in a queue as one person may.

    Only of who gave an ID number it can be told; nobody has to give one. What the person has in other queues does not count.
    """
    if not isinstance(person, Holder) or by.roles & MAY_EXCEED:
        return
    most = hall.rules.whole(PER_PERSON)
    own = [ticket for state in HELD for _, _, ticket, _ in hall.live[state] if hall.tickets[ticket].person in person.refs]
    for queue in queues:
        labels = [it.label for it in (hall.tickets[ticket] for ticket in own) if queue in _queues_of(it)]
        if len(labels) >= most:
            raise Conflict("person-has-numbers", queue=queue, most=most, tickets=sorted(labels))


def _queues_of(ticket: Ticket) -> set[str]:
    """Return the queues in which the ticket waits or will."""
    return {ticket.leg.queue, *(leg.queue for leg in ticket.plan)}


def quota(hall: Hall, queue: str) -> int:
    """Return how many numbers the queue gives a day: what a plan said last, else its row; 0: as many as come."""
    row = hall.catalog.queues.get(queue)
    return hall.quotas.get(queue, (row.quota or 0) if row is not None else 0)


def is_full(hall: Hall, queue: str) -> bool:
    """Tell whether the queue has given today's quota."""
    most = quota(hall, queue)
    return most > 0 and hall.issued_by.get(queue, 0) >= most


def slot_now(hall: Hall, queue: str, now_us: int) -> str:
    """Return the time of the day (``09:00-10:00``) with a quota of its own in which it is now; empty: none."""
    row = hall.catalog.queues.get(queue)
    clock = clock_here(hall, now_us) if row is not None and row.slots else ""
    return next((slot for slot in row.slots if slot[:5] <= clock < slot[6:]), "") if row is not None else ""


def full_slots(hall: Hall, queue: str, now_us: int | None = None) -> list[str]:
    """Return the times of today of whose numbers none is left; without ``now_us`` of the date on which something happened last."""
    row = hall.catalog.queues.get(queue)
    if row is None or not row.slots or not hall.day:
        return []
    return [slot for slot, most in row.slots.items() if given_in(hall, queue, slot, now_us) >= most]


def given_in(hall: Hall, queue: str, slot: str, now_us: int | None = None) -> int:
    """Return how many numbers of the queue were taken today within a time of the day, without those voided or given back.

    Today is the hall's date, whichever the business day: one that is still open from yesterday holds yesterday's numbers too.
    """
    day, times = date_here(hall, hall.at_us if now_us is None else now_us), hall.issued_at.get(queue, [])
    return bisect_left(times, time_us(hall, day, slot[6:])) - bisect_left(times, time_us(hall, day, slot[:5]))


def none_why(hall: Hall, queue: str, now_us: int | None = None) -> str:
    """Return why the queue gives no numbers now, a ``stopped`` code; empty: it does. A suspended hall is said elsewhere.

    Without ``now_us`` quotas of times of the day are left out: whoever shows it for longer asks ``full_slots``.
    """
    if not hall.issuing:
        return hall.stopped
    if now_us is not None and slot_now(hall, queue, now_us) in full_slots(hall, queue, now_us):
        return "slot"
    return hall.stopped_queues.get(queue, "") or ("quota" if is_full(hall, queue) else "")
