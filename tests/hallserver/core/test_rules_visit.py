# SPDX-License-Identifier: Apache-2.0
"""A visit that goes another way than most: without a kiosk, wrong number, wrong person, back from a hold, lifted."""

from typing import Any, Literal

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, Conflict, HallError, NotAllowed, NotFound
from hallserver.core.roles import Actor
from tests.support import DUTY, GUIDE, LI, SMALL_HALL, WANG, Play, names

APPROVAL = Actor(kind="device", name="approval-1", roles=frozenset({"approval"}))


def refused(play: Play, command: c.Command, by: Actor = LI) -> HallError:
    """Return the refusal of what is asked; nothing has happened."""
    before = len(play.entries)
    with pytest.raises(HallError) as refusal:
        play.ask(command, by)
    assert len(play.entries) == before
    return refusal.value


def hall_with(**sections: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the small hall with other rows in these sections."""
    return SMALL_HALL | sections


def direct(play: Play, *services: str) -> e.TicketIssued:
    """Serve somebody directly at c1; return the event."""
    [issued] = play.ask(c.ServeDirect(services=services), LI)
    assert isinstance(issued, e.TicketIssued)
    return issued


def test_who_stands_at_the_counter_is_served_at_once_and_has_a_number() -> None:
    """Number, call and start in one key; nobody is announced."""
    play = Play().open()
    play.take()
    issued = direct(play, "seniors")
    ticket = play.hall.tickets[play.hall.counter("c1").ticket]

    assert (issued.label, issued.channel, issued.counter, issued.clerk) == ("A002", "direct", "c1", "li")
    assert (ticket.label, ticket.state, ticket.leg.started_us, ticket.leg.calls) == ("A002", "serving", play.now_us, 0)
    assert (play.hall.line("social").waiting, play.hall.calls) == (1, [])


def test_a_direct_service_has_no_wait_in_any_figure() -> None:
    """Nobody saw the visitor wait; the visit is counted beside."""
    play = Play().open()
    direct(play, "seniors")
    play.later(60).ask(c.Finish(), LI)
    tally = play.hall.tally

    assert (tally.issued, tally.called, tally.finished, tally.rateable, tally.waits_s) == (1, 0, 1, 1, [])


def test_several_errands_of_a_direct_visitor_follow_on_the_same_number() -> None:
    """一号多办 without a kiosk: the second errand waits in its own queue, and its wait counts."""
    play = Play().open("c1").open("c2", WANG)
    direct(play, "seniors", "aid", "founding")
    ticket = play.hall.tickets[play.hall.counter("c1").ticket]
    assert (ticket.leg.services, [leg.services for leg in ticket.plan]) == (("seniors", "aid"), [("founding",)])
    play.later(30).ask(c.Finish(), LI)
    play.later(60).call(WANG)

    assert (ticket.leg.no, ticket.leg.queue, play.hall.tally.waits_s) == (2, "firms", [60])


def test_stopped_issuing_and_quotas_do_not_hinder_a_direct_service() -> None:
    """Whoever sits there has come; a closed day or a hall that stands still does."""
    play = Play().open()
    play.ask(c.StopIssuing(), DUTY)
    direct(play, "seniors")
    play.ask(c.Finish(), LI)
    play.ask(c.Suspend(reason="power"), DUTY)
    assert refused(play, c.ServeDirect(services=("seniors",))).key == "hall-suspended"
    play.ask(c.ResumeHall(), DUTY)
    play.ask(c.CloseCounter(), LI)
    play.ask(c.CloseDay(), DUTY)
    assert refused(play, c.ServeDirect(services=("seniors",))).key == "hall-closed"


def test_a_direct_service_needs_an_empty_hand_at_an_open_counter() -> None:
    """One visitor at a time."""
    play = Play().open()
    direct(play, "seniors")
    assert refused(play, c.ServeDirect(services=("aid",))).key == "finish-first"
    assert refused(play, c.ServeDirect(services=("aid",)), WANG).key == "no-counter-open"
    play.ask(c.Finish(), LI)
    play.ask(c.PauseCounter(reason="lunch"), LI)
    assert refused(play, c.ServeDirect(services=("aid",))).key == "counter-not-open"


def test_a_clerk_serves_directly_only_what_the_clerk_is_authorised_for() -> None:
    """By the items of the service; one without items is everybody's."""
    items = [*SMALL_HALL["items"], {"slug": "licence", "names": names("营业执照")}]
    people = [it | {"items": ["licence"]} if it["slug"] == "li" else it for it in SMALL_HALL["people"]]
    play = Play(hall_with(items=items, people=people)).open()
    refusal = refused(play, c.ServeDirect(services=("seniors",)))

    assert (type(refusal), refusal.key, refusal.args_by_name) == (
        AgainstStandard,
        "service-not-authorised",
        {"services": ["seniors"], "clerk": "li"},
    )
    direct(play, "aid")


def test_a_wrong_number_keeps_its_place_by_time_in_the_right_queue() -> None:
    """Whoever pressed the wrong button has waited all the same."""
    play = Play().open("c2", WANG)
    wrong = play.take("seniors")
    play.later(300).take("founding")
    play.later(10).ask(c.ChangeService(ticket="A001", services=("founding",)), GUIDE)

    assert (wrong.leg.no, wrong.leg.queue, wrong.leg.services, wrong.label) == (1, "firms", ("founding",), "A001")
    assert (play.hall.line("social").waiting, play.hall.line("firms").waiting) == (0, 2)
    assert play.call(WANG) is wrong
    assert play.hall.tallies["firms"].waits_s == [310]


def test_a_priority_goes_along_to_the_other_queue() -> None:
    """It is the visitor's, not the queue's."""
    play = Play()
    ticket = play.take("seniors", group="elderly", by=GUIDE)
    play.ask(c.ChangeService(ticket=ticket.id, services=("founding", "seniors")), GUIDE)

    assert (ticket.leg.queue, ticket.leg.group, ticket.leg.credit_s) == ("firms", "elderly", 1200)
    assert [(leg.queue, leg.group) for leg in ticket.plan] == [("social", "elderly")]


def test_services_are_changed_only_while_the_number_waits_unserved() -> None:
    """In hand it is transferred; the same services are no change."""
    play = Play().open()
    ticket = play.take()
    assert refused(play, c.ChangeService(ticket=ticket.id, services=("seniors",))).key == "services-same"
    assert refused(play, c.ChangeService(ticket=ticket.id, services=("gone",))).key == "service-unknown"
    play.call()
    assert refused(play, c.ChangeService(ticket=ticket.id, services=("aid",))).key == "ticket-not-in-state"
    play.ask(c.Start(), LI)
    play.ask(c.Hold(reason="copy"), LI)
    play.ask(c.Ready(ticket=ticket.id), GUIDE)
    assert refused(play, c.ChangeService(ticket=ticket.id, services=("aid",))).key == "service-begun"


def test_a_number_that_moves_queues_is_neither_lifted_nor_ready_there() -> None:
    """The manager's word was for the other queue; the clerk who put it back serves that one."""
    play = Play().open("c1")
    first, second = play.take(), play.take()
    play.call()
    play.later(5).ask(c.FinishAndCall(), LI)
    play.later(2).ask(c.Undo(), LI)
    assert (second.ready_for, play.hall.ready["li"]) == ("li", [second.id])
    play.ask(c.Lift(ticket=second.id, reason="agreed"), DUTY)
    play.ask(c.ChangeService(ticket=second.id, services=("founding",)), GUIDE)

    assert (second.ready_for, play.hall.ready["li"], second.leg.lifted_by, second.leg.credit_s) == ("", [], "", 0)
    assert first.state == "called"


def swapped(*, started: bool) -> tuple[Play, e.Event, str, str]:
    """Return a hall in which A001 was called and the holder of A003 sat down; what happened; both tickets."""
    play = Play().open()
    back, _, right = (play.later(10).take() for _ in range(3))
    play.later(60).call()
    if started:
        play.later(5).ask(c.Start(), LI)
    [event] = play.later(20).ask(c.CorrectTicket(ticket="A003"), LI)
    return play, event, back.id, right.id


@pytest.mark.parametrize("state", ["called", "serving"])
def test_the_wrong_person_at_the_counter_is_put_right_in_one_step(state: Literal["called", "serving"]) -> None:
    """A003 is in hand as A001 was; A001 waits where it was, not missed."""
    started = state == "serving"
    play, event, back_id, right_id = swapped(started=started)
    back, right = play.hall.tickets[back_id], play.hall.tickets[right_id]

    assert event == e.TicketsSwapped(back=back.id, back_leg=1, ticket=right.id, leg=1, counter="c1", clerk="li", label="A003", to=state)
    assert (right.state, right.leg.started_us, play.hall.counter("c1").ticket) == (state, play.now_us if started else None, right.id)
    assert (back.state, back.leg.started_us, back.misses, back.leg.counter) == ("waiting", None, 0, "")
    assert play.later(1).hall.line("social").waiting == 2
    play.ask(c.Finish(), LI)
    assert play.call() is back


def test_a_swap_ends_the_wait_of_who_sat_down_and_no_other() -> None:
    """The first number's call was its first; the second one's is now."""
    play, _, back_id, right_id = swapped(started=False)

    assert play.hall.tally.waits_s == [80, 80]
    assert play.hall.tickets[right_id].leg.first_called_us == play.now_us
    assert play.hall.tickets[back_id].leg.calls == 1


def test_a_swap_is_listed_as_out_of_order_on_the_clerks_word() -> None:
    """Otherwise a friend's number would be slipped in this way."""
    play, _, _, _ = swapped(started=False)
    [it] = play.hall.passings

    assert (it.label, it.counter, it.by, it.ordered, it.passed) == ("A003", "c1", "li", True, 1)
    assert (it.reason.key, it.reason.args) == ("swapped", {"with": "A001", "by": "li"})
    assert play.hall.tally.out_of_order == 1
    assert play.hall.calls == []


def test_an_absent_holder_may_turn_out_to_sit_there() -> None:
    """Missed and wandered to the counter all the same."""
    play = Play().open()
    missed = play.take()
    play.take()
    play.call()
    play.later(90).ask(c.MarkAbsent(), LI)
    play.call()
    play.ask(c.CorrectTicket(ticket=missed.id), LI)

    assert (missed.state, missed.misses, missed.leg.calls) == ("called", 1, 2)


def test_a_swap_is_refused_where_the_visitor_in_hand_is_known() -> None:
    """Served directly, or back from a hold: that is the person who belongs to the number."""
    play = Play().open()
    direct(play, "seniors")
    other = play.take()
    assert refused(play, c.CorrectTicket(ticket=other.id)).key == "correct-direct"
    play.ask(c.Hold(reason="copy"), LI)
    assert refused(play, c.CorrectTicket(ticket=other.id)).key == "nothing-in-hand"
    play.ask(c.Resume(ticket="1.11"), LI)
    assert refused(play, c.CorrectTicket(ticket=other.id)).key == "correct-direct"
    play.ask(c.Finish(), LI)
    play.call()
    play.ask(c.Hold(reason="copy"), LI)
    play.ask(c.Resume(ticket=other.id), LI)
    third = play.take()
    assert refused(play, c.CorrectTicket(ticket=third.id)).key == "correct-held"


def test_who_has_come_back_goes_first_at_the_next_call_of_the_clerk_who_held() -> None:
    """A guide sees the visitor return with the copy; the clerk has moved to another counter meanwhile."""
    play = Play().open()
    held = play.take()
    play.take()
    play.call()
    play.ask(c.Hold(reason="copy"), LI)
    play.ask(c.CloseCounter(), LI)
    play.open("c3", LI)
    [ready] = play.ask(c.Ready(ticket="A001"), GUIDE)

    assert ready == e.TicketResumed(ticket=held.id, leg=1, counter="c3", clerk="li", to="waiting")
    assert play.call() is held
    assert refused(play, c.Ready(ticket=held.id), GUIDE).key == "ticket-not-in-state"


def test_what_was_held_by_who_has_gone_home_is_anybodys() -> None:
    """Nobody waits for a clerk who does not come back."""
    play = Play().open()
    held = play.take()
    play.call()
    play.ask(c.Hold(reason="copy"), LI)
    play.ask(c.CloseCounter(), LI)
    play.open("c3", WANG)
    play.ask(c.Ready(ticket=held.id), GUIDE)

    assert play.call(WANG) is held


def test_a_lifted_number_is_the_next_whoever_else_has_priority() -> None:
    """And it does not use up the turns of those with priority; the list names who ordered it, before anybody calls it."""
    play = Play().open()
    tickets = [play.take(), *(play.take(group="disabled", by=GUIDE) for _ in range(3)), play.take()]
    play.ask(c.Lift(ticket="A005", reason="ordered", ordered_by="guo"), DUTY)
    [it] = play.hall.passings
    assert (it.label, it.counter, it.by, it.passed, it.ordered, it.reason.args["reason"]) == ("A005", "", "guo", 4, True, "ordered")
    assert play.hall.tally.out_of_order == 1
    called = play.call()

    assert (called, called.leg.why and called.leg.why.key) == (tickets[4], "lifted")
    assert len(play.hall.passings) == 1
    assert play.hall.line("social").run == 0


def test_a_lift_passes_the_limit_of_priorities_in_a_row() -> None:
    """After two in a row an ordinary one would be due."""
    play = Play().open()
    play.take()
    for _ in range(2):
        play.take(group="disabled", by=GUIDE)
        play.call()
        play.ask(c.Finish(), LI)
    lifted = play.take()
    play.ask(c.Lift(ticket=lifted.id, reason="urgent"), DUTY)

    assert play.hall.line("social").run == 2
    assert play.call() is lifted


def test_a_lift_needs_a_known_reason_a_known_person_and_is_done_once() -> None:
    """Without a name given it rests on the duty manager's own word."""
    play = Play()
    ticket = play.take()
    assert refused(play, c.Lift(ticket=ticket.id, reason="mood"), DUTY).key == "code-unknown"
    assert refused(play, c.Lift(ticket=ticket.id, reason="ordered", ordered_by="nobody"), DUTY).key == "person-unknown"
    [lifted] = play.ask(c.Lift(ticket=ticket.id, reason="late"), DUTY)
    assert isinstance(lifted, e.TicketLifted)
    assert lifted.ordered_by == "dan"
    assert refused(play, c.Lift(ticket=ticket.id, reason="late"), DUTY).key == "lifted-already"
    with pytest.raises(NotAllowed):
        play.ask(c.Lift(ticket=ticket.id, reason="late"), LI)


def test_a_case_number_belongs_to_the_ticket_in_hand_or_the_one_that_is_named() -> None:
    """Typed or scanned while it is served; after the finish by its number."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.ask(c.NoteCase(case_no="SZ-1"), LI)
    [finished] = play.ask(c.Finish(), LI)
    assert isinstance(finished, e.ServiceFinished)
    assert (ticket.leg.case_no, finished.case_no) == ("SZ-1", "SZ-1")
    play.ask(c.NoteCase(case_no="SZ-2", ticket="A001"), LI)

    assert ticket.leg.case_no == "SZ-2"
    assert refused(play, c.NoteCase(case_no="SZ-3", ticket="A001"), WANG).key == "not-your-counter"
    assert refused(play, c.NoteCase(case_no="SZ-3"), LI).key == "nothing-in-hand"


def test_a_case_number_that_comes_late_belongs_to_the_errand_that_was_finished() -> None:
    """The approval system needs a moment; the visitor waits for the second errand by then."""
    play = Play().open()
    ticket = play.take(services=("seniors", "founding"))
    play.call()
    play.ask(c.Finish(), LI)
    play.ask(c.NoteCase(case_no="SZ-1", ticket=ticket.id), APPROVAL)

    assert [leg.case_no for leg in ticket.legs] == ["SZ-1", ""]


@pytest.mark.parametrize(("by", "counter"), [(LI, None), (APPROVAL, "c1")])
def test_a_case_number_is_not_put_to_the_next_errand_at_another_counter(by: Actor, counter: str | None) -> None:
    """The other system is slow: the visitor sits at the second counter by then."""
    play = Play().open().open("c2", WANG)
    ticket = play.take(services=("seniors", "founding"))
    play.serve(LI)
    play.call(WANG)
    play.ask(c.Start(), WANG)
    play.ask(c.NoteCase(case_no="SZ-1", ticket=ticket.id, counter=counter), by)
    play.ask(c.NoteCase(case_no="SZ-2", ticket=ticket.id), APPROVAL)

    assert [leg.case_no for leg in ticket.legs] == ["SZ-1", "SZ-2"]


def test_the_approval_system_says_which_ticket_or_counter_it_means() -> None:
    """It has no hand of its own."""
    play = Play().open()
    ticket = play.take()
    play.call()
    assert refused(play, c.NoteCase(case_no="SZ-1"), APPROVAL).key == "case-of-which"
    play.ask(c.NoteCase(case_no="SZ-1", counter="c1"), APPROVAL)
    assert ticket.leg.case_no == "SZ-1"
    play.ask(c.NoteCase(case_no="SZ-2", ticket=ticket.id), APPROVAL)
    assert ticket.leg.case_no == "SZ-2"
    waits = play.take()
    assert refused(play, c.NoteCase(case_no="SZ-3", ticket=waits.id), APPROVAL).key == "ticket-in-state"


def test_somebody_elses_counter_is_not_corrected() -> None:
    """Only a duty manager acts for another's, and is then the one on whose word it rests."""
    play = Play().open()
    play.take()
    other = play.take()
    play.call()
    assert isinstance(refused(play, c.CorrectTicket(ticket=other.id, counter="c1"), WANG), NotAllowed)
    assert isinstance(refused(play, c.CorrectTicket(ticket="A009")), NotFound)
    assert isinstance(refused(play, c.CorrectTicket(ticket="A001")), Conflict)
    play.ask(c.CorrectTicket(ticket=other.id, counter="c1"), DUTY)

    assert [it.by for it in play.hall.passings] == ["dan"]
