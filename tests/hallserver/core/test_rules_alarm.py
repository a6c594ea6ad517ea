# SPDX-License-Identifier: Apache-2.0
"""Acknowledging alarms: once, only while they are on, and forgotten as soon as they are over."""

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.alarms import alarms
from hallserver.core.errors import Conflict, NotAllowed
from hallserver.core.roles import SERVICE_CLOCK, SERVICE_DOOR
from hallserver.core.rules_alarm import ended, seen_by
from hallserver.core.staffnotes import Seen
from tests.support import DUTY, GUIDE, LI, MANAGER, Play, fold, next_day

LOST = "lost.warning.device.hall-1"


def lost() -> Play:
    """Return a hall whose display has gone."""
    play = Play().open()
    play.ask(c.ReportDevice(device="hall-1", state="paired"), SERVICE_DOOR)
    play.ask(c.ReportDevice(device="hall-1", state="lost"), SERVICE_DOOR)
    return play


def ids(play: Play) -> list[str]:
    """Return the alarms that are on now."""
    return [it.id for it in alarms(play.hall, play.now_us)]


def test_an_alarm_is_acknowledged_by_its_name_and_stays_on_the_list() -> None:
    """Who sees to it and since when is known to everybody."""
    play = lost()
    assert ids(play) == [LOST]

    assert play.later(9).ask(c.AcknowledgeAlarm(alarm=LOST), DUTY) == [e.AlarmAcknowledged(alarm=LOST, by="person:dan")]

    assert ids(play) == [LOST]
    assert play.hall.acknowledged == {LOST: Seen(by="person:dan", at_us=play.now_us)}
    assert fold(play.entries) == play.hall


def test_a_second_acknowledgement_is_refused_and_names_the_first() -> None:
    """Two people who both believe to see to it are one too many."""
    play = lost()
    play.ask(c.AcknowledgeAlarm(alarm=LOST), DUTY)

    with pytest.raises(Conflict, match="alarm-seen") as refused:
        play.ask(c.AcknowledgeAlarm(alarm=LOST), MANAGER)
    assert refused.value.args_by_name == {"person": "dan"}


def test_an_alarm_that_is_not_on_cannot_be_acknowledged() -> None:
    """It was over before the tap, or never was."""
    play = lost()
    play.ask(c.ReportDevice(device="hall-1", state="back"), SERVICE_DOOR)

    for alarm in (LOST, "nonsense"):
        with pytest.raises(Conflict, match="alarm-over"):
            play.ask(c.AcknowledgeAlarm(alarm=alarm), DUTY)


def test_when_it_comes_again_it_is_new() -> None:
    """The clock forgets what is over; while it lasts nobody can make it do so."""
    play = lost()
    play.ask(c.AcknowledgeAlarm(alarm=LOST), DUTY)
    assert ended(play.hall, play.now_us) == []
    with pytest.raises(Conflict, match="alarm-not-over"):
        play.ask(c.EndAlarm(alarm=LOST), SERVICE_CLOCK)

    play.ask(c.ReportDevice(device="hall-1", state="back"), SERVICE_DOOR)
    assert ended(play.hall, play.now_us) == [LOST]
    play.ask(c.EndAlarm(alarm=LOST), SERVICE_CLOCK)
    play.ask(c.ReportDevice(device="hall-1", state="lost"), SERVICE_DOOR)

    assert (ids(play), play.hall.acknowledged) == ([LOST], {})
    play.ask(c.AcknowledgeAlarm(alarm=LOST), MANAGER)
    assert fold(play.entries) == play.hall


def test_a_second_call_for_help_before_the_clock_has_looked_is_loud() -> None:
    """The clock looks every five seconds, and not while the server is down: a clerk who calls again must not be taken for seen to."""
    play = Play().open()
    play.ask(c.AskHelp(kind="ill"), LI)
    [first] = alarms(play.hall, play.now_us)
    play.later(3).ask(c.AcknowledgeAlarm(alarm=first.id), DUTY)
    assert seen_by(play.hall, first) == Seen(by="person:dan", at_us=play.now_us)
    play.later(1).ask(c.AnswerHelp(counter="c1"), DUTY)
    play.later(1).ask(c.AskHelp(kind="ill"), LI)

    [second] = alarms(play.hall, play.now_us)
    assert (second.id, seen_by(play.hall, second), ended(play.hall, play.now_us)) == (first.id, None, [first.id])
    play.ask(c.AcknowledgeAlarm(alarm=second.id), MANAGER)
    assert seen_by(play.hall, second) == Seen(by="person:dan", at_us=play.now_us)


def test_an_alarm_that_grows_is_another_one() -> None:
    """A quiet warning must not hide what has become worse: idle is first a note, then a warning."""
    play = Play().open()
    play.take()
    play.later(3 * 60)
    [note] = ids(play)
    play.ask(c.AcknowledgeAlarm(alarm=note), DUTY)
    play.later(4 * 60)

    [warning] = ids(play)
    assert (note, warning) == ("idle.note.counter.c1", "idle.warning.counter.c1")
    assert (ended(play.hall, play.now_us), warning in play.hall.acknowledged) == ([note], False)


@pytest.mark.parametrize("by", [LI, GUIDE])
def test_only_who_answers_for_the_hall_acknowledges(by: object) -> None:
    """A guide sees the list; that somebody sees to it is said by who can."""
    with pytest.raises(NotAllowed):
        lost().ask(c.AcknowledgeAlarm(alarm=LOST), by)  # type: ignore[arg-type]


def test_an_alarm_is_raised_once_while_it_lasts() -> None:
    """By the clock alone; what was said of it then stands in the journal, and the day begins anew without it."""
    play = lost()

    assert play.later(5).ask(c.RaiseAlarm(alarm=LOST), SERVICE_CLOCK) == [
        e.AlarmRaised(alarm=LOST, key="lost", level="warning", of="device", slug="hall-1")
    ]
    assert play.hall.raised == {LOST: play.now_us}
    with pytest.raises(Conflict, match="alarm-raised"):
        play.ask(c.RaiseAlarm(alarm=LOST), SERVICE_CLOCK)
    with pytest.raises(Conflict, match="alarm-over"):
        play.ask(c.RaiseAlarm(alarm="full.critical"), SERVICE_CLOCK)
    with pytest.raises(NotAllowed):
        play.ask(c.RaiseAlarm(alarm=LOST), DUTY)
    assert fold(play.entries) == play.hall
    next_day(play)
    assert play.hall.raised == {}


def test_one_that_was_raised_is_over_when_it_is_not_told_any_more_or_began_anew() -> None:
    """A second call for help is another one, though nobody saw to the first."""
    play = Play().open()
    play.ask(c.AskHelp(kind="ill"), LI)
    alarm = "help.critical.counter.c1"
    play.later(5).ask(c.RaiseAlarm(alarm=alarm), SERVICE_CLOCK)
    assert ended(play.hall, play.now_us) == []
    play.later(5).ask(c.AnswerHelp(counter="c1"), DUTY)
    assert ended(play.hall, play.now_us) == [alarm]
    play.later(5).ask(c.AskHelp(kind="ill"), LI)
    assert ended(play.hall, play.now_us) == [alarm]
    play.ask(c.EndAlarm(alarm=alarm), SERVICE_CLOCK)

    assert (ended(play.hall, play.now_us), play.hall.raised) == ([], {})
