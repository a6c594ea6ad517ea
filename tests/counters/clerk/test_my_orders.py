# SPDX-License-Identifier: Apache-2.0
"""What a clerk is told of what visitors thought: sums of an earlier day, from five on, and orders from the next day on."""

import json
from typing import Any

import pytest

from counters.clerk import PAGE
from counters.clerk.my_orders import LEAST, my_orders
from hallserver.core import commands as c
from hallserver.core.rateable import kept_ratings, rated_of
from hallserver.core.roles import visitor
from tests.hallserver.core.work import SAID, steps, with_others
from tests.support import Play, next_day


def seen(play: Play, person: str = "li") -> Any:  # noqa: ANN401 - JSON
    """Return what this clerk is told."""
    return my_orders(play.hall, person, play.now_us)


def rate(play: Play, *stars: int) -> None:
    """Let so many visitors be served and rate so."""
    for each in stars:
        ticket = play.take()
        play.serve()
        play.ask(c.Rate(stars=each, comment=SAID), visitor(ticket.id))


def test_nothing_of_today_is_told_and_the_next_day_sums_alone() -> None:
    """Whoever serves by the last rating serves nobody well."""
    play = Play().open()
    rate(play, 5, 5, 3, 2, 1)
    assert seen(play) == {"ratings": None, "orders": []}
    next_day(play)
    assert seen(play)["ratings"] == {"day": "2026-11-23", "n": 5, "satisfied": 3, "bad": 2}
    assert seen(play, "wang")["ratings"] is None


@pytest.mark.parametrize("given", range(1, LEAST))
def test_sums_of_fewer_than_five_are_not_told(given: int) -> None:
    """One could be guessed; the control is the test before this one."""
    play = Play().open()
    rate(play, *[5] * given)
    next_day(play)
    assert seen(play)["ratings"] == {"day": "2026-11-23", "n": None, "least": LEAST}


def test_an_addition_is_no_second_rating() -> None:
    """A visitor who adds to a rating is one visitor."""
    play = Play().open()
    rate(play, 5, 5, 5, 5)
    ticket = next(iter(play.hall.tickets))
    play.ask(c.Rate(ticket=ticket, leg=1, stars=4, follow_up=True), visitor(ticket))
    next_day(play)
    assert seen(play)["ratings"]["n"] is None


def test_what_is_kept_of_them_outlives_a_start_of_the_server() -> None:
    """It stands in the day's snapshot."""
    play = Play().open()
    rate(play, 5, 4, 3, 2, 1)
    assert rated_of(json.loads(json.dumps(kept_ratings(play.hall, play.now_us)))).by_clerk == {"li": {"2026-11-23": (1, 1, 1, 1, 1)}}


def test_an_order_is_told_by_number_cause_and_outcome_alone() -> None:
    """No ticket, time, counter or word of the visitor."""
    play = Play().open()
    rate(play, 1)
    steps(play, "verify")
    next_day(with_others(play))
    [order] = seen(play)["orders"]
    assert (order["no"], order["found"], order["appeal"]) == ("G20261123-001", "justified", "")
    assert set(order) == {"no", "date", "found", "cause", "measure", "appeal", "closed"}


def test_a_clerk_asks_for_nobody_elses() -> None:
    """The look's text is who asks (``web/finding.py``)."""
    assert PAGE.looks["my-orders"] is my_orders
    assert "appeal-order" in PAGE.commands
