# SPDX-License-Identifier: Apache-2.0
"""Counters that stand idle while somebody waits: from when on, and who is told."""

import re

import pytest

from hallserver.core import commands as c
from hallserver.core.idle import Idle, idle, idle_counters
from tests.support import DUTY, LI, MINUTE_US, SMALL_HALL, STANDARD, WANG, Play


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


def test_a_standard_from_before_there_was_a_watch_has_its_minutes() -> None:
    """A hall goes on with the standard that it adopted last year."""
    blocks = re.split(r"\n(?=\[)", STANDARD)
    older = "\n".join(block for block in blocks if not block.startswith(('[parameter."watch.', '[parameter."undo.')))
    assert "watch." not in older
    play = Play(standard=older).open()
    play.take()

    assert [level(play.later(seconds)) for seconds in (179, 1, 120, 300)] == ["", "clerk", "duty", "pause"]
