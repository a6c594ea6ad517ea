# SPDX-License-Identifier: Apache-2.0
"""Calls out of number order are kept with the reason and on whose word; those in order are not."""

from hallserver.core import commands as c
from hallserver.core.passings import KEPT
from hallserver.core.roles import Actor
from tests.support import DUTY, GUIDE, LI, WANG, Play, next_day


def test_calls_in_number_order_are_not_listed() -> None:
    """The list is for what needs a look."""
    play = Play().open()
    for _ in range(3):
        play.take()
    for _ in range(3):
        play.later(60).serve()
    assert play.hall.passings == []


def test_an_ordered_call_is_listed_even_where_nobody_is_passed() -> None:
    """Whoever is called by name was called by name."""
    play = Play().open()
    ticket = play.take()
    play.ask(c.CallTicket(ticket=ticket.id, reason="agreed"), LI)
    (it,) = play.hall.passings
    assert (it.label, it.counter, it.clerk, it.by, it.ordered, it.passed) == ("A001", "c1", "li", "li", True, 0)
    assert it.reason.args["reason"] == "agreed"


def test_a_priority_that_passes_somebody_names_who_confirmed_it() -> None:
    """A guide's word moves people ahead of others."""
    play = Play().open()
    play.take()
    play.later(10).take(group="elderly", by=GUIDE)
    play.call()
    (it,) = play.hall.passings
    assert (it.label, it.by, it.group, it.passed, it.ordered) == ("A002", "guo", "elderly", 1, False)


def test_a_priority_that_is_first_anyway_passes_nobody() -> None:
    """It is the lowest number."""
    play = Play().open()
    play.take(group="elderly", by=GUIDE)
    play.later(10).take()
    play.call()
    assert play.hall.passings == []


def test_whoever_is_sent_ahead_of_others_is_listed_with_who_sent_them() -> None:
    """With the credit of the transferred a number from an empty queue passes those of the full one."""
    play = Play().open("c1").open("c2", WANG)
    sent = play.later(5).take("founding")
    play.call(WANG)
    play.take()
    play.later(5).ask(c.Transfer(to_queue="social"), WANG)
    play.call()
    (it,) = play.hall.passings
    assert (it.label, it.by, it.clerk, it.passed, it.group) == (sent.label, "wang", "li", 1, "transferred")


def test_many_priorities_do_not_push_an_ordered_call_off_the_list() -> None:
    """Each kind has its own room; the newest stands first."""
    play = Play().open()
    play.ask(c.CallTicket(ticket=play.take().id, reason="agreed"), LI)
    play.ask(c.Finish(), LI)
    for _ in range(KEPT + 5):
        play.take()
        play.later(5).take(group="urgent", by=GUIDE)
        play.serve()
    assert len(play.hall.passings) == KEPT + 1
    assert play.hall.passings[-1].ordered
    assert play.hall.passings[0].at_us > play.hall.passings[1].at_us


def test_the_list_is_of_the_business_day() -> None:
    """Yesterday's are in the journal and the report."""
    play = Play().open()
    play.ask(c.CallTicket(ticket=play.take().id, reason="agreed"), LI)
    assert next_day(play).hall.passings == []


def test_a_lifted_number_that_is_called_by_name_is_listed_twice() -> None:
    """Two words out of order are two."""
    play = Play().open()
    play.take()
    ticket = play.take()
    play.ask(c.Lift(ticket=ticket.id, reason="agreed"), DUTY)
    play.ask(c.CallTicket(ticket=ticket.id, reason="late"), LI)
    assert [(it.by, it.counter, it.reason.args["reason"]) for it in play.hall.passings] == [("li", "c1", "late"), ("dan", "", "agreed")]


def test_a_card_that_confirmed_a_priority_is_no_person() -> None:
    """The list leaves the place empty instead of naming a kiosk."""
    play = Play().open()
    play.take()
    play.later(5).take(group="elderly", by=Actor(kind="device", name="kiosk-1", roles=frozenset({"kiosk", "card"})))
    play.call()
    assert [it.by for it in play.hall.passings] == [""]
