# SPDX-License-Identifier: Apache-2.0
"""Erases personal data when its time is over, and what was asked for at once, until nothing of it is left in the files."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from hallserver.clock import Cancellable, Clock
from hallserver.core.events import DataErased, Entry
from hallserver.service import Service
from hallserver.store.vault import Vault

_log = logging.getLogger(__name__)

EVERY_S = 3600.0
ASIDE_DAYS = 30
"""For so long damaged files are kept for whoever looks for the cause; they hold the vault as it was."""
ASIDE_US = ASIDE_DAYS * 86_400_000_000
AGAIN_S = 60.0
"""When the file could not be settled because somebody was reading."""


class Retention:
    """Runs on the event loop from ``start`` to ``stop``."""

    def __init__(self, service: Service, vault: Vault, clock: Clock, *, drop_aside: Callable[[int], int], every_s: float = EVERY_S) -> None:
        """Watch this vault; ``drop_aside`` removes what was put aside before a time (UTC µs) and tells how much that was."""
        self._vault, self._clock, self._every_s, self._drop_aside = vault, clock, every_s, drop_aside
        self._timer: Cancellable | None = None
        self._task: asyncio.Task[None] | None = None
        self._unsettled = True
        """Erased text may stand in the write-ahead log: at the start, of a process that died before it could settle."""
        self._leave = service.bus.listen(self._told)

    def start(self) -> None:
        """Look now, then again and again."""
        if self._timer is not None:
            self._timer.cancel()
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self.look())
        self._timer = self._clock.call_later(AGAIN_S if self._unsettled else self._every_s, self.start)

    def stop(self) -> None:
        """Look no more."""
        self._leave()
        if self._timer is not None:
            self._timer.cancel()

    async def look(self) -> None:
        """Erase what is due and settle the file; what fails, on a full disk for instance, is logged and tried again."""
        try:
            erased = await self._vault.erase_due(self._clock.now())
            if erased:
                self._unsettled = True
                _log.info("the time of %d personal records is over; they are erased", erased)
            if self._drop_aside(self._clock.now() - ASIDE_US):
                _log.info("damaged files that were put aside %d days ago are removed: they held personal data", ASIDE_DAYS)
            while self._unsettled:
                self._unsettled = False  # what is erased while the file is settled asks for another turn
                if not await self._vault.settle():
                    self._unsettled = True
                    break
        except Exception:  # noqa: BLE001 -- whatever fails, the hall goes on, and it is tried again
            self._unsettled = True
            _log.exception("personal data could not be erased; it is tried again in %d s", AGAIN_S)

    def _told(self, entries: Sequence[Entry]) -> None:
        """Settle at once when a person's data was erased."""
        if any(isinstance(entry.event, DataErased) for entry in entries):
            self._unsettled = True
            self.start()
