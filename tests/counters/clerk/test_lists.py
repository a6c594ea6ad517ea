# SPDX-License-Identifier: Apache-2.0
"""The lists of the terminal hold what can still be done, and no more than a screen has room for."""

from counters.clerk.lists import LINE_SHOWN, RETURNS_SHOWN, absent, callable_ones, held, line, returns, served
from hallserver.core import commands as c
from tests.support import LI, Play


def test_who_may_come_back_is_listed_newest_first_until_the_right_is_used() -> None:
    """The visitor stands there with a slip: the number on it is what the clerk searches for."""
    play = Play().open()
    play.take()
    play.take()
    first, second = play.call(), None
    play.ask(c.Start(), LI)
    play.ask(c.Finish(outcome="incomplete"), LI)
    second = play.call()
    play.ask(c.Start(), LI)
    play.ask(c.Finish(outcome="incomplete"), LI)

    assert [row["label"] for row in returns(play.hall)] == [second.label, first.label]
    assert returns(play.hall)[1]["id"] == first.id
    assert returns(play.hall)[0]["services"] == [play.hall.catalog.services["seniors"].names]
    play.ask(c.ComeBack(ticket=second.id), LI)
    assert [row["label"] for row in returns(play.hall)] == [first.label]


def test_rights_that_are_over_are_not_listed_and_of_many_only_the_newest() -> None:
    """A right ends with its last day; the list has an end however many there are."""
    play = Play().open()
    for _ in range(RETURNS_SHOWN + 1):
        play.take()
        play.call()
        play.ask(c.Finish(outcome="incomplete"), LI)
    assert len(returns(play.hall)) == RETURNS_SHOWN
    play.hall.day = max(it.until for it in play.hall.returns.values()) + "x"
    assert returns(play.hall) == []


def test_the_line_ends_where_the_screen_does() -> None:
    """Whoever stands further behind is a number, not a row."""
    play = Play().open()
    tickets = [play.take().id for _ in range(LINE_SHOWN + 3)]
    row = play.hall.catalog.counters["c1"]
    assert [it["id"] for it in line(play.hall, row, "li")] == tickets[:LINE_SHOWN]
    assert len(callable_ones(play.hall, row)) == LINE_SHOWN + 3


def test_a_visitor_goes_from_list_to_list() -> None:
    """Held, back, called, absent, served: each time on the list from which the next act starts."""
    play = Play().open()
    play.take()
    row = play.hall.catalog.counters["c1"]
    ticket = play.call()
    play.ask(c.Hold(reason="copy"), LI)
    assert [(it["id"], it["ready"]) for it in held(play.hall, "li")] == [(ticket.id, False)]
    play.ask(c.Ready(ticket=ticket.id), LI)
    assert [(it["id"], it["ready"]) for it in held(play.hall, "li")] == [(ticket.id, True)]
    assert [it["id"] for it in line(play.hall, row, "li")] == [ticket.id]
    assert play.call() is ticket
    play.later(600).ask(c.MarkAbsent(), LI)
    assert [it["id"] for it in absent(play.hall)] == [ticket.id]
    play.later(20).ask(c.CallTicket(ticket=ticket.id, reason="late"), LI)
    play.ask(c.Finish(), LI)
    assert [it["id"] for it in served(play.hall, row)] == [ticket.id]
