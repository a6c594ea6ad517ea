# SPDX-License-Identifier: Apache-2.0
"""What screens and reports ask about work orders, and what a clerk is never told."""

import msgspec
import pytest

from hallserver.core import commands as c
from hallserver.core.errors import Conflict, NotFound
from hallserver.core.roles import visitor
from hallserver.core.work_lists import (
    POOLED_DAYS,
    answers_to,
    orders_about,
    orders_closed,
    orders_open,
    others,
    repeated,
    repeats,
    told_as,
    untouched,
)
from hallserver.core.work_order import WorkOrder
from tests.hallserver.core.work import CONTACT, at, rated, steps, the_order, with_others, with_values
from tests.support import BOSS, DUTY, LI, Play, next_day, register

NO = "G20261123-001"


def test_open_orders_stand_with_those_due_first_in_front() -> None:
    """Praise is due later than what must be looked into."""
    play = rated()
    praise, complaint = register(play.later(1), "praise"), register(play)
    closed = register(play, "praise")
    play.ask(c.CloseOrder(order=closed), BOSS)

    assert [it.no for it in orders_open(play.hall, play.now_us)] == [NO, complaint, praise]


def test_what_is_about_oneself_is_left_out_of_every_list_and_sum() -> None:
    """By the clerk of the order; who is nobody, a display, sees all. Closed ones stand newest first."""
    play = rated(play=rated(standard=with_values(repeat_min=2)))
    for source in ("praise", "praise"):
        play.ask(c.CloseOrder(order=register(play.later(1), source)), BOSS)
    closed = [it.no for it in orders_closed(play.hall, 9)]

    assert closed == ["D20261123-002", "D20261123-001"] != [it.no for it in orders_closed(play.hall, 1)]
    assert [len(others(play.hall.orders.values(), who)) for who in ("li", "wang", "")] == [2, 4, 4]
    assert (repeated(play.hall, "li"), len(repeated(play.hall, "wang"))) == ([], 2)


def test_those_with_which_nobody_has_done_anything_are_told_apart() -> None:
    """Their visitors may still be in the hall."""
    play = rated()
    later = register(play.later(1))
    register(play, "praise")
    assert [it.no for it in untouched(play.hall)] == [later, NO]

    play.ask(c.ContactVisitor(order=later, reached=False), DUTY)
    steps_of_first = c.VerifyOrder(order=NO, found="partly")
    play.ask(steps_of_first, DUTY)
    assert untouched(play.hall) == []


def test_a_clerk_is_told_nothing_by_which_the_visitor_could_be_known() -> None:
    """On the day after, that it was found to be so: number, day, cause, measure; no ticket, time, counter, matter, stars, text, contact."""
    play = rated()
    order = steps(play, "verify", "contact", "rectify")
    assert orders_about(play.hall, "li", play.now_us) == []

    next_day(with_others(play))
    [told] = orders_about(play.hall, "li", play.now_us)
    assert msgspec.to_builtins(told) == {
        "no": NO,
        "date": "2026-11-23",
        "found": "justified",
        "cause": "unclear",
        "measure": "corrected",
        "appeal": "",
        "closed": False,
    }
    hidden = [order.ticket, str(order.opened_us), order.counter, order.service, order.item, "said", "phone"]
    assert not [it for it in hidden if it in msgspec.json.encode(told).decode()]
    assert [it for it in hidden if it in msgspec.json.encode(order).decode()] == hidden  # the control: the order itself has all of it
    assert orders_about(play.hall, "wang", play.now_us) == []


def test_what_was_left_out_is_not_held_against_the_clerk() -> None:
    """So the clerk is not told of it either."""
    play = rated()
    steps(play, "verify")
    play.ask(c.ProposeExclusion(order=NO, why="mistaken", reason="按错键"), DUTY)
    play.ask(c.DecideExclusion(order=NO, agree=True, reason="录像核实"), BOSS)
    next_day(with_others(play))

    assert not told_as(play.hall, the_order(play), "li", play.now_us)


def test_the_tickets_holder_sees_how_far_it_is_and_no_name() -> None:
    """Another ticket's holder sees nothing of it, and what has no ticket is nobody's to look up."""
    play = rated()
    register(play)
    order = steps_of(play)
    [seen] = answers_to(play.hall, order.ticket)

    assert (seen.no, seen.source, seen.step, seen.replied_us) == (NO, "rating", "call-back", order.replied_us)
    assert "li" not in msgspec.to_builtins(seen).values()
    assert answers_to(play.hall, "1.999") == answers_to(play.hall, "") == []
    next_day(play)
    assert [it.no for it in answers_to(play.hall, order.ticket)] == [NO]


def steps_of(play: Play) -> WorkOrder:
    """Have the first order answered; return it."""
    for command in (
        c.VerifyOrder(order=NO, found="unjustified"),
        c.ContactVisitor(order=NO),
        c.ExplainOrder(order=NO),
        c.ReplyOrder(order=NO, text=CONTACT),
    ):
        play.ask(command, DUTY)
    return play.hall.orders[NO]


def test_what_comes_again_is_told_by_counter_matter_and_cause() -> None:
    """Two at one counter about one matter; the third has another cause; praise and what was left out do not count."""
    play = Play().open()
    for service, cause in (("seniors", "slow"), ("seniors", "slow"), ("aid", "attitude")):
        ticket = play.take(service)
        play.serve()
        play.ask(c.Rate(stars=1), visitor(ticket.id))
        no = list(play.hall.orders)[-1]
        play.ask(c.VerifyOrder(order=no, found="partly"), DUTY)
        play.ask(c.ExplainOrder(order=no, cause=cause), DUTY)
    register(play, "praise", counter="c1")
    register(play, counter="c2")
    one, two, three = (f"G20261123-00{n}" for n in (1, 2, 3))

    found = [(it.by, it.what, it.orders) for it in repeats(play.hall.orders.values(), 2)]
    assert found == [("counter", "c1", (one, two, three)), ("cause", "slow", (one, two)), ("item", "seniors", (one, two))]
    play.ask(c.ProposeExclusion(order=two, why="mistaken", reason="按错键"), DUTY)
    play.ask(c.DecideExclusion(order=two, agree=True, reason="录像核实"), BOSS)
    assert [(it.by, it.orders) for it in repeats(play.hall.orders.values(), 2)] == [("counter", (one, three))]


@pytest.mark.parametrize(("least", "times"), [(2, 1), (3, 0)])
def test_how_often_is_again_is_the_standards(least: int, times: int) -> None:
    """A parameter that somebody changes does something."""
    play = Play(standard=with_values(repeat_min=least))
    play.now_us = at("2026-11-23 10:00")
    for _ in range(2):
        register(play, counter="c2")

    assert len(repeated(play.hall, "dan")) == times
    assert LI.name not in {it.what for it in repeated(play.hall, "dan")}


def test_one_visitor_who_adds_to_a_bad_rating_is_not_the_same_thing_again() -> None:
    """追评 after the first was closed: two orders of one errand, one complaint of one visitor."""
    play = rated()
    order = steps(play, "verify", "contact", "rectify", "reply", "call-back")
    play.ask(c.CloseOrder(order=order.no), DUTY)
    play.ask(c.Rate(stars=1, follow_up=True), visitor(order.ticket))

    assert (len(play.hall.orders), repeats(play.hall.orders.values(), 2)) == (2, [])


def test_of_a_day_with_few_visitors_a_clerk_is_told_nothing_on_the_day_after() -> None:
    """With four visitors one could be guessed; the control is the fifth."""
    for visitors, told in ((4, 0), (5, 1)):
        play = rated()
        steps(play, "verify")
        next_day(with_others(play, visitors - 1))
        assert len(orders_about(play.hall, "li", play.now_us)) == told


def test_a_clerk_is_told_nothing_while_the_business_day_goes_on() -> None:
    """A hall that is open past midnight has the same visitors in mind at five past twelve."""
    play = with_others(rated(moment="2026-11-23 23:50"))
    steps(play, "verify")
    play.now_us = at("2026-11-24 00:05")

    assert orders_about(play.hall, "li", play.now_us) == []


def test_visitors_of_the_days_after_are_pooled_until_nobody_can_be_guessed() -> None:
    """Two, one, one, one: told on the fifth visitor's morrow, under a number that says neither day nor order, and then appealed."""
    play = rated()
    steps(play, "verify")
    with_others(play, 1)
    for _ in range(2):
        next_day(play, hours=24).ask(c.OpenCounter(counter="c1"), LI)
        with_others(play, 1)
        assert orders_about(play.hall, "li", play.now_us) == []
    next_day(play, hours=24).ask(c.OpenCounter(counter="c1"), LI)
    with_others(play, 1)
    assert orders_about(play.hall, "li", play.now_us) == []
    next_day(play, hours=24)
    [told] = orders_about(play.hall, "li", play.now_us)
    assert (told.no, told.date, told.found) == ("T20261126-001", "", "justified")

    with pytest.raises(NotFound, match="order-unknown"):
        play.ask(c.AppealOrder(order=NO, reason="系统故障"), LI)
    play.ask(c.AppealOrder(order=told.no, reason="系统故障"), LI)
    assert the_order(play).appeal == "open"
    with pytest.raises(Conflict) as again:
        play.ask(c.AppealOrder(order=told.no, reason="系统故障"), LI)
    assert again.value.args_by_name == {"order": told.no}


def test_a_clerk_who_hardly_serves_any_more_is_told_in_the_end() -> None:
    """After twenty days, still without the day: then there are ten left to appeal, also against what was closed at once."""
    play = rated()
    steps(play, "verify", "contact", "rectify", "reply", "call-back", "close")
    told_after = list[int]()
    for day in range(1, 25):
        next_day(play, hours=24)
        if orders_about(play.hall, "li", play.now_us) and not told_after:
            told_after.append(day)
    assert told_after == [POOLED_DAYS + 1]
