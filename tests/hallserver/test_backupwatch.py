# SPDX-License-Identifier: Apache-2.0
"""Backups by the clock: the hall never waits for them, and when they fail somebody sees it."""

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from hallserver.backupwatch import AFRESH, AGAIN_S, BUSY, EVERY_S, WHYS, BackupWatch, why_of
from hallserver.clock import SimulatedClock
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.service import Service
from hallserver.store.backup.fault import BackupFault
from hallserver.store.chain import ChainBroken
from hallserver.words import say
from tests.support import GUIDE, NINE_US, new_folder, open_service, set_up

HOUR_US = 3_600_000_000
MINUTE_US = 60_000_000
Act = Callable[[int], None]


def well(_: int) -> None:
    """Do nothing, and well."""


class Pretend:
    """Notes what was asked of it; each act may be exchanged for one that fails or hangs."""

    def __init__(self) -> None:
        """Begin without a full copy."""
        self.asked: list[str] = []
        self.on_segment: Act = well
        self.on_full: Act = well
        self.full_us: int | None = None

    def segment(self, now_us: int) -> None:
        """Save what is new."""
        self.asked.append("segment")
        self.on_segment(now_us)

    def full(self, now_us: int) -> None:
        """Write a full copy."""
        self.asked.append("full")
        self.on_full(now_us)
        self.full_us = now_us

    def last_full_us(self) -> int | None:
        """Return when the last one was."""
        return self.full_us


Story = Callable[[Service, SimulatedClock, BackupWatch, Pretend], Coroutine[Any, Any, None]]


def play(path: Path, story: Story) -> None:
    """Play a story in a small hall that is watched."""

    async def open_and_play() -> None:
        service, folder, clock = open_service(new_folder(path))
        saves = Pretend()
        try:
            await set_up(service)
            await story(service, clock, BackupWatch(service, clock, saves), saves)
            await service.settled()
        finally:
            folder.close()

    asyncio.run(open_and_play())


async def turned(watch: BackupWatch) -> None:
    """Let the watch have its turn, with a full copy where one is due."""
    await watch.turn()
    await watch.settled()
    await asyncio.sleep(0)


async def until(true: Callable[[], bool]) -> None:
    """Wait until something has happened on another thread."""
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110 - it happens on another thread
            await asyncio.sleep(0.001)


def failing(error: Exception) -> Act:
    """Return an act that fails."""

    def act(_: int) -> None:
        raise error

    return act


def waiting(event: Event) -> Act:
    """Return an act that takes until this event."""

    def act(_: int) -> None:
        event.wait(60)

    return act


def test_a_segment_each_minute_and_a_full_copy_each_night(tmp_path: Path) -> None:
    """The first full copy at once; the next at two in the morning of the hall, not of the machine."""

    async def story(_: Service, clock: SimulatedClock, watch: BackupWatch, saves: Pretend) -> None:
        fulls = []
        for hour in range(25):
            clock.move_to(NINE_US + hour * HOUR_US)
            await turned(watch)
            if saves.asked[-1] == "full":
                fulls.append(hour)
        assert fulls == [0, 17]
        assert saves.asked.count("segment") == 25

    play(tmp_path / "hall", story)


def test_the_clock_sets_it_going_every_minute(tmp_path: Path) -> None:
    """From start to stop, and once more at the end."""

    async def story(_: Service, clock: SimulatedClock, watch: BackupWatch, saves: Pretend) -> None:
        watch.start()
        for turn in range(1, 4):
            await until(lambda turn=turn: saves.asked.count("segment") == turn)  # type: ignore[misc]
            await turned_off(watch)
            clock.move_to(clock.now() + int(EVERY_S * 1e6))
        await until(lambda: saves.asked.count("segment") == 4)
        await turned_off(watch)
        await watch.stop()
        assert saves.asked.count("segment") == 5
        clock.move_to(clock.now() + HOUR_US)
        assert saves.asked.count("segment") == 5

    play(tmp_path / "hall", story)


async def turned_off(watch: BackupWatch) -> None:
    """Wait until the watch does nothing."""
    await until(lambda: watch._segment is None and watch._full is None)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (BackupFault("place-missing", "x"), "place"),
        (BackupFault("key-open", "x"), "key"),
        (BackupFault("other-life", "x"), "other-life"),
        (BackupFault("something-else", "x"), "failed"),
        (OSError(28, "no space"), "disk"),
        (ChainBroken(1, 5), "journal"),
        (sqlite3.DatabaseError("malformed"), "journal"),
        (RuntimeError("a fault of ours"), "failed"),
    ],
    ids=str,
)
def test_a_failing_backup_is_reported_once_and_so_is_its_end(tmp_path: Path, error: Exception, why: str) -> None:
    """The manager sees what is the matter, the auditor since when; the hall goes on."""

    async def story(service: Service, _: SimulatedClock, watch: BackupWatch, saves: Pretend) -> None:
        saves.full_us = NINE_US
        saves.on_segment = failing(error)
        for _turn in range(3):
            await turned(watch)
        assert service.hall.backup == why
        await service.submit(c.TakeTicket(services=("seniors",)), GUIDE)
        saves.on_segment = well
        await turned(watch)
        await turned(watch)
        assert service.hall.backup == ""
        told = [entry.event for entry in service._folder.journal.after(0, 0) if isinstance(entry.event, e.BackupReported)]
        assert told == [e.BackupReported(state="failing", why=why), e.BackupReported(state="kept")]

    play(tmp_path / "hall", story)


def test_every_why_has_its_sentence() -> None:
    """A code on the manager's screen would help nobody."""
    whys = {*WHYS.values(), "failed", "disk", "journal", "slow"} - {BUSY, AFRESH}

    assert {why for why in whys if say(f"backup-why.{why}") == f"backup-why.{why}"} == set()
    assert why_of(BackupFault("busy", "x")) == BUSY


def test_a_disk_that_hangs_costs_nobody_anything(tmp_path: Path) -> None:
    """No second thread is sent after the first; it is reported, and the end of the server does not wait for it."""

    async def story(service: Service, _: SimulatedClock, watch: BackupWatch, saves: Pretend) -> None:
        saves.full_us = NINE_US
        hangs = Event()
        saves.on_segment = waiting(hangs)
        first = asyncio.create_task(watch.turn())
        await until(lambda: saves.asked == ["segment"])
        await watch.turn()
        await watch.turn()
        assert (service.hall.backup, saves.asked) == ("slow", ["segment"])
        await service.submit(c.TakeTicket(services=("seniors",)), GUIDE)
        hangs.set()
        await first
        assert service.hall.backup == ""

    play(tmp_path / "hall", story)


def test_segments_go_on_while_a_full_copy_is_proved(tmp_path: Path) -> None:
    """That of a year may take minutes, and a minute is all that may be lost."""

    async def story(_: Service, __: SimulatedClock, watch: BackupWatch, saves: Pretend) -> None:
        proved = Event()
        saves.on_full = waiting(proved)
        for _turn in range(3):
            await watch.turn()
        assert saves.asked.count("segment") == 3
        await until(lambda: saves.asked.count("full") == 1)
        proved.set()
        await watch.settled()

    play(tmp_path / "hall", story)


def test_what_cannot_be_gone_on_from_is_begun_afresh(tmp_path: Path) -> None:
    """A damaged segment in the place, or an empty new disk: a full copy at once, whatever the hour, and no alarm if it succeeds."""

    async def story(service: Service, _: SimulatedClock, watch: BackupWatch, saves: Pretend) -> None:
        saves.full_us = NINE_US
        saves.on_segment = failing(BackupFault("damaged", "x"))
        await turned(watch)
        assert (saves.asked, service.hall.backup) == (["segment", "full"], "")

    play(tmp_path / "hall", story)


def test_a_full_copy_that_fails_is_tried_again_later_not_every_minute(tmp_path: Path) -> None:
    """It costs much; the alarm stays until it succeeds."""

    async def story(service: Service, clock: SimulatedClock, watch: BackupWatch, saves: Pretend) -> None:
        saves.on_full = failing(BackupFault("no-space", "x"))
        for minute in range(20):
            clock.move_to(NINE_US + minute * 60_000_000)
            await turned(watch)
        assert (saves.asked.count("full"), service.hall.backup) == (1, "disk")
        saves.on_full = well
        clock.move_to(clock.now() + int(AGAIN_S * 1e6))
        await turned(watch)
        await turned(watch)
        assert (saves.asked.count("full"), service.hall.backup) == (2, "")

    play(tmp_path / "hall", story)


def test_a_new_day_shows_what_still_fails(tmp_path: Path) -> None:
    """The alarm is told to each day's journal."""

    async def story(service: Service, clock: SimulatedClock, watch: BackupWatch, saves: Pretend) -> None:
        saves.full_us = NINE_US
        saves.on_segment = failing(OSError())
        await turned(watch)
        clock.move_to(NINE_US + 20 * HOUR_US)
        duty = GUIDE.__class__(kind="person", name="dan", roles=frozenset({"duty-manager"}))
        await service.submit(c.CloseDay(), duty)
        await service.submit(c.OpenDay(), duty)
        assert service.hall.backup == ""
        await turned(watch)
        assert service.hall.backup == "disk"

    play(tmp_path / "hall", story)


def test_a_copy_from_the_future_does_not_make_one_every_turn(tmp_path: Path) -> None:
    """The clock ran ahead once, or the machine's does: one copy a night all the same, each of them is a whole hall."""

    async def story(_: Service, clock: SimulatedClock, watch: BackupWatch, saves: Pretend) -> None:
        fulls = []
        for hour in range(25):
            clock.move_to(NINE_US + hour * HOUR_US)
            saves.full_us = NINE_US + 400 * HOUR_US
            await turned(watch)
            if saves.asked[-1] == "full":
                fulls.append(hour)
        assert fulls == [0, 17]

    play(tmp_path / "hall", story)


def test_what_a_full_copy_does_not_heal_is_not_copied_every_minute(tmp_path: Path) -> None:
    """One at once, the next in an hour; meanwhile nothing is saved, and that is said."""

    async def story(service: Service, clock: SimulatedClock, watch: BackupWatch, saves: Pretend) -> None:
        saves.full_us = NINE_US
        saves.on_segment = failing(BackupFault("damaged", "x"))
        for minute in range(30):
            clock.move_to(NINE_US + minute * MINUTE_US)
            await turned(watch)
        assert (saves.asked.count("full"), service.hall.backup) == (1, "slow")

    play(tmp_path / "hall", story)


def test_nothing_saved_is_never_called_kept(tmp_path: Path) -> None:
    """Somebody else holds the lock, perhaps a program that hangs: after two minutes the manager sees it."""

    async def story(service: Service, clock: SimulatedClock, watch: BackupWatch, saves: Pretend) -> None:
        saves.full_us = NINE_US
        saves.on_segment = failing(BackupFault("busy", "x"))
        told = []
        for minute in range(5):
            clock.move_to(NINE_US + minute * MINUTE_US)
            await turned(watch)
            told.append(service.hall.backup)
        saves.on_segment = well
        await turned(watch)
        assert (told, service.hall.backup) == (["", "", "", "slow", "slow"], "")

    play(tmp_path / "hall", story)


def test_a_busy_minute_does_not_end_an_alarm(tmp_path: Path) -> None:
    """Nobody knows more than a minute ago."""

    async def story(service: Service, _: SimulatedClock, watch: BackupWatch, saves: Pretend) -> None:
        saves.full_us = NINE_US
        saves.on_segment = failing(OSError(28, "no space"))
        await turned(watch)
        saves.on_segment = failing(BackupFault("busy", "x"))
        await turned(watch)
        assert service.hall.backup == "disk"

    play(tmp_path / "hall", story)


def test_a_place_that_is_back_ends_its_alarm(tmp_path: Path) -> None:
    """Not only when the full copy is tried again half an hour later."""

    async def story(service: Service, _: SimulatedClock, watch: BackupWatch, saves: Pretend) -> None:
        saves.on_full = failing(BackupFault("place-missing", "x"))
        await turned(watch)
        saves.on_full = well
        await turned(watch)
        await turned(watch)
        assert (service.hall.backup, saves.asked.count("full")) == ("", 2)

    play(tmp_path / "hall", story)
