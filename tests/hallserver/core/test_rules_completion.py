# SPDX-License-Identifier: Apache-2.0
"""A closed case (办结) comes from the approval system alone, and may be rated once more."""

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import HallError
from hallserver.core.roles import ROLES, visitor
from hallserver.core.ticket import Ticket
from tests.support import APPROVAL, DUTY, LI, NINE_US, Play, changed, fold


def accepted(play: Play, case_no: str = "SZ-1") -> Ticket:
    """Serve a visitor whose case was accepted."""
    play.take()
    ticket = play.call()
    play.later(5).ask(c.Start(), LI)
    play.later(300).ask(c.Finish(outcome="accepted", case_no=case_no), LI)
    play.later(5)
    return ticket


def days(play: Play, n: int) -> None:
    """Let so many days go by."""
    for _ in range(n):
        play.later(3600).ask(c.CloseDay(rest="left"), DUTY)
        play.later(23 * 3600).ask(c.OpenDay(), DUTY)


def closed(play: Play, **fields: str) -> e.CaseCompleted:
    """Import that case SZ-1 is closed."""
    [event] = play.ask(c.ImportCompletion(case_no="SZ-1", **fields), APPROVAL)
    assert isinstance(event, e.CaseCompleted)
    return event


def refused(play: Play, command: c.Command) -> str:
    """Return the key of the refusal to the approval system."""
    with pytest.raises(HallError) as refusal:
        play.ask(command, APPROVAL)
    return refusal.value.key


def test_only_the_approval_system_says_that_a_case_is_closed() -> None:
    """No role of a person may, and no clerk's finish is one."""
    assert {role for role, commands in ROLES.items() if "import-completion" in commands} == {"approval"}


def test_a_case_that_is_closed_weeks_later_is_rated_in_its_own_stage_by_its_holder() -> None:
    """The number's page opens again for ``eval.window_online`` days from then; the errand's own time is long over."""
    play = Play().open()
    ticket = accepted(play)
    errand, *_ = play.ask(c.Rate(stars=5), visitor(ticket.id))
    days(play, 20)
    event = closed(play)
    assert (event.ticket, event.label, event.day, event.clerk, event.until) == (ticket.id, "A001", "2026-11-23", "li", "2026-12-20")
    days(play, 7)
    given, *_ = play.ask(c.Rate(stars=2), visitor(ticket.id))

    assert isinstance(errand, e.RatingGiven)
    assert isinstance(given, e.RatingGiven)
    assert (errand.stage, given.stage, given.nth, given.case_no, given.kind) == ("accepted", "completed", 1, "SZ-1", "given")
    assert fold(play.entries) == play.hall
    with pytest.raises(HallError, match="already-rated"):
        play.ask(c.Rate(stars=2), visitor(ticket.id))


def test_a_case_is_closed_once_and_known_for_so_many_days() -> None:
    """What comes twice, or of a case that nobody noted, is refused by name."""
    play = Play().open()
    accepted(play)
    assert refused(play, c.ImportCompletion(case_no="SZ-9")) == "case-unknown"
    closed(play)
    assert refused(play, c.ImportCompletion(case_no="SZ-1")) == "case-completed-already"

    late = Play().open()
    accepted(late)
    days(late, 46)
    assert refused(late, c.ImportCompletion(case_no="SZ-1")) == "case-unknown"


def test_a_place_may_know_its_cases_for_a_shorter_time() -> None:
    """``eval.case_days``, counted from the day of the visit."""
    for days_known, key in ((2, ""), (1, "case-unknown")):
        play = Play(standard=changed("eval.case_days", str(days_known))).open()
        accepted(play)
        days(play, 2)
        if key:
            assert refused(play, c.ImportCompletion(case_no="SZ-1")) == key
        else:
            assert closed(play).label == "A001"


def test_a_place_may_ask_of_the_errand_alone() -> None:
    """``eval.stage_rule``: the completion is noted and nobody is asked about it; the errand at the counter is rateable under both."""
    play = Play(standard=changed("eval.stage_rule", '"accepted"')).open()
    ticket = accepted(play)
    closed(play)
    given, *_ = play.ask(c.Rate(stars=5), visitor(ticket.id))
    assert isinstance(given, e.RatingGiven)
    assert given.stage == "accepted"
    with pytest.raises(HallError, match="nothing-to-rate"):
        play.ask(c.Rate(stars=5, stage="completed"), visitor(ticket.id))


def test_a_completion_has_its_own_time_and_none_that_is_still_to_come() -> None:
    """ISO 8601 with an offset, as the approval system knows it; without one it is now."""
    play = Play().open()
    accepted(play)
    for done in ("2026-11-23T23:59:00+08:00", "2026-13-01T00:00:00Z"):
        assert refused(play, c.ImportCompletion(case_no="SZ-1", done=done)) == "completion-time"
    assert closed(play, done="2026-11-23T09:00:00+08:00").done_us == NINE_US


def test_of_two_numbers_with_one_case_the_newest_is_meant_or_the_one_that_is_named() -> None:
    """Who had to come twice has two numbers of one case."""
    for named in (False, True):
        play = Play().open()
        first, second = accepted(play), accepted(play)
        fields = {"ticket": first.id} if named else {}
        assert closed(play, **fields).ticket == (first.id if named else second.id)


def test_a_case_closed_on_the_same_day_is_rated_beside_the_errand() -> None:
    """两个环节, one each."""
    play = Play().open()
    ticket = accepted(play)
    closed(play)
    stages = [play.ask(c.Rate(stars=5, stage=stage), visitor(ticket.id))[0] for stage in ("completed", "accepted")]

    assert [it.stage for it in stages if isinstance(it, e.RatingGiven)] == ["completed", "accepted"]
    assert (ticket.leg.ratings, play.hall.rated.kept[ticket.id][0].completed) == (1, 1)


def test_an_addition_goes_to_what_was_rated() -> None:
    """The errand was; the completion, which is newer, was not."""
    play = Play().open()
    ticket = accepted(play)
    play.ask(c.Rate(stars=5), visitor(ticket.id))
    closed(play)
    added, *_ = play.ask(c.Rate(stars=4, follow_up=True), visitor(ticket.id))

    assert isinstance(added, e.RatingGiven)
    assert (added.stage, added.nth) == ("accepted", 2)
