# SPDX-License-Identifier: Apache-2.0
"""Pretend people: the same seed gives the same day, and a fate can be asked for again."""

from hallserver.core.hall import Ticket
from hallserver.demo.people import fate_of
from tests.support import KIOSK, Play


def ticket() -> Ticket:
    """Return a waiting ticket."""
    return Play().take(by=KIOSK)


def test_a_fate_is_the_same_each_time_it_is_asked_for() -> None:
    """The steps can be taken up in the middle, after the past was filled in."""
    assert fate_of(ticket(), "s") == fate_of(ticket(), "s")


def test_most_visitors_come_some_do_not_and_some_rate() -> None:
    """Over many seeds all that a hall knows happens."""
    fates = [fate_of(ticket(), str(seed)) for seed in range(400)]
    absent = sum(not fate.comes for fate in fates)
    assert 5 <= absent <= 40
    assert 150 <= sum(fate.stars > 0 for fate in fates) <= 350
    assert min(fate.service_s for fate in fates) > 0
