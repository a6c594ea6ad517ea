# SPDX-License-Identifier: Apache-2.0
"""Rules of the business day and of counters, where the common ones in test_rules.py end."""

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.catalog import HallRow
from hallserver.core.errors import AgainstStandard, Conflict, NotFound
from hallserver.core.hall import Hall
from hallserver.core.hours import hall_date
from hallserver.core.roles import SERVICE_CLOCK, SERVICE_SETUP
from hallserver.core.rules import decide
from hallserver.core.rules_day import snapshot
from tests.support import DUTY, LI, MORNING, NINE_US, SECOND_US, SHIPPED, SMALL_HALL, WANG, Play, next_day, varied_day

HOUR_US = 3600 * SECOND_US


@pytest.mark.parametrize(
    ("zone", "hours", "date"),
    [
        ("Asia/Shanghai", 14.99, "2026-11-23"),
        ("Asia/Shanghai", 15, "2026-11-24"),
        ("UTC", 15, "2026-11-23"),
        ("Asia/Urumqi", 15, "2026-11-23"),
    ],
)
def test_the_date_is_that_of_the_halls_own_zone(zone: str, hours: float, date: str) -> None:
    """Nine in Shanghai plus fifteen hours is midnight there, four in the afternoon in UTC."""
    hall = Hall()
    hall.catalog.hall = {"h": HallRow(slug="h", names={"zh-Hans": "厅"}, zone=zone)}

    assert hall_date(hall, NINE_US + int(hours * HOUR_US)) == date


def test_the_day_is_opened_with_a_standard_and_once() -> None:
    """No day without rules, and no second one inside the first."""
    with pytest.raises(Conflict, match="no-standard"):
        decide(Hall(), c.OpenDay(), SERVICE_SETUP, NINE_US)
    with pytest.raises(Conflict, match="day-already-open") as refused:
        Play().ask(c.OpenDay(), DUTY)
    assert refused.value.args_by_name == {"day": "2026-11-23"}


def test_the_date_never_goes_back_when_the_clock_does() -> None:
    """A machine that wakes in 1970 must not give out yesterday's numbers again."""
    play = next_day(Play(), hours=24)
    assert play.hall.day == "2026-11-24"
    play.ask(c.CloseDay(), DUTY)
    play.now_us -= 400 * 24 * HOUR_US
    [opened] = play.ask(c.OpenDay(), DUTY)

    assert opened == e.DayOpened(date="2026-11-24")


def test_the_same_date_opens_again_and_finds_its_tickets() -> None:
    """A day closed by mistake goes on: numbers, tallies, tickets; who was left is not called again."""
    play = Play().open()
    ticket = play.take()
    next_day(play, hours=1)

    assert (play.hall.day, play.hall.tickets[ticket.id].state, play.hall.line("social").waiting) == ("2026-11-23", "unserved", 0)


def test_each_open_ticket_gets_its_own_disposition_and_the_rest_one() -> None:
    """What became of each is in the report."""
    play = Play().open()
    served, booked, left = play.take(), play.take(), play.take()
    done = play.take()
    play.ask(c.Cancel(ticket=done.id), DUTY)
    play.call()
    command = c.CloseDay(
        left=(
            c.Left(ticket=served.id, disposition="served-late"),
            c.Left(ticket=booked.id, disposition="booked"),
            c.Left(ticket=done.id, disposition="left"),
        ),
        rest="not-here",
    )
    happened = play.ask(command, DUTY)

    assert happened[:-2] == [
        e.TicketUnserved(ticket=served.id, leg=1, disposition="served-late"),
        e.TicketUnserved(ticket=booked.id, leg=1, disposition="booked"),
        e.TicketUnserved(ticket=left.id, leg=1, disposition="not-here"),
    ]
    assert [type(event) for event in happened[-2:]] == [e.CounterClosed, e.DayClosed]


@pytest.mark.parametrize("state", ["waiting", "called", "serving", "held"])
def test_nobody_at_any_stage_is_dropped_in_silence(state: str) -> None:
    """Waiting, called, served or held: somebody has to say what becomes of it."""
    play = Play().open()
    ticket = play.take()
    steps: dict[str, list[c.Command]] = {
        "waiting": [],
        "called": [c.CallNext()],
        "serving": [c.CallNext(), c.Start()],
        "held": [c.CallNext(), c.Hold(reason="copy")],
    }
    for step in steps[state]:
        play.later(90).ask(step, LI)
    with pytest.raises(Conflict, match="day-has-open-tickets") as refused:
        play.ask(c.CloseDay(), DUTY)
    assert refused.value.args_by_name == {"count": 1, "tickets": [ticket.label]}
    play.ask(c.CloseDay(rest="left"), DUTY)

    assert ticket.state == "unserved"


def test_who_is_absent_does_not_keep_the_day_open() -> None:
    """Nobody answered the call; the record says so (清场未应)."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.later(90).ask(c.MarkAbsent(), LI)

    happened = play.ask(c.CloseDay(), DUTY)

    assert happened[0] == e.TicketUnserved(ticket=ticket.id, leg=1, disposition="not-here")


def test_rates_are_learned_once_however_often_a_date_is_closed() -> None:
    """A day closed by mistake must not teach its calls twice, nor fade what earlier days taught."""
    play = Play().open()
    play.take()
    play.serve()
    play.ask(c.CloseDay(), DUTY)
    once = play.hall.rates["social"]
    play.ask(c.OpenDay(), DUTY)
    play.ask(c.CloseDay(), DUTY)

    assert (once.calls, play.hall.rates["social"]) == (1.0, once)


def test_a_refusal_to_close_names_ten_and_counts_all() -> None:
    """A sentence with two hundred numbers is read by nobody."""
    play = Play()
    for _ in range(12):
        play.take()
    with pytest.raises(Conflict) as refused:
        play.ask(c.CloseDay(), DUTY)
    assert refused.value.args_by_name["count"] == 12
    assert len(refused.value.args_by_name["tickets"]) == 10  # type: ignore[arg-type]


def test_a_disposition_for_an_unknown_ticket_is_refused() -> None:
    """A slip of the pen must not close the day over somebody else."""
    with pytest.raises(NotFound, match="ticket-unknown"):
        Play().ask(c.CloseDay(left=(c.Left(ticket="1.1", disposition="left"),)), DUTY)


@pytest.mark.parametrize("command", [c.CloseDay(), c.ResumeIssuing(), c.OpenCounter(counter="c1")])
def test_a_closed_hall_does_nothing_of_a_day(command: c.Command) -> None:
    """Closed is closed."""
    play = Play()
    play.ask(c.CloseDay(), DUTY)
    with pytest.raises(Conflict, match="hall-closed"):
        play.ask(command, DUTY)


def test_issuing_is_stopped_once_and_resumed_once() -> None:
    """The second key press is told that it was not needed."""
    play = Play()
    with pytest.raises(Conflict, match="issuing-already"):
        play.ask(c.ResumeIssuing(), DUTY)
    assert play.ask(c.StopIssuing(reason="fault"), DUTY) == [e.IssuingStopped(reason="fault")]
    with pytest.raises(Conflict, match="issuing-stopped") as refused:
        play.ask(c.StopIssuing(), DUTY)
    assert refused.value.args_by_name == {"stopped": "fault"}


def test_a_snapshot_is_what_the_next_process_starts_from() -> None:
    """Catalog, standard, devices, rates, the plan in force and who may come back; no ticket, no person in hand."""
    play = varied_day()
    taken = snapshot(play.hall, play.now_us)

    site = {"changed", "patrol_found", "patrol_planned", "site"}
    others = "catalog commissioned devices filed orders plan printers quotas rated rates reports returns standard"
    assert set(taken) == {*others.split(), *site}
    assert [row["slug"] for row in taken["catalog"]["counters"]] == ["c1", "c2", "c3"]
    assert taken["standard"] == play.hall.rules.text
    assert taken["devices"] == {"hall-1": "lost"}
    assert set(taken["rates"]) == {"social", "firms"}


def test_a_queue_that_was_quiet_today_keeps_what_it_had_learned() -> None:
    """Rates are not forgotten by a day off."""
    play = Play().open()
    play.take()
    play.later(120).serve()
    next_day(play, hours=24)
    first = play.hall.rates["social"]
    play.take("founding")
    next_day(play, hours=24)

    assert play.hall.rates["social"] == first


def test_a_counter_is_paused_and_closed_with_empty_hands() -> None:
    """Nobody is left standing at a closed counter."""
    play = Play().open()
    play.take()
    play.call()
    for command in (c.PauseCounter(reason="lunch"), c.CloseCounter()):
        with pytest.raises(Conflict, match="finish-first"):
            play.ask(command, LI)


def test_a_counter_is_not_paused_or_closed_twice() -> None:
    """Whoever presses again is told how it stands."""
    play = Play().open()
    play.ask(c.PauseCounter(reason="lunch"), LI)
    with pytest.raises(Conflict, match="counter-not-open"):
        play.ask(c.PauseCounter(reason="break"), LI)
    play.ask(c.CloseCounter(), LI)
    with pytest.raises(Conflict, match="counter-not-open"):
        play.ask(c.CloseCounter(counter="c1"), DUTY)


def test_an_unknown_counter_is_not_opened() -> None:
    """A slip of the pen opens nothing."""
    with pytest.raises(NotFound, match="counter-unknown"):
        Play().ask(c.OpenCounter(counter="c9"), LI)


def test_a_paused_counter_is_still_its_clerks() -> None:
    """Lunch is not leaving: nobody else sits down, and the clerk opens no second counter."""
    play = Play().open("c1", LI)
    play.ask(c.PauseCounter(reason="lunch"), LI)
    with pytest.raises(Conflict, match="counter-taken"):
        play.ask(c.OpenCounter(counter="c1"), WANG)
    with pytest.raises(Conflict, match="other-counter-open"):
        play.ask(c.OpenCounter(counter="c2"), LI)


def test_a_duty_manager_lifts_a_pause_for_its_clerk() -> None:
    """The clerk goes on, with nobody else at the counter; it is the duty manager's act, and a closed counter is still the asker's own."""
    play = Play().open("c1", LI)
    play.ask(c.PauseCounter(reason="lunch"), LI)
    [opened] = play.later(60).ask(c.OpenCounter(counter="c1"), DUTY)

    assert opened == e.CounterOpened(counter="c1", clerk="li")
    assert (play.hall.counter("c1").state, play.hall.counter("c1").clerk) == ("open", "li")
    assert [(it.kind, it.by, it.counter) for it in play.hall.acts] == [("resume-counter", "person:dan", "c1")]
    with pytest.raises(Conflict, match="counter-taken"):
        play.ask(c.OpenCounter(counter="c1"), DUTY)
    [own] = play.ask(c.OpenCounter(counter="c2"), DUTY)
    assert own == e.CounterOpened(counter="c2", clerk="dan")


def test_closing_counts_only_those_whom_no_open_counter_owns() -> None:
    """c3 owns both queues; while it is open nobody is left behind."""
    play = Play().open("c2", WANG).open("c3", LI)
    play.take("founding")
    [closed] = play.ask(c.CloseCounter(), WANG)

    assert closed == e.CounterClosed(counter="c2", clerk="wang", waiting=0)


def test_a_date_that_somebody_vouches_for_must_be_the_halls() -> None:
    """With another one the clock is wrong, and is set before the day begins."""
    play = Play()
    play.ask(c.CloseDay(), DUTY)
    with pytest.raises(Conflict, match="clock-date-differs"):
        play.ask(c.OpenDay(date="2026-11-24"), DUTY)
    play.ask(c.OpenDay(date="2026-11-23"), DUTY)
    assert play.hall.open


def test_the_hall_knows_who_closed_the_day_and_when() -> None:
    """What comes after the close depends on it."""
    play = Play()
    play.ask(c.CloseDay(), DUTY)
    assert (play.hall.closed_by, play.hall.closed_us) == ("person:dan", play.now_us)
    play.ask(c.OpenDay(), DUTY)
    assert (play.hall.closed_by, play.hall.closed_us) == ("", 0)


def test_a_duty_manager_closes_somebody_elses_counter_with_a_reason() -> None:
    """Clerks give none for their own; nobody closes a counter over its clerk's head in silence."""
    play = Play().open("c1", LI)
    with pytest.raises(AgainstStandard, match="reason-needed"):
        play.ask(c.CloseCounter(counter="c1"), DUTY)
    with pytest.raises(AgainstStandard, match="code-unknown"):
        play.ask(c.CloseCounter(counter="c1", reason="mood"), DUTY)
    [closed] = play.ask(c.CloseCounter(counter="c1", reason="needed-elsewhere"), DUTY)

    assert closed == e.CounterClosed(counter="c1", clerk="li", reason="needed-elsewhere")


def test_who_sits_before_a_counter_whose_clerk_has_gone_waits_again() -> None:
    """In the same queue and with the credit of the transferred: another counter calls that number first."""
    play = Play().open("c1", LI)
    left = play.take()
    play.later(30).take()
    play.call()
    play.ask(c.Start(), LI)
    with pytest.raises(Conflict, match="finish-first"):
        play.ask(c.CloseCounter(counter="c1", reason="shift"), DUTY)
    with pytest.raises(Conflict, match="finish-first"):
        play.ask(c.CloseCounter(reason="gone"), LI)
    sent, closed = play.ask(c.CloseCounter(counter="c1", reason="gone"), DUTY)

    assert isinstance(sent, e.TicketTransferred)
    assert (sent.ticket, sent.next.queue, sent.next.group) == (left.id, "social", "transferred")
    assert closed == e.CounterClosed(counter="c1", clerk="li", waiting=2, reason="gone")
    play.open("c3", WANG)
    assert play.call(WANG) is left


def test_a_clerk_who_acts_while_the_server_looks_is_not_paused() -> None:
    """The clerk came back in the very second in which the pause was asked for."""
    pause = c.PauseCounter(reason="unattended", counter="c1")
    for acts in ((c.CallNext(), c.Finish()), (c.HandOver(to="wang"),)):
        play = Play().open("c1", LI)
        for _ in range(2):
            play.take()
        play.later(600)
        for act in acts:
            play.ask(act, LI)
        with pytest.raises(Conflict, match="counter-not-idle"):
            play.ask(pause, SERVICE_CLOCK)
        assert play.hall.counter("c1").state == "open"


def test_only_the_server_finds_a_counter_unattended_and_it_names_the_counter() -> None:
    """A clerk's break is a break; nobody else may say that a colleague was not there."""
    play = Play().open("c1", LI)
    for by in (LI, DUTY):
        with pytest.raises(AgainstStandard, match="code-unknown"):
            play.ask(c.PauseCounter(reason="unattended", counter="c1"), by)
    with pytest.raises(Conflict, match="no-counter-open"):
        play.ask(c.PauseCounter(reason="unattended"), SERVICE_CLOCK)
    play.take()
    [paused] = play.later(600).ask(c.PauseCounter(reason="unattended", counter="c1"), SERVICE_CLOCK)

    assert paused == e.CounterPaused(counter="c1", clerk="li", reason="unattended")
    play.open("c1", LI)
    assert play.hall.counter("c1").state == "open"


def test_a_day_says_which_counters_should_be_open_by_the_calendar_of_its_date() -> None:
    """A Saturday that the standard which comes into force then makes a working day; where there are no shifts nothing is said."""
    hours = {"1": ["09:00-12:00"]}
    shift = MORNING | {"days": ["1"]}
    play = Play(SMALL_HALL | {"hall": [SMALL_HALL["hall"][0] | {"hours": hours}], "shifts": [shift]})
    assert [type(entry.event) for entry in play.entries[-2:]] == [e.DayOpened, e.OpeningsPlanned]
    make_up = SHIPPED.replace("work = [2026-01-04,", "work = [2026-11-28, 2026-01-04,", 1)
    play.ask(c.AdoptStandard(text=make_up, at_opening=True), SERVICE_SETUP)
    play.later(60).ask(c.CloseDay(), DUTY)
    play.later(5 * 24 * 3600)
    opened = play.ask(c.OpenDay(), DUTY)
    saturday_us = NINE_US + 5 * 24 * 3600 * SECOND_US

    assert [type(event) for event in opened] == [e.StandardAdopted, e.DayOpened, e.OpeningsPlanned]
    assert opened[-1] == e.OpeningsPlanned(spans={"c1": ((saturday_us, saturday_us + 3 * 3600 * SECOND_US),)})
    assert [type(entry.event) for entry in Play().entries[-1:]] == [e.DayOpened]
