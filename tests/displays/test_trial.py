# SPDX-License-Identifier: Apache-2.0
"""What a device is given to show that it works."""

from displays.trial import trial_job, trial_shown
from hallserver.core import commands as c
from hallserver.core.catalog import DeviceRow
from hallserver.core.jobs import PrintSlip, Speak
from hallserver.core.roles import SERVICE_SETUP
from hallserver.words import say
from tests.support import SMALL_HALL, Play, names


def row(play: Play, slug: str) -> DeviceRow:
    """Return a device's row."""
    return play.hall.catalog.devices[slug]


def test_a_printer_gets_a_slip_that_nobody_takes_for_a_ticket() -> None:
    """It names the device and the time, and says what it is."""
    play = Play()
    job = trial_job(play.hall, row(play, "printer-1"), "1.7", say)
    assert isinstance(job, PrintSlip)
    assert (job.job, job.ticket, job.copy) == ("try/printer-1/1.7", "", 1)
    text = " ".join(line.text for line in job.lines)
    assert "测试打印" in text
    assert "取号小票机（printer-1）" in text
    assert job.expires_us == play.hall.at_us + 20_000_000


def test_a_loudspeaker_says_a_sentence_in_each_language_of_the_hall() -> None:
    """As loud and as fast as it is set up."""
    play = Play()
    play.ask(c.Configure(section="hall", rows=[SMALL_HALL["hall"][0] | {"spoken": ["cmn", "yue", "en"]}]), SERVICE_SETUP)
    rows = [it | {"volume": 40, "rate": 120} if it["slug"] == "voice-1" else it for it in SMALL_HALL["devices"]]
    play.ask(c.Configure(section="devices", rows=rows), SERVICE_SETUP)
    job = trial_job(play.hall, row(play, "voice-1"), "1.7", say)
    assert isinstance(job, Speak)
    assert [it.text for it in job.say] == ["这是语音测试。", "呢個係語音測試。", "This is a test of the loudspeaker."]
    assert (job.job, job.kind, job.volume, job.rate) == ("try/voice-1/1.7", "notice", 40, 120)


def test_a_board_shows_all_its_segments() -> None:
    """A dead one would make another number of a number."""
    play = Play()
    assert trial_job(play.hall, row(play, "hall-1"), "1.7", say) is None
    shown = trial_shown(DeviceRow(slug="board-1", names=names("屏"), kind="board", digits=3), say)
    assert (shown.test, shown.label, shown.figures, shown.text) == (True, "888", "888", ("测试 888",))
