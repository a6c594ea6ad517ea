# SPDX-License-Identifier: Apache-2.0
"""One rating a stage: two channels at the same moment, through the real service and its store; and the server started anew between them."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hallserver.answers import Answer
from hallserver.clock import SimulatedClock
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import Conflict
from hallserver.core.roles import Actor, visitor
from hallserver.core.rules import decide
from hallserver.service import Decide, Service
from hallserver.store.folder import Folder
from tests.faults.test_guessing import unbounded
from tests.support import DUTY, GUIDE, KIOSK, LI, NINE_US, RATER, SECOND_US, new_folder, open_service, set_up

ROUNDS = 12
PHONE_US = 24 * 3600 * SECOND_US


@contextmanager
def serving(path: Path, now_us: int, decide: Decide = decide) -> Iterator[tuple[Service, Folder]]:
    """Open a data folder as a server does, at this time, and close it after."""
    service, folder, _ = open_service(path, decide=decide, clock=SimulatedClock(now_us))
    try:
        yield service, folder
    finally:
        folder.close()


async def opened(service: Service) -> None:
    """Set the hall up and open counter 1."""
    await set_up(service)
    await service.submit(c.OpenCounter(counter="c1"), LI)


async def served(service: Service) -> str:
    """Serve one visitor at counter 1; return the ticket."""
    taken = await service.submit(c.TakeTicket(services=("aid",)), KIOSK)
    for command in (c.CallNext(), c.Start(), c.Finish()):
        await service.submit(command, LI)
    return f"{service.hall.epoch}.{taken.seq}"


def ratings(folder: Folder) -> list[tuple[str, str, int]]:
    """Return ticket, stage and count of each rating that the journal holds."""
    found = (entry.event for entry in folder.journal.after(0, 0))
    return [(it.ticket, it.stage, it.nth) for it in found if isinstance(it, e.RatingGiven)]


async def both_at_once(service: Service, ticket: str, nth: int) -> list[Answer | BaseException]:
    """Rate by the counter's rater and by the visitor's phone at once, either first; every other time both wait behind a third."""
    asked: list[tuple[c.Command, Actor]] = [(c.Rate(stars=1, ticket=ticket, leg=1), RATER), (c.Rate(stars=5, leg=1), visitor(ticket))]
    if nth % 2:
        asked.reverse()
    if nth % 4 > 1:
        asked.insert(0, (c.CountEnquiry(topic="papers"), GUIDE))
    said = await asyncio.gather(*(service.submit(command, by) for command, by in asked), return_exceptions=True)
    return said[-2:]


def raced(path: Path, decide: Decide = decide) -> None:
    """Have both channels rate each of some legs at once; raise unless one was taken and one refused, each time."""

    async def story() -> None:
        with serving(new_folder(path), NINE_US, decide) as (service, folder):
            await opened(service)
            tickets: list[str] = []
            for nth in range(ROUNDS):
                tickets.append(await served(service))
                said = await both_at_once(service, tickets[-1], nth)
                refused = [it.key for it in said if isinstance(it, Conflict)]
                assert refused in (["already-rated"], ["nothing-to-rate"])  # the rater is blank once its leg was rated
            assert ratings(folder) == [(ticket, "accepted", 1) for ticket in tickets]

    asyncio.run(story())


def test_two_channels_at_once_give_one_rating(tmp_path: Path) -> None:
    """The rater's key and the phone's tap, in one group or one behind the other: whoever comes second is told so."""
    raced(tmp_path / "hall")


def test_a_hall_without_the_bound_takes_both(tmp_path: Path) -> None:
    """The control."""
    with pytest.raises(AssertionError):
        raced(tmp_path / "hall", unbounded)


def test_a_server_that_was_started_anew_knows_what_was_rated(tmp_path: Path) -> None:
    """On the day and on the next, the addition too: the other channel is refused after each start."""
    path = new_folder(tmp_path / "hall")

    async def first() -> str:
        with serving(path, NINE_US) as (service, _):
            await opened(service)
            mine = await served(service)
            await service.submit(c.Rate(stars=2), RATER)
            return mine

    async def then(now_us: int, *asked: tuple[c.Command, Actor, str]) -> None:
        with serving(path, now_us) as (service, _):
            for command, by, refusal in asked:
                if refusal:
                    with pytest.raises(Conflict, match=refusal):
                        await service.submit(command, by)
                else:
                    await service.submit(command, by)

    ticket = asyncio.run(first())
    holder = visitor(ticket)
    again, more = c.Rate(stars=5), c.Rate(stars=1, follow_up=True)
    at_counter = c.Rate(stars=5, ticket=ticket, leg=1)
    asyncio.run(then(NINE_US + SECOND_US, (again, holder, "already-rated"), (at_counter, RATER, "already-rated"), (c.CloseDay(), DUTY, "")))
    asyncio.run(then(NINE_US + PHONE_US, (c.OpenDay(), DUTY, ""), (again, holder, "already-rated"), (more, holder, "")))
    asyncio.run(then(NINE_US + PHONE_US + SECOND_US, (more, holder, "already-rated"), (again, holder, "already-rated")))
    with serving(path, NINE_US + 2 * PHONE_US) as (_, folder):
        assert ratings(folder) == [(ticket, "accepted", 1), (ticket, "accepted", 2)]
