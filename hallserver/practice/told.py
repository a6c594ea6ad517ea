# SPDX-License-Identifier: Apache-2.0
"""What a learner is told: how far the lessons are, and what the visitor in front does or says just now. Pure."""

from collections.abc import Collection
from typing import Final

from hallserver.core.hall import Hall, Ticket
from hallserver.practice.lessons import LESSONS
from hallserver.practice.visitors import CAME_BACK_S, COPY_S, WALK_S, comes, story_of

_SERVED: Final = {"papers": "papers", "copy": "copy", "other": "other", "cross": "cross"}
"""Story → what the visitor says while served; the others have all their papers with them."""
_US: Final = 1e6

Json = dict[str, object]


def told(hall: Hall, person: str, done: Collection[str], now_us: int) -> Json:
    """Return the lessons with those done, and the sentence of the moment as key and number."""
    key, label = _now(hall, person, now_us)
    return {
        "lessons": [{"name": it.name, "command": it.command, "done": it.name in done} for it in LESSONS],
        "now": {"key": f"practice.now.{key}", "label": label},
    }


def _now(hall: Hall, person: str, now_us: int) -> tuple[str, str]:
    slug = next((it for it, state in hall.counters.items() if state.clerk == person and state.state != "closed"), "")
    if not slug:
        return "choose", ""
    counter = hall.counter(slug)
    if counter.state == "paused":
        return "paused", ""
    ticket = hall.tickets.get(counter.ticket)
    return _free(hall, slug, person, now_us) if ticket is None else (_in_hand(ticket, now_us), ticket.label)


def _in_hand(ticket: Ticket, now_us: int) -> str:
    if ticket.state == "called":
        if not comes(ticket):
            return "deaf" if story_of(ticket) == "deaf" else "nobody-comes"
        since_us = ticket.leg.escorted_us or ticket.leg.last_called_us or 0
        return "walking" if now_us - since_us < WALK_S * _US else "here"
    if story_of(ticket) == "copy" and ticket.leg.held_us:
        return "plain"
    return _SERVED.get(story_of(ticket), "plain")


def _free(hall: Hall, slug: str, person: str, now_us: int) -> tuple[str, str]:
    """Return what is to be done without a ticket in hand: who sits down again, is back from copying, or turns up late; else call."""
    counter, row = hall.counter(slug), hall.catalog.counters[slug]
    if counter.undoable is not None and counter.undoable[0] == "finish":
        finished = hall.tickets.get(counter.undoable[1])
        window_us = hall.rules.number("undo.window") * _US
        if finished is not None and story_of(finished) == "more" and now_us - counter.undoable[3] < window_us:
            return "more", finished.label
    for ticket in hall.tickets.values():
        if ticket.state == "held" and ticket.leg.clerk == person and now_us - (ticket.leg.held_from_us or 0) > COPY_S * _US:
            return "copied", ticket.label
        if ticket.state == "absent" and now_us - (ticket.leg.last_called_us or 0) > CAME_BACK_S * _US:
            return "absent-came", ticket.label
    return ("call", "") if any(hall.line(queue).waiting for queue in (*row.queues, *row.helps)) else ("nobody", "")
