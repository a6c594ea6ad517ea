# SPDX-License-Identifier: Apache-2.0
"""What a visitor needs and may claim: priority that somebody confirms, needs, being fetched, being on the way."""

from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import HallError
from hallserver.core.hall import Ticket
from hallserver.core.roles import Actor, visitor
from tests.support import DUTY, GUIDE, KIOSK, LI, STANDARD, Play


def refused(play: Play, command: c.Command, by: Actor = GUIDE) -> str:
    """Return the key of the refusal."""
    with pytest.raises(HallError) as refusal:
        play.ask(command, by)
    return refusal.value.key


def test_a_named_priority_counts_from_the_moment_it_is_confirmed() -> None:
    """待核验 gives no credit; afterwards the visitor passes those who came up to twenty minutes before."""
    play = Play().open()
    first, named = play.take(), play.later(60).take(group="elderly")
    assert (named.group, named.declared, named.leg.credit_s) == ("", "elderly", 0)
    play.ask(c.ConfirmPriority(ticket=named.id), GUIDE)

    assert (named.group, named.declared, named.leg.group, named.leg.credit_s) == ("elderly", "", "elderly", 1200)
    assert (play.call(), first.state) == (named, "waiting")


def test_a_call_that_rests_on_a_confirmed_priority_names_who_confirmed_it() -> None:
    """A guide's word moves people ahead of others, whoever gave the number."""
    play = Play().open()
    play.take()
    named = play.later(60).take(group="elderly")
    play.ask(c.ConfirmPriority(ticket=named.id), GUIDE)
    play.call()

    assert [(it.label, it.by, it.group) for it in play.hall.passings] == [("A002", "guo", "elderly")]


def test_a_priority_that_is_not_so_is_taken_off() -> None:
    """The number stays where it is."""
    play = Play()
    named = play.take(group="pregnant")
    play.ask(c.ConfirmPriority(ticket=named.id, confirmed=False), GUIDE)

    assert (named.group, named.declared, named.leg.credit_s) == ("", "", 0)
    assert refused(play, c.ConfirmPriority(ticket=named.id, confirmed=False)) == "priority-none"
    assert refused(play, c.ConfirmPriority(ticket=named.id)) == "priority-none"


def test_a_guide_may_see_a_priority_that_nobody_named() -> None:
    """Only one that visitors may claim, and only once."""
    play = Play()
    ticket = play.take()
    assert refused(play, c.ConfirmPriority(ticket=ticket.id, group="returned")) == "group-unknown"
    play.ask(c.ConfirmPriority(ticket=ticket.id, group="disabled"), GUIDE)
    assert refused(play, c.ConfirmPriority(ticket=ticket.id, group="disabled")) == "priority-already"

    assert ticket.group == "disabled"


def test_errands_to_come_have_the_priority_too() -> None:
    """One visitor, one number, every queue; what another rule gave more for stays."""
    play = Play().open()
    ticket = play.take(services=("seniors", "founding"), group="elderly")
    play.call()
    play.ask(c.ConfirmPriority(ticket=ticket.id), LI)
    assert (ticket.leg.group, [(leg.group, leg.credit_s) for leg in ticket.plan]) == ("", [("elderly", 1200)])
    play.ask(c.Finish(), LI)

    assert (ticket.leg.queue, ticket.leg.group) == ("firms", "elderly")


def test_a_lesser_priority_does_not_take_a_greater_credit_away() -> None:
    """Sent on with a quarter of an hour, then seen to be a veteran with as much; lifted, then seen to be old."""
    play = Play()
    ticket = play.take(group="elderly")
    play.ask(c.Lift(ticket=ticket.id, reason="agreed"), DUTY)
    front = ticket.leg.credit_s
    play.ask(c.ConfirmPriority(ticket=ticket.id), GUIDE)

    assert (ticket.group, ticket.leg.group, ticket.leg.credit_s) == ("elderly", "", front)


def test_a_priority_that_was_mistaken_for_another_leaves_nothing_of_its_credit() -> None:
    """Confirmed as disabled by a slip of the finger, then put right: old, and no longer in front of everybody."""
    play = Play()
    ticket = play.take(services=("seniors", "founding"))
    play.ask(c.ConfirmPriority(ticket=ticket.id, group="disabled"), GUIDE)
    play.ask(c.ConfirmPriority(ticket=ticket.id, group="elderly"), GUIDE)

    assert (ticket.group, ticket.leg.group, ticket.leg.credit_s) == ("elderly", "elderly", 1200)
    assert [(leg.group, leg.credit_s) for leg in ticket.plan] == [("elderly", 1200)]


def test_a_right_to_come_back_is_no_mistake() -> None:
    """What was promised gives more than old age, and stays."""
    play = Play()
    ticket = play.take()
    play.ask(c.GiveReturn(ticket=ticket.id, reason="other"), DUTY)
    play.ask(c.ComeBack(ticket=ticket.id), GUIDE)
    back = play.hall.tickets[f"1.{play.hall.seq}"]
    play.ask(c.ConfirmPriority(ticket=back.id, group="elderly"), GUIDE)

    assert (back.group, back.leg.group, back.leg.credit_s) == ("elderly", "returned", 1800)


def test_needs_are_noted_in_place_of_those_before_and_the_language_stays() -> None:
    """They route help and give no priority."""
    play = Play()
    ticket = play.take(needs=("infant",), language="en")
    play.ask(c.NoteNeeds(ticket=ticket.id, needs=("mobility", "language")), GUIDE)
    assert (ticket.needs, ticket.language, ticket.leg.credit_s) == (("language", "mobility"), "en", 0)
    play.ask(c.NoteNeeds(ticket=ticket.id, needs=(), language="zh-Hans"), GUIDE)

    assert (ticket.needs, ticket.language) == ((), "zh-Hans")
    assert [list(parts) for parts in play.hall.line("social").parts.values()] == [[(ticket.leg.rank, ticket.id)]]


def called(standard: str = STANDARD, **fields: Any) -> tuple[Play, Ticket]:
    """Return a hall and its visitor, just called to c1."""
    play = Play(standard=standard).open()
    ticket = play.take(**fields)
    play.call()
    return play, ticket


@pytest.mark.parametrize("need", ["hearing", "sight"])
def test_who_may_not_notice_the_call_is_not_absent_before_somebody_went_to_fetch_them(need: str) -> None:
    """Barrier-free Environment Act 2023, art. 40; a duty manager answers for an exception."""
    play, ticket = called(needs=(need,))
    play.later(600)
    assert refused(play, c.MarkAbsent(), LI) == "absent-not-fetched"
    play.ask(c.Escort(ticket="A001"), GUIDE)
    assert refused(play, c.Escort(ticket="A001")) == "escorted-already"
    play.ask(c.MarkAbsent(), LI)

    assert ticket.state == "absent"


def test_a_duty_manager_may_mark_them_absent_all_the_same() -> None:
    """Everybody is out with the others who must be fetched."""
    play, ticket = called(needs=("hearing",))
    play.later(600).ask(c.MarkAbsent(counter="c1"), DUTY)

    assert ticket.state == "absent"


def test_each_call_is_fetched_for_anew() -> None:
    """Yesterday's guide does not help today's call."""
    play, ticket = called(needs=("sight",))
    play.ask(c.Escort(ticket=ticket.id), GUIDE)
    play.later(600).ask(c.MarkAbsent(), LI)
    play.ask(c.BringBack(ticket=ticket.id), GUIDE)
    play.call()
    play.later(600)

    assert refused(play, c.MarkAbsent(), LI) == "absent-not-fetched"


def test_a_hall_may_choose_not_to_fetch() -> None:
    """The standard's ``call.escort``; other needs are not fetched anyway, and wait longer."""
    head, key, tail = STANDARD.partition('[parameter."call.escort"]\n')
    play, ticket = called(head + key + tail.replace("value = true", "value = false", 1), needs=("hearing",))
    play.later(180).ask(c.MarkAbsent(), LI)
    assert ticket.state == "absent"
    play, ticket = called(needs=("infant",))
    play.later(180).ask(c.MarkAbsent(), LI)
    assert ticket.state == "absent"


@pytest.mark.parametrize("by", [GUIDE, KIOSK])
def test_old_age_has_as_long_as_a_need(by: Actor) -> None:
    """The walk to the counter is longer, confirmed or only named."""
    play, ticket = called(group="elderly", by=by)
    play.later(179)
    assert refused(play, c.MarkAbsent(), LI) == "absent-too-soon"
    play.later(1).ask(c.MarkAbsent(), LI)
    assert ticket.state == "absent"


def test_on_the_way_extends_once_a_call() -> None:
    """By the visitor's phone, or on the visitor's word to a guide."""
    play, ticket = called()
    assert refused(play, c.OnMyWay(ticket=ticket.id), visitor("1.999")) == "not-your-ticket"
    [on_way] = play.later(80).ask(c.OnMyWay(ticket=ticket.id), visitor(ticket.id))
    assert on_way == e.VisitorOnWay(ticket=ticket.id, leg=1, extra_s=60)
    assert refused(play, c.OnMyWay(ticket=ticket.id), visitor(ticket.id)) == "on-way-already"
    assert refused(play, c.OnMyWay(ticket=ticket.id), GUIDE) == "on-way-already"
    play.later(60)
    assert refused(play, c.MarkAbsent(), LI) == "absent-too-soon"
    play.later(10).ask(c.MarkAbsent(), LI)
    assert refused(play, c.OnMyWay(ticket=ticket.id), GUIDE) == "ticket-not-in-state"
    play.ask(c.BringBack(ticket=ticket.id), GUIDE)
    play.call()
    play.ask(c.OnMyWay(ticket=ticket.id), GUIDE)
    assert ticket.leg.on_way_s == 60


def test_a_hall_may_choose_not_to_wait_longer() -> None:
    """The standard's ``call.on_my_way`` is 0."""
    head, key, tail = STANDARD.partition('[parameter."call.on_my_way"]\n')
    play, ticket = called(head + key + tail.replace("value = 60", "value = 0", 1))
    assert refused(play, c.OnMyWay(ticket=ticket.id), visitor(ticket.id)) == "on-way-not-here"
