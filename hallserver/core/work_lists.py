# SPDX-License-Identifier: Apache-2.0
"""Questions about work orders that screens, alarms and reports ask. Pure; personal texts are not in them but in the vault.

Who rated, when and where exactly is never told to the clerk whom an order is about (DB2203/T 8—2024: the evaluator's identity is
confidential): the clerk learns of it on a later day, once it is found to be so, by its number, day, cause and outcome alone.
"""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from hallserver.core.hall import Hall
from hallserver.core.hours import hall_date
from hallserver.core.work_order import PRAISE, Step, WorkOrder

_FAR_US = 1 << 62
TOLD = frozenset({"justified", "partly"})
"""Findings of which a clerk is told, to be able to appeal."""
LEAST_VISITORS = 5
"""Of an order of a day on which a clerk served fewer, the clerk is not told: the visitor could be guessed."""


def orders_open(hall: Hall, now_us: int) -> list[WorkOrder]:  # noqa: ARG001 -- every question about the hall takes the time
    """Return the orders that are not closed, those due first in front; at one time, the older."""
    found = [order for order in hall.orders.values() if order.open]
    return sorted(found, key=lambda it: (it.due_us or _FAR_US, it.opened_us, it.no))


def untouched(hall: Hall) -> list[WorkOrder]:
    """Return the open orders with which nobody has done anything yet, newest first: their visitors may still be in the hall."""
    found = [it for it in hall.orders.values() if it.open and it.source != PRAISE and not (it.verified_us or it.tried or it.exclusion)]
    return sorted(found, key=lambda it: (it.opened_us, it.no), reverse=True)


def told_to(hall: Hall, order: WorkOrder, clerk: str, now_us: int) -> bool:
    """Tell whether a clerk has been told of an order about the own work: found to be so, not left out.

    Not on the same day, whether by the calendar or by the hall's opening, and not of a day on which the clerk had few visitors.
    """
    so = order.clerk == clerk and order.found in TOLD and not order.excluded
    return so and order.among >= LEAST_VISITORS and _date_of(order) < min(hall_date(hall, now_us), hall.day if hall.open else "9")


def _date_of(order: WorkOrder) -> str:
    return f"{order.no[1:5]}-{order.no[5:7]}-{order.no[7:9]}"


def visitors_of(hall: Hall, clerk: str, day: str) -> int:
    """Return how many visitors a clerk has served on a business day (ISO), as far back as ratings are awaited."""
    today = {it.id for it in hall.tickets.values() for leg in it.legs if leg.clerk == clerk and leg.finished_us is not None}
    kept = {ticket for ticket, legs in hall.rated.kept.items() for leg in legs if (leg.clerk, leg.day) == (clerk, day)}
    return len(kept | today if day == hall.day else kept)


def among_today(hall: Hall) -> dict[str, int]:
    """Return, of each order of the business day, how many visitors its clerk has had."""
    return {no: visitors_of(hall, it.clerk, hall.day) for no, it in hall.orders.items() if it.clerk and it.day == hall.day}


class ToldClerk(Struct, frozen=True, kw_only=True):
    """What a clerk is told of an order: nothing by which its visitor could be known."""

    no: str
    date: str
    """ISO."""
    found: str
    cause: str
    measure: str
    appeal: str
    closed: bool


def orders_about(hall: Hall, clerk: str, now_us: int) -> list[ToldClerk]:
    """Return what a clerk is told of the orders about the own work, newest first."""
    mine = [order for order in hall.orders.values() if told_to(hall, order, clerk, now_us)]
    return [
        ToldClerk(
            no=it.no,
            date=_date_of(it),
            found=it.found,
            cause=it.cause,
            measure=it.measure,
            appeal=it.appeal,
            closed=not it.open,
        )
        for it in sorted(mine, key=lambda it: it.no, reverse=True)
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


def repeated(hall: Hall) -> list[Repeat]:
    """Return what has come again among the open orders and those closed lately, by the standard's ``bad.repeat_min``."""
    return repeats(hall.orders.values(), hall.rules.whole("bad.repeat_min"))
