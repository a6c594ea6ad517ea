# SPDX-License-Identifier: Apache-2.0
"""Running sums of waits."""

from hypothesis import given
from hypothesis import strategies as st

from hallserver.core.tally import Tally


@given(st.lists(st.integers(0, 20_000_000_000), max_size=60), st.integers(0, 20_000_000_000))
def test_waits_are_kept_sorted_whatever_order_they_come_in(waits_us: list[int], target_us: int) -> None:
    """So that a percentile is one look, and the same that sorting would give."""
    tally = Tally()
    for wait_us in waits_us:
        tally.count_wait(wait_us, target_us=target_us)

    assert tally.waits_s == sorted(wait_us // 1_000_000 for wait_us in waits_us)
    assert (tally.called, tally.wait_us, tally.within) == (len(waits_us), sum(waits_us), sum(it <= target_us for it in waits_us))
