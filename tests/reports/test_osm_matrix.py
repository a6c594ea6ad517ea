# SPDX-License-Identifier: Apache-2.0
"""Points of the matrix: a cap for each check, no score without a look, sums that are no means of means."""

import pytest
from msgspec import structs

from reports.osm_matrix import Cell, added, matrix_of, trend
from reports.rows_site import SiteRows
from tests.reports.sample_site import CHECKS, SPAN, WEIGHTS, done, finding


def test_the_score_is_what_was_not_deducted_out_of_the_caps() -> None:
    """Two findings of 3 and 1 points about a check with a cap of 10: 60 points are left of 100."""
    rows = SiteRows(done=[done("exits", "2026-03-02"), done("exits", "2026-03-03")], findings=[finding(1, deduction=3), finding(2)])
    cell = matrix_of(rows, CHECKS, WEIGHTS, SPAN).cell(("space", "sort"))

    assert (cell.checks, cell.seen, cell.looks, cell.findings, cell.deduction, cell.cap) == (1, 1, 2, 2, 4, 10)
    assert (cell.score, cell.grade) == (60, "poor")


def test_a_check_costs_at_most_its_cap() -> None:
    """Five dirty bins are not five times as bad as the worst."""
    rows = SiteRows(findings=[finding(no, "bins", deduction=3) for no in range(1, 6)])

    assert matrix_of(rows, CHECKS, WEIGHTS, SPAN).cell(("waste", "clean")).score == 0


def test_what_nobody_looked_at_has_no_score() -> None:
    """Neither full marks nor none; and it does not count in the sums."""
    matrix = matrix_of(SiteRows(done=[done("exits", "2026-03-02")]), CHECKS, WEIGHTS, SPAN)

    assert (matrix.cell(("waste", "clean")).score, matrix.cell(("waste", "clean")).grade) == (None, "unseen")
    assert matrix.cell(("people", "keep")) == Cell()
    assert (matrix.whole.score, matrix.whole.checks, matrix.whole.seen) == (100, 3, 1)


def test_other_days_do_not_count() -> None:
    """The period is half-open: neither the day before nor the day it ends on; a finding from before costs in its own period."""
    rows = SiteRows(done=[done("exits", "2026-03-01"), done("exits", "2026-03-16")], findings=[finding(1, day="2026-03-01")])

    assert matrix_of(rows, CHECKS, WEIGHTS, SPAN).whole.looks == matrix_of(rows, CHECKS, WEIGHTS, SPAN).whole.findings == 0


def test_a_check_that_is_in_no_list_any_more_still_costs() -> None:
    """Dropping a check after a finding does not make the finding undone."""
    cell = matrix_of(SiteRows(findings=[finding(1, "gone", deduction=6)]), CHECKS, WEIGHTS, SPAN).cell(("goods", "store"))

    assert (cell.findings, cell.score) == (1, 40)


OWN = CHECKS | {"gloss": structs.replace(CHECKS["exits"], slug="gloss", cap=100)}
CAPS = {slug: row.cap for slug, row in CHECKS.items()}


def test_a_halls_own_check_cannot_make_a_cell_or_a_sum_better() -> None:
    """One of a hundred points that nobody loses beside one of ten that lost four. The control: counted as the standard's, it does."""
    rows = SiteRows(done=[done(slug, "2026-03-02") for slug in OWN], findings=[finding(1, deduction=4)])
    fair, alone, diluted = (
        matrix_of(rows, checks, WEIGHTS, SPAN, caps=caps) for checks, caps in ((OWN, CAPS), (CHECKS, CAPS), (OWN, CAPS | {"gloss": 100}))
    )

    assert (fair.cell(("space", "sort")).score, fair.cell(("space", "sort")).checks) == (60, 2)
    assert (fair.whole.score, fair.resource("space").score) == (alone.whole.score, alone.resource("space").score)
    assert (diluted.cell(("space", "sort")).score or 0) > 95
    clean = SiteRows(done=rows.done, findings=[finding(1, "signs", deduction=4)])
    assert matrix_of(clean, OWN, WEIGHTS, SPAN, caps=CAPS).whole.score == matrix_of(clean, CHECKS, WEIGHTS, SPAN, caps=CAPS).whole.score


def test_a_halls_own_check_can_make_it_worse_and_weighs_no_more_than_the_cell() -> None:
    """What was found is not hidden either; where only it was looked at, its score is the cell's."""
    lost = finding(1, "gloss", deduction=50, resource="space", step="sort")
    both = SiteRows(done=[done(slug, "2026-03-02") for slug in OWN], findings=[lost])
    only = SiteRows(done=[done("gloss", "2026-03-02"), done("signs", "2026-03-02")], findings=[lost])

    for rows, score in ((both, 100 * (1 - 50 / 110)), (only, 50)):
        matrix = matrix_of(rows, OWN, WEIGHTS, SPAN, caps=CAPS)
        assert (matrix.cell(("space", "sort")).score, matrix.cell(("space", "sort")).cap) == (pytest.approx(score), 10)
    assert matrix.whole.score == pytest.approx(75)


def test_a_cap_that_the_hall_has_raised_dilutes_nothing() -> None:
    """Four points of ten are lost by the standard, whatever the hall calls its cap; a lower one of its own costs more, and stands."""
    rows = SiteRows(findings=[finding(1, deduction=4)])
    raised, lowered = ({"exits": structs.replace(CHECKS["exits"], cap=cap)} for cap in (100, 5))

    assert matrix_of(rows, raised, WEIGHTS, SPAN, caps=CAPS).whole.score == 60
    assert matrix_of(rows, lowered, WEIGHTS, SPAN, caps=CAPS).whole.score == pytest.approx(20)


def test_rows_columns_and_the_whole_are_sums_of_points() -> None:
    """10 of 14 points: not the mean of 60 and 100."""
    rows = SiteRows(done=[done("bins", "2026-03-02")], findings=[finding(1, deduction=4)])
    matrix = matrix_of(rows, CHECKS, WEIGHTS, SPAN)

    assert matrix.whole.score == pytest.approx(100 * 10 / 14)
    assert matrix.resource("space").score == matrix.step("sort").score == 60
    assert matrix.step("clean").score == 100


def test_steps_may_weigh_more_than_others() -> None:
    """As a 6S sheet has it: a point of sorting counts double here."""
    rows = SiteRows(done=[done("bins", "2026-03-02")], findings=[finding(1, deduction=4)])
    matrix = matrix_of(rows, CHECKS, WEIGHTS | {"sort": 40}, SPAN)

    assert matrix.whole.score == pytest.approx(100 * (1 - 8 / 24))
    assert matrix.resource("space").score == 60


def test_halls_add_up_as_points() -> None:
    """A hall that was looked at ten times as closely counts by its points, not by its score."""
    one = matrix_of(SiteRows(findings=[finding(1, deduction=5)]), CHECKS, WEIGHTS, SPAN)
    other = matrix_of(SiteRows(done=[done(slug, "2026-03-02") for slug in CHECKS]), CHECKS, WEIGHTS, SPAN)
    both = added([one, other])

    assert both.cell(("space", "sort")).score == 75
    assert both.whole.score == pytest.approx(100 * (1 - 5 / 34))


@pytest.mark.parametrize(
    ("now", "before", "moved"), [(90, 80, "up"), (80, 90, "down"), (90.2, 90, "same"), (None, 90, "new"), (90, None, "new")]
)
def test_an_arrow_says_how_a_score_moved(now: float | None, before: float | None, moved: str) -> None:
    """Half a point is no movement, and without a period before there is no arrow."""

    def cell(score: float | None) -> Cell:
        return Cell() if score is None else Cell(deduction=100 - score, cap=100)

    assert trend(cell(now), cell(before)) == moved
    assert trend(cell(now), None) == "new"
