# SPDX-License-Identifier: Apache-2.0
"""What each event that is not of a ticket's life does to the hall."""

from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.apply import apply, rates_of
from hallserver.core.hall import CounterState, Hall, Rate
from hallserver.core.noted import SlipSeen
from hallserver.core.roles import SERVICE_SETUP
from tests.support import NINE_US, STANDARD, Play, fold, names, next_day, varied_day


def happened(hall: Hall, event: e.Event, *, epoch: int = 1) -> Hall:
    """Fold one event as the next entry; return the hall."""
    apply(hall, e.Entry(epoch=epoch, seq=hall.seq + 1, at_us=NINE_US, day=hall.day, actor="service:setup", event=event))
    return hall


def test_an_entry_moves_the_hall_to_its_place_and_time() -> None:
    """The next entry is numbered from here, and time never runs behind it."""
    hall = happened(Hall(epoch=2, seq=40), e.ClockSuspected(step_s=3.0), epoch=3)

    assert (hall.epoch, hall.seq, hall.at_us) == (3, 41, NINE_US)


def test_a_section_is_replaced_and_the_others_stay() -> None:
    """One event, one section: an edit of queues must not touch people."""
    play = Play()
    people = dict(play.hall.catalog.people)
    happened(play.hall, e.Configured(section="items", rows=[{"slug": "other", "names": names("其他")}]))

    assert list(play.hall.catalog.items) == ["other"]
    assert play.hall.catalog.people == people


def test_a_standard_comes_from_the_text_in_the_event() -> None:
    """A replay in ten years has no other place to find the rules of then."""
    hall = happened(Hall(), e.StandardAdopted(hash="0" * 64, text=STANDARD))

    assert hall.rules.text == STANDARD
    assert hall.rules.whole("call.gap") == 30


def test_a_new_date_clears_the_day_and_keeps_what_lasts() -> None:
    """Yesterday's tickets are in the journal; today begins with empty hands."""
    play = varied_day()
    devices, rows = dict(play.hall.devices), play.hall.catalog.counters
    next_day(play, hours=24)
    hall = play.hall

    assert (hall.day, hall.open, hall.issuing, hall.clock_suspect) == ("2026-11-24", True, True, False)
    assert not any((hall.tickets, hall.issued, hall.lines, hall.counters, hall.calls, hall.slips, hall.announcements, hall.tallies))
    assert hall.tally.issued == 0
    assert (hall.devices, hall.catalog.counters) == (devices, rows)
    assert hall.rates["social"].calls > 0


def test_the_same_date_goes_on_where_it_was() -> None:
    """A day closed by mistake at ten has had its first hour."""
    play = varied_day()
    issued, tally = dict(play.hall.issued), play.hall.tally.issued
    next_day(play, hours=0)

    assert (play.hall.day, play.hall.issued, play.hall.tally.issued) == ("2026-11-23", issued, tally)
    assert play.hall.open


def test_a_closed_day_gives_no_numbers_and_keeps_the_rates_of_its_snapshot() -> None:
    """The rates that were learned are in the event, not computed again."""
    snapshot = {"rates": {"social": {"calls": 7.5, "busy_min": 30.0}}}
    hall = happened(Hall(open=True, issuing=True), e.DayClosed(date="2026-11-23", snapshot=snapshot))

    assert (hall.open, hall.issuing, hall.stopped) == (False, False, "closed")
    assert hall.rates == {"social": Rate(calls=7.5, busy_min=30.0)}


def test_a_snapshot_of_an_older_release_without_rates_is_read() -> None:
    """What a snapshot does not have was not learned."""
    assert rates_of({}) == {}


def test_issuing_stops_with_its_reason_and_resumes_without() -> None:
    """The kiosk says why."""
    hall = happened(Hall(open=True, issuing=True), e.IssuingStopped(reason="closing"))
    assert (hall.issuing, hall.stopped) == (False, "closing")
    happened(hall, e.IssuingResumed())

    assert (hall.issuing, hall.stopped) == (True, "")


def test_a_counter_opens_pauses_and_closes() -> None:
    """Whose it is, why it pauses and since when: all that its display shows."""
    hall, since_us = Hall(), NINE_US
    happened(hall, e.CounterOpened(counter="c1", clerk="li"))
    assert hall.counters["c1"] == CounterState(state="open", clerk="li", last="li", since_us=since_us, acted_us=since_us)
    happened(hall, e.CounterPaused(counter="c1", clerk="li", reason="lunch"))
    assert hall.counters["c1"] == CounterState(state="paused", clerk="li", last="li", reason="lunch", since_us=since_us, acted_us=since_us)
    hall.counters["c1"].rateable = ("1.9", 1)
    happened(hall, e.CounterClosed(counter="c1", clerk="li"))

    assert hall.counters["c1"] == CounterState(state="closed", last="li", since_us=since_us, acted_us=since_us)


def test_a_rater_that_was_tried_out_rates_until_a_trial_fails() -> None:
    """The set is made anew each time: a view that holds the old one keeps it."""
    hall = Hall()
    before = hall.commissioned
    for device, state in (
        ("rater-1", "commissioned"),
        ("rater-2", "commissioned"),
        ("rater-1", "uncommissioned"),
        ("rater-3", "uncommissioned"),
    ):
        happened(hall, e.DeviceReported(device=device, state=state))

    assert (hall.commissioned, before, hall.devices) == ({"rater-2"}, set(), {})


def test_reports_on_known_tickets_are_kept() -> None:
    """The outbox asks what became of a slip after a restart."""
    play = Play()
    ticket = play.take()
    happened(play.hall, e.SlipReported(job="s", device="printer-1", ticket=ticket.id, copy=2, state="unknown"))
    happened(play.hall, e.AnnouncementReported(job="a", device="voice-1", ticket=ticket.id, call=1, state="spoken"))

    assert play.hall.slips == {ticket.id: SlipSeen(device="printer-1", copy=2, state="unknown")}
    assert play.hall.announcements == {"a": "spoken"}


@pytest.mark.parametrize(
    "late",
    [
        e.SlipReported(job="s", device="printer-1", ticket="1.1", copy=1, state="done"),
        e.AnnouncementReported(job="a", device="voice-1", ticket="1.1", call=1, state="spoken"),
    ],
)
def test_a_report_on_a_ticket_of_an_earlier_day_changes_nothing(late: e.Event) -> None:
    """A printer that was away over night still tells; the journal keeps it, today's state need not."""
    hall = happened(Hall(), late)

    assert (hall.slips, hall.announcements) == ({}, {})


def test_a_device_is_what_was_last_said_of_it() -> None:
    """Paired, lost, back."""
    hall = Hall()
    for state in ("paired", "lost", "back"):
        happened(hall, e.DeviceReported(device="printer-1", state=state))

    assert hall.devices == {"printer-1": "back"}


def test_what_a_printer_says_of_itself_is_kept_beside_whether_it_is_there() -> None:
    """A printer that is back is not one that has paper."""
    hall = Hall()
    for state in ("low", "out", "lost", "back"):
        happened(hall, e.DeviceReported(device="printer-1", state=state))

    assert (hall.devices, hall.printers) == ({"printer-1": "back"}, {"printer-1": "out"})


def test_who_signs_in_is_here_until_signing_out_or_the_days_end() -> None:
    """The opening check counts them; a refused sign-in says nothing, and who forgot to sign out is not here tomorrow."""
    hall = Hall()
    for person, state in (("li", "in"), ("wang", "in"), ("li", "out"), ("guo", "refused")):
        happened(hall, e.SignInReported(person=person, state=state))
    assert hall.signed_in == {"wang": NINE_US}
    happened(hall, e.DayClosed(date="2026-11-23", snapshot={}))

    assert hall.signed_in == {}


def test_a_suspect_clock_is_marked_until_the_next_day_opens() -> None:
    """Figures of that day carry a mark."""
    hall = happened(Hall(day="2026-11-23"), e.ClockSuspected(step_s=90.0))
    assert hall.clock_suspect
    happened(hall, e.DayOpened(date="2026-11-24"))

    assert not hall.clock_suspect


def test_entries_fold_to_the_same_hall_however_often() -> None:
    """A restart is a replay: memory must be a function of the journal."""
    play = next_day(varied_day(), hours=24).open()
    play.take()
    play.ask(c.Configure(section="items", rows=_with_one_more(play)), SERVICE_SETUP)

    assert fold(play.entries) == fold(play.entries) == play.hall


def _with_one_more(play: Play) -> list[dict[str, Any]]:
    """Return the items with one more."""
    rows = [{"slug": slug, "names": row.names} for slug, row in play.hall.catalog.items.items()]
    return [*rows, {"slug": "new", "names": names("新事项")}]
