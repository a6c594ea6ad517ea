# SPDX-License-Identifier: Apache-2.0
"""Ratings add up over days; what reaches back before a period is not in it. More of it, at random: ``test_period.py``."""

from reports.tally_ratings import LaterLeg, LaterStars, RatingTally


def test_what_stands_apart_adds_up() -> None:
    """Every count, and the reasons each for itself."""
    both = RatingTally(acts=2, closed=1, follow_ups=1, follow_bad=1, doubted=3, defaults=4, left_out={"mistaken": 1})
    both.add(RatingTally(acts=1, closed=2, follow_ups=2, doubted=1, defaults=1, left_out={"mistaken": 1, "malicious": 2}))

    left_out = {"mistaken": 2, "malicious": 2}
    assert both == RatingTally(acts=3, closed=3, follow_ups=3, follow_bad=1, doubted=4, defaults=5, left_out=left_out)


def test_a_closed_case_of_an_earlier_day_counts_in_a_period_that_holds_both() -> None:
    """It was closed on the 2nd, rated on the 3rd and again on the 5th: once from the 2nd on, not at all from the 3rd on."""
    third = RatingTally(later_acts=[LaterLeg("2026-03-02", rateable=True, rated_day="")])
    again, unknown = LaterLeg("2026-03-02", rateable=True, rated_day="2026-03-03"), LaterLeg("", rateable=False, rated_day="")
    third.add(RatingTally(later_acts=[again, unknown]))

    assert [third.since(day).acts for day in ("2026-03-01", "2026-03-02", "2026-03-03")] == [1, 1, 0]


def test_a_rating_that_was_left_out_is_replaced_as_one() -> None:
    """It had no stars to take back, and does not stand among the left out any more."""
    both = RatingTally(stars=[0, 0, 0, 0, 0, 1], left_out={"mistaken": 1}, later_stars=[LaterStars("2026-03-02", 1, "mistaken")])

    assert both.since("2026-03-02") == RatingTally(stars=[0, 0, 0, 0, 0, 1], replaced=1)
    assert both.since("2026-03-03").left_out == {"mistaken": 1}
