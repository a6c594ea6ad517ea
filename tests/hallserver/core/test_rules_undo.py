# SPDX-License-Identifier: Apache-2.0
"""What can be taken back: a finish or a mark-absent that was a counter's last act a moment ago, with everything that came of it."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.apply import FOLDS
from hallserver.core.dispatch import waiting_since
from hallserver.core.errors import HallError
from hallserver.core.hall import Hall, Ticket
from hallserver.core.roles import Actor, visitor
from tests.support import DUTY, GUIDE, LI, WANG, Play, fold

ITEM = c.ItemDone(item="senior-card", quantity=2)


def serving(**fields: Any) -> tuple[Play, Ticket]:
    """Return a hall and its visitor, served at c1; one more waits."""
    play = Play().open()
    ticket = play.take(**fields)
    play.later(10).take()
    play.later(30).call()
    play.later(5).ask(c.Start(), LI)
    play.later(60)
    return play, ticket


def refused(play: Play, by: Actor = LI, counter: str | None = None) -> str:
    """Return the key of the refusal to undo."""
    with pytest.raises(HallError) as refusal:
        play.ask(c.Undo(counter=counter), by)
    return refusal.value.key


def but_time(hall: Hall) -> Hall:
    """Return a copy of the hall without what any event changes, and without what an act leaves on purpose."""
    plain = deepcopy(hall)
    plain.seq = plain.at_us = 0
    plain.acts, plain.acted, plain.watched = [], {}, {}
    plain.handouts = {}  # what is printed is printed
    plain.ended = {state: count for state, count in plain.ended.items() if count}
    for counter in plain.counters.values():
        counter.acted_us, counter.undoable, counter.rateable, counter.finished = 0, None, None, None
    for line in plain.lines.values():
        line.busy_us, line.busy_from_us = 0, None
    plain.lines = {queue: line for queue, line in plain.lines.items() if line.waiting or line.calls}
    plain.tallies = {queue: tally for queue, tally in plain.tallies.items() if tally.issued}
    return plain


@pytest.mark.parametrize("services", [("seniors",), ("seniors", "founding")])
@pytest.mark.parametrize("outcome", ["done", "incomplete"])
def test_an_undone_finish_leaves_the_hall_as_it_was(services: tuple[str, ...], outcome: str) -> None:
    """State, hand, plan, tallies, rights: nothing of it is left but the two events."""
    play, ticket = serving(services=services)
    before = but_time(play.hall)
    play.ask(c.Finish(outcome=outcome, items=(ITEM,), missing=("photo",) if outcome == "incomplete" else ()), LI)
    assert ticket.state == ("finished" if len(services) == 1 else "waiting")
    [undone] = play.later(3).ask(c.Undo(), LI)

    assert undone == e.FinishUndone(ticket=ticket.id, leg=1, counter="c1", clerk="li")
    assert but_time(play.hall) == before
    assert ticket.state == "serving"
    play.later(60).ask(c.Finish(), LI)
    assert play.hall.tally.rateable == 1


def test_a_finish_without_a_start_is_undone_to_called() -> None:
    """It was finished by mistake for the start key."""
    play = Play().open()
    ticket = play.take()
    play.call()
    before = but_time(play.hall)
    play.later(2).ask(c.Finish(), LI)
    play.later(2).ask(c.Undo(), LI)

    assert (ticket.state, ticket.leg.started_us, but_time(play.hall)) == ("called", None, before)


def test_whom_the_same_key_called_is_put_back_and_goes_first_at_this_clerks_next_call() -> None:
    """Finish-and-call pressed too early: the next one has heard the call and may be at the counter already."""
    play, ticket = serving()
    passed = play.later(1).take(group="disabled", by=GUIDE)
    _, called = play.ask(c.FinishAndCall(), LI)
    assert isinstance(called, e.TicketCalled)
    assert called.ticket == passed.id
    [undone] = play.later(4).ask(c.Undo(), LI)

    assert undone == e.FinishUndone(ticket=ticket.id, leg=1, counter="c1", clerk="li", put_back=passed.id)
    assert (passed.state, passed.ready_for, passed.leg.counter, passed.misses) == ("waiting", "li", "", 0)
    assert ([shown.label for shown in play.hall.calls], play.hall.counter("c1").recent) == ([ticket.label], [ticket.label])
    late = play.take(group="urgent", by=GUIDE)
    play.ask(c.Finish(), LI)
    assert play.call() is passed
    assert late.state == "waiting"


def test_who_was_put_back_is_not_called_to_another_queues_counter() -> None:
    """The clerk goes on elsewhere: the visitor has never been there, and waits for the own queue."""
    play, _ = serving()
    play.ask(c.FinishAndCall(), LI)
    put_back = play.hall.tickets[play.hall.counter("c1").ticket]
    play.later(4).ask(c.Undo(), LI)
    play.ask(c.Finish(), LI)
    play.ask(c.CloseCounter(), LI)
    firm = play.open("c2", LI).take("founding")

    assert play.call() is firm
    assert waiting_since(play.hall, play.hall.catalog.counters["c2"], "li") is None
    play.ask(c.Finish(), LI)
    play.ask(c.CloseCounter(), LI)
    assert play.open("c1", LI).call() is put_back


def test_who_was_put_back_may_be_called_by_another_counter_before() -> None:
    """Waiting for one clerk while another one is free would be the visitor's loss."""
    play, _ = serving()
    [_, called] = play.ask(c.FinishAndCall(), LI)
    assert isinstance(called, e.TicketCalled)
    play.later(4).ask(c.Undo(), LI)
    play.open("c3", WANG)

    assert play.call(WANG).id == called.ticket
    assert play.hall.ready["li"] == []
    assert play.hall.tally.called == 2


def test_a_mark_absent_is_undone_with_the_miss() -> None:
    """The visitor stood behind a pillar; the call goes on as it was, and may be marked absent at once if need be."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.later(90)
    before = but_time(play.hall)
    play.ask(c.MarkAbsent(), LI)
    [undone] = play.later(9).ask(c.Undo(), LI)

    assert undone == e.AbsenceUndone(ticket=ticket.id, leg=1, counter="c1", clerk="li")
    assert but_time(play.hall) == before
    play.ask(c.MarkAbsent(), LI)
    assert (ticket.misses, play.hall.tally.absent) == (1, 1)


def test_a_forfeited_number_is_called_again() -> None:
    """The fourth miss was none."""
    play = Play().open()
    ticket = play.take()
    for miss in range(1, 5):
        play.call()
        play.later(200).ask(c.MarkAbsent(), LI)
        if miss < 4:
            play.ask(c.BringBack(ticket=ticket.id), GUIDE)
    assert ticket.state == "forfeited"
    play.later(5).ask(c.Undo(), LI)

    assert (ticket.state, ticket.misses, play.hall.tally.forfeited, play.hall.tally.absent) == ("called", 3, 0, 3)
    assert play.hall.ended["forfeited"] == 0


def test_who_was_called_after_the_absent_one_is_put_back() -> None:
    """One counter, one visitor."""
    play = Play().open()
    absent, following = play.take(), play.take()
    play.call()
    play.later(90).ask(c.MarkAbsent(), LI)
    play.call()
    play.later(5).ask(c.Undo(), LI)

    assert (absent.state, following.state, following.ready_for) == ("called", "waiting", "li")


def test_nothing_is_undone_after_the_window() -> None:
    """Ten seconds by the shipped standard."""
    play, _ = serving()
    play.ask(c.Finish(), LI)
    play.later(10.001)
    assert refused(play) == "undo-late"


def test_a_rating_stands() -> None:
    """A clerk who could take a finish back could take a bad rating back; that somebody has rated is not what the refusal says."""
    play, ticket = serving()
    play.ask(c.Finish(), LI)
    play.later(2).ask(c.Rate(stars=1), visitor(ticket.id))
    assert refused(play) == "undo-went-on"


OTHERS: dict[str, Callable[[Play], object]] = {
    "start": lambda play: (play.ask(c.CallNext(), LI), play.ask(c.Start(), LI)),
    "hold": lambda play: (play.ask(c.CallNext(), LI), play.ask(c.Hold(reason="copy"), LI)),
    "transfer": lambda play: (play.ask(c.CallNext(), LI), play.ask(c.Transfer(to_queue="firms"), LI)),
    "named call": lambda play: play.ask(c.CallTicket(ticket="A002", reason="late"), LI),
    "direct": lambda play: play.ask(c.ServeDirect(services=("aid",)), LI),
    "pause": lambda play: play.ask(c.PauseCounter(reason="lunch"), LI),
    "close": lambda play: (play.ask(c.CloseCounter(), LI), play.open()),
    "hand over": lambda play: (play.ask(c.HandOver(to="wang"), LI), play.ask(c.HandOver(to="li"), WANG)),
    "undo": lambda play: play.ask(c.Undo(), LI),
}


@pytest.mark.parametrize("act", OTHERS)
def test_every_other_act_at_the_counter_ends_it(act: str) -> None:
    """What came after rests on what was before."""
    play, _ = serving()
    play.ask(c.Finish(), LI)
    OTHERS[act](play.later(1))
    assert refused(play) == "undo-nothing"


def test_a_visitor_who_has_gone_on_is_not_pulled_back() -> None:
    """Called for the second errand; or brought back, or given the number back."""
    play, ticket = serving(services=("seniors", "founding"))
    play.open("c2", WANG)
    play.ask(c.Finish(), LI)
    play.call(WANG)
    assert refused(play) == "undo-went-on"
    play = Play().open()
    ticket = play.take()
    play.call()
    play.later(90).ask(c.MarkAbsent(), LI)
    play.later(3).ask(c.BringBack(ticket=ticket.id), GUIDE)
    assert refused(play) == "undo-went-on"


def test_who_was_lifted_for_the_second_errand_is_not_pulled_back() -> None:
    """Undone, the errand would keep the lift's credit and forget on whose word."""
    play, ticket = serving(services=("seniors", "founding"))
    play.ask(c.Finish(), LI)
    play.later(3).ask(c.Lift(ticket=ticket.id, reason="agreed"), DUTY)
    assert refused(play) == "undo-went-on"


def test_a_right_to_return_that_was_used_is_not_taken_away() -> None:
    """The visitor holds the new number already."""
    play, ticket = serving()
    play.ask(c.Finish(outcome="incomplete", missing=("photo",)), LI)
    play.later(3).ask(c.ComeBack(ticket=ticket.id), GUIDE)
    assert refused(play) == "undo-went-on"


def test_a_duty_manager_undoes_at_a_named_counter_and_nobody_elsewhere() -> None:
    """Each counter has its own last act."""
    play, _ = serving()
    play.open("c2", WANG)
    play.ask(c.Finish(), LI)
    assert refused(play, WANG) == "undo-nothing"
    assert refused(play, WANG, "c1") == "not-your-counter"
    play.later(2).ask(c.Undo(counter="c1"), DUTY)
    assert refused(play, LI) == "undo-nothing"


def test_a_number_without_paper_has_none_again() -> None:
    """The guide's list of those who wait without paper forgets who has ended, and must not for good."""
    play = Play().open()
    ticket = play.take(paperless=True)
    play.call()
    play.ask(c.Finish(), LI)
    assert play.hall.slipless == {}
    play.ask(c.Undo(), LI)
    assert play.hall.slipless == {ticket.id: "agreed"}


def test_after_a_restart_what_can_be_undone_is_the_same() -> None:
    """The server that comes back within the window knows it."""
    play, ticket = serving()
    play.ask(c.FinishAndCall(), LI)
    play.hall = fold(play.entries)
    play.later(5).ask(c.Undo(), LI)
    assert play.hall.tickets[ticket.id].state == "serving"


def test_the_comparison_finds_a_fold_that_forgets_something(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with a tally that is not taken back, the halls differ."""
    kind: type[e.Event] = e.FinishUndone
    undone = FOLDS[kind]

    def forgetful(hall: Hall, entry: e.Entry, event: e.FinishUndone) -> None:
        undone(hall, entry, event)
        hall.tally.rateable += 1

    monkeypatch.setitem(FOLDS, kind, forgetful)
    play, _ = serving()
    before = but_time(play.hall)
    play.ask(c.Finish(), LI)
    play.ask(c.Undo(), LI)
    assert but_time(play.hall) != before
