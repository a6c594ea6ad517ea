# SPDX-License-Identifier: Apache-2.0
"""Coming back without queueing anew: who may, until when, once, and over days and restarts."""

from typing import Any

import msgspec
import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import Conflict, NotFound
from hallserver.core.hall import Ticket
from hallserver.core.roles import SERVICE_DOOR, Actor
from hallserver.core.rules_day import snapshot
from hallserver.core.rules_return import last_day
from hallserver.store.reading import from_snapshot
from tests.support import DUTY, GUIDE, LI, SHIPPED, SMALL_HALL, Play, next_day

KIOSK_PRESENT = Actor(kind="device", name="kiosk-1", roles=frozenset({"present", "kiosk"}))


def without_papers(play: Play, **fields: Any) -> Ticket:
    """Take, call and finish a number whose visitor lacks papers; return it."""
    ticket = play.take("aid", **fields)
    play.later(5).call()
    play.later(60).ask(c.Finish(outcome="incomplete"), LI)
    return ticket


def come_back(play: Play, ticket: Ticket, by: Actor = GUIDE, services: tuple[str, ...] = ()) -> Ticket:
    """Come back on an earlier number; return the new one."""
    play.ask(c.ComeBack(ticket=ticket.id, services=services), by)
    return play.hall.tickets[f"{play.hall.epoch}.{play.hall.seq}"]


def test_who_lacks_papers_comes_back_the_same_day_in_the_group_of_the_returned() -> None:
    """With what was known of the visitor, and the credit that the standard gives."""
    play = Play().open()
    ticket = without_papers(play, language="en", needs=("hearing",), party=2)
    right = play.hall.returns[ticket.id]
    assert (right.label, right.day, right.services, right.reason, right.until) == ("A001", "2026-11-23", ("aid",), "papers", "2026-11-26")
    back = come_back(play.later(600), ticket)
    assert (back.label, back.group, back.returns, back.leg.credit_s) == ("A002", "returned", ticket.id, 1800)
    assert (back.language, back.needs, back.party) == ("en", ("hearing",), 2)
    assert not play.hall.returns


def test_who_comes_back_passes_who_came_a_little_before() -> None:
    """The credit is half an hour."""
    play = Play().open()
    ticket = without_papers(play)
    play.take()
    back = come_back(play.later(600), ticket)
    assert play.call() is back


def test_the_right_is_used_once_and_the_refusal_names_the_new_number() -> None:
    """Another tap on the kiosk must not give a second number."""
    play = Play().open()
    ticket = without_papers(play)
    come_back(play, ticket)
    with pytest.raises(Conflict) as refusal:
        come_back(play, ticket)
    assert (refusal.value.key, refusal.value.args_by_name) == ("return-used", {"ticket": "A002"})


def test_a_number_that_never_had_the_right_gives_none() -> None:
    """The sentence says to take a new one."""
    play = Play()
    with pytest.raises(NotFound) as refusal:
        come_back(play, play.take())
    assert refusal.value.key == "return-unknown"


def test_it_lasts_over_days_until_its_last_one() -> None:
    """Three natural days, and memory of the tickets is long gone."""
    play = Play().open()
    ticket = without_papers(play)
    for _ in range(3):
        next_day(play, hours=24)
        assert ticket.id in play.hall.returns
    back = come_back(play, ticket)
    assert (play.hall.day, back.label) == ("2026-11-26", "A001")


def test_it_is_forgotten_when_a_later_day_opens() -> None:
    """What is over must not grow with the years."""
    play = Play().open()
    ticket = without_papers(play)
    for _ in range(4):
        next_day(play, hours=24)
    assert play.hall.day == "2026-11-27"
    assert not play.hall.returns
    with pytest.raises(NotFound):
        come_back(play, ticket)


def test_a_day_that_goes_on_past_its_end_takes_it_no_more() -> None:
    """The day is the business day, however late it gets."""
    play = Play().open()
    ticket = without_papers(play)
    play.hall.returns[ticket.id] = msgspec.structs.replace(play.hall.returns[ticket.id], until="2026-11-22")
    with pytest.raises(Conflict) as refusal:
        come_back(play, ticket)
    assert refusal.value.key == "return-over"


def test_other_services_may_be_named_but_none_that_is_gone() -> None:
    """The services of then, unless the hall has given one up meanwhile."""
    play = Play().open()
    ticket = without_papers(play)
    services = [{**row, "retired": row["slug"] == "aid"} for row in SMALL_HALL["services"]]
    play.fold(e.Configured(section="services", rows=services), DUTY)
    with pytest.raises(NotFound) as refusal:
        come_back(play, ticket)
    assert refusal.value.key == "service-unknown"
    assert come_back(play, ticket, services=("seniors",)).leg.services == ("seniors",)


def test_a_service_that_is_gone_does_not_take_the_others_along() -> None:
    """A visitor at a kiosk can name none: what the hall still offers is what they come for."""
    play = Play().open()
    ticket = play.take(services=("aid", "founding"))
    play.ask(c.GiveReturn(ticket=ticket.id, reason="other"), DUTY)
    services = [{**row, "retired": row["slug"] == "aid"} for row in SMALL_HALL["services"]]
    play.fold(e.Configured(section="services", rows=services), DUTY)

    assert come_back(play, ticket, KIOSK_PRESENT).leg.services == ("founding",)


def test_a_kiosk_without_paper_does_not_use_the_right_up() -> None:
    """As it gives no number to who has not agreed to go without a slip; a guide gives it."""
    play = Play().open()
    ticket = without_papers(play)
    play.ask(c.ReportDevice(device="printer-1", state="out"), SERVICE_DOOR)
    with pytest.raises(Conflict) as refusal:
        come_back(play, ticket, KIOSK_PRESENT)
    assert refusal.value.key == "printer-no-paper"
    assert come_back(play, ticket).returns == ticket.id


def test_a_kiosk_that_read_the_slip_gives_the_number_as_its_own() -> None:
    """So that its slip comes out where the visitor stands."""
    play = Play().open()
    back = come_back(play, without_papers(play), KIOSK_PRESENT)
    assert (back.channel, back.actor) == ("kiosk", "device:kiosk-1")


def test_no_number_while_none_are_given() -> None:
    """The right is to come first, not to come when nobody is received."""
    play = Play().open()
    ticket = without_papers(play)
    for stop, go_on in (
        (c.StopIssuing(), c.ResumeIssuing()),
        (c.StopIssuing(queue="social"), c.ResumeIssuing(queue="social")),
        (c.Suspend(reason="power"), c.ResumeHall()),
    ):
        play.ask(stop, DUTY)
        with pytest.raises(Conflict):
            come_back(play, ticket)
        play.ask(go_on, DUTY)
    play.ask(c.CloseDay(), DUTY)
    with pytest.raises(Conflict):
        come_back(play, ticket)


def test_a_quota_does_not_shut_out_who_was_promised_a_place() -> None:
    """Those who come without a promise are told to come tomorrow."""
    queues = [SMALL_HALL["queues"][0] | {"quota": 1}, SMALL_HALL["queues"][1]]
    play = Play({**SMALL_HALL, "queues": queues}).open()
    ticket = without_papers(play)
    with pytest.raises(Conflict):
        play.take()
    assert come_back(play, ticket).label == "A002"


@pytest.mark.parametrize("state", ["waiting", "called", "held", "absent"])
def test_the_duty_manager_sends_somebody_home_with_the_right(state: str) -> None:
    """Wherever the number was, the counter's hand is free again."""
    play = Play().open()
    ticket = play.take(services=("seniors", "founding"))
    if state != "waiting":
        play.call()
    if state == "held":
        play.ask(c.Hold(reason="fetch"), LI)
    if state == "absent":
        play.later(95).ask(c.MarkAbsent(), LI)
    events = play.ask(c.GiveReturn(ticket=ticket.label, reason="system"), DUTY)
    assert [type(event) for event in events] == [e.TicketUnserved, e.ReturnGiven]
    assert (ticket.state, play.hall.counter("c1").ticket) == ("unserved", "")
    assert play.hall.returns[ticket.id].services == ("seniors", "founding")
    assert events[1].device == "printer-1"  # type: ignore[attr-defined]


def test_nobody_is_sent_home_who_is_being_served() -> None:
    """Nothing is taken from somebody who sits at a counter."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.ask(c.Start(), LI)
    with pytest.raises(Conflict):
        play.ask(c.GiveReturn(ticket=ticket.id, reason="system"), DUTY)


def test_closing_the_day_gives_it_to_those_who_are_first_tomorrow_and_to_no_others() -> None:
    """Of the dispositions only one promises anything."""
    play = Play().open()
    first, gone = play.take(), play.take("founding")
    left = (c.Left(ticket=first.id, disposition="first-next-day"), c.Left(ticket=gone.id, disposition="left"))
    play.ask(c.CloseDay(left=left), DUTY)
    assert {ticket: right.reason for ticket, right in play.hall.returns.items()} == {first.id: "closing"}


def test_the_snapshot_keeps_it_as_a_fold_of_all_events_does() -> None:
    """A server that starts on the next morning knows them without the older events."""
    play = Play().open()
    without_papers(play)
    play.take()
    play.ask(c.CloseDay(rest="first-next-day"), DUTY)
    closed = play.entries[-1]
    assert isinstance(closed.event, e.DayClosed)
    assert from_snapshot(closed).returns == play.hall.returns
    assert len(play.hall.returns) == 2
    assert closed.event.snapshot == snapshot(play.hall, closed.at_us)


def test_a_snapshot_of_a_hall_without_rights_is_as_it_was_before_there_were_any() -> None:
    """Older journals hold snapshots without the word, and must still verify."""
    assert "returns" not in snapshot(Play().hall, 0)


def test_the_last_day_is_never_one_on_which_the_hall_is_closed() -> None:
    """A promise that ends on a closed day is none."""
    one_day = SHIPPED.replace('value = 3\nunit = "day"\nmin = 0', 'value = 1\nunit = "day"\nmin = 0')
    none = one_day.replace('value = 1\nunit = "day"\nmin = 0', 'value = 0\nunit = "day"\nmin = 0')
    weekdays = {str(day): ["09:00-17:00"] for day in range(1, 6)}
    hall = {**SMALL_HALL["hall"][0], "hours": weekdays}
    monday = Play({**SMALL_HALL, "hall": [hall]}, standard=one_day)
    assert last_day(monday.hall) == "2026-11-24"
    monday.hall.day = "2026-11-27"
    assert last_day(monday.hall) == "2026-11-30", "Friday's visitor may come on Monday"
    assert last_day(Play(standard=one_day).hall) == "2026-11-24"
    assert last_day(Play(standard=none).hall) == "2026-11-23"


def test_the_right_to_come_back_outlasts_the_longest_holiday() -> None:
    """Who is sent away on the make-up Saturday before Spring Festival may come on the Tuesday after it, the first day of work."""
    hours = {str(day): ["09:00-17:00"] for day in range(1, 6)}
    play = Play(SMALL_HALL | {"hall": [SMALL_HALL["hall"][0] | {"hours": hours}]})
    play.hall.day = "2026-02-14"
    assert last_day(play.hall) == "2026-02-24"
    play.hall.day = "2026-02-13"

    assert last_day(play.hall) == "2026-02-16", "three natural days: the Saturday in between is open"
