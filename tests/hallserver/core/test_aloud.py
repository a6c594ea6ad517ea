# SPDX-License-Identifier: Apache-2.0
"""What a kiosk reads aloud, and through which voice."""

from hallserver.core import commands as c
from hallserver.core.aloud import Reading, aloud_job
from hallserver.core.mute import voices
from hallserver.core.roles import SERVICE_DOOR
from tests.support import SMALL_HALL, Play, names

VOICE = {
    "slug": "voice-k",
    "names": names("取号机语音"),
    "kind": "voice",
    "agent": "agent-1",
    "driver": "page",
    "address": "kiosk-1",
    "volume": 60,
}


def with_voice() -> Play:
    """Return a hall whose kiosk has a voice of its own."""
    return Play(SMALL_HALL | {"devices": [*SMALL_HALL["devices"], VOICE]})


def test_a_kiosk_reads_with_its_own_voice_in_the_visitors_language() -> None:
    """In Mandarin to who reads Chinese of either kind; each reading is another job."""
    hall = with_voice().hall
    job = aloud_job(hall, "kiosk-1", Reading("zh-Hant", "請選擇", 1), 5)
    assert job is not None
    assert (job.device, job.volume, job.ticket, job.say[0].language, job.say[0].text) == ("voice-k", 60, "", "cmn", "請選擇")
    again = aloud_job(hall, "kiosk-1", Reading("en", "Choose", 2), 5)
    assert again is not None
    assert (again.job != job.job, again.say[0].language) == (True, "en")


def test_what_sounds_at_a_kiosk_calls_nobody() -> None:
    """Calls are for the hall; and the hall's loudspeakers read no screen to it."""
    assert [row.slug for row in voices(with_voice().hall)] == ["voice-1"]
    assert aloud_job(Play().hall, "kiosk-1", Reading("en", "x"), 1) is None
    assert aloud_job(with_voice().hall, "kiosk-2", Reading("en", "x"), 1) is None


def test_a_voice_that_is_lost_is_not_offered() -> None:
    """A button that does nothing is worse than none."""
    play = with_voice()
    play.ask(c.ReportDevice(device="agent-1", state="lost"), SERVICE_DOOR)
    assert aloud_job(play.hall, "kiosk-1", Reading("en", "x"), 1) is None
