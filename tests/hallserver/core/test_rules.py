# SPDX-License-Identifier: Apache-2.0
"""What may happen and what may not: the life of a ticket, one rule at a time."""

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, Conflict, HallError, NotAllowed, NotFound
from hallserver.core.roles import ROLES, SERVICE_SETUP, Actor, visitor
from hallserver.core.rules import RULES
from tests.support import DUTY, GUIDE, KIOSK, LI, RATER, WANG, Play


def test_every_command_has_a_rule() -> None:
    """A command without a rule would be a button that does nothing."""
    assert set(RULES) == set(c.COMMANDS)


def test_a_visitor_is_served_from_slip_to_rating() -> None:
    """The whole short life of a ticket."""
    play = Play().open()
    ticket = play.take()

    assert ticket.label == "A001"
    assert ticket.state == "waiting"
    assert play.later(30).call() is ticket
    play.later(5).ask(c.Start(), LI)
    play.later(60).ask(c.Finish(outcome="done", items=(c.ItemDone(item="senior-card"),)), LI)
    play.ask(c.Rate(stars=5), RATER)

    assert ticket.state == "finished"
    assert ticket.leg.ratings == 1
    assert play.hall.tally.stars == {5: 1}


def test_a_role_without_the_command_is_refused() -> None:
    """A kiosk can take tickets and nothing else."""
    play = Play()
    for kind in c.COMMANDS:
        if c.name_of(kind) not in ROLES["kiosk"]:
            assert not KIOSK.may(kind)
    with pytest.raises(NotAllowed):
        play.ask(c.OpenCounter(counter="c1"), KIOSK)


def test_nobody_takes_a_ticket_of_a_closed_hall() -> None:
    """A number before opening would wait for nobody."""
    play = Play()
    play.ask(c.CloseDay(), SERVICE_SETUP)

    with pytest.raises(Conflict, match="hall-closed"):
        play.take()


def test_issuing_stops_and_goes_on() -> None:
    """Near closing no more numbers are given; who has one is served."""
    play = Play().open()
    play.take()
    play.ask(c.StopIssuing(reason="closing"), DUTY)

    with pytest.raises(Conflict, match="issuing-stopped"):
        play.take()
    assert play.call().label == "A001"
    play.ask(c.ResumeIssuing(), DUTY)
    assert play.take().label == "A002"


def test_services_of_one_letter_share_a_leg_and_others_follow_on_the_same_number() -> None:
    """一号多办: three errands, one number, two legs."""
    play = Play().open()
    ticket = play.take(services=("seniors", "founding", "aid"))

    assert [leg.services for leg in ticket.legs] == [("seniors", "aid")]
    play.later(60).call()
    play.ask(c.Finish(), LI)
    assert ticket.state == "waiting"
    assert ticket.leg.queue == "firms"
    assert ticket.label == "A001"
    play.open("c2", WANG).later(60)
    assert play.call(WANG) is ticket
    play.ask(c.Finish(), WANG)
    assert ticket.state == "finished"
    assert [leg.ratings for leg in ticket.legs] == [0, 0]


def test_an_unknown_service_is_refused_by_name() -> None:
    """A stale kiosk page must not make a ticket for nothing."""
    with pytest.raises(NotFound, match="service-unknown"):
        Play().take("dog-licence")


def test_a_priority_named_at_a_kiosk_gives_no_credit_but_a_guides_word_does() -> None:
    """待核验: self-declared priority counts once somebody has looked."""
    play = Play()

    declared = play.take(group="elderly")
    confirmed = play.take(group="elderly", by=GUIDE)

    assert (declared.group, declared.declared, declared.leg.credit_s) == ("", "elderly", 0)
    assert (confirmed.group, confirmed.leg.credit_s) == ("elderly", 1200)


def test_a_group_that_only_the_rules_give_cannot_be_named() -> None:
    """Nobody declares himself transferred."""
    with pytest.raises(NotFound, match="group-unknown"):
        Play().take(group="transferred", by=GUIDE)


def test_a_clerk_finishes_before_calling_another() -> None:
    """One ticket in hand: else one clerk could hoard the queue."""
    play = Play().open()
    play.take()
    play.take()
    play.call()

    with pytest.raises(Conflict, match="finish-first"):
        play.call()


def test_a_stale_screen_is_told_what_is_in_hand() -> None:
    """The guard keeps an old page from finishing the wrong visitor."""
    play = Play().open()
    first, second = play.take(), play.take()
    play.call()

    with pytest.raises(Conflict) as refused:
        play.ask(c.Finish(ticket=second.id), LI)
    assert refused.value.key == "other-in-hand"
    assert refused.value.args_by_name["ticket"] == first.label


def test_who_has_a_ticket_is_named_to_the_one_who_comes_second() -> None:
    """The loser of a race is told the counter and clerk that won."""
    play = Play().open("c1", LI).open("c3", DUTY)
    ticket = play.take()
    play.ask(c.CallTicket(ticket=ticket.id, reason="agreed"), LI)

    with pytest.raises(Conflict) as refused:
        play.ask(c.CallTicket(ticket=ticket.id, reason="agreed"), DUTY)
    assert refused.value.key == "ticket-taken"
    assert (refused.value.args_by_name["counter"], refused.value.args_by_name["clerk"]) == ("c1", "li")


def test_calling_a_certain_ticket_needs_the_right_and_stays_visible() -> None:
    """Out of order is possible, never silent."""
    play = Play().open("c1", LI).open("c3", WANG)
    ticket = play.take()

    with pytest.raises(NotAllowed, match="no-right"):
        play.ask(c.CallTicket(ticket=ticket.id, reason="agreed"), WANG)
    [called] = play.ask(c.CallTicket(ticket=ticket.id, reason="agreed", ordered_by="dan"), LI)
    assert isinstance(called, e.TicketCalled)
    assert called.out_of_order
    assert called.ordered_by == "dan"
    assert called.reason.key == "ordered"


def test_recall_waits_for_the_gap_and_stops_at_the_most() -> None:
    """Visitors get time to walk, and loudspeakers some rest."""
    play = Play().open()
    ticket = play.take()
    play.call()

    with pytest.raises(AgainstStandard, match="recall-too-soon"):
        play.later(29).ask(c.Recall(), LI)
    play.later(1).ask(c.Recall(), LI)
    play.later(30).ask(c.Recall(), LI)
    with pytest.raises(AgainstStandard, match="recall-too-many"):
        play.later(30).ask(c.Recall(), LI)
    assert ticket.leg.calls == 3


@pytest.mark.parametrize(("needs", "least_s"), [((), 90), (("mobility",), 180)])
def test_absent_waits_for_the_standard_and_longer_with_a_need(needs: tuple[str, ...], least_s: int) -> None:
    """Who walks with a stick needs longer to the counter."""
    play = Play().open("c3")
    play.take(needs=needs)
    play.call()

    with pytest.raises(AgainstStandard, match="absent-too-soon"):
        play.later(least_s - 1).ask(c.MarkAbsent(), LI)
    [absent] = play.later(1).ask(c.MarkAbsent(), LI)
    assert isinstance(absent, e.TicketAbsent)


def test_an_absent_visitor_comes_back_five_places_later_then_at_the_tail_then_forfeits() -> None:
    """过号: the standard's 5 places, tail from the third miss, forfeited at the fourth."""
    play = Play().open()
    ticket = play.take()
    for _ in range(8):
        play.later(1).take()
    for miss in range(1, 5):
        while play.call() is not ticket:
            play.ask(c.Finish(), LI)
            play.later(1).take()
        play.later(90).ask(c.MarkAbsent(), LI)
        if miss == 4:
            break
        play.later(1).ask(c.BringBack(ticket=ticket.id), GUIDE)
        ahead = sum(it.leg.rank < ticket.leg.rank for it in play.hall.tickets.values() if it.state == "waiting")
        assert ahead == (5 if miss < 3 else play.hall.line("social").waiting - 1)
    assert ticket.state == "forfeited"
    with pytest.raises(Conflict, match="ticket-not-in-state"):
        play.ask(c.BringBack(ticket=ticket.id), GUIDE)


def test_hold_frees_the_counter_and_resume_takes_up_the_ticket() -> None:
    """The visitor fetches a copy; meanwhile another is served."""
    play = Play().open()
    held, other = play.take(), play.take()
    play.call()
    play.ask(c.Start(), LI)
    play.later(60).ask(c.Hold(reason="copy"), LI)
    assert play.call() is other

    [resumed] = play.later(100).ask(c.Resume(ticket=held.id), LI)
    assert isinstance(resumed, e.TicketResumed)
    assert resumed.to == "waiting"
    play.ask(c.Finish(), LI)
    assert play.call() is held
    play.later(20).ask(c.Start(), LI)
    play.later(60).ask(c.Finish(), LI)
    assert held.leg.held_us == 120_000_000
    assert held.leg.finished_us is not None
    assert held.leg.started_us is not None
    assert held.leg.finished_us - held.leg.started_us - held.leg.held_us == 120_000_000


def test_a_free_counter_resumes_at_once() -> None:
    """Nobody in hand: the held visitor sits down again."""
    play = Play().open()
    held = play.take()
    play.call()
    play.ask(c.Hold(reason="fill"), LI)
    play.ask(c.Resume(ticket=held.id), LI)
    assert held.state == "serving"


def test_transfer_opens_a_leg_with_credit_and_comes_back_where_asked() -> None:
    """The visitor pays at another queue and returns to the same clerk."""
    play = Play().open("c1").open("c2", WANG)
    ticket = play.take()
    play.call()
    play.ask(c.Start(), LI)
    play.later(60).ask(c.Transfer(to_queue="firms", returns=True, reason="payment"), LI)

    assert (ticket.leg.queue, ticket.leg.group) == ("firms", "transferred")
    assert play.call(WANG) is ticket
    play.ask(c.Finish(), WANG)
    assert (ticket.leg.queue, ticket.leg.only) == ("social", "c1")
    assert play.call(LI) is ticket


def test_transfer_needs_exactly_one_other_place() -> None:
    """Nowhere, both, and the same queue are no places to send somebody."""
    play = Play().open()
    play.take()
    play.call()
    for nowhere in (c.Transfer(), c.Transfer(to_queue="firms", to_counter="c2")):
        with pytest.raises(AgainstStandard, match="transfer-one-place"):
            play.ask(nowhere, LI)
    with pytest.raises(AgainstStandard, match="transfer-same-queue"):
        play.ask(c.Transfer(to_queue="social"), LI)


def test_a_visitor_cancels_only_the_own_ticket() -> None:
    """A token opens one ticket."""
    play = Play()
    mine, other = play.take(), play.take()

    with pytest.raises(NotAllowed, match="not-your-ticket"):
        play.ask(c.Cancel(ticket=other.id), visitor(mine.id))
    play.ask(c.Cancel(ticket=mine.id), visitor(mine.id))
    assert mine.state == "cancelled"
    assert play.hall.line("social").waiting == 1


def test_a_cancelled_number_is_not_given_again() -> None:
    """Two slips with one number are the end of trust."""
    play = Play()
    first = play.take()
    play.ask(c.Cancel(ticket=first.id), visitor(first.id))
    assert play.take().label == "A002"


def test_one_person_one_counter_one_counter_one_person() -> None:
    """Opening twice is refused and says who has it."""
    play = Play().open("c1", LI)
    with pytest.raises(Conflict, match="counter-taken"):
        play.ask(c.OpenCounter(counter="c1"), WANG)
    with pytest.raises(Conflict, match="other-counter-open"):
        play.ask(c.OpenCounter(counter="c2"), LI)
    with pytest.raises(Conflict, match="counter-already-open"):
        play.ask(c.OpenCounter(counter="c1"), LI)


def test_a_paused_counter_does_not_call_and_opens_again() -> None:
    """Lunch ends with open-counter."""
    play = Play().open()
    play.take()
    play.ask(c.PauseCounter(reason="lunch"), LI)
    with pytest.raises(Conflict, match="counter-not-open"):
        play.call()
    play.open()
    assert play.call().label == "A001"


def test_closing_the_last_counter_of_a_queue_says_who_is_left_waiting() -> None:
    """The clerk sees before leaving that four people would wait for nobody."""
    play = Play().open("c2", WANG)
    for _ in range(4):
        play.take("founding")
    [closed] = play.ask(c.CloseCounter(), WANG)
    assert isinstance(closed, e.CounterClosed)
    assert closed.waiting == 4


def test_another_clerks_counter_is_for_the_duty_manager() -> None:
    """A clerk cannot finish at the neighbour's."""
    play = Play().open("c1", LI).open("c2", WANG)
    play.take()
    play.call(LI)
    with pytest.raises(NotAllowed, match="not-your-counter"):
        play.ask(c.Finish(counter="c1"), WANG)
    play.ask(c.Finish(counter="c1"), DUTY)


def test_the_day_closes_only_with_a_disposition_for_everyone() -> None:
    """Nobody is dropped in silence at the end of the day."""
    play = Play().open()
    served, waits = play.take(), play.take()
    play.call()

    with pytest.raises(Conflict) as refused:
        play.ask(c.CloseDay(left=(c.Left(ticket=served.id, disposition="served-late"),)), DUTY)
    assert refused.value.args_by_name["tickets"] == [waits.label]
    play.ask(c.CloseDay(left=(c.Left(ticket=served.id, disposition="served-late"),), rest="booked"), DUTY)
    assert {served.state, waits.state} == {"unserved"}
    assert play.hall.counter("c1").state == "closed"


def test_numbers_start_anew_with_the_next_day_and_go_on_when_the_same_day_reopens() -> None:
    """A day closed by mistake goes on; midnight alone changes nothing."""
    play = Play()
    play.take()
    play.ask(c.CloseDay(rest="left"), DUTY)
    play.later(60).ask(c.OpenDay(), DUTY)
    assert play.take().label == "A002"
    play.later(15 * 3600)
    assert play.take().label == "A003"
    play.ask(c.CloseDay(rest="left"), DUTY)
    play.ask(c.OpenDay(), DUTY)
    assert play.take().label == "A001"


def test_one_rating_a_leg_by_its_holder_or_at_the_counter_just_left() -> None:
    """Neither twice, nor for another, nor before the end."""
    play = Play().open()
    ticket, other = play.take(), play.take()
    with pytest.raises(Conflict, match="nothing-to-rate"):
        play.ask(c.Rate(stars=5), visitor(ticket.id))
    play.call()
    play.ask(c.Finish(), LI)
    with pytest.raises(NotAllowed, match="not-your-ticket"):
        play.ask(c.Rate(stars=5, ticket=ticket.id), visitor(other.id))
    play.ask(c.Rate(stars=1), visitor(ticket.id))
    for again in (visitor(ticket.id), RATER):
        with pytest.raises(Conflict):
            play.ask(c.Rate(stars=5), again)


def test_the_rater_is_blank_again_when_the_next_service_starts() -> None:
    """Nobody rates the visitor before."""
    play = Play().open()
    play.take()
    play.take()
    play.call()
    play.ask(c.Finish(), LI)
    play.call()
    assert play.hall.counter("c1").rateable is not None
    play.ask(c.Start(), LI)
    with pytest.raises(Conflict, match="nothing-to-rate"):
        play.ask(c.Rate(stars=5), RATER)


def test_a_finish_without_start_says_so() -> None:
    """Service time of a leg without a start is not recorded rather than made up."""
    play = Play().open()
    play.take()
    play.call()
    [finished] = play.ask(c.Finish(), LI)
    assert isinstance(finished, e.ServiceFinished)
    assert finished.implicit


def test_finish_and_call_with_nobody_waiting_only_finishes() -> None:
    """The one key never fails for want of visitors."""
    play = Play().open()
    play.take()
    play.call()
    happened = play.ask(c.FinishAndCall(), LI)
    assert [type(event) for event in happened] == [e.ServiceFinished]


def test_refusals_change_nothing() -> None:
    """``decide`` is pure: a refused command leaves the hall as it was."""
    play = Play().open()
    play.take()
    before = repr(play.hall)
    for command, by in [(c.Start(), LI), (c.Recall(), LI), (c.TakeTicket(services=("x",)), KIOSK), (c.CallNext(), WANG)]:
        with pytest.raises(HallError):
            play.ask(command, by)
    assert repr(play.hall) == before


def test_an_actor_may_what_any_of_its_roles_may() -> None:
    """Small halls give one person several roles."""
    both = Actor(kind="person", name="x", roles=frozenset({"guide", "hall-manager"}))
    assert both.may(c.TakeTicket)
    assert both.may(c.OpenDay)
    assert not both.may(c.CallNext)
