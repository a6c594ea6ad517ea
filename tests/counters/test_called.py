# SPDX-License-Identifier: Apache-2.0
"""Names of people, devices and the server on staff screens."""

from counters.called import actor_names
from tests.support import Play


def test_whoever_the_journal_names_has_a_name() -> None:
    """People and devices; the server itself has none, and somebody unknown the slug."""
    hall = Play().hall
    assert actor_names(hall, "person:li")["zh-Hans"] == "李敏"
    assert actor_names(hall, "device:kiosk-1")["zh-Hans"] == "取号机"
    assert actor_names(hall, "person:gone") == {"zh-Hans": "gone"}
    assert actor_names(hall, "service:clock") == {}
