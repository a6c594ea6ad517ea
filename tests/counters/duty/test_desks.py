# SPDX-License-Identifier: Apache-2.0
"""Counters and staff as a duty manager sees them."""

from typing import Any

from counters.duty.desks import desks, staff
from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_DOOR
from tests.support import DUTY, LI, WANG, Play


def desk(play: Play, slug: str) -> dict[str, Any]:
    """Return one counter's row."""
    return next(row for row in desks(play.hall, play.now_us) if row["slug"] == slug)


def test_a_counter_tells_who_has_it_what_is_in_hand_and_what_is_held() -> None:
    """All that is needed to act for somebody who has gone."""
    play = Play().open()
    first, second = play.take(), play.take("aid")
    play.call()
    play.later(5).ask(c.Start(), LI)
    play.later(60).ask(c.Hold(reason="copy"), LI)
    play.call()
    row = desk(play, "c1")
    assert (row["clerk"], row["state"], row["letters"], row["helps"]) == ("li", "open", ["A"], ["B"])
    assert (row["ticket"]["label"], row["ticket"]["state"]) == (second.label, "called")
    assert [it["label"] for it in row["held"]] == [first.label]
    assert row["ticket"]["services"][0]["zh-Hans"] == "疾病救助"


def test_whom_closing_would_leave_alone_is_counted() -> None:
    """The last counter of a queue says how many wait; one of two leaves nobody."""
    play = Play().open("c1", LI)
    play.take()
    assert desk(play, "c1")["left"] == 1
    play.open("c3", WANG)
    assert desk(play, "c1")["left"] == 0


def test_a_counter_at_which_nothing_happens_shows_whose_matter_it_is_by_now() -> None:
    """Three minutes: the clerk's; five: the duty manager's; ten: it is to be paused. Nobody waiting: nobody's."""
    play = Play().open()
    assert desk(play.later(3600), "c1")["idle"] == ""
    play.take()
    began_us = play.now_us
    shown = [desk(play.later(minutes), "c1")["idle"] for minutes in (170, 20, 120, 300)]
    assert shown == ["", "clerk", "duty", "pause"]
    assert desk(play, "c1")["acted_us"] == began_us


def test_staff_without_a_counter_come_first_and_those_who_are_here_before_the_others() -> None:
    """They are the ones to whom a counter can be given."""
    play = Play().open("c1", LI)
    play.ask(c.ReportSignIn(person="wang", state="in"), SERVICE_DOOR)
    rows = staff(play.hall)
    assert next(row["slug"] for row in rows) == "wang"
    assert [row["slug"] for row in rows][-1] == "li"
    by_slug = {row["slug"]: row for row in rows}
    assert (by_slug["wang"]["here"], by_slug["wang"]["serves"], by_slug["guo"]["serves"]) == (True, True, False)
    assert by_slug["dan"]["orders"] is True


def test_a_counter_that_was_handed_over_shows_its_new_clerk() -> None:
    """With what was in hand."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.ask(c.HandOver(counter="c1", to="wang", reason="gone"), DUTY)
    row = desk(play, "c1")
    assert (row["clerk"], row["ticket"]["label"]) == ("wang", ticket.label)
