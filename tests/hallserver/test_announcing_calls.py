# SPDX-License-Identifier: Apache-2.0
"""Every call, call-back and notice is said or shown, and ends in the journal; a call comes again while its visitor is awaited."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from hallserver import announcing_calls
from hallserver.clock import SimulatedClock
from hallserver.core import commands as c
from hallserver.core.errors import Conflict
from hallserver.core.jobs import JobReport, Speak
from hallserver.core.roles import SERVICE_SETUP
from hallserver.outbox import GRACE_S
from tests.displays.test_voice import with_word
from tests.hallserver.test_outbox import AGENT, Desk, opened
from tests.support import DUTY, LI, NINE_US, STANDARD, new_folder, set_up

Act = Callable[[Desk], Awaitable[None]]
QUIET = with_word("voice.quiet", "08:30-09:30")


def play(tmp_path: Path, *acts: Act, standard: str = STANDARD) -> None:
    """Run the acts on one hall whose counter is open; between two of them the server is started anew, two seconds later."""
    path = new_folder(tmp_path / "data")

    async def run() -> None:
        now_us = NINE_US
        for number, act in enumerate(acts):
            with opened(path, now_us) as desk:
                if not number:
                    await set_up(desk.service)
                    await under(desk, standard)
                    await desk.service.submit(c.OpenCounter(counter="c1"), LI)
                await act(desk)
                now_us = desk.clock.now() + 2_000_000

    asyncio.run(run())


async def under(desk: Desk, standard: str) -> None:
    """Put another standard in force."""
    await desk.service.submit(c.CloseDay(), SERVICE_SETUP)
    await desk.service.submit(c.AdoptStandard(text=standard), SERVICE_SETUP)
    await desk.service.submit(c.OpenDay(), SERVICE_SETUP)


def said(desk: Desk) -> list[str]:
    """Return the ids of the announcements that were handed over."""
    return [job.job for job in desk.handed if isinstance(job, Speak)]


async def called(desk: Desk) -> str:
    """Take a ticket and call it; return the id of the announcement."""
    await desk.take()
    return f"call/{await desk.call()}/1.1/voice-1"


def test_a_call_is_said_again_while_its_visitor_does_not_come(tmp_path: Path) -> None:
    """Once after 25 seconds, as a job of its own with an end of its own; then the clerk decides."""

    async def act(desk: Desk) -> None:
        desk.attach()
        call = await called(desk)
        await desk.later(24)
        assert said(desk) == [call]
        await desk.later(1)
        assert said(desk) == [call, f"{call}+1"]
        await desk.later(300)
        assert said(desk) == [call, f"{call}+1"]
        assert set(desk.service.hall.announcements) == {call, f"{call}+1"}

    play(tmp_path, act)


@pytest.mark.parametrize("command", [c.Start(), c.Finish(), c.Hold(reason="copy"), c.Transfer(to_counter="c3")])
def test_who_has_come_is_not_called_again(tmp_path: Path, command: c.Command) -> None:
    """Nor who was sent on."""

    async def act(desk: Desk) -> None:
        desk.attach()
        call = await called(desk)
        await desk.later(20)
        await desk.service.submit(command, LI)
        await desk.later(5)
        assert said(desk) == [call]

    play(tmp_path, act)


def test_nobody_is_called_again_into_an_evacuation(tmp_path: Path) -> None:
    """The repetition that was planned before the alarm is not said."""

    async def act(desk: Desk) -> None:
        desk.attach()
        call = await called(desk)
        await desk.later(20)
        await desk.service.submit(c.Suspend(reason="evacuation"), DUTY)
        await desk.later(300)
        assert said(desk) == [call]

    play(tmp_path, act)


def test_without_asking_who_is_awaited_somebody_at_the_counter_would_be_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the test above."""
    monkeypatch.setattr(announcing_calls, "is_awaited", lambda _hall, _call: True)
    with pytest.raises(AssertionError):
        test_who_has_come_is_not_called_again(tmp_path, c.Start())


def test_a_place_says_when_a_call_comes_again(tmp_path: Path) -> None:
    """``voice.again_after`` of 40 s instead of 25."""
    slower = with_word("voice.again_after", "40").replace('value = "40"', "value = 40")

    async def act(desk: Desk) -> None:
        await under(desk, slower)
        await desk.service.submit(c.OpenCounter(counter="c1"), LI)
        desk.attach()
        call = await called(desk)
        await desk.later(39)
        assert said(desk) == [call]
        await desk.later(2)
        assert said(desk) == [call, f"{call}+1"]

    play(tmp_path, act)


def test_a_recall_is_said_again_and_not_the_call_before_it(tmp_path: Path) -> None:
    """Two repetitions of one visitor would come out of step."""

    async def act(desk: Desk) -> None:
        desk.attach()
        await under(desk, with_word("voice.repeats", "3").replace('value = "3"', "value = 3"))
        await desk.service.submit(c.OpenCounter(counter="c1"), LI)
        call = await called(desk)
        await desk.later(31)
        await desk.service.submit(c.Recall(), LI)
        await desk.later(25)
        await desk.later(25)
        assert said(desk)[:2] == [call, f"{call}+1"]
        assert [job.rpartition("/")[2] for job in said(desk)[2:]] == ["voice-1", "voice-1+1", "voice-1+2"]
        assert all("/1.2/" in job for job in said(desk)[2:])

    play(tmp_path, act)


def test_repetitions_outlive_a_restart(tmp_path: Path) -> None:
    """Derived from the hall's state: not forgotten, and none twice."""
    calls: list[str] = []

    async def before(desk: Desk) -> None:
        desk.attach()
        calls.append(await called(desk))
        await desk.said(desk.handed[-1])
        await desk.later(10)

    async def after(desk: Desk) -> None:
        desk.attach()
        await desk.later(12)
        assert said(desk) == []
        await desk.later(2)
        assert said(desk) == [f"{calls[0]}+1"]

    play(tmp_path, before, after)


def test_what_was_to_be_repeated_while_the_server_was_away_ends_too(tmp_path: Path) -> None:
    """It was due between the two: still fresh it is said, or shown only."""
    calls: list[str] = []

    async def before(desk: Desk) -> None:
        desk.attach()
        calls.append(await called(desk))
        await desk.said(desk.handed[-1])
        await desk.later(24)

    async def after(desk: Desk) -> None:
        desk.attach()
        assert said(desk) == [f"{calls[0]}+1"]
        await desk.later(60)
        assert desk.service.hall.announcements[f"{calls[0]}+1"] == "screen-only"

    play(tmp_path, before, after)


def test_a_quiet_hall_shows_its_calls_and_says_so_in_the_journal(tmp_path: Path) -> None:
    """At once, handed to nobody, and not said when the quiet hour is over. An emergency is said all the same."""

    async def act(desk: Desk) -> None:
        desk.attach()
        call = await called(desk)
        assert desk.service.hall.announcements == {call: "screen-only"}
        assert desk.service.hall.unheard == {"voice-1": "quiet"}
        await desk.later(60)
        await desk.service.submit(c.Announce(text={"zh-Hans": "请车主移车"}), DUTY)
        await desk.service.submit(c.Announce(text={"zh-Hans": "请立即离开大厅"}, urgent=True), DUTY)
        await desk.calm()
        assert said(desk) == [f"notice/{desk.service.hall.notices[0].id}/voice-1"]
        await desk.later(31 * 60)
        assert set(desk.service.hall.announcements.values()) == {"screen-only"}
        assert len(said(desk)) == 1

    play(tmp_path, act, standard=QUIET)


def test_a_call_before_a_quiet_hour_is_not_repeated_in_it(tmp_path: Path) -> None:
    """09:00:10 is loud, 09:00:35 is quiet."""

    async def act(desk: Desk) -> None:
        desk.attach()
        await desk.later(40)
        call = await called(desk)
        await desk.said(desk.handed[-1])
        await desk.later(30)
        assert said(desk) == [call]
        assert desk.service.hall.announcements == {call: "spoken"}, "what was not to be said has no end"
        assert desk.service.hall.unheard == {}

    play(tmp_path, act, standard=with_word("voice.quiet", "09:01-10:00"))


def test_notices_and_call_backs_are_announced_and_end(tmp_path: Path) -> None:
    """Also those that were made when no agent was there, and those of before a restart."""
    back: list[str] = []

    async def before(desk: Desk) -> None:
        await called(desk)
        await desk.service.submit(c.Finish(), LI)
        ticket = next(iter(desk.service.hall.tickets))
        await desk.service.submit(c.CallBack(ticket=ticket), LI)
        await desk.service.submit(c.Announce(text={"zh-Hans": "请车主移车"}), DUTY)
        await desk.calm()
        back.extend([f"back/{ticket}/1/voice-1", f"notice/{desk.service.hall.notices[0].id}/voice-1"])

    async def after(desk: Desk) -> None:
        desk.attach()
        assert [job for job in said(desk) if not job.startswith("call/")] == back
        notice = desk.handed[-1]
        await desk.said(notice)
        await desk.later(120)
        assert [desk.service.hall.announcements[job] for job in back] == ["screen-only", "spoken"]

    play(tmp_path, before, after)


def test_what_an_agent_tells_of_an_announcement_that_nobody_waits_for_is_kept(tmp_path: Path) -> None:
    """It was said while the server was away, and its visitor came: without this it would have vanished."""
    calls: list[str] = []

    async def before(desk: Desk) -> None:
        desk.attach()
        calls.append(await called(desk))
        await desk.later(26)
        await desk.service.submit(c.Start(), LI)

    async def after(desk: Desk) -> None:
        command = desk.outbox.told(JobReport(job=f"{calls[0]}+1", device="voice-1", state="spoken"))
        assert command is not None
        await desk.service.submit(command, AGENT)
        assert desk.service.hall.announcements[f"{calls[0]}+1"] == "spoken"
        assert desk.outbox.told(JobReport(job=f"{calls[0]}+1", device="voice-1", state="short")) is None

    play(tmp_path, before, after)


def test_why_a_call_was_only_shown_is_in_the_journal(tmp_path: Path) -> None:
    """A loudspeaker that failed needs somebody, one that had too much to say needs another beside it."""

    async def act(desk: Desk) -> None:
        desk.attach()
        call = await called(desk)
        command = desk.outbox.told(JobReport(job=call, device="voice-1", state="screen-only", why="late"))
        assert command is not None
        await desk.service.submit(command, AGENT)
        assert desk.service.hall.unheard == {"voice-1": "late"}
        await desk.later(25)
        await desk.said(desk.handed[-1])
        assert desk.service.hall.unheard == {}

    play(tmp_path, act)


class Gone:
    """An alarm that never rings."""

    def cancel(self) -> None:
        """Do nothing: it does not ring anyway."""


async def rough_hour(desk: Desk, dice: random.Random, jobs: set[str]) -> None:
    """Call visitor after visitor while the agent comes and goes, and reports late, otherwise, or never."""
    leave = desk.attach()
    for _ in range(8):
        await desk.take()
        jobs.add(f"call/{await desk.call()}/1.1/voice-1")
        await desk.later(dice.uniform(1, 20))
        for job in [job for job in desk.handed if isinstance(job, Speak)]:
            jobs.add(job.job)
            if dice.random() < 0.5:
                await desk.told(job.job, dice.choice(["spoken", "short", "screen-only"]), job.device)
        if dice.random() < 0.5:
            leave()
            await desk.later(dice.uniform(0, 30))
            leave = desk.attach()
        await desk.service.submit(c.Finish(), LI)


async def let_pass(desk: Desk) -> None:
    """Give whatever is open its time."""
    for _ in range(12):
        await desk.later(10)


@pytest.mark.parametrize("seed", range(3))
def test_every_announcement_of_a_rough_hour_has_an_end(tmp_path: Path, seed: int) -> None:
    """Spoken, short or on screens only: each in the journal, over two restarts of the server, and none twice."""
    dice, jobs = random.Random(seed), set[str]()

    async def act(desk: Desk) -> None:
        await rough_hour(desk, dice, jobs)

    async def last(desk: Desk) -> None:
        await let_pass(desk)
        assert jobs - set(desk.service.hall.announcements) == set()

    play(tmp_path, act, act, last)


def test_without_an_alarm_of_the_outbox_some_would_vanish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the test above."""
    monkeypatch.setattr(SimulatedClock, "call_later", lambda *_: Gone())
    with pytest.raises(AssertionError, match="call/"):
        test_every_announcement_of_a_rough_hour_has_an_end(tmp_path, 0)


def test_after_a_restart_nobody_is_called_again_who_has_come(tmp_path: Path) -> None:
    """The repetition was on its way when the visitor came; it ends, and is not said to an empty chair."""
    calls: list[str] = []

    async def before(desk: Desk) -> None:
        desk.attach()
        calls.append(await called(desk))
        await desk.said(desk.handed[-1])
        await desk.later(25)
        await desk.service.submit(c.Start(), LI)

    async def after(desk: Desk) -> None:
        desk.attach()
        assert said(desk) == []
        await desk.later(GRACE_S + 1)
        assert desk.service.hall.announcements == {calls[0]: "spoken", f"{calls[0]}+1": "screen-only"}
        assert desk.service.hall.unheard == {}, "the loudspeaker works: no alarm"

    play(tmp_path, before, after)


def test_the_agent_and_the_service_do_not_both_end_a_call(tmp_path: Path) -> None:
    """The report comes while the giving up is on its way to the journal."""

    async def act(desk: Desk) -> None:
        desk.attach()
        call = await called(desk)
        desk.clock.move_to(desk.clock.now() + 50_000_000)
        await asyncio.sleep(0)
        command = desk.outbox.told(JobReport(job=call, device="voice-1", state="spoken"))
        assert command is not None, "the control: without the rule both would be written"
        with pytest.raises(Conflict, match="announcement-ended"):
            await desk.service.submit(command, AGENT)
        assert desk.service.hall.announcements[call] == "screen-only"

    play(tmp_path, act)
