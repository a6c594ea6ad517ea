# SPDX-License-Identifier: Apache-2.0
"""What is kept by state says what a look at every ticket says, whatever has happened."""

from collections import Counter

import pytest

from hallserver.core import commands as c
from hallserver.core.hall import LIVE, Hall, Numbered
from tests.hallserver.core.any_day import AnyDay
from tests.support import DUTY, LI, Play, fold, next_day

SEEDS = range(12)


def by_state(hall: Hall) -> dict[str, list[Numbered]]:
    """Return the live tickets of each state by number, from the tickets alone."""
    rows = sorted((ticket.letter, ticket.number, ticket.id, ticket.label) for ticket in hall.tickets.values())
    return {state: [row for row in rows if hall.tickets[row[2]].state == state] for state in LIVE}


def ended(hall: Hall) -> Counter[str]:
    """Return how many tickets ended how, from the tickets alone."""
    return Counter(ticket.state for ticket in hall.tickets.values() if ticket.state not in LIVE)


def rateable(hall: Hall) -> int:
    """Return how many legs may be rated, from the tickets alone; without what was served by hand before it was entered."""
    legs = [(ticket, leg) for ticket in hall.tickets.values() for leg in ticket.legs if leg.rateable]
    return sum(not (ticket.channel == "paper" and leg.started_us is None and not leg.calls) for ticket, leg in legs)


def over(hall: Hall) -> bool:
    """Tell whether every leg has ended but those of numbers that wait, are called, served or held."""
    last = all((ticket.leg.ended_us is None) == (ticket.state in LIVE - {"absent"}) for ticket in hall.tickets.values())
    return last and all(leg.ended_us is not None for ticket in hall.tickets.values() for leg in ticket.legs[:-1])


def untouched(hall: Hall) -> set[str]:
    """Return the kiosks' tickets that still wait for their first call, from the tickets alone."""
    given = (ticket for ticket in hall.tickets.values() if ticket.channel == "kiosk" and ticket.state == "waiting")
    return {ticket.id for ticket in given if ticket.legs[0].first_called_us is None}


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_kept_by_state_equals_a_look_at_every_ticket(seed: int) -> None:
    """Views count and list from it alone."""
    for play in AnyDay(seed).halls(400, 10):
        hall = play.hall
        assert hall.live == by_state(hall)
        assert +Counter(hall.ended) == ended(hall)
        assert (hall.tally.rateable, over(hall)) == (rateable(hall), True)
        assert hall.numbers == {f"{ticket.letter}{ticket.number}": ticket.id for ticket in hall.tickets.values()}
        assert {given.tickets[at] for given in hall.given.values() for at in given.untouched} == untouched(hall)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_line_keeps_equals_a_look_at_every_ticket(seed: int) -> None:
    """Who waits in it, and since when."""
    for play in AnyDay(seed).halls(400, 10):
        for queue, line in play.hall.lines.items():
            legs = [ticket.leg for ticket in play.hall.tickets.values() if ticket.state == "waiting" and ticket.leg.queue == queue]
            assert (line.waiting, line.opened_us) == (len(legs), sorted(leg.patient_until_us for leg in legs))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_refolded_hall_keeps_the_same(seed: int) -> None:
    """After a restart nothing that is kept may differ."""
    *_, play = AnyDay(seed).halls(400, 400)
    assert fold(play.entries) == play.hall


def test_another_day_keeps_nothing_of_the_last() -> None:
    """Numbers begin anew."""
    play = Play().open()
    play.take()
    play.take()
    play.serve()
    hall = next_day(play).hall

    assert (hall.live, hall.ended, hall.numbers, hall.given, hall.staffing) == (Hall().live, {}, {}, {}, {})


def test_a_held_ticket_is_nobodys_in_hand() -> None:
    """From state to state a ticket is in exactly one list."""
    play = Play().open()
    ticket = play.take()
    row = [("A", 1, ticket.id, "A001")]
    assert play.hall.live["waiting"] == row
    play.call()
    assert (play.hall.live["waiting"], play.hall.live["called"]) == ([], row)
    play.ask(c.Hold(reason="copy"), LI)
    assert (play.hall.live["called"], play.hall.live["held"]) == ([], row)
    play.ask(c.CloseCounter(), LI)
    play.ask(c.CloseDay(rest="left"), DUTY)
    assert (play.hall.live["held"], play.hall.ended) == ([], {"unserved": 1})
