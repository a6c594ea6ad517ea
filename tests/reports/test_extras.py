# SPDX-License-Identifier: Apache-2.0
"""What a day report takes from the journal."""

from hallserver.core import commands as c
from hallserver.core.acts import Act
from hallserver.core.noted import Passing
from reports.extras import KINDS, Extras, extras_of
from tests.support import DUTY, GUIDE, LI, WANG, Play, varied_day


def test_a_days_entries_give_acts_enquiries_and_rights() -> None:
    """In the order in which they happened, with the number that each act is about."""
    play = Play().open()
    first, last = play.take(), play.take()
    play.ask(c.CountEnquiry(topic="papers"), GUIDE)
    play.ask(c.CallTicket(ticket=last.id, reason="late"), LI)
    play.ask(c.GiveReturn(ticket=first.id, reason="system"), DUTY)
    found = extras_of(play.entries)

    assert [(it.kind, found.labels.get(it.ticket)) for it in found.acts] == [("call-ticket", "A002"), ("give-return", "A001")]
    assert (found.enquiries, found.returns_given, found.returns_used) == ({"papers": 1}, 1, 0)


def test_the_report_lists_as_many_acts_as_the_hall_counted() -> None:
    """All of them, whatever the screen has room for; and only the kinds that are read are needed."""
    play = varied_day()
    found = extras_of(it for it in play.entries if type(it.event) in KINDS)

    assert len(found.acts) == sum(play.hall.acted.values()) > 10
    assert found == extras_of(play.entries)


def words(found: Extras) -> dict[str, str]:
    """Return kind of a call that passed others → on whose word it rests."""
    return {it.kind: it.ordered_by for it in found.acts if it.kind.startswith("call-")}


def test_a_call_rests_on_the_word_of_who_granted_it_and_not_of_who_pressed_the_key() -> None:
    """The guide saw the papers, a colleague sent the number on: that clerk followed the rules."""
    play = Play().open("c1", LI).open("c3", WANG)
    play.take()
    play.later(20).take(group="elderly", by=GUIDE)
    assert play.later(20).call().label == "A002"
    assert words(extras_of(play.entries)) == {"call-credit": "guo"}
    play.ask(c.Start(), LI)
    play.ask(c.Transfer(to_counter="c3", reason="specialist"), LI)
    play.call(WANG)

    assert words(extras_of(play.entries)) == {"call-credit": "guo", "call-sent": "li"}


def test_report_and_screen_name_the_same_person() -> None:
    """The live list and the journal's, over a varied day."""
    play = varied_day()
    listed: dict[tuple[str, int], Act] = {(it.ticket, it.at_us): it for it in extras_of(play.entries).acts if it.kind.startswith("call-")}
    both: list[tuple[Passing, Act]] = [(it, listed[it.ticket, it.at_us]) for it in play.hall.passings if (it.ticket, it.at_us) in listed]

    assert len(both) > 2
    assert [(act.kind, act.ordered_by or act.by.partition(":")[2]) for _, act in both] == [
        (act.kind, it.by or it.clerk) for it, act in both
    ]
