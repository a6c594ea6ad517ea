# SPDX-License-Identifier: Apache-2.0
"""The business day changes at four in the morning of the hall's own time, and only over an empty hall."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from hallserver.clock import SimulatedClock
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import StorageDown
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_CLOCK, Actor
from hallserver.core.rules import decide
from hallserver.daywatch import EVERY_S, DayWatch, must_change, must_open
from hallserver.service import Service
from hallserver.store.database import DiskFull
from tests.support import DUTY, KIOSK, NINE_US, Play, new_folder, open_service, set_up

HOUR_US = 3_600_000_000
Story = Callable[[Service, SimulatedClock, DayWatch], Coroutine[Any, Any, None]]


def play(path: Path, story: Story) -> None:
    """Play a story in a small hall that is watched."""

    async def open_and_play() -> None:
        service, folder, clock = open_service(new_folder(path))
        try:
            await set_up(service)
            watch = DayWatch(service, clock)
            await story(service, clock, watch)
            watch.stop()
        finally:
            folder.close()

    asyncio.run(open_and_play())


@pytest.mark.parametrize(
    ("hours", "change"),
    [(0, False), (14.99, False), (15, False), (15.01, False), (16, False), (18.99, False), (19, True), (23, True), (43, True)],
    ids=["nine", "before midnight", "midnight", "after midnight", "UTC's late afternoon", "before four", "four", "eight", "a day later"],
)
def test_the_day_changes_from_four_in_the_morning_on(hours: float, change: bool) -> None:  # noqa: FBT001 -- a row of the table
    """At midnight a night shift is still at work, and UTC's midnight is eight in the morning here."""
    assert must_change(Play().hall, NINE_US + int(hours * HOUR_US)) is change


def test_midnight_in_utc_changes_nothing_of_a_day_that_began_that_morning() -> None:
    """A hall that opened at seven is not reset at eight."""
    play = Play()
    play.ask(c.CloseDay(), DUTY)
    play.later(22 * 3600).ask(c.OpenDay(), DUTY)
    assert play.hall.day == "2026-11-24"

    assert not must_change(play.hall, NINE_US + 23 * HOUR_US)


@pytest.mark.parametrize("state", ["waiting", "held"])
def test_the_day_does_not_change_over_a_visitor(state: str) -> None:
    """Nobody's number is taken away in the night."""
    play = Play().open()
    play.take()
    if state == "held":
        play.call()
        play.ask(c.Hold(reason="copy", counter="c1"), DUTY)
    four_us = NINE_US + 19 * HOUR_US
    assert not must_change(play.hall, four_us)
    play.ask(c.Cancel(ticket=next(iter(play.hall.tickets))), DUTY)

    assert must_change(play.hall, four_us)


def test_a_closed_hall_stays_closed() -> None:
    """Whether a hall opens today is for people to say."""
    play = Play()
    play.ask(c.CloseDay(), DUTY)

    assert not must_change(play.hall, NINE_US + 19 * HOUR_US)
    assert not must_change(Hall(), NINE_US)


def test_the_watch_changes_the_day_and_numbers_start_anew(tmp_path: Path) -> None:
    """The next morning's first visitor is A001."""

    async def story(service: Service, clock: SimulatedClock, watch: DayWatch) -> None:
        taken = await service.submit(c.TakeTicket(services=("seniors",)), KIOSK)
        await service.submit(c.Cancel(ticket=str(taken.result["ticket"])), DUTY)
        clock.move_to(NINE_US + 18 * HOUR_US)
        await watch.look()
        assert service.hall.day == "2026-11-23"
        clock.move_to(NINE_US + 19 * HOUR_US)
        await watch.look()
        assert (service.hall.day, service.hall.open) == ("2026-11-24", True)
        again = await service.submit(c.TakeTicket(services=("seniors",)), KIOSK)
        assert (taken.result["number"], again.result["number"]) == ("A001", "A001")

    play(tmp_path, story)


def test_the_watch_looks_at_once_and_again_and_again_until_it_is_stopped(tmp_path: Path) -> None:
    """A server that starts at five has a day to change."""

    async def calm(service: Service) -> None:
        for _ in range(20):
            await asyncio.sleep(0)
            await service.settled()

    async def story(service: Service, clock: SimulatedClock, watch: DayWatch) -> None:
        clock.move_to(NINE_US + 20 * HOUR_US)
        watch.start()
        await calm(service)
        assert service.hall.day == "2026-11-24"
        clock.move_to(clock.now() + 24 * HOUR_US)
        await calm(service)
        assert service.hall.day == "2026-11-25"
        watch.stop()
        clock.move_to(clock.now() + 24 * HOUR_US + int(EVERY_S * 1e6))
        await calm(service)
        assert service.hall.day == "2026-11-25"

    play(tmp_path, story)


def test_a_refusal_is_logged_and_tried_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A full disk at four o'clock must not end the watch."""

    async def story(service: Service, clock: SimulatedClock, watch: DayWatch) -> None:
        clock.move_to(NINE_US + 19 * HOUR_US)
        database = service._folder.database
        write_then = database.write_then
        database.write_then = lambda job, done: write_then(_full, done)  # type: ignore[method-assign] # noqa: ARG005 -- its job fails
        with caplog.at_level(logging.WARNING):
            await watch.look()
        assert "the clock's work has to wait" in caplog.text
        assert service.hall.day == "2026-11-23"
        database.write_then = write_then  # type: ignore[method-assign]
        await watch.look()
        assert service.hall.day == "2026-11-24"

    play(tmp_path, story)


def _full(_: object) -> None:
    """Say what a full disk says."""
    raise DiskFull


def test_a_day_that_the_clock_closed_is_opened_at_the_next_look_when_the_disk_was_full_in_between(tmp_path: Path) -> None:
    """A hall that closed itself at four must not stay closed at eight."""

    async def story(service: Service, clock: SimulatedClock, watch: DayWatch) -> None:
        refused = 0

        def refuse_once(hall: Hall, command: c.Command, by: Actor, now_us: int) -> list[e.Event]:
            nonlocal refused
            if isinstance(command, c.OpenDay) and not refused:
                refused = 1
                raise StorageDown("disk-full")
            return decide(hall, command, by, now_us)

        service._decide = refuse_once
        clock.move_to(NINE_US + 20 * HOUR_US)
        await watch.look()
        assert not service.hall.open
        await watch.look()
        assert (service.hall.open, service.hall.day) == (True, "2026-11-24")

    play(tmp_path / "hall", story)


@pytest.mark.parametrize(("drift_h", "changes"), [(1, True), (-1, True), (3, False), (-24, False), (24 * 365 * 72, False)])
def test_with_the_clock_in_doubt_by_hours_the_day_changes_only_by_hand(tmp_path: Path, drift_h: int, changes: bool) -> None:  # noqa: FBT001
    """What looks like four in the morning may be noon, with clerks between two visitors."""

    class Doubted(SimulatedClock):
        def drift_us(self) -> int:
            return drift_h * HOUR_US

    async def story(service: Service, clock: SimulatedClock, _: DayWatch) -> None:
        doubted = Doubted(clock.now())
        doubted.move_to(NINE_US + 19 * HOUR_US)
        service._clock = doubted
        await DayWatch(service, doubted).look()
        assert (service.hall.day == "2026-11-24") is changes
        assert service.hall.open
        assert service.hall.clock_step_s in (0.0, drift_h * 3600)

    play(tmp_path / "hall", story)


def test_a_day_that_the_clock_closed_is_opened_by_the_next_server_and_one_closed_by_hand_is_not(tmp_path: Path) -> None:
    """The power failed at four, between the two; whether a hall that people closed opens today is for people to say."""

    async def story(service: Service, clock: SimulatedClock, watch: DayWatch) -> None:
        clock.move_to(NINE_US + 20 * HOUR_US)
        await service.submit(c.CloseDay(), SERVICE_CLOCK)
        again = service._folder.journal.load()
        assert must_open(again)
        await DayWatch(service, clock).look()
        assert (service.hall.open, service.hall.day) == (True, "2026-11-24")
        await service.submit(c.CloseDay(), DUTY)
        await watch.look()
        assert not service.hall.open
        assert not must_open(Hall())

    play(tmp_path / "hall", story)


def test_a_day_that_somebody_opened_by_hand_in_between_is_left_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The guard at the door was quicker than the clock; a refusal every ten seconds would fill the log for ever."""

    async def story(service: Service, clock: SimulatedClock, watch: DayWatch) -> None:
        def full(hall: Hall, command: c.Command, by: Actor, now_us: int) -> list[e.Event]:
            if isinstance(command, c.OpenDay) and by != DUTY:
                raise StorageDown("disk-full")
            return decide(hall, command, by, now_us)

        service._decide = full
        clock.move_to(NINE_US + 20 * HOUR_US)
        await watch.look()
        await service.submit(c.OpenDay(), DUTY)
        caplog.clear()
        await watch.look()
        assert service.hall.open
        assert caplog.records == []

    play(tmp_path / "hall", story)
