# SPDX-License-Identifier: Apache-2.0
"""What the hall keeps of messages, calls for help and enquiries."""

from hallserver.core import commands as c
from hallserver.core.folds_messages import KEPT
from tests.support import DUTY, GUIDE, LI, Play, fold, next_day


def told() -> Play:
    """Return a hall in which everything of this kind has happened."""
    play = Play().open()
    play.ask(c.SendMessage(to="all", code="thanks"), GUIDE)
    play.ask(c.SeeMessage(message=play.hall.messages[0].id), LI)
    play.ask(c.AskHelp(), LI)
    play.ask(c.CountEnquiry(topic="papers"), GUIDE)
    play.ask(c.CountEnquiry(topic="papers"), GUIDE)
    play.ask(c.AcknowledgeAlarm(alarm="help.critical.counter.c1"), DUTY)
    return play


def test_who_has_read_a_message_stands_beside_it() -> None:
    """Its sender sees whether anybody knows."""
    [message] = told().hall.messages

    assert (message.by, message.seen) == ("person:guo", ("person:li",))


def test_asking_again_keeps_the_time_and_takes_the_newer_kind() -> None:
    """Who waits for help waits since the first asking."""
    play = told()
    since_us = play.now_us
    play.later(30).ask(c.AskHelp(kind="ill"), LI)

    assert [(it.kind, it.at_us) for it in play.hall.help.values()] == [("ill", since_us)]


def test_enquiries_add_up_by_topic() -> None:
    """Two taps are two."""
    assert told().hall.enquiries == {"papers": 2}


def test_only_so_many_messages_are_kept() -> None:
    """The oldest goes first; a mark on one that is gone changes nothing."""
    play = Play()
    for nth in range(KEPT + 1):
        play.ask(c.SendMessage(to="all", text=str(nth)), GUIDE)

    assert (len(play.hall.messages), play.hall.messages[0].text, play.hall.messages[-1].text) == (KEPT, str(KEPT), "1")


def test_another_day_begins_without_them() -> None:
    """And folding the journal again gives the same hall."""
    play = told()
    assert fold(play.entries) == play.hall
    play.ask(c.CloseCounter(), LI)
    next_day(play)

    assert (play.hall.messages, play.hall.help, play.hall.enquiries, play.hall.acknowledged) == ([], {}, {}, {})
    play.ask(c.StopIssuing(reason="closing"), DUTY)
    assert fold(play.entries) == play.hall
