# SPDX-License-Identifier: Apache-2.0
"""Acts out of the ordinary: every event is looked at, and nothing hides one."""

from collections.abc import Iterable
from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.acts import ACTS, KEPT, ORDINARY, Act, act_of
from hallserver.core.apply import FOLDS
from hallserver.core.errors import AgainstStandard
from hallserver.core.roles import SERVICE_CLOCK, SERVICE_SETUP, visitor
from hallserver.words import known
from tests.support import DUTY, GUIDE, LI, NINE_US, SHIPPED, Play, fold, next_day

BOSS = "person:dan"
PLAN = e.LegPlan(queue="social")


def unsorted(acts: Iterable[type[e.Event]], ordinary: Iterable[type[e.Event]]) -> set[type[e.Event]]:
    """Return the events that nobody has thought about, or somebody twice."""
    return set(FOLDS) ^ set(acts) ^ set(ordinary)


def found(event: e.Event, actor: str = BOSS) -> Act | None:
    """Return what an event of this actor is."""
    return act_of(e.Entry(epoch=1, seq=9, at_us=5, day="2026-11-23", actor=actor, event=event))


def test_every_event_is_an_act_or_ordinary() -> None:
    """A new one is neither until somebody has decided."""
    assert unsorted(ACTS, ORDINARY) == set()


def test_an_event_that_nobody_sorted_is_found() -> None:
    """The control: the same look at tables without one of them, and with one in both."""
    assert unsorted(ACTS, ORDINARY - {e.DayOpened}) == {e.DayOpened}
    assert unsorted(ACTS, ORDINARY | {e.TicketLifted}) == {e.TicketLifted}


WHO: dict[str, Any] = {"counter": "c1", "clerk": "li"}
OUT_OF_ORDER: list[tuple[e.Event, str]] = [
    (e.TicketCalled(ticket="1.2", leg=1, reason=e.Reason(key="ordered"), out_of_order=True, ordered_by="dan", **WHO), "call-ticket"),
    (e.TicketCalled(ticket="1.2", leg=1, reason=e.Reason(key="credit", args={"group": "elderly", "passed": 2}), **WHO), "call-credit"),
    (e.TicketCalled(ticket="1.2", leg=1, reason=e.Reason(key="helping", args={"group": "elderly", "passed": 1}), **WHO), "call-credit"),
    (e.TicketCalled(ticket="1.2", leg=1, reason=e.Reason(key="lifted", args={"by": "dan"}), **WHO), "call-lifted"),
    (e.TicketCalled(ticket="1.2", leg=1, reason=e.Reason(key="ready"), **WHO), "call-ready"),
    (e.TicketCalled(ticket="1.2", leg=1, reason=e.Reason(key="for-this-counter"), **WHO), "call-sent"),
    (e.TicketIssued(letter="A", number=1, label="A001", legs=(PLAN,), group="elderly"), "priority"),
    (e.TicketIssued(letter="A", number=1, label="A001", legs=(PLAN,), channel="direct", ahead=3), "direct"),
    (e.TicketIssued(letter="P", number=1, label="P001", legs=(PLAN,), channel="paper"), "paper"),
    (e.TicketLifted(ticket="1.2", leg=1, reason="late", ordered_by="dan", credit_s=1), "lift"),
    (e.PriorityChecked(ticket="1.2", leg=1, group="elderly", credit_s=1), "priority"),
    (e.PriorityChecked(ticket="1.2", leg=1), "no-priority"),
    (e.PlaceYielded(ticket="1.2", leg=1, places=3, behind=(1, 2, 0)), "yield"),
    (e.TicketsSwapped(back="1.2", back_leg=1, ticket="1.3", leg=1, label="A002", to="called", **WHO), "correct-ticket"),
    (e.ServiceChanged(ticket="1.2", leg=1, next=PLAN), "change-service"),
    (e.FinishUndone(ticket="1.2", leg=1, **WHO), "undo-finish"),
    (e.AbsenceUndone(ticket="1.2", leg=1, **WHO), "undo-absent"),
    (e.TicketCancelled(ticket="1.2", leg=1, reason="duplicate"), "cancel"),
    (e.RunVoided(reason="abuse", voided=3), "void-run"),
    (e.ReturnGiven(ticket="1.2", label="A001", day="2026-11-23", services=("aid",), reason="closing", until="2026-11-26"), "give-return"),
    (e.ReturnGiven(ticket="1.2", label="A001", day="2026-11-23", services=(), reason="papers", until="2026-11-26"), "papers-return"),
    (e.RecordAnnotated(ticket="1.2", leg=1, what="wait", reason="test"), "annotate"),
    (e.RecordAnnotated(ticket="1.2", leg=1, what="wait", reason="test", credible=True), "annotate-credible"),
    (e.TicketCalled(ticket="1.2", leg=1, reason=e.Reason(key="number-order"), **WHO), "call-for"),
    (e.NeedsNoted(ticket="1.2", leg=1, needs=("hearing", "mobility")), "needs"),
    (e.ServiceFinished(ticket="1.2", leg=1, outcome="done", **WHO), "finish-for"),
    (e.TicketAbsent(ticket="1.2", leg=1, misses=1, **WHO), "absent-for"),
    (e.TicketHeld(ticket="1.2", leg=1, reason="copy", **WHO), "hold-for"),
    (e.TicketTransferred(ticket="1.2", leg=1, reason="specialist", next=PLAN, **WHO), "transfer-for"),
    (e.CounterClosed(reason="gone", **WHO), "close-counter"),
    (e.CounterPaused(reason="other", **WHO), "pause-counter"),
    (e.CounterOpened(**WHO), "resume-counter"),
    (e.CounterOpened(assigned=True, **WHO), "open-for"),
    (e.CounterHandedOver(to="wang", reason="ill", **WHO), "hand-over"),
    (e.PlanApplied(plan="lunch"), "apply-plan"),
    (e.HallSuspended(reason="power"), "suspend"),
    (e.HallResumed(), "resume-hall"),
    (e.IssuingStopped(reason="closing"), "stop-issuing"),
    (e.IssuingResumed(queue="social"), "resume-issuing"),
    (e.Configured(section="counters", rows=[]), "configure"),
    (e.StandardAdopted(hash="0", text=""), "adopt-standard"),
    (e.StandardFiled(text=""), "file-standard"),
    (e.ExclusionDecided(order="G20261123-001", why="mistaken", agreed=True, reason="x", excluded=True), "exclude-rating"),
    (e.FindingWithdrawn(finding="X20261123-001", reason="in-order"), "withdraw-finding"),
    (e.EntryWithdrawn(entry="YL20261123-001", reason="mistake"), "withdraw-entry"),
]


@pytest.mark.parametrize(("event", "kind"), OUT_OF_ORDER)
def test_what_a_person_decides_beside_the_order_is_listed(event: e.Event, kind: str) -> None:
    """With who did it; its kind and its reason are words."""
    act = found(event)

    assert act is not None
    assert (act.kind, act.by, act.id, act.at_us) == (kind, BOSS, "1.9", 5)
    assert known(f"act.{kind}")
    assert not act.reason or known(act.reason)


def test_each_event_that_can_be_an_act_is_tried_above() -> None:
    """So that this list cannot lag behind the table."""
    assert {type(event) for event, _ in OUT_OF_ORDER} == set(ACTS)


ORDINARY_ONES: list[tuple[e.Event, str]] = [
    (e.TicketCalled(ticket="1.2", leg=1, reason=e.Reason(key="number-order"), **WHO), "person:li"),
    (e.TicketCalled(ticket="1.2", leg=1, reason=e.Reason(key="credit-first", args={"group": "elderly"}), **WHO), "person:li"),
    (e.TicketIssued(letter="A", number=1, label="A001", legs=(PLAN,)), "device:kiosk-1"),
    (e.TicketIssued(letter="A", number=1, label="A001", legs=(PLAN,), channel="direct"), "person:li"),
    (e.TicketCancelled(ticket="1.2", leg=1), "ticket:1.2"),
    (e.ServiceFinished(ticket="1.2", leg=1, outcome="done", **WHO), "person:li"),
    (e.ServiceFinished(ticket="1.2", leg=1, outcome="done", **WHO), "device:keypad-1"),
    (e.TicketAbsent(ticket="1.2", leg=1, misses=1, **WHO), "person:li"),
    (e.TicketHeld(ticket="1.2", leg=1, reason="copy", **WHO), "person:li"),
    (e.TicketTransferred(ticket="1.2", leg=1, reason="specialist", next=PLAN, **WHO), "person:li"),
    (e.NeedsNoted(ticket="1.2", leg=1, needs=("hearing",)), "person:li"),
    (e.CounterPaused(reason="break", **WHO), "person:li"),
    (e.CounterOpened(**WHO), "person:li"),
    (e.CounterOpened(**WHO), "device:keypad-1"),
    (e.CounterPaused(reason="break", **WHO), "device:keypad-1"),
    (e.CounterClosed(reason="shift", **WHO), "person:li"),
    (e.CounterClosed(**WHO), BOSS),
    (e.Configured(section="counters", rows=[]), SERVICE_SETUP.id),
    (e.StandardAdopted(hash="0", text=""), SERVICE_SETUP.id),
    (e.StandardAdopted(hash="0", text="", opening=True), BOSS),
    (e.StandardFiled(text=""), SERVICE_SETUP.id),
]


@pytest.mark.parametrize(("event", "actor"), ORDINARY_ONES)
def test_what_the_rules_or_the_visitor_decide_is_not(event: e.Event, actor: str) -> None:
    """A list of everything shows nothing."""
    assert found(event, actor) is None


def test_the_clock_pausing_a_counter_is_listed() -> None:
    """Its clerk was gone."""
    act = found(e.CounterPaused(reason="unattended", **WHO), SERVICE_CLOCK.id)

    assert act is not None
    assert (act.kind, act.by, act.reason) == ("pause-counter", "service:clock", "pause.unattended")


def test_the_hall_keeps_and_counts_them_newest_first() -> None:
    """A manager's own too; the next day begins with none."""
    play = Play().open()
    play.take()
    late, gone = play.later(5).take(), play.later(5).take()
    play.ask(c.CallTicket(ticket=late.id, reason="late", ordered_by="dan"), LI)
    play.ask(c.Cancel(ticket=gone.id), GUIDE)
    play.ask(c.StopIssuing(reason="closing"), DUTY)

    assert [(it.kind, it.by, it.ordered_by) for it in play.hall.acts] == [
        ("stop-issuing", "person:dan", ""),
        ("cancel", "person:guo", ""),
        ("call-ticket", "person:li", "dan"),
    ]
    assert play.hall.acted == {"call-ticket": 1, "cancel": 1, "stop-issuing": 1}
    assert fold(play.entries) == play.hall
    play.ask(c.Start(), LI)
    play.ask(c.Finish(), LI)
    next_day(play)
    assert (play.hall.acts, play.hall.acted) == ([], {})


def test_staff_say_why_they_take_a_number_back() -> None:
    """A reason that nobody could read later is none."""
    play = Play().open()
    ticket = play.take()
    with pytest.raises(AgainstStandard, match="code-unknown"):
        play.ask(c.Cancel(ticket=ticket.id, reason="whatever"), GUIDE)
    play.ask(c.Cancel(ticket=ticket.id, reason="duplicate"), GUIDE)

    assert [(it.kind, it.by, it.reason) for it in play.hall.acts] == [("cancel", "person:guo", "cancel.duplicate")]


def test_what_a_duty_manager_does_at_a_clerks_counter_is_told_and_is_no_sign_of_the_clerk() -> None:
    """The number was marked absent on the duty manager's phone: it stands there under that name, and not in the clerk's facts."""
    play = Play().open()
    play.take()
    play.ask(c.CallNext(counter="c1"), DUTY)
    play.later(95).ask(c.MarkAbsent(counter="c1"), DUTY)
    play.take()
    play.call()
    play.later(95).ask(c.MarkAbsent(), LI)

    assert [(it.kind, it.by) for it in play.hall.acts] == [("absent-for", "person:dan"), ("call-for", "person:dan")]
    assert [it.ticket for it in play.hall.watched["li"].missed] == [play.hall.numbers["A2"]]


def test_the_time_that_somebody_gave_a_paper_number_is_told() -> None:
    """It decides the number's place, and nobody can check it: who typed it stands for it."""
    play = Play().open()
    play.later(600).ask(c.EnterPaper(number=3, services=("seniors",), taken="09:02"), GUIDE)

    assert [(it.kind, it.by, it.args) for it in play.hall.acts] == [("paper", "person:guo", {"taken_us": NINE_US + 120_000_000})]


def test_many_of_one_kind_push_no_other_off_the_list() -> None:
    """Forty cancellations later, the ordered call still stands there, and all are counted."""
    play = Play().open()
    play.ask(c.CallTicket(ticket=play.take().id, reason="late"), LI)
    for _ in range(KEPT + 5):
        play.ask(c.Cancel(ticket=play.take().id), GUIDE)

    assert [it.kind for it in play.hall.acts].count("cancel") == KEPT
    assert play.hall.acts[-1].kind == "call-ticket"
    assert play.hall.acted["cancel"] == KEPT + 5


def test_no_parameter_of_the_standard_is_about_them() -> None:
    """What a setting could hide would be hidden one day: the list is the same whatever the standard says."""
    assert "act" not in {key.partition(".")[0] for key in Play().hall.rules.parameters}
    for standard in (SHIPPED, SHIPPED.replace("value = true", "value = false")):
        play = Play(standard=standard).open()
        play.ask(c.CallTicket(ticket=play.take().id, reason="late"), LI)
        assert [it.kind for it in play.hall.acts] == ["call-ticket"]


def test_a_visitor_giving_the_number_back_is_no_act() -> None:
    """It is theirs."""
    play = Play().open()
    ticket = play.take()
    play.ask(c.Cancel(ticket=ticket.id), visitor(ticket.id))

    assert play.hall.acts == []


def test_a_direct_service_is_an_act_while_others_wait() -> None:
    """Where nobody waits it is how a small station works."""
    play = Play().open()
    play.ask(c.ServeDirect(services=("seniors",)), LI)
    play.ask(c.Finish(), LI)
    assert play.hall.acts == []
    play.take()
    play.ask(c.ServeDirect(services=("seniors",)), LI)

    play.ask(c.Finish(), LI)
    play.ask(c.ServeDirect(services=("seniors",), reason="agreed"), LI)

    assert [(it.kind, it.by, it.args, it.reason) for it in play.hall.acts] == [
        ("direct", "person:li", {"passed": 1}, "call-reason.agreed"),
        ("direct", "person:li", {"passed": 1}, "call-reason.other"),
    ]


def test_a_number_that_staff_cancel_has_a_reason_also_where_nobody_said_one() -> None:
    """A blank would look like nobody's act."""
    play = Play()
    play.ask(c.Cancel(ticket=play.take().id), GUIDE)

    assert [(it.kind, it.reason) for it in play.hall.acts] == [("cancel", "cancel.asked")]


def test_a_direct_service_of_an_empty_queue_is_one_too_while_the_counters_own_wait() -> None:
    """Else a clerk would name another service and pass a full hall unseen."""
    play = Play().open()
    for _ in range(3):
        play.take()
    play.ask(c.ServeDirect(services=("founding",)), LI)

    assert [(it.kind, it.args) for it in play.hall.acts] == [("direct", {"passed": 3})]
