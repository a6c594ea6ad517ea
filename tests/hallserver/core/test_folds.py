# SPDX-License-Identifier: Apache-2.0
"""What each event of a ticket's life does to ticket, line, counter and tally."""

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.noted import CallShown
from hallserver.core.roles import visitor
from hallserver.core.tally import Tally
from tests.support import AGENT, DUTY, GUIDE, LI, MINUTE_US, NINE_US, RATER, SECOND_US, WANG, Play, fold, varied_day


def waiting(play: Play, queue: str = "social") -> int:
    """Return how many wait in a queue."""
    return play.hall.line(queue).waiting


def test_an_issued_ticket_waits_and_counts() -> None:
    """All that the slip, the line and the screens need is there at once."""
    play = Play()
    ticket = play.take(party=3, needs=("sight", "hearing"), items=("senior-card",), language="en")

    assert (ticket.id, ticket.label, ticket.letter, ticket.number) == ("1.10", "A001", "A", 1)
    assert (ticket.party, ticket.needs, ticket.items, ticket.language) == (3, ("hearing", "sight"), ("senior-card",), "en")
    assert (ticket.channel, ticket.actor, ticket.issued_us, ticket.state) == ("kiosk", "device:kiosk-1", NINE_US, "waiting")
    assert (ticket.leg.rank, ticket.leg.target_s) == ((NINE_US, 10, 0), 900)
    assert (waiting(play), play.hall.issued, play.hall.tally.issued) == (1, {"A": 1}, 1)
    assert play.hall.tallies == {"social": Tally(issued=1)}


def test_a_call_puts_the_ticket_in_hand_and_on_the_displays() -> None:
    """Line, counter, hall display and wait move together."""
    play = Play().open()
    ticket = play.take()
    play.later(100).call()

    assert (ticket.state, ticket.leg.counter, ticket.leg.clerk, ticket.leg.calls) == ("called", "c1", "li", 1)
    assert ticket.leg.first_called_us == ticket.leg.called_us == ticket.leg.last_called_us == play.now_us
    assert ticket.leg.why is not None
    assert (waiting(play), play.hall.counter("c1").ticket, play.hall.counter("c1").recent) == (0, ticket.id, ["A001"])
    assert play.hall.calls == [CallShown(ticket=ticket.id, label="A001", counter="c1", at_us=play.now_us, call=1, seq=play.hall.seq)]
    assert (play.hall.tally.called, play.hall.tally.wait_us, play.hall.tally.waits_s) == (1, 100 * SECOND_US, [100])


@pytest.mark.parametrize(("wait_s", "within"), [(900, 1), (901, 0)])
def test_a_wait_is_within_the_target_that_held_when_the_leg_was_planned(wait_s: int, within: int) -> None:
    """Fifteen minutes are kept at the fifteenth minute, and broken a second later."""
    play = Play().open()
    play.take()
    play.later(wait_s).call()

    assert play.hall.tally.within == within


def test_a_recall_is_shown_and_moves_no_first_call() -> None:
    """Wait ends with the first call; how often someone is called must not change it."""
    play = Play().open()
    ticket = play.take()
    play.call()
    first_us = play.now_us
    play.later(31).ask(c.Recall(), LI)

    assert (ticket.leg.first_called_us, ticket.leg.called_us, ticket.leg.last_called_us) == (first_us, first_us, play.now_us)
    assert [shown.call for shown in play.hall.calls] == [2, 1]
    assert play.hall.tally.called == 1


def test_only_the_last_thirty_calls_are_shown_and_five_at_a_counter() -> None:
    """Screens are small, and memory must not grow with the day."""
    play = Play().open()
    for _ in range(31):
        play.take()
        play.serve(seconds=1)

    assert [len(play.hall.calls), len(play.hall.counter("c1").recent)] == [30, 5]
    assert [play.hall.calls[0].label, play.hall.calls[-1].label] == ["A031", "A002"]
    assert play.hall.counter("c1").recent[0] == "A031"


def test_walk_and_service_lie_between_call_start_and_finish() -> None:
    """The three times that every report is made of."""
    play = Play().open()
    ticket = play.take()
    play.later(60).call()
    play.later(12).ask(c.Start(), LI)
    play.later(200).ask(c.Finish(outcome="done"), LI)
    leg = ticket.leg

    assert leg.called_us is not None
    assert leg.started_us == leg.called_us + 12 * SECOND_US
    assert leg.finished_us == leg.started_us + 200 * SECOND_US
    assert (leg.outcome, ticket.state, play.hall.counter("c1").ticket) == ("done", "finished", "")
    assert play.hall.counter("c1").rateable == (ticket.id, 1)
    assert (play.hall.tally.finished, play.hall.tally.rateable) == (1, 1)


def test_held_time_is_taken_off_from_hold_to_start() -> None:
    """Fetching a copy is not service; the clerk served others meanwhile."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.ask(c.Start(), LI)
    play.later(30).ask(c.Hold(reason="copy"), LI)
    assert (ticket.state, ticket.leg.held_for, play.hall.counter("c1").ticket) == ("held", "copy", "")
    play.later(100).ask(c.Resume(ticket=ticket.id), LI)

    assert (ticket.state, play.hall.counter("c1").ticket) == ("serving", ticket.id)
    assert (ticket.leg.held_us, ticket.leg.held_from_us) == (100 * SECOND_US, None)


def test_a_hold_before_the_start_takes_off_no_service_time() -> None:
    """There is no service time yet that it could be taken off."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.ask(c.Hold(reason="copy"), LI)
    play.later(100).ask(c.Resume(ticket=ticket.id), LI)

    assert (ticket.leg.held_us, ticket.leg.started_us) == (0, play.now_us)


def test_a_resumed_visitor_whose_clerk_is_busy_is_ready_for_that_clerk() -> None:
    """已返回: first at the clerk who has the papers, at the old rank in the line."""
    play = Play().open()
    ticket = play.take()
    rank = ticket.leg.rank
    play.take()
    play.call()
    play.ask(c.Hold(reason="copy"), LI)
    play.call()
    play.ask(c.Resume(ticket=ticket.id), LI)

    assert (ticket.state, ticket.ready_for, ticket.leg.only, ticket.leg.rank) == ("waiting", "li", "c1", rank)
    assert (play.hall.ready, waiting(play)) == ({"li": [ticket.id]}, 1)
    play.ask(c.FinishAndCall(), LI)
    assert (ticket.state, ticket.ready_for, play.hall.ready) == ("called", "", {"li": []})


def test_the_next_leg_opens_when_the_first_is_finished() -> None:
    """一号多办: the wait of the second errand begins when the first ends."""
    play = Play().open()
    ticket = play.take(services=("seniors", "founding"))
    play.serve()

    assert [leg.queue for leg in ticket.legs] == ["social", "firms"]
    assert (ticket.leg.opened_us, ticket.plan, ticket.state) == (play.now_us, [], "waiting")
    assert (waiting(play, "firms"), play.hall.tally.finished, play.hall.tally.rateable) == (1, 0, 1)
    assert ticket.issued_us < ticket.leg.opened_us


def test_a_transfer_ends_the_leg_and_opens_one_and_plans_the_way_back() -> None:
    """Number and issue time stay; there is one line in which the visitor waits."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.ask(c.Transfer(to_queue="firms", returns=True), LI)

    assert [leg.queue for leg in ticket.legs] == ["social", "firms"]
    assert [(plan.queue, plan.counter) for plan in ticket.plan] == [("social", "c1")]
    assert (waiting(play), waiting(play, "firms"), play.hall.counter("c1").ticket) == (0, 1, "")


def test_an_absent_visitor_leaves_the_hand_and_waits_again_when_brought_back() -> None:
    """The leg that was missed ends; the new one has its own wait."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.later(90).ask(c.MarkAbsent(), LI)
    assert (ticket.state, ticket.misses, play.hall.counter("c1").ticket) == ("absent", 1, "")
    assert (play.hall.tally.absent, play.hall.tally.forfeited) == (1, 0)
    play.later(30).ask(c.BringBack(ticket=ticket.id), GUIDE)

    assert (ticket.state, len(ticket.legs), ticket.leg.opened_us) == ("waiting", 2, play.now_us)
    assert ticket.leg.rank == (play.now_us, play.hall.seq, 0)


def test_a_visitor_brought_back_stands_just_behind_the_fifth_later_ticket() -> None:
    """The rank says whose place it is: the same first parts, and the event's seq behind them."""
    play = Play().open()
    ticket = play.take()
    later = [play.later(1).take() for _ in range(6)]
    play.call()
    play.later(90).ask(c.MarkAbsent(), LI)
    play.ask(c.BringBack(ticket=ticket.id), GUIDE)

    assert ticket.leg.rank == (*later[4].leg.rank[:2], play.hall.seq)
    assert later[4].leg.rank < ticket.leg.rank < later[5].leg.rank


def test_a_forfeited_number_is_counted_and_over() -> None:
    """弃号 is the end of that number."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.fold(e.TicketAbsent(ticket=ticket.id, leg=1, counter="c1", clerk="li", misses=4, forfeited=True), LI)

    assert (ticket.state, play.hall.tally.absent, play.hall.tally.forfeited) == ("forfeited", 1, 1)


def test_a_cancelled_ticket_leaves_its_line() -> None:
    """Nobody is called who has gone home."""
    play = Play()
    ticket = play.take()
    play.later(60).ask(c.Cancel(ticket=ticket.id), visitor(ticket.id))

    assert (ticket.state, waiting(play), play.hall.tally.cancelled) == ("cancelled", 0, 1)
    assert play.hall.line("social").busy_us == MINUTE_US


def test_a_called_ticket_that_is_cancelled_leaves_the_hand() -> None:
    """The counter must be free at once."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.ask(c.Cancel(ticket=ticket.id), visitor(ticket.id))

    assert play.hall.counter("c1").ticket == ""


def test_a_ready_ticket_that_is_cancelled_is_not_ready_any_more() -> None:
    """A list that names the gone would call them for ever."""
    play = Play().open()
    ticket = play.take()
    play.take()
    play.call()
    play.ask(c.Hold(reason="copy"), LI)
    play.call()
    play.ask(c.Resume(ticket=ticket.id), LI)
    play.ask(c.Cancel(ticket=ticket.id), visitor(ticket.id))

    assert (play.hall.ready, ticket.ready_for, waiting(play)) == ({"li": []}, "", 0)


def test_whom_the_day_closed_over_is_unserved() -> None:
    """当日未办 is an end of its own, out of line and hand."""
    play = Play().open()
    in_hand, waits = play.take(), play.take()
    play.call()
    play.ask(c.CloseDay(rest="booked"), DUTY)

    assert {in_hand.state, waits.state} == {"unserved"}
    assert (waiting(play), play.hall.counter("c1").ticket) == (0, "")


def test_a_call_of_a_certain_ticket_is_counted_as_out_of_order() -> None:
    """Each is visible on the manager's screen the same minute."""
    play = Play().open()
    ticket = play.take()
    play.ask(c.CallTicket(ticket=ticket.id, reason="agreed"), LI)

    assert play.hall.tally.out_of_order == 1


def test_a_rating_counts_once_and_blanks_the_rater() -> None:
    """The counter's stars are the sum of its legs' ratings."""
    play = Play().open()
    ticket = play.take()
    play.serve()
    play.ask(c.Rate(stars=4), RATER)

    assert (ticket.leg.ratings, play.hall.counter("c1").rateable, play.hall.tally.stars) == (1, None, {4: 1})
    assert play.hall.tallies["social"].stars == {4: 1}


def test_a_rating_of_an_earlier_leg_does_not_blank_the_rater() -> None:
    """Somebody rates on the phone what was done upstairs, while another stands at the counter."""
    play = Play().open()
    first, second = play.take(), play.take()
    play.serve()
    play.serve()
    play.ask(c.Rate(stars=4), visitor(first.id))

    assert play.hall.counter("c1").rateable == (second.id, 1)


def test_a_rating_of_an_earlier_day_changes_nothing() -> None:
    """The ticket is gone from memory; the journal and the tables keep the rating."""
    play = Play()
    before = fold(play.entries)
    play.fold(e.RatingGiven(ticket="1.1", leg=1, counter="c1", clerk="li", stars=1), GUIDE)
    before.seq += 1

    assert play.hall == before


def test_what_screens_count_is_the_sum_over_the_queues() -> None:
    """The hall's tally and the queues' tallies come from the same events."""
    play = varied_day()
    tallies = play.hall.tallies.values()

    for name in ("issued", "called", "wait_us", "within", "finished", "absent", "forfeited", "cancelled", "rateable", "out_of_order"):
        assert getattr(play.hall.tally, name) == sum(getattr(it, name) for it in tallies), name
    assert sorted(play.hall.tally.waits_s) == sorted(wait_s for it in tallies for wait_s in it.waits_s)


def test_a_varied_day_folds_to_the_hall_that_made_it() -> None:
    """Whatever happened, a restart gives the same state; the day has every event of a ticket's life."""
    play = varied_day()
    play.ask(c.CloseDay(rest="not-here"), DUTY)

    of_a_day = set(e.EVENTS) - {e.Restored}  # begins an epoch; see test_rules_backup
    assert {type(entry.event) for entry in play.entries} == of_a_day
    assert fold(play.entries) == play.hall


def test_counters_of_two_clerks_do_not_mix() -> None:
    """Each hand holds its own ticket."""
    play = Play().open("c1", LI).open("c3", WANG)
    first, second = play.take(), play.take()
    play.call(LI)
    play.call(WANG)

    assert (play.hall.counter("c1").ticket, play.hall.counter("c3").ticket) == (first.id, second.id)


def slip(play: Play, ticket: str, copy: int, state: str) -> None:
    """Let the agent say how far a slip came."""
    play.ask(c.ReportSlip(job=f"slip/{ticket}/{copy}", device="printer-1", ticket=ticket, copy=copy, state=state), AGENT)  # type: ignore[arg-type]


@pytest.mark.parametrize(("older", "kept"), [("done", "done"), ("unknown", "failed"), ("failed", "failed")])
def test_of_an_older_copy_only_counts_that_there_is_paper(older: str, kept: str) -> None:
    """The number of copies never goes back: two slips with one number would be one for the printer's memory."""
    play = Play()
    ticket = play.take().id
    slip(play, ticket, 2, "failed")
    slip(play, ticket, 1, older)

    assert (play.hall.slips[ticket].copy, play.hall.slips[ticket].state) == (2, kept)


def test_staff_know_who_waits_without_paper() -> None:
    """Whose slip failed, until one is printed or the visit is over."""
    play = Play()
    first, second = play.take().id, play.take().id
    for ticket in (first, second):
        slip(play, ticket, 1, "failed")
    assert play.hall.slipless == {first: "failed", second: "failed"}
    slip(play, first, 2, "sent")
    assert list(play.hall.slipless) == [first, second]
    slip(play, first, 2, "done")
    assert list(play.hall.slipless) == [second]
    play.ask(c.Cancel(ticket=second), GUIDE)
    slip(play, second, 1, "failed")

    assert play.hall.slipless == {}
