# SPDX-License-Identifier: Apache-2.0
"""What an agent tells, and what of it the journal keeps."""

from typing import Any

import pytest

from displays.told import command_of, late_report, late_slip
from hallserver.core.commands import GiveNotice, ReportAnnouncement, ReportSlip
from hallserver.core.events import SlipReported
from hallserver.core.jobs import JobReport, PrintSlip, Speak
from hallserver.core.roles import SERVICE_DOOR, SERVICE_SETUP
from tests.support import GUIDE, SMALL_HALL, Play, names


def report(job: str, state: Any, device: str = "printer-1") -> JobReport:  # noqa: ANN401 - states that do not fit too
    """Return what an agent tells."""
    return JobReport(job=job, device=device, state=state)


def test_each_job_has_states_of_its_own() -> None:
    """A printer does not speak."""
    slip = PrintSlip(job="slip/1.9/2", device="printer-1", ticket="1.9", lines=(), copy=2)
    call = Speak(job="call/1.9/1.1/voice-1", device="voice-1", ticket="1.9", call=11, say=())

    assert command_of(slip, "done") == ReportSlip(job=slip.job, device="printer-1", ticket="1.9", copy=2, state="done")
    assert command_of(call, "short") == ReportAnnouncement(job=call.job, device="voice-1", ticket="1.9", call=11, state="short")
    for job, state in ((slip, "spoken"), (call, "done")):
        with pytest.raises(ValueError, match="cannot be"):
            command_of(job, state)


def test_a_late_end_is_kept_for_a_slip_of_the_day_on_a_printer_of_the_hall() -> None:
    """Whatever else a strange agent tells is not for the journal."""
    play = Play()
    ticket = play.take().id
    kept = late_slip(play.hall, report(f"slip/{ticket}/1", "done"))

    assert kept == ReportSlip(job=f"slip/{ticket}/1", device="printer-1", ticket=ticket, copy=1, state="done")
    for job, state, device in (
        (f"slip/{ticket}/1", "sent", "printer-1"), (f"slip/{ticket}/1", "done", "voice-1"), (f"slip/{ticket}/1", "done", "none"),
        (f"slip/{ticket}/4", "done", "printer-1"), (f"slip/{ticket}/01", "done", "printer-1"), (f"slip/{ticket}/", "done", "printer-1"),
        ("slip/9.9/1", "done", "printer-1"), (f"{ticket}/1", "done", "printer-1"), (f"call/{ticket}/1.1/voice-1", "spoken", "voice-1"),
        ("", "done", "printer-1"),
    ):  # fmt: skip
        assert late_slip(play.hall, report(job, state, device)) is None, (job, state, device)


@pytest.mark.parametrize(("seen", "told", "kept"), [
    ((1, "unknown"), (1, "done"), True), ((1, "unknown"), (1, "failed"), True), ((1, "unknown"), (1, "unknown"), False),
    ((1, "failed"), (1, "done"), True), ((1, "done"), (1, "unknown"), False), ((1, "done"), (1, "done"), False),
    ((2, "sent"), (1, "done"), True), ((2, "done"), (1, "unknown"), False), ((1, "done"), (2, "done"), True),
])  # fmt: skip
def test_only_what_is_new_is_kept(seen: tuple[int, str], told: tuple[int, str], *, kept: bool) -> None:
    """An old unknown written over the end of a copy would make another copy after a restart."""
    play = Play()
    ticket = play.take().id
    play.fold(SlipReported(job=f"slip/{ticket}/{seen[0]}", device="printer-1", ticket=ticket, copy=seen[0], state=seen[1]), SERVICE_SETUP)

    assert (late_slip(play.hall, report(f"slip/{ticket}/{told[0]}", told[1])) is not None) is kept


def test_why_a_call_was_shown_only_is_kept_and_of_one_that_was_spoken_there_is_no_why() -> None:
    """Whatever the agent says beside it."""
    call = Speak(job="call/1.9/1.1/voice-1", device="voice-1", ticket="1.9", call=1, say=())
    notice = Speak(job="notice/1.9/voice-1", device="voice-1", ticket="", call=1, say=())

    assert command_of(call, "screen-only", "late") == ReportAnnouncement(
        job=call.job, device="voice-1", ticket="1.9", call=1, state="screen-only", why="late"
    )
    assert command_of(notice, "spoken", "failed") == ReportAnnouncement(job=notice.job, device="voice-1", ticket="", call=1, state="spoken")


def test_a_late_end_is_kept_for_an_announcement_of_the_day_of_which_nothing_is_known() -> None:
    """Whatever else a strange agent tells is not for the journal."""
    play = Play()
    ticket = play.take().id
    for job in (f"call/{ticket}/1.2/voice-1", f"call/{ticket}/1.2/voice-1+1", f"call/{ticket}/1.2/voice-1/3+2", f"back/{ticket}/2/voice-1"):
        kept = late_report(play.hall, report(job, "spoken", "voice-1"))
        assert kept == ReportAnnouncement(job=job, device="voice-1", ticket=ticket, call=2, state="spoken"), job
    for job, state, device in (
        (f"call/{ticket}/1.2/voice-1", "done", "voice-1"), (f"call/{ticket}/1.2/voice-1", "spoken", "printer-1"),
        (f"call/{ticket}/1.2/none", "spoken", "none"), ("call/9.9/1.2/voice-1", "spoken", "voice-1"),
        (f"call/{ticket}/1.2/voice-1 ", "spoken", "voice-1"), (f"notice/{ticket}/voice-1", "spoken", "voice-1"),
    ):  # fmt: skip
        assert late_report(play.hall, report(job, state, device)) is None, (job, state, device)
    two = Play(SMALL_HALL | {"devices": [*SMALL_HALL["devices"], {"slug": "voice-2", "names": names("二层"), "kind": "voice"}]})
    assert late_report(two.hall, report(f"call/{two.take().id}/1.2/voice-1", "spoken", "voice-2")) is None, "another's call"
    play.ask(ReportAnnouncement(job=f"call/{ticket}/1.2/voice-1", device="voice-1", ticket=ticket, call=2, state="short"), SERVICE_DOOR)
    assert late_report(play.hall, report(f"call/{ticket}/1.2/voice-1", "spoken", "voice-1")) is None, "it ended already"
    assert late_report(play.hall, report(f"slip/{ticket}/1", "done")) is not None


def test_a_handout_that_came_out_after_all_is_kept() -> None:
    """The printer had no paper for a while: without this the alarm would have it printed a second time."""
    play = Play()
    play.ask(GiveNotice(missing=("copy",)), GUIDE)
    (job,) = play.hall.handouts
    play.ask(ReportSlip(job=job, device="printer-1", state="unknown"), SERVICE_DOOR)

    assert late_report(play.hall, report(job, "failed")) is None
    assert late_report(play.hall, report(job, "done", "printer-2")) is None
    assert late_report(play.hall, report("handout/1.1", "done")) is None
    kept = late_report(play.hall, report(job, "done"))
    assert kept == ReportSlip(job=job, device="printer-1", state="done")
    play.ask(kept, SERVICE_DOOR)
    assert play.hall.handouts == {}
