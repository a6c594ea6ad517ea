# SPDX-License-Identifier: Apache-2.0
"""The phones of a whole line at once say, byte by byte, what the page of each ticket says."""

import msgspec
import pytest

from displays.ticket.crowd import CROWD, in_order
from displays.ticket.view import view
from hallserver.core.commands import CloseDay, Command, Configure, ResumeIssuing, StopIssuing
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_SETUP, Actor
from hallserver.core.waiting import ahead_of
from hallserver.page import Fixed
from tests.hallserver.core.any_day import AnyDay
from tests.support import DUTY, GUIDE, LI, SMALL_HALL, Play, names, next_day, varied_day


def pieced(hall: Hall, of: str, fixed: Fixed) -> bytes:
    """Return the page's JSON from its pieces."""
    return fixed.before + CROWD.place(hall, of) + fixed.after


def check_same(hall: Hall) -> None:
    """Every ticket, and one that there is not, has the same page either way; who waits also on the walk along the line."""
    for of in (*hall.tickets, "9.9"):
        assert pieced(hall, of, CROWD.fixed(hall, of)) == msgspec.json.encode(view(hall, of, 0))
    for queue in hall.catalog.queues:
        order, said = CROWD.line(hall, queue)
        walked = {of: said(ahead) for ahead, of in enumerate(order)}
        there = [ticket for ticket in hall.tickets.values() if ticket.state == "waiting" and ticket.leg.queue == queue]
        assert walked == {ticket.id: CROWD.place(hall, ticket.id) for ticket in there}


@pytest.mark.parametrize("seed", range(4))
def test_any_day_is_said_alike(seed: int) -> None:
    """Whatever happens in a hall: groups with credit, transfers, absences, other counters, the next day."""
    for play in AnyDay(seed).halls(360, every=12):
        check_same(play.hall)


def test_rated_held_and_ended_visits_are_said_alike() -> None:
    """What chance hardly makes: ratings, more to come, the day closed over somebody."""
    play = varied_day()
    check_same(play.hall)
    check_same(next_day(play).hall)


@pytest.mark.parametrize("seed", range(4, 7))
def test_a_minor_event_changes_nothing_but_the_place(seed: int) -> None:
    """Else phones would keep showing what is no longer so."""
    day = AnyDay(seed)
    before: dict[str, Fixed] = {}
    seen = len(day.play.entries)
    for play in day.halls(300, every=1):
        new, seen = play.entries[seen:], len(play.entries)
        now = {of: CROWD.fixed(play.hall, of) for of in play.hall.tickets}
        if all(type(entry.event) in CROWD.minor for entry in new):
            named = {getattr(entry.event, "ticket", "") for entry in new}
            assert [of for of in before if of not in named and before[of] != now.get(of)] == []
        before = now


def test_the_order_is_that_in_which_others_are_ahead() -> None:
    """Two with credit pass those who came before them."""
    play = Play().open("c1", LI)
    for group in ("", "", "elderly", "", "", "elderly", ""):
        play.later(10).take(group=group, by=GUIDE)
    tickets = list(in_order(play.hall.line("social")))
    assert [ahead_of(play.hall, play.hall.tickets[of]) for of in tickets] == list(range(7))
    assert tickets != sorted(tickets, key=lambda of: int(of.partition(".")[2]))


def renamed(section: str) -> list[dict[str, object]]:
    """Return the section's rows of the small hall with another name."""
    return [row | {"names": names("新的")} for row in SMALL_HALL[section]]


@pytest.mark.parametrize(
    ("command", "by", "first"),
    [
        (Configure(section="hall", rows=renamed("hall")), SERVICE_SETUP, None),
        (Configure(section="queues", rows=renamed("queues")), SERVICE_SETUP, None),
        (Configure(section="services", rows=renamed("services")), SERVICE_SETUP, None),
        (Configure(section="counters", rows=renamed("counters")), SERVICE_SETUP, None),
        (StopIssuing(reason="closing"), DUTY, None),
        (ResumeIssuing(), DUTY, StopIssuing(reason="full")),
        (CloseDay(rest="left"), DUTY, None),
    ],
)
def test_what_concerns_everybody_is_not_minor(command: Command, by: Actor, first: Command | None) -> None:
    """Other names and closed doors are on every phone."""
    play = Play().open()
    served, called, waits = play.take(), play.take(), play.take()
    play.serve()
    play.call()
    if first is not None:
        play.ask(first, by)
    before = {it.id: CROWD.fixed(play.hall, it.id) for it in (served, called, waits)}
    happened = play.ask(command, by)
    assert [of for of in before if CROWD.fixed(play.hall, of) != before[of]] != []
    assert not all(type(event) in CROWD.minor for event in happened)
