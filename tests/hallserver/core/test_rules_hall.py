# SPDX-License-Identifier: Apache-2.0
"""Rules of the hall as a whole: suspended and resumed, a plan, the opening check, a counter in other hands."""

from collections.abc import Callable
from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core import rules_counter
from hallserver.core.errors import AgainstStandard, Conflict, HallError, NotAllowed, NotFound
from hallserver.core.roles import SERVICE_DOOR, SERVICE_SETUP, Actor
from hallserver.core.rules import RULES
from hallserver.words import known
from tests.support import BOSS, DUTY, GUIDE, KIOSK, LI, SMALL_HALL, WANG, Play, fold, names

LUNCH: dict[str, Any] = {
    "slug": "lunch",
    "names": names("午间预案"),
    "kind": "lunch",
    "counters": {"c1": {"queues": ["social", "firms"]}, "c3": {}},
    "offered": {"aid": False},
    "quotas": {"firms": 5},
    "notice": {"zh-Hans": "午间窗口减少，请耐心等候"},
}
WITH_PLAN = SMALL_HALL | {"plans": [LUNCH]}


def called() -> Play:
    """Return a hall with one visitor called to counter 1 and another waiting."""
    play = Play().open()
    play.take()
    play.take("aid")
    play.call()
    return play


@pytest.mark.parametrize(
    ("ask", "by"),
    [
        (lambda _: c.CallNext(), WANG),
        (lambda play: c.CallTicket(ticket=play.hall.live["waiting"][0][2], reason="urgent", counter="c2"), DUTY),
        (lambda _: c.Recall(), LI),
        (lambda _: c.MarkAbsent(), LI),
        (lambda _: c.TakeTicket(services=("seniors",)), KIOSK),
        (lambda _: c.TakeTicket(services=("seniors",)), DUTY),
    ],
    ids=["call next", "call one", "recall", "mark absent", "take", "take by the duty manager"],
)
def test_while_suspended_nobody_is_called_and_no_number_is_given(ask: Callable[[Play], c.Command], by: Actor) -> None:
    """The refusal names the reason, and the same is possible again afterwards."""
    play = called().open("c2", WANG)
    play.take("founding")
    command = ask(play)
    play.later(300).ask(c.Suspend(reason="power"), DUTY)
    with pytest.raises(Conflict, match="hall-suspended") as refused:
        play.later(60).ask(command, by)
    assert refused.value.args_by_name == {"suspended": "power"}
    play.ask(c.ResumeHall(), DUTY)

    play.later(200)
    assert play.ask(command, by)


def test_a_call_that_asks_nobody_would_go_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal above is the rule's doing: without the question the number is called into the dark."""
    play = Play().open()
    play.take()
    play.ask(c.Suspend(reason="power"), DUTY)
    monkeypatch.setattr(rules_counter, "must_go_on", lambda _: None)

    assert play.call().state == "called"


@pytest.mark.parametrize("command", [c.Finish(), c.Hold(reason="other"), c.Transfer(to_queue="firms")], ids=["finish", "hold", "transfer"])
def test_who_sits_at_a_counter_can_still_be_ended(command: c.Command) -> None:
    """The visitor has stood up and gone; the clerk says so."""
    play = called()
    play.ask(c.Start(), LI)
    play.ask(c.Suspend(reason="evacuation"), DUTY)

    assert play.ask(command, LI)
    assert play.hall.counter("c1").ticket == ""


def test_finish_and_call_only_finishes() -> None:
    """One key, and no number is called out into an evacuation."""
    play = called()
    play.ask(c.Start(), LI)
    play.ask(c.Suspend(reason="evacuation"), DUTY)
    happened = play.ask(c.FinishAndCall(), LI)

    assert [type(event) for event in happened] == [e.ServiceFinished]


def test_suspending_and_resuming_each_need_the_other_before() -> None:
    """And an open day, and a reason that somebody can read."""
    play = Play()
    with pytest.raises(Conflict, match="not-suspended"):
        play.ask(c.ResumeHall(), DUTY)
    with pytest.raises(AgainstStandard, match="code-unknown"):
        play.ask(c.Suspend(reason="mood"), DUTY)
    play.ask(c.Suspend(reason="system"), DUTY)
    with pytest.raises(Conflict, match="suspended-already"):
        play.ask(c.Suspend(reason="power"), DUTY)
    with pytest.raises(NotAllowed):
        play.ask(c.ResumeHall(), LI)
    with pytest.raises(AgainstStandard, match="code-unknown"):
        play.ask(c.ResumeHall(reason="mood"), DUTY)
    play.ask(c.CloseDay(), DUTY)
    assert (play.hall.suspended, play.hall.suspensions) == ("", [[play.now_us, play.now_us]])

    with pytest.raises(Conflict, match="hall-closed"):
        play.ask(c.Suspend(reason="power"), DUTY)


def test_a_plan_changes_what_it_names_and_says_its_notice() -> None:
    """One click, one step of the journal."""
    play = Play(WITH_PLAN).open().open("c3", WANG)
    happened = play.ask(c.ApplyPlan(plan="lunch"), DUTY)
    hall = play.hall

    assert [type(event) for event in happened] == [e.PlanApplied, e.Announced]
    rows = hall.catalog.counters
    assert (rows["c1"].queues, rows["c1"].helps) == (("social", "firms"), ())
    assert (rows["c2"].queues, rows["c3"].queues) == (("firms",), ())
    assert [row.on_kiosk for row in hall.catalog.services.values()] == [True, False, True]
    assert (hall.plan, hall.quotas) == ("lunch", {"firms": 5})
    assert (hall.staffed("firms").own, hall.staffed("social").own) == (1, 1)
    assert hall.notices[0].text == LUNCH["notice"]
    assert not hall.notices[0].urgent


def test_an_emergency_is_said_before_all_else_and_a_closed_hall_says_nothing() -> None:
    """A plan may be chosen before the doors open."""
    play = Play(SMALL_HALL | {"plans": [LUNCH | {"kind": "emergency"}]})
    assert play.ask(c.ApplyPlan(plan="lunch"), DUTY)[-1] == e.Announced(text=LUNCH["notice"], urgent=True)
    play.ask(c.CloseDay(), DUTY)

    assert [type(event) for event in play.ask(c.ApplyPlan(plan="lunch"), DUTY)] == [e.PlanApplied]


def test_a_plan_leaves_what_is_out_of_use_and_must_itself_be_in_use() -> None:
    """Counter 3 was given up after the plan was made."""
    play = Play(WITH_PLAN)
    counters = [row | ({"retired": True} if row["slug"] == "c3" else {}) for row in SMALL_HALL["counters"]]
    services = [row | ({"retired": True} if row["slug"] == "aid" else {}) for row in SMALL_HALL["services"]]
    for section, rows in (("counters", counters), ("services", services)):
        play.fold(e.Configured(section=section, rows=rows), DUTY)
    applied = play.ask(c.ApplyPlan(plan="lunch"), DUTY)[0]
    assert isinstance(applied, e.PlanApplied)
    assert (set(applied.counters), applied.offered) == ({"c1"}, {})
    play.fold(e.Configured(section="plans", rows=[LUNCH | {"retired": True}]), DUTY)

    for plan in ("lunch", "gone"):
        with pytest.raises(NotFound, match="plan-unknown"):
            play.ask(c.ApplyPlan(plan=plan), DUTY)


def test_a_plan_gives_no_counter_a_queue_that_is_out_of_use() -> None:
    """A visitor sent to that counter would wait where nobody is called from."""
    play = Play(WITH_PLAN)
    services = [row | ({"retired": True} if row["queue"] == "firms" else {}) for row in SMALL_HALL["services"]]
    queues = [row | ({"retired": True} if row["slug"] == "firms" else {}) for row in SMALL_HALL["queues"]]
    play.ask(c.Configure(section="services", rows=services), SERVICE_SETUP)
    play.ask(c.Configure(section="queues", rows=queues), SERVICE_SETUP)
    applied = play.ask(c.ApplyPlan(plan="lunch"), DUTY)[0]

    assert isinstance(applied, e.PlanApplied)
    assert (applied.counters["c1"].queues, applied.quotas) == (("social",), {})


def test_the_opening_check_is_an_event_of_its_lines() -> None:
    """Who opens the doors over a red line can be asked about it."""
    play = Play()
    [checked] = play.ask(c.CheckOpening(), DUTY)
    assert isinstance(checked, e.OpeningChecked)
    opening = play.hall.opening
    assert opening is not None

    assert (opening.checks, opening.by, opening.at_us) == (checked.checks, "person:dan", play.now_us)


def test_a_colleague_takes_over_with_the_visitor_in_hand() -> None:
    """The visitor goes on sitting there; from now on the other serves."""
    play = called()
    play.ask(c.Start(), LI)
    [event] = play.ask(c.HandOver(to="wang"), LI)
    assert event == e.CounterHandedOver(counter="c1", clerk="li", to="wang")
    with pytest.raises(Conflict, match="no-counter-open"):
        play.ask(c.Finish(), LI)
    [finished] = play.ask(c.Finish(), WANG)

    assert isinstance(finished, e.ServiceFinished)
    assert (finished.clerk, finished.counter) == ("wang", "c1")


@pytest.mark.parametrize(
    ("to", "error"),
    [("gone", NotFound), ("guo", NotFound), ("li", Conflict), ("wang", Conflict)],
    ids=["nobody", "a guide", "who has it", "who has another"],
)
def test_only_who_may_have_a_counter_and_has_none_takes_one_over(to: str, error: type[HallError]) -> None:
    """One counter a person, one person a counter."""
    play = Play().open().open("c2", WANG)

    with pytest.raises(error):
        play.ask(c.HandOver(to=to), LI)


def test_a_duty_manager_gives_a_counter_away_with_a_reason_and_others_do_not() -> None:
    """Somebody else's counter is not taken in silence."""
    play = Play().open()
    with pytest.raises(AgainstStandard, match="reason-needed"):
        play.ask(c.HandOver(to="wang", counter="c1"), DUTY)
    with pytest.raises(AgainstStandard, match="code-unknown"):
        play.ask(c.HandOver(to="wang", counter="c1", reason="mood"), DUTY)
    with pytest.raises(NotAllowed, match="not-your-counter"):
        play.ask(c.HandOver(to="wang", counter="c1"), WANG)
    with pytest.raises(NotAllowed, match="not-allowed"):
        play.ask(c.HandOver(to="wang", counter="c1"), GUIDE)
    with pytest.raises(Conflict, match="counter-not-open"):
        play.ask(c.HandOver(to="wang", counter="c2", reason="gone"), DUTY)
    [event] = play.ask(c.HandOver(to="wang", counter="c1", reason="gone"), DUTY)

    assert event == e.CounterHandedOver(counter="c1", clerk="li", to="wang", reason="gone")


def here(play: Play, *people: str) -> Play:
    """Let them sign in."""
    for person in people:
        play.ask(c.ReportSignIn(person=person, state="in"), SERVICE_DOOR)
    return play


@pytest.mark.parametrize("by", [DUTY, BOSS], ids=["duty manager", "hall manager"])
def test_a_counter_is_opened_for_a_colleague_who_reads_of_it(by: Actor) -> None:
    """The colleague has it at once and can call; who opened it stands among the acts."""
    play = here(Play().open(), "wang")
    waiting = play.take("founding")

    opened, told = play.ask(c.OpenFor(counter="c2", person="wang"), by)

    assert opened == e.CounterOpened(counter="c2", clerk="wang", assigned=True)
    assert told == e.MessageSent(to="person:wang", by=by.id, code="opened-for-you")
    assert known("message.opened-for-you")
    assert play.call(WANG) == waiting
    assert [(it.kind, it.by, it.args["to"]) for it in play.hall.acts] == [("open-for", by.id, "wang")]
    assert fold(play.entries) == play.hall


def test_who_opens_it_for_themselves_reads_no_message() -> None:
    """A duty manager may be the one who is free."""
    play = here(Play().open(), "dan")

    assert play.ask(c.OpenFor(counter="c2", person="dan"), DUTY) == [e.CounterOpened(counter="c2", clerk="dan", assigned=True)]


@pytest.mark.parametrize(
    ("counter", "person", "key"),
    [
        ("c1", "wang", "counter-taken"),
        ("c2", "li", "clerk-has-counter"),
        ("c2", "wang", "clerk-not-here"),
        ("c2", "guo", "no-clerk"),
        ("c2", "nobody", "no-clerk"),
        ("c9", "dan", "counter-unknown"),
    ],
)
def test_only_a_closed_counter_is_opened_for_who_is_here_and_free(counter: str, person: str, key: str) -> None:
    """Somebody who has gone home opens nothing."""
    play = here(Play().open(), "li", "dan", "guo")

    with pytest.raises(HallError) as refused:
        play.ask(c.OpenFor(counter=counter, person=person), DUTY)
    assert refused.value.key == key


def test_in_a_closed_hall_nobody_is_sent_to_a_counter() -> None:
    """And a clerk sends nobody at all."""
    play = here(Play().open(), "wang")
    with pytest.raises(NotAllowed):
        play.ask(c.OpenFor(counter="c2", person="wang"), LI)
    play.ask(c.CloseDay(), DUTY)

    with pytest.raises(Conflict, match="hall-closed"):
        play.ask(c.OpenFor(counter="c2", person="wang"), DUTY)


def test_every_command_of_the_hall_has_its_rule() -> None:
    """A command without one would fail in front of a duty manager."""
    assert {c.Suspend, c.ResumeHall, c.ApplyPlan, c.CheckOpening, c.HandOver} <= set(RULES)
