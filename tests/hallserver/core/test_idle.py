# SPDX-License-Identifier: Apache-2.0
"""Counters that stand idle while somebody waits: from when on, and who is told."""

import re
from collections.abc import Callable

import pytest

from hallserver.core import commands as c
from hallserver.core.idle import Idle, idle, idle_counters
from hallserver.core.roles import SERVICE_SETUP
from tests.support import DUTY, GUIDE, LI, LUNCH, MINUTE_US, SMALL_HALL, STANDARD, WANG, Play


def level(play: Play, counter: str = "c1") -> str | None:
    """Return who is to be told by now; None: the counter is not idle."""
    found = idle(play.hall, counter, play.now_us)
    return found.level if found is not None else None


def test_clerk_then_duty_manager_then_pause() -> None:
    """Three, five, ten minutes."""
    play = Play().open()
    play.take()
    levels = dict.fromkeys((0, 2.99), "") | {3: "clerk", 4.99: "clerk", 5: "duty", 9.99: "duty", 10: "pause", 60: "pause"}
    begun_us = play.now_us
    for minutes, expected in levels.items():
        play.now_us = begun_us + round(minutes * MINUTE_US)
        assert level(play) == expected, minutes
    assert idle_counters(play.hall, play.now_us) == [Idle(counter="c1", clerk="li", since_us=begun_us, level="pause")]


def test_nobody_to_call_is_no_idleness() -> None:
    """An empty hall, another's queue, a paused and a closed counter, a visitor in hand, a hall that stands still."""
    play = Play().open().open("c2", WANG)
    play.take()
    play.later(1200)
    assert (level(play, "c1"), level(play, "c2"), level(play, "c3"), level(play, "gone")) == ("pause", None, None, None)
    play.ask(c.Suspend(reason="power"), DUTY)
    assert level(play) is None
    play.ask(c.ResumeHall(), DUTY)
    play.call()
    assert level(play.later(1200)) is None
    play.ask(c.Finish(), LI)
    play.take()
    play.ask(c.PauseCounter(reason="lunch"), LI)

    assert level(play.later(1200)) is None


def test_the_time_counts_from_what_came_last() -> None:
    """The visitor's coming, the clerk's last act, the end of a pause, the end of a suspension."""
    play = Play().open()
    play.later(1200).take()
    assert level(play) == ""
    play.later(240)
    assert level(play) == "clerk"
    play.serve()
    play.take()
    assert level(play.later(170)) == ""
    play.ask(c.PauseCounter(reason="break"), LI)
    play.later(900).open()
    assert level(play) == ""
    play.later(200).ask(c.Suspend(reason="power"), DUTY)
    play.later(900).ask(c.ResumeHall(), DUTY)
    assert level(play) == ""

    assert level(play.later(180)) == "clerk"


def test_a_number_that_comes_first_does_not_hide_who_has_waited() -> None:
    """A disabled visitor has just come; somebody else has waited six minutes before an idle counter."""
    play = Play().open()
    play.take()
    play.later(360).take(group="disabled", by=DUTY)

    assert level(play) == "duty"


def test_whom_the_clerk_may_not_serve_is_not_waited_for() -> None:
    """An item that this clerk is not authorised for."""
    items = [*SMALL_HALL["items"], {"slug": "other", "names": {"zh-Hans": "其他"}}]
    people = [row | {"items": ["other"]} if row["slug"] == "li" else row for row in SMALL_HALL["people"]]
    play = Play(SMALL_HALL | {"items": items, "people": people}).open()
    play.take("seniors")

    assert level(play.later(1200)) is None


@pytest.mark.parametrize("ready", [True, False], ids=["ready", "only held"])
def test_who_is_back_after_a_hold_waits_for_this_clerk(ready: bool) -> None:  # noqa: FBT001 -- a row of the table
    """The visitor sits there again; somebody who is still away does not."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.ask(c.Hold(reason="copy"), LI)
    if ready:
        play.ask(c.Ready(ticket=ticket.id), LI)

    assert level(play.later(400)) == ("duty" if ready else None)


def from_paper() -> Play:
    """Enter afterwards who has waited since ten past nine."""
    play = Play().open().later(3000)
    play.ask(c.EnterPaper(number=5, services=("seniors",), taken="09:10"), GUIDE)
    return play


def other_queue() -> Play:
    """Send somebody who has waited a quarter of an hour to a counter that had nobody."""
    play = Play().open("c1", WANG)
    ticket = play.take("founding")
    play.later(900).ask(c.ChangeService(ticket=ticket.id, services=("seniors",)), GUIDE)
    return play


def other_plan() -> Play:
    """Give a counter that had nobody a queue in which somebody waits."""
    play = Play(SMALL_HALL | {"plans": [LUNCH]}).open("c2", WANG)
    play.take()
    play.later(900).ask(c.ApplyPlan(plan="lunch"), DUTY)
    return play


def other_rows() -> Play:
    """Give it to the counter in the set-up."""
    play = Play().open("c2", WANG)
    play.take()
    rows = [row | ({"helps": ["social"]} if row["slug"] == "c2" else {}) for row in SMALL_HALL["counters"]]
    play.later(900).ask(c.Configure(section="counters", rows=rows), SERVICE_SETUP)
    return play


def other_items() -> Play:
    """Let the clerk handle what nobody could."""
    items = [*SMALL_HALL["items"], {"slug": "other", "names": {"zh-Hans": "其他"}}]
    people = [row | {"items": ["other"]} if row["slug"] == "li" else row for row in SMALL_HALL["people"]]
    play = Play(SMALL_HALL | {"items": items, "people": people}).open()
    play.take()
    play.later(900).ask(c.Configure(section="people", rows=SMALL_HALL["people"]), SERVICE_SETUP)
    return play


def waived() -> Play:
    """Close the only accessible counter over somebody who needs it."""
    play = Play().open().open("c3", WANG)
    play.take(needs=("mobility",), by=GUIDE)
    play.later(900).ask(c.PauseCounter(reason="lunch"), WANG)
    return play


def left_alone() -> Play:
    """Close the counter to which somebody was sent."""
    play = Play().open().open("c3", WANG)
    play.take()
    play.call(WANG)
    play.ask(c.Transfer(to_counter="c1", reason="other"), WANG)
    play.later(900).ask(c.CloseCounter(), LI)
    return play


@pytest.mark.parametrize(
    ("comes", "counter"),
    [
        (from_paper, "c1"),
        (other_queue, "c1"),
        (other_plan, "c2"),
        (other_rows, "c2"),
        (other_items, "c1"),
        (waived, "c1"),
        (left_alone, "c3"),
    ],
)
def test_a_counter_is_not_idle_before_there_was_somebody_to_call(comes: Callable[[], Play], counter: str) -> None:
    """However long the visitor has waited elsewhere: the clerk is not to be paused the moment somebody comes."""
    play = comes()
    assert level(play, counter) == ""

    assert [level(play.later(seconds), counter) for seconds in (179, 1, 120, 300)] == ["", "clerk", "duty", "pause"]


def test_a_standard_from_before_there_was_a_watch_has_its_minutes() -> None:
    """A hall goes on with the standard that it adopted last year."""
    blocks = re.split(r"\n(?=\[)", STANDARD)
    older = "\n".join(block for block in blocks if not block.startswith(('[parameter."watch.', '[parameter."undo.')))
    assert "watch." not in older
    play = Play(standard=older).open()
    play.take()

    assert [level(play.later(seconds)) for seconds in (179, 1, 120, 300)] == ["", "clerk", "duty", "pause"]
