# SPDX-License-Identifier: Apache-2.0
"""Every figure has a value from which it is warned of and one from which it is critical; one that hovers is one alarm."""

from collections.abc import Callable

import pytest

from hallserver.core import commands as c
from hallserver.core.alarm import Alarm
from hallserver.core.roles import SERVICE_CLOCK, visitor
from hallserver.core.thresholds import over_thresholds, priority_waiting
from hallserver.words import known
from tests.support import DUTY, GUIDE, LI, SHIPPED, SMALL_HALL, Play

Story = Callable[[float], Play]


def found(play: Play, key: str) -> Alarm | None:
    """Return the alarm of this kind, if it is on; it has its words."""
    assert known(f"alarm.{key}")
    return next((it for it in over_thresholds(play.hall, play.now_us) if it.key == key), None)


def level(play: Play, key: str) -> str:
    """Return how bad it is; empty: it is not on."""
    alarm = found(play, key)
    return alarm.level if alarm is not None else ""


def _waited(minutes: float) -> Play:
    play = Play().open()
    play.take()
    return play.later(minutes * 60)


def _served(minutes: float) -> Play:
    play = Play().open()
    play.take()
    play.call()
    play.ask(c.Start(), LI)
    return play.later(minutes * 60)


def _stood(minutes: float) -> Play:
    play = Play().open()
    for _ in range(2):
        play.take()
    play.serve()
    play.call()
    return play.later(minutes * 60)


def _idle(minutes: float) -> Play:
    play = Play().open()
    play.take()
    return play.later(minutes * 60)


def _line(people: float) -> Play:
    play = Play().open()
    for _ in range(int(people)):
        play.take(by=GUIDE)
    return play


TABLE: tuple[tuple[str, Story, float, float], ...] = (
    ("late", _waited, 30.01, 45.01),
    ("service-long", _served, 30, 60),
    ("not-begun", _stood, 5, 10),
    ("idle", _idle, 5, 8),
    ("crowded", _line, 10, 20),
    ("crowd", _line, 80, 150),
)
"""Alarm, what makes its figure, and from which values on it is a warning and critical."""


@pytest.mark.parametrize(("key", "story", "warn", "critical"), TABLE, ids=[row[0] for row in TABLE])
def test_each_figure_is_warned_of_and_then_critical(key: str, story: Story, warn: float, critical: float) -> None:
    """At the value, not a little before it."""
    less = 1 if story is _line else 0.02

    assert level(story(warn - less), key) in {"", "note"}
    assert (level(story(warn), key), level(story(critical - less), key)) == ("warning", "warning")
    assert level(story(critical), key) == "critical"


def test_few_ratings_are_told_once_enough_could_have_rated() -> None:
    """Thirty visits and none rated: critical; a few ratings: a warning; of twenty-nine nothing can be said."""

    def rated(visits: int, ratings: int) -> str:
        play = Play().open()
        for nth in range(visits):
            ticket = play.take(by=GUIDE)
            play.serve()
            if nth < ratings:
                play.ask(c.Rate(stars=5), visitor(ticket.id))
        return level(play, "ratings-few")

    assert [rated(*it) for it in ((29, 0), (30, 0), (30, 1), (30, 2), (30, 5), (30, 6))] == [
        "", "critical", "critical", "warning", "warning", "",
    ]  # fmt: skip


def test_a_wait_longer_than_what_is_promised_at_most_is_warned_of_whatever_the_target() -> None:
    """A queue with a target of forty minutes is warned of at thirty, and is no less late for it."""
    rows = SMALL_HALL | {"queues": [row | {"target_s": 2400} for row in SMALL_HALL["queues"]]}
    play = Play(rows).open()
    play.take()

    assert level(play.later(30 * 60), "late") == ""
    assert level(play.later(1), "late") == "warning"


def test_one_that_hovers_is_one_alarm() -> None:
    """Ten, nine, ten, nine people: it lasts until eight are left. The control: one that nobody has raised goes at nine."""
    raised, not_raised = _line(10), _line(10)
    raised.ask(c.RaiseAlarm(alarm="crowded.warning.queue.social"), SERVICE_CLOCK)
    for play in (raised, not_raised):
        play.call()

    assert (level(raised, "crowded"), level(not_raised, "crowded")) == ("warning", "")
    raised.ask(c.Finish(), LI)
    raised.call()
    assert level(raised, "crowded") == "warning"
    raised.ask(c.Finish(), LI)
    raised.call()
    assert (raised.hall.line("social").waiting, level(raised, "crowded")) == (7, "")


def test_a_late_queue_is_late_since_it_was_raised() -> None:
    """One visitor after the other is its first; to the journal it is one alarm, however long that goes on."""
    play = _waited(31)
    began_us = play.now_us
    play.ask(c.RaiseAlarm(alarm="late.warning.queue.social"), SERVICE_CLOCK)
    play.later(60).take()
    play.call()
    alarm = found(play.later(32 * 60), "late")

    assert alarm is not None
    assert (alarm.level, alarm.since_us) == ("warning", began_us)


def test_priority_of_many_is_a_notice() -> None:
    """From ten people on, when more than three in ten have it; booked and transferred visitors are none of them."""
    play = Play().open()
    for nth in range(9):
        play.take(by=GUIDE, group="elderly" if nth < 4 else "")
    assert (priority_waiting(play.hall), found(play, "priority-share")) == (4, None)
    for _ in range(4):
        play.take(by=GUIDE)
    assert level(play, "priority-share") == "note"
    play.take(by=GUIDE)
    assert level(play, "priority-share") == ""
    play.take(by=GUIDE, group="disabled")
    alarm = found(play, "priority-share")

    assert alarm is not None
    assert alarm.args == {"count": 5, "waiting": 15, "share": 33, "limit": 30}


def test_a_hall_that_stands_still_or_is_closed_has_only_its_waits() -> None:
    """Nobody can be called, so nobody is slow."""
    play = _served(61)
    assert level(play, "service-long") == "critical"
    play.ask(c.Suspend(reason="power"), DUTY)

    assert list(over_thresholds(play.hall, play.now_us)) == []
    play.later(600).ask(c.ResumeHall(), DUTY)
    assert (found(play, "service-long") or Alarm(key="", level="note")).args["minutes"] == 61


def test_a_counter_for_batches_takes_the_time_that_it_takes() -> None:
    """One number there is fifty cases."""
    rows = SMALL_HALL | {"counters": [row | {"kind": "batch"} for row in SMALL_HALL["counters"]]}
    play = Play(rows).open()
    play.take()
    play.call()
    play.ask(c.Start(), LI)

    assert level(play.later(90 * 60), "service-long") == ""


def test_an_older_standard_warns_as_before() -> None:
    """A hall whose standard was adopted before there were thresholds goes by what held then."""
    text = "\n\n".join(part for part in SHIPPED.split("\n\n") if not part.startswith(('[parameter."watch.', '[parameter."prio.share')))
    play = Play(standard=text).open()
    play.take()

    assert not {key for key in play.hall.rules.parameters if key.startswith("watch.")}
    assert [level(play.later(seconds), "late") for seconds in (1800, 1)] == ["", "warning"]
