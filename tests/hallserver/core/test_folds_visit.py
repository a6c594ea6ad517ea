# SPDX-License-Identifier: Apache-2.0
"""Folds of a visit that goes another way: what the rules' tests do not look at, above all who stands in which list."""

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.hall import Hall
from tests.hallserver.core.any_day import AnyDay
from tests.support import DUTY, GUIDE, LI, Play

SEEDS = range(6)


def in_hand(hall: Hall) -> dict[str, str]:
    """Return counter → the ticket that says it is called or served there, from the tickets alone."""
    return {ticket.leg.counter: ticket.id for ticket in hall.tickets.values() if ticket.state in {"called", "serving"}}


@pytest.mark.parametrize("seed", SEEDS)
def test_each_hand_has_the_one_ticket_that_says_so(seed: int) -> None:
    """Swapped, undone, put back, handed over: never two in one hand, never one in two."""
    for play in AnyDay(seed).halls(400, 5):
        hall = play.hall
        assert {slug: state.ticket for slug, state in hall.counters.items() if state.ticket} == in_hand(hall)
        called = [ticket for ticket in hall.tickets.values() if ticket.state in {"called", "serving"}]
        assert len(called) == len(in_hand(hall))


@pytest.mark.parametrize("seed", SEEDS)
def test_who_is_ready_for_a_clerk_waits_and_is_in_that_clerks_list_only(seed: int) -> None:
    """A number in a list that does not wait would stop the clerk's next call for good."""
    for play in AnyDay(seed).halls(400, 5):
        hall = play.hall
        listed = sorted((clerk, ticket) for clerk, tickets in hall.ready.items() for ticket in tickets)
        assert listed == sorted((ticket.ready_for, ticket.id) for ticket in hall.tickets.values() if ticket.ready_for)
        assert {hall.tickets[ticket].state for _, ticket in listed} <= {"waiting"}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_sums_of_the_queues_are_those_of_the_hall(seed: int) -> None:
    """Whatever was taken back from one of them was taken back from both; nothing goes below nothing."""
    for play in AnyDay(seed).halls(400, 20):
        hall = play.hall
        for name in ("issued", "called", "within", "finished", "absent", "out_of_order", "forfeited", "cancelled", "rateable"):
            of_queues = [getattr(tally, name) for tally in hall.tallies.values()]
            assert sum(of_queues) == getattr(hall.tally, name), name
            assert min(of_queues, default=0) >= 0, name


def test_needs_that_are_noted_on_a_waiting_number_move_it_to_the_line_of_those() -> None:
    """In its queue it is found under what it needs now."""
    play = Play()
    ticket = play.take(language="en")
    play.ask(c.NoteNeeds(ticket=ticket.id, needs=("mobility", "language")), GUIDE)

    assert [(part.mobility, part.language) for part in play.hall.line("social").parts] == [(True, "en")]


def test_what_happens_to_a_number_in_hand_moves_nothing_in_any_line() -> None:
    """Needs, priority and case are noted; nobody enters a line by it."""
    play = Play().open()
    ticket = play.take(group="elderly")
    play.call()
    for command in (c.NoteNeeds(ticket=ticket.id, needs=("sight",)), c.ConfirmPriority(ticket=ticket.id), c.Escort(ticket=ticket.id)):
        play.ask(command, GUIDE)

    assert (play.hall.line("social").waiting, ticket.leg.escorted_us, ticket.group) == (0, play.now_us, "elderly")
    assert (ticket.leg.group, ticket.leg.credit_s) == ("", 0)


def test_a_number_that_changes_to_a_queue_in_which_nobody_ever_waited_begins_its_line() -> None:
    """A service that was quiet all day."""
    play = Play()
    ticket = play.take()
    play.ask(c.ChangeService(ticket=ticket.id, services=("founding",)), GUIDE)

    assert play.hall.line("firms").opened_us == [ticket.leg.opened_us]
    assert play.hall.line("firms").busy_from_us == play.now_us


def test_a_hold_that_a_miss_ended_goes_on_when_the_miss_is_undone() -> None:
    """Served, held, back, called, marked absent by mistake: of the whole time only the service counts as service."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.ask(c.Start(), LI)
    play.later(100).ask(c.Hold(reason="copy"), LI)
    play.later(200).ask(c.Ready(ticket=ticket.id), GUIDE)
    play.call()
    play.later(90).ask(c.MarkAbsent(), LI)
    play.later(4).ask(c.Undo(), LI)
    play.later(6).ask(c.Start(), LI)
    play.later(50).ask(c.Finish(), LI)
    leg = ticket.leg

    assert leg.held_us == (200 + 90 + 4 + 6) * 1_000_000
    assert leg.finished_us is not None
    assert leg.started_us is not None
    assert leg.finished_us - leg.started_us - leg.held_us == 150 * 1_000_000


def test_an_undone_finish_withdraws_only_the_right_that_it_gave() -> None:
    """材料不全 gives the right to come back; any other outcome has given none."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.ask(c.Start(), LI)
    play.ask(c.Finish(outcome="incomplete", missing=("photo",)), LI)
    assert ticket.id in play.hall.returns
    play.ask(c.Undo(), LI)
    assert play.hall.returns == {}
    play.ask(c.Finish(), LI)
    play.fold(e.ReturnGiven(ticket=ticket.id, label="A001", day=play.hall.day, services=(), reason="other", until="2026-11-26"), DUTY)
    play.ask(c.Undo(), LI)
    assert ticket.id in play.hall.returns


def test_the_right_that_an_earlier_errand_gave_stays() -> None:
    """Two errands, papers missing for both, the second finish taken back: the first one's visitor may still come back for it."""
    play = Play().open("c3", LI)
    ticket = play.take(services=("seniors", "founding"))
    for _ in range(2):
        play.call()
        play.later(20).ask(c.Finish(outcome="incomplete", missing=("photo",)), LI)
    assert play.hall.returns[ticket.id].services == ("seniors", "founding")
    play.later(3).ask(c.Undo(), LI)

    assert play.hall.returns[ticket.id].services == ("seniors",)
