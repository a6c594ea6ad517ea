# SPDX-License-Identifier: Apache-2.0
"""When findings are to be put right, and what follows while they stay: 催办单 → 调换 → 约谈, by working days of the standard's calendar.

The ladder is Liaozhong's of 2023: a reminder slip, then another person at the desk, then a talk with the head of the unit. There each
step answers one more occurrence, so what has come again begins a step higher; here each also follows on time that has run out.
"""

from collections.abc import Sequence

from hallserver.core.check_row import rungs
from hallserver.core.events_site import Rung
from hallserver.core.hall import Hall
from hallserver.core.hours import end_of_working_day_us

_FIX = {"minor": "site.fix_minor_wd", "major": "site.fix_major_wd", "critical": "site.fix_critical_wd"}
"""Severity → its limit."""
HOUR_US = 3_600_000_000


def fix_due_us(hall: Hall, at_us: int, severity: str) -> int:
    """Return when a finding of this severity that is opened now is to be put right."""
    return end_of_working_day_us(hall, at_us, hall.rules.whole(_FIX[severity]))


def recheck_us(hall: Hall, at_us: int) -> int:
    """Return until when somebody else is to look at what is said to be put right now."""
    return end_of_working_day_us(hall, at_us, hall.rules.whole("site.recheck_wd"))


def ladder(hall: Hall, due_us: int, nth: int = 1) -> tuple[Rung, ...]:
    """Return what follows on a finding that stays after ``due_us``; the ``nth`` in a row begins at its n-th step, or at the last."""
    steps = rungs(hall.rules.word("site.escalation"))
    return _timed(hall, due_us, steps[min(nth, len(steps)) - 1 :] if steps else ())


def ladder_anew(hall: Hall, due_us: int, before: Sequence[Rung], climbed: int) -> tuple[Rung, ...]:
    """Return the same of one that was not put right after all: what was taken stays, the rest runs from the new time."""
    return (*before[:climbed], *_timed(hall, due_us, [it.step for it in before[climbed:]]))


def step_after_us(hall: Hall, taken_us: int) -> int:
    """Return when the step may follow on one that was taken then; the first hour of a day belongs to the end of the day before."""
    return end_of_working_day_us(hall, taken_us - HOUR_US, hall.rules.whole("site.escalate_wd"))


def _timed(hall: Hall, due_us: int, steps: Sequence[str]) -> tuple[Rung, ...]:
    """Return the steps with their times: the first at once, each later one ``site.escalate_wd`` working days after the one before."""
    apart = hall.rules.whole("site.escalate_wd")
    times = [due_us, *(end_of_working_day_us(hall, due_us - 1, apart * n) for n in range(1, len(steps)))]
    return tuple(Rung(step=step, at_us=at_us) for step, at_us in zip(steps, times, strict=False))
