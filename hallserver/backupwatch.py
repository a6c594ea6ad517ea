# SPDX-License-Identifier: Apache-2.0
"""Backups by the clock: a segment every minute, a full copy every night; the hall never waits for them and never stops.

The work is done on a thread of its own that nobody waits for: a backup disk may hang for hours. When backups
begin to fail, or are written again, the journal says so (``BackupReported``): the manager's screen shows it and
the auditor can see since when. The full copy runs in a process of its own, because restoring and comparing it
would take the interpreter from the counters.
"""

import asyncio
import logging
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from hallserver.clock import Cancellable, Clock
from hallserver.core.commands import ReportBackup
from hallserver.core.errors import HallError
from hallserver.core.roles import SERVICE_CLOCK
from hallserver.service import Service
from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.keeper import Keeper
from hallserver.store.backup.keyfile import load_key
from hallserver.store.backup.standing import standing
from hallserver.store.chain import ChainBroken
from hallserver.store.folder import STORE_FAULTS

_log = logging.getLogger(__name__)

EVERY_S = 60.0
NIGHT_HOUR = 2
"""Hour of the hall's own time from which a new full copy is due."""
LAST_S = 5.0
"""How long the end of the server waits for a last segment."""
AGAIN_S = 1800.0
"""After a full copy that failed."""
_FULL_S = 3600.0
AFRESH: Final = "afresh"
"""Not for people: what lies in the place cannot be gone on from, a full copy must be taken now."""
WHYS: Final = {
    "place-missing": "place",
    "no-space": "disk",
    "other-life": "other-life",
    "unreadable": "journal",
    "differs": "journal",
    "key-missing": "key",
    "key-open": "key",
    "key-unreadable": "key",
    "inside-data": "key",
    "busy": "",
    **dict.fromkeys(("no-full", "damaged", "missing", "rewritten"), AFRESH),
}
"""What is the matter → its word key ``backup-why.<why>``; anything else is ``failed``."""


class Saves(Protocol):
    """What the watch sets going; both may take long, and raise."""

    def segment(self, now_us: int) -> None:
        """Save what is new."""

    def full(self, now_us: int) -> None:
        """Write a full copy and prove it."""

    def last_full_us(self) -> int | None:
        """Return when the last full copy was taken, None when there is none."""


class FolderSaves:
    """Saves a data folder into the place that is set. The key file is read each time: it may be on a medium that comes and goes."""

    def __init__(self, data: Path, place: str, key_file: str) -> None:
        """Keep where things are; nothing is read yet."""
        self._data, self._place, self._key_file = data, Path(place), Path(key_file)
        self._keeper: Keeper | None = None
        self._key = b""

    def segment(self, now_us: int) -> None:
        """Save what is new. Raises BackupFault, OSError, ChainBroken."""
        key = load_key(self._key_file, self._data)
        if self._keeper is None or key != self._key:
            self._keeper, self._key = Keeper(self._data, self._place, key), key
        self._keeper.segment(now_us)

    def full(self, now_us: int) -> None:  # noqa: ARG002 -- the other process has its own clock
        """Write a full copy, prove it, drop what is old: as ``hallserver backup`` does. Raises BackupFault ``full-failed``."""
        load_key(self._key_file, self._data)
        where = ("--backup-folder", str(self._place), "--backup-key", str(self._key_file))
        command = [sys.executable, "-m", "hallserver", "backup", "--data", str(self._data), *where]
        done = subprocess.run(  # noqa: S603 -- our own program
            command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=_FULL_S, check=False
        )
        if done.returncode:
            raise BackupFault("full-failed", self._place, detail=done.stderr.strip()[-400:])

    def last_full_us(self) -> int | None:
        """Return when the last full copy was taken, None when there is none. Raises BackupFault."""
        return standing(self._data, self._place).full_us


class BackupWatch:
    """Runs on the event loop from ``start`` to ``stop``."""

    def __init__(self, service: Service, clock: Clock, saves: Saves, *, every_s: float = EVERY_S) -> None:
        """Watch for what this service does."""
        self._service, self._clock, self._saves, self._every_s = service, clock, saves, every_s
        self._timer: Cancellable | None = None
        self._segment: asyncio.Future[str] | None = None
        self._full: asyncio.Future[str] | None = None
        self._full_why = ""
        self._full_from_us = 0
        """No full copy before then: one that fails is not tried again every minute."""
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Save now, then again and again."""
        self._timer = self._clock.call_later(self._every_s, self.start)
        task = asyncio.get_running_loop().create_task(self.turn())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Save what is left, as far as that takes no longer than ``LAST_S``; a full copy is left to end by itself."""
        if self._timer is not None:
            self._timer.cancel()
        await asyncio.wait([self._segment or self._work(self._save)], timeout=LAST_S)

    async def turn(self) -> None:
        """Save once; see to it that a full copy is taken where one is due; report when any of it begins to fail or to succeed."""
        if self._segment is not None:
            await self._report("slow")
            return
        self._segment = self._work(self._save)
        try:
            why = await asyncio.shield(self._segment)
        finally:
            self._segment = None
        if self._full is None and self._clock.now() >= self._full_from_us:
            # Segments go on while it is taken and proved: that may take longer than a minute.
            self._full = self._work(self._copy_now if why == AFRESH else self._copy_if_due)
            self._full.add_done_callback(self._copied)
        if why != AFRESH or self._full_why:
            await self._report(self._full_why if why == AFRESH else why or self._full_why)

    async def settled(self) -> None:
        """Wait for the full copy that is being taken, if any."""
        if self._full is not None:
            await asyncio.wait([self._full])

    def _copied(self, future: "asyncio.Future[str]") -> None:
        why = future.result()
        # What was just written and cannot be read back is the disk's doing.
        self._full, self._full_why = None, "disk" if why == AFRESH else why
        self._full_from_us = self._clock.now() + int(AGAIN_S * 1e6) if why else 0

    def _work(self, job: Callable[[int], str]) -> "asyncio.Future[str]":
        """Run the job on a thread that does not keep the process from ending; the future has why it failed, or nothing."""
        loop, now_us = asyncio.get_running_loop(), self._clock.now()
        future: asyncio.Future[str] = loop.create_future()

        def settle(why: str) -> None:
            if not future.done():
                future.set_result(why)

        def work() -> None:
            why = job(now_us)
            if not loop.is_closed():
                loop.call_soon_threadsafe(settle, why)

        Thread(target=work, name="backup", daemon=True).start()
        return future

    def _save(self, now_us: int) -> str:
        return _guarded(lambda: self._saves.segment(now_us))

    def _copy_if_due(self, now_us: int) -> str:
        return _guarded(lambda: self._saves.full(now_us) if self._is_night(now_us) else None)

    def _copy_now(self, now_us: int) -> str:
        return _guarded(lambda: self._saves.full(now_us))

    def _is_night(self, now_us: int) -> bool:
        """Tell whether no full copy was taken since the last 02:00 of the hall; a machine that was off makes up for it."""
        last_us = self._saves.last_full_us()
        return last_us is None or self._night(last_us) != self._night(now_us)

    def _night(self, at_us: int) -> str:
        local = datetime.fromtimestamp(at_us / 1e6, tz=UTC).astimezone(ZoneInfo(self._service.hall.catalog.here.zone))
        return (local - timedelta(hours=NIGHT_HOUR)).date().isoformat()

    async def _report(self, why: str) -> None:
        """Tell the journal when it is news."""
        await self._service.settled()
        if why == self._service.hall.backup:
            return
        try:
            await self._service.submit(ReportBackup(state="failing" if why else "kept", why=why), SERVICE_CLOCK)
        except HallError as error:
            _log.warning("the state of backups could not be reported: %s", error)


def _guarded(job: Callable[[], None]) -> str:
    """Do it; return why it failed as a word key, empty when it did not. A failing backup never stops the hall."""
    try:
        job()
    except (BackupFault, OSError, ChainBroken, *STORE_FAULTS) as error:
        why = why_of(error)
        if why:
            _log.warning("backup: %s", error)
        return why
    except Exception:  # noqa: BLE001 -- whatever a backup does, the hall goes on and somebody sees it
        _log.exception("backup failed")
        return "failed"
    return ""


def why_of(error: Exception) -> str:
    """Return the word key of what is the matter, ``backup-why.<why>``; empty while somebody else writes a backup."""
    if isinstance(error, BackupFault):
        return WHYS.get(error.code, "failed")
    return "disk" if isinstance(error, OSError) else "journal"
