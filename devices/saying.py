# SPDX-License-Identifier: Apache-2.0
"""What one loudspeaker says next and in which form: the order of what waits, and the ladder of what is still worth saying.

Emergencies come first, everything else in the order of its hand-over. What is being said is never cut. Who runs late sheds
languages and repetitions first, then the form: whole → first language only → short → shown on the screens alone.
"""

import itertools
import queue
from collections import deque
from collections.abc import Sequence
from typing import Final, Literal

from msgspec import Struct

from devices.protocols import Form
from hallserver.core.jobs import Job, Speak, Utterance

S_PER_CHARACTER: Final = {"cmn": 0.29, "yue": 0.26, "en": 0.073}
"""Measured with the engine at 160 words a minute; what this loudspeaker really takes is learned."""
CHIME_S = 0.9
"""With the pause after it."""
LEARN = 0.3
"""Part of a new measurement in what is believed."""
FURTHEST = 10.0
"""What is learned stays within this factor of the engine's pace: one stuck player must not silence the languages."""
LEAST_S = 0.1
QUIET_S = 2.0
"""A chime calls for attention; who has just been listening needs none."""
LOOK_BACK_S = 60.0
FULL = 0.6
"""Further languages are said only while those of the last minute's announcements would fill less than this part of it."""
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
    """How this loudspeaker gets along: how long it takes to say something, learned from what it said, and how much it had to say."""

    def __init__(self) -> None:
        """Believe in the engine's pace; nothing was said yet."""
        self._s = dict[str, float](S_PER_CHARACTER)
        self._begun_s = deque[float]()
        self._ended_s = float("-inf")

    def length_s(self, job: Speak, form: Form) -> float:
        """Return how many seconds the job will most likely take in this form."""
        speech_s = sum(len(it.text) * self._s[it.language] for it in sentences(job, form))
        return speech_s + (CHIME_S if job.chime else 0.0)

    def took(self, job: Speak, form: Form, began_s: float, ended_s: float) -> None:
        """Learn from what was said from then to then."""
        expected_s = self.length_s(job, form)
        self._ended_s = ended_s
        if not job.again:
            self._begun_s.append(began_s)
        for language in {it.language for it in sentences(job, form)}:
            learned_s = self._s[language] * (1 + LEARN * ((ended_s - began_s) / max(expected_s, LEAST_S) - 1))
            first_s = S_PER_CHARACTER[language]
            self._s[language] = max(first_s / FURTHEST, min(first_s * FURTHEST, learned_s))

    def rings(self, job: Speak, now_s: float) -> bool:
        """Tell whether the job's chime is rung: not right after something else was said, but for an emergency."""
        return job.chime and (job.kind == "emergency" or now_s - self._ended_s >= QUIET_S)

    def said_lately(self, now_s: float) -> int:
        """Return how many announcements were said in the last minute, repetitions not counted."""
        while self._begun_s and now_s - self._begun_s[0] > LOOK_BACK_S:
            self._begun_s.popleft()
        return len(self._begun_s)


class Plan(Struct, frozen=True, kw_only=True):
    """What becomes of a job: the form in which it is said, or None for the screens alone; and what keeps it from being whole."""

    form: Form | None
    detail: str = ""
    why: Literal["", "late"] = ""


def sentences(job: Speak, form: Form) -> tuple[Utterance, ...]:
    """Return what is said of a job in this form."""
    return job.short if form == "short" else job.say[:1] if form == "one" else job.say


def plan(head: Waiting, behind: Sequence[Waiting], now_s: float, pace: Pace) -> Plan:
    """Decide what becomes of the speech that comes next, while those wait behind it.

    Age comes first. Then those behind: what comes next gives up its further languages, and after these its long form, where
    otherwise one of them would be said late. Who is too late already costs nobody anything.
    """
    job, age_s = head.job, now_s - head.handed_s
    assert isinstance(job, Speak), job
    if job.volume <= 0:
        return Plan(form=None, detail="the volume is 0")
    if job.kind == "emergency":
        return _emergency(job, age_s)
    others = [it for it in behind if isinstance(it.job, Speak) and not it.job.again and now_s - it.handed_s <= it.job.fresh_s]
    if job.again:
        return _again(job, age_s, now_s, pace, others=bool(behind))
    it = form_of(job, age_s)
    if it.form == "whole" and len(job.say) > 1 and _is_crowded(job, others, now_s, pace):
        it = Plan(form="one", detail="one language, others wait")
    if it.form in ("whole", "one") and job.short and _is_late(others, now_s + pace.length_s(job, "one"), 1.0, "short", pace):
        it = Plan(form="short", detail="others wait")
    return it


def form_of(job: Speak, age_s: float) -> Plan:
    """Return what its age leaves of a job: the ladder."""
    late = f"{age_s:.1f} s late"
    if age_s <= job.fresh_s / 2 or (age_s <= job.fresh_s and len(job.say) == 1):
        return Plan(form="whole")
    if age_s <= job.fresh_s:
        return Plan(form="one", detail=f"one language, {late}")
    if age_s <= 2 * job.fresh_s and job.short:
        return Plan(form="short", detail=late)
    return Plan(form=None, detail=late, why="late")


def _emergency(job: Speak, age_s: float) -> Plan:
    """Leave an emergency whole as long as it may be said at all."""
    if age_s <= 2 * job.fresh_s:
        return Plan(form="whole")
    return Plan(form=None, detail=f"{age_s:.1f} s late", why="late")


def _again(job: Speak, age_s: float, now_s: float, pace: Pace, *, others: bool) -> Plan:
    """Decide about a repetition: in time and where it keeps nobody waiting, or not at all."""
    if others or _is_full(job, "one", now_s, pace):
        return Plan(form=None, detail="a repetition, and others wait", why="late")
    if age_s > job.fresh_s / 2:
        return Plan(form=None, detail=f"a repetition, {age_s:.1f} s late", why="late")
    return Plan(form="one" if _is_full(job, "whole", now_s, pace) else "whole")


def _is_full(job: Speak, form: Form, now_s: float, pace: Pace, waiting: int = 0) -> bool:
    """Tell whether as many calls as lately, each as long as this one, would leave those that come too little time."""
    return job.kind != "notice" and (pace.said_lately(now_s) + waiting) * pace.length_s(job, form) > FULL * LOOK_BACK_S


def _is_crowded(job: Speak, others: Sequence[Waiting], now_s: float, pace: Pace) -> bool:
    """Tell whether further languages would make others lose theirs: those that wait, or as many as came in the last minute."""
    if _is_full(job, "whole", now_s, pace, len(others)):
        return True
    return _is_late(others, now_s + pace.length_s(job, "whole"), 0.5, "one", pace)


def _is_late(others: Sequence[Waiting], start_s: float, part: float, form: Form, pace: Pace) -> bool:
    """Tell whether one of these begins at more than this part of its time: the first at ``start_s``, each said in this form."""
    for it in others:
        assert isinstance(it.job, Speak)
        if start_s - it.handed_s > part * it.job.fresh_s:
            return True
        start_s += pace.length_s(it.job, form)
    return False
