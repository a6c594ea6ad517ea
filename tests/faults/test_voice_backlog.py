# SPDX-License-Identifier: Apache-2.0
"""More calls than a loudspeaker can say, and calls that waited behind a cut: in order, never over another, never stale."""

import asyncio
import itertools
import queue
import random
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from msgspec import Struct

from devices import worker
from devices.protocols import Form
from devices.voices.child import SpeakingChild
from displays.spoken import Spot, Tongue
from hallserver import outbox
from hallserver.core import commands as c
from hallserver.core.jobs import AnnouncementState, DeviceSpec, JobReport, Speak
from hallserver.open_jobs import Open
from hallserver.outbox import Outbox
from hallserver.words import say
from tests.devices.test_worker import FakeVoice
from tests.support import AGENT, GUIDE, LI, new_folder, open_service, set_up

SEED = 20261123
VOICE = DeviceSpec(device="voice-1", kind="voice", driver="virtual")
P95_S, MOST_S, FRESH_S = 10.0, 30.0, 15.0
SPEAKERS = 5
"""Loudspeakers over which a hall spreads 30 calls a minute: each says 14 a minute at most, as a whole call takes 4 s."""


class Said(Struct, frozen=True, kw_only=True):
    """One call on the loudspeaker: which, when it began and ended (virtual seconds), how old it was, in which form."""

    job: str
    start_s: float
    end_s: float
    age_s: float
    form: Form


class Call(Struct, frozen=True, kw_only=True):
    """A call that comes at a moment; how long it takes in each form was measured."""

    at_s: float
    job: Speak
    whole_s: float
    short_s: float


def measured(folder: Path, count: int) -> list[tuple[Speak, float, float]]:
    """Return calls with the lengths of their real sound, whole and short."""
    child, found = SpeakingChild(), list[tuple[Speak, float, float]]()
    for n in range(1, count + 1):
        whole, short = (
            Tongue("cmn", say).sentence(key, f"A{n * 37 % 1000:03}", Spot(n % 30 + 1, {})) for key in ("voice.call", "voice.call-short")
        )
        job = Speak(job="", device="voice-1", ticket="1.1", call=1, say=(whole,), short=(short,), fresh_s=FRESH_S)
        found.append((job, child.make(whole, folder / "call.wav").length_s, child.make(short, folder / "call.wav").length_s))
    child.close()
    return found


def coming(sounds: Sequence[tuple[Speak, float, float]], rates: Sequence[tuple[float, float]], seed: int) -> list[Call]:
    """Return calls that come at random, ``rates``: (calls a minute, for so many minutes) in turn."""
    dice, at_s, begun_s, calls = random.Random(seed), 0.0, 0.0, list[Call]()
    for rate, minutes in rates:
        at_s, begun_s = begun_s, begun_s + minutes * 60
        while (at_s := at_s + dice.expovariate(rate / 60)) < begun_s:
            job, whole_s, short_s = sounds[len(calls) % len(sounds)]
            calls.append(Call(at_s=at_s, job=_named(job, len(calls)), whole_s=whole_s, short_s=short_s))
    return calls


def _named(job: Speak, number: int) -> Speak:
    return Speak(job=f"call/{number}", device=job.device, ticket=job.ticket, call=1, say=job.say, short=job.short, fresh_s=job.fresh_s)


class Loudspeaker:
    """A real worker with a voice that speaks in virtual time: while it speaks, the calls of that time come in."""

    def __init__(self, calls: list[Call]) -> None:
        """Begin at the first second."""
        self.now_s = 0.0
        self.said: list[Said] = []
        self.reports: queue.SimpleQueue[JobReport] = queue.SimpleQueue()
        self.ended: list[JobReport] = []
        self._calls = {call.job.job: call for call in calls}
        self._left = iter(calls)
        self._next = next(self._left, None)
        self._given = 0
        self._worker = worker.Worker(VOICE, lambda _: self, self.reports.put, lambda: self.now_s)

    def play(self) -> "Loudspeaker":
        """Let all calls come and be said."""
        while self._next is not None:
            self._give(self._next.at_s)
            while len(self.ended) < self._given:
                self.ended.append(self.reports.get(timeout=60))
        self._worker.stop()
        return self

    def say(self, job: Speak, form: Form) -> AnnouncementState:
        """Speak: time passes."""
        call, start_s = self._calls[job.job], self.now_s
        end_s = start_s + (call.whole_s if form == "whole" else call.short_s)
        self.said.append(Said(job=job.job, start_s=start_s, end_s=end_s, age_s=start_s - call.at_s, form=form))
        self._give(end_s)
        self.now_s = end_s
        return "spoken" if form == "whole" else "short"

    def close(self) -> None:
        """Hold nothing."""

    def _give(self, until_s: float) -> None:
        while self._next is not None and self._next.at_s <= until_s:
            call, self._next = self._next, next(self._left, None)
            self.now_s = call.at_s
            self._given += 1
            self._worker.give(call.job)


def overlaps(said: Sequence[tuple[float, float]]) -> int:
    """Return how many of these stretches of speech begin before the one before has ended."""
    return sum(later[0] < before[1] - 1e-9 for before, later in itertools.pairwise(sorted(said)))


def rank(ages_s: list[float], percent: int) -> float:
    """Return the nearest rank."""
    return sorted(ages_s)[max(0, -(-len(ages_s) * percent // 100) - 1)] if ages_s else 0.0


def must_hold(speaker: Loudspeaker, calls: list[Call]) -> None:
    """Check what holds at any load: nothing lost, nothing doubled, order kept, nothing over another, nothing stale."""
    assert [report.job for report in speaker.ended] == [call.job.job for call in calls], f"seed {SEED}"
    assert [it.job for it in speaker.said] == [report.job for report in speaker.ended if report.state != "screen-only"], f"seed {SEED}"
    assert overlaps([(it.start_s, it.end_s) for it in speaker.said]) == 0, f"seed {SEED}"
    assert max(it.age_s for it in speaker.said) <= MOST_S, f"seed {SEED}"
    assert all(it.age_s <= FRESH_S for it in speaker.said if it.form == "whole"), f"seed {SEED}"


@pytest.mark.promise("R22")
def test_a_loudspeaker_says_what_it_can_and_leaves_the_rest_to_the_screens(
    tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 30 calls a minute all over the hall each is whole; when twice as many come the short form, then the screen alone."""
    sounds = measured(tmp_path, size(10, 40))
    busy_min = size(6, 60)
    usual, crowded = ([(30 / SPEAKERS, busy_min)], [(30.0, busy_min), (60.0, size(2, 10))])

    calm = [(calls, Loudspeaker(calls).play()) for calls in (coming(sounds, usual, SEED + n) for n in range(SPEAKERS))]
    for calls, speaker in calm:
        must_hold(speaker, calls)
    ages_s = [it.age_s for _, speaker in calm for it in speaker.said]
    forms = Counter(report.state for _, speaker in calm for report in speaker.ended)
    p95_s = rank(ages_s, 95)

    calls = coming(sounds, crowded, SEED)
    speaker = Loudspeaker(calls).play()
    must_hold(speaker, calls)
    states = Counter(report.state for report in speaker.ended)
    shares = "/".join(f"{100 * states[it] / len(calls):.0f}" for it in ("spoken", "short", "screen-only"))
    latest_s = max(it.age_s for it in speaker.said)
    figure(f"30/min on {SPEAKERS} voices: p95 {p95_s:.1f} s, 0 lost; on one: {shares} % whole/short/shown, ≤ {latest_s:.0f} s late")

    # controls: without a queue calls are said over each other, without the age they get later and later
    assert overlaps([(call.at_s, call.at_s + call.whole_s) for call in calls]) > 0
    monkeypatch.setattr(worker, "form_of", lambda _job, _age_s: "whole")
    assert max(it.age_s for it in Loudspeaker(calls).play().said) > 2 * MOST_S

    assert forms["screen-only"] == 0, forms
    assert forms["spoken"] >= 0.99 * sum(forms.values()), forms
    assert p95_s <= P95_S, p95_s
    assert states["short"] > 0 < states["screen-only"], states


CUT_S, CALLS = 60, 10


class Keeping(Outbox):
    """The control: keeps calls for an agent that is away, as it keeps slips."""

    def _give_up(self, kept: Open) -> None:
        """Do not."""


async def calls_behind_a_cut(path: Path, make: type[Outbox]) -> tuple[dict[str, float], list[str], dict[str, str]]:
    """Cut the agent's line for a minute in which ten are called.

    Return how old each call was when the line healed (seconds, by ticket), whom the loudspeaker called, and what the journal says of each.
    """
    service, folder, clock = open_service(new_folder(path))
    await set_up(service)
    voice, reports = FakeVoice(), queue.SimpleQueue[JobReport]()
    out = make(service, clock)
    speaking = worker.Worker(VOICE, lambda _: voice, reports.put, clock.mono)
    try:
        await service.submit(c.OpenCounter(counter="c1"), LI)
        for _ in range(CALLS):
            await service.submit(c.TakeTicket(services=("seniors",)), GUIDE)
        out.attach("agent-1", lambda _: None)()
        called_s: dict[str, float] = {}
        for _ in range(CALLS):
            called = (await service.submit(c.FinishAndCall() if called_s else c.CallNext(), LI)).result
            called_s[str(called["ticket"])] = clock.mono()
            clock.move_to(clock.now() + CUT_S * 1_000_000 // CALLS)
            await asyncio.gather(*out._tasks)
        ages_s = {ticket: clock.mono() - at_s for ticket, at_s in called_s.items()}
        out.attach("agent-1", lambda job: speaking.give(job) if isinstance(job, Speak) else None)
        await asyncio.to_thread(speaking.stop)
        while not reports.empty():
            report = reports.get()
            await service.settled()
            command = out.told(report)
            assert command is not None
            await service.submit(command, AGENT, report.job)
        said = {job.split("/")[1]: state for job, state in service.hall.announcements.items()}
        return ages_s, [job.split("/")[1] for job, _ in voice.said], said
    finally:
        out.close()
        await service.settled()
        folder.close()


@pytest.mark.promise("R25")
def test_no_old_call_is_voiced_after_a_cut(tmp_path: Path, figure: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever hears a number from a minute ago runs to a counter that has long called another; the screens have shown it in time."""
    ages_s, heard, said = asyncio.run(calls_behind_a_cut(tmp_path / "hall", Outbox))
    old = [ticket for ticket, age_s in ages_s.items() if age_s > FRESH_S]
    figure(f"line cut {CUT_S} s, {len(ages_s)} calls: {len(set(old) & set(heard))} old ones voiced, {len(old)} of them shown only")

    monkeypatch.setattr(worker, "form_of", lambda _job, _age_s: "whole")
    monkeypatch.setattr(outbox, "work_now", lambda kept, _line, _now_us: kept.job)
    _, heard_all, _ = asyncio.run(calls_behind_a_cut(tmp_path / "control", Keeping))

    assert set(heard_all) & set(old), "the control must voice old calls"
    assert (len(ages_s), len(old)) == (CALLS, 8)
    assert not set(heard) & set(old)
    assert {ticket: said.get(ticket) for ticket in ages_s} == {it: "screen-only" if it in old else "spoken" for it in ages_s}
