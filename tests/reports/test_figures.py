# SPDX-License-Identifier: Apache-2.0
"""Figures carry what they were made from; percentiles are nearest ranks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import figures
from reports.figures import Sample, at_rank, nearest_rank

S = 1_000_000


@pytest.mark.parametrize(
    ("percent", "n", "rank"),
    [(50, 1, 1), (90, 1, 1), (50, 2, 1), (50, 3, 2), (50, 4, 2), (90, 9, 9), (90, 10, 9), (90, 11, 10), (70, 10, 7), (100, 7, 7)],
)
def test_ranks_are_those_worked_out_by_hand(percent: int, n: int, rank: int) -> None:
    """⌈p·n⌉: 0.7 × 10 in floats is a little above 7 and would give the 8th."""
    assert nearest_rank(percent, n) == rank


@given(st.lists(st.integers(0, 10**10), min_size=1), st.integers(1, 100))
def test_a_percentile_is_the_least_value_that_enough_values_reach(values: list[int], percent: int) -> None:
    """The definition without ranks: the smallest value with at least p of all values at or below it."""
    least = min(value for value in values if 100 * sum(other <= value for other in values) >= percent * len(values))

    assert figures.rank_s("x", Sample(values_us=sorted(values)), percent).value == least / S


def test_a_mean_shows_its_sum_and_number() -> None:
    """A mean that cannot be checked is not one that a manager signs."""
    found = figures.mean_s("x", Sample(values_us=[S, 2 * S, 6 * S], missing=2, excluded={"never-called": 4}))

    assert (found.value, found.numerator, found.denominator, found.n) == (3, 9, 3, 3)
    assert (found.missing, found.excluded) == (2, {"never-called": 4})


@pytest.mark.parametrize(
    "found",
    [
        figures.mean_s("x", Sample(values_us=[])),
        figures.rank_s("x", Sample(values_us=[]), 90),
        figures.share("x", 0, 0),
        figures.total_s("x", 0, 0, 0),
        figures.unknown_s("x", 3),
        figures.mean_stars("x", [0] * 6),
        figures.items_done("x", [], 5, 5),
    ],
)
def test_what_rests_on_nothing_has_no_value(found: figures.Figure) -> None:
    """Zero would be a claim; peers printed it for no-shows and empty days."""
    assert found.value is None


def test_a_figure_that_was_not_recorded_keeps_its_name_and_nothing_else() -> None:
    """Not even a numerator may be left to be read."""
    found = figures.unrecorded(figures.share("x", 1, 4, excluded={"replaced": 2}), 4)

    assert (found.key, found.kind, found.unit) == ("x", "share", "1")
    assert (found.value, found.numerator, found.denominator, found.n, found.missing, found.excluded) == (None, None, None, 0, 4, {})


def test_a_sample_tells_missing_from_excluded() -> None:
    """What was not recorded weakens a figure; what does not belong in it does not."""
    rows: list[int | str] = [3, "not-recorded", 1, "no-show", "no-show"]

    found = figures.sample(rows, lambda row: row)

    assert found == Sample(values_us=[1, 3], missing=1, excluded={"no-show": 2})


def test_items_are_counted_in_pieces() -> None:
    """One leg may handle three pieces of one item: 件次, not 号次."""
    found = figures.items_done("items.done", [1, 3], 5, 3)

    assert (found.value, found.denominator, found.n, found.missing) == (4, 5, 2, 3)


def test_counts_and_totals_show_the_whole_that_they_are_part_of() -> None:
    """A number alone cannot be judged."""
    assert figures.count("x", "tickets", 3, 12).denominator == 12
    assert figures.total_s("x", 90 * S, 360 * S, 2).numerator == 90
    assert figures.share("x", 1, 4).value == 0.25
    assert figures.mean_stars("x", [0, 0, 0, 0, 1, 1]).value == 4.5


@pytest.mark.parametrize(("values", "expected"), [([], None), ([7], 7), (list(range(1, 11)), 9), (list(range(1, 12)), 10)])
def test_percentiles_are_nearest_rank(values: list[int], expected: int | None) -> None:
    """⌈p·n⌉-th smallest, everywhere the same."""
    assert at_rank(values, 90) == expected


def test_a_figure_without_value_says_which_kind_of_nothing_it_is() -> None:
    """No data, not kept by this system, too few for a person: none is zero, and its cases stay."""
    few = figures.withheld(figures.count("legs.finished", "legs", 3, 4), figures.SMALL_N)

    assert (few.value, few.n, few.excluded) == (None, 4, {"small-n": 4})
    assert (figures.not_kept("not-kept.diverted").value, figures.not_kept("not-kept.diverted").excluded) == (None, {"not-kept": 0})
    assert (figures.no_data(few).n, figures.no_data(few).excluded) == (0, {"no-data": 0})


def test_a_mean_of_a_kept_sum_is_exact_and_of_nothing_none() -> None:
    """Three legs and seven seconds."""
    assert figures.mean_of("service.mean", 3, 7_000_000, missing=2).value == 7 / 3
    assert figures.mean_of("service.mean", 0, 0).value is None
