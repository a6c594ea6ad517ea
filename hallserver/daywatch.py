# SPDX-License-Identifier: Apache-2.0
"""What the hall does by the clock: look at the wall clock, and change the business day at 04:00."""

import asyncio
import logging
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hallserver.clock import STEP_US, Cancellable, Clock
from hallserver.core.commands import CloseDay, OpenDay, ReportClock
from hallserver.core.errors import HallError
from hallserver.core.hall import EXPECTANT, Hall
from hallserver.core.hours import hall_date
from hallserver.core.roles import SERVICE_CLOCK
from hallserver.service import Service

_log = logging.getLogger(__name__)

CHANGE_HOUR = 4
"""Hour of the hall's own time from which a day of yesterday may change."""
DOUBT_US = 2 * 3_600_000_000
"""With the wall clock so far off, four in the morning may be noon: then the day changes only by hand."""
EVERY_S = 5.0


def must_change(hall: Hall, now_us: int) -> bool:
    """Tell whether an open day of an earlier date is to be changed: past 04:00, with nobody waiting or served."""
    if not hall.open or hall_date(hall, now_us) <= hall.day:
        return False
    local = datetime.fromtimestamp(now_us / 1e6, tz=UTC).astimezone(ZoneInfo(hall.catalog.here.zone))
    return local.hour >= CHANGE_HOUR and not any(ticket.state in EXPECTANT for ticket in hall.tickets.values())


def must_open(hall: Hall) -> bool:
    """Tell whether the day was closed by the clock and nobody has opened it since: a server that died in between left it so."""
    return not hall.open and hall.closed_by == SERVICE_CLOCK.id


class DayWatch:
    """Runs on the event loop from ``start`` to ``stop``."""

    def __init__(self, service: Service, clock: Clock, *, every_s: float = EVERY_S) -> None:
        """Watch this service's day and clock."""
        self._service, self._clock, self._every_s = service, clock, every_s
        self._timer: Cancellable | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Look now, then again and again."""
        self._task = asyncio.get_running_loop().create_task(self.look())
        self._timer = self._clock.call_later(self._every_s, self.start)

    def stop(self) -> None:
        """Look no more."""
        if self._timer is not None:
            self._timer.cancel()

    async def _look_at_clock(self) -> None:
        """Slew a small drift of the wall clock; report a step once until the next day opens."""
        drift_us = self._clock.drift_us()
        if abs(drift_us) <= STEP_US:
            self._clock.slew()
        elif not self._service.hall.clock_suspect:
            _log.warning("the wall clock stepped by %.1f s; the hall's time goes on unchanged", drift_us / 1e6)
            await self._service.submit(ReportClock(step_s=round(drift_us / 1e6, 1)), SERVICE_CLOCK)

    async def look(self) -> None:
        """Look once at the clock and the day. A refusal, e.g. of a full disk, is logged and tried again."""
        try:
            await self._look_at_clock()
            await self._service.settled()
            sure = abs(self._clock.drift_us()) <= DOUBT_US
            if sure and must_change(self._service.hall, self._clock.now()):
                await self._service.submit(CloseDay(), SERVICE_CLOCK)
            if must_open(self._service.hall):
                await self._service.submit(OpenDay(), SERVICE_CLOCK)
                _log.info("the business day is now %s", self._service.hall.day)
        except HallError as error:
            _log.warning("the clock's work has to wait: %s", error)
