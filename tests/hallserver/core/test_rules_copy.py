# SPDX-License-Identifier: Apache-2.0
"""One more copy of a slip: for whom, of what, how often, where."""

from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import Conflict, NotFound
from hallserver.core.roles import SERVICE_DOOR, Actor
from tests.support import AGENT, GUIDE, SMALL_HALL, Play, names

TWO_PRINTERS: dict[str, list[dict[str, Any]]] = SMALL_HALL | {
    "devices": [
        *SMALL_HALL["devices"],
        {"slug": "printer-2", "names": names("二号"), "kind": "printer", "agent": "agent-1", "driver": "pretend"},
    ]
}


def told(play: Play, ticket: str, copy: int, state: str, printer: str = "printer-1") -> None:
    """Let the agent say how far a copy came."""
    play.ask(c.ReportSlip(job=f"slip/{ticket}/{copy}", device=printer, ticket=ticket, copy=copy, state=state), AGENT)  # type: ignore[arg-type]


def says(play: Play, device: str, state: str) -> None:
    """Let a device say how it is."""
    play.ask(c.ReportDevice(device=device, state=state), SERVICE_DOOR)  # type: ignore[arg-type]


def holder(ticket: str) -> Actor:
    """Return the visitor whose slip was scanned a moment ago."""
    return Actor(kind="ticket", name=ticket, roles=frozenset({"visitor", "present"}))


def test_a_copy_carries_its_number() -> None:
    """The second slip of a ticket is number two, also when nothing is known of the first."""
    play = Play()
    ticket = play.take()

    assert play.ask(c.ReprintSlip(ticket=ticket.id), GUIDE) == [e.SlipAsked(ticket=ticket.id, device="printer-1", copy=2)]


def test_the_first_slip_of_a_number_without_one_is_the_first() -> None:
    """Nobody has another paper of it, so a mark would only puzzle."""
    play = Play()
    ticket = play.take(paperless=True)

    assert play.ask(c.ReprintSlip(ticket=ticket.id), GUIDE) == [e.SlipAsked(ticket=ticket.id, device="printer-1", copy=1)]
    told(play, ticket.id, 1, "done")
    assert play.ask(c.ReprintSlip(ticket=ticket.id), GUIDE) == [e.SlipAsked(ticket=ticket.id, device="printer-1", copy=2)]


def test_three_slips_are_enough() -> None:
    """Paper is not endless, and a fourth slip is somebody's game."""
    play = Play()
    ticket = play.take()
    for copy in (2, 3):
        play.ask(c.ReprintSlip(ticket=ticket.id), GUIDE)
        told(play, ticket.id, copy, "unknown")

    with pytest.raises(Conflict, match="copies-enough"):
        play.ask(c.ReprintSlip(ticket=ticket.id), GUIDE)


@pytest.mark.parametrize("state", ["", "sent"])
def test_a_second_press_makes_no_second_copy(state: str) -> None:
    """A finger presses twice; only what has ended can be asked for again."""
    play = Play()
    ticket = play.take()
    play.ask(c.ReprintSlip(ticket=ticket.id), GUIDE)
    if state:
        told(play, ticket.id, 2, state)

    with pytest.raises(Conflict, match="copy-underway"):
        play.ask(c.ReprintSlip(ticket=ticket.id), GUIDE)


def test_what_lies_at_a_dead_printer_can_be_asked_for_elsewhere() -> None:
    """The visitor stands there; which copy is which is told by its number."""
    play = Play(TWO_PRINTERS)
    ticket = play.take()
    play.ask(c.ReprintSlip(ticket=ticket.id), GUIDE)
    says(play, "printer-1", "unable")

    assert play.ask(c.ReprintSlip(ticket=ticket.id), GUIDE) == [e.SlipAsked(ticket=ticket.id, device="printer-2", copy=3)]


def test_the_holder_gets_a_copy_of_the_own_ticket_only() -> None:
    """A scanned slip is no key to another's."""
    play = Play()
    mine, other = play.take(), play.take()

    assert play.ask(c.ReprintSlip(ticket=mine.id, device="printer-1"), holder(mine.id))
    with pytest.raises(NotFound, match="ticket-unknown"):
        play.ask(c.ReprintSlip(ticket=other.id), holder(mine.id))


def test_a_ticket_whose_turn_is_over_has_no_more_slips() -> None:
    """It would lead somebody to wait for nothing."""
    play = Play()
    ticket = play.take()
    play.ask(c.Cancel(ticket=ticket.id), GUIDE)

    with pytest.raises(Conflict, match="ticket-in-state"):
        play.ask(c.ReprintSlip(ticket=ticket.id), GUIDE)


@pytest.mark.parametrize(("device", "state", "key"), [
    ("printer-1", "out", "copy-printer-out"), ("printer-1", "unable", "copy-printer-unable"), ("agent-1", "lost", "copy-printer-lost"),
])  # fmt: skip
def test_a_printer_that_cannot_print_is_told_in_words(device: str, state: str, key: str) -> None:
    """Whoever asks stands in front of it and can do something about it."""
    play = Play()
    ticket = play.take()
    says(play, device, state)

    for named in (None, "printer-1"):
        with pytest.raises(Conflict, match=key):
            play.ask(c.ReprintSlip(ticket=ticket.id, device=named), GUIDE)


def test_a_hall_without_a_printer_says_so() -> None:
    """And a name that is no printer's is none."""
    play = Play(SMALL_HALL | {"devices": [row for row in SMALL_HALL["devices"] if row["kind"] == "hall-display"]})
    ticket = play.take()

    with pytest.raises(Conflict, match="copy-printer-none"):
        play.ask(c.ReprintSlip(ticket=ticket.id), GUIDE)
    with pytest.raises(NotFound, match="device-unknown"):
        play.ask(c.ReprintSlip(ticket=ticket.id, device="hall-1"), GUIDE)
