# SPDX-License-Identifier: Apache-2.0
"""When alarms begin and end by the clock: each once in the journal, however often it flickers."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from hallserver import alarmwatch
from hallserver.alarmwatch import Told
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.roles import SERVICE_CLOCK, SERVICE_DOOR
from hallserver.dutywatch import DutyWatch
from hallserver.service import Service
from tests.support import DUTY, GUIDE, LI, SECOND_US, Play, fold, new_folder, open_service, set_up

LOST = "lost.warning.device.hall-1"
Later = Callable[[float], Coroutine[Any, Any, None]]
"""Let so many seconds go by, looked at every five."""
Story = Callable[[Service, Later], Coroutine[Any, Any, None]]


def play(path: Path, story: Story, *, watched: bool = True) -> list[e.Event]:
    """Play a story in a small hall that is watched; return what the clock has noted of alarms."""

    async def open_and_play() -> list[e.Event]:
        service, folder, running = open_service(new_folder(path))
        watch = DutyWatch(service, running, due=Told().with_duties)

        async def later(seconds: float) -> None:
            for _ in range(round(seconds / 5)):
                running.move_to(running.now() + 5 * SECOND_US)
                if watched:
                    await watch.look()

        try:
            await set_up(service)
            await story(service, later)
            done = [entry.event for entry in folder.journal.after(0, 0, 10_000) if entry.actor == SERVICE_CLOCK.id]
            assert fold(folder.journal.after(0, 0, 10_000)) == service.hall
            return [it for it in done if isinstance(it, e.AlarmRaised | e.AlarmEnded)]
        finally:
            folder.close()

    return asyncio.run(open_and_play())


def short(events: list[e.Event]) -> list[tuple[str, str]]:
    """Return kind and alarm of each."""
    return [(type(it).__name__, it.alarm) for it in events if isinstance(it, e.AlarmRaised | e.AlarmEnded)]


async def _device(service: Service, state: str) -> None:
    await service.submit(c.ReportDevice(device="hall-1", state=state), SERVICE_DOOR)  # type: ignore[arg-type]


async def _cable(service: Service, later: Later) -> None:
    """A cable that somebody touches ten times, then nobody any more."""
    await _device(service, "paired")
    for _ in range(10):
        await _device(service, "lost")
        await later(20)
        await _device(service, "back")
        await later(30)
    await later(60)


def test_what_flickers_is_one_alarm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times lost and back within eight minutes: raised once, over once. The control is a watch without patience: twenty events."""
    assert short(play(tmp_path / "patient", _cable)) == [("AlarmRaised", LOST), ("AlarmEnded", LOST)]
    monkeypatch.setattr(alarmwatch, "OVER_US", 0)
    assert len(play(tmp_path / "hasty", _cable)) == 20


def test_what_lasts_is_raised_once(tmp_path: Path) -> None:
    """An hour of looks; and what was seen at one look alone was never raised."""

    async def story(service: Service, later: Later) -> None:
        await service.submit(c.TakeTicket(services=("seniors",)), GUIDE)
        await later(5)
        await service.submit(c.OpenCounter(counter="c1"), LI)
        await later(60)
        await _device(service, "lost")
        await later(3600)

    told = [it for it in short(play(tmp_path / "hall", story)) if not it[1].startswith(("idle", "unattended", "nobody", "late"))]
    assert told == [("AlarmRaised", LOST)]


def test_one_that_grows_is_another_one(tmp_path: Path) -> None:
    """An idle counter: asked for, warned of, critical, then paused; each over a minute after it was told last."""

    async def story(service: Service, later: Later) -> None:
        await service.submit(c.OpenCounter(counter="c1"), LI)
        await service.submit(c.TakeTicket(services=("seniors",)), GUIDE)
        await later(15 * 60)

    idle = [it for it in short(play(tmp_path / "hall", story)) if it[1].startswith("idle")]
    assert [(kind, alarm.split(".")[1]) for kind, alarm in idle] == [
        ("AlarmRaised", "note"), ("AlarmRaised", "warning"), ("AlarmEnded", "note"),
        ("AlarmRaised", "critical"), ("AlarmEnded", "warning"), ("AlarmEnded", "critical"),
    ]  # fmt: skip


def test_a_server_that_starts_anew_ends_what_is_over() -> None:
    """After the same patience: it does not know since when it is over."""
    hall = Play().open()
    hall.ask(c.ReportDevice(device="hall-1", state="lost"), SERVICE_DOOR)
    hall.ask(c.RaiseAlarm(alarm=LOST), SERVICE_CLOCK)
    hall.later(600).ask(c.ReportDevice(device="hall-1", state="back"), SERVICE_DOOR)
    told = Told()

    assert [list(told.due(hall.hall, hall.now_us + seconds * SECOND_US)) for seconds in (0, 55)] == [[], []]
    assert list(told.due(hall.hall, hall.now_us + 60 * SECOND_US)) == [c.EndAlarm(alarm=LOST)]


def test_the_clock_forgets_an_acknowledged_alarm_once_it_is_over(tmp_path: Path) -> None:
    """So that it is loud when it comes again; without the watch it would stay quiet for the day."""
    alarm = "nobody.critical.queue.social"

    async def story(service: Service, later: Later) -> None:
        await service.submit(c.TakeTicket(services=("seniors",)), GUIDE)
        await service.submit(c.AcknowledgeAlarm(alarm=alarm), DUTY)
        await later(120)
        assert set(service.hall.acknowledged) == {alarm}
        await service.submit(c.OpenCounter(counter="c1"), LI)
        await later(5)
        assert service.hall.acknowledged == {}

    done = play(tmp_path / "watched", story)
    assert [it for it in done if isinstance(it, e.AlarmEnded)] == [e.AlarmEnded(alarm=alarm)]
    with pytest.raises(AssertionError):
        play(tmp_path / "alone", story, watched=False)
