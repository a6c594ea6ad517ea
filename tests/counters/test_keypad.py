# SPDX-License-Identifier: Apache-2.0
"""A key means one thing in a state; a key that nobody knows means nothing, least of all a rating."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counters.keypad import KEYS, command_for
from hallserver.core import commands as c
from tests.support import LI, Play


def called() -> Play:
    """Return a hall with a called ticket at counter c1."""
    play = Play().open()
    play.take()
    play.take()
    play.call()
    return play


def test_call_calls_calls_again_and_finishes_as_the_state_wants() -> None:
    """One key carries a clerk through the day: free → next, called → again, serving → finish and next."""
    play = Play().open()
    play.take()
    assert command_for(play.hall, "c1", "call") == c.CallNext(counter="c1")
    ticket = play.call()
    assert command_for(play.hall, "c1", "call") == c.Recall(ticket=ticket.id, counter="c1")
    play.ask(c.Start(), LI)
    assert command_for(play.hall, "c1", "call") == c.FinishAndCall(ticket=ticket.id, counter="c1")


@pytest.mark.parametrize(
    ("key", "kind"),
    [("recall", c.Recall), ("start", c.Start), ("finish", c.Finish), ("rate", c.Finish), ("absent", c.MarkAbsent), ("hold", c.Hold)],
)
def test_keys_for_the_ticket_in_hand_are_guarded_by_it_and_mean_nothing_without_one(key: str, kind: type[c.Command]) -> None:
    """A late frame must never act on the next visitor's ticket."""
    play = called()
    command = command_for(play.hall, "c1", key)
    assert isinstance(command, kind)
    assert getattr(command, "ticket", None) == play.hall.counter("c1").ticket
    assert command_for(Play().open().hall, "c1", key) is None


def test_resume_takes_up_what_was_held_longest() -> None:
    """The keypad has no list: the first one put aside is the first one back."""
    play = called()
    first = play.hall.counter("c1").ticket
    play.ask(c.Hold(reason="copy"), LI)
    play.later(10).call()
    play.ask(c.Hold(reason="copy"), LI)
    assert command_for(play.hall, "c1", "resume") == c.Resume(ticket=first, counter="c1")
    assert command_for(Play().open().hall, "c1", "resume") is None


def test_transfer_goes_to_the_counter_whose_number_was_typed() -> None:
    """Digits before the key name the counter; none, an unknown one or the own one go nowhere."""
    play = called()
    ticket = play.hall.counter("c1").ticket
    assert command_for(play.hall, "c1", "transfer", "03") == c.Transfer(ticket=ticket, to_counter="c3", counter="c1")
    assert [command_for(play.hall, "c1", "transfer", digits) for digits in ("", "1", "77", "x")] == [None] * 4


def test_pause_pauses_and_goes_on() -> None:
    """The same key ends what it began."""
    play = Play().open()
    assert command_for(play.hall, "c1", "pause") == c.PauseCounter(reason="other", counter="c1")
    play.ask(c.PauseCounter(reason="other"), LI)
    assert command_for(play.hall, "c1", "pause") == c.OpenCounter(counter="c1")


@given(key=st.text(max_size=12), digits=st.text(max_size=4))
def test_no_key_ever_rates_and_an_unknown_one_does_nothing(key: str, digits: str) -> None:
    """Fielded systems turned unknown keys into the best rating; ours gives None, and no key makes a rating."""
    play = called()
    for name in (key, *KEYS):
        command = command_for(play.hall, "c1", name, digits)
        assert not isinstance(command, c.Rate)
        assert name in KEYS or command is None
