# SPDX-License-Identifier: Apache-2.0
"""Letting others go first: how far, how often, whose number; and what it does to everybody's place."""

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.alarms import alarms
from hallserver.core.errors import AgainstStandard, Conflict, HallError, NotAllowed
from hallserver.core.hall import Ticket
from hallserver.core.lines import in_turn
from hallserver.core.roles import Actor, visitor
from hallserver.core.rules_yield import may_yield
from hallserver.core.waiting import ahead_of
from hallserver.core.why import why
from tests.support import DUTY, GUIDE, LI, Play

_PRESENT = Actor(kind="device", name="reader-1", roles=frozenset({"present"}))


def order(play: Play) -> list[str]:
    """Return the numbers that wait for the first queue, in turn."""
    return [play.hall.tickets[of].label for of in in_turn([play.hall.line("social")])]


def refused(play: Play, ticket: Ticket, places: int = 3, by: Actor | None = None) -> str:
    """Ask in vain; return why."""
    with pytest.raises(HallError) as refusal:
        play.ask(c.YieldPlace(ticket=ticket.id, places=places), by or visitor(ticket.id))
    return refusal.value.key


def in_line(count: int, *, opened: bool = True) -> tuple[Play, list[Ticket]]:
    """Return a hall in which so many wait, ten seconds apart."""
    play = Play().open() if opened else Play()
    return play, [play.later(10).take() for _ in range(count)]


def test_the_next_three_go_first_and_the_number_keeps_its_time() -> None:
    """The place is exactly three further back, and nobody else's is any worse."""
    play, [first, *_] = in_line(5)
    [event] = play.ask(c.YieldPlace(ticket=first.id, places=3), visitor(first.id))

    assert isinstance(event, e.PlaceYielded)
    assert (event.places, order(play)) == (3, ["A002", "A003", "A004", "A001", "A005"])
    assert (ahead_of(play.hall, first), first.leg.opened_us, first.yields) == (3, first.issued_us, 1)


def test_where_fewer_wait_all_of_them_go_first() -> None:
    """And whoever comes later does not."""
    play, [first, *_] = in_line(3)
    [event] = play.ask(c.YieldPlace(ticket="A1", places=5), visitor(first.id))
    play.later(5).take()

    assert isinstance(event, e.PlaceYielded)
    assert (event.places, order(play)) == (2, ["A002", "A003", "A001", "A004"])


def test_a_place_before_others_by_credit_is_given_up_as_it_is_shown() -> None:
    """A credit of twenty minutes would else leave the number where it was."""
    play, _ = in_line(3)
    old = play.later(10).take(group="elderly", by=GUIDE)
    assert order(play) == ["A004", "A001", "A002", "A003"]
    play.ask(c.YieldPlace(ticket=old.id, places=2), visitor(old.id))

    assert order(play) == ["A001", "A002", "A004", "A003"]
    assert [play.call().label for _ in range(1)] == ["A001"]
    assert play.hall.passings == []


def test_whoever_is_let_first_passes_nobody() -> None:
    """It is no favour: the list of calls out of order stays empty, and the reason is the order of the line."""
    play, [first, second, *_] = in_line(3)
    play.ask(c.YieldPlace(ticket=first.id, places=1), visitor(first.id))

    assert play.call() is second
    assert (second.leg.why and second.leg.why.key, play.hall.passings, play.hall.tally.out_of_order) == ("number-order", [], 0)


def test_a_number_yields_so_often_and_so_far() -> None:
    """By the standard; older standards let it too."""
    play, [first, *_] = in_line(12)
    assert refused(play, first, 11) == "yield-too-far"
    for _ in range(3):
        assert may_yield(play.hall, first)
        play.ask(c.YieldPlace(ticket=first.id, places=2), visitor(first.id))
    assert refused(play, first) == "yield-too-often"
    assert not may_yield(play.hall, first)


def test_it_is_refused_where_it_makes_no_sense() -> None:
    """Nobody behind, called already, or first at the next call."""
    play, [first, last] = in_line(2)
    assert refused(play, last) == "yield-nobody-behind"
    play.call()
    assert refused(play, first) == "ticket-not-in-state"
    play.ask(c.Hold(reason="copy"), LI)
    assert refused(play, first) == "ticket-not-in-state"
    play.ask(c.Ready(ticket=first.id), GUIDE)
    assert refused(play, first) == "yield-ready"


def test_a_visitor_yields_only_the_own_number_staff_anybodys() -> None:
    """Whoever holds the slip at a device of the hall may too; what staff do stands in the list of acts."""
    play, [first, second, third, *_] = in_line(6)
    assert refused(play, first, by=visitor(second.id)) == "not-your-ticket"
    play.ask(c.YieldPlace(ticket=first.id, places=1), _PRESENT)
    assert play.hall.acts == []
    play.ask(c.YieldPlace(ticket=second.id, places=1), GUIDE)
    play.ask(c.YieldPlace(ticket=third.id, places=1), DUTY)

    assert [(act.kind, act.ticket) for act in play.hall.acts] == [("yield", third.id), ("yield", second.id)]


def test_a_chosen_wait_is_in_no_figure_and_raises_no_alarm() -> None:
    """Not on the live screens either; what is waited after the choice counts for alarms from then on."""
    play, [first, second, *_] = in_line(2)
    play.later(3600).ask(c.YieldPlace(ticket=first.id, places=1), visitor(first.id))
    assert play.call() is second
    play.ask(c.FinishAndCall(), LI)

    assert (play.hall.tally.called, first.state, first.leg.yielded_us) == (1, "called", play.now_us)
    assert [it for it in alarms(play.hall, play.now_us) if it.key == "late"] == []


def test_why_says_who_let_others_first() -> None:
    """Else the later number would look favoured."""
    play, [first, *_] = in_line(3)
    play.later(5).ask(c.YieldPlace(ticket=first.id, places=1), visitor(first.id))
    yielded_us = play.now_us
    play.later(5).call()
    told = why(play.entries, "A001", "A002")

    assert (told.first, told.summary[1].key, told.summary[1].args["at_us"]) == ("A002", "sum.yielded", yielded_us)
    assert "yielded" in [line.said.key for line in told.lines]


def test_why_blames_nobody_who_was_later_anyway() -> None:
    """A later number that let others first was behind the earlier one before that, too."""
    play, [_, second, *_] = in_line(3)
    play.later(5).ask(c.YieldPlace(ticket=second.id, places=1), visitor(second.id))
    play.later(5).call()

    assert why(play.entries, "A001", "A002").summary[1].key == "sum.order"


@pytest.mark.parametrize(("gap_s", "told"), [(10, 1), (1190, 0), (1300, 0)])
def test_somebody_with_priority_who_was_let_first_has_passed_nobody(gap_s: int, told: int) -> None:
    """Neither does the visitor read so, nor is it listed; whoever was ahead before that, by priority, was no gift."""
    play, [first, second] = in_line(2)
    play.later(gap_s).take(group="elderly", by=GUIDE)
    play.later(5).ask(c.YieldPlace(ticket=first.id, places=2), visitor(first.id))
    assert order(play)[-1] == first.label
    for _ in range(2):
        play.later(5).serve()

    assert first.leg.passed_by == told
    assert [it.passed for it in play.hall.passings] == [n for n in [told + second.leg.passed_by] if n]


def test_priority_that_comes_after_others_were_let_first_passes() -> None:
    """The control of the one before: that was no choice."""
    play, [first, *_] = in_line(3)
    play.ask(c.YieldPlace(ticket=first.id, places=1), visitor(first.id))
    play.later(10).take(group="elderly", by=GUIDE)
    play.call()

    assert (first.leg.passed_by, [it.passed for it in play.hall.passings]) == (1, [3])


def test_a_place_back_in_line_is_not_more_than_is_there() -> None:
    """The control: with nobody let first the plain order stands."""
    play, [first, *_] = in_line(2)
    with pytest.raises((Conflict, NotAllowed, AgainstStandard)):
        play.ask(c.YieldPlace(ticket="A002", places=1), visitor(first.id))
    assert order(play) == ["A001", "A002"]
