# SPDX-License-Identifier: Apache-2.0
"""Retention looks every hour, at once when somebody asks, and again in a minute when it could not."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from hallserver.clock import SimulatedClock
from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_DOOR
from hallserver.retention import AGAIN_S, ASIDE_US, EVERY_S, Retention
from hallserver.service import Service
from hallserver.store.database import DiskFull
from hallserver.store.vault import Vault
from tests.support import NINE_US, new_folder, open_service, set_up

SECOND_US = 1_000_000


class Looked(Vault):
    """Keeps when it was asked; fails and is held up as told."""

    def __init__(self) -> None:
        """Begin with nothing due."""
        self.asked: list[str] = []
        self.due, self.free, self.full, self.dropped_before_us = 0, True, False, 0
        self.until: asyncio.Event | None = None
        """Settling takes until this is set."""

    async def erase_due(self, now_us: int) -> int:
        """Note it."""
        self.asked.append(f"erase {(now_us - NINE_US) // SECOND_US}")
        if self.full:
            raise DiskFull
        return self.due

    def drop_aside(self, before_us: int) -> int:
        """Keep up to when it was asked."""
        self.dropped_before_us = before_us
        return 1

    async def settle(self) -> bool:
        """Note it."""
        self.asked.append("settle")
        if self.until is not None:
            await self.until.wait()
        return self.free


Plot = Callable[[Service, SimulatedClock, Retention, Looked], Coroutine[Any, Any, None]]


def play(path: Path, plot: Plot) -> None:
    """Play a plot with a watcher that has started."""

    async def story() -> None:
        service, folder, clock = open_service(new_folder(path))
        vault = Looked()
        retention = Retention(service, vault, clock, drop_aside=vault.drop_aside)
        await set_up(service)
        retention.start()
        await rest()
        await plot(service, clock, retention, vault)
        retention.stop()
        folder.close()

    asyncio.run(story())


async def rest() -> None:
    """Let tasks run."""
    for _ in range(5):
        await asyncio.sleep(0)


async def after(clock: SimulatedClock, seconds: float) -> None:
    """Let time go by."""
    clock.move_to(clock.now() + int(seconds * SECOND_US))
    await rest()


def test_it_settles_at_the_start_and_looks_every_hour(tmp_path: Path) -> None:
    """A process that died may have left something in the log; afterwards nothing is due, and nothing is settled."""

    async def plot(_: Service, clock: SimulatedClock, __: Retention, vault: Looked) -> None:
        assert vault.asked == ["erase 0", "settle"]
        assert vault.dropped_before_us == NINE_US - ASIDE_US
        await after(clock, AGAIN_S)
        await after(clock, EVERY_S)
        assert vault.asked[2:] == ["erase 60", "erase 3660"]
        vault.due = 3
        await after(clock, EVERY_S)
        assert vault.asked[4:] == ["erase 7260", "settle"]

    play(tmp_path, plot)


def test_what_is_held_up_or_fails_is_tried_again_in_a_minute(tmp_path: Path) -> None:
    """A reader, or a full disk."""

    async def plot(_: Service, clock: SimulatedClock, __: Retention, vault: Looked) -> None:
        await after(clock, AGAIN_S)
        vault.due, vault.free = 1, False
        await after(clock, EVERY_S)
        vault.due, vault.free, vault.full = 0, True, True
        await after(clock, AGAIN_S * 60)
        vault.full = False
        vault.asked.clear()
        await after(clock, AGAIN_S)
        assert vault.asked[-1] == "settle"

    play(tmp_path, plot)


def test_it_looks_at_once_when_a_persons_data_was_erased(tmp_path: Path) -> None:
    """Nobody who asked should wait an hour."""

    async def plot(service: Service, _: SimulatedClock, __: Retention, vault: Looked) -> None:
        vault.asked.clear()
        await service.submit(c.EraseData(ticket="1.57", refs=("r1",), asked_by="safe"), SERVICE_DOOR)
        await rest()
        assert vault.asked == ["erase 0", "settle"]

    play(tmp_path, plot)


def test_what_is_erased_while_the_file_is_settled_is_settled_too(tmp_path: Path) -> None:
    """The settling that runs may have passed it already."""

    async def plot(service: Service, _: SimulatedClock, retention: Retention, vault: Looked) -> None:
        vault.asked.clear()
        vault.until = asyncio.Event()
        await service.submit(c.EraseData(ticket="1.57", refs=("r1",), asked_by="safe"), SERVICE_DOOR)
        await rest()
        await service.submit(c.EraseData(ticket="1.58", refs=("r2",), asked_by="safe"), SERVICE_DOOR)
        vault.until.set()
        assert retention._task is not None
        await retention._task
        assert vault.asked == ["erase 0", "settle", "settle"]

    play(tmp_path, plot)


def test_stopped_it_looks_no_more(tmp_path: Path) -> None:
    """The folder is closed by then."""

    async def plot(service: Service, clock: SimulatedClock, retention: Retention, vault: Looked) -> None:
        retention.stop()
        vault.asked.clear()
        await service.submit(c.EraseData(ticket="1.57", refs=("r1",), asked_by="safe"), SERVICE_DOOR)
        await after(clock, EVERY_S * 2)
        assert vault.asked == []

    play(tmp_path, plot)
