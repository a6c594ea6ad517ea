# SPDX-License-Identifier: Apache-2.0
"""What may be rated, who is asked, until when; and that a restart knows the same."""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.hall import Hall
from hallserver.core.rateable import asked_at, cases, chances, is_over, kept_ratings, overdue, rated_of
from hallserver.core.rated import Rated
from hallserver.core.roles import SERVICE_CLOCK, visitor
from hallserver.core.ticket import Ticket
from hallserver.store.reading import from_snapshot
from tests.support import APPROVAL, DUTY, LI, RATER, WANG, Play, changed


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
