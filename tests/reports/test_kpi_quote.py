# SPDX-License-Identifier: Apache-2.0
"""What was quoted, beside what was waited."""

from reports.kpi_quote import quotes, tally_quotes
from tests.reports.sample_day import at, leg, ticket

NINE = at("09:00")


def test_inside_shorter_and_longer_are_counted_and_both_bounds_are_inside() -> None:
    """Quoted five to ten minutes: waits of 4, 5, 10 and 12; one was never called, one was quoted nothing."""
    told = {"range_low_s": 300, "range_high_s": 600}
    numbers = [(ticket(no, NINE, **told), leg(no, NINE, wait)) for no, wait in enumerate((240, 300, 600, 720, None))]
    of = tally_quotes([*numbers, (ticket(9, NINE), leg(9, NINE))])
    found = {it.key: it for it in quotes(of, 6)}

    assert (found["quote.given"].numerator, found["quote.given"].denominator) == (5, 6)
    assert [found[f"quote.{name}"].numerator for name in ("inside", "shorter", "longer")] == [2, 1, 1]
    assert (found["quote.inside"].n, found["quote.inside"].excluded) == (4, {"never-called": 1})
    assert (found["quote.over"].value, found["quote.width"].value) == (120, 300)


def test_where_nothing_was_quoted_there_is_no_figure() -> None:
    """A hall without forecasts does not print zeros."""
    assert quotes(tally_quotes([(ticket(1, NINE), leg(1, NINE))]), 1) == []
