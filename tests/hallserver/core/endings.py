# SPDX-License-Identifier: Apache-2.0
"""Every way in which a leg that was started can end without being finished, played in a hall whose counter 1 Li has open."""

from collections.abc import Callable

from hallserver.core import commands as c
from hallserver.core.roles import visitor
from hallserver.core.ticket import Ticket
from tests.support import DUTY, GUIDE, LI, Play

PATIENCE_S = 3600
"""Longer than any standard makes a counter wait before a miss."""


def started(play: Play) -> Ticket:
    """Start one visitor's leg at counter 1; return the ticket."""
    play.later(60).take("aid")
    ticket = play.later(60).call()
    play.later(10).ask(c.Start(), LI)
    return ticket


def _held(play: Play) -> None:
    play.later(60).ask(c.Hold(reason="copy"), LI)


def _called_again(play: Play, ticket: Ticket) -> None:
    _held(play)
    play.later(60).ask(c.Ready(ticket=ticket.id), GUIDE)
    play.later(60).call()


def transferred(play: Play, _: Ticket) -> None:
    """Send the visitor on."""
    play.later(60).ask(c.Transfer(to_queue="firms"), LI)


def sent_back(play: Play, _: Ticket) -> None:
    """Close the counter of a clerk who has gone, with the visitor before it."""
    play.later(60).ask(c.CloseCounter(counter="c1", reason="gone"), DUTY)


def missed(play: Play, ticket: Ticket) -> None:
    """Hold the visitor, who does not come when called again."""
    _called_again(play, ticket)
    play.later(PATIENCE_S).ask(c.MarkAbsent(), LI)


def cancelled(play: Play, ticket: Ticket) -> None:
    """Hold the visitor, who gives the number back."""
    _held(play)
    play.later(60).ask(c.Cancel(ticket=ticket.id), visitor(ticket.id))


def given_a_return(play: Play, ticket: Ticket) -> None:
    """Hold the visitor, who is asked to come back on another day."""
    _held(play)
    play.later(60).ask(c.GiveReturn(ticket=ticket.id, reason="system"), DUTY)


def closed_over_held(play: Play, _: Ticket) -> None:
    """Hold the visitor until the day closes."""
    _held(play)
    play.later(60).ask(c.CloseDay(rest="first-next-day"), DUTY)


def closed_over_served(play: Play, _: Ticket) -> None:
    """Close the day over a visitor who is being served."""
    play.later(60).ask(c.CloseDay(rest="left"), DUTY)


ENDINGS: tuple[Callable[[Play, Ticket], None], ...] = (
    transferred, sent_back, missed, cancelled, given_a_return, closed_over_held, closed_over_served,
)  # fmt: skip
"""Only finishing is not among them. Voided cannot be what was ever called."""
