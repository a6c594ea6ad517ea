# SPDX-License-Identifier: Apache-2.0
"""A visitor's number: its states and its legs."""

from hallserver.core.states import FROM, TO
from hallserver.core.ticket import LIVE
from tests.support import Play


def test_a_tickets_leg_is_its_last() -> None:
    """The open one, or the one that ended last."""
    play = Play().open()
    ticket = play.take(services=("seniors", "founding"))
    play.serve()

    assert (ticket.leg.no, ticket.leg) == (2, ticket.legs[-1])


def test_live_states_are_those_that_something_can_still_happen_in() -> None:
    """Day close asks for a disposition of exactly these."""
    moved = FROM.keys() - {"undo", "note-case"}
    assert set().union(*(FROM[name] for name in moved)) == LIVE
    assert set().union(*(TO[name] for name in moved)) - LIVE == {"finished", "cancelled", "voided", "forfeited", "unserved"}
