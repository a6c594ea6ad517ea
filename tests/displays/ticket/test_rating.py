# SPDX-License-Identifier: Apache-2.0
"""What a visitor's phone says of ratings."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from displays.ticket.rating import past_part, rating_part
from displays.ticket.view import view
from hallserver.core import commands as c
from hallserver.core.hall import LIVE, Ticket
from hallserver.core.roles import visitor
from hallserver.slips import allowed
from tests.hallserver.core.endings import ENDINGS, started
from tests.hallserver.core.work import SAID
from tests.support import APPROVAL, DUTY, LI, WANG, Play


def part(play: Play, ticket: str) -> Any:  # noqa: ANN401 - JSON
    """Return the rating part of a number's page."""
    return rating_part(play.hall, ticket)


def another_day(play: Play) -> None:
    """Close the hall and open it a day later."""
    play.ask(c.CloseDay(rest="left"), DUTY)
    play.later(24 * 3600).ask(c.OpenDay(), DUTY)


def test_a_visit_that_goes_on_is_not_asked_but_may_rate() -> None:
    """``ask`` is for the end of the visit; what was done may be rated all the same."""
    play = Play().open("c1", LI).open("c2", WANG)
    ticket = play.take(services=("seniors", "founding"))
    assert (part(play, ticket.id)["rateable"], part(play, ticket.id)["form"]) == ([], None)
    play.serve(LI)
    assert (part(play, ticket.id)["ask"], [it["leg"] for it in part(play, ticket.id)["rateable"]]) == (False, [1])
    play.serve(WANG)
    assert (part(play, ticket.id)["ask"], [it["leg"] for it in part(play, ticket.id)["rateable"]]) == (True, [1, 2])


@pytest.mark.parametrize("ended", ENDINGS)
def test_what_was_started_is_offered_however_it_ended(ended: Callable[[Play, Ticket], None]) -> None:
    """On the phone and, scanned, at a kiosk: asked once the visit is over; while it goes on, behind a button."""
    play = Play().open()
    ticket = started(play)
    ended(play, ticket)
    shown: Any = view(play.hall, ticket.id, play.now_us)["ticket"]

    assert [(row["leg"], row["counter"]["number"]) for row in shown["rateable"]] == [(1, 1)]
    assert shown["ask"] == (ticket.state not in LIVE) == ("rate" in allowed(play.hall, "kiosk-1", shown))
    play.ask(c.Rate(stars=1, leg=1), visitor(ticket.id))
    assert (part(play, ticket.id)["rateable"], part(play, ticket.id)["rated"]) == ([], 1)


def test_what_was_rated_takes_one_addition() -> None:
    """追评; then nothing more."""
    play = Play().open()
    play.take()
    ticket = play.serve()
    play.ask(c.Rate(stars=5), visitor(ticket.id))
    assert (part(play, ticket.id)["rateable"], len(part(play, ticket.id)["follow"]), part(play, ticket.id)["rated"]) == ([], 1, 1)
    play.ask(c.Rate(stars=1, follow_up=True), visitor(ticket.id))
    assert (part(play, ticket.id)["follow"], part(play, ticket.id)["form"], part(play, ticket.id)["rated"]) == ([], None, 2)


def test_a_number_of_an_earlier_day_has_a_page_while_it_may_be_rated() -> None:
    """Which number, which day, until when; and a case that was closed since."""
    play = Play().open()
    play.take()
    ticket = play.call()
    play.later(5).ask(c.Start(), LI)
    play.later(60).ask(c.Finish(outcome="accepted", case_no="SZ-1"), LI)
    another_day(play)
    past = view(play.hall, ticket.id, play.now_us)["past"]
    assert isinstance(past, dict)
    assert (past["label"], past["day"], past["rate_until"], past["ask"]) == ("A001", "2026-11-23", "2026-11-30", True)
    assert past["rateable"][0]["services"] == [{"zh-Hans": "敬老优待证", "en": "Senior card"}]
    play.ask(c.ImportCompletion(case_no="SZ-1"), APPROVAL)
    assert [it["stage"] for it in part(play, ticket.id)["rateable"]] == ["accepted", "completed"]
    assert "SZ-1" not in json.dumps(view(play.hall, ticket.id, play.now_us))


def test_a_number_that_nobody_may_rate_has_no_past() -> None:
    """Of today, never given, or over."""
    play = Play().open()
    play.take()
    ticket = play.serve()
    assert past_part(play.hall, ticket.id) == {}
    assert view(play.hall, "1.999", play.now_us) == {"hall": view(play.hall, "1.999", 0)["hall"], "ticket": None}
    for _ in range(9):
        another_day(play)
    assert past_part(play.hall, ticket.id) == {}


def test_what_came_of_a_bad_rating_is_told_to_its_ticket_for_as_long_as_it_takes() -> None:
    """How far it is, by code; the answer itself is fetched. Weeks later, when nothing may be rated any more, the page is still there."""
    play = Play().open()
    play.take()
    ticket = play.serve()
    assert part(play, ticket.id)["orders"] == []
    play.ask(c.Rate(stars=1, comment=SAID), visitor(ticket.id))
    [order] = part(play, ticket.id)["orders"]
    assert (order["no"], order["source"], order["step"], order["replied_us"]) == ("G20261123-001", "rating", "verify", 0)
    assert "单明" not in json.dumps(view(play.hall, ticket.id, play.now_us), ensure_ascii=False)
    for _ in range(12):
        another_day(play)
    past: Any = past_part(play.hall, ticket.id)["past"]
    assert (past["label"], past["day"], past["rate_until"], len(past["orders"])) == ("A001", "2026-11-23", "", 1)
    assert past_part(play.hall, "1.999") == {}
