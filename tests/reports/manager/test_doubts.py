# SPDX-License-Identifier: Apache-2.0
"""Ratings that look implausible, as the manager's screen lists them."""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.words import known
from reports.manager.doubts import SHOWN, doubted
from tests.support import DUTY, LI, RATER, Play


def seen(play: Play, sign: str, nth: int, *, device: str = "rater-1") -> None:
    """Let one rating be doubted."""
    keys = (e.RatingKey("1.10", 1, "accepted", nth),)
    play.fold(e.RatingsDoubted(sign=sign, ratings=keys, counter="c1", clerk="li", device=device, args={"n": nth}), RATER)


def test_alike_doubts_of_a_day_are_one_line_with_the_newest_figures() -> None:
    """Six ratings of one burst need one look, not six."""
    play = Play().open("c1", LI)
    for nth in (5, 6, 7):
        seen(play, "burst", nth)
    seen(play, "sudden", 8, device="")
    [sudden, burst] = doubted(play.hall)

    assert (burst["sign"], burst["count"], burst["args"], burst["number"]) == ("burst", 3, {"n": 7}, 1)
    assert (burst["clerk"], burst["device"], burst["day"]) == ({"zh-Hans": "李敏"}, {"zh-Hans": "评价器"}, "2026-11-23")
    assert (sudden["sign"], sudden["device"]) == ("sudden", {})


def test_the_list_is_bounded_and_outlives_the_day() -> None:
    """A manager looks on Monday at what was noticed on Friday."""
    play = Play()
    for nth in range(SHOWN + 3):
        play.later(24 * 3600).ask(c.CloseDay(), DUTY)
        play.ask(c.OpenDay(), DUTY)
        seen(play, "burst", nth)

    assert len(doubted(play.hall)) == SHOWN
    assert doubted(play.hall)[0]["day"] == play.hall.day


def test_each_sign_has_its_sentence_and_figures() -> None:
    """In every language: ``tests/habits/test_words.py`` sees to that."""
    assert all(known(f"sign.rating-{sign}") and known(f"sign.rating-{sign}.figure") for sign in ("burst", "too-soon", "sudden"))
