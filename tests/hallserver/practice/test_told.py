# SPDX-License-Identifier: Apache-2.0
"""What a learner is told at each moment."""

from hallserver.core import commands as c
from hallserver.core.roles import Actor
from hallserver.practice.told import told
from hallserver.practice.visitors import COPY_S, STORIES
from hallserver.templates.station import station
from hallserver.words import known
from tests.support import LI, Play

CLERK = Actor(kind="person", name="clerk", roles=frozenset({"clerk"}))


def now(play: Play) -> str:
    """Return the sentence of the moment, without its area."""
    moment = told(play.hall, "li", (), play.now_us)["now"]
    assert isinstance(moment, dict)
    assert known(moment["key"])
    return str(moment["key"]).removeprefix("practice.now.")


def at_counter(story: str) -> Play:
    """Return a hall in which the visitor with this story has just been called to the learner's counter."""
    play = Play()
    play.ask(c.OpenCounter(counter="c1"), LI)
    for _ in range(STORIES.index(story)):
        play.ask(c.CallTicket(ticket=play.take().id, reason="ordered", ordered_by="dan"), LI)
        play.ask(c.Finish(outcome="done"), LI)
        play.later(20)
    play.take()
    play.ask(c.CallNext(), LI)
    return play


def test_before_and_between_visitors() -> None:
    """There is always something to do, and it is said."""
    play = Play()
    assert now(play) == "choose"
    play.ask(c.OpenCounter(counter="c1"), LI)
    assert now(play) == "nobody"
    play.take()
    assert now(play) == "call"
    play.ask(c.PauseCounter(reason="break"), LI)
    assert now(play) == "paused"


def test_a_visitor_walks_sits_down_and_says_what_for() -> None:
    """The plain case."""
    play = at_counter("plain")
    assert now(play) == "walking"
    assert now(play.later(5)) == "here"
    play.ask(c.Start(), LI)
    assert now(play) == "plain"


def test_one_does_not_come_and_one_goes_to_copy() -> None:
    """Absent is learnt on somebody who does not come; a hold on somebody who comes back."""
    assert now(at_counter("absent").later(60)) == "nobody-comes"
    play = at_counter("copy").later(5)
    play.ask(c.Start(), LI)
    assert now(play) == "copy"
    play.ask(c.Hold(reason="copy"), LI)
    assert now(play) == "nobody"
    assert now(play.later(COPY_S + 1)) == "copied"


def test_whoever_was_finished_too_early_sits_down_again_within_the_ten_seconds() -> None:
    """Undo is learnt on a real need, and is not offered when it is too late."""
    play = at_counter("more").later(5)
    play.ask(c.Start(), LI)
    play.ask(c.Finish(outcome="done"), LI)
    assert now(play.later(3)) == "more"
    assert now(play.later(10)) == "nobody"


def test_lessons_are_listed_with_those_done() -> None:
    """The list is the same for everybody; the ticks are one's own."""
    lessons = told(Play().hall, "li", {"call"}, 0)["lessons"]
    assert isinstance(lessons, list)
    assert [it["name"] for it in lessons if it["done"]] == ["call"]


def test_where_nobody_can_be_sent_on_nothing_asks_for_it() -> None:
    """A station with one queue and one counter: a lesson that cannot be done would stay open for ever."""
    rows = station()
    rows["hall"][0] |= {"slug": "lianhua", "names": {"zh-Hans": "莲花社区服务站"}}
    for counters, expected in ((rows["counters"][:1], "plain"), (rows["counters"], "other")):
        play = Play(rows | {"counters": counters})
        play.ask(c.OpenCounter(counter="c1"), CLERK)
        for _ in range(STORIES.index("other")):
            play.ask(c.ServeDirect(services=("social-card",)), CLERK)
            play.ask(c.Finish(outcome="done"), CLERK)
            play.later(20)
        play.ask(c.ServeDirect(services=("social-card",)), CLERK)
        moment = told(play.hall, "clerk", (), play.now_us)
        assert moment["now"] == {"key": f"practice.now.{expected}", "label": "A005"}
        lessons = moment["lessons"]
        assert isinstance(lessons, list)
        assert ("transfer" in {it["name"] for it in lessons}) == (expected == "other")
