# SPDX-License-Identifier: Apache-2.0
"""Ratings that are hard to believe are flagged beside themselves; each bound has an honest day beside it that flags nothing."""

from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.roles import visitor
from hallserver.core.ticket import Ticket
from tests.support import DUTY, LI, RATER, SECOND_US, STANDARD, WANG, Play, changed


def rated(play: Play, ticket: Ticket | None = None, stars: int = 5) -> list[e.RatingsDoubted]:
    """Rate at the counter's rater, or as this ticket's holder; return what was flagged."""
    by = RATER if ticket is None else visitor(ticket.id)
    given, *rest = play.ask(c.Rate(stars=stars), by)
    assert isinstance(given, e.RatingGiven)
    return [it for it in rest if isinstance(it, e.RatingsDoubted)]


def visit(play: Play, seconds: float = 120, by: Any = LI) -> Ticket:  # noqa: ANN401 - an actor
    """Serve a new visitor for so long; five seconds later they may rate."""
    play.take("seniors" if by is LI else "founding")
    ticket = play.serve(by, seconds)
    play.later(5)
    return ticket


def signs(found: list[e.RatingsDoubted]) -> list[tuple[str, int]]:
    """Return sign and count of each."""
    return [(it.sign, len(it.ratings)) for it in found]


def test_five_stars_in_a_burst_are_flagged_whole_and_then_one_by_one() -> None:
    """A drawer of slips and one phone, at closing time."""
    play = Play().open()
    slips = [visit(play) for _ in range(7)]
    play.later(3600)
    found = [signs(rated(play.later(10), slip)) for slip in slips]

    assert found == [[], [], [], [], [("burst", 5)], [("burst", 1)], [("burst", 1)]]


@pytest.mark.parametrize(("apart_s", "stars"), [(31, 5), (10, 4)])
def test_as_many_ratings_over_a_longer_time_or_of_fewer_stars_are_no_burst(apart_s: float, stars: int) -> None:
    """The control: four of them fit into the window, or they are not the best."""
    play = Play().open()
    slips = [visit(play) for _ in range(7)]
    play.later(3600)

    assert [rated(play.later(apart_s), slip, stars) for slip in slips] == [[]] * 7


def test_two_clerks_visitors_are_no_burst_of_either() -> None:
    """Ten honest visitors of two counters, home at the same hour."""
    play = Play().open().open("c3", WANG)
    slips = [visit(play, by=by) for _ in range(4) for by in (LI, WANG)]
    play.later(3600)

    assert [rated(play.later(1), slip) for slip in slips] == [[]] * 8


def test_a_rating_before_the_visitor_could_have_left_is_flagged() -> None:
    """In the second of the finish; or of a service that took no time."""
    play = Play().open()
    play.take()
    play.serve()
    [soon] = rated(play.later(1))
    assert (soon.sign, soon.args, soon.device, soon.clerk) == ("too-soon", {"after_s": 1.0, "served_s": 60.0}, "rater-1", "li")
    visit(play, seconds=3)
    [short] = rated(play)
    assert (short.sign, short.args["served_s"]) == ("too-soon", 3.0)


def test_who_read_the_five_words_first_is_believed() -> None:
    """The control, and outcomes that take no time."""
    play = Play().open()
    visit(play)
    assert rated(play) == []
    play.take()
    play.call()
    play.later(3).ask(c.Start(), LI)
    play.later(3).ask(c.Finish(outcome="collected"), LI)
    assert rated(play.later(5)) == []


def usual_days(play: Play, days: int = 6, each: int = 6, best: int = 3) -> None:
    """Let a rater have so many usual days behind it: so many ratings, so many of them the best."""
    begun_us = play.now_us
    for _ in range(days):
        for nth in range(each):
            visit(play, 300)
            assert rated(play, stars=5 if nth < best else 4) == []
        play.later(600).ask(c.CloseDay(), DUTY)
        begun_us += 24 * 3600 * SECOND_US
        play.now_us = begun_us
        play.ask(c.OpenDay(), DUTY)
        play.open()


def test_a_device_that_is_suddenly_better_than_its_own_last_weeks_is_flagged() -> None:
    """Half five stars for weeks, then every one; nothing is flagged before there are enough of today."""
    play = Play().open()
    usual_days(play)
    found = []
    for _ in range(20):
        visit(play, 300)
        found += rated(play)

    assert {it.sign for it in found} == {"sudden"}
    assert (found[-1].args["share"], found[-1].args["was"], found[-1].args["today"]) == (100, 50, 20)


def test_a_device_that_is_as_ever_is_not_flagged_however_good_it_is() -> None:
    """The control: a counter that always had five stars has them today too, and a slow day is no sign."""
    play = Play().open()
    usual_days(play, days=2, each=18, best=18)
    for _ in range(20):
        visit(play, 300)
        assert rated(play) == []


def test_many_more_ratings_than_on_any_day_are_flagged_whatever_they_say() -> None:
    """Three times the usual day."""
    play = Play().open()
    usual_days(play)
    found = []
    for _ in range(21):
        visit(play, 300)
        found += rated(play, stars=4)

    assert signs(found) == [("sudden", 1)] * 2
    assert found[0].args["usual"] == 6.0


def test_a_new_device_is_compared_with_nothing() -> None:
    """Without weeks of its own there is nothing to be unlike."""
    play = Play().open()
    usual_days(play, days=2)
    for _ in range(20):
        visit(play, 300)
        assert rated(play) == []


def story_of_a_burst(play: Play) -> list[e.RatingsDoubted]:
    """Return what six ratings of five stars, thirty seconds apart, come to."""
    slips = [visit(play) for _ in range(6)]
    return [it for slip in slips for it in rated(play.later(30), slip)]


def story_of_a_quick_one(play: Play) -> list[e.RatingsDoubted]:
    """Return what comes of a service of fifteen seconds that is rated three seconds later."""
    play.take()
    play.serve(LI, 15)
    return rated(play.later(3))


def story_of_a_change(play: Play) -> list[e.RatingsDoubted]:
    """Return what comes of half five stars for a week and seventeen of them on a day of twenty-three."""
    usual_days(play, each=8, best=4)
    found = []
    for nth in range(23):
        visit(play, 300)
        found += rated(play, stars=4 if nth < 6 else 5)
    return found


def test_each_bound_is_the_standards() -> None:
    """A hall that knows better says so, and both ways are tried: what is flagged, and what no longer is."""
    for key, value, story in (
        ("doubt.burst_ratings", "4", story_of_a_burst),
        ("doubt.burst_within", "200", story_of_a_burst),
        ("doubt.too_soon", "5", story_of_a_quick_one),
        ("doubt.short_service", "20", story_of_a_quick_one),
        ("doubt.sudden_before", "60", story_of_a_change),
        ("doubt.sudden_least", "22", story_of_a_change),
        ("doubt.sudden_times", "2", story_of_a_change),
        ("doubt.sudden_share", "60", story_of_a_change),
    ):
        usual, other = (signs(story(Play(standard=text).open())) for text in (STANDARD, changed(key, value)))
        assert usual != other, key


def test_what_is_flagged_counts_as_it_did() -> None:
    """Never altered: the stars are in the sums, and the manager's list says what was seen."""
    play = Play().open()
    play.take()
    play.serve()
    rated(play, stars=4)

    assert play.hall.tally.stars == {4: 1}
    assert [(it.sign, it.device, it.count) for it in play.hall.rated.doubts] == [("too-soon", "rater-1", 1)]
