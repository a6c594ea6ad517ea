# SPDX-License-Identifier: Apache-2.0
"""Backups by the clock: a segment every minute, a full copy every night; the hall never waits for them and never stops.

The work is done on a thread of its own that nobody waits for: a backup disk may hang for hours. When backups
begin to fail, or are written again, the journal says so (``BackupReported``): the manager's screen shows it and
the auditor can see since when. The full copy runs in a process of its own, because restoring and comparing it
would take the interpreter from the counters.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Thread
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from hallserver.clock import Cancellable, Clock
from hallserver.core.commands import ReportBackup
from hallserver.core.errors import HallError
from hallserver.core.roles import SERVICE_CLOCK
from hallserver.service import Service
from hallserver.store.backup.fault import BackupFault
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
REST_S = 3600.0
"""After a full copy that succeeded: whatever clocks and the place say, no other before then."""
UNSAVED_S = 120.0
"""How long nothing may be saved because somebody else writes a backup; then it is reported."""
AFRESH: Final = "afresh"
"""Not for people: what lies in the place cannot be gone on from, a full copy must be taken now."""
BUSY: Final = "busy"
"""Not for people: somebody else writes a backup of this folder just now."""
WHYS: Final = {
    "place-missing": "place",
    "no-space": "disk",
    "other-life": "other-life",
    "unreadable": "journal",
    "differs": "journal",
    "key-missing": "key",
    "key-open": "key",
    "key-unreadable": "key",
    "inside-data": "inside",
    "busy": BUSY,
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


class BackupWatch:
    """Runs on the event loop from ``start`` to ``stop``."""

    def __init__(self, service: Service, clock: Clock, saves: Saves, *, every_s: float = EVERY_S) -> None:
        """Watch for what this service does."""
        self._service, self._clock, self._saves, self._every_s = service, clock, saves, every_s
        self._timer: Cancellable | None = None
        self._segment: asyncio.Future[str] | None = None
        self._full: asyncio.Future[str] | None = None
        self._full_why = ""
        self._full_from_s = self._afresh_from_s = clock.mono()
        """No full copy that is due, or that is needed to go on, before then: not every minute one that fails or helps nothing."""
        self._full_us = 0
        """When the last one was that this watch saw written."""
        self._saved_s = clock.mono()
        """When a segment last succeeded."""
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
        if why == "":
            self._segment_saved()
        if self._full is None and self._clock.mono() >= (self._afresh_from_s if why == AFRESH else self._full_from_s):
            # Segments go on while it is taken and proved: that may take longer than a minute.
            self._full = self._work(self._copy_now if why == AFRESH else self._copy_if_due)
            self._full.add_done_callback(partial(self._copied, afresh=why == AFRESH))
        if why in {AFRESH, BUSY} and self._clock.mono() - self._saved_s > UNSAVED_S:
            why = self._full_why or "slow"
        if why not in {AFRESH, BUSY} or self._full_why:
            await self._report(self._full_why if why in {AFRESH, BUSY} else why or self._full_why)

    async def settled(self) -> None:
        """Wait for the full copy that is being taken, if any."""
        if self._full is not None:
            await asyncio.wait([self._full])

    def _segment_saved(self) -> None:
        """Note it; a place that was not there for the full copy is there again."""
        self._saved_s = self._clock.mono()
        if self._full_why == "place":
            self._full_why, self._full_from_s = "", self._clock.mono()

    def _copied(self, future: "asyncio.Future[str]", *, afresh: bool) -> None:
        self._full, why, now_s = None, future.result(), self._clock.mono()
        if why == BUSY:
            return
        # What was just written and cannot be read back is the disk's doing.
        self._full_why = "disk" if why == AFRESH else why
        if why:
            self._full_from_s = self._afresh_from_s = now_s + AGAIN_S
        elif afresh:
            self._full_from_s = self._afresh_from_s = now_s + REST_S

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
        return _guarded(lambda: self._copy(now_us) if self._is_night(now_us) else None)

    def _copy_now(self, now_us: int) -> str:
        return _guarded(lambda: self._copy(now_us))

    def _copy(self, now_us: int) -> None:
        self._saves.full(now_us)
        self._full_us, self._full_from_s = now_us, self._clock.mono() + REST_S

    def _is_night(self, now_us: int) -> bool:
        """Tell whether no full copy was taken since the last 02:00 of the hall; a machine that was off makes up for it.

        What a copy from the future says of its time is not believed: the last one that this watch saw counts.
        """
        last_us = self._saves.last_full_us()
        if last_us is not None and last_us > now_us:
            last_us = self._full_us
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
    """Return the word key of what is the matter, ``backup-why.<why>``; BUSY or AFRESH, which are not for people."""
    if isinstance(error, BackupFault):
        return WHYS.get(error.code, "failed")
    return "disk" if isinstance(error, OSError) else "journal"
