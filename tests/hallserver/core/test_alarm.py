# SPDX-License-Identifier: Apache-2.0
"""An alarm's name while it lasts: what it is, how bad, and about what."""

from hallserver.core.alarm import Alarm, alarm_id


def test_its_name_leaves_out_what_is_empty() -> None:
    """The hall as a whole has no slug; one that grows to another level has another name."""
    late = Alarm(key="late", level="warning", of="queue", slug="social", args={"count": 2}, since_us=5)

    assert (late.id, Alarm(key="clock", level="warning").id) == ("late.warning.queue.social", "clock.warning")
    assert alarm_id("late", "critical", "queue", "social") != late.id
