# SPDX-License-Identifier: Apache-2.0
"""What the clock does in a duty manager's place: once, in time, and not against what people have decided."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from hallserver.clock import SimulatedClock
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.commands_site import Found
from hallserver.core.errors import StorageDown
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_CLOCK, SERVICE_DOOR, SERVICE_SETUP, Actor
from hallserver.core.rules import decide
from hallserver.dutywatch import EVERY_S, DutyWatch, due, must_check, must_stop, too_late
from hallserver.service import Decide, Service
from tests.support import DUTY, GUIDE, LI, MINUTE_US, NINE_US, SMALL_HALL, Play, changed, new_folder, open_service, set_up

HOUR_US = 60 * MINUTE_US
HERE = SMALL_HALL["hall"][0] | {"hours": {"1": ["09:30-12:00", "14:00-17:00"]}, "issue_until_min": 30}
ROWS = SMALL_HALL | {"hall": [HERE]}
Later = Callable[[float], Coroutine[Any, Any, None]]
"""Let so many minutes go by, looked at every quarter of one."""
Story = Callable[[Service, Later], Coroutine[Any, Any, None]]


def play(path: Path, story: Story, clock: SimulatedClock | None = None, *, decide: Decide = decide, watched: bool = True) -> list[e.Event]:
    """Play a story in a small hall with hours that is watched; return what the clock has done."""

    async def open_and_play() -> list[e.Event]:
        service, folder, running = open_service(new_folder(path), clock=clock, decide=decide)
        watch = DutyWatch(service, running)

        async def later(minutes: float) -> None:
            for _ in range(round(minutes * 4)):
                running.move_to(running.now() + MINUTE_US // 4)
                if watched:
                    await watch.look()

        try:
            await set_up(service, ROWS)
            await story(service, later)
            return [entry.event for entry in folder.journal.after(0, 0, 10_000) if entry.actor == SERVICE_CLOCK.id]
        finally:
            folder.close()

    return asyncio.run(open_and_play())


def test_a_clerk_who_has_left_is_paused_after_ten_minutes(tmp_path: Path) -> None:
    """By the clock's own name, once, and the counter may be opened again."""

    async def story(service: Service, later: Later) -> None:
        await service.submit(c.OpenCounter(counter="c1"), LI)
        await service.submit(c.TakeTicket(services=("seniors",)), GUIDE)
        await later(9.75)
        assert service.hall.counter("c1").state == "open"
        await later(1)
        assert (service.hall.counter("c1").state, service.hall.counter("c1").reason) == ("paused", "unattended")
        await service.submit(c.OpenCounter(counter="c1"), LI)
        await later(5)

    done = [event for event in play(tmp_path, story) if isinstance(event, e.CounterPaused)]
    assert done == [e.CounterPaused(counter="c1", clerk="li", reason="unattended")]


def test_a_server_that_was_down_for_an_hour_pauses_nobody_for_it() -> None:
    """Nobody could call or pause meanwhile; ten minutes of its own run must pass first."""
    play = Play().open()
    play.take()
    play.later(3600)
    began_us = play.now_us - 30 * MINUTE_US // 60

    assert list(due(play.hall, play.now_us, began_us)) == []
    assert list(due(play.hall, play.now_us + 10 * MINUTE_US, began_us)) == [c.PauseCounter(counter="c1", reason="unattended")]
    assert list(due(play.hall, play.now_us)) == [c.PauseCounter(counter="c1", reason="unattended")], "the control"


def test_without_the_watch_the_counter_stays_open(tmp_path: Path) -> None:
    """Nothing else pauses it."""

    async def story(service: Service, later: Later) -> None:
        await service.submit(c.OpenCounter(counter="c1"), LI)
        await service.submit(c.TakeTicket(services=("seniors",)), GUIDE)
        await later(20)
        assert service.hall.counter("c1").state == "open"

    assert play(tmp_path, story, watched=False) == []


def test_the_opening_check_is_made_once_twenty_minutes_before(tmp_path: Path) -> None:
    """Half past nine less twenty; also when the day is open already."""

    async def story(service: Service, later: Later) -> None:
        await later(9.75)
        assert service.hall.opening is None
        await later(120)
        assert service.hall.opening is not None
        assert service.hall.opening.at_us == NINE_US + 10 * MINUTE_US

    assert [type(event) for event in play(tmp_path, story)] == [e.OpeningChecked]


def test_numbers_stop_in_time_and_not_again_after_a_person(tmp_path: Path) -> None:
    """Half an hour before five; a duty manager who lets more in is not overruled."""

    async def story(service: Service, later: Later) -> None:
        await later(7 * 60 + 29.5)
        assert service.hall.issuing
        await later(1)
        assert (service.hall.issuing, service.hall.stopped) == (False, "time")
        await service.submit(c.ResumeIssuing(), DUTY)
        await later(5)
        assert service.hall.issuing

    done = [event for event in play(tmp_path, story) if isinstance(event, e.IssuingStopped)]
    assert done == [e.IssuingStopped(reason="time")]


def test_what_people_stopped_and_resumed_in_the_morning_is_stopped_in_time(tmp_path: Path) -> None:
    """A kiosk's fault at ten says nothing of half past four; nor does a queue's of its forecast."""

    async def story(service: Service, later: Later) -> None:
        for queue in (None, "social"):
            await service.submit(c.StopIssuing(reason="fault", queue=queue), DUTY)
            await service.submit(c.ResumeIssuing(queue=queue), DUTY)
        await later(7 * 60 + 31)
        assert (service.hall.issuing, service.hall.stopped) == (False, "time")

    assert e.IssuingStopped(reason="time") in play(tmp_path, story)


def test_a_queue_that_cannot_be_served_today_stops_by_the_forecast(tmp_path: Path) -> None:
    """Only that queue; and not again once somebody has resumed it."""

    async def story(service: Service, later: Later) -> None:
        await later(7 * 60)
        await service.submit(c.OpenCounter(counter="c1"), LI)
        for _ in range(14):
            await service.submit(c.TakeTicket(services=("seniors",)), GUIDE)
        await later(0.5)
        assert service.hall.stopped_queues == {"social": "forecast"}
        await service.submit(c.ResumeIssuing(queue="social"), DUTY)
        await later(2)
        assert service.hall.stopped_queues == {}

    done = [event for event in play(tmp_path, story) if isinstance(event, e.IssuingStopped)]
    assert done == [e.IssuingStopped(reason="forecast", queue="social")]


def test_a_refusal_is_told_and_tried_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A full disk must not end the watch."""
    refuse = [True]

    def unwilling(hall: Hall, command: c.Command, by: Actor, now_us: int) -> list[e.Event]:
        if isinstance(command, c.CheckOpening) and refuse:
            refuse.clear()
            raise StorageDown("disk-full")
        return decide(hall, command, by, now_us)

    async def story(service: Service, later: Later) -> None:
        with caplog.at_level(logging.WARNING):
            await later(11)
        assert service.hall.opening is not None

    play(tmp_path, story, decide=unwilling)
    assert "check-opening by the clock has to wait" in caplog.text


def test_a_clock_in_doubt_does_nothing(tmp_path: Path) -> None:
    """By its word five in the afternoon may be nine in the morning."""

    class Doubtful(SimulatedClock):
        def drift_us(self) -> int:
            return -3 * HOUR_US

    async def story(service: Service, later: Later) -> None:
        await later(60)
        assert service.hall.opening is None

    assert play(tmp_path, story, Doubtful(NINE_US)) == []


def test_the_watch_looks_by_itself_until_it_is_stopped(tmp_path: Path) -> None:
    """Ten minutes are ten minutes, not eleven: it looks every few seconds."""

    async def story() -> None:
        service, folder, clock = open_service(new_folder(tmp_path))
        watch = DutyWatch(service, clock)
        try:
            await set_up(service, ROWS)
            watch.start()
            clock.move_to(NINE_US + 10 * MINUTE_US)
            watch.stop()
            async with asyncio.timeout(5):
                while service.hall.opening is None or service.committed != service.hall.seq:  # noqa: ASYNC110 -- a timer sets it going
                    await asyncio.sleep(0.01)
            before = service.hall.seq
            clock.move_to(NINE_US + 10 * HOUR_US)
            await asyncio.sleep(0)
            assert service.hall.seq == before
        finally:
            folder.close()

    asyncio.run(story())
    assert EVERY_S <= 10


def asked(hall: Play) -> list[c.Command]:
    """Return what is due now."""
    return list(due(hall.hall, hall.now_us))


def test_nothing_is_due_in_a_hall_without_hours_or_standard() -> None:
    """A hall whose people have said nothing is left alone."""
    assert list(due(Hall(), NINE_US)) == []
    assert asked(Play().later(86_000)) == []


def test_the_clock_notes_what_nobody_rated_in_time_where_a_place_wants_that() -> None:
    """Once; the control: a standard without that policy lets it be."""
    for policy, first in (("satisfied-flagged", [c.DefaultRatings()]), ("none", [])):
        play = Play(standard=changed("eval.default_policy", f'"{policy}"')).open("c1", LI)
        play.take()
        play.serve()
        for _ in range(8):
            play.ask(c.CloseDay(), DUTY)
            play.later(24 * 3600).ask(c.OpenDay(), DUTY)
        assert asked(play) == first
        for command in first:
            play.ask(command, SERVICE_CLOCK)
        assert asked(play) == []


def test_a_day_that_opens_after_the_time_keeps_its_numbers() -> None:
    """Somebody opens in the evening, and means it."""
    evening = Play(ROWS)
    evening.ask(c.CloseDay(), DUTY)
    evening.later(8 * 3600).ask(c.OpenDay(), SERVICE_SETUP)

    assert not must_stop(evening.hall, evening.now_us + HOUR_US)


def test_a_day_closed_after_its_check_is_not_checked_again() -> None:
    """Closing clears the list; the hall is not about to open."""
    morning = Play(ROWS)
    assert must_check(morning.hall, NINE_US + 10 * MINUTE_US)
    morning.later(3600).ask(c.CloseDay(), DUTY)

    assert not must_check(morning.hall, morning.now_us + HOUR_US)
    assert must_check(morning.hall, NINE_US + (7 * 24 * 60 + 10) * MINUTE_US)


def test_a_suspended_hall_is_left_as_it_is() -> None:
    """No clerk is away who may not call, and nothing is stopped that is stopped."""
    hall = Play(ROWS).open()
    hall.take()
    hall.ask(c.CheckOpening(), DUTY)
    hall.later(600)
    assert asked(hall)[-1] == c.PauseCounter(counter="c1", reason="unattended")
    hall.ask(c.Suspend(reason="power"), DUTY)

    assert c.PauseCounter(counter="c1", reason="unattended") not in asked(hall)


def test_a_crowd_before_the_second_counter_is_open_stops_nothing() -> None:
    """A hundred and twenty stand there when the doors open: one counter would need ten hours, and it is not the only one."""
    hall = Play(ROWS).open()
    for _ in range(120):
        hall.take()
    assert not too_late(hall.hall, "social", NINE_US + 59 * MINUTE_US)  # opened at half past nine

    assert too_late(hall.hall, "social", NINE_US + HOUR_US)


@pytest.mark.parametrize(("waiting", "hours", "late"), [(0, 7.99, False), (3, 7, False), (14, 7, True), (3, 7.95, True), (3, 8.1, False)])
def test_who_would_be_called_after_closing(waiting: int, hours: float, late: bool) -> None:  # noqa: FBT001 -- a row of the table
    """One counter calls every five minutes; after closing the clock has nothing to foretell."""
    hall = Play(ROWS).open()
    hall.later(hours * 3600)
    for _ in range(waiting):
        hall.take()

    assert too_late(hall.hall, "social", hall.now_us) is late
    assert not too_late(hall.hall, "firms", hall.now_us)


def test_a_bad_rating_is_chased_over_days_and_restarts(tmp_path: Path) -> None:
    """Rated on Monday: reminded, overdue after three working days, taken to the district; the server is restarted on the way.

    While the hall is closed, too. The control is a server that is not watched: nothing comes.
    """
    assert _chased(tmp_path / "watched") == ["OrderReminded", "OrderReminded", "OrderOverdue", "OrderEscalated", "OrderEscalated"]
    assert _chased(tmp_path / "alone", watched=False) == []


def _chased(path: Path, *, watched: bool = True) -> list[str]:
    async def open_and_play() -> list[str]:
        new_folder(path)
        clock = SimulatedClock(NINE_US)
        for days in range(9):
            service, folder, running = open_service(path, clock=clock)
            if not days:
                await set_up(service, ROWS)
                await service.submit(c.RegisterCase(source="complaint", text=c.Personal("等了很久")), GUIDE)
                await service.submit(c.CloseDay(), DUTY)
            running.move_to(NINE_US + days * 24 * HOUR_US)
            if watched:
                await DutyWatch(service, running).look()
            done = [entry.event for entry in folder.journal.after(0, 0, 10_000) if entry.actor == SERVICE_CLOCK.id]
            folder.close()
        return [type(event).__name__ for event in done if type(event).__name__.startswith("Order")]

    return asyncio.run(open_and_play())


def test_the_clock_writes_down_what_does_not_work_and_takes_findings_further(tmp_path: Path) -> None:
    """A printer without paper for fifteen of the published minutes, until it has some; a critical finding when its day is over."""

    async def story(service: Service, later: Later) -> None:
        await service.submit(c.OpenFinding(found=Found(check="space-exits", zone="main", severity="critical")), GUIDE)
        await service.submit(c.ReportDevice(device="printer-1", state="out"), SERVICE_DOOR)
        await later(44)
        assert service.hall.site.entries == {}, "open since half past nine"
        await later(2)
        await service.submit(c.ReportDevice(device="printer-1", state="fine"), SERVICE_DOOR)
        await later(14 * 60 + 15)

    assert [type(it) for it in play(tmp_path, story) if isinstance(it, e.EntryRegistered | e.EntryStepped | e.FindingEscalated)] == [
        e.EntryRegistered, e.EntryStepped, e.FindingEscalated,
    ]  # fmt: skip
