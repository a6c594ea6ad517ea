# SPDX-License-Identifier: Apache-2.0
"""One list of everything that needs somebody, what is critical first."""

from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core.alarms import alarms, alarms_for, people_in_hall
from hallserver.core.errors import Conflict
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_CLOCK, SERVICE_DOOR, Actor
from hallserver.core.rules_alarm import ended
from hallserver.core.rules_finding import is_due
from hallserver.words import known
from tests.hallserver.core.site_acts import opened
from tests.hallserver.core.work import rated, the_order
from tests.support import AGENT, DUTY, GUIDE, LI, MINUTE_US, NINE_US, SECOND_US, SMALL_HALL, WANG, Play

MONDAY = {"1": ["09:00-17:00"]}


def at(row: dict[str, Any]) -> Play:
    """Return a hall whose own row says this beside."""
    return Play(SMALL_HALL | {"hall": [SMALL_HALL["hall"][0] | row]})


def seen(play: Play) -> dict[str, tuple[str, str]]:
    """Return key → (level, slug), and see that each has its words."""
    found = alarms(play.hall, play.now_us)
    assert [it.key for it in found if not known(f"alarm.{it.key}")] == []
    assert [it.level for it in found] == sorted((it.level for it in found), key=["critical", "warning", "note"].index)
    return {it.key: (it.level, it.slug) for it in found}


def test_a_calm_hall_has_no_alarm() -> None:
    """Else nobody reads the list."""
    play = Play().open()
    play.take()
    play.later(10).call()

    assert seen(play) == {}
    assert alarms(Hall(), NINE_US) == []


def test_a_queue_with_nobody_is_critical_at_once() -> None:
    """Well within the sixty seconds; a counter that only helps makes it less, an owner ends it."""
    play = Play()
    play.take("founding")
    assert seen(play.later(1)) == {"nobody": ("critical", "firms")}
    [alarm] = alarms(play.hall, play.now_us)
    assert (alarm.args, alarm.of, alarm.since_us) == ({"letter": "B", "waiting": 1}, "queue", NINE_US)
    play.open("c1", LI)
    assert seen(play) == {"helped-only": ("warning", "firms")}
    play.open("c2", WANG)

    assert seen(play) == {}


def test_idle_counters_rise_and_stay_when_they_were_paused() -> None:
    """The clerk is asked first; the duty manager sees it come."""
    play = Play().open()
    play.take()
    assert seen(play.later(179)) == {}
    assert seen(play.later(1)) == {"idle": ("note", "c1")}
    assert seen(play.later(120)) == {"idle": ("warning", "c1")}
    assert alarms(play.hall, play.now_us)[0].args == {"minutes": 5}
    play.later(300).ask(c.PauseCounter(reason="unattended", counter="c1"), SERVICE_CLOCK)

    assert seen(play) == {"unattended": ("warning", "c1"), "nobody": ("critical", "social")}


def test_who_is_on_hold_at_a_counter_that_closed_is_told() -> None:
    """No clerk's list has them; where the clerk sits at another counter, or a colleague took over, they are not alone."""
    play = Play().open()
    held = play.take()
    play.call()
    play.ask(c.Hold(reason="copy"), LI)
    play.later(60).ask(c.PauseCounter(reason="lunch"), LI)
    assert seen(play) == {}
    play.ask(c.CloseCounter(), LI)
    [alarm] = alarms(play.hall, play.now_us)
    assert (alarm.key, alarm.level, alarm.slug, alarm.args) == ("held-alone", "warning", "c1", {"count": 1, "tickets": "A001"})
    assert alarm.since_us == held.leg.held_from_us

    assert seen(play.open("c2", LI)) == {}


def test_a_call_for_help_is_critical_until_somebody_goes() -> None:
    """Silent in the hall, loud on the duty manager's phone."""
    play = Play().open()
    play.ask(c.AskHelp(kind="quarrel"), LI)
    [alarm] = alarms(play.hall, play.now_us)
    assert (alarm.key, alarm.level, alarm.slug, alarm.args) == ("help", "critical", "c1", {"help": "quarrel"})
    play.ask(c.AnswerHelp(counter="c1"), DUTY)

    assert seen(play) == {}


def test_a_suspension_stands_first_and_hides_idleness() -> None:
    """Nobody is idle who may not call."""
    play = Play().open()
    play.take()
    play.later(600).ask(c.Suspend(reason="power"), DUTY)

    assert seen(play) == {"suspended": ("critical", "")}
    assert alarms(play.hall, play.now_us)[0].args == {"suspended": "power"}


def test_the_hall_is_full_by_people_and_not_by_numbers() -> None:
    """A family counts as many as it is; who is absent is not there."""
    play = at({"seats": 10}).open()
    play.take(party=8)
    assert (people_in_hall(play.hall), seen(play)) == (8, {})
    play.take()
    assert (people_in_hall(play.hall), seen(play)) == (9, {"full": ("warning", "")})
    play.take()
    assert seen(play) == {"full": ("critical", "")}
    play.call()
    play.later(100).ask(c.MarkAbsent(), LI)

    assert people_in_hall(play.hall) == 2


def test_a_closed_hall_in_its_hours_is_critical() -> None:
    """Visitors stand before kiosks that give nothing."""
    play = at({"hours": MONDAY})
    play.ask(c.CloseDay(), DUTY)
    assert seen(play) == {"closed-early": ("note", "")}
    play.later(8 * 3600)
    assert seen(play) == {}


def test_the_afternoon_is_opened_however_the_morning_was_closed() -> None:
    """Each span of the day begins anew."""
    play = at({"hours": {"1": ["08:30-12:00", "14:00-17:00"]}})
    play.ask(c.CloseDay(), DUTY)
    assert seen(play) == {"closed-early": ("note", "")}
    assert seen(play.later(4 * 3600)) == {}
    assert seen(play.later(3600)) == {"not-open": ("critical", "")}


def test_yesterdays_day_that_goes_on_is_told_in_the_morning() -> None:
    """Somebody still waits by the list, so the clock does not change the day, and numbers go on where they were."""
    play = at({"hours": {"1": ["09:00-17:00"], "2": ["09:00-17:00"]}}).open()
    play.take()
    play.call()
    assert seen(play) == {}
    assert "old-day" not in seen(play.later(20 * 3600))
    assert seen(play.later(4 * 3600)) == {"old-day": ("warning", "")}
    play.ask(c.CloseDay(rest="left"), DUTY)
    play.ask(c.OpenDay(), DUTY)

    assert seen(play) == {}


def test_a_clerk_without_leave_for_what_is_wanted_is_nobody() -> None:
    """The queue has an open counter, and nobody there may call them."""
    items = [*SMALL_HALL["items"], {"slug": "other", "names": {"zh-Hans": "其他"}}]
    people = [row | {"items": ["other"]} if row["slug"] == "li" else row for row in SMALL_HALL["people"]]
    play = Play(SMALL_HALL | {"items": items, "people": people}).open()
    play.take("seniors")

    assert seen(play) == {"unauthorised": ("critical", "social")}
    assert alarms(play.hall, play.now_us)[0].args == {"letter": "A", "waiting": 1}


def test_a_day_may_be_closed_once_no_numbers_are_given() -> None:
    """All are served at a quarter to five: nobody is missing who could be told."""
    play = at({"hours": {"1": ["09:00-17:00"]}, "issue_until_min": 30})
    play.later(7.4 * 3600).ask(c.CloseDay(), DUTY)
    assert seen(play) == {"closed-early": ("note", "")}

    assert seen(play.later(0.1 * 3600)) == {}


def test_a_call_for_help_ends_with_the_day() -> None:
    """Nobody is at the counter any more, and a phone would ring all night."""
    play = Play().open()
    play.ask(c.AskHelp(), LI)
    play.ask(c.CloseDay(), DUTY)

    assert seen(play) == {}


@pytest.mark.parametrize("needs", [("hearing",), ("sight", "mobility")])
def test_who_may_not_have_heard_the_call_is_fetched(needs: tuple[str, ...]) -> None:
    """Thirty seconds after the call, until somebody has gone."""
    play = Play().open()
    ticket = play.take(needs=needs, by=GUIDE)
    play.call()
    assert seen(play.later(29)) == {}
    assert seen(play.later(1)) == {"fetch": ("critical", ticket.id)}
    assert alarms(play.hall, play.now_us)[0].args == {"ticket": "A001", "need": [needs[0]]}
    play.ask(c.Escort(ticket=ticket.id), GUIDE)

    assert seen(play) == {}


@pytest.mark.parametrize("starts", [True, False], ids=["presses start", "never does"])
def test_a_clerk_who_leaves_after_a_call_is_told(starts: bool) -> None:  # noqa: FBT001 -- a row of the table
    """With somebody in hand the counter is not idle; where nobody presses start a called visitor is being served."""
    play = Play().open()
    for _ in range(2):
        play.take()
    if starts:
        play.serve()
    play.later(15).call()
    assert seen(play.later(299)) == {}
    found = seen(play.later(1))
    assert found == ({"not-begun": ("warning", "c1")} if starts else {})
    assert [it.args for it in alarms(play.hall, play.now_us)] == ([{"ticket": "A002", "minutes": 5, "limit": 5}] if starts else [])
    play.ask(c.Suspend(reason="power"), DUTY)
    assert set(seen(play.later(600))) == {"suspended"}
    play.ask(c.ResumeHall(), DUTY)
    play.ask(c.Start(), LI)

    assert seen(play) == {}


def test_a_queue_that_the_forecast_stopped_is_told_until_it_is_resumed() -> None:
    """The clock does not resume it, and visitors are sent away meanwhile; what people stopped they know."""
    play = Play().open()
    play.ask(c.StopIssuing(reason="closing", queue="firms"), DUTY)
    play.ask(c.StopIssuing(reason="forecast", queue="social"), SERVICE_CLOCK)
    assert seen(play) == {"stopped-forecast": ("note", "social")}
    play.ask(c.ResumeIssuing(queue="social"), DUTY)

    assert seen(play) == {}


def test_waits_of_more_than_twice_the_target_are_told_with_how_many() -> None:
    """Thirty minutes where fifteen are promised."""
    play = Play().open()
    first = play.take()
    play.later(60).take()
    play.call()
    play.ask(c.Hold(reason="copy"), LI)
    play.take()
    play.now_us = NINE_US + 60 * SECOND_US + 30 * MINUTE_US
    assert "late" not in seen(play)
    play.later(60)
    late = next(it for it in alarms(play.hall, play.now_us) if it.key == "late")

    assert (late.level, late.slug, late.args) == ("warning", "social", {"letter": "A", "count": 2, "minutes": 31, "limit": 30})
    assert first.state == "held"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (c.ReportDevice(device="printer-1", state="low"), {"printer-low": ("note", "printer-1")}),
        (c.ReportDevice(device="printer-1", state="out"), {"printer-out": ("warning", "printer-1")}),
        (c.ReportDevice(device="hall-1", state="lost"), {"lost": ("warning", "hall-1")}),
        (c.ReportClock(step_s=90.0), {"clock": ("warning", "")}),
        (c.ReportBackup(state="failing", why="disk"), {"backup": ("warning", "")}),
        (
            c.ReportDelivery(report="day", from_date="2026-11-20", to_date="2026-11-21", channel="mail", state="failing", why="connect"),
            {"delivery": ("warning", "")},
        ),
        (
            c.ReportDevice(device="agent-1", state="lost"),
            {"printer-lost": ("warning", "printer-1"), "voice-lost": ("warning", "voice-1"), "lost": ("warning", "agent-1")},
        ),
        (
            c.ReportAnnouncement(job="j", device="voice-1", state="screen-only", why="failed"),
            {"voice-failed": ("warning", "voice-1")},
        ),
        (c.ReportAnnouncement(job="j", device="voice-1", state="screen-only", why="quiet"), {"voice-quiet": ("note", "voice-1")}),
    ],
)
def test_devices_clock_and_backups_are_told(command: c.Command, expected: dict[str, tuple[str, str]]) -> None:
    """Each once, by what is known of it."""
    play = Play()
    by = AGENT if isinstance(command, c.ReportAnnouncement) else SERVICE_CLOCK if AGENT.may(command) else SERVICE_DOOR
    play.ask(command, by)

    assert seen(play) == expected


def test_who_waits_without_paper_by_a_fault_is_counted() -> None:
    """Who wanted none is no alarm."""
    play = Play().open()
    play.take(paperless=True)
    ticket = play.take()
    assert seen(play) == {}
    play.ask(c.ReportSlip(job=f"slip/{ticket.id}/1", device="printer-1", ticket=ticket.id, state="failed"), AGENT)

    assert seen(play) == {"slipless": ("note", "")}


def test_a_notice_that_was_not_printed_is_told_as_long_as_its_visitor_may_be_there() -> None:
    """Somebody prints it again, or writes it by hand."""
    play = Play()
    for state in ("failed", "unknown", "done"):
        play.ask(c.GiveNotice(missing=("copy",)), GUIDE)
        job = f"handout/{play.hall.epoch}.{play.hall.seq}"
        play.ask(c.ReportSlip(job=job, device="printer-1", state=state), AGENT)
    (alarm,) = [it for it in alarms(play.hall, play.now_us) if it.key == "unprinted"]
    assert (alarm.level, alarm.args) == ("warning", {"count": 2})
    assert "unprinted" not in {it.key for it in alarms(play.hall, play.later(1801).now_us)}


def test_kiosks_that_cannot_give_numbers_yet_are_told_before_the_hall_opens() -> None:
    """From half an hour before nine; not where there is no kiosk, nor where somebody has closed the day since."""
    play = at({"hours": MONDAY})
    play.ask(c.CloseDay(), DUTY)
    opening = play.now_us
    play.hall.closed_us = opening - 24 * 60 * MINUTE_US
    play.now_us = opening - 30 * MINUTE_US
    assert seen(play) == {"kiosks-wait": ("warning", "")}
    [alarm] = alarms(play.hall, play.now_us)
    assert (alarm.args, alarm.since_us) == ({"when": "09:00"}, play.now_us)
    play.now_us -= 1
    assert seen(play) == {}
    play.now_us = opening - MINUTE_US
    play.hall.closed_us = opening - 20 * MINUTE_US
    assert seen(play) == {}
    play.hall.closed_us = 0
    play.hall.catalog.devices.pop("kiosk-1")

    assert seen(play) == {}


def test_a_counter_that_should_be_open_by_its_shift_is_told() -> None:
    """Five minutes after nine, until when; who opens it ends the alarm."""
    shift = {"slug": "day", "names": {"zh-Hans": "白班"}, "counters": {"c1": "li"}}
    play = Play(SMALL_HALL | {"hall": [SMALL_HALL["hall"][0] | {"hours": MONDAY}], "shifts": [shift]})
    assert seen(play.later(299)) == {}
    assert seen(play.later(1)) == {"planned": ("warning", "c1")}
    [alarm] = alarms(play.hall, play.now_us)
    assert (alarm.args, alarm.of, alarm.since_us) == ({"until": "17:00", "person": "li"}, "counter", NINE_US)
    play.open("c1", LI)

    assert seen(play) == {}


def test_an_overdue_work_order_is_told_to_those_who_handle_it() -> None:
    """From its due time on, and once more when the district has it; not to the wall, a guide, or whom it is about."""
    people = [row | ({"roles": ["clerk", "duty-manager"]} if row["slug"] == "li" else {}) for row in SMALL_HALL["people"]]
    play = rated(play=Play(SMALL_HALL | {"people": people}).open())
    order = the_order(play)
    assert order.due is not None

    def told(person: str) -> list[str]:
        return [it.key for it in alarms_for(play.hall, play.now_us, person) if it.of == "order"]

    play.now_us = order.due.due_us - 1
    assert told("dan") == []
    play.now_us += 1
    assert [told(person) for person in ("dan", "guo", "li", "")] == [["order-late"], [], [], []]
    play.now_us = order.due.higher_us
    play.ask(c.ChaseOrder(order=order.no), SERVICE_CLOCK)
    assert told("dan") == ["order-higher"]
    seen = c.AcknowledgeAlarm(alarm=f"order-higher.warning.order.{order.no}")
    with pytest.raises(Conflict, match="alarm-over"):
        play.ask(seen, Actor(kind="person", name="li", roles=frozenset({"duty-manager"})))
    play.ask(seen, DUTY)
    assert list(play.hall.acknowledged) == [seen.alarm]


def test_a_recheck_that_nobody_does_is_told_though_the_ladder_rests() -> None:
    """From its due time on, to those who may look and not to a wall; loud again with one more; a look in time, the control, ends it."""
    play = Play()
    first, second, looked_at = opened(play), opened(play, place="北门"), opened(play, place="南门")
    for finding, seconds in ((first, 60), (looked_at, 60), (second, 86_400)):
        play.later(seconds).ask(c.FixFinding(finding=finding.no), GUIDE)
    play.ask(c.RecheckFinding(finding=looked_at.no, passed=True), DUTY)

    play.now_us = first.recheck_us - 1
    assert "recheck-late" not in seen(play)
    play.now_us += 1
    assert seen(play)["recheck-late"] == ("warning", "")
    assert [[it.key for it in alarms_for(play.hall, play.now_us, who) if it.of] for who in ("dan", "guo", "li", "")] == [
        ["recheck-late"], ["recheck-late"], [], [],
    ]  # fmt: skip
    play.ask(c.AcknowledgeAlarm(alarm="recheck-late.warning.finding"), DUTY)
    assert ended(play.hall, play.now_us) == []
    play.now_us = second.recheck_us
    assert ended(play.hall, play.now_us) == ["recheck-late.warning.finding"]
    [alarm] = [it for it in alarms(play.hall, play.now_us) if it.key == "recheck-late"]
    assert (alarm.args, alarm.since_us) == ({"count": 2, "findings": f"{first.no} {second.no}"}, second.recheck_us)

    assert not any(is_due(play.hall, it, play.now_us + 90 * 86_400_000_000) for it in (first, second))
    for finding in (first, second):
        play.ask(c.RecheckFinding(finding=finding.no, passed=True), DUTY)
    assert "recheck-late" not in seen(play)
