# SPDX-License-Identifier: Apache-2.0
"""A part of a period: legs keep service and queue apart. What parts add up to is shown in ``test_period.py``."""

from reports.part import named, waited
from reports.tally import key_of
from tests.reports.sample_day import names


def test_legs_are_told_apart_by_service_and_queue_with_their_names() -> None:
    """Halls name theirs themselves; what was kept before queues were told has none."""
    assert waited(key_of("lease", "housing"), names()) == (("lease", "房屋租赁登记备案"), ("housing", "B 房屋租赁"))
    assert waited("lease", names()) == (("lease", "房屋租赁登记备案"), ("", ""))
    assert named("gone", names().queues) == ("gone", "")
