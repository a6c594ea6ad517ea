# SPDX-License-Identifier: Apache-2.0
"""Rules of how a work order is born: with a bad rating, or when staff register what a visitor says (办不成事反映, 投诉, 表扬)."""

from string import ascii_letters
from typing import Any

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.asking import Personal, Sealed
from hallserver.core.day_numbers import next_number
from hallserver.core.due import CLOSE, CONTACT, due_after
from hallserver.core.errors import AgainstStandard, NotFound
from hallserver.core.hall import Hall, Ticket
from hallserver.core.rateable import ACCEPTED
from hallserver.core.rated import find
from hallserver.core.roles import Actor
from hallserver.core.states import ticket_named
from hallserver.core.work_order import PRAISE

MINUTE_US = 60_000_000
RATED, REGISTERED = "G", "D"
"""First letters of numbers: a clerk who registers something is not to see how many ratings were bad meanwhile."""


def sealed(text: Personal | None) -> Sealed | None:
    """Return what an event keeps of a personal text."""
    return text.sealed if text is not None else None


def must_say(text: Personal | None) -> None:
    """Raise AgainstStandard where nothing was said."""
    if text is None:
        raise AgainstStandard("order-text-needed")


def next_no(hall: Hall, series: str, now_us: int) -> str:
    """Return the number of the next order: ``RATED`` or ``REGISTERED``, the hall's date, and counted from 1 on that day."""
    return next_number(hall, series, [(it.no, it.opened_us) for it in hall.orders.values()], now_us)


def opened_by_rating(hall: Hall, rating: e.RatingGiven, now_us: int) -> list[e.Event]:
    """Return the order that this rating opens, to be decided in one step with it; none for a rating that is not bad.

    What a visitor adds to an errand about which an order is open is noted there: one visit is not answered twice.
    """
    if rating.stars > hall.rules.whole("eval.bad_max"):
        return []
    if (open_one := _open_about(hall, rating)) is not None:
        return [e.OrderFollowedUp(order=open_one, level=rating.stars, nth=rating.nth, note=rating.comment, contact=rating.contact)]
    label, service, item = _rated_matter(hall, rating)
    in_hall = rating.ticket in hall.tickets and rating.stage == ACCEPTED and hall.open
    return [
        e.WorkOrderOpened(
            order=next_no(hall, RATED, now_us),
            source="rating",
            ticket=rating.ticket,
            label=label,
            leg=rating.leg,
            stage=rating.stage,
            nth=rating.nth,
            counter=rating.counter,
            clerk=rating.clerk,
            service=service,
            item=item,
            stars=rating.stars,
            tags=rating.tags,
            dimensions=rating.dimensions,
            named=rating.named,
            channel=rating.channel,
            text=rating.comment,
            contact=rating.contact,
            contact_due=due_after(hall, now_us, CONTACT),
            on_spot_us=_on_spot_us(hall, now_us) if in_hall else 0,
            tries=hall.rules.whole("bad.contact_tries"),
        )
    ]


def _open_about(hall: Hall, rating: e.RatingGiven) -> str | None:
    """Return the open order that an added rating belongs to, of its own stage first; None: there is none, or it is a first rating."""
    about = (rating.ticket, rating.leg)
    found = [it for it in hall.orders.values() if it.open and it.source == "rating" and (it.ticket, it.leg) == about]
    found.sort(key=lambda it: (it.stage == rating.stage, it.opened_us, it.no))
    return found[-1].no if found and rating.kind == "follow-up" else None


def _rated_matter(hall: Hall, rating: e.RatingGiven) -> tuple[str, str, str]:
    """Return number, service and matter of the errand that was rated, today or on an earlier day."""
    ticket = hall.tickets.get(rating.ticket)
    if ticket is not None:
        return ticket.label, *_matter(ticket, rating.leg)
    kept = find(hall.rated.kept, rating.ticket, rating.leg)
    return (kept.label, next(iter(kept.services), ""), "") if kept is not None else ("", "", "")


def _matter(ticket: Ticket, leg: int) -> tuple[str, str]:
    """Return service and matter of an errand; which of several matters it was nobody knows."""
    services = ticket.legs[leg - 1].services
    return (services[0] if services else ""), (ticket.items[0] if len(ticket.items) == 1 else "")


def _on_spot_us(hall: Hall, now_us: int) -> int:
    return now_us + hall.rules.whole("bad.on_spot_min") * MINUTE_US


def register_case(hall: Hall, command: c.RegisterCase, by: Actor, now_us: int) -> list[e.Event]:
    """Register a complaint, what could not be done, or praise. Raises NotFound for a counter or number that there is not."""
    must_say(command.text)
    if command.counter is not None and command.counter not in hall.catalog.counters:
        raise NotFound("counter-unknown", counter=command.counter)
    praise = command.source == PRAISE
    opened = e.WorkOrderOpened(
        order=next_no(hall, REGISTERED, now_us),
        source=command.source,
        **_about(hall, command),
        named=command.contact is not None,
        channel="counter" if by.kind == "device" else "staff",
        text=sealed(command.text),
        contact=sealed(command.contact),
        contact_due=None if praise else due_after(hall, now_us, CONTACT),
        close_due=due_after(hall, now_us, CLOSE) if praise else None,
        on_spot_us=_on_spot_us(hall, now_us) if hall.open and not praise else 0,
        tries=hall.rules.whole("bad.contact_tries"),
    )
    return [opened]


def _about(hall: Hall, command: c.RegisterCase) -> dict[str, Any]:
    """Return which visit, counter, clerk and matter it is about, as far as anybody said."""
    counter = command.counter or ""
    if command.ticket is None:
        return {"counter": counter, "clerk": hall.counter(counter).clerk or hall.counter(counter).last}
    if command.day not in {None, hall.day}:
        return _about_earlier(hall, command.ticket, str(command.day), counter)
    ticket = ticket_named(hall, command.ticket)
    there = [leg for leg in ticket.legs if leg.counter and leg.counter == (counter or leg.counter)]
    if not there:
        return {"ticket": ticket.id, "label": ticket.label, "counter": counter, "clerk": hall.counter(counter).clerk}
    leg = there[-1]
    service, item = _matter(ticket, leg.no)
    visit = {"ticket": ticket.id, "label": ticket.label, "leg": leg.no}
    return visit | {"counter": leg.counter, "clerk": leg.clerk, "service": service, "item": item}


def _about_earlier(hall: Hall, name: str, day: str, counter: str) -> dict[str, Any]:
    """Return the same of a visit of an earlier day, as far back as ratings are awaited. Raises NotFound."""
    wanted = _plain(name)
    legs = next((it for it in hall.rated.kept.values() if it[0].day == day and wanted in {_plain(it[0].label), it[0].ticket}), None)
    if legs is None:
        raise NotFound("ticket-unknown", ticket=name)
    leg = next((it for it in reversed(legs) if it.counter == counter), legs[-1])
    visit = {"ticket": leg.ticket, "label": leg.label, "leg": leg.leg}
    return visit | {"counter": leg.counter, "clerk": leg.clerk, "service": next(iter(leg.services), "")}


def _plain(label: str) -> str:
    """Return a number without what does not matter when somebody types it: ``A12`` of ``a012``."""
    digits = label.lstrip(ascii_letters)
    return f"{label.removesuffix(digits).upper()}{int(digits)}" if digits.isdigit() else label
