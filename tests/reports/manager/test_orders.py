# SPDX-License-Identifier: Apache-2.0
"""How many work orders wait, beside the manager's way to their register."""

from hallserver.core.rules_review import chases
from reports.manager.orders import order_counts
from tests.hallserver.core.work import at, rated, steps, the_order
from tests.support import DUTY


def test_open_ones_are_counted_with_those_overdue_and_taken_higher() -> None:
    """Closed ones are not, nor what is about who looks."""
    play = rated()
    assert order_counts(play.hall, "li", play.now_us) == {"open": 0, "late": 0, "higher": 0}
    assert order_counts(play.hall, "gao", play.now_us) == {"open": 1, "late": 0, "higher": 0}
    play.now_us = at("2026-11-27 00:01")
    for event in chases(the_order(play), play.now_us):
        play.fold(event, DUTY)
    assert order_counts(play.hall, "gao", play.now_us) == {"open": 1, "late": 1, "higher": 1}
    steps(play, "verify", "contact", "rectify", "reply", "call-back", "close")
    assert order_counts(play.hall, "gao", play.now_us) == {"open": 0, "late": 0, "higher": 0}
