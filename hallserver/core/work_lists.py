# SPDX-License-Identifier: Apache-2.0
"""Questions about work orders that screens, alarms and reports ask. Pure; personal texts are not in them but in the vault.

Who rated, when and where exactly is never told to the clerk whom an order is about (DB2203/T 8—2024: the evaluator's identity is
confidential): the clerk learns of it on a later day, once it is found to be so, by its number, day, cause and outcome alone.
"""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from hallserver.core.hall import Hall
from hallserver.core.hours import hall_date
from hallserver.core.work_order import PRAISE, Step, WorkOrder

_FAR_US = 1 << 62
TOLD = frozenset({"justified", "partly"})
"""Findings of which a clerk is told, to be able to appeal."""
HANDLERS = frozenset({"duty-manager", "hall-manager"})
"""Roles that handle orders and are told of them."""
LEAST_VISITORS = 5
"""Of an order of a day on which a clerk served fewer, the clerk is not told as of that day: the visitor could be guessed."""
POOLED_DAYS = 20
"""After so many days a clerk is told at the latest: while the order is still kept, so that there is time to appeal."""
_POOLED_US = POOLED_DAYS * 86_400_000_000


def others(orders: Iterable[WorkOrder], person: str) -> list[WorkOrder]:
    """Return the orders that this person (slug) may know of as staff: none about the own work, not even as part of a sum.

    Whoever counted with the own would see by the difference that there is one, and when; only the gaps in the numbers cannot be hidden.
    """
    return [it for it in orders if not person or it.clerk != person]


def orders_open(hall: Hall, now_us: int) -> list[WorkOrder]:  # noqa: ARG001 -- every question about the hall takes the time
    """Return the orders that are not closed, those due first in front; at one time, the older."""
    found = [order for order in hall.orders.values() if order.open]
    return sorted(found, key=lambda it: (it.due_us or _FAR_US, it.opened_us, it.no))


def orders_closed(hall: Hall, most: int) -> list[WorkOrder]:
    """Return at most so many of the orders closed lately, newest first."""
    found = [order for order in hall.orders.values() if not order.open]
    return sorted(found, key=lambda it: (it.closed_us, it.no), reverse=True)[:most]


def untouched(hall: Hall) -> list[WorkOrder]:
    """Return the open orders with which nobody has done anything yet, newest first: their visitors may still be in the hall."""
    found = [it for it in hall.orders.values() if it.open and it.source != PRAISE and not (it.verified_us or it.tried or it.exclusion)]
    return sorted(found, key=lambda it: (it.opened_us, it.no), reverse=True)


def told_as(hall: Hall, order: WorkOrder, clerk: str, now_us: int) -> str:
    """Return under which number a clerk has been told of an order about the own work: found to be so, not left out; empty: not.

    Not on the same day, whether by the calendar or by the hall's opening. Of a day on which the clerk had few visitors it is told under
    a notice's number, which says neither day nor order.
    """
    no = order.notice or (order.no if order.among >= LEAST_VISITORS else "")
    so = order.clerk == clerk and order.found in TOLD and not order.excluded
    return no if no and so and _date_of(no) < min(hall_date(hall, now_us), hall.day if hall.open else "9") else ""


def _date_of(no: str) -> str:
    return f"{no[1:5]}-{no[5:7]}-{no[7:9]}"


def visitors_of(hall: Hall, clerk: str, day: str) -> int:
    """Return how many visitors a clerk has served on a business day (ISO), as far back as ratings are awaited."""
    today = {it.id for it in hall.tickets.values() for leg in it.legs if leg.served and leg.by[1] == clerk}
    kept = {ticket for ticket, legs in hall.rated.kept.items() for leg in legs if (leg.clerk, leg.day) == (clerk, day)}
    return len(kept | today if day == hall.day else kept)


def _served_today(hall: Hall, clerk: str) -> set[str]:
    return {it.id for it in hall.tickets.values() for leg in it.legs if leg.clerk == clerk and leg.finished_us is not None}


def at_close(hall: Hall, now_us: int) -> dict[str, WorkOrder]:
    """Return the orders as the day's close keeps them, with how many visitors the clerk of each has had.

    Among ``LEAST_VISITORS`` of the order's own day nobody can be guessed. Where they were fewer, those of the days after are pooled with
    them, and when these are enough the clerk is told under a notice's number that says neither day nor order. A clerk who hardly serves
    any more is told after ``POOLED_DAYS`` all the same: the right to appeal weighs more than what may be guessed of weeks.
    """
    return {no: _at_close(hall, it, now_us) if it.clerk and not it.notice else it for no, it in hall.orders.items()}


def _at_close(hall: Hall, order: WorkOrder, now_us: int) -> WorkOrder:
    if order.day == hall.day:
        return replace(order, among=max(order.among, visitors_of(hall, order.clerk, hall.day)))
    if order.among >= LEAST_VISITORS:
        return order
    pooled = order.pooled + len(_served_today(hall, order.clerk))
    is_time = order.among + pooled >= LEAST_VISITORS or now_us - order.opened_us >= _POOLED_US
    return replace(order, pooled=pooled, notice=_notice_no(hall, order, now_us) if is_time else "")


def _notice_no(hall: Hall, order: WorkOrder, now_us: int) -> str:
    """Return the number under which a clerk is told: ``T``, the day of telling, the place among the clerk's own orders."""
    nth = [it.no for it in hall.orders.values() if it.clerk == order.clerk].index(order.no) + 1
    return f"T{hall_date(hall, now_us).replace('-', '')}-{nth:03}"


class ToldClerk(Struct, frozen=True, kw_only=True):
    """What a clerk is told of an order: nothing by which its visitor could be known."""

    no: str
    """The order's, or that of the notice."""
    date: str
    """ISO; empty: the day is not told."""
    found: str
    cause: str
    measure: str
    appeal: str
    closed: bool


def orders_about(hall: Hall, clerk: str, now_us: int) -> list[ToldClerk]:
    """Return what a clerk is told of the orders about the own work, newest first."""
    mine = [(no, order) for order in hall.orders.values() if (no := told_as(hall, order, clerk, now_us))]
    return [
        ToldClerk(
            no=no,
            date="" if it.notice else _date_of(no),
            found=it.found,
            cause=it.cause,
            measure=it.measure,
            appeal=it.appeal,
            closed=not it.open,
        )
        for no, it in sorted(mine, key=lambda row: row[0][1:], reverse=True)
    ]


class Answered(Struct, frozen=True, kw_only=True):
    """What a visitor may know of an order about the own visit: how far it is; no name of anybody."""

    no: str
    source: str
    opened_us: int
    step: Step
    due_us: int | None
    replied_us: int
    closed_us: int
    excluded: bool


def answers_to(hall: Hall, ticket: str) -> list[Answered]:
    """Return how far the orders of this ticket are, oldest first; its holder may look them up."""
    return [
        Answered(
            no=it.no,
            source=it.source,
            opened_us=it.opened_us,
            step=it.next_step,
            due_us=it.due_us,
            replied_us=it.replied_us,
            closed_us=it.closed_us,
            excluded=bool(it.excluded),
        )
        for it in _about(hall, ticket)
    ]


def _about(hall: Hall, ticket: str) -> Iterable[WorkOrder]:
    """Return the orders of a ticket; of one of today without a look at all others, for every phone asks."""
    of_today = hall.tickets.get(ticket)
    if of_today is not None:
        return [hall.orders[no] for no in of_today.orders]
    return [it for it in hall.orders.values() if ticket and it.ticket == ticket]


By = Literal["counter", "item", "cause"]


class Repeat(Struct, frozen=True, kw_only=True):
    """The same thing again: by what, which, and the orders in question, oldest first."""

    by: By
    what: str
    """Slug of the counter or matter (where no matter is known, of the service), or a ``cause`` code."""
    orders: tuple[str, ...]


def repeats(orders: Iterable[WorkOrder], least: int) -> list[Repeat]:
    """Return which counters, matters and causes have at least so many orders, most first.

    Praise, what was left out, and what a visitor added to the own rating do not count.
    """
    counted = [it for it in orders if it.source != PRAISE and not it.excluded and not it.follows]
    found: dict[tuple[By, str], list[str]] = {}
    for order in sorted(counted, key=lambda it: (it.opened_us, it.no)):
        about: tuple[tuple[By, str], ...] = (("counter", order.counter), ("item", order.item or order.service), ("cause", order.cause))
        for by, what in about:
            if what:
                found.setdefault((by, what), []).append(order.no)
    again = [Repeat(by=by, what=what, orders=tuple(nos)) for (by, what), nos in found.items() if len(nos) >= least]
    return sorted(again, key=lambda it: (-len(it.orders), it.by, it.what))


def repeated(hall: Hall, person: str) -> list[Repeat]:
    """Return what has come again, by ``bad.repeat_min``, among the orders open and closed lately that this person may know of."""
    return repeats(others(hall.orders.values(), person), hall.rules.whole("bad.repeat_min")) if hall.standard is not None else []
