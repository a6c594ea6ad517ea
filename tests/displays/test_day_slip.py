# SPDX-License-Identifier: Apache-2.0
"""The slip at the end of a day: figures, the anchor to be kept, and when it is printed."""

import pytest

from displays.day_slip import FRESH_S, day_slip, day_slip_due
from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_CLOCK, SERVICE_SETUP
from hallserver.words import say
from tests.support import AGENT, DUTY, LI, SECOND_US, SMALL_HALL, Play

ANCHOR = "1.5321:ab12cd34ef567890"


def closed(by_clock: bool = False) -> Play:  # noqa: FBT001, FBT002 - two ways to end a day
    """Return a hall whose day has just been closed."""
    play = Play().open()
    for _ in range(3):
        play.take()
    play.ask(c.CallTicket(ticket="1.13", reason="agreed"), LI) if "1.13" in play.hall.tickets else play.call()
    play.ask(c.Finish(), LI)
    play.later(60).ask(c.CloseDay(rest="left"), SERVICE_CLOCK if by_clock else DUTY)
    return play


def text_of(play: Play) -> str:
    """Return what stands on the slip."""
    job = day_slip(play.hall, ANCHOR, say)
    assert job is not None
    return "\n".join(line.text for line in job.lines)


def test_the_slip_has_the_days_figures_and_the_anchor_in_groups_of_four() -> None:
    """A person copies it by hand; a phone reads it from the QR."""
    play = closed()
    text, job = text_of(play), day_slip(play.hall, ANCHOR, say)
    assert job is not None
    assert (job.device, job.ticket, job.qr, job.copy) == ("printer-1", "", ANCHOR, 1)
    assert "福田区政务服务大厅" in text
    assert "2026-11-23" in text
    assert "取号 3 · 叫号 1 · 完成 1" in text
    assert "未办 2" in text
    assert "1.5321:\nab12 cd34 ef56 7890" in text
    assert "单明" in text


def test_a_day_that_the_clock_closed_says_so() -> None:
    """Nobody was there to sign."""
    assert "系统自动" in text_of(closed(by_clock=True))


def test_a_hall_without_a_printer_has_none() -> None:
    """The anchor is on the screen and on the report."""
    play = Play(SMALL_HALL | {"devices": [row for row in SMALL_HALL["devices"] if row["kind"] not in ("printer", "kiosk")]})
    play.ask(c.CloseDay(), DUTY)
    assert day_slip(play.hall, ANCHOR, say) is None


def test_it_is_due_once_and_not_on_the_next_morning() -> None:
    """A printer that had it must not print it again after a restart; one that was off all night prints nothing old."""
    play = closed()
    assert day_slip_due(play.hall, play.now_us)
    assert not day_slip_due(play.hall, play.now_us + FRESH_S * SECOND_US)
    job = day_slip(play.hall, ANCHOR, say)
    assert job is not None
    play.ask(c.ReportSlip(job=job.job, device="printer-1", ticket="", state="sent"), AGENT)
    assert not day_slip_due(play.hall, play.now_us)


@pytest.mark.parametrize("again", [False, True])
def test_an_open_day_has_none(again: bool) -> None:  # noqa: FBT001 - a row of the table
    """Nor one that was opened again."""
    play = Play()
    if again:
        play.ask(c.CloseDay(), DUTY)
        play.ask(c.OpenDay(), SERVICE_SETUP)
    assert not day_slip_due(play.hall, play.now_us)
