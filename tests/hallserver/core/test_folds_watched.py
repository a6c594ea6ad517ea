# SPDX-License-Identifier: Apache-2.0
"""The facts of a clerk's day, as events add to them."""

from hallserver.core import commands as c
from hallserver.core.roles import Actor
from hallserver.core.watched import At, Missed, Rest, Served
from tests.support import DUTY, GUIDE, LI, MINUTE_US, SECOND_US, Play, next_day


def test_a_service_is_kept_with_its_time_without_holds() -> None:
    """Started or not, with its outcome."""
    play = Play().open()
    held, quick = play.take(), play.take()
    play.call()
    play.later(10).ask(c.Start(), LI)
    play.later(60).ask(c.Hold(reason="copy"), LI)
    play.later(300).ask(c.Resume(ticket=held.id), LI)
    play.later(30).ask(c.Finish(outcome="done"), LI)
    play.call()
    play.later(40).ask(c.Finish(), LI)

    assert play.hall.watched["li"].served == [
        Served(held.id, "c1", 90 * SECOND_US, started=True, outcome="done"),
        Served(quick.id, "c1", 40 * SECOND_US, started=False, outcome="accepted"),
    ]


def test_an_absence_is_kept_with_the_time_since_the_call() -> None:
    """And how often the number was called."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.later(40).ask(c.Recall(), LI)
    play.later(60).ask(c.MarkAbsent(), LI)

    assert play.hall.watched["li"].missed == [Missed(ticket.id, "c1", 100 * SECOND_US, 2, needs=False, extra_s=0)]


def test_a_pause_counts_only_while_somebody_waits() -> None:
    """From when until when; closing ends it too."""
    play = Play().open()
    play.ask(c.PauseCounter(reason="break"), LI)
    play.later(60).open("c1", LI)
    play.take()
    from_us = play.now_us
    play.ask(c.PauseCounter(reason="lunch"), LI)
    play.later(60).ask(c.CloseCounter(), LI)

    assert play.hall.watched["li"].rests == [Rest("c1", "lunch", 1, from_us, from_us + MINUTE_US)]


def test_a_pause_by_the_counters_keypad_is_the_clerks_own() -> None:
    """The key does not hide who rests."""
    play = Play().open()
    play.take()
    play.ask(c.PauseCounter(reason="break"), Actor(kind="device", name="keypad-1", roles=frozenset({"keypad"}), counter="c1"))

    assert len(play.hall.watched["li"].rests) == 1


def test_direct_services_and_transfers_are_kept_with_their_time() -> None:
    """Bursts and ping-pong are told from them."""
    play = Play().open()
    play.ask(c.ServeDirect(services=("seniors",)), LI)
    direct = play.hall.counter("c1").ticket
    at_us = play.now_us
    play.later(50).ask(c.Transfer(to_queue="firms", reason="other"), LI)

    assert play.hall.watched["li"].directs == [At(at_us, direct, "c1")]
    assert play.hall.watched["li"].transfers == [At(play.now_us, direct, "c1")]


def test_the_next_day_begins_without_facts() -> None:
    """They belong to their day."""
    play = Play().open()
    play.take()
    play.serve()
    play.ask(c.CloseCounter(counter="c1", reason="gone"), DUTY)
    next_day(play)

    assert play.hall.watched == {}


def test_an_undo_takes_back_what_was_seen_of_that_errand_alone() -> None:
    """Else a clerk could wipe off a service of two seconds with the undo of the next one on the same number."""
    play = Play().open("c3", LI)
    ticket = play.take(services=("seniors", "founding"))
    for _ in range(2):
        play.call()
        play.later(2).ask(c.Finish(), LI)
    play.later(3).ask(c.Undo(), LI)

    assert [fact.ticket for fact in play.hall.watched["li"].served] == [ticket.id]


def test_an_undone_miss_leaves_the_one_before() -> None:
    """Missed, brought back, missed again by mistake."""
    play = Play().open()
    ticket = play.take()
    for again in range(2):
        play.call()
        play.later(100 + again).ask(c.MarkAbsent(), LI)
        play.ask(c.BringBack(ticket=ticket.id), GUIDE) if not again else play.ask(c.Undo(), LI)

    assert [fact.after_us for fact in play.hall.watched["li"].missed] == [100 * SECOND_US]
