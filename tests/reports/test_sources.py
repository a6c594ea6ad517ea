# SPDX-License-Identifier: Apache-2.0
"""What figures are made of; that this is what they count, is shown in ``test_behind.py``."""

import pytest

from reports.sources import SOURCES, Of, opened_us
from tests.reports.sample_day import DATE, S, at, leg, rating, ticket

NINE = at("09:00")


@pytest.mark.parametrize("key", sorted(SOURCES))
def test_whatever_a_source_says_of_a_column_is_so_of_all_that_it_has(key: str) -> None:
    """Days without such a row are not looked into: a row that counts must have it."""
    source = SOURCES[key]
    everything = [
        Of(DATE, ticket(1, NINE, state=state), leg(1, NINE, opened_by=how), rating(1, stars))
        for state in ("finished", "forfeited", "cancelled", "voided", "unserved", "open")
        for how in ("issue", "direct", "paper")
        for stars in range(1, 6)
    ]
    for column, value in source.where.items():
        found = [it for it in everything if source.among(it)]
        assert found
        assert {getattr({"tickets": it.ticket, "legs": it.leg, "ratings": it.rating}[source.of], column) for it in found} == {value}


def test_a_wait_is_measured_in_seconds_and_a_leg_without_one_is_not_there() -> None:
    """Who was never called has no wait."""
    waited, never = (Of(DATE, ticket(1, NINE), it) for it in (leg(1, NINE, 90), leg(1, NINE, None)))
    assert (SOURCES["wait.mean"].measure(waited), SOURCES["wait.mean"].among(never)) == (90, False)
    assert SOURCES["wait.within"].counts(waited)
    assert not SOURCES["wait.within"].counts(waited._replace(leg=leg(1, NINE, 90, target_s=60)))


def test_a_leg_opened_when_it_did_and_a_number_when_it_was_issued() -> None:
    """A second leg of the same number opens later."""
    assert opened_us(Of(DATE, ticket(1, NINE), leg(1, NINE + S))) == NINE + S
    assert opened_us(Of(DATE, ticket(1, NINE))) == NINE
