# SPDX-License-Identifier: Apache-2.0
"""Pretend people: the same seed gives the same day, and a fate can be asked for again."""

import asyncio
from pathlib import Path

from hallserver.core.hall import Ticket
from hallserver.demo.hall import sections
from hallserver.demo.people import fate_of
from hallserver.demo.run import peopled
from tests.support import KIOSK, NINE_US, SECOND_US, Play, new_folder, open_service, set_up


def ticket() -> Ticket:
    """Return a waiting ticket."""
    return Play().take(by=KIOSK)


def test_a_fate_is_the_same_each_time_it_is_asked_for() -> None:
    """The steps can be taken up in the middle, after the past was filled in."""
    assert fate_of(ticket(), "s") == fate_of(ticket(), "s")


def test_most_visitors_come_some_do_not_and_some_rate() -> None:
    """Over many seeds all that a hall knows happens."""
    fates = [fate_of(ticket(), str(seed)) for seed in range(400)]
    absent = sum(not fate.comes for fate in fates)
    assert 5 <= absent <= 40
    assert 150 <= sum(fate.stars > 0 for fate in fates) <= 350
    assert min(fate.service_s for fate in fates) > 0


def visitors_of(path: Path, seed: str) -> list[tuple[int, tuple[str, ...], str, str]]:
    """Return who came within an hour: when, with which needs, in which language, to which queue."""

    async def story() -> list[tuple[int, tuple[str, ...], str, str]]:
        service, folder, clock = open_service(new_folder(path))
        await set_up(service, sections())
        await peopled(service, clock, seed).play_until(NINE_US + 3600 * SECOND_US, clock)
        folder.close()
        return [(it.issued_us, it.needs, it.language, it.legs[0].queue) for it in service.hall.tickets.values()]

    return asyncio.run(story())


def test_the_same_seed_gives_the_same_visitors_and_another_others(tmp_path: Path) -> None:
    """What somebody saw in the demo can be shown again."""
    one = visitors_of(tmp_path / "one", "a")

    assert len(one) > 50
    assert visitors_of(tmp_path / "again", "a") == one
    assert visitors_of(tmp_path / "other", "b") != one
