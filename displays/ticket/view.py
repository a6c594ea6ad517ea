# SPDX-License-Identifier: Apache-2.0
"""What a visitor's phone shows of the own ticket: state, place and range, where it is called, what may be rated."""

from displays.parts import head, place
from displays.ticket.around import about_hall, goes_to
from displays.ticket.rating import past_part, rating_part
from hallserver.core import waiting
from hallserver.core.hall import LIVE, Hall, Ticket
from hallserver.core.rules_ticket import may_bring_back
from hallserver.core.rules_yield import may_yield

CANCELLABLE = frozenset({"waiting", "called", "held", "absent"})
"""States in which a visitor may give the number back."""
_TO_BE_CALLED = frozenset({"waiting", "absent"})


def view(hall: Hall, of: str, now_us: int) -> dict[str, object]:  # noqa: ARG001 - the page counts the time itself
    """Return the ticket's page; ``of`` is the ticket id. ``ticket`` is null once the day is over; ``past`` is what may still be rated."""
    found = hall.tickets.get(of)
    if found is None:
        return {"hall": page_head(hall), "ticket": None} | past_part(hall, of)
    return {"hall": page_head(hall), "ticket": _ticket(hall, found)}


def page_head(hall: Hall) -> dict[str, object]:
    """Return what the page says of the hall: what every screen does, and what helps somebody who is on the way there."""
    return head(hall) | about_hall(hall)


def _ticket(hall: Hall, ticket: Ticket) -> dict[str, object]:
    return before_place(hall, ticket) | place_in_line(hall, ticket) | after_place(hall, ticket)


def before_place(hall: Hall, ticket: Ticket) -> dict[str, object]:
    """Return what the page says ahead of the place in line: which number, for what, in which state."""
    leg = ticket.leg
    queue = hall.catalog.queues.get(leg.queue)
    return {
        "id": ticket.id,
        "label": ticket.label,
        "state": ticket.state,
        "language": ticket.language,
        "issued_us": ticket.issued_us,
        "queue": queue.names if queue is not None else {},
        "services": _services(hall, leg.services),
        "more": len(ticket.plan),
    }


def place_in_line(hall: Hall, ticket: Ticket) -> dict[str, object]:
    """Return how many are ahead, how long it will take, how many wait behind (as far as one may let first), how many passed.

    ``passed_called`` of them on the hall's word, not by a right of their own. Nothing of a ticket that does not wait.
    """
    if ticket.state != "waiting":
        return {"ahead": None, "range_s": None, "behind": 0, "passed": 0, "passed_called": 0}
    ahead = waiting.ahead_of(hall, ticket)
    behind = min(hall.line(ticket.leg.queue).waiting - ahead - 1, most_behind(hall))
    return {
        "ahead": ahead,
        "range_s": waiting.forecast(hall, ticket.leg.queue, ahead),
        "behind": behind,
        "passed": ticket.leg.passed_by,
        "passed_called": ticket.leg.passed_by_called,
    }


def most_behind(hall: Hall) -> int:
    """Return from how many on it does not matter how many wait behind: no more may be let first at once."""
    return hall.rules.whole("yield.most_places")


def after_place(hall: Hall, ticket: Ticket) -> dict[str, object]:
    """Return what the page says behind the place in line: where it is called, what may be done, what may be rated."""
    leg = ticket.leg
    return {
        "counter": _counter(hall, ticket),
        "goes_to": goes_to(hall, ticket),
        "steps": _steps(hall, ticket),
        "call": leg.calls,
        "called_us": leg.last_called_us if ticket.state == "called" else None,
        "back": _back(hall, ticket),
        "unchecked": _unchecked(hall, ticket),
        "may_say_on_way": ticket.state == "called" and not leg.on_way_s and hall.rules.number("call.on_my_way") > 0,
        "on_way": ticket.state == "called" and leg.on_way_s > 0,
        "may_cancel": ticket.state in CANCELLABLE,
        "may_yield": may_yield(hall, ticket),
        "may_be_back": ticket.state == "absent" and ticket.misses < hall.rules.whole("miss.tail_from") and may_bring_back(hall),
        **rating_part(hall, ticket.id),
    }


def _services(hall: Hall, services: tuple[str, ...]) -> list[dict[str, str]]:
    return [hall.catalog.services[slug].names for slug in services if slug in hall.catalog.services]


def _steps(hall: Hall, ticket: Ticket) -> list[dict[str, object]]:
    """Return what is done on this number, what is in hand and what is to come, or was not done; nothing where it is one errand."""
    done = [leg for leg in ticket.legs if leg.finished_us is not None]
    now = [leg for leg in ticket.legs[-1:] if leg.finished_us is None]
    rest = ("now", "later") if ticket.state in LIVE else ("not", "not")
    legs = [("done", leg) for leg in done] + [(rest[0], leg) for leg in now] + [(rest[1], plan) for plan in ticket.plan]
    return [{"is": state, "services": _services(hall, leg.services)} for state, leg in legs] if len(legs) > 1 else []


def _counter(hall: Hall, ticket: Ticket) -> dict[str, object] | None:
    row = hall.catalog.counters.get(ticket.leg.counter) if ticket.state in {"called", "serving"} else None
    return place(row) if row is not None else None


def _unchecked(hall: Hall, ticket: Ticket) -> dict[str, str] | None:
    """Return the names of the priority that the visitor named and nobody has checked (待核验); None: none, or of no use now."""
    group = hall.rules.groups.get(ticket.declared) if ticket.declared and ticket.state in _TO_BE_CALLED else None
    return group.names if group is not None else None


def _back(hall: Hall, ticket: Ticket) -> dict[str, object] | None:
    """Return where a finished visitor was asked to come back to, and when; None: nowhere."""
    if ticket.state != "finished":
        return None
    asked = next((back for back in hall.backs if back.ticket == ticket.id), None)
    row = hall.catalog.counters.get(asked.counter) if asked is not None else None
    if asked is None or row is None:
        return None
    return {"counter": place(row), "at_us": asked.at_us, "nth": asked.nth}
