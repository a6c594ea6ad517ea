# SPDX-License-Identifier: Apache-2.0
"""A figure is marked as not credible by the hall manager alone, for a reason that can be read later."""

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, NotAllowed, NotFound
from hallserver.core.roles import Actor
from tests.support import DUTY, Play

MANAGER = Actor(kind="person", name="zhao", roles=frozenset({"hall-manager"}))


def test_a_leg_of_today_and_one_of_an_earlier_day_can_be_marked() -> None:
    """Memory has the tickets of the day only; the tables have the others."""
    play = Play()
    ticket = play.take()
    for which in (ticket.id, "1.3"):
        (event,) = play.ask(c.AnnotateRecord(ticket=which, leg=1, what="wait", reason="clock"), MANAGER)
        assert event == e.RecordAnnotated(ticket=which, leg=1, what="wait", reason="clock")
    assert play.hall.tickets[ticket.id] is ticket, "nothing of the hall's own state follows from it"


def test_a_number_of_today_is_enough() -> None:
    """As whoever looks at the day reads it; the journal has the record's id."""
    play = Play()
    ticket = play.take()
    (event,) = play.ask(c.AnnotateRecord(ticket="a1", leg=1, what="service", reason="test"), MANAGER)

    assert isinstance(event, e.RecordAnnotated)
    assert event.ticket == ticket.id
    with pytest.raises(NotFound, match="ticket-unknown"):
        play.ask(c.AnnotateRecord(ticket="A002", leg=1, what="wait", reason="test"), MANAGER)


def test_what_cannot_be_is_refused() -> None:
    """No record, no reason that can be read, no right."""
    play = Play()
    ticket = play.take()
    for which, leg in ((ticket.id, 2), ("1.99999", 1), ("2.1", 1)):
        with pytest.raises(NotFound):
            play.ask(c.AnnotateRecord(ticket=which, leg=leg, what="wait", reason="clock"), MANAGER)
    with pytest.raises(AgainstStandard):
        play.ask(c.AnnotateRecord(ticket=ticket.id, leg=1, what="wait", reason="nonsense"), MANAGER)
    with pytest.raises(NotAllowed):
        play.ask(c.AnnotateRecord(ticket=ticket.id, leg=1, what="wait", reason="clock"), DUTY)
