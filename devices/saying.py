# SPDX-License-Identifier: Apache-2.0
"""What one loudspeaker says next and in which form: the order of what waits, and the ladder of what is still worth saying.

Emergencies come first, everything else in the order of its hand-over. What is being said is never cut. Who runs late sheds
languages and repetitions first, then the form: whole → first language only → short → shown on the screens alone.
"""

import itertools
import queue
from collections.abc import Sequence
from typing import Final, Literal

from msgspec import Struct

from devices.protocols import Form
from hallserver.core.jobs import Job, Speak, Utterance

S_PER_CHARACTER: Final = {"cmn": 0.29, "yue": 0.26, "en": 0.073}
"""Measured with the engine at 160 words a minute; what this loudspeaker really takes is learned."""
CHIME_S = 0.7
LEARN = 0.3
"""Part of a new measurement in what is believed."""
FURTHEST = 10.0
"""What is learned stays within this factor of the engine's pace: one stuck player must not silence the languages."""
EMERGENCY, USUAL, END = range(3)


class Waiting(Struct, frozen=True, kw_only=True):
    """A job that waits, and when it was handed over (monotonic seconds)."""

    job: Job
    handed_s: float


class Lineup:
    """The queue of one device: put in by one thread, taken by another."""

    def __init__(self) -> None:
        """Be empty."""
        self._numbers = itertools.count()
        self._queue: queue.PriorityQueue[tuple[int, int, Waiting | None]] = queue.PriorityQueue()

    def put(self, job: Job, handed_s: float) -> None:
        """Let the job wait behind those that were handed over before it; an emergency only behind emergencies."""
        rank = EMERGENCY if isinstance(job, Speak) and job.kind == "emergency" else USUAL
        self._queue.put((rank, next(self._numbers), Waiting(job=job, handed_s=handed_s)))

    def end(self) -> None:
        """Let None follow when all that waits is done."""
        self._queue.put((END, next(self._numbers), None))

    def next(self, timeout_s: float | None = None) -> Waiting | None:
        """Take what comes next; None: it has ended. Raises ``queue.Empty`` after ``timeout_s`` seconds."""
        return self._queue.get(timeout=timeout_s)[2]

    def behind(self) -> list[Waiting]:
        """Return what waits now, in its order."""
        with self._queue.mutex:
            entries = sorted(self._queue.queue, key=lambda entry: entry[:2])
        return [waiting for _, _, waiting in entries if waiting is not None]


class Pace:
    """How long this loudspeaker takes to say something, learned from what it said."""

    def __init__(self) -> None:
        """Believe in the engine's pace."""
        self._s = dict[str, float](S_PER_CHARACTER)

    def length_s(self, job: Speak, form: Form) -> float:
        """Return how many seconds the job will most likely take in this form."""
        speech_s = sum(len(it.text) * self._s[it.language] for it in sentences(job, form))
        return speech_s + (CHIME_S if job.chime else 0.0)

    def took(self, job: Speak, form: Form, took_s: float) -> None:
        """Learn from what it took."""
        expected_s = self.length_s(job, form)
        if not expected_s:
            return
        for language in {it.language for it in sentences(job, form)}:
            learned_s = self._s[language] * (1 + LEARN * (took_s / expected_s - 1))
            first_s = S_PER_CHARACTER[language]
            self._s[language] = max(first_s / FURTHEST, min(first_s * FURTHEST, learned_s))


class Plan(Struct, frozen=True, kw_only=True):
    """What becomes of a job: the form in which it is said, or None for the screens alone; and what keeps it from being whole."""

    form: Form | None
    detail: str = ""
    why: Literal["", "late"] = ""


def sentences(job: Speak, form: Form) -> tuple[Utterance, ...]:
    """Return what is said of a job in this form."""
    return job.short if form == "short" else job.say[:1] if form == "one" else job.say


def plan(head: Waiting, behind: Sequence[Waiting], now_s: float, pace: Pace) -> Plan:
    """Decide what becomes of the speech that comes next, while those wait behind it. Raises nothing.

    It is said in all its languages only where nobody behind it would be too old for a whole call by then.
    """
    job, age_s = head.job, now_s - head.handed_s
    assert isinstance(job, Speak), job
    if job.volume <= 0:
        return Plan(form=None, detail="the volume is 0")
    if job.again:
        return _again(job, age_s, others=bool(behind))
    by_age = form_of(job, age_s)
    if by_age.form == "whole" and len(job.say) > 1 and job.kind != "emergency" and _makes_late(job, behind, now_s, pace):
        return Plan(form="one", detail="one language, others wait")
    return by_age


def form_of(job: Speak, age_s: float) -> Plan:
    """Return what its age leaves of a job: the ladder. An emergency is whole or nothing."""
    late = f"{age_s:.1f} s late"
    if age_s <= job.fresh_s / 2 or (age_s <= job.fresh_s and len(job.say) == 1):
        return Plan(form="whole")
    if age_s <= 2 * job.fresh_s and job.kind == "emergency":
        return Plan(form="whole")
    if age_s <= job.fresh_s:
        return Plan(form="one", detail=f"one language, {late}")
    if age_s <= 2 * job.fresh_s and job.short:
        return Plan(form="short", detail=late)
    return Plan(form=None, detail=late, why="late")


def _again(job: Speak, age_s: float, *, others: bool) -> Plan:
    """Decide about a repetition: in time and where it keeps nobody waiting, or not at all."""
    if others:
        return Plan(form=None, detail="a repetition, and others wait", why="late")
    if age_s > job.fresh_s / 2:
        return Plan(form=None, detail=f"a repetition, {age_s:.1f} s late", why="late")
    return Plan(form="whole")


def _makes_late(job: Speak, behind: Sequence[Waiting], now_s: float, pace: Pace) -> bool:
    """Tell whether somebody behind would be too old for a whole call once this one was said in all languages."""
    start_s = now_s + pace.length_s(job, "whole")
    for waiting in behind:
        other = waiting.job
        if not isinstance(other, Speak) or other.again:
            continue
        if start_s - waiting.handed_s > other.fresh_s:
            return True
        start_s += pace.length_s(other, "one")
    return False
