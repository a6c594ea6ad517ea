# SPDX-License-Identifier: Apache-2.0
"""Numbers by the day: from one, on each of the hall's dates, with a gap after a restore."""

from hallserver.core.day_numbers import RESTORE_GAP, next_number
from tests.support import NINE_US, Play


def test_a_series_counts_from_one_each_day() -> None:
    """Others' numbers and other days do not count."""
    hall = Play().hall
    kept = [("X20261123-004", 1), ("C20261123-009", 1), ("X20261122-050", 1)]

    assert next_number(hall, "X", [], NINE_US) == "X20261123-001"
    assert next_number(hall, "X", kept, NINE_US) == "X20261123-005"
    assert next_number(hall, "SW", kept, NINE_US) == "SW20261123-001"


def test_after_a_restore_numbers_of_the_lost_time_are_left_out() -> None:
    """They may be on paper; once a new one is there it goes on from it."""
    hall = Play().hall
    hall.restored_us = NINE_US

    assert next_number(hall, "X", [("X20261123-004", NINE_US - 1)], NINE_US) == f"X20261123-{5 + RESTORE_GAP:03}"
    assert next_number(hall, "X", [("X20261123-025", NINE_US)], NINE_US) == "X20261123-026"
