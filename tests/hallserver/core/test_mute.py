# SPDX-License-Identifier: Apache-2.0
"""Which loudspeakers are not heard, and why."""

import pytest

from hallserver.core import commands as c
from hallserver.core.mute import mute_why, voiceless, voices
from hallserver.core.roles import SERVICE_DOOR
from tests.support import SMALL_HALL, Play, names

UPSTAIRS = {"slug": "voice-2", "names": names("二层"), "kind": "voice", "zone": "upstairs"}


def test_loudspeakers_are_found_by_zone() -> None:
    """Those out of use speak no more."""
    rows = [*SMALL_HALL["devices"], UPSTAIRS, {**UPSTAIRS, "slug": "voice-3", "retired": True}]
    hall = Play({**SMALL_HALL, "devices": rows}).hall

    assert [row.slug for row in voices(hall)] == ["voice-1", "voice-2"]
    assert [row.slug for row in voices(hall, "upstairs")] == ["voice-2"]


@pytest.mark.parametrize(("why", "known"), [("late", "late"), ("quiet", "quiet"), ("", "failed")])
def test_what_was_shown_only_was_not_heard(why: str, known: str) -> None:
    """Until the next that is; an older agent gives no reason."""
    play = Play()
    voice = play.hall.catalog.devices["voice-1"]
    assert mute_why(play.hall, voice) == ""
    play.ask(c.ReportAnnouncement(job="a", device="voice-1", state="screen-only", why=why), SERVICE_DOOR)  # type: ignore[arg-type]
    assert mute_why(play.hall, voice) == known
    play.ask(c.ReportAnnouncement(job="b", device="voice-1", state="spoken"), SERVICE_DOOR)
    assert mute_why(play.hall, voice) == ""


def test_a_repetition_that_gave_way_to_other_calls_is_no_alarm() -> None:
    """Its call has been said; one that failed is an alarm all the same."""
    play = Play()
    voice = play.hall.catalog.devices["voice-1"]
    play.ask(c.ReportAnnouncement(job="call/1.9/1.1/voice-1+1", device="voice-1", state="screen-only", why="late"), SERVICE_DOOR)
    assert mute_why(play.hall, voice) == ""
    play.ask(c.ReportAnnouncement(job="call/1.9/1.1/voice-1+2", device="voice-1", state="screen-only", why="failed"), SERVICE_DOOR)
    assert mute_why(play.hall, voice) == "failed"


def test_a_loudspeaker_that_is_lost_is_not_heard() -> None:
    """Whatever it said last."""
    play = Play()
    play.ask(c.ReportAnnouncement(job="b", device="voice-1", state="spoken"), SERVICE_DOOR)
    play.ask(c.ReportDevice(device="agent-1", state="lost"), SERVICE_DOOR)

    assert mute_why(play.hall, play.hall.catalog.devices["voice-1"]) == "lost"


def test_a_zone_without_a_loudspeaker_is_found_where_the_hall_has_others() -> None:
    """A zone's name that was typed wrong would silence its calls for ever; a hall without any loudspeaker is made so."""
    counters = [{**row, "zone": "east"} if row["slug"] == "c3" else row for row in SMALL_HALL["counters"]]
    silent = [row for row in SMALL_HALL["devices"] if row["kind"] != "voice"]

    assert voiceless(Play({**SMALL_HALL, "counters": counters}).hall) == ["east"]
    assert voiceless(Play().hall) == []
    assert voiceless(Play({**SMALL_HALL, "devices": silent}).hall) == []
