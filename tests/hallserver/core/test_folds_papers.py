# SPDX-License-Identifier: Apache-2.0
"""Rights to come back are folded from their events, and a day's opening forgets those that are over."""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.folds_papers import prune
from hallserver.core.staffnotes import right_of
from tests.support import LI, Play


def given(ticket: str, until: str) -> e.ReturnGiven:
    """Return the event of a right that lasts until this day."""
    return e.ReturnGiven(ticket=ticket, label="A001", day="2026-11-23", services=("aid",), reason="papers", until=until)


def test_a_right_is_kept_as_its_event_says_and_a_later_one_of_the_number_takes_its_place() -> None:
    """The key is the number: two rights of one visit are one."""
    play = Play()
    for until in ("2026-11-24", "2026-11-26"):
        play.fold(given("1.9", until), LI)
    assert play.hall.returns == {"1.9": right_of(given("1.9", "2026-11-26"))}


def test_only_what_ended_before_the_day_is_forgotten() -> None:
    """Its last day is still a day."""
    play = Play()
    for ticket, until in (("1.8", "2026-11-24"), ("1.9", "2026-11-25")):
        play.fold(given(ticket, until), LI)
    prune(play.hall, "2026-11-25")
    assert list(play.hall.returns) == ["1.9"]


def test_a_notice_changes_nothing_but_how_far_the_journal_is() -> None:
    """It is for paper and for reports."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.ask(c.GiveNotice(ticket=ticket.id, missing=("copy",)), LI)
    assert ticket.state == "called"
    assert not play.hall.returns
