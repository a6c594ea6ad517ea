# SPDX-License-Identifier: Apache-2.0
"""满意率, 评价率, 主动评价率, 差评率 on cases worked out by hand."""

import pytest

from reports import kpi
from reports.figures import Figure, sample
from reports.kpi_ratings import further, per_10k, scores, tally_ratings
from reports.rows import ClosedRow
from tests.reports.sample_day import DATE, S, at, leg, rating

NINE = at("09:00")
LEGS = [leg(no, NINE) for no in range(10)] + [leg(10, NINE, outcome="unrecorded"), leg(11, NINE, 60, None)]
"""Ten legs that can be rated, one whose end nobody recorded, one that is still served."""
CLOSED = [ClosedRow("1.0", 1, DATE), ClosedRow("1.1", 1, DATE)]
GIVEN = [
    *(rating(no, stars) for no, stars in enumerate((5, 5, 4, 3, 2, 1))),
    rating(0, 4, stage="completed"),
    rating(4, 5, nth=2, kind="follow-up"),
    rating(0, 2, nth=2, kind="follow-up"),
    rating(6, 1, excluded="mistaken"),
    rating(7, 2, excluded="malicious", doubt="burst"),
]
"""Seven valid (six errands and a closed case), two follow-ups, two left out by two persons; of them one is doubted."""


def figures(defaults: int = 0) -> dict[str, Figure]:
    """Return the figures of these ratings by key."""
    tally = tally_ratings(GIVEN, LEGS, CLOSED, defaults)
    legs = kpi.tally_legs(LEGS, sample)
    return {it.key: it for it in (*scores(tally), kpi.response(tally, legs), *kpi.voluntary(tally, legs))}


def test_satisfied_and_bad_are_shares_of_the_valid_ratings() -> None:
    """满意率 = (5, 5, 4, 3, 4) of 7; 差评率 = (2, 1) of 7. What stands apart is in neither, and is named."""
    found, apart = figures(), {"follow-up": 2, "mistaken": 1, "malicious": 1}

    assert (found["ratings.satisfied"].numerator, found["ratings.satisfied"].denominator) == (5, 7)
    assert (found["ratings.bad"].numerator, found["ratings.bad"].denominator) == (2, 7)
    assert found["ratings.satisfied"].excluded == found["ratings.bad"].excluded == apart
    assert [found[f"ratings.{star}"].value for star in (5, 4, 3, 2, 1)] == [2, 2, 1, 1, 1]


def test_a_follow_up_takes_no_bad_rating_away() -> None:
    """Otherwise a visitor who is asked again until five stars come would make the figure."""
    only = tally_ratings([rating(1, 1), rating(1, 5, nth=2, kind="follow-up")], LEGS)
    again = tally_ratings([rating(1, 1), rating(1, 5, nth=2)], LEGS)

    assert (only.stars, only.follow_ups, only.follow_bad) == ([0, 1, 0, 0, 0, 0], 1, 0)
    assert again.stars == [0, 0, 0, 0, 0, 1], "the control: a second rating of old days replaces the first"


def test_response_counts_legs_and_voluntary_counts_what_can_be_rated() -> None:
    """评价率: 8 of 10 legs. 主动评价率: 8 errands and one closed case of 10 + 2. Defaults and follow-ups are in neither numerator."""
    found = figures(defaults=3)

    assert (found["ratings.response"].numerator, found["ratings.response"].denominator) == (8, 10)
    assert (found["ratings.voluntary"].numerator, found["ratings.voluntary"].denominator) == (9, 12)
    assert found["ratings.voluntary"].excluded == {"default": 3, "follow-up": 2}
    assert figures(defaults=3)["ratings.voluntary"].value == figures()["ratings.voluntary"].value
    assert found["ratings.satisfied"] == figures()["ratings.satisfied"], "a default is no three-star rating"


def test_what_was_started_can_be_rated_however_it_ended() -> None:
    """Of nine legs six: finished with and without a start, sent on, missed after a hold, given back and left at the close."""
    unfinished = [
        leg(no, NINE, finished_us=None, outcome="", state=state, ended_us=NINE + 500 * S)
        for no, state in enumerate(("transferred", "absent", "cancelled", "unserved"), 2)
    ]
    others = [
        leg(6, NINE, 60, None, state="transferred", ended_us=NINE + 90 * S),  # called, never started
        leg(7, NINE, finished_us=None, outcome="", state="serving", ended_us=None),
        leg(8, NINE, outcome="unrecorded"),
    ]
    legs = [leg(0, NINE), leg(1, NINE, started_us=None, implicit=True), *unfinished, *others]
    tally = kpi.tally_legs(legs, sample)
    rated = tally_ratings([rating(2, 1), rating(5, 4), rating(6, 5)], legs)

    response, voluntary = kpi.response(rated, tally), kpi.voluntary(rated, tally)[0]
    assert (response.numerator, response.denominator) == (voluntary.numerator, voluntary.denominator) == (2, 6)
    assert response.excluded == {"outcome-unrecorded": 1, "other-days-leg": 1}


def test_what_stands_apart_is_counted() -> None:
    """Each out of all ratings that were given; defaults out of what could be rated."""
    found = figures(defaults=3)

    values = {key: (found[f"ratings.{key}"].value, found[f"ratings.{key}"].denominator) for key in (
        "follow-ups", "follow-bad", "doubted", "mistaken", "malicious", "defaults",
    )}  # fmt: skip
    assert values == {
        "follow-ups": (2, 11), "follow-bad": (1, 2), "doubted": (1, 11), "mistaken": (1, 11), "malicious": (1, 11), "defaults": (3, 12),
    }  # fmt: skip


def test_bad_ratings_are_said_per_ten_thousand() -> None:
    """Shenzhen 2024: 3,591 of 23,736,000 is 0.015 %, which is 1.51 of 10,000."""
    figure = per_10k("ratings.bad-10k", 3591, 23_736_000, {})

    assert figure.value == pytest.approx(1.5129, abs=1e-4)
    assert per_10k("ratings.bad-10k", 0, 0, {}).value is None
    assert further(tally_ratings([], []), 0)[1].value is None
