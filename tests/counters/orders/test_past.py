# SPDX-License-Identifier: Apache-2.0
"""Orders closed long ago as the register shows them."""

import pytest

from counters.orders.past import counters_named, matters_named, month_us, past_page
from tests.hallserver.core.work import at, rated, steps


def test_a_closed_order_has_its_case_page_and_no_button() -> None:
    """With every step, for whoever may read it."""
    play = rated()
    order = steps(play, "verify", "contact", "rectify", "reply", "call-back", "close")
    [row] = past_page(play.hall, "dan", [order], play.now_us)
    assert (row["no"], row["open"], row["acts"], row["another"], len(row["steps"])) == (order.no, False, [], [], 7)


def test_counters_and_matters_are_named_also_those_that_are_gone() -> None:
    """A counter that is in no list any more is left out, a matter keeps its slug."""
    play = rated()
    assert [it["number"] for it in counters_named(play.hall, ["c2", "gone", "c1"])] == [1, 2]
    found = [it["names"]["zh-Hans"] for it in matters_named(play.hall, ["senior-card", "seniors", "gone"])]
    assert found == ["敬老优待证", play.hall.catalog.services["seniors"].names["zh-Hans"], "gone"]


def test_a_month_is_by_the_halls_clock() -> None:
    """The year's last one ends with the year; none is all times."""
    hall = rated().hall
    assert month_us(hall, "2026-11") == (at("2026-11-01 00:00"), at("2026-12-01 00:00"))
    assert month_us(hall, "2026-12") == (at("2026-12-01 00:00"), at("2027-01-01 00:00"))
    assert month_us(hall, "")[0] == 0
    with pytest.raises(ValueError, match="month"):
        month_us(hall, "2026-13")
