# SPDX-License-Identifier: Apache-2.0
"""A job without an end, the line of an agent, and whether the one may go out on the other now."""

from collections.abc import Callable

import msgspec
from msgspec import Struct

from hallserver.clock import Cancellable
from hallserver.core.jobs import Job, PrintSlip, ShownWhy

Send = Callable[[Job], None]


class Open(Struct):
    """A job without an end: when it was made, and when it is given up."""

    job: Job
    since_us: int
    timer: Cancellable | None = None
    """None: its end is awaited from an agent that is away."""
    handed: bool = False
    """It may be on paper already, or was to be said to somebody who has come since: never hand it over again."""
    given: bool = False
    """It went out on the line that is there: most likely the agent has it in its queue."""
    ending: bool = False
    """It is being given up."""
    why: ShownWhy = "failed"
    """Of an announcement: why it was shown only if nobody says anything else."""


class AgentLine(Struct):
    """The line of an agent that is there."""

    send: Send
    caught_up: bool = False
    """The agent has repeated what the hall had not noted."""


def work_now(kept: Open, line: AgentLine, now_us: int) -> Job | None:
    """Return the job as it is handed over now; None: it was and cannot be repeated, or it is too late or too soon.

    The age of a call goes with it. A marked copy waits for what the agent has to tell of the first.
    """
    job = kept.job
    if kept.handed or kept.ending:
        return None
    if isinstance(job, PrintSlip):
        return job if job.copy == 1 or line.caught_up else None
    left_s = job.fresh_s - (now_us - kept.since_us) / 1e6
    return msgspec.structs.replace(job, fresh_s=left_s) if left_s > 0 else None
