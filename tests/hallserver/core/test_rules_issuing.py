# SPDX-License-Identifier: Apache-2.0
"""Rules of giving no more numbers, and of giving them again."""

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, Conflict, NotFound
from hallserver.core.issuing import held_until_us
from hallserver.core.roles import SERVICE_CLOCK
from hallserver.dutywatch import must_stop
from tests.support import DUTY, MINUTE_US, NINE_US, SMALL_HALL, Play


def test_the_whole_hall_stops_and_goes_on() -> None:
    """Who waits is still served."""
    play = Play().open()
    play.take()
    [stopped] = play.ask(c.StopIssuing(reason="closing"), DUTY)
    assert stopped == e.IssuingStopped(reason="closing")
    assert play.call().state == "called"
    with pytest.raises(Conflict, match="issuing-stopped"):
        play.ask(c.StopIssuing(), DUTY)
    [resumed] = play.ask(c.ResumeIssuing(), DUTY)

    assert resumed == e.IssuingResumed()
    with pytest.raises(Conflict, match="issuing-already"):
        play.ask(c.ResumeIssuing(), DUTY)


def test_a_queue_stops_and_goes_on_alone() -> None:
    """Resuming the hall does not resume what was stopped for a reason of its own."""
    play = Play()
    assert play.ask(c.StopIssuing(reason="forecast", queue="firms"), SERVICE_CLOCK) == [e.IssuingStopped(reason="forecast", queue="firms")]
    with pytest.raises(Conflict, match="queue-stopped"):
        play.ask(c.StopIssuing(reason="fault", queue="firms"), DUTY)
    with pytest.raises(Conflict, match="issuing-already"):
        play.ask(c.ResumeIssuing(), DUTY)
    play.ask(c.StopIssuing(reason="closing"), DUTY)
    play.ask(c.ResumeIssuing(), DUTY)
    assert play.hall.stopped_queues == {"firms": "forecast"}
    play.ask(c.ResumeIssuing(queue="firms"), DUTY)

    assert play.hall.stopped_queues == {}
    assert play.hall.by_hand == {"firms"}


def test_what_is_not_there_is_not_stopped() -> None:
    """Neither queues nor reasons that nobody knows."""
    with pytest.raises(NotFound, match="queue-unknown"):
        Play().ask(c.StopIssuing(queue="gone"), DUTY)
    with pytest.raises(AgainstStandard, match="code-unknown"):
        Play().ask(c.StopIssuing(reason="mood"), DUTY)


def test_a_closed_day_gives_no_numbers_again() -> None:
    """First the day is opened."""
    play = Play()
    play.ask(c.CloseDay(), DUTY)

    with pytest.raises(Conflict, match="hall-closed"):
        play.ask(c.ResumeIssuing(), DUTY)


def test_kiosks_are_let_give_numbers_before_their_time_by_hand_for_that_day() -> None:
    """A trial in the night, a queue outside the door at seven: it is one act of one day, and the clock stops numbers as ever."""
    hours = {str(day): ["09:30-17:00"] for day in range(1, 6)}
    play = Play(SMALL_HALL | {"hall": [SMALL_HALL["hall"][0] | {"hours": hours}]})
    play.now_us -= 60 * MINUTE_US
    assert held_until_us(play.hall, play.now_us) == NINE_US
    with pytest.raises(Conflict, match="issuing-not-yet"):
        play.take()
    assert play.ask(c.ResumeIssuing(), DUTY) == [e.IssuingResumed()]
    assert play.take().state == "waiting"
    assert held_until_us(play.hall, play.now_us) is None
    with pytest.raises(Conflict, match="issuing-already"):
        play.ask(c.ResumeIssuing(), DUTY)
    assert play.hall.by_hand.isdisjoint({"", "social"})
    play.now_us = NINE_US + 8 * 60 * MINUTE_US
    assert must_stop(play.hall, play.now_us)
    play.ask(c.CloseDay(rest="left"), DUTY)
    play.now_us = NINE_US + 23 * 60 * MINUTE_US
    play.ask(c.OpenDay(), DUTY)

    with pytest.raises(Conflict, match="issuing-not-yet"):
        play.take()
