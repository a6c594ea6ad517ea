# SPDX-License-Identifier: Apache-2.0
"""Counters that should be open by their shift: planned spans, and who is missed since when."""

from datetime import date
from typing import Any

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP
from hallserver.core.shifts import due_now, planned, planned_us
from tests.support import DUTY, LI, MINUTE_US, NINE_US, SMALL_HALL, WANG, Play, names

HOUR_US = 60 * MINUTE_US
TODAY = date(2026, 11, 23)


def hall_of(*shifts: dict[str, Any], hours: tuple[str, ...] = ("09:00-12:00", "14:00-17:00")) -> Play:
    """Return a hall with these hours on Mondays and make-up days, and these shifts."""
    row = SMALL_HALL["hall"][0] | {"hours": {"1": list(hours)}}
    rows = [{"slug": f"s{n}", "names": names("班")} | shift for n, shift in enumerate(shifts)]
    return Play(SMALL_HALL | {"hall": [row], "shifts": rows})


DAY = {"counters": {"c1": "li", "c2": ""}}


def missed(play: Play) -> list[str]:
    """Return the counters that are missed."""
    return [it.counter for it in due_now(play.hall, play.now_us)]


def test_planned_spans_are_told_by_counter() -> None:
    """In UTC µs, as the opening rate needs them; a counter that is out of use is not planned."""
    play = hall_of(DAY, {"counters": {"c3": "dan"}, "spans": ["09:00-10:30"]})
    spans = planned_us(play.hall, TODAY)

    assert spans["c3"] == [(NINE_US, NINE_US + HOUR_US * 3 // 2)]
    assert spans["c1"] == spans["c2"] == [(NINE_US, NINE_US + 3 * HOUR_US), (NINE_US + 5 * HOUR_US, NINE_US + 8 * HOUR_US)]
    assert planned_us(play.hall, date(2026, 10, 10)).keys() == {"c1", "c2", "c3"}
    assert planned_us(play.hall, date(2026, 10, 5)) == planned_us(Play().hall, TODAY) == {}
    gone = [row | {"retired": True} if row["slug"] == "c3" else row for row in SMALL_HALL["counters"]]
    play.ask(c.Configure(section="counters", rows=gone), SERVICE_SETUP)
    assert {it.counter for it in planned(play.hall, TODAY)} == {"c1", "c2"}


def test_a_counter_is_missed_five_minutes_after_its_shift_began() -> None:
    """Not a moment earlier; opening ends it, a pause is no closing, and who closes before the end is missed again."""
    play = hall_of(DAY)
    assert missed(play.later(299)) == []
    assert missed(play.later(1)) == ["c1", "c2"]
    assert [(it.since_us, it.person) for it in due_now(play.hall, play.now_us)] == [(NINE_US, "li"), (NINE_US, "")]
    play.open("c1", LI).open("c2", WANG)
    play.ask(c.PauseCounter(reason="break"), LI)
    assert missed(play.later(600)) == []
    play.ask(c.CloseCounter(counter="c1"), LI)

    assert missed(play.later(299)) == []
    assert missed(play.later(1)) == ["c1"]


def test_nobody_is_missed_in_the_break_after_the_end_or_while_the_hall_stands_still() -> None:
    """The next part of the shift begins anew."""
    play = hall_of(DAY)
    play.now_us = NINE_US + 3 * HOUR_US
    assert missed(play) == []
    play.now_us = NINE_US + 5 * HOUR_US + 5 * MINUTE_US
    assert missed(play) == ["c1", "c2"]
    play.ask(c.Suspend(reason="power"), DUTY)
    assert missed(play) == []
    play.later(600).ask(c.ResumeHall(), DUTY)
    assert missed(play.later(299)) == []
    assert missed(play.later(1)) == ["c1", "c2"]
    play.now_us = NINE_US + 8 * HOUR_US
    assert missed(play) == []
    play.ask(c.CloseDay(), DUTY)
    play.now_us = NINE_US + 6 * HOUR_US
    assert missed(play) == []


def test_a_day_that_was_opened_late_misses_nobody_at_once() -> None:
    """The first five minutes are everybody's."""
    play = Play()
    play.ask(c.CloseDay(), DUTY)
    shift = {"slug": "s", "names": names("班"), "counters": {"c1": ""}, "spans": ["09:00-12:00"]}
    play.ask(c.Configure(section="shifts", rows=[shift]), SERVICE_SETUP)
    play.later(1800).ask(c.OpenDay(), DUTY)

    assert missed(play.later(299)) == []
    assert missed(play.later(1)) == ["c1"]
