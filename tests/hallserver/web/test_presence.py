# SPDX-License-Identifier: Apache-2.0
"""Which devices are there."""

import asyncio
from pathlib import Path

from hallserver.clock import SimulatedClock
from hallserver.core.events import DeviceReported
from hallserver.web.background import Background
from hallserver.web.presence import TWIN_EVERY_S, Presence
from tests.support import new_folder, open_service, set_up


def play(tmp_path: Path, steps: str) -> list[str]:
    """Play steps for one device: `+` a link, `-` one less, `.` six seconds; return what was reported."""
    said: list[str] = []

    async def story() -> None:
        service, folder, clock = open_service(new_folder(tmp_path))
        await set_up(service)
        service.bus.listen(lambda entries: said.extend(it.event.state for it in entries if isinstance(it.event, DeviceReported)))
        background = Background()
        presence = Presence(service, clock, 10.0, background)
        presence.expect(["hall-1"])
        for step in steps:
            await one(presence, clock, step)
            await background.finished()
        presence.close()
        folder.close()

    async def one(presence: Presence, clock: SimulatedClock, step: str) -> None:
        if step == "+":
            presence.came("hall-1")
        elif step == "-":
            presence.went("hall-1")
        else:
            clock.move_to(clock.now() + 6_000_000)

    asyncio.run(story())
    return said


def test_a_short_break_is_nothing(tmp_path: Path) -> None:
    """A screen that reloads is not lost."""
    assert play(tmp_path, "+-.+...") == []


def test_a_long_one_is_lost_once_and_back_once(tmp_path: Path) -> None:
    """However long it lasts."""
    assert play(tmp_path, "+-....+..") == ["lost", "back"]


def test_a_key_in_two_places_is_told_once_a_minute(tmp_path: Path) -> None:
    """A second address while the first is there; not the same one, and not after the first has gone."""
    said: list[str] = []

    async def story() -> None:
        service, folder, clock = open_service(new_folder(tmp_path))
        await set_up(service)
        service.bus.listen(lambda entries: said.extend(it.event.state for it in entries if isinstance(it.event, DeviceReported)))
        background = Background()
        presence = Presence(service, clock, 10.0, background)
        presence.came("hall-1", "10.0.0.1")
        assert not presence.is_twin("hall-1", "10.0.0.1")
        assert not presence.is_twin("kiosk-1", "10.0.0.2")
        for later_s in (0, 1, int(TWIN_EVERY_S)):
            clock.move_to(clock.now() + later_s * 1_000_000)
            assert presence.is_twin("hall-1", "10.0.0.2")
        presence.went("hall-1", "10.0.0.1")
        assert not presence.is_twin("hall-1", "10.0.0.2")
        await background.finished()
        presence.close()
        folder.close()

    asyncio.run(story())
    assert said == ["twin", "twin"]


def test_one_link_of_two_is_enough(tmp_path: Path) -> None:
    """Two browsers with one key are one device."""
    assert play(tmp_path, "++-...") == []


def test_a_device_that_never_comes_is_lost(tmp_path: Path) -> None:
    """After a restart the manager must see who stayed away."""
    assert play(tmp_path, "...") == ["lost"]
