# SPDX-License-Identifier: Apache-2.0
"""Delivers reports by the clock: a day's when it is closed, a week's on Monday, a month's on the first, into a folder and by mail.

Of each kind the last one that is over is delivered once to each way; what was missed while the server was off is made up for by that
one. What fails is tried again, ever more rarely, by mail for those mailboxes alone that may take it yet; the journal keeps how often and
when next (``DeliveryReported``), so a restart goes on from there, and the manager's screen shows it. Reports are made by a process of
their own, mails sent from a thread: the hall never waits.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from threading import Thread
from typing import Final, Literal

from msgspec import Struct, structs

from hallserver.clock import Cancellable, Clock
from hallserver.core.commands import ReportDelivery
from hallserver.core.errors import HallError
from hallserver.core.events import DeliveryReported
from hallserver.core.hall import Hall
from hallserver.core.hours import hall_date
from hallserver.core.roles import SERVICE_CLOCK
from hallserver.mailing import Attached, Undelivered, why_of
from hallserver.report_process import NotMade
from hallserver.service import Service
from reports.kinds import KINDS, Span, before

_log = logging.getLogger(__name__)

EVERY_S: Final = 60.0
BACKOFF_S: Final = (60, 300, 900, 3600, 14_400)
"""How long to wait after the first, second … try that failed; the last of them from then on."""
Channel = Literal["folder", "mail"]
Way = Callable[["Due", Sequence[Attached]], None]
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
    left: tuple[str, ...] = ()
    """Marks of the mailboxes that are to get it; empty: all."""
    gone: tuple[str, ...] = ()
    """Marks of those that refused it for good before."""
    reached: bool = False
    """Whether any took it before."""


class Went(Struct, frozen=True, kw_only=True):
    """How a delivery went: the words of ``DeliveryReported``; ``again``: it is to be tried again."""

    state: Literal["delivered", "partly", "failing", "empty"]
    why: str = ""
    left: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    again: bool = False


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
            elif said.from_date == span.first.isoformat() and 0 < said.again_us <= now_us:
                reached = said.state == "partly"
                yield Due(kind=kind, span=span, channel=channel, tries=said.tries, left=said.left, gone=said.gone, reached=reached)


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
            await self._report(it, await _off_the_loop(partial(self._delivered, it)))

    def _delivered(self, it: Due) -> Went:
        """Deliver it; return how that went."""
        try:
            self._ways[it.channel](it, self._making.make(it.kind, it.span, it.channel == "folder"))
        except NotMade as error:
            if error.empty:
                return Went(state="empty")
            _log.warning("the report %s of %s could not be made: %s", it.kind, it.span.first, error)
            return _not_made(it)
        except Undelivered as error:
            _log.warning("the report %s of %s was not delivered (%s): %s", it.kind, it.span.first, it.channel, error)
            return _failed(it, error)
        except Exception:  # noqa: BLE001 -- whatever a delivery does, the hall goes on and somebody sees it
            _log.exception("the report %s of %s was not delivered (%s)", it.kind, it.span.first, it.channel)
            return _not_made(it)
        return Went(state="partly", why="some-refused", gone=it.gone) if it.gone else Went(state="delivered")

    async def _report(self, it: Due, went: Went) -> None:
        """Tell the journal how it went."""
        tries = it.tries + 1
        wait_s = BACKOFF_S[min(tries, len(BACKOFF_S)) - 1] if went.again else 0
        told = ReportDelivery(
            report=it.kind,  # type: ignore[arg-type]  # it is among the words that the command has
            from_date=it.span.first.isoformat(),
            to_date=it.span.end.isoformat(),
            channel=it.channel,
            state=went.state,
            why=went.why,
            tries=tries,
            again_us=self._clock.now() + wait_s * 1_000_000 if wait_s else 0,
            left=went.left,
            gone=went.gone,
        )
        self._past[it.kind, it.channel] = DeliveryReported(**structs.asdict(told))
        try:
            await self._service.submit(told, SERVICE_CLOCK)
        except HallError as error:
            _log.warning("how a delivery went could not be kept: %s", error)


def _not_made(it: Due) -> Went:
    """Return that there was nothing to deliver this time; for whom it was remains."""
    return Went(state="partly" if it.reached else "failing", why="not-made", left=it.left, gone=it.gone, again=True)


def _failed(it: Due, error: Undelivered) -> Went:
    """Return how a delivery went that did not come to all: one in part where it reached anybody, now or before."""
    reached, gone = it.reached or error.taken, (*it.gone, *error.gone)
    of_all = not error.left and not error.gone
    why = error.why if of_all else why_of(gone, error.left, taken=reached)
    left = it.left if of_all else error.left
    return Went(state="partly" if reached else "failing", why=why, left=left, gone=gone, again=not error.is_final)


async def _off_the_loop(work: Callable[[], Went]) -> Went:
    """Return what the work returns, done on a thread that does not keep the process from ending: a mail server may hang."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Went] = loop.create_future()

    def settle(found: Went) -> None:
        if not future.done():
            future.set_result(found)

    def run() -> None:
        found = work()
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, found)

    Thread(target=run, name="delivery", daemon=True).start()
    return await future
