# SPDX-License-Identifier: Apache-2.0
"""What a duty manager would do by the clock, and must not have to: pause who has left, check before opening, stop numbers in time.

Everything is done once: what the clock stopped and people resumed by hand is not stopped again that day.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator

from hallserver.clock import Cancellable, Clock
from hallserver.core.commands import ChaseOrder, CheckOpening, Command, DefaultRatings, PauseCounter, StopIssuing, name_of
from hallserver.core.errors import HallError
from hallserver.core.hall import Hall
from hallserver.core.hours import MINUTE_US, closing_us, hall_date, last_number_us, opening_us
from hallserver.core.idle import idle_counters
from hallserver.core.rateable import overdue
from hallserver.core.roles import SERVICE_CLOCK
from hallserver.core.rules_day import UNATTENDED
from hallserver.core.rules_review import chased
from hallserver.core.site_watch import site_due
from hallserver.core.waiting import ahead_of_new, call_rate
from hallserver.daywatch import DOUBT_US
from hallserver.service import Service

_log = logging.getLogger(__name__)

EVERY_S = 5.0
SETTLED_US = 30 * MINUTE_US
"""So long after opening the forecast stops no numbers: counters are still being opened, and the first one is not to serve them all."""


def must_check(hall: Hall, now_us: int) -> bool:
    """Tell whether today's opening check is due: ``watch.check_before`` minutes before the first span, or since, and not done yet."""
    opening, closing = opening_us(hall, now_us), closing_us(hall, now_us)
    if opening is None or closing is None:
        return False
    due_us = opening - hall.rules.whole("watch.check_before") * MINUTE_US
    done = hall.opening is not None and hall.opening.at_us >= due_us
    return due_us <= now_us < closing and not done and hall.closed_us < due_us


def must_stop(hall: Hall, now_us: int) -> bool:
    """Tell whether the time for taking numbers has just run out; a day that was opened later than that has an hour of its own."""
    last = last_number_us(hall, now_us)
    return hall.issuing and "" not in hall.by_hand and last is not None and hall.opened_us < last <= now_us


def too_late(hall: Hall, queue: str, now_us: int) -> bool:
    """Tell whether who took a number of this queue now would be called after closing, by the mean of the forecast.

    Where nobody waits a new number is called at once; where no counter is open, and just after opening, nothing can be told.
    """
    closing, rate = closing_us(hall, now_us), call_rate(hall, queue)
    settled_us = max(hall.opened_us, opening_us(hall, now_us) or 0) + SETTLED_US
    if closing is None or not settled_us <= now_us < closing or rate <= 0 or not hall.line(queue).waiting:
        return False
    return now_us + (ahead_of_new(hall, queue, 0, now_us) + 1) / rate * MINUTE_US > closing


def due(hall: Hall, now_us: int, since_us: int = 0) -> Iterator[Command]:
    """Give what is to be done now. ``since_us``: when this server began; before, nobody could do anything at a counter."""
    if hall.standard is None:
        return
    if must_check(hall, now_us):
        yield CheckOpening()
    yield from (ChaseOrder(order=it) for it in chased(hall, now_us))
    yield from site_due(hall, now_us)
    if any(True for _ in overdue(hall, hall_date(hall, now_us))):
        yield DefaultRatings()
    if not hall.open or hall.suspended:
        return
    watched_us = hall.rules.whole("watch.idle_pause") * MINUTE_US
    for it in idle_counters(hall, now_us):
        if it.level == "pause" and now_us - since_us >= watched_us:
            yield PauseCounter(counter=it.counter, reason=UNATTENDED)
    if must_stop(hall, now_us):
        yield StopIssuing(reason="time")
    elif hall.issuing:
        yield from (StopIssuing(reason="forecast", queue=queue) for queue in _running(hall) if too_late(hall, queue, now_us))


def _running(hall: Hall) -> list[str]:
    """Return the queues that give numbers and that nobody has resumed by hand."""
    rows = [row for row in hall.catalog.queues.values() if not row.retired]
    return [row.slug for row in rows if row.slug not in hall.stopped_queues and not {"", row.slug} & hall.by_hand]


Due = Callable[[Hall, int, int], Iterable[Command]]
"""(hall, now in µs, when this server began) → what is to be done now."""


class DutyWatch:
    """Runs on the event loop from ``start`` to ``stop``."""

    def __init__(self, service: Service, clock: Clock, *, every_s: float = EVERY_S, due: Due = due) -> None:
        """Watch this service's hall; ``due`` tells what is to be done."""
        self._service, self._clock, self._every_s, self._due = service, clock, every_s, due
        self._since_us = clock.now()
        self._timer: Cancellable | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Look now, then again and again; a look that waits for the disk is not overtaken by the next."""
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self.look())
        self._timer = self._clock.call_later(self._every_s, self.start)

    def stop(self) -> None:
        """Look no more."""
        if self._timer is not None:
            self._timer.cancel()

    async def look(self) -> None:
        """Look once, and do what is due. With a clock in doubt nothing is: four in the morning may be noon."""
        await self._service.settled()
        if abs(self._clock.drift_us()) > DOUBT_US:
            return
        for command in list(self._due(self._service.hall, self._clock.now(), self._since_us)):
            try:
                await self._service.submit(command, SERVICE_CLOCK)
                _log.info("by the clock: %s %s", name_of(command), command)
            except HallError as error:
                _log.warning("%s by the clock has to wait: %s", name_of(command), error)
