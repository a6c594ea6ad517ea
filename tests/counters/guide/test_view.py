# SPDX-License-Identifier: Apache-2.0
"""The guide's screen as a whole."""

from counters.guide.view import view
from hallserver.core import commands as c
from hallserver.core.hall import Hall
from tests.support import DUTY, Play, varied_day


def test_the_day_says_why_the_hall_stands_still() -> None:
    """A guide is asked that by everybody."""
    play = Play()
    assert view(play.hall, "guo", play.now_us)["day"] == {
        "date": "2026-11-23", "open": True, "issuing": True, "stopped": "", "suspended": "", "since_us": None,
    }  # fmt: skip
    play.later(60).ask(c.Suspend(reason="evacuation"), DUTY)
    day = view(play.hall, "guo", play.now_us)["day"]
    assert isinstance(day, dict)
    assert (day["suspended"], day["since_us"]) == ("evacuation", play.now_us)


def test_a_hall_that_is_not_set_up_has_a_screen() -> None:
    """Whoever signs in first must not see a fault."""
    assert view(Hall(), "", 0)["services"] == []
    assert view(Hall(), "", 0)["paper"] is None


def test_every_part_of_a_full_day_can_be_shown() -> None:
    """List, care and desk stand in one view; nothing of it is personal."""
    play = varied_day()
    found = view(play.hall, "guo", play.now_us)

    assert {"list", "help", "fetch", "checks", "runs", "messages", "services", "returns", "paper", "enquiries"} <= set(found)
