# SPDX-License-Identifier: Apache-2.0
"""What the rater at a counter shows."""

import json
from typing import Any

from displays.rating.view import view
from hallserver.core import commands as c
from tests.support import LI, RATER, SECOND_US, Play


def shown(play: Play, counter: str = "c1") -> dict[str, Any]:
    """Return the screen of a counter's rater."""
    return view(play.hall, counter, play.now_us)


def test_it_asks_from_finish_to_the_next_start() -> None:
    """The next call does not end it, the next start does: somebody else sits there then."""
    play = Play().open()
    first = play.take()
    play.take()
    play.call()
    play.later(5).ask(c.Start(), LI)
    assert shown(play)["rateable"] is None
    play.later(60).ask(c.Finish(), LI)
    assert shown(play)["rateable"] == {"ticket": first.id, "leg": 1, "label": "A001", "until_us": play.now_us + 30 * SECOND_US}
    assert shown(play)["called"] is False
    play.call()
    assert shown(play)["rateable"]["ticket"] == first.id
    assert shown(play)["called"] is True
    play.later(5).ask(c.Start(), LI)
    assert shown(play)["rateable"] is None


def test_a_rated_leg_is_not_asked_for_again() -> None:
    """One rating per leg; and nothing of the answer is on the screen that the clerk might see."""
    play = Play().open()
    play.take()
    play.serve()
    before = json.dumps(shown(play) | {"rateable": None})
    play.ask(c.Rate(stars=1), RATER)
    assert shown(play)["rateable"] is None
    assert json.dumps(shown(play)) == before


def test_an_unknown_counter_is_said_to_be_unknown() -> None:
    """A wrongly paired rater must not take ratings."""
    assert shown(Play(), "c99") == {"hall": shown(Play())["hall"], "known": False, "rateable": None}
