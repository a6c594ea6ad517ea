# SPDX-License-Identifier: Apache-2.0
"""What a visitor's phone shows of the own ticket."""

import json
from typing import Any

from displays.ticket.view import view
from hallserver.core import commands as c
from hallserver.core.hall import Ticket
from hallserver.core.roles import visitor
from tests.support import DUTY, GUIDE, LI, SECOND_US, STANDARD, Play


def shown(play: Play, ticket: Ticket) -> dict[str, Any]:
    """Return the ticket's part of its page."""
    found = view(play.hall, ticket.id, play.now_us)["ticket"]
    assert isinstance(found, dict)
    return found


def test_a_waiting_ticket_has_its_place_and_range() -> None:
    """Two ahead, then one, then none; the range is there while a counter is open."""
    play = Play().open()
    play.take()
    play.later(1).take()
    mine = play.later(1).take()
    assert shown(play, mine)["ahead"] == 2
    assert shown(play, mine)["range_s"] is not None
    play.call()
    assert shown(play, mine)["ahead"] == 1


def test_without_an_open_counter_there_is_no_range() -> None:
    """The page then says that it cannot be told."""
    play = Play()
    mine = play.take()
    assert (shown(play, mine)["ahead"], shown(play, mine)["range_s"]) == (0, None)


def test_a_called_ticket_knows_its_counter() -> None:
    """The phone shows where to go, when it was called and which call it is."""
    play = Play().open()
    mine = play.take()
    play.later(30).call()
    page = shown(play, mine)
    assert (page["state"], page["counter"]["number"], page["call"]) == ("called", 1, 1)
    assert page["called_us"] == page["issued_us"] + 30 * SECOND_US
    assert (page["ahead"], page["range_s"]) == (None, None)


def test_a_number_can_be_given_back_until_service_starts() -> None:
    """Waiting, called, held and absent may be cancelled, a served visit may not."""
    play = Play().open()
    mine = play.take()
    assert shown(play, mine)["may_cancel"] is True
    play.call()
    assert shown(play, mine)["may_cancel"] is True
    play.later(5).ask(c.Start(), LI)
    assert shown(play, mine)["may_cancel"] is False


def test_a_finished_leg_is_rated_once() -> None:
    """After the rating the page thanks and asks no more."""
    play = Play().open()
    mine = play.take()
    play.serve()
    assert [row["leg"] for row in shown(play, mine)["rateable"]] == [1]
    play.ask(c.Rate(stars=4), visitor(mine.id))
    assert (shown(play, mine)["rateable"], shown(play, mine)["rated"]) == ([], 1)


def test_further_services_on_the_same_number_are_counted() -> None:
    """Whoever has two errands must not go home after the first."""
    play = Play()
    mine = play.take(services=("seniors", "founding"))
    assert shown(play, mine)["more"] == 1
    assert shown(play, mine)["services"] == [{"zh-Hans": "敬老优待证", "en": "Senior card"}]


def test_nothing_of_anybody_else_is_on_the_page() -> None:
    """A ticket's page holds its own fields only."""
    play = Play().open()
    other = play.take()
    mine = play.take()
    play.call()
    text = json.dumps(view(play.hall, mine.id, play.now_us), ensure_ascii=False)
    assert other.label not in text
    assert other.id not in text


def test_an_unknown_ticket_has_an_empty_page() -> None:
    """Yesterday's number: the page says so instead of failing."""
    assert view(Play().hall, "1.999999", 0)["ticket"] is None


def test_a_finished_visitor_who_is_asked_back_sees_where_to() -> None:
    """Also the second time; before, and for anybody else, there is nothing."""
    play = Play().open()
    mine, other = play.take(), play.take()
    play.serve()
    play.serve()
    assert shown(play, mine)["back"] is None
    for nth in (1, 2):
        play.later(60).ask(c.CallBack(ticket=mine.id), LI)
        back = shown(play, mine)["back"]
        assert (back["counter"]["number"], back["nth"], back["at_us"]) == (1, nth, play.now_us)
    assert shown(play, other)["back"] is None


def test_a_called_visitor_may_say_once_to_be_on_the_way() -> None:
    """The button goes, a sentence stands in its place; the next call offers it anew."""
    play = Play().open()
    mine = play.take()
    assert (shown(play, mine)["may_say_on_way"], shown(play, mine)["on_way"]) == (False, False)
    play.call()
    assert (shown(play, mine)["may_say_on_way"], shown(play, mine)["on_way"]) == (True, False)
    play.ask(c.OnMyWay(ticket=mine.id), visitor(mine.id))
    assert (shown(play, mine)["may_say_on_way"], shown(play, mine)["on_way"]) == (False, True)
    play.later(5).ask(c.Start(), LI)
    assert (shown(play, mine)["may_say_on_way"], shown(play, mine)["on_way"]) == (False, False)


def test_a_hall_that_waits_for_nobody_on_the_way_offers_no_button() -> None:
    """Its standard gives no time for it."""
    head, key, tail = STANDARD.partition('[parameter."call.on_my_way"]\n')
    play = Play(standard=head + key + tail.replace("value = 60", "value = 0", 1)).open()
    mine = play.take()
    play.call()
    assert shown(play, mine)["may_say_on_way"] is False


def test_a_priority_that_nobody_has_looked_at_is_named() -> None:
    """待核验: it gives no place in line until a guide or clerk says that it is so."""
    play = Play().open()
    mine = play.take(group="elderly")
    assert shown(play, mine)["unchecked"]["zh-Hans"] == "老年人"
    play.ask(c.ConfirmPriority(ticket=mine.id), GUIDE)
    assert shown(play, mine)["unchecked"] is None
    play.call()
    called = play.take(group="elderly")
    play.later(5).ask(c.FinishAndCall(), LI)
    assert called.state == "called"
    assert shown(play, called)["unchecked"] is None, "nothing follows from it any more"


def test_it_says_how_many_may_be_let_first() -> None:
    """As many as wait behind, as far as the standard goes; nobody behind the last."""
    play = Play()
    first, *_, last = [play.later(1).take() for _ in range(13)]
    assert (shown(play, first)["may_yield"], shown(play, first)["behind"], shown(play, last)["behind"]) == (True, 10, 0)
    play.ask(c.YieldPlace(ticket=first.id, places=5), visitor(first.id))
    assert (shown(play, first)["ahead"], shown(play, first)["behind"]) == (5, 7)


def test_it_says_how_many_went_first_out_of_order() -> None:
    """With priority, or ordered; not who was there before, nor whom the visitor let first."""
    play = Play().open()
    early, mine = play.take(), play.later(5).take()
    play.later(5).take(group="elderly", by=GUIDE)
    play.call()
    assert shown(play, mine)["passed"] == shown(play, early)["passed"] == 1
    play.ask(c.FinishAndCall(), LI)
    assert shown(play, mine)["passed"] == 1


def test_who_was_called_by_the_halls_word_is_no_priority() -> None:
    """By name, or brought to the front: counted with the others, and told apart from them."""
    play = Play().open()
    mine = play.take()
    by_name, lifted, old = play.later(5).take(), play.later(5).take(), play.later(5).take(group="elderly", by=GUIDE)
    play.ask(c.CallTicket(ticket=by_name.id, reason="other"), LI)
    assert (shown(play, mine)["passed"], shown(play, mine)["passed_called"]) == (1, 1)
    play.ask(c.Lift(ticket=lifted.id, reason="ordered"), DUTY)
    for at_counter, told in ((lifted, (2, 2)), (old, (3, 2))):
        play.ask(c.FinishAndCall(), LI)
        assert at_counter.state == "called"
        assert (shown(play, mine)["passed"], shown(play, mine)["passed_called"]) == told


def test_a_call_that_was_taken_back_is_not_counted_twice() -> None:
    """The first call of a leg counts, whoever sat down on it."""
    play = Play().open()
    _, mine = play.take(), play.later(5).take()
    old = play.later(5).take(group="elderly", by=GUIDE)
    play.call()
    play.ask(c.CorrectTicket(ticket=mine.id), LI)
    play.ask(c.Finish(), LI)
    assert play.call() is old
    assert mine.leg.passed_by == 1


def test_several_errands_are_steps() -> None:
    """What is done, what is in hand, what is to come; one errand is none."""
    play = Play().open()
    mine = play.take(services=("seniors", "founding"))
    assert [it["is"] for it in shown(play, mine)["steps"]] == ["now", "later"]
    play.serve()
    assert [it["is"] for it in shown(play, mine)["steps"]] == ["done", "now"]
    play.ask(c.Cancel(ticket=mine.id), visitor(mine.id))
    assert [it["is"] for it in shown(play, mine)["steps"]] == ["done", "not"]
    assert shown(play, play.take())["steps"] == []


def test_an_absent_visitor_is_told_how_to_come_back_while_that_helps() -> None:
    """From the tail on only a guide can say what is left."""
    play = Play().open()
    mine = play.take()
    play.call()
    play.later(300).ask(c.MarkAbsent(), LI)
    assert shown(play, mine)["may_be_back"] is True
    mine.misses = play.hall.rules.whole("miss.tail_from")
    assert shown(play, mine)["may_be_back"] is False
