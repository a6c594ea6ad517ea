# SPDX-License-Identifier: Apache-2.0
"""What a learner is told: how far the lessons are, and what the visitor in front does or says just now. Pure."""

from collections.abc import Collection
from typing import Final

from hallserver.core.hall import Hall, Ticket
from hallserver.practice.lessons import LESSONS, Lesson
from hallserver.practice.visitors import CAME_BACK_S, COPY_S, WALK_S, comes, story_of

_SERVED: Final = {"papers": "papers", "copy": "copy", "other": "other", "cross": "cross"}
"""Story → what the visitor says while served; the others have all their papers with them."""
_US: Final = 1e6

Json = dict[str, object]


def told(hall: Hall, person: str, done: Collection[str], now_us: int) -> Json:
    """Return the lessons with those done, and the sentence of the moment as key and number."""
    key, label = _now(hall, person, done, now_us)
    return {
        "lessons": [{"name": it.name, "command": it.command, "done": it.name in done} for it in lessons_of(hall)],
        "now": {"key": f"practice.now.{key}", "label": label},
    }


def lessons_of(hall: Hall) -> list[Lesson]:
    """Return what can be learnt in this hall: where there is one queue and one counter, nobody can be sent on."""
    return [it for it in LESSONS if it.name != "transfer" or _can_transfer(hall)]


def _can_transfer(hall: Hall) -> bool:
    return any(len([row for row in rows.values() if not row.retired]) > 1 for rows in (hall.catalog.queues, hall.catalog.counters))


def _now(hall: Hall, person: str, done: Collection[str], now_us: int) -> tuple[str, str]:
    slug = next((it for it, state in hall.counters.items() if state.clerk == person and state.state != "closed"), "")
    if not slug:
        return "choose", ""
    counter = hall.counter(slug)
    if counter.state == "paused":
        return "paused", ""
    ticket = hall.tickets.get(counter.ticket)
    if ticket is not None:
        moment = _in_hand(ticket, done, now_us)
        return "plain" if moment == "other" and not _can_transfer(hall) else moment, ticket.label
    early = _too_early(hall, slug, done, now_us)
    if early:
        return "more", hall.tickets[early].label
    return _came_late(hall, person, now_us) or (_next(hall, slug), "")


def _in_hand(ticket: Ticket, done: Collection[str], now_us: int) -> str:
    if ticket.state == "called":
        if not comes(ticket):
            return "deaf" if story_of(ticket) == "deaf" else "nobody-comes"
        since_us = ticket.leg.escorted_us or ticket.leg.last_called_us or 0
        return "walking" if now_us - since_us < WALK_S * _US else "here"
    over = (story_of(ticket) == "copy" and ticket.leg.held_us) or (story_of(ticket) == "cross" and "help" in done)
    return "plain" if over else _SERVED.get(story_of(ticket), "plain")


def _too_early(hall: Hall, slug: str, done: Collection[str], now_us: int) -> str:
    """Return the ticket of whoever was finished too early just now and sits down again; empty for none. It happens to a learner once."""
    act = hall.counter(slug).undoable
    if act is None or act[0] != "finish" or "undo" in done or now_us - act[3] >= hall.rules.number("undo.window") * _US:
        return ""
    return act[1] if story_of(hall.tickets[act[1]]) == "more" else ""


def _came_late(hall: Hall, person: str, now_us: int) -> tuple[str, str] | None:
    """Return who is back from copying, or turns up after having been marked absent."""
    for ticket in hall.tickets.values():
        if ticket.state == "held" and ticket.leg.clerk == person and now_us - (ticket.leg.held_from_us or 0) > COPY_S * _US:
            return "copied", ticket.label
        if ticket.state == "absent" and now_us - (ticket.leg.last_called_us or 0) > CAME_BACK_S * _US:
            return "absent-came", ticket.label
    return None


def _next(hall: Hall, slug: str) -> str:
    row = hall.catalog.counters[slug]
    return "call" if any(hall.line(queue).waiting for queue in (*row.queues, *row.helps)) else "nobody"
