# SPDX-License-Identifier: Apache-2.0
"""One number that was looked up."""

from typing import Any

import pytest

from counters.guide.found import ACTS, found
from hallserver.core import commands as c
from hallserver.core.errors import HallError
from hallserver.core.hall import Ticket
from hallserver.core.roles import ROLES
from tests.support import GUIDE, LI, Play


def see(play: Play, ticket: Ticket) -> dict[str, Any]:
    """Return what is known of a ticket."""
    return found(play.hall, ticket.id, play.now_us)


def test_an_unknown_number_is_said_to_be() -> None:
    """The door looks up what was typed; here it is an id."""
    assert found(Play().hall, "1.99", 0) == {"unknown": True}


def test_its_way_is_told_in_order() -> None:
    """Taken, called and missed, brought back, called, fetched, served, finished: each with its time."""
    play = Play().open()
    ticket = play.take()
    play.later(60).call()
    play.later(200).ask(c.MarkAbsent(), LI)
    assert see(play, ticket)["way"][-1] == {"at_us": play.now_us - 200_000_000, "what": "missed", "n": 1}
    play.later(5).ask(c.BringBack(ticket=ticket.id), GUIDE)
    play.later(5).call()
    play.later(5).ask(c.Escort(ticket=ticket.id), GUIDE)
    play.later(5).ask(c.Start(), LI)
    play.later(5).ask(c.Finish(outcome="done"), LI)
    way = see(play, ticket)["way"]

    assert [step["what"] for step in way] == ["taken", "called", "queued", "called", "escorted", "started", "finished"]
    assert [step["at_us"] for step in way] == sorted(step["at_us"] for step in way)
    assert (way[-1]["outcome"], way[-1]["counter"]) == ("done", 1)


def test_a_given_back_number_and_a_held_one_say_so() -> None:
    """Its end has no time of its own in the hall's memory."""
    play = Play().open()
    ticket, other = play.take(), play.take()
    play.ask(c.Cancel(ticket=other.id), GUIDE)
    assert see(play, other)["way"][-1] == {"at_us": None, "what": "cancelled"}
    play.call()
    play.later(1).ask(c.Hold(reason="copy"), LI)
    assert see(play, ticket)["way"][-1]["reason"] == "copy"
    assert see(play, ticket)["acts"] == ["ready", "confirm-priority", "note-needs", "give-notice", "reprint-slip", "cancel"]


@pytest.mark.parametrize("act", ACTS)
def test_what_is_offered_is_taken_and_what_is_not_is_refused(act: str) -> None:
    """In every state of a number: a big button that is refused is worse than none, one that is missing too."""
    assert act in ROLES["guide"]
    for reach in (_waiting, _called, _held, _absent, _finished):
        play = Play().open()
        ticket = reach(play)
        offered = act in see(play, ticket)["acts"]
        assert offered == _taken(play, ticket, act), (act, ticket.state)


def _waiting(play: Play) -> Ticket:
    return play.take()


def _called(play: Play) -> Ticket:
    play.take()
    return play.call()


def _held(play: Play) -> Ticket:
    ticket = _called(play)
    play.ask(c.Hold(reason="copy"), LI)
    return ticket


def _absent(play: Play) -> Ticket:
    ticket = _called(play)
    play.later(300).ask(c.MarkAbsent(), LI)
    return ticket


def _finished(play: Play) -> Ticket:
    ticket = _called(play)
    play.later(9).ask(c.Finish(outcome="incomplete"), LI)
    return ticket


def _taken(play: Play, ticket: Ticket, act: str) -> bool:
    fields: dict[str, dict[str, Any]] = {
        "change-service": {"services": ("founding",)},
        "note-needs": {"needs": ("sight",)},
        "confirm-priority": {"group": "elderly"},
        "give-notice": {"missing": ("copy",)},
    }
    try:
        play.ask(c.BY_NAME[act](ticket=ticket.id, **fields.get(act, {})), GUIDE)
    except HallError:
        return False
    return True
