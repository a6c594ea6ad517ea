# SPDX-License-Identifier: Apache-2.0
"""Reports that people asked for through the door: made one after the other by processes of their own, kept a while, cancelled at will."""

import logging
import secrets
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, Literal, Protocol

from hallserver.core.errors import NotFound, TooOften
from hallserver.report_process import NotMade, Order
from reports.kinds import short_of

_log = logging.getLogger(__name__)

KEPT_S: Final = 600.0
"""For so long a report that was made can be fetched."""
MOST: Final = 12
"""Reports kept at once, of everybody."""
MOST_EACH: Final = 3
"""Reports of one person that wait or are being made."""
State = Literal["waiting", "running", "ready", "empty", "failed", "cancelled"]
LIVE: Final = frozenset({"waiting", "running"})


class Maker(Protocol):
    """What makes one report."""

    percent: int

    def run(self) -> bytes:
        """Return the report. Raises NotMade, OSError."""

    def cancel(self) -> None:
        """End it."""


class Job:
    """One report that somebody asked for."""

    def __init__(self, person: str, order: Order, maker: Maker, since_s: float) -> None:
        """Begin by waiting."""
        self.id, self.person, self.order, self.since_s = secrets.token_urlsafe(12), person, order, since_s
        self.state: State = "waiting"
        self.content = b""
        self.why = ""
        """Which of several halls cannot be read, and why: a sentence for who asked; of any other fault the log has it."""
        self._maker = maker

    @property
    def percent(self) -> int:
        """How far it is."""
        return 100 if self.state == "ready" else self._maker.percent

    @property
    def name(self) -> str:
        """The file's name."""
        version = f"-{self.order.draft}" if self.order.draft else ""
        return f"{self.order.kind}-{short_of(self.order.kind, self.order.span)}{version}.{self.order.output}"

    def run(self) -> None:
        """Make it, unless it was cancelled while it waited."""
        if self.state != "waiting":
            return
        self.state = "running"
        try:
            self.content = self._maker.run()
        except NotMade as error:
            self._not_made(error)
        except Exception:
            self._end("failed")
            raise
        else:
            self._end("ready")

    def _not_made(self, error: NotMade) -> None:
        """Say how it ended; the log has what was said of a fault."""
        self.why = str(error) if error.unreadable else ""
        self._end("empty" if error.empty else "failed")
        if self.state == "failed":
            _log.warning("%s was not made: %s", self.name, error)

    def _end(self, state: State) -> None:
        """Say how it ended; one that was cancelled stays so."""
        if self.state == "running":
            self.state = state

    def cancel(self) -> None:
        """End it, and keep nothing of it."""
        self.state, self.content = "cancelled", b""
        self._maker.cancel()


class ReportJobs:
    """All of them. Everything but the making happens on the event loop."""

    def __init__(self, maker: Callable[[Order], Maker], mono: Callable[[], float]) -> None:
        """Begin with none; ``mono`` gives seconds that only go forward."""
        self._maker, self._mono = maker, mono
        self._jobs: dict[str, Job] = {}
        self._work = ThreadPoolExecutor(1, "report-job")

    def must_have_room(self, person: str) -> None:
        """Raise TooOften where this person, or everybody together, has too many on the way."""
        self._forget()
        live = [it for it in self._jobs.values() if it.state in LIVE]
        if len(live) >= MOST or sum(it.person == person for it in live) >= MOST_EACH:
            raise TooOften("report-jobs", wait_s=10)

    def begin(self, person: str, order: Order) -> Job:
        """Have a report made when its turn comes. Raises as ``must_have_room``."""
        self.must_have_room(person)
        job = Job(person, order, self._maker(order), self._mono())
        self._jobs[job.id] = job
        done: Future[None] = self._work.submit(job.run)
        done.add_done_callback(_log_fault)
        return job

    def find(self, person: str, job: str) -> Job:
        """Return this person's job. Raises NotFound for one of somebody else too."""
        self._forget()
        found = self._jobs.get(job)
        if found is None or found.person != person:
            raise NotFound("report-job-unknown")
        return found

    def cancel(self, person: str, job: str) -> None:
        """Cancel it, or forget what was made. Raises NotFound."""
        found = self.find(person, job)
        del self._jobs[found.id]
        found.cancel()

    def close(self) -> None:
        """Cancel all of them; nothing is waited for."""
        for job in self._jobs.values():
            job.cancel()
        self._work.shutdown(wait=False, cancel_futures=True)

    def _forget(self) -> None:
        """Forget what has lain there long enough, and the oldest that are done where there are too many."""
        done = [it for it in self._jobs.values() if it.state not in LIVE]
        old = [it for it in done if self._mono() - it.since_s > KEPT_S]
        for job in {*old, *done[: max(0, len(self._jobs) - MOST + 1)]}:
            del self._jobs[job.id]


def _log_fault(done: "Future[None]") -> None:
    """Let a fault of ours be seen."""
    if not done.cancelled() and done.exception() is not None:
        _log.error("a report could not be made", exc_info=done.exception())
