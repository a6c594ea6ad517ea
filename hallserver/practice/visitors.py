# SPDX-License-Identifier: Apache-2.0
"""The pretend visitors of a practice hall: they come at a gentle pace, each with a story that a clerk must learn to handle.

A story depends on the ticket alone, so that what the learner is told and what the visitor does can never disagree.
"""

from collections.abc import Sequence
from random import Random
from typing import Final, Literal

from hallserver.core import commands as c
from hallserver.core.hall import Hall, Ticket
from hallserver.core.roles import Actor, visitor
from hallserver.core.row import Need
from hallserver.demo.stage import Stage, Step

Story = Literal["plain", "absent", "papers", "copy", "other", "deaf", "cross", "more"]
STORIES: Final[tuple[Story, ...]] = ("plain", "absent", "papers", "copy", "other", "cross", "more", "plain")
"""By number: whoever draws 1, 9, 17 … of a letter has all papers, 2, 10, 18 … does not come when called, and so on."""
WALK_S: Final = 4.0
COPY_S: Final = 25.0
CAME_BACK_S: Final = 30.0
"""How long a called visitor walks, how long a copy takes, and when one who was absent turns up."""
_GAP_S: Final = 25.0
_FIRST_GAP_S: Final = 1.0
_MOST_WAITING: Final = 3
_FETCHED_S: Final = 6.0
_ELSEWHERE_S: Final = 60.0
_DEAF_EVERY: Final = 6
KIOSK = Actor(kind="device", name="kiosk-1", roles=frozenset({"kiosk"}))
GUIDE = Actor(kind="person", name="guide", roles=frozenset({"guide"}))
DUTY = Actor(kind="person", name="duty", roles=frozenset({"duty-manager"}))


def story_of(ticket: Ticket) -> Story:
    """Return the story of this ticket's visitor; after the first leg there is no surprise left."""
    if "hearing" in ticket.needs:
        return "deaf"
    return STORIES[(ticket.number - 1) % len(STORIES)] if len(ticket.legs) == 1 and not ticket.misses else "plain"


def comes(ticket: Ticket) -> bool:
    """Tell whether the visitor of a called ticket gets up by themselves, or has been fetched."""
    story = story_of(ticket)
    return story != "absent" and (story != "deaf" or ticket.leg.escorted_us is not None)


def visitors(services: Sequence[str], chance: Random) -> Step:
    """Return the step that lets somebody come while few wait for a counter that is open, and puts off the next look."""
    count = 0

    async def arrive(stage: Stage) -> None:
        nonlocal count
        wanted = [slug for slug in services if _is_served(stage.hall, slug)]
        waiting = sum(stage.hall.line(slug).waiting for slug in stage.hall.lines if _is_open(stage.hall, slug))
        if wanted and waiting < _MOST_WAITING:
            count += 1
            needs: tuple[Need, ...] = ("hearing",) if count % _DEAF_EVERY == 0 else ()
            service = chance.choice(wanted)
            at_desk = needs or not stage.hall.catalog.services[service].on_kiosk
            await stage.ask(c.TakeTicket(services=(service,), needs=needs), GUIDE if at_desk else KIOSK)
        stage.after(_GAP_S if waiting else _FIRST_GAP_S, arrive)

    return arrive


def _is_served(hall: Hall, service: str) -> bool:
    return _is_open(hall, hall.catalog.services[service].queue)


def _is_open(hall: Hall, queue: str) -> bool:
    rows = (row for slug, row in hall.catalog.counters.items() if hall.counter(slug).state != "closed")
    return any(queue in row.queues for row in rows)


async def colleagues(stage: Stage) -> None:
    """Do what colleagues do: fetch who cannot hear, come when asked for help, take over who was sent to a queue that is nobody's here."""
    for ticket in tuple(stage.hall.tickets.values()):
        if ticket.state == "called" and story_of(ticket) == "deaf" and _is_noticed(stage, ticket):
            await stage.ask(c.Escort(ticket=ticket.id), GUIDE)
        elif ticket.state == "waiting" and len(ticket.legs) > 1 and _is_long_elsewhere(stage, ticket):
            await stage.ask(c.Cancel(ticket=ticket.id), visitor(ticket.id))
    for counter, asked in tuple(stage.hall.help.items()):
        if stage.now_us() - asked.at_us > _FETCHED_S * 1e6:
            await stage.ask(c.AnswerHelp(counter=counter), DUTY)
    stage.after(1.0, colleagues)


def _is_noticed(stage: Stage, ticket: Ticket) -> bool:
    """Tell whether somebody has noticed that a deaf visitor did not hear: a second call, or help was asked for; and has got there."""
    leg = ticket.leg
    asked = leg.calls > 1 or leg.counter in stage.hall.help
    return asked and leg.escorted_us is None and stage.now_us() - (leg.last_called_us or 0) > _FETCHED_S * 1e6


def _is_long_elsewhere(stage: Stage, ticket: Ticket) -> bool:
    return not _is_open(stage.hall, ticket.leg.queue) and stage.now_us() - ticket.leg.opened_us > _ELSEWHERE_S * 1e6
