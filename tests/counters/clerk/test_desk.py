# SPDX-License-Identifier: Apache-2.0
"""The counter on its own terminal: what can be undone, whether it stands idle, what colleagues said."""

from typing import Any

import pytest

from counters.clerk.desk import counter, counter_of, idling, inbox, standing
from hallserver.core import commands as c
from hallserver.core.errors import HallError
from tests.support import DUTY, GUIDE, LI, RATER, SECOND_US, SMALL_HALL, WANG, Play


def see(play: Play) -> dict[str, Any]:
    """Return counter 1 as its terminal shows it."""
    return counter(play.hall, play.hall.catalog.counters["c1"], play.now_us)


def test_undo_is_offered_exactly_as_long_as_the_rule_takes_it() -> None:
    """The countdown on the button and the refusal come from one standard."""
    play = Play().open()
    play.take()
    ticket = play.serve()
    undo = see(play)["undo"]
    assert (undo["kind"], undo["label"]) == ("finish", ticket.label)
    play.now_us = undo["until_us"] + 1
    assert see(play)["undo"] is None
    with pytest.raises(HallError):
        play.ask(c.Undo(), LI)
    play.now_us = undo["until_us"]
    play.ask(c.Undo(), LI)
    assert ticket.state == "serving"
    assert see(play)["undo"] is None


def test_an_absence_can_be_undone_too() -> None:
    """The visitor comes round the corner as the key is pressed."""
    play = Play().open()
    play.take()
    play.call()
    play.later(600).ask(c.MarkAbsent(), LI)
    assert see(play)["undo"]["kind"] == "mark-absent"


def test_a_counter_that_calls_nobody_while_people_wait_is_told_after_three_minutes() -> None:
    """Not while somebody is in hand, nor in a pause, nor with nobody waiting."""
    play = Play().open()
    assert idling(play.hall, "c1", play.later(3600).now_us) is None
    play.take()
    assert idling(play.hall, "c1", play.later(170).now_us) is None
    told = idling(play.hall, "c1", play.later(11).now_us)
    assert told is not None
    assert told["level"] == "clerk"
    play.call()
    assert idling(play.hall, "c1", play.later(3600).now_us) is None


def test_a_suspended_hall_is_said_with_its_reason_and_since_when() -> None:
    """A clerk whose keys do nothing must know why."""
    play = Play().open()
    assert standing(play.hall) is None
    play.later(5).ask(c.Suspend(reason="power"), DUTY)
    assert standing(play.hall) == {"reason": "power", "since_us": play.now_us}
    play.later(5).ask(c.ResumeHall(), DUTY)
    assert standing(play.hall) is None


def test_messages_of_the_person_and_of_the_counter_are_shown_with_what_is_new() -> None:
    """Read is read; one's own are listed with how many have read them."""
    play = Play().open()
    play.ask(c.SendMessage(to="counter:c1", code="visitor-here"), GUIDE)
    play.later(1).ask(c.SendMessage(to="all", text="下午两点开会"), DUTY)
    play.later(1).ask(c.SendMessage(to="duty", code="come-please"), LI)
    person = play.hall.catalog.people["li"]
    shown: Any = inbox(play.hall, person, "c1")
    assert shown["unread"] == 2
    assert [(row["text"] or row["code"], row["by"]["zh-Hans"]) for row in shown["rows"]] == [
        ("下午两点开会", "单明"),
        ("visitor-here", "郭芳"),
    ]
    assert [(row["code"], row["to"], row["read"]) for row in shown["sent"]] == [("come-please", "duty", 0)]
    for row in shown["rows"]:
        play.ask(c.SeeMessage(message=row["id"]), LI)
    assert inbox(play.hall, person, "c1")["unread"] == 0
    assert inbox(play.hall, None, "") == {"unread": 0, "rows": [], "sent": []}


def test_a_call_for_help_is_a_mark_until_somebody_answers() -> None:
    """The clerk sees that it went out."""
    play = Play().open()
    play.ask(c.AskHelp(), LI)
    assert see(play)["help"] == {"kind": "come", "at_us": play.now_us}
    play.later(3).ask(c.AnswerHelp(counter="c1"), GUIDE)
    assert see(play)["help"] is None


def test_a_trainee_works_under_a_named_mentor() -> None:
    """Who answers for what is done here stands on the screen."""
    people = [*SMALL_HALL["people"], {"slug": "xin", "names": {"zh-Hans": "新宁"}, "roles": ["trainee"], "mentor": "wang"}]
    play = Play(SMALL_HALL | {"people": people})
    assert (play.open("c1", WANG), see(play)["mentor"])[1] == {}
    play.ask(c.HandOver(to="xin"), WANG)
    assert see(play)["mentor"] == {"zh-Hans": "王强"}
    assert counter_of(play.hall, "xin") == "c1"
    assert counter_of(play.hall, "wang") == ""


def test_the_rest_before_an_automatic_call_is_the_counters() -> None:
    """Off unless its row says otherwise; the next number in hand still says what was undone last."""
    rows = [row | ({"auto_next_s": 8} if row["slug"] == "c1" else {}) for row in SMALL_HALL["counters"]]
    assert see(Play().open())["auto_next_s"] == 0
    play = Play(SMALL_HALL | {"counters": rows}).open()
    play.take()
    play.take()
    play.call()
    play.ask(c.FinishAndCall(), LI)
    seen = see(play)
    assert seen["auto_next_s"] == 8
    assert seen["undo"]["until_us"] == play.now_us + 10 * SECOND_US


def test_a_clerk_sees_that_a_visitor_has_the_raters_time_and_never_whether_it_was_used() -> None:
    """The same sentence before and after the rating, for as long as the rater asks, and until the next start."""
    play = Play().open()
    first = play.take()
    play.take()
    play.serve()
    before = see(play)
    assert before["rateable"] == first.label
    play.ask(c.Rate(stars=1), RATER)
    assert see(play) == before
    assert see(play.later(31))["rateable"] == ""
    play.now_us -= 31 * SECOND_US
    play.call()
    assert see(play)["rateable"] == first.label
    play.ask(c.Start(), LI)
    assert see(play)["rateable"] == ""
