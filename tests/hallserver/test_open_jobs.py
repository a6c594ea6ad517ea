# SPDX-License-Identifier: Apache-2.0
"""What may go out on a line, and when."""

from typing import Any

from hallserver.core.jobs import Job, PrintSlip, Speak
from hallserver.open_jobs import AgentLine, Open, work_now


def now(job: Job, *, caught_up: bool = True, age_s: float = 0, **fields: Any) -> Job | None:
    """Return what goes out of a job that is this old."""
    line = AgentLine(lambda _: None, caught_up=caught_up)
    return work_now(Open(job=job, since_us=0, **fields), line, int(age_s * 1e6))


def test_a_marked_copy_waits_until_the_agent_has_told_what_it_knows() -> None:
    """The first slip may be there."""
    first, copy = (PrintSlip(job=f"slip/1.9/{n}", device="printer-1", ticket="1.9", lines=(), copy=n) for n in (1, 2))

    assert now(first, caught_up=False) is first
    assert now(copy, caught_up=False) is None
    assert now(copy) is copy


def test_what_may_be_on_paper_or_is_being_given_up_stays_here() -> None:
    """One slip, one end."""
    slip = PrintSlip(job="slip/1.9/1", device="printer-1", ticket="1.9", lines=())

    assert now(slip, handed=True) is None
    assert now(slip, ending=True) is None


def test_a_call_goes_out_with_its_age_until_it_is_stale() -> None:
    """The agent's clock begins at the hand-over."""
    call = Speak(job="call/1.9/1.1/voice-1", device="voice-1", ticket="1.9", call=11, say=(), fresh_s=15.0)
    aged = now(call, caught_up=False, age_s=10)

    assert isinstance(aged, Speak)
    assert aged.fresh_s == 5.0
    assert now(call, age_s=15) is None
