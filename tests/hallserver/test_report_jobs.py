# SPDX-License-Identifier: Apache-2.0
"""Reports that people asked for: one after the other, cancelled at will, each only its asker's, and not kept for ever."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from threading import Event

import pytest

from hallserver.core.errors import HallError, NotFound, TooOften
from hallserver.report_jobs import KEPT_S, LIVE, MOST_EACH, Job, ReportJobs
from hallserver.report_process import UNREADABLE, NotMade, Order
from reports.kinds import span_of

ORDER = Order(kind="week", span=span_of("week", "2026-11-23"), output="pdf")


class Pretend:
    """A maker that waits until it is let go, then returns or fails as told."""

    def __init__(self, _: Order) -> None:
        """Begin to wait when run."""
        self.percent, self.go, self.begun = 40, Event(), Event()
        self.fault: Exception | None = None

    def run(self) -> bytes:
        """Wait; a cancelled one is let go without a report."""
        self.begun.set()
        assert self.go.wait(60)
        if self.fault is not None:
            raise self.fault
        return b"%PDF"

    def cancel(self) -> None:
        """Let it go."""
        self.fault = NotMade("", -1)
        self.go.set()


class Made:
    """Jobs with pretend makers and a clock of their own."""

    def __init__(self) -> None:
        """Begin at nought."""
        self.now_s, self.makers = 0.0, list[Pretend]()
        self.jobs = ReportJobs(self._maker, lambda: self.now_s)

    def _maker(self, order: Order) -> Pretend:
        self.makers.append(Pretend(order))
        return self.makers[-1]

    def finish(self, at: int, fault: Exception | None = None) -> None:
        """Let one end, and wait until whatever was before it has."""
        self.makers[at].fault = fault
        self.makers[at].go.set()
        self.jobs._work.submit(int).result(20)


def refused(made: Made, person: str, job: Job) -> str:
    """Return the key of the refusal."""
    with pytest.raises(HallError) as found:
        made.jobs.find(person, job.id)
    return found.value.key


def test_a_report_waits_is_made_and_is_fetched_by_who_asked_for_it() -> None:
    """Nobody else learns that it is there."""
    made = Made()
    first, second = made.jobs.begin("gao", ORDER), made.jobs.begin("gao", ORDER)
    assert made.makers[0].begun.wait(60)
    assert [(it.state, it.percent) for it in (first, second)] == [("running", 40), ("waiting", 40)]

    made.makers[1].go.set()
    made.finish(0)

    found = made.jobs.find("gao", first.id)
    assert (found.state, found.percent, found.content, found.name) == ("ready", 100, b"%PDF", "week-2026-W48.pdf")
    assert second.state == "ready"
    assert refused(made, "dan", first) == "report-job-unknown"


@pytest.mark.parametrize(
    ("fault", "state"),
    [(NotMade("", 66), "empty"), (NotMade("broken", 1), "failed"), (OSError("no space"), "failed"), (ValueError("x"), "failed")],
)
def test_what_could_not_be_made_says_so(fault: Exception, state: str, caplog: pytest.LogCaptureFixture) -> None:
    """No days is another thing than a fault, which is in the log with what was said of it; the next one is made all the same."""
    made = Made()
    job = made.jobs.begin("gao", ORDER)
    made.finish(0, fault)
    assert (job.state, job.content) == (state, b"")
    assert (str(fault) in caplog.text) == (state == "failed")
    after = made.jobs.begin("gao", ORDER)
    made.finish(1)
    assert (after.state, after.why) == ("ready", "")


def test_a_hall_that_cannot_be_read_is_named_to_who_asked() -> None:
    """The control: what any other fault said stays in the log."""
    made = Made()
    told = [(NotMade("园岭大厅读不出来", UNREADABLE), "园岭大厅读不出来"), (NotMade("broken", 1), "")]
    for at, (fault, why) in enumerate(told):
        job = made.jobs.begin("gao", ORDER)
        made.finish(at, fault)
        assert (job.state, job.why) == ("failed", why)


def test_one_that_is_cancelled_is_gone_whether_it_waits_runs_or_is_done() -> None:
    """Nothing of it is kept, and one that waits is never begun."""
    made = Made()
    running, waiting = made.jobs.begin("gao", ORDER), made.jobs.begin("gao", ORDER)
    assert made.makers[0].begun.wait(60)
    made.jobs.cancel("gao", waiting.id)
    made.jobs.cancel("gao", running.id)
    made.jobs._work.submit(int).result(20)

    assert [(it.state, it.content) for it in (running, waiting)] == [("cancelled", b"")] * 2
    assert not made.makers[1].begun.is_set()
    assert refused(made, "gao", running) == "report-job-unknown"


def test_nobody_has_too_many_and_none_is_kept_for_ever() -> None:
    """One person's do not fill the house; what nobody fetched is forgotten."""
    made = Made()
    mine = [made.jobs.begin("gao", ORDER) for _ in range(MOST_EACH)]
    with pytest.raises(TooOften):
        made.jobs.begin("gao", ORDER)
    made.jobs.begin("dan", ORDER)
    for at in range(MOST_EACH + 1):
        made.finish(at) if at == MOST_EACH else made.makers[at].go.set()
    assert not any(it.state in LIVE for it in mine)

    made.now_s = KEPT_S
    assert made.jobs.find("gao", mine[0].id) is mine[0]
    made.now_s = KEPT_S + 1
    with pytest.raises(NotFound):
        made.jobs.find("gao", mine[0].id)
    made.jobs.close()


class Patient(Pretend):
    """A maker that takes until the event loop has gone on a little, or gives up waiting for it."""

    def run(self) -> bytes:
        """Say whether the loop went on meanwhile."""
        self.begun.set()
        return b"%PDF" if self.go.wait(LOOP_S) else b""


LOOP_S = 0.5
"""After which a loop that did not go on is one that was stopped."""


class OnTheLoop:
    """What makes a report at once where it is asked for: as it must not be."""

    def submit(self, job: Callable[[], object]) -> "Future[object]":
        """Make it, here and now."""
        done: Future[object] = Future()
        done.set_result(job())
        return done

    def shutdown(self, **_: bool) -> None:
        """Have nothing to end."""


async def goes_on(jobs: ReportJobs, makers: list[Patient]) -> bool:
    """Ask for a report, go on, and tell whether it was made after that."""
    job = jobs.begin("gao", ORDER)
    await asyncio.sleep(0)
    makers[0].go.set()
    await asyncio.wrap_future(jobs._work.submit(int))
    return job.content == b"%PDF"


@pytest.mark.parametrize("work", [None, OnTheLoop()], ids=["as it is", "control: made on the loop"])
def test_the_loop_goes_on_while_a_report_is_made(work: OnTheLoop | None) -> None:
    """A call at a counter never waits for a report. A hall that made it on its loop would be seen."""
    makers = list[Patient]()

    def maker(order: Order) -> Patient:
        makers.append(Patient(order))
        return makers[-1]

    jobs = ReportJobs(maker, lambda: 0.0)
    if work is not None:
        jobs._work = work  # type: ignore[assignment]
    assert asyncio.run(goes_on(jobs, makers)) is (work is None)
    jobs.close()
