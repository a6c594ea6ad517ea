# SPDX-License-Identifier: Apache-2.0
"""What a slip that was read is still good for; the way to it through a reader is tested in ``test_reading.py``."""

from hallserver.core import commands as c
from hallserver.core.roles import visitor
from hallserver.slips import allowed, earlier, ratings
from tests.support import DUTY, LI, Play


def yesterday() -> tuple[Play, str]:
    """Return a hall on the day after it served one visitor, whose papers were incomplete, and that number."""
    play = Play().open()
    play.take()
    ticket = play.call()
    play.later(5).ask(c.Start(), LI)
    play.later(60).ask(c.Finish(outcome="incomplete", missing=("photo",)), LI)
    play.ask(c.CloseDay(), DUTY)
    play.later(24 * 3600).ask(c.OpenDay(), DUTY)
    return play, ticket.id


def test_an_earlier_number_says_what_it_is_still_good_for() -> None:
    """Come back first, and rate; the clerk, who reads the same slip, is told nothing of ratings."""
    play, ticket = yesterday()
    found = earlier(play.hall, ticket)
    assert found is not None
    assert (found["label"], found["state"], set(found)) == ("A001", "earlier", {"ticket", "label", "state", "returns"})
    assert allowed(play.hall, "kiosk-1", found | ratings(play.hall, ticket)) == ["come-back", "rate"]
    play.ask(c.Rate(stars=5), visitor(ticket))
    assert ratings(play.hall, ticket) == {}


def test_a_number_that_is_good_for_nothing_says_nothing() -> None:
    """Nor one that there never was."""
    play, ticket = yesterday()
    play.hall.returns.clear()
    play.ask(c.Rate(stars=5), visitor(ticket))
    assert (earlier(play.hall, ticket), earlier(play.hall, "1.999")) == (None, None)


def test_a_kiosk_offers_the_rating_once_the_visit_is_over() -> None:
    """Whoever still waits for the second errand is asked nothing."""
    assert allowed(Play().hall, "kiosk-1", {"state": "serving", "rateable": [{}], "ask": False}) == ["reprint-slip"]
    assert allowed(Play().hall, "kiosk-1", {"state": "finished", "rateable": [{}], "ask": True}) == ["rate"]
