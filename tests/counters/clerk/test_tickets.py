# SPDX-License-Identifier: Apache-2.0
"""What the terminal shows of the ticket in hand is what the rules will accept."""

from typing import Any

import msgspec
import pytest

from counters.clerk.tickets import in_hand, why
from hallserver.core import commands as c
from hallserver.core.errors import AgainstStandard
from hallserver.core.roles import visitor
from tests.support import DUTY, GUIDE, LI, SECOND_US, SMALL_HALL, Play


def see(play: Play) -> dict[str, Any]:
    """Return the ticket in hand at counter c1 as the browser gets it."""
    shown: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(in_hand(play.hall, "c1")))
    return shown


def test_recall_and_absent_are_offered_exactly_when_the_rules_allow_them() -> None:
    """The countdown on the button and the refusal of the rules come from the same standard."""
    play = Play().open()
    play.take()
    play.call()
    for command, at in ((c.Recall(), "recall_from_us"), (c.MarkAbsent(), "absent_from_us")):
        from_us = see(play)[at]
        play.now_us = from_us - SECOND_US
        with pytest.raises(AgainstStandard):
            play.ask(command, LI)
        play.now_us = from_us
        play.ask(command, LI)


def test_a_visitor_with_needs_is_given_more_time_before_being_absent() -> None:
    """Who cannot hear or walk fast must not lose the place; the standard gives longer."""
    play = Play().open()
    play.take(needs=("hearing",))
    play.call()
    ticket = see(play)
    assert ticket["absent_from_us"] - play.now_us == play.hall.rules.whole("call.absent_after_needs") * SECOND_US
    assert ticket["needs"] == ["hearing"]


def test_no_recall_is_offered_after_the_last_one_allowed() -> None:
    """At the standard's maximum the button must be off, not refuse."""
    play = Play().open()
    play.take()
    play.call()
    for _ in range(play.hall.rules.whole("call.max_calls") - 1):
        play.later(play.hall.rules.number("call.gap")).ask(c.Recall(), LI)
    assert see(play)["recall_from_us"] is None


def test_the_wait_shown_ends_with_the_first_call() -> None:
    """A recall must not make the visitor's wait longer."""
    play = Play().open()
    play.take()
    play.later(125).call()
    play.later(play.hall.rules.number("call.gap")).ask(c.Recall(), LI)
    assert see(play)["waited_s"] == 125


def test_a_priority_that_was_only_declared_is_shown_as_such() -> None:
    """At a kiosk anybody can claim a priority: the clerk is told to check, and it gave no credit."""
    play = Play().open()
    group = next(slug for slug, row in play.hall.rules.groups.items() if row.declarable)
    play.take(group=group)
    play.take(by=GUIDE, group=group)
    names = play.hall.rules.groups[group].names
    play.call()
    assert (see(play)["group"], see(play)["declared"]) == (names, {})
    play.ask(c.Finish(), LI)
    play.call()
    assert (see(play)["group"], see(play)["declared"]) == ({}, names)


def test_a_call_out_of_order_says_who_ordered_it() -> None:
    """The sentence on screen names the person, not a slug."""
    play = Play().open()
    ticket = play.take()
    play.ask(c.CallTicket(ticket=ticket.id, reason="ordered", ordered_by=DUTY.name), LI)
    assert see(play)["why"]["by"] == play.hall.catalog.people[DUTY.name].names
    assert why(play.hall, None) is None


def test_the_likely_outcome_follows_counter_and_items() -> None:
    """The right outcome stands there already for most: that is one key less for each of them."""
    on_the_spot = [{"slug": "senior-card", "names": {"zh-Hans": "敬老优待证"}, "promise": "on-the-spot"}]
    promised = [on_the_spot[0] | {"promise": "promised"}]
    collection = [row | ({"kind": "collection"} if row["slug"] == "c1" else {}) for row in SMALL_HALL["counters"]]
    expected = {"done": {"items": on_the_spot}, "accepted": {"items": promised}, "collected": {"items": promised, "counters": collection}}
    for outcome, sections in expected.items():
        play = Play(SMALL_HALL | sections).open()
        play.take()
        play.call()
        assert see(play)["outcome"] == outcome


def test_who_must_be_fetched_is_marked_until_somebody_has_gone() -> None:
    """The button of the absent waits for it, as the rule does; on the way is longer."""
    play = Play().open()
    play.take(needs=("hearing",))
    ticket = play.call()
    assert see(play)["escort"] is True
    play.later(600)
    with pytest.raises(AgainstStandard):
        play.ask(c.MarkAbsent(), LI)
    play.ask(c.Escort(ticket=ticket.id), GUIDE)
    assert see(play)["escort"] is False
    before_us = see(play)["absent_from_us"]
    play.ask(c.OnMyWay(ticket=ticket.id), visitor(ticket.id))
    assert (see(play)["on_way"], see(play)["absent_from_us"] > before_us) == (True, True)


def test_a_case_number_stands_there_whoever_sent_it() -> None:
    """Typed, scanned or sent by the approval system: it is in the journal, not in the browser."""
    play = Play().open()
    play.take()
    play.call()
    play.ask(c.Start(), LI)
    play.ask(c.NoteCase(case_no="SZ-2026-1"), LI)
    assert see(play)["case_no"] == "SZ-2026-1"


def test_a_named_priority_is_shown_as_unchecked() -> None:
    """It counts for nothing until somebody has looked."""
    play = Play().open()
    group = next(slug for slug, row in play.hall.rules.groups.items() if row.declarable)
    play.take(group=group)
    play.call()
    assert see(play)["declared"] == play.hall.rules.groups[group].names


def test_at_a_major_matter_of_the_elderly_law_the_clerk_is_told_to_ask() -> None:
    """Protection of the Elderly Act, art. 55: whether it is the elder's own will; at other matters nobody is asked."""
    rows = SMALL_HALL | {"items": [row | {"major_for_elders": True} for row in SMALL_HALL["items"]]}
    asked: list[object] = []
    for service in ("seniors", "aid"):
        play = Play(rows).open()
        play.take(service)
        play.call()
        shown: Any = in_hand(play.hall, "c1")
        asked.append(shown["ask_will"])

    assert asked == [True, False]
