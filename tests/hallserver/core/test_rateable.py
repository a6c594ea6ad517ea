# SPDX-License-Identifier: Apache-2.0
"""What may be rated, who is asked, until when; and that a restart knows the same."""

from collections.abc import Callable

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import Conflict
from hallserver.core.hall import Hall
from hallserver.core.rateable import asked_at, cases, chances, is_over, kept_ratings, overdue, rated_of
from hallserver.core.rated import Rated
from hallserver.core.roles import SERVICE_CLOCK, visitor
from hallserver.core.ticket import Ticket
from hallserver.store.reading import from_snapshot
from tests.hallserver.core.endings import ENDINGS, missed, started, transferred
from tests.support import APPROVAL, DUTY, GUIDE, LI, RATER, WANG, Play, changed, fold


def two_errands(play: Play) -> Ticket:
    """Serve the first of a visitor's two errands."""
    ticket = play.take(services=("seniors", "founding"))
    play.serve(LI)
    return ticket


def test_a_visit_is_asked_once_after_its_last_leg() -> None:
    """The rater of the first counter stays silent; that of the last one asks. The phone could rate both all along."""
    play = Play().open("c1", LI).open("c2", WANG)
    ticket = two_errands(play)
    assert (asked_at(play.hall, "c1", play.now_us), is_over(play.hall, ticket.id)) == (None, False)
    assert [it.leg.leg for it in chances(play.hall, ticket.id, play.now_us)] == [1]
    play.serve(WANG)
    asked = asked_at(play.hall, "c2", play.now_us)

    assert asked is not None
    assert (asked.ticket, asked.leg, is_over(play.hall, ticket.id)) == (ticket.id, 2, True)
    assert [it.leg.leg for it in chances(play.hall, ticket.id, play.now_us)] == [1, 2]


def test_a_rater_asks_for_its_window_until_it_was_rated() -> None:
    """Not a second longer, and never of the one before."""
    play = Play().open()
    play.take()
    play.serve()
    assert asked_at(play.hall, "c1", play.now_us + 30_000_000) is not None
    assert asked_at(play.hall, "c1", play.now_us + 30_000_001) is None
    play.later(5).ask(c.Rate(stars=5), RATER)
    assert asked_at(play.hall, "c1", play.now_us) is None
    assert asked_at(Hall(), "c1", 0) is None


def test_a_days_close_keeps_what_may_be_rated_and_a_restart_knows_it() -> None:
    """Of the tickets themselves nothing is left; what has a use is in the snapshot, the same as in the memory that went on."""
    play = Play().open()
    play.take()
    plain = play.serve()
    play.later(5).ask(c.Rate(stars=5), RATER)
    play.take()
    play.call()
    play.later(5).ask(c.Start(), LI)
    play.later(60).ask(c.Finish(outcome="accepted", case_no="SZ-1"), LI)
    play.take()
    play.later(60).ask(c.CloseDay(rest="left"), DUTY)
    kept = play.hall.rated
    assert [(it.label, it.accepted, it.case_no, it.case_until) for legs in kept.kept.values() for it in legs] == [
        ("A001", 1, "", ""),
        ("A002", 0, "SZ-1", "2027-01-07"),
    ]
    assert from_snapshot(play.entries[-1]).rated == kept
    assert kept.by_device == {"rater-1": {"2026-11-23": (1, 1)}}
    play.ask(c.Rate(stars=1, follow_up=True), visitor(plain.id))
    assert kept.kept[plain.id][0].accepted == plain.leg.ratings == 2, "after the close the day still counts both"


def test_a_day_that_is_opened_again_is_not_kept_twice() -> None:
    """The same date goes on with its numbers."""
    play = Play().open()
    play.take()
    ticket = play.serve()
    play.ask(c.CloseDay(), DUTY)
    play.ask(c.OpenDay(), DUTY)
    play.ask(c.Rate(stars=5), visitor(ticket.id))
    play.ask(c.CloseDay(), DUTY)

    assert [(it.leg, it.accepted) for it in play.hall.rated.kept[ticket.id]] == [(1, 1)]


def test_a_hall_that_nobody_was_served_in_keeps_nothing() -> None:
    """And says so; a snapshot that an older program wrote says nothing."""
    play = Play()
    assert kept_ratings(play.hall, play.now_us) == {"rated": {}}
    assert rated_of({"rated": {}}) == rated_of({}) == Rated()


def test_cases_are_found_among_todays_and_earlier_legs() -> None:
    """The newest last."""
    play = Play().open()
    for _ in range(2):
        play.take()
        play.call()
        play.later(5).ask(c.Start(), LI)
        play.later(60).ask(c.Finish(outcome="accepted", case_no="SZ-1"), LI)
        play.ask(c.CloseDay(), DUTY)
        play.later(24 * 3600).ask(c.OpenDay(), DUTY)
        play.open()

    assert [it.day for it in cases(play.hall, "SZ-1")] == ["2026-11-23", "2026-11-24"]
    assert list(cases(play.hall, "SZ-2")) == []


def test_both_stages_may_be_overdue_and_each_is_noted_once() -> None:
    """Nobody rated the errand nor the completion; the standard counts both as 基本满意, flagged."""
    play = Play(standard=changed("eval.default_policy", '"satisfied-flagged"')).open()
    play.take()
    play.call()
    play.later(5).ask(c.Start(), LI)
    play.later(60).ask(c.Finish(outcome="accepted", case_no="SZ-1"), LI)
    play.ask(c.ImportCompletion(case_no="SZ-1"), APPROVAL)
    for _ in range(9):
        play.ask(c.CloseDay(), DUTY)
        play.later(24 * 3600).ask(c.OpenDay(), DUTY)
    assert [it.stage for it in overdue(play.hall, play.hall.day)] == ["accepted", "completed"]
    noted = play.ask(c.DefaultRatings(), SERVICE_CLOCK)

    assert [(it.stage, it.stars) for it in noted if isinstance(it, e.RatingDefaulted)] == [("accepted", 3), ("completed", 3)]
    assert play.hall.rated.kept == {}


@pytest.mark.parametrize("ended", ENDINGS)
def test_what_was_started_may_be_rated_however_it_ended(ended: Callable[[Play, Ticket], None]) -> None:
    """Once, by its holder; a bad rating opens an order about the clerk who served it. No clerk can end a leg out of a rating's reach."""
    play = Play().open()
    ticket = started(play)
    assert chances(play.hall, ticket.id, play.now_us) == []
    ended(play, ticket)
    assert [(it.leg.leg, it.stage, it.leg.clerk) for it in chances(play.hall, ticket.id, play.now_us)] == [(1, "accepted", "li")]
    assert play.hall.tally.rateable == 1
    given, order, *_ = play.later(5).ask(c.Rate(stars=1, leg=1), visitor(ticket.id))

    assert isinstance(given, e.RatingGiven)
    assert isinstance(order, e.WorkOrderOpened)
    assert (given.counter, given.clerk, order.counter, order.clerk) == ("c1", "li", "c1", "li")
    with pytest.raises(Conflict):
        play.ask(c.Rate(stars=5, leg=1), visitor(ticket.id))
    assert fold(play.entries) == play.hall


@pytest.mark.parametrize("ended", ENDINGS)
def test_it_may_be_rated_on_a_later_day_too(ended: Callable[[Play, Ticket], None]) -> None:
    """The close keeps it, in the same step in which it ends what still goes on."""
    play = Play().open()
    ticket = started(play)
    ended(play, ticket)
    if play.hall.open:
        play.ask(c.CloseDay(rest="left"), DUTY)
    closed = play.entries[-1]
    assert [(it.leg, it.clerk, it.until) for it in from_snapshot(closed).rated.kept[ticket.id]] == [(1, "li", "2026-11-30")]
    assert [it.leg for it in play.hall.rated.kept[ticket.id]] == [1]
    play.later(24 * 3600).ask(c.OpenDay(), DUTY)
    assert play.hall.tickets == {}
    [given, *_] = play.ask(c.Rate(stars=1), visitor(ticket.id))

    assert isinstance(given, e.RatingGiven)
    assert (given.leg, given.clerk) == (1, "li")


def test_who_calls_a_held_visitor_again_has_not_served_it() -> None:
    """Li served, Wang called in vain: the rating is about Li's work."""
    play = Play().open()
    ticket = started(play)
    play.later(60).ask(c.Hold(reason="copy"), LI)
    play.ask(c.Ready(ticket=ticket.id), GUIDE)
    play.ask(c.HandOver(counter="c1", to="wang", reason="shift"), LI)
    play.later(60).ask(c.CallNext(), WANG)
    play.later(3600).ask(c.MarkAbsent(), WANG)

    assert ticket.leg.clerk == "wang"
    assert [it.leg.clerk for it in chances(play.hall, ticket.id, play.now_us)] == ["li"]


def test_a_leg_that_goes_on_is_not_asked_about_until_it_ends_again() -> None:
    """A miss that is taken back, or a missed visitor called after all; a leg that nobody started is nobody's to rate."""
    play = Play().open()
    ticket = started(play)
    missed(play, ticket)
    play.later(1).ask(c.Undo(), LI)
    assert (chances(play.hall, ticket.id, play.now_us), play.hall.tally.rateable, ticket.leg.ended_us) == ([], 0, None)
    play.ask(c.MarkAbsent(), LI)
    play.ask(c.CallTicket(ticket=ticket.id, reason="late"), LI)
    assert (chances(play.hall, ticket.id, play.now_us), play.hall.tally.rateable) == ([], 0)
    play.later(5).ask(c.Start(), LI)
    play.later(60).ask(c.Finish(), LI)
    assert (len(chances(play.hall, ticket.id, play.now_us)), play.hall.tally.rateable) == (1, 1)
    play.take("aid")
    unstarted = play.later(60).call()
    transferred(play, unstarted)
    assert (chances(play.hall, unstarted.id, play.now_us), play.hall.tally.rateable) == ([], 1)


def test_a_swapped_number_was_nobodys_to_rate() -> None:
    """Somebody else sat there: whose number it is was not served."""
    play = Play().open()
    first = started(play)
    second = play.take("aid")
    play.later(30).ask(c.CorrectTicket(ticket=second.id), LI)
    play.later(30).ask(c.Transfer(to_queue="firms"), LI)
    assert [len(chances(play.hall, it.id, play.now_us)) for it in (first, second)] == [0, 1]
    play.ask(c.Cancel(ticket=first.id), visitor(first.id))
    assert chances(play.hall, first.id, play.now_us) == []
