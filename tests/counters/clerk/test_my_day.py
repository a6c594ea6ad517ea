# SPDX-License-Identifier: Apache-2.0
"""A clerk's own day: sums that are right, and nothing by which a visitor's rating could be guessed."""

import json
import time

import pytest

from counters.clerk import PAGE
from counters.clerk.my_day import my_day
from hallserver.core import commands as c
from tests.support import LI, RATER, WANG, Play

MANY = 1500


def test_my_day_counts_what_this_clerk_finished_and_nobody_elses() -> None:
    """Outcomes, and mean service time without holds."""
    play = Play().open("c1").open("c3", WANG)
    for _ in range(4):
        play.take()
    play.serve(LI, 60)
    play.ask(c.Rate(stars=1, counter="c1"), RATER)
    play.serve(WANG, 600)
    play.call(LI)
    play.later(10).ask(c.Start(), LI)
    play.later(20).ask(c.Hold(reason="copy"), LI)
    held = next(iter(play.hall.live["held"]))[2]
    play.later(1000).ask(c.Resume(ticket=held), LI)
    play.later(100).ask(c.Finish(outcome="done"), LI)

    assert my_day(play.hall, "li", play.now_us) == {"served": 2, "outcomes": {"accepted": 1, "done": 1}, "service_s": 90.0}
    assert my_day(play.hall, "wang", play.now_us)["served"] == 1
    assert my_day(play.hall, "guo", play.now_us) == {"served": 0, "outcomes": {}, "service_s": None}


def test_one_who_was_undone_is_not_counted() -> None:
    """A finish that was taken back never was."""
    play = Play().open()
    play.take()
    play.serve()
    play.later(2).ask(c.Undo(), LI)
    assert my_day(play.hall, "li", play.now_us)["served"] == 0


@pytest.mark.parametrize("stars", [1, 5])
def test_nothing_of_it_tells_how_a_visitor_rated_nor_which(stars: int) -> None:
    """Who serves the next ones by the last rating serves nobody well: five stars and one look the same, and no number is named."""
    play = Play().open()
    ticket = play.take()
    play.serve()
    before = json.dumps(my_day(play.hall, "li", play.now_us))
    play.ask(c.Rate(stars=stars, counter="c1"), RATER)
    shown = json.dumps(my_day(play.hall, "li", play.now_us))
    assert shown == '{"served": 1, "outcomes": {"accepted": 1}, "service_s": 60.0}'
    assert shown == before, "whoever looks before and after a visitor would know who rated"
    assert ticket.label not in shown


def test_of_a_crowded_day_it_costs_next_to_nothing_and_only_when_asked_for() -> None:
    """It is looked up by whom it is about; the view, which is built twenty times a second, has none of it."""
    play = Play().open()
    for _ in range(MANY):
        play.take()
        play.serve(seconds=5)
    began_s = time.thread_time()
    assert my_day(play.hall, "li", play.now_us)["served"] == MANY
    assert time.thread_time() - began_s < 0.1
    assert set(PAGE.looks) == {"my-day", "my-orders"}
