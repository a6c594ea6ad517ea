# SPDX-License-Identifier: Apache-2.0
"""Delivers reports by the clock: a day's when it is closed, a week's on Monday, a month's on the first, into a folder and by mail.

Of each kind the last one that is over is delivered once to each way; what was missed while the server was off is made up for by that
one. What fails is tried again, ever more rarely; the journal keeps how often and when next (``DeliveryReported``), so a restart goes on
from there, and the manager's screen shows it. Reports are made by a process of their own, mails sent from a thread: the hall never waits.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from threading import Thread
from typing import Final, Literal

from msgspec import Struct

from hallserver.clock import Cancellable, Clock
from hallserver.core.commands import ReportDelivery
from hallserver.core.errors import HallError
from hallserver.core.events import DeliveryReported
from hallserver.core.hall import Hall
from hallserver.core.hours import hall_date
from hallserver.core.roles import SERVICE_CLOCK
from hallserver.mailing import Attached, Undelivered
from hallserver.report_process import NotMade
from hallserver.service import Service
from reports.kinds import KINDS, Span, before

_log = logging.getLogger(__name__)

EVERY_S: Final = 60.0
BACKOFF_S: Final = (60, 300, 900, 3600, 14_400)
"""How long to wait after the first, second … try that failed; the last of them from then on."""
Channel = Literal["folder", "mail"]
Way = Callable[[str, Span, Sequence[Attached]], None]
"""Delivers the files of a report. Raises Undelivered. Runs off the event loop."""
Past = dict[tuple[str, str], DeliveryReported]
"""(report, channel) → the last that was said of it."""


class Making(Struct, frozen=True, kw_only=True):
    """Which kinds of reports are made, and who makes them."""

    kinds: tuple[str, ...]
    make: Callable[[str, Span, bool], Sequence[Attached]]
    """(kind, business dates, whether staff may be named) → the files. Raises NotMade, OSError. Runs off the event loop."""
    cancel: Callable[[], None]
    """Ends what is being made."""


class Due(Struct, frozen=True, kw_only=True):
    """A report that is to be delivered one way, and how often that failed."""

    kind: str
    span: Span
    channel: Channel
    tries: int = 0


def over(kind: str, hall: Hall, now_us: int) -> Span | None:
    """Return the last range of this kind that is over and whose days are all closed; None: there is none yet."""
    today = date.fromisoformat(hall_date(hall, now_us))
    if kind == "day":
        return KINDS["day"].span(date.fromisoformat(hall.rates_day)) if hall.rates_day else None
    last = before(kind, KINDS[kind].span(today))
    return before(kind, last) if hall.open and hall.day < last.end.isoformat() else last


def due(kinds: Sequence[str], channels: Sequence[Channel], past: Past, hall: Hall, now_us: int) -> Iterator[Due]:
    """Give what is to be delivered now: what was not yet, and what failed and has waited long enough."""
    for kind in kinds:
        span = over(kind, hall, now_us)
        for channel in channels if span is not None else ():
            assert span is not None
            said = past.get((kind, channel))
            if said is None or said.from_date < span.first.isoformat():
                yield Due(kind=kind, span=span, channel=channel)
            elif said.state == "failing" and said.from_date == span.first.isoformat() and now_us >= said.again_us:
                yield Due(kind=kind, span=span, channel=channel, tries=said.tries)


class DeliveryWatch:
    """Runs on the event loop from ``start`` to ``stop``."""

    def __init__(self, service: Service, clock: Clock, making: Making, ways: Mapping[Channel, Way], past: Past) -> None:
        """Deliver reports of what this service does these ways, and go on from what the journal says of earlier deliveries."""
        self._service, self._clock, self._making, self._ways, self._past = service, clock, making, ways, past
        self._timer: Cancellable | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Look now, unless the last look still delivers, then again and again; without a way there is nothing to look for."""
        if not self._ways:
            return
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self.look())
        self._timer = self._clock.call_later(EVERY_S, self.start)

    def stop(self) -> None:
        """Look no more; what is being made ends, a mail on its way is not waited for."""
        self._making.cancel()
        if self._timer is not None:
            self._timer.cancel()
        if self._task is not None:
            self._task.cancel()

    async def look(self) -> None:
        """Deliver what is due, one after the other."""
        await self._service.settled()
        for it in list(due(self._making.kinds, [*self._ways], self._past, self._service.hall, self._clock.now())):
            state, why = await _off_the_loop(partial(self._delivered, it))
            await self._report(it, state, why)

    def _delivered(self, it: Due) -> tuple[str, str]:
        """Deliver it; return the state and why it failed."""
        try:
            self._ways[it.channel](it.kind, it.span, self._making.make(it.kind, it.span, it.channel == "folder"))
        except NotMade as error:
            if error.empty:
                return "empty", ""
            _log.warning("the report %s of %s could not be made: %s", it.kind, it.span.first, error)
            return "failing", "not-made"
        except Undelivered as error:
            _log.warning("the report %s of %s was not delivered (%s): %s", it.kind, it.span.first, it.channel, error)
            return "failing", error.why
        except Exception:  # noqa: BLE001 -- whatever a delivery does, the hall goes on and somebody sees it
            _log.exception("the report %s of %s was not delivered (%s)", it.kind, it.span.first, it.channel)
            return "failing", "not-made"
        return "delivered", ""

    async def _report(self, it: Due, state: str, why: str) -> None:
        """Tell the journal how it went."""
        tries = it.tries + 1
        wait_s = BACKOFF_S[min(tries, len(BACKOFF_S)) - 1] if state == "failing" else 0
        again_us = self._clock.now() + wait_s * 1_000_000 if wait_s else 0
        dates = {"from_date": it.span.first.isoformat(), "to_date": it.span.end.isoformat()}
        said = DeliveryReported(report=it.kind, **dates, channel=it.channel, state=state, why=why, tries=tries, again_us=again_us)
        self._past[it.kind, it.channel] = said
        try:
            await self._service.submit(
                ReportDelivery(report=it.kind, **dates, channel=it.channel, state=state, why=why, tries=tries, again_us=again_us),  # type: ignore[arg-type]  # both are among the words that the command has
                SERVICE_CLOCK,
            )
        except HallError as error:
            _log.warning("how a delivery went could not be kept: %s", error)


async def _off_the_loop(work: Callable[[], tuple[str, str]]) -> tuple[str, str]:
    """Return what the work returns, done on a thread that does not keep the process from ending: a mail server may hang."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[tuple[str, str]] = loop.create_future()

    def settle(found: tuple[str, str]) -> None:
        if not future.done():
            future.set_result(found)

    def run() -> None:
        found = work()
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, found)

    Thread(target=run, name="delivery", daemon=True).start()
    return await future
