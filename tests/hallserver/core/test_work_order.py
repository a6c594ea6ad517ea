# SPDX-License-Identifier: Apache-2.0
"""What an order says of itself."""

import pytest

from hallserver.core.events_work import Due
from hallserver.core.work_order import CLOCK_OF, KEPT_DAYS, READ_AGAIN_US, WorkOrder, WorkStep, kept_orders

DAY_US = 86_400_000_000


def order(**fields: object) -> WorkOrder:
    """Return an order of a visitor who can be reached."""
    return WorkOrder(no="G20261123-001", source="rating", opened_us=1, named=True, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "step"),
    [
        ({}, "verify"),
        ({"verified_us": 2}, "contact"),
        ({"verified_us": 2, "named": False}, "fix"),
        ({"verified_us": 2, "contacted_us": 3, "reached": True}, "fix"),
        ({"verified_us": 2, "contacted_us": 3, "reached": True, "explained_us": 4}, "reply"),
        ({"verified_us": 2, "contacted_us": 3, "reached": True, "rectified_us": 4, "replied_us": 5}, "call-back"),
        ({"verified_us": 2, "contacted_us": 3, "rectified_us": 4, "replied_us": 5}, "close"),
        ({"verified_us": 2, "contacted_us": 3, "reached": True, "rectified_us": 4, "replied_us": 5, "called_back_us": 6}, "close"),
        ({"verified_us": 2, "excluded": "mistaken"}, "close"),
        ({"closed_us": 7}, ""),
    ],
)
def test_the_next_step_follows_from_what_is_done(fields: dict[str, object], step: str) -> None:
    """And with it the clock that runs."""
    it = WorkOrder(**{"no": "G20261123-001", "source": "rating", "opened_us": 1, "named": True, **fields})  # type: ignore[arg-type]

    assert (it.next_step, it.clock) == (step, CLOCK_OF[step])  # type: ignore[index]


def test_it_is_late_at_the_moment_of_its_due_time() -> None:
    """24:00 is the end of the day, not a moment later; without a due time nothing is late."""
    it = order(contact_due=Due(due_us=100))

    assert [it.late(now_us) for now_us in (99, 100)] == [False, True]
    assert not order().late(1 << 60)


def test_it_is_kept_in_mind_for_thirty_days_after_its_close() -> None:
    """And as long as it takes before that."""
    it = order(closed_us=5)

    assert [it.outlived(5 + KEPT_DAYS * DAY_US + more) for more in (0, 1)] == [False, True]
    assert not order().outlived(1 << 60)
    assert not order(closed_us=5, appeal="open").outlived(1 << 60)
    assert kept_orders({}) == {}


def test_praise_that_nobody_passes_on_goes_when_the_district_has_been_told() -> None:
    """And not before thirty days are over; closed in time it goes as all others do."""
    first_us = KEPT_DAYS * DAY_US
    for higher_us, gone_us in ((5, 1 + first_us), (2 * first_us, 2 * first_us)):
        it = WorkOrder(no="D20261123-001", source="praise", opened_us=1, close_due=Due(due_us=4, higher_us=higher_us))
        assert [it.outlived(gone_us + more) for more in (0, 1)] == [False, True]
    assert not WorkOrder(no="D20261123-001", source="praise", opened_us=1, closed_us=first_us).outlived(first_us + 2)


def test_reading_is_noted_once_an_hour_and_when_there_is_something_new() -> None:
    """Of each reader apart."""
    it = order(readers={"dan": 10}, steps=[WorkStep(kind="opened", at_us=1, by="ticket:1.57")])

    assert [it.to_note("dan", at_us) for at_us in (11, 10 + READ_AGAIN_US)] == [False, True]
    assert it.to_note("boss", 11)
    it.steps.append(WorkStep(kind="replied", at_us=11, by="person:boss"))
    assert it.to_note("dan", 12)
