# SPDX-License-Identifier: Apache-2.0
"""What an agent is told of its devices: all when it comes, then each change, never anything else."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from hallserver import wire
from hallserver.cabled import Cabled, devices_of
from hallserver.clock import SimulatedClock
from hallserver.core import commands as c
from hallserver.core.jobs import Shown
from hallserver.core.roles import SERVICE_SETUP
from hallserver.service import Service
from tests.support import KIOSK, LI, SMALL_HALL, names, new_folder, open_service, set_up

BOARD = {"slug": "board-1", "names": names("窗口屏"), "kind": "board", "agent": "agent-1", "driver": "pretend", "counter": "c1"}
TABLET = {"slug": "rater-2", "names": names("平板"), "kind": "rater", "agent": "agent-1", "counter": "c1"}
ROWS: list[dict[str, Any]] = [*SMALL_HALL["devices"], BOARD, TABLET]


class Desk:
    """A hall with a board, and what its agent was told."""

    def __init__(self, service: Service, clock: SimulatedClock) -> None:
        """Connect the agent."""
        self.service, self.cabled, self.clock = service, Cabled(service, clock), clock
        self.said: list[wire.FromServer] = []

    def shows(self) -> list[Shown]:
        """Return what the board was to show, in order."""
        return [it.shown for it in self.said if isinstance(it, wire.Show) and it.device == "board-1"]

    async def configure(self, rows: list[dict[str, Any]]) -> None:
        """Set the devices up anew."""
        await self.service.submit(c.Configure(section="devices", rows=rows), SERVICE_SETUP)
        await asyncio.sleep(0)


def play(path: Path, act: Callable[[Desk], Awaitable[None]]) -> None:
    """Run a story at a hall with a board."""

    async def run() -> None:
        service, folder, clock = open_service(new_folder(path))
        await set_up(service)
        desk = Desk(service, clock)
        await desk.configure(ROWS)
        await act(desk)
        desk.cabled.close()
        await service.settled()
        folder.close()

    asyncio.run(run())


def test_a_tablet_hangs_on_no_cable(tmp_path: Path) -> None:
    """It is a screen like others and has a key of its own."""

    async def act(desk: Desk) -> None:
        assert [spec.device for spec in devices_of(desk.service.hall, "agent-1")] == ["printer-1", "voice-1", "board-1"]
        assert devices_of(desk.service.hall, "agent-2") == ()

    play(tmp_path, act)


def test_a_board_is_told_at_once_and_at_each_change(tmp_path: Path) -> None:
    """And not again where nothing changed for it."""

    async def act(desk: Desk) -> None:
        desk.cabled.attach("agent-1", desk.said.append)
        assert isinstance(desk.said[0], wire.Welcome)
        await desk.service.submit(c.OpenCounter(counter="c1"), LI)
        await desk.service.submit(c.TakeTicket(services=("seniors",)), KIOSK)
        await desk.service.submit(c.CallNext(), LI)
        await asyncio.sleep(0)

        assert [shown.label for shown in desk.shows()][-1] == "A001"
        assert len(desk.shows()) == len(set(desk.shows()))

    play(tmp_path, act)


def test_an_agent_hears_of_a_new_device_without_coming_anew(tmp_path: Path) -> None:
    """Who sets the hall up need not walk to each box."""

    async def act(desk: Desk) -> None:
        desk.cabled.attach("agent-1", desk.said.append)
        await desk.configure([*ROWS, {**BOARD, "slug": "board-2", "counter": "c2"}])

        welcomes = [len(it.devices) for it in desk.said if isinstance(it, wire.Welcome)]
        assert welcomes == [3, 4]

    play(tmp_path, act)


def test_who_has_left_is_told_nothing(tmp_path: Path) -> None:
    """Its line may belong to another by now."""

    async def act(desk: Desk) -> None:
        leave = desk.cabled.attach("agent-1", desk.said.append)
        leave()
        told = len(desk.said)
        await desk.service.submit(c.OpenCounter(counter="c1"), LI)
        await asyncio.sleep(0)
        desk.cabled.beep("board-1", 1)

        assert len(desk.said) == told

    play(tmp_path, act)


def test_the_end_of_an_old_line_leaves_the_new_one_alone(tmp_path: Path) -> None:
    """An agent that came anew before the hall had noticed the break must go on being told."""

    async def act(desk: Desk) -> None:
        leave = desk.cabled.attach("agent-1", lambda _: None)
        desk.cabled.attach("agent-1", desk.said.append)
        leave()
        await desk.service.submit(c.OpenCounter(counter="c1"), LI)
        await asyncio.sleep(0)
        assert desk.shows()[-1].state == "open"

    play(tmp_path, act)


def test_after_a_change_of_the_set_up_every_board_is_told_again_what_it_shows(tmp_path: Path) -> None:
    """The agent opens a board anew that hangs elsewhere now, and knows nothing to show there."""

    async def act(desk: Desk) -> None:
        desk.cabled.attach("agent-1", desk.said.append)
        before = desk.shows()[-1]
        desk.said.clear()
        await desk.configure([*SMALL_HALL["devices"], BOARD | {"address": "COM7@3"}, TABLET])
        assert [type(it) for it in desk.said] == [wire.Welcome, wire.Show]
        assert desk.shows() == [before]

    play(tmp_path, act)


def test_a_rater_stops_asking_when_its_time_is_over_though_nothing_happens(tmp_path: Path) -> None:
    """``eval.window_device``: a lamp that still asks would be pressed by the next one to sit down."""

    async def act(desk: Desk) -> None:
        desk.cabled.attach("agent-1", desk.said.append)
        await desk.service.submit(c.TakeTicket(services=("seniors",)), KIOSK)
        for command in (c.OpenCounter(counter="c1"), c.CallNext(), c.Start(), c.Finish()):
            await desk.service.submit(command, LI)
        await asyncio.sleep(0)
        assert desk.shows()[-1].rate
        desk.clock.move_to(desk.clock.now() + 29_000_000)
        assert desk.shows()[-1].rate
        desk.clock.move_to(desk.clock.now() + 2_000_000)
        assert not desk.shows()[-1].rate

    play(tmp_path, act)
