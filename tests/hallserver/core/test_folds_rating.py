# SPDX-License-Identifier: Apache-2.0
"""How ratings change the hall, where the rules' own tests end."""

from typing import Any

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.rated import DOUBTS_KEPT, FIVES_KEPT
from hallserver.core.roles import SERVICE_CLOCK, visitor
from tests.support import DUTY, LI, RATER, Play

HERE: Any = {"counter": "c1", "clerk": "li"}


def test_the_last_best_ratings_are_remembered_and_each_devices_days() -> None:
    """By device; of the phones by the counter that served."""
    play = Play().open()
    slips = []
    for _ in range(3):
        play.take()
        slips.append(play.serve())
    play.later(5).ask(c.Rate(stars=5), RATER)
    play.later(5).ask(c.Rate(stars=3), visitor(slips[0].id))
    play.later(5).ask(c.Rate(stars=5), visitor(slips[1].id))

    assert [(it.ticket, it.device) for it in play.hall.rated.fives] == [(slips[1].id, ""), (slips[2].id, "rater-1")]
    assert play.hall.rated.by_device == {"rater-1": {"2026-11-23": (1, 1)}, "online/c1": {"2026-11-23": (2, 1)}}


def test_an_addition_stands_beside_the_first_rating_in_no_sum() -> None:
    """Else a follow-up could make a bad rating vanish."""
    play = Play().open()
    play.take()
    ticket = play.serve()
    play.ask(c.Rate(stars=1), visitor(ticket.id))
    play.ask(c.Rate(stars=5, follow_up=True), visitor(ticket.id))

    assert (play.hall.tally.stars, ticket.leg.ratings) == ({1: 1}, 2)


def test_what_is_remembered_is_bounded() -> None:
    """However many there are."""
    play = Play().open()
    play.take()
    ticket = play.serve()
    for nth in range(1, DOUBTS_KEPT + 2):
        play.fold(e.RatingGiven(ticket=ticket.id, leg=1, **HERE, stars=5, nth=nth), RATER)
        play.fold(e.RatingsDoubted(sign="burst", ratings=(e.RatingKey(ticket.id, 1, "accepted", nth),), **HERE), RATER)

    assert (len(play.hall.rated.fives), len(play.hall.rated.doubts)) == (FIVES_KEPT, DOUBTS_KEPT)
    assert play.hall.rated.fives[0].nth == DOUBTS_KEPT + 1


def test_an_overdue_stage_is_asked_for_no_more_and_the_other_goes_on() -> None:
    """The errand was not rated in time; the case, still open, may be closed and rated."""
    play = Play().open()
    play.take()
    ticket = play.call()
    play.later(5).ask(c.Start(), LI)
    play.later(60).ask(c.Finish(outcome="accepted", case_no="SZ-1"), LI)
    play.ask(c.CloseDay(), DUTY)
    for stage, left in (("accepted", 1), ("completed", 1)):
        play.fold(e.RatingDefaulted(ticket=ticket.id, leg=1, **HERE, stars=3, stage=stage), SERVICE_CLOCK)
        assert len(play.hall.rated.kept[ticket.id]) == left
    assert (play.hall.rated.kept[ticket.id][0].until, play.hall.rated.kept[ticket.id][0].case_until) == ("", "2027-01-07")


def test_of_a_visit_of_two_legs_each_is_kept_for_itself() -> None:
    """Nothing is left of the one that is over; a rating of what nobody knows changes nothing."""
    play = Play().open()
    both = play.take(services=("seniors", "founding"))
    play.serve()
    play.serve()
    play.ask(c.CloseDay(), DUTY)
    play.fold(e.RatingDefaulted(ticket=both.id, leg=1, **HERE, stars=3), SERVICE_CLOCK)
    assert [it.leg for it in play.hall.rated.kept[both.id]] == [2]
    before = play.hall.rated.by_device
    play.fold(e.RatingDefaulted(ticket="1.99", leg=1, **HERE, stars=3), SERVICE_CLOCK)
    play.fold(e.RatingGiven(ticket="1.99", leg=1, **HERE, stars=3), RATER)

    assert play.hall.rated.by_device == before
