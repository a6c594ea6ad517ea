# SPDX-License-Identifier: Apache-2.0
"""How a work order is born: with a bad rating, or registered by staff."""

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.commands_work import Register
from hallserver.core.errors import AgainstStandard, NotFound
from hallserver.core.roles import SERVICE_CLOCK, visitor
from tests.hallserver.core.work import CONTACT, SAID, at, rated, said, steps, the_order, with_values
from tests.support import BOSS, DUTY, GUIDE, LI, MINUTE_US, RATER, WANG, Play, next_day, register


@pytest.mark.parametrize(("stars", "orders"), [(1, 1), (2, 1), (3, 0), (4, 0), (5, 0)])
def test_a_bad_rating_opens_an_order_in_the_same_step(stars: int, orders: int) -> None:
    """差评: 1 and 2; nobody has to see it first."""
    play = rated(stars)

    assert len(play.hall.orders) == orders
    kinds = [type(entry.event) for entry in play.entries]
    assert kinds[-2:].count(e.WorkOrderOpened) == orders


def test_it_knows_the_visit_the_matter_and_what_was_said() -> None:
    """From the rating alone; what the visitor wrote stays in the vault."""
    play = rated(1)
    order = the_order(play)

    assert (order.no, order.source, order.day, order.stars) == ("G20261123-001", "rating", "2026-11-23", 1)
    assert (order.ticket, order.label, order.leg, order.counter, order.clerk) == ("1.11", "A001", 1, "c1", "li")
    assert (order.service, order.item, order.stage, order.nth) == ("seniors", "senior-card", "accepted", 1)
    assert (order.text, order.contact, order.named) == (SAID.sealed, CONTACT.sealed, True)
    assert order.next_step == "verify"
    assert said(order.due_us or 0) == "2026-11-27 00:00"


def test_the_key_at_the_counter_leaves_nobody_to_be_called() -> None:
    """匿名: looked into and answered all the same, but nobody can be reached."""
    play = Play().open()
    play.take()
    play.serve()
    play.ask(c.Rate(stars=2), RATER)

    assert not the_order(play).named


def test_orders_are_counted_by_the_halls_date() -> None:
    """The number stands on the printed form."""
    play = rated(1)
    rated(1, play=play)
    next_day(play).open()
    rated(2, play=play)

    assert list(play.hall.orders) == ["G20261123-001", "G20261123-002", "G20261124-001"]


def test_the_first_one_after_a_restore_leaves_a_gap() -> None:
    """An order of the lost minute may be on a printed form; its number is not given again."""
    play = rated(1)
    play.later(60).fold(e.Restored(kept="1.9", taken_us=play.now_us - 1, mark="0f"), SERVICE_CLOCK)
    for _ in range(2):
        register(play.later(1))
    for _ in range(2):
        rated(play=play)

    assert list(play.hall.orders) == ["G20261123-001", "D20261123-021", "D20261123-022", "G20261123-022", "G20261123-023"]


def test_a_rating_of_an_earlier_day_opens_one_that_knows_the_matter() -> None:
    """Visitors may rate for days; the ticket is gone from memory by then."""
    play = Play().open()
    ticket = play.take()
    play.serve()
    next_day(play)
    play.ask(c.Rate(stars=1, ticket=ticket.id, leg=1), visitor(ticket.id))
    order = the_order(play)

    assert (order.label, order.service, order.counter, order.clerk, order.day) == ("A001", "seniors", "c1", "li", "2026-11-24")
    assert order.on_spot_us == 0


def test_what_a_visitor_adds_is_noted_on_the_order_that_is_open() -> None:
    """追评: one visit has one order and one answer; who says only now how to be reached is spoken to, while nobody has looked into it."""
    for looked_into in (False, True):
        play = rated(contact=False)
        if looked_into:
            steps(play, "verify")
        ticket = the_order(play).ticket
        _, noted = play.later(60).ask(c.Rate(stars=2, follow_up=True, comment=SAID, contact=CONTACT), visitor(ticket))
        order = the_order(play)

        assert noted == e.OrderFollowedUp(order=order.no, level=2, nth=2, note=SAID.sealed, contact=CONTACT.sealed)
        assert (order.steps[-1].kind, order.steps[-1].says, order.steps[-1].note) == ("followed-up", {"level": 2}, SAID.sealed)
        assert (order.stars, order.nth, order.contact, order.named) == (1, 1, CONTACT.sealed, not looked_into)
        assert order.next_step == ("fix" if looked_into else "verify")


def test_what_a_visitor_adds_opens_one_where_none_is_open() -> None:
    """The first rating was good, or its order is closed, or the order is about another errand of the visit."""
    good = rated(5)
    good.ask(c.Rate(stars=1, follow_up=True), visitor("1.11"))
    assert [(it.nth, it.follows) for it in good.hall.orders.values()] == [(2, True)]

    closed = rated()
    steps(closed, "verify", "contact", "rectify", "reply", "call-back")
    closed.ask(c.CloseOrder(order=the_order(closed).no), DUTY)
    closed.ask(c.Rate(stars=1, follow_up=True), visitor("1.11"))
    assert [it.open for it in closed.hall.orders.values()] == [False, True]

    both = Play().open("c1", LI).open("c2", WANG)
    ticket = both.take(services=("seniors", "founding"))
    both.serve(LI)
    both.serve(WANG)
    both.ask(c.Rate(stars=1, leg=1), visitor(ticket.id))
    both.ask(c.Rate(stars=5, leg=2), visitor(ticket.id))
    both.ask(c.Rate(stars=1, leg=2, follow_up=True), visitor(ticket.id))
    assert [(it.leg, len(it.steps)) for it in both.hall.orders.values()] == [(1, 1), (2, 1)]


@pytest.mark.parametrize("minutes", [5, 30])
def test_while_the_visitor_is_in_the_hall_it_can_be_put_right_on_the_spot(minutes: int) -> None:
    """So long as the standard says."""
    play = rated(1, play=Play(standard=with_values(on_spot_min=minutes)).open())

    assert the_order(play).on_spot_us == the_order(play).opened_us + minutes * MINUTE_US


@pytest.mark.parametrize("source", ["complaint", "cannot-do"])
def test_what_a_visitor_says_to_staff_is_registered_the_same_way(source: Register) -> None:
    """投诉 and 办不成事反映: the same steps and the same limits."""
    play = Play().open()
    ticket = play.take()
    play.serve()
    no = register(play, source, contact=CONTACT, ticket=ticket.label)
    order = play.hall.orders[no]

    assert (order.source, order.ticket, order.counter, order.clerk, order.service) == (source, ticket.id, "c1", "li", "seniors")
    assert (order.named, order.channel, order.next_step) == (True, "staff", "verify")
    assert said(order.due_us or 0) == "2026-11-27 00:00"


def test_a_counter_alone_means_who_sits_there() -> None:
    """A visitor without a number says where it was."""
    play = Play().open()

    assert play.hall.orders[register(play, counter="c1")].clerk == "li"
    assert play.hall.orders[register(play, counter="c2")].clerk == ""
    assert play.hall.orders[register(play)].counter == ""


def test_a_ticket_that_nobody_has_served_has_no_clerk() -> None:
    """Somebody may complain of the wait."""
    play = Play().open()
    waits = play.take()
    order = play.hall.orders[register(play, ticket=waits.label)]

    assert (order.ticket, order.counter, order.clerk) == (waits.id, "", "")


def test_praise_has_one_step_and_its_own_time() -> None:
    """表扬: nothing is looked into; it is passed on."""
    play = Play()
    play.now_us = at("2026-11-23 10:00")
    order = play.hall.orders[register(play, "praise", counter="c1")]

    assert (order.next_step, order.contact_due, said(order.due_us or 0)) == ("close", None, "2026-12-01 00:00")
    play.ask(c.ReplyOrder(order=order.no, text=SAID), BOSS)
    play.ask(c.CloseOrder(order=order.no), BOSS)
    assert not order.open


def test_who_says_nothing_has_nothing_registered() -> None:
    """And neither has who names a counter or number that there is not."""
    play = Play()
    with pytest.raises(AgainstStandard, match="order-text-needed"):
        play.ask(c.RegisterCase(source="complaint"), GUIDE)
    with pytest.raises(NotFound, match="counter-unknown"):
        play.ask(c.RegisterCase(source="complaint", text=SAID, counter="c9"), GUIDE)
    with pytest.raises(NotFound, match="ticket-unknown"):
        play.ask(c.RegisterCase(source="complaint", text=SAID, ticket="A099"), LI)


def test_it_is_registered_while_the_hall_is_closed_too() -> None:
    """Somebody stands at the door in the evening; on the spot is over."""
    play = Play()
    play.ask(c.CloseDay(), DUTY)
    order = play.hall.orders[register(play)]

    assert (order.day, order.on_spot_us) == ("2026-11-23", 0)


def test_what_a_clerk_registers_is_counted_apart_from_ratings() -> None:
    """A clerk who registers something before and after a visitor would know from the numbers who has rated badly."""
    play = Play().open()
    before = register(play, "praise")
    rated(play=play)
    bad = list(play.hall.orders)[-1]
    after = register(play, "praise")

    assert [before, bad, after] == ["D20261123-001", "G20261123-001", "D20261123-002"]


def test_a_number_is_never_given_twice_even_when_the_clock_goes_back() -> None:
    """Somebody sets the date right that was a week ahead: the orders of that day go on where they were."""
    play = Play()
    play.now_us = at("2026-11-23 10:00")
    first = register(play)
    play.now_us = at("2026-11-30 10:00")
    register(play)
    play.now_us = at("2026-11-23 10:30")

    assert (first, register(play)) == ("D20261123-001", "D20261123-002")


def test_a_visit_of_an_earlier_day_is_named_by_date_and_number() -> None:
    """Who complains the day after holds the slip of yesterday; today's number is another visitor's, and of others nothing is known."""
    play = Play().open()
    yesterday = play.take()
    play.serve()
    next_day(play)
    today = play.take()
    order = play.hall.orders[register(play, ticket="a1", day="2026-11-23")]

    assert yesterday.label == today.label == "A001"
    assert (order.ticket, order.label, order.leg, order.counter, order.clerk, order.service) == (
        yesterday.id, "A001", 1, "c1", "li", "seniors",
    )  # fmt: skip
    assert play.hall.orders[register(play, ticket="a1", day=play.hall.day)].ticket == today.id
    for ticket, day in (("A002", "2026-11-23"), ("A001", "2026-11-22")):
        with pytest.raises(NotFound, match="ticket-unknown"):
            play.ask(c.RegisterCase(source="complaint", text=SAID, ticket=ticket, day=day), GUIDE)
