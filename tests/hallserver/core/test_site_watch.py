# SPDX-License-Identifier: Apache-2.0
"""What the clock does on site: takes findings further, writes down devices that do not work, and that they work again."""

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_CLOCK, SERVICE_DOOR, SERVICE_SETUP
from hallserver.core.site_watch import site_due
from tests.hallserver.core.site_acts import opened
from tests.hallserver.core.work import at
from tests.support import DUTY, LI, SMALL_HALL, Play

MINUTE = 60


def due(play: Play) -> list[c.Command]:
    """Return what is due now."""
    return list(site_due(play.hall, play.now_us))


def act(play: Play) -> list[c.Command]:
    """Do what is due now; return it."""
    found = due(play)
    for command in found:
        play.ask(command, SERVICE_CLOCK)
    return found


def report(play: Play, device: str, state: str) -> Play:
    """Have the door say how a device is."""
    play.ask(c.ReportDevice(device=device, state=state), SERVICE_DOOR)  # type: ignore[arg-type]
    return play


def test_a_finding_is_taken_further_once_when_its_time_has_come() -> None:
    """Critical on Monday: the slip at midnight, also while the hall is closed; once."""
    play = Play()
    finding = opened(play, severity="critical")
    assert due(play) == []
    play.ask(c.CloseDay(), DUTY)
    play.now_us = at("2026-11-24 00:00")

    assert act(play) == [c.EscalateFinding(finding=finding.no)]
    assert due(play) == []


def test_a_printer_without_paper_is_written_down_after_a_quarter_of_an_hour() -> None:
    """Once; when it has paper again the entry is closed."""
    play = report(Play(), "printer-1", "out").later(14 * MINUTE)
    assert due(play) == []
    assert act(play.later(MINUTE)) == [c.RegisterEntry(register="fault", fields={"device": "printer-1", "kind": "out"})]
    assert due(play.later(600 * MINUTE)) == []

    [entry] = play.hall.site.entries.values()
    assert act(report(play, "printer-1", "fine")) == [c.StepEntry(entry=entry.no, step="recovered")]
    assert (entry.open, due(play)) == (False, [])


def test_a_device_that_comes_back_in_time_is_no_fault() -> None:
    """Nor one that is only low on paper, or out of use."""
    rows = [it | ({"retired": True} if it["slug"] == "hall-1" else {}) for it in SMALL_HALL["devices"]]
    play = Play()
    for device, state in (("rater-1", "lost"), ("hall-1", "lost"), ("printer-1", "low")):
        report(play, device, state)
    report(play.later(5 * MINUTE), "rater-1", "back")
    play.ask(c.Configure(section="devices", rows=rows), SERVICE_SETUP)

    assert due(play.later(60 * MINUTE)) == []


def test_a_night_does_not_count() -> None:
    """What is switched off in the evening is a fault a quarter of an hour after opening, not before."""
    play = report(Play(), "hall-1", "lost")
    play.later(60).ask(c.CloseDay(), DUTY)
    play.later(15 * 3600)
    assert due(play) == []
    play.ask(c.OpenDay(), DUTY)
    assert due(play.later(14 * MINUTE)) == []

    assert len(act(play.later(MINUTE))) == 1


def test_what_a_person_has_written_down_the_clock_leaves_alone() -> None:
    """No second entry while theirs is open, and it is theirs to close."""
    play = report(Play(), "printer-1", "unable")
    play.ask(c.RegisterEntry(register="fault", fields={"device": "printer-1", "kind": "unable", "what": "卡纸"}), LI)
    assert due(play.later(30 * MINUTE)) == []

    assert due(report(play, "printer-1", "fine")) == []


def test_a_lost_agent_is_one_fault_and_what_hangs_on_it_is_none_until_the_agent_is_back() -> None:
    """Eleven devices on one box are not eleven faults; one that stays away when its box is back is."""
    play = Play()
    for device in ("agent-1", "printer-1", "voice-1"):
        report(play, device, "lost")
    assert [it.fields["device"] for it in act(play.later(20 * MINUTE)) if isinstance(it, c.RegisterEntry)] == ["agent-1"]

    for device in ("agent-1", "voice-1"):
        report(play, device, "back")
    [entry] = play.hall.site.entries.values()
    assert act(play) == [c.StepEntry(entry=entry.no, step="recovered")], "the others come back a moment after their agent"
    assert act(play.later(14 * MINUTE)) == []
    assert act(play.later(MINUTE)) == [c.RegisterEntry(register="fault", fields={"device": "printer-1", "kind": "lost"})]


def test_a_printer_that_comes_back_without_paper_is_ill_since_then() -> None:
    """It says so before its line counts as back; nothing more comes of it, and it still prints nothing."""
    play = report(report(report(Play(), "printer-1", "lost").later(MINUTE), "printer-1", "out"), "printer-1", "back")
    assert due(play.later(14 * MINUTE)) == []
    assert act(play.later(MINUTE)) == [c.RegisterEntry(register="fault", fields={"device": "printer-1", "kind": "out"})]
    assert [type(it) for it in act(report(play, "printer-1", "fine"))] == [c.StepEntry]


def test_what_a_person_has_closed_is_written_anew_only_when_it_has_lasted_as_long_again() -> None:
    """Who closes it has perhaps just put the plug in."""
    play = report(Play(), "printer-1", "out").later(15 * MINUTE)
    act(play)
    [entry] = play.hall.site.entries.values()
    play.ask(c.StepEntry(entry=entry.no, step="repaired"), DUTY)
    assert due(play.later(14 * MINUTE)) == []
    assert len(act(play.later(MINUTE))) == 1


def test_what_is_switched_off_after_closing_is_no_fault_where_nobody_closes_the_day() -> None:
    """Nor on the day without hours that the clock opens; in the morning a quarter of an hour after opening, not after four o'clock."""
    hours = {"hall": [SMALL_HALL["hall"][0] | {"hours": {"1": ["09:00-18:00"], "3": ["09:00-18:00"]}}]}
    play = report(Play(SMALL_HALL | hours), "hall-1", "lost")
    play.now_us = at("2026-11-23 09:14")
    assert due(play) == []
    play.now_us = at("2026-11-23 09:15")
    assert len(due(play)) == 1, "the control"
    report(report(play, "hall-1", "back"), "printer-1", "out")
    for moment in ("2026-11-23 18:00", "2026-11-24 04:30", "2026-11-24 10:00", "2026-11-25 09:14"):
        play.now_us = at(moment)
        assert due(play) == [], moment
    play.now_us = at("2026-11-25 09:15")
    assert len(due(play)) == 1
