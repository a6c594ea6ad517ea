# SPDX-License-Identifier: Apache-2.0
"""The story of a day: each step of a number's way is told, and every sentence of it has its words."""

from hallserver.core import commands as c
from hallserver.core.why_story import TOLD, Story, story_of
from hallserver.words import known
from tests.support import DUTY, GUIDE, LI, WANG, Play, varied_day


def keys(story: Story) -> set[str]:
    """Return the keys of everything that is told."""
    return {it.said.key for it in story.steps} | {it.said.key for it in story.calls}


def test_every_sentence_of_a_varied_day_has_its_words() -> None:
    """Whatever happened, it can be printed."""
    found = keys(story_of(varied_day().entries))

    assert len(found) > 12
    assert [key for key in sorted(found) if not known(f"why.{key}")] == []


def test_a_number_that_others_sat_down_with_keeps_its_first_call() -> None:
    """Called, swapped, back in its place: the call is taken back, the other's is a call of its own."""
    play = Play().open()
    called, sits = play.take(), play.take()
    play.call()
    play.later(5).ask(c.CorrectTicket(ticket=sits.id), LI)
    story = story_of(play.entries)

    assert [(it.ticket, it.said.key, it.put_back) for it in story.calls] == [
        (called.id, "call.number-order", True),
        (sits.id, "call.corrected", False),
    ]


def test_a_lift_is_told_and_so_is_the_call_that_follows_from_it() -> None:
    """On whose word, and why."""
    play = Play().open()
    play.take()
    late = play.take()
    play.ask(c.Lift(ticket=late.id, reason="urgent"), DUTY)
    play.call()
    story = story_of(play.entries)

    assert story.calls[0].said.key == "call.lifted"
    assert story.calls[0].said.args == {"reason": "call-reason.urgent", "by": "dan"}
    assert [(it.ticket, it.said.args) for it in story.steps if it.said.key == "lifted"] == [(late.id, story.calls[0].said.args)]


def test_an_absence_that_was_taken_back_was_no_miss() -> None:
    """The call counts as followed."""
    play = Play().open()
    play.take()
    play.call()
    play.later(95).ask(c.MarkAbsent(), LI)
    assert story_of(play.entries).calls[0].missed
    play.later(3).ask(c.Undo(), LI)

    assert not story_of(play.entries).calls[0].missed


def test_a_changed_service_keeps_the_time_of_the_old_queue() -> None:
    """The place in the new one is that of when the number was taken."""
    play = Play().open("c2", WANG)
    ticket = play.take()
    play.later(60).ask(c.ChangeService(ticket=ticket.id, services=("founding",)), GUIDE)
    joins = story_of(play.entries).visits[ticket.id].joins

    assert [queue for _, queue in joins] == ["social", "firms"]
    assert joins[0][0] == joins[1][0]


def test_the_kinds_that_are_told_are_all_that_need_be_read() -> None:
    """A journal of the other kinds left out tells the same."""
    entries = varied_day().entries
    whole, read = story_of(entries), story_of([it for it in entries if type(it.event) in TOLD])

    assert (whole.visits, whole.calls, whole.steps) == (read.visits, read.calls, read.steps)
