# SPDX-License-Identifier: Apache-2.0
"""Pieces of public views: zones, queues, badge numbers, what may be rated."""

from displays.parts import badge, counters_in, head, queues_of, staffed
from hallserver.core import commands as c
from tests.support import DUTY, SMALL_HALL, WANG, Play


def zoned() -> Play:
    """Return a hall whose counter 2 stands in a zone of its own."""
    rows = [row | ({"zone": "upstairs"} if row["slug"] == "c2" else {}) for row in SMALL_HALL["counters"]]
    return Play(SMALL_HALL | {"counters": rows})


def test_a_zone_has_its_own_counters_and_queues() -> None:
    """A display upstairs must not send people to a counter downstairs."""
    hall = zoned().hall
    upstairs = counters_in(hall, "upstairs")
    assert [row.slug for row in upstairs] == ["c2"]
    assert [row.slug for row in queues_of(hall, upstairs)] == ["firms"]
    assert [row.slug for row in counters_in(hall, "main")] == ["c1", "c3"]


def test_an_unknown_or_empty_zone_means_the_whole_hall() -> None:
    """One wrong zone name must not blank a display."""
    hall = zoned().hall
    assert [row.slug for row in counters_in(hall, "gone")] == ["c1", "c2", "c3"]
    assert [row.slug for row in counters_in(hall, "")] == ["c1", "c2", "c3"]


def test_only_open_counters_staff_a_queue() -> None:
    """A queue that nobody serves must say so; helpers count, a paused counter does not."""
    play = Play()
    assert staffed(play.hall, "firms") == 0
    play.open("c1")
    play.open("c2", WANG)
    assert staffed(play.hall, "firms") == 2
    play.ask(c.PauseCounter(counter="c2", reason="lunch"), WANG)
    assert staffed(play.hall, "firms") == 1


def test_the_badge_stands_for_the_clerk() -> None:
    """Public screens show a number, never a name; a stranger has none."""
    hall = Play().hall
    assert badge(hall, "li") == "0101"
    assert badge(hall, "nobody") == ""


def test_the_head_tells_whether_numbers_are_given() -> None:
    """Every public screen says a closed hall closed."""
    play = Play()
    assert head(play.hall)["issuing"] is True
    assert head(play.hall)["time_zone"] == "Asia/Shanghai"
    assert head(play.hall)["suspended"] == ""
    play.ask(c.Suspend(reason="power"), DUTY)
    assert head(play.hall)["suspended"] == "power"
