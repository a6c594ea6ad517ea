# SPDX-License-Identifier: Apache-2.0
"""Numbers: unique per day and letter, whatever happens."""

import pytest

from hallserver.core.errors import AgainstStandard
from hallserver.core.numbering import LAST, label, next_number
from tests.support import Play, fold


def test_letters_count_apart() -> None:
    """A and B each begin at 001."""
    play = Play()
    assert [play.take(service).label for service in ("seniors", "founding", "aid")] == ["A001", "B001", "A002"]


def test_after_999_comes_1000_and_nothing_is_cut() -> None:
    """A display that showed 000 would call the wrong visitor."""
    play = Play()
    play.hall.issued["A"] = 998
    assert [play.take().label for _ in range(3)] == ["A999", "A1000", "A1001"]


def test_a_series_that_is_used_up_refuses_rather_than_wraps() -> None:
    """A number twice on one day is worse than no number."""
    play = Play()
    play.hall.issued["A"] = LAST
    with pytest.raises(AgainstStandard, match="numbers-used-up"):
        next_number(play.hall, "A")
    assert play.take("founding").label == "B001"


def test_numbers_survive_a_restart() -> None:
    """The folded journal gives the same next number."""
    play = Play()
    for _ in range(3):
        play.take()
    assert next_number(fold(play.entries), "A") == (4, "A004")


def test_labels_have_at_least_the_standards_digits() -> None:
    """Three by default, four where a hall wants it."""
    assert [label("B", 7, digits) for digits in (3, 4)] == ["B007", "B0007"]
