# SPDX-License-Identifier: Apache-2.0
"""What loudspeakers have to say: each committed call, call-back and notice becomes jobs; a call comes again while its visitor is awaited.

A zone without a loudspeaker makes no job: its calls are on its screens, and the manager is told of it.
Nothing of it is stored: after a restart the same jobs and repetitions come out of the hall's state. In quiet hours a job
ends as soon as it is made, shown on screens only; it is not said later, and not again.
"""

from collections.abc import Callable, Coroutine, Iterable
from functools import partial
from typing import Any, Protocol

from displays.voice import (
    CallOf,
    awaited_until,
    back_jobs,
    call_jobs,
    call_of,
    calls_since,
    is_awaited,
    is_quiet,
    notice_jobs,
    repeats,
    unreported,
)
from hallserver.clock import Clock
from hallserver.core import events as e
from hallserver.core.hall import Hall
from hallserver.core.jobs import ShownWhy, Speak
from hallserver.service import Service
from hallserver.words import say

LOOK_BACK_S = 600
"""Announcements of this time before a restart are looked through for missing reports."""
_US = 1_000_000


class Put(Protocol):
    """Opens a job: since when (UTC, µs) it is wanted, after how many seconds it is given up, and why it was shown only then.

    ``handed``: an agent may have it already, and nobody gets it any more. ``quiet``: it is given up at once.
    """

    def __call__(self, job: Speak, since_us: int, wait_s: float, *, handed: bool, why: ShownWhy) -> None:
        """Open it."""


class CallAnnouncer:
    """Makes the jobs of the loudspeakers and hands them to ``put``; ``begin`` runs what has to wait for a commit."""

    def __init__(self, service: Service, clock: Clock, put: Put, begin: Callable[[Coroutine[Any, Any, None]], None]) -> None:
        """Begin with nothing planned; ``recover`` finds what was left open."""
        self._service, self._clock, self._put, self._begin = service, clock, put, begin
        self.hear_of: dict[type[e.Event], Callable[[e.Entry], None]] = {
            e.TicketCalled: self._called,
            e.TicketRecalled: self._called,
            e.VisitorCalledBack: self._called_back,
            e.Announced: self._noticed,
        }
        """What to do on each kind of committed event."""

    @property
    def _hall(self) -> Hall:
        return self._service.hall

    def recover(self, grace_s: float) -> None:
        """Open again what nobody reported on, after a restart. Of what is no longer fresh an agent has ``grace_s`` to tell."""
        from_us = self._clock.now() - LOOK_BACK_S * _US
        for at_us, call in calls_since(self._hall, from_us):
            self._open(call_jobs(self._hall, call, say), at_us, grace_s)
            self._repeat_from(at_us, call, grace_s)
        for back in reversed(self._hall.backs):
            if back.at_us >= from_us and back.counter in self._hall.catalog.counters and back.ticket in self._hall.tickets:
                self._open(back_jobs(self._hall, back, say), back.at_us, grace_s)
        for notice in reversed(self._hall.notices):
            if notice.at_us >= from_us:
                self._open(notice_jobs(self._hall, notice), notice.at_us, grace_s)

    # ---- events ----

    def _called(self, entry: e.Entry) -> None:
        assert isinstance(entry.event, e.TicketCalled | e.TicketRecalled)
        if entry.event.ticket in self._hall.tickets:
            call = call_of(entry.event)
            self._open(call_jobs(self._hall, call, say), entry.at_us)
            self._repeat_from(entry.at_us, call)

    def _called_back(self, entry: e.Entry) -> None:
        for back in self._hall.backs:
            if back.seq == entry.seq:
                self._open(back_jobs(self._hall, back, say), entry.at_us)

    def _noticed(self, entry: e.Entry) -> None:
        for notice in self._hall.notices:
            if notice.id == f"{entry.epoch}.{entry.seq}":
                self._open(notice_jobs(self._hall, notice), entry.at_us)

    # ---- repetitions ----

    def _repeat_from(self, at_us: int, call: CallOf, grace_s: float = 0.0) -> None:
        """Plan every repetition of a call that was made then. One whose time has passed was made, or was due while the server was away."""
        until_us = awaited_until(self._hall, call)
        for again in range(1, repeats(self._hall)):
            after_us = int(again * self._hall.rules.number("voice.again_after") * _US)
            due_us, repeated = at_us + after_us, call._replace(again=again)
            if until_us is not None and until_us < due_us:
                return
            if due_us <= self._clock.now():
                self._open(call_jobs(self._hall, repeated, say), due_us, grace_s, over=not is_awaited(self._hall, call))
            else:
                self._clock.call_later((due_us - self._clock.now()) / _US, partial(self._repeat, repeated, due_us))

    def _repeat(self, call: CallOf, due_us: int) -> None:
        self._begin(self._repeat_if_awaited(call, due_us))

    async def _repeat_if_awaited(self, call: CallOf, due_us: int) -> None:
        """Say the call again unless its visitor has come, or was called anew."""
        await self._service.settled()
        jobs = call_jobs(self._hall, call, say) if is_awaited(self._hall, call) else []
        self._open([job for job in jobs if not is_quiet(self._hall, job, due_us)], due_us)

    # ---- jobs ----

    def _open(self, jobs: Iterable[Speak], at_us: int, grace_s: float = 0.0, *, over: bool = False) -> None:
        """Open those that nobody reported on, and end those of quiet hours.

        ``grace_s``: the least time that an agent has to tell. ``over``: nobody is to be called any more, only the end is wanted.
        """
        for job in unreported(self._hall, list(jobs)):
            age_s = (self._clock.now() - at_us) / _US
            if is_quiet(self._hall, job, at_us):
                self._put(job, at_us, 0.0, handed=False, why="quiet")
            else:
                wait_s = grace_s if over else max(grace_s, job.fresh_s - age_s)
                # of somebody who has come nothing failed: an alarm would send people to a loudspeaker that works
                self._put(job, at_us, wait_s, handed=over, why="late" if over or age_s >= job.fresh_s else "failed")
