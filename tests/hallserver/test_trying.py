# SPDX-License-Identifier: Apache-2.0
"""A device that somebody tries out does one thing once, and what came of it is known; no ticket and no day is touched."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from hallserver import wire
from hallserver.cabled import Cabled
from hallserver.commissioning import LASTS_S
from hallserver.core import commands as c
from hallserver.core.jobs import Job, JobReport, Shown
from hallserver.core.roles import SERVICE_DOOR, SERVICE_SETUP
from hallserver.keying import TAKEN, Keys
from hallserver.outbox import Outbox
from hallserver.service import Service
from hallserver.trying import BEEPS, SHOWN_S, Trying
from tests.support import DUTY, KIOSK, LI, SMALL_HALL, names, new_folder, open_service, set_up

CABLE = {"agent": "agent-1", "driver": "pretend"}
ROWS: list[dict[str, Any]] = [
    *SMALL_HALL["devices"],
    {"slug": "board-1", "names": names("窗口屏"), "kind": "board", "counter": "c1", **CABLE},
    {"slug": "reader-1", "names": names("扫码器"), "kind": "reader", "kiosk": "kiosk-1", **CABLE},
    {"slug": "rater-9", "names": names("评价器"), "kind": "rater", "counter": "c1", "keys": {"00": "star:5", "04": "star:1"}, **CABLE},
]


class Desk:
    """A hall with devices, and what its agent was given and told."""

    def __init__(self, service: Service, clock: Any) -> None:  # noqa: ANN401 - a simulated clock
        """Connect the agent."""
        self.service, self.clock = service, clock
        self.outbox, self.cabled = Outbox(service, clock), Cabled(service, clock)
        self.keys = Keys(service, clock)
        self.trying = Trying(service, self.outbox, self.cabled, clock, self.keys)
        self._pressed = 0
        self.jobs: list[Job] = []
        self.said: list[wire.FromServer] = []

    def come(self) -> None:
        """Have the agent come."""
        self.cabled.attach("agent-1", self.said.append)
        self.outbox.attach("agent-1", self.jobs.append)
        self.outbox.caught_up("agent-1")

    def shows(self, device: str = "board-1") -> Shown:
        """Return what a device shows."""
        return [it.shown for it in self.said if isinstance(it, wire.Show) and it.device == device][-1]

    async def press(self, raw: str) -> int:
        """Press a key of the rater; return its beeps."""
        self._pressed += 1
        said = wire.Input(device="rater-9", n=self._pressed, run="r1", kind="key", value=raw)
        return await self.keys.take(self.service.hall.catalog.devices["rater-9"], said)

    def beeps(self) -> list[tuple[str, int]]:
        """Return what beeped how often."""
        return [(it.device, it.times) for it in self.said if isinstance(it, wire.Beep)]

    async def try_out(self, device: str) -> None:
        """Try a device out."""
        await self.service.submit(c.TryDevice(device=device), DUTY)
        await asyncio.sleep(0)

    async def report(self, state: Any) -> None:  # noqa: ANN401 - any state of a report
        """Have the agent report on the last job."""
        command = self.outbox.told(JobReport(job=self.jobs[-1].job, device=self.jobs[-1].device, state=state))
        assert command is not None
        await self.service.submit(command, SERVICE_DOOR)


def play(path: Path, act: Callable[[Desk], Awaitable[None]]) -> None:
    """Run a story."""

    async def run() -> None:
        service, folder, clock = open_service(new_folder(path))
        await set_up(service)
        await service.submit(c.Configure(section="devices", rows=ROWS), SERVICE_SETUP)
        desk = Desk(service, clock)
        await act(desk)
        for part in (desk.trying, desk.cabled, desk.outbox):
            part.close()
        await service.settled()
        folder.close()

    asyncio.run(run())


def test_a_test_slip_is_printed_once_and_its_end_is_known(tmp_path: Path) -> None:
    """It is neither a ticket's slip nor that of the closed day."""

    async def act(desk: Desk) -> None:
        desk.come()
        await desk.try_out("printer-1")
        assert [job.device for job in desk.jobs] == ["printer-1"]
        assert desk.service.hall.tried == {"printer-1": "asked"}
        await desk.report("sent")
        await desk.report("done")
        assert desk.service.hall.tried == {"printer-1": "done"}
        assert (desk.service.hall.day_slip, desk.service.hall.slips) == ("", {})

    play(tmp_path, act)


def test_a_test_sentence_that_was_not_heard_is_known_too(tmp_path: Path) -> None:
    """The agent may not even be there."""

    async def act(desk: Desk) -> None:
        desk.come()
        await desk.try_out("voice-1")
        await desk.report("screen-only")
        assert desk.service.hall.tried == {"voice-1": "screen-only"}
        assert desk.service.hall.announcements == {}

    play(tmp_path, act)


def test_a_board_shows_its_test_and_then_what_is_true(tmp_path: Path) -> None:
    """After some seconds, with nobody doing anything; it beeps as well."""

    async def act(desk: Desk) -> None:
        desk.come()
        true = desk.shows()
        await desk.try_out("board-1")
        assert desk.shows().test
        assert desk.beeps() == [("board-1", BEEPS)]
        await desk.service.submit(c.TakeTicket(services=("seniors",)), KIOSK)
        desk.clock.move_to(desk.clock.now() + int((SHOWN_S + 1) * 1e6))
        await asyncio.sleep(0)
        assert not desk.shows().test
        assert desk.shows().label == true.label

    play(tmp_path, act)


def test_a_call_ends_the_test_of_a_board_at_once(tmp_path: Path) -> None:
    """The visitor looks for their number now; the end of the test then changes nothing."""

    async def act(desk: Desk) -> None:
        desk.come()
        await desk.service.submit(c.OpenCounter(counter="c1"), LI)
        await desk.service.submit(c.TakeTicket(services=("seniors",)), KIOSK)
        await asyncio.sleep(0)
        await desk.try_out("board-1")
        assert desk.shows().test
        await desk.service.submit(c.CallNext(), LI)
        await asyncio.sleep(0)
        assert desk.shows().label == "A001"
        told = len(desk.said)
        desk.clock.move_to(desk.clock.now() + int((SHOWN_S + 1) * 1e6))
        await asyncio.sleep(0)
        assert len(desk.said) == told

    play(tmp_path, act)


def test_a_reader_only_beeps_and_a_device_without_its_agent_does_nothing(tmp_path: Path) -> None:
    """Nothing is kept for later: whoever asked has gone away by then."""

    async def act(desk: Desk) -> None:
        await desk.try_out("board-1")
        desk.come()
        assert not desk.shows().test
        await desk.try_out("reader-1")
        assert desk.beeps() == [("reader-1", BEEPS)]

    play(tmp_path, act)


async def _finished_with_one(desk: Desk) -> None:
    """Have counter 1 serve a visitor, who may rate."""
    await desk.service.submit(c.OpenCounter(counter="c1"), LI)
    ticket = str((await desk.service.submit(c.TakeTicket(services=("seniors",)), KIOSK)).result["ticket"])
    await desk.service.submit(c.CallNext(), LI)
    for command in (c.Start(ticket=ticket), c.Finish(ticket=ticket)):
        await desk.service.submit(command, LI)


def test_a_rater_asks_until_both_keys_were_pressed_however_busy_the_hall_is(tmp_path: Path) -> None:
    """It locks its keys with each press, and whoever began the trial at a screen has to walk to the counter."""

    async def act(desk: Desk) -> None:
        desk.come()
        await desk.try_out("rater-9")
        await desk.service.submit(c.TakeTicket(services=("seniors",)), KIOSK)
        desk.clock.move_to(desk.clock.now() + 20_000_000)
        await asyncio.sleep(0)
        assert desk.shows("rater-9").test
        assert await desk.press("00") == TAKEN
        desk.clock.move_to(desk.clock.now() + 20_000_000)
        await asyncio.sleep(0)
        assert desk.shows("rater-9").test
        assert await desk.press("04") == TAKEN
        await asyncio.sleep(0)
        assert not desk.shows("rater-9").test
        assert desk.service.hall.commissioned == {"rater-9"}

    play(tmp_path, act)


def test_a_rater_at_which_nobody_presses_asks_for_the_trial_alone(tmp_path: Path) -> None:
    """A minute later it does not ask any more, with nobody doing anything."""

    async def act(desk: Desk) -> None:
        desk.come()
        await desk.try_out("rater-9")
        desk.clock.move_to(desk.clock.now() + int((LASTS_S + 2) * 1e6))
        await asyncio.sleep(0)
        assert not desk.shows("rater-9").test

    play(tmp_path, act)


def test_a_trial_that_is_begun_anew_lasts_its_own_minute(tmp_path: Path) -> None:
    """The end of the first is not the end of the second."""

    async def act(desk: Desk) -> None:
        desk.come()
        await desk.try_out("rater-9")
        desk.clock.move_to(desk.clock.now() + 40_000_000)
        await desk.try_out("rater-9")
        desk.clock.move_to(desk.clock.now() + 30_000_000)
        await asyncio.sleep(0)
        assert desk.shows("rater-9").test

    play(tmp_path, act)


def test_no_press_at_a_test_is_a_rating(tmp_path: Path) -> None:
    """The test button makes the rater ask while the last visitor may still rate: what whoever tests presses is not theirs."""

    async def act(desk: Desk) -> None:
        desk.come()
        await desk.service.submit(c.ReportDevice(device="rater-9", state="commissioned"), SERVICE_DOOR)
        await _finished_with_one(desk)
        await desk.try_out("rater-9")
        assert await desk.press("00") == TAKEN
        rated = [ticket for ticket in desk.service.hall.tickets.values() if any(leg.ratings for leg in ticket.legs)]
        assert rated == []

    play(tmp_path, act)
