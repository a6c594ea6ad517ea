# SPDX-License-Identifier: Apache-2.0
"""A new number, as the hall knows it: waiting, served at once, or served by hand before it was entered."""

from hallserver.core import commands as c
from hallserver.core.hall import Ticket
from tests.support import GUIDE, LI, Play


def entered(play: Play, **fields: object) -> Ticket:
    """Enter a number of the pre-printed series; return it."""
    play.ask(c.EnterPaper(number=7, services=("seniors",), **fields), GUIDE)  # type: ignore[arg-type]  # any of its fields
    return play.hall.tickets[f"1.{play.hall.seq}"]


def test_a_number_from_paper_waits_since_it_was_given() -> None:
    """It is called before those who came after, and quotes no wait."""
    play = Play().open()
    play.later(600).take()
    paper = entered(play, taken="09:05")

    assert (paper.leg.opened_us, paper.issued_us) == (play.now_us - 300 * 1_000_000,) * 2
    assert play.call() is paper
    assert play.hall.tally.waits_s == []


def test_a_number_that_was_served_by_hand_is_over_when_it_is_entered() -> None:
    """Counted as finished, in nobody's hand, and not to be rated at a counter that never had it."""
    play = Play().open()
    paper = entered(play, served_at="c1")
    counter = play.hall.counter("c1")

    assert (paper.state, paper.leg.outcome, paper.leg.clerk, paper.leg.implicit) == ("finished", "accepted", "li", True)
    assert (counter.ticket, counter.rateable, counter.undoable) == ("", None, None)
    assert (play.hall.line("social").waiting, play.hall.tally.finished) == (0, 1)


def test_a_direct_service_fills_the_hand_and_no_line() -> None:
    """The one before can no longer be taken back by it."""
    play = Play().open()
    play.ask(c.ServeDirect(services=("seniors",)), LI)
    play.ask(c.Finish(), LI)
    assert play.hall.counter("c1").undoable is not None
    play.ask(c.ServeDirect(services=("aid",)), LI)

    assert (play.hall.counter("c1").undoable, play.hall.line("social").waiting) == (None, 0)
    assert play.hall.tickets[play.hall.counter("c1").ticket].state == "serving"


def test_a_returned_visitor_uses_up_the_right() -> None:
    """One right, one new number."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.ask(c.Finish(outcome="incomplete", missing=("photo",)), LI)
    assert ticket.id in play.hall.returns
    play.ask(c.ComeBack(ticket=ticket.id), GUIDE)

    assert (play.hall.returns, play.hall.tickets[f"1.{play.hall.seq}"].returns) == ({}, ticket.id)
