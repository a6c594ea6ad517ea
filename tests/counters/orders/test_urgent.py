# SPDX-License-Identifier: Apache-2.0
"""Work orders on the duty manager's phone."""

from typing import Any

from counters.duty.view import view
from counters.orders.urgent import urgent
from hallserver.core import commands as c
from tests.hallserver.core.work import rated, the_order
from tests.support import DUTY, MINUTE_US, next_day, register


def test_a_bad_rating_is_on_the_phone_with_the_rating_itself() -> None:
    """No poll lies between: it is in the view that the rating pushes, newest first, with the half hour to put it right on the spot."""
    play = rated()
    newer = register(play.later(1))
    orders: Any = view(play.hall, "dan", play.now_us)["orders"]
    assert orders == urgent(play.hall, "dan", play.now_us)
    assert [it["no"] for it in orders["fresh"]] == [newer, "G20261123-001"]
    assert [it["label"] for it in orders["fresh"]] == ["", "A001"]
    assert all(it["on_spot_us"] == it["opened_us"] + 30 * MINUTE_US for it in orders["fresh"])


def test_it_leaves_the_phone_when_somebody_has_begun_and_is_counted_until_it_is_closed() -> None:
    """Settled on the spot only the close is left."""
    play = rated()
    play.ask(c.SettleOnSpot(order=the_order(play).no), DUTY)
    assert urgent(play.hall, "dan", play.now_us) == {"fresh": [], "open": 1, "late": 0, "decide": 0}
    play.ask(c.CallVisitorBack(order=the_order(play).no, content="satisfied"), DUTY)
    play.ask(c.CloseOrder(order=the_order(play).no), DUTY)
    assert urgent(play.hall, "dan", play.now_us)["open"] == 0


def test_when_the_visitor_has_gone_it_is_still_there_and_days_later_it_is_late() -> None:
    """The way on the spot is over after half an hour; on a later day it is no news but counted."""
    play = rated()
    play.later(31 * 60)
    [row] = urgent(play.hall, "dan", play.now_us)["fresh"]
    assert row["on_spot_us"] == 0
    for _ in range(5):
        next_day(play, hours=24)
    assert urgent(play.hall, "dan", play.now_us) == {"fresh": [], "open": 1, "late": 1, "decide": 0}


def test_nobody_sees_what_is_about_oneself() -> None:
    """Whoever was rated may be the duty manager of another hour."""
    play = rated()
    assert urgent(play.hall, "li", play.now_us) == {"fresh": [], "open": 0, "late": 0, "decide": 0}
