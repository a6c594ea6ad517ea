# SPDX-License-Identifier: Apache-2.0
"""How much of a wait fell into suspensions, and what is refused while one lasts."""

import pytest

from hallserver.core.errors import Conflict
from hallserver.core.hall import Hall
from hallserver.core.suspension import must_go_on, suspended_us, went_on_us


@pytest.mark.parametrize(
    ("from_us", "until_us", "expected"),
    [(0, 10, 0), (0, 25, 5), (22, 28, 6), (25, 45, 10), (0, 100, 40), (30, 40, 0), (55, 58, 3), (90, 95, 5)],
    ids=["before", "into", "inside", "across", "over all", "between", "in the second", "in the one that lasts"],
)
def test_what_fell_into_suspensions_is_counted_once(from_us: int, until_us: int, expected: int) -> None:
    """Two that are over, and one that lasts: it counts up to the time that is asked about."""
    hall = Hall(suspended="power", suspensions=[[20, 30], [40, 60], [90]])

    assert suspended_us(hall, from_us, until_us) == expected


def test_a_hall_that_stands_still_says_why() -> None:
    """Whoever presses a key must read what is the matter, not that it failed."""
    must_go_on(Hall())
    with pytest.raises(Conflict, match="hall-suspended") as refused:
        must_go_on(Hall(suspended="evacuation"))

    assert refused.value.args_by_name == {"suspended": "evacuation"}


def test_the_last_end_of_a_suspension_is_known() -> None:
    """From then on clerks are expected to call again."""
    assert [went_on_us(Hall(suspensions=spans)) for spans in ([], [[5]], [[5, 9], [12, 20], [30]])] == [0, 0, 20]
