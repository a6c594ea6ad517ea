# SPDX-License-Identifier: Apache-2.0
"""Whether people hear the calls."""

from typing import Any

import pytest

from displays.heard import chimes, is_loud
from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_DOOR
from tests.support import SMALL_HALL, Play, names


def hall(*voices: str, driver: str = "sound-card") -> Play:
    """Return a hall with these loudspeakers in its one zone."""
    rows: list[dict[str, Any]] = [
        {"slug": slug, "names": names(slug), "kind": "voice", "driver": driver, "agent": "agent-1"} for slug in voices
    ]
    return Play({**SMALL_HALL, "devices": [row for row in SMALL_HALL["devices"] if row["kind"] != "voice"] + rows})


def tell(play: Play, device: str, state: str, why: str = "") -> None:
    """Report an announcement."""
    job = f"call/1.1/1.{play.hall.seq}/{device}"
    command = c.ReportAnnouncement(job=job, device=device, state=state, why=why)  # type: ignore[arg-type]
    play.ask(command, SERVICE_DOOR)


@pytest.mark.parametrize("why", ["late", "quiet", "failed"])
def test_a_zone_is_loud_until_its_last_loudspeaker_was_not_heard(why: str) -> None:
    """And again with the next call that is spoken."""
    play = hall("voice-1", "voice-2")
    assert is_loud(play.hall, ["main"])
    for device in ("voice-1", "voice-2"):
        assert is_loud(play.hall, ["main"])
        tell(play, device, "screen-only", why)
    assert not is_loud(play.hall, ["main"])
    tell(play, "voice-2", "short")
    assert is_loud(play.hall, ["main"])


@pytest.mark.parametrize("device", ["voice-1", "agent-1"])
def test_a_loudspeaker_that_is_lost_is_not_heard(device: str) -> None:
    """Nor one whose agent is."""
    play = hall("voice-1")
    play.ask(c.ReportDevice(device=device, state="lost"), SERVICE_DOOR)
    assert (is_loud(play.hall, ["main"]), chimes(play.hall, ["main"])) == (False, True)
    play.ask(c.ReportDevice(device=device, state="back"), SERVICE_DOOR)
    assert (is_loud(play.hall, ["main"]), chimes(play.hall, ["main"])) == (True, False)


def test_without_any_loudspeaker_nobody_expects_one() -> None:
    """The hall was made so; its screens need not shout all day."""
    assert is_loud(hall().hall, ["main"])
    assert chimes(hall().hall, ["main"])


def test_a_pretended_loudspeaker_rings_for_nobody() -> None:
    """In a demo the screens ring themselves."""
    play = hall("voice-1", driver="pretend")

    assert (is_loud(play.hall, ["main"]), chimes(play.hall, ["main"])) == (True, True)


def test_in_quiet_hours_the_screens_do_not_ring_either() -> None:
    """Quiet is quiet."""
    play = hall("voice-1")
    tell(play, "voice-1", "screen-only", "quiet")
    assert (is_loud(play.hall, ["main"]), chimes(play.hall, ["main"])) == (False, False)
    tell(play, "voice-1", "screen-only", "failed")
    assert chimes(play.hall, ["main"])
