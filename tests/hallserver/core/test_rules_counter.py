# SPDX-License-Identifier: Apache-2.0
"""Rules at the counter, where the common ones in test_rules.py end."""

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, Conflict, NotAllowed, NotFound
from hallserver.core.roles import Actor
from tests.support import DUTY, GUIDE, LI, RATER, WANG, Play


def test_with_nobody_waiting_the_call_is_refused() -> None:
    """The clerk is told, and no empty call is spoken."""
    with pytest.raises(Conflict, match="nobody-waiting") as refused:
        Play().open().call()
    assert refused.value.args_by_name == {"counter": "c1"}


@pytest.mark.parametrize(("gap_s", "wait_s"), [(0, 30), (29.4, 1), (29.9, 1)])
def test_who_asks_too_soon_is_told_how_long_to_wait(gap_s: float, wait_s: int) -> None:
    """At least one second: 0 would read as now."""
    play = Play().open()
    play.take()
    play.call()
    with pytest.raises(AgainstStandard, match="recall-too-soon") as refused:
        play.later(gap_s).ask(c.Recall(), LI)
    assert refused.value.args_by_name == {"wait_s": wait_s}


def test_absent_counts_from_the_call_and_not_from_the_last_recall() -> None:
    """A recall must not keep the queue waiting longer."""
    play = Play().open()
    play.take()
    play.call()
    play.later(31).ask(c.Recall(), LI)
    [absent] = play.later(59).ask(c.MarkAbsent(), LI)

    assert isinstance(absent, e.TicketAbsent)
    assert (absent.misses, absent.forfeited) == (1, False)


def test_a_finish_names_unknown_items_and_does_nothing() -> None:
    """Counts of matters that do not exist would be in the year's report."""
    play = Play().open()
    play.take()
    play.call()
    with pytest.raises(NotFound, match="item-unknown") as refused:
        play.ask(c.Finish(items=(c.ItemDone(item="senior-card"), c.ItemDone(item="gone"))), LI)
    assert refused.value.args_by_name == {"items": ["gone"]}
    assert play.hall.counter("c1").ticket


def test_a_finish_after_a_start_is_not_implicit_and_keeps_what_was_entered() -> None:
    """Outcome, items, case number: the record of the visit."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.ask(c.Start(), LI)
    [finished] = play.ask(c.Finish(outcome="done", items=(c.ItemDone(item="senior-card", quantity=2),), case_no="SZ-1"), LI)

    assert finished == e.ServiceFinished(
        ticket=ticket.id,
        leg=1,
        counter="c1",
        clerk="li",
        outcome="done",
        items=(c.ItemDone(item="senior-card", quantity=2),),
        case_no="SZ-1",
    )


def test_finish_and_call_at_a_paused_counter_only_finishes() -> None:
    """The hand-over of a held ticket at a paused counter calls nobody."""
    play = Play().open()
    play.take()
    play.take()
    play.call()
    play.hall.counters["c1"].state = "paused"

    assert [type(event) for event in play.ask(c.FinishAndCall(), LI)] == [e.ServiceFinished]


def test_the_leg_that_a_finish_opens_is_called_with_the_next_key() -> None:
    """Who is next is chosen among those who waited when the key was pressed; the visitor's second errand is one later."""
    play = Play().open("c3", LI)
    ticket = play.take(services=("seniors", "founding"))
    play.call()

    assert [type(event) for event in play.ask(c.FinishAndCall(), LI)] == [e.ServiceFinished]
    assert play.call() is ticket


def test_the_duty_managers_word_is_right_enough_to_call_a_ticket() -> None:
    """Role or right, one of them; the reason names who ordered it."""
    play = Play().open("c1", DUTY)
    ticket = play.take()
    [called] = play.ask(c.CallTicket(ticket=ticket.id, reason="urgent"), DUTY)

    assert isinstance(called, e.TicketCalled)
    assert called.reason == e.Reason(key="ordered", args={"reason": "urgent", "by": "dan"})
    assert called.ordered_by == "dan"


def test_calling_an_absent_ticket_goes_on_with_its_leg_and_its_calls() -> None:
    """Who comes running after the third call is not a new visitor."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.later(90).ask(c.MarkAbsent(), LI)
    [called] = play.ask(c.CallTicket(ticket=ticket.id, reason="late"), LI)

    assert isinstance(called, e.TicketCalled)
    assert (called.leg, called.call, ticket.state, len(ticket.legs)) == (1, 2, "called", 1)


def test_a_ticket_is_called_by_its_number_and_the_journal_names_its_id() -> None:
    """Of ten thousand who wait the screen lists a hundred; each can be called."""
    play = Play().open()
    play.take()
    ticket = play.take()
    [called] = play.ask(c.CallTicket(ticket="a2", reason="agreed"), LI)

    assert isinstance(called, e.TicketCalled)
    assert (called.ticket, called.label) == (ticket.id, "A002")
    with pytest.raises(Conflict) as refusal:
        play.ask(c.CallTicket(ticket="A002", reason="agreed"), LI)
    assert refusal.value.key == "ticket-taken"


@pytest.mark.parametrize("command", [c.CallTicket(ticket="1.99", reason="agreed"), c.CallTicket(ticket="1.11", reason="agreed")])
def test_calling_a_ticket_needs_the_ticket_and_an_empty_hand(command: c.CallTicket) -> None:
    """Known first, then the hand."""
    play = Play().open()
    play.take()
    other = play.take()
    play.call()
    assert other.id == "1.12"
    with pytest.raises(NotFound if command.ticket == "1.99" else Conflict):
        play.ask(command, LI)
    with pytest.raises(Conflict, match="finish-first"):
        play.ask(c.CallTicket(ticket=other.id, reason="agreed"), LI)


def test_a_duty_manager_acts_for_the_clerk_and_the_clerk_is_named() -> None:
    """The figures belong to who served; the journal's actor says who pressed."""
    play = Play().open("c1", LI)
    play.take()
    [called] = play.ask(c.CallNext(counter="c1"), DUTY)
    [started] = play.ask(c.Start(counter="c1"), DUTY)

    assert isinstance(called, e.TicketCalled)
    assert isinstance(started, e.ServiceStarted)
    assert (called.clerk, started.clerk, play.entries[-1].actor) == ("li", "li", "person:dan")


def test_a_duty_manager_cannot_call_at_a_counter_that_is_closed() -> None:
    """Nobody sits there."""
    play = Play()
    play.take()
    with pytest.raises(Conflict, match="counter-not-open"):
        play.ask(c.CallNext(counter="c1"), DUTY)


def test_a_trainee_serves_but_calls_nobody_out_of_order() -> None:
    """见习: all keys but that one."""
    trainee = Actor(kind="person", name="li", roles=frozenset({"trainee"}))
    play = Play().open("c1", trainee)
    ticket = play.take()
    with pytest.raises(NotAllowed, match="not-allowed"):
        play.ask(c.CallTicket(ticket=ticket.id, reason="agreed"), trainee)

    assert play.serve(trainee) is ticket


@pytest.mark.parametrize("by", [GUIDE, RATER])
def test_who_has_no_counter_presses_no_keys(by: Actor) -> None:
    """Also not those of somebody else's counter."""
    play = Play().open("c1", WANG)
    with pytest.raises(NotAllowed, match="not-allowed"):
        play.ask(c.CallNext(counter="c1"), by)
