# SPDX-License-Identifier: Apache-2.0
"""What the events of the hall as a whole do to it."""

import pytest

from hallserver.core import apply as apply_module
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core import folds_hall
from hallserver.core.apply import FOLDS, Fold, apply
from hallserver.core.issuing import quota
from hallserver.core.roles import SERVICE_CLOCK, SERVICE_SETUP
from tests.support import DUTY, GUIDE, LI, MINUTE_US, RATER, SECOND_US, SMALL_HALL, WANG, Play, next_day


def test_the_order_is_kept_over_a_suspension() -> None:
    """Who was first before the lights went out is first after."""
    play = Play().open()
    before = [play.later(30).take().label for _ in range(4)]
    play.later(60).ask(c.Suspend(reason="power"), DUTY)
    play.later(3600).ask(c.ResumeHall(), DUTY)

    assert [play.serve().label for _ in range(4)] == before


def test_who_was_called_is_not_absent_for_the_time_in_which_nobody_could_come() -> None:
    """Ninety seconds are ninety seconds of an open hall: forty before, so fifty after."""
    play = Play().open()
    play.take()
    play.call()
    play.later(40).ask(c.Suspend(reason="evacuation"), DUTY)
    play.later(1200).ask(c.ResumeHall(), DUTY)
    with pytest.raises(Exception, match="absent-too-soon") as refused:
        play.later(49).ask(c.MarkAbsent(), LI)
    assert refused.value.args_by_name == {"wait_s": 1}  # type: ignore[attr-defined]

    assert play.later(1).ask(c.MarkAbsent(), LI)


def test_without_moving_the_call_the_visitor_would_be_absent_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The protection above is the fold's doing."""
    unmoved: Fold = lambda hall, entry, _: folds_hall.go_on(hall, entry.at_us)  # noqa: E731 -- the part without its protection
    monkeypatch.setattr(apply_module, "FOLDS", FOLDS | {e.HallResumed: unmoved})
    play = Play().open()
    play.take()
    play.call()
    play.later(40).ask(c.Suspend(reason="evacuation"), DUTY)
    play.later(1200).ask(c.ResumeHall(), DUTY)

    assert play.ask(c.MarkAbsent(), LI)


def test_waits_are_summed_with_and_without_the_suspension() -> None:
    """Sixteen minutes as it was, beyond the target; six of an open hall, within it."""
    play = Play().open()
    play.take()
    play.later(240).ask(c.Suspend(reason="power"), DUTY)
    play.later(600).ask(c.ResumeHall(), DUTY)
    play.later(120).call()
    tally = play.hall.tally

    assert (tally.wait_us, tally.within, tally.waits_s) == (16 * MINUTE_US, 0, [960])
    assert (tally.suspended_us, tally.within_less) == (10 * MINUTE_US, 1)
    assert play.hall.tallies["social"] == tally


def test_a_queues_pace_is_not_slowed_by_a_suspension() -> None:
    """Else the forecast after a power cut would tell everybody to come back tomorrow."""
    play = Play().open()
    for _ in range(3):
        play.take()
    play.later(60).serve()
    line = play.hall.line("social")
    play.later(50).ask(c.Suspend(reason="power"), DUTY)
    assert (line.busy_us, line.busy_from_us) == (180 * SECOND_US, None)
    play.later(3600).ask(c.ResumeHall(), DUTY)
    assert (line.busy_us, line.busy_from_us) == (180 * SECOND_US, play.now_us)
    assert play.hall.line("firms").busy_from_us is None


def test_what_a_counter_had_in_hand_held_and_ready_goes_to_the_colleague() -> None:
    """Nothing of another counter's, even of the same clerk's earlier one."""
    play = Play().open("c2", LI)
    elsewhere = play.take("founding")
    play.call()
    play.ask(c.Hold(reason="copy"), LI)
    play.ask(c.CloseCounter(), LI)
    play.open("c1", LI)
    held, ready, served = (play.take() for _ in range(3))
    for _ in (held, ready):
        play.call()
        play.ask(c.Hold(reason="copy"), LI)
    play.call()
    play.ask(c.Resume(ticket=ready.id), LI)
    play.later(5).ask(c.HandOver(to="wang"), LI)
    state = play.hall.counter("c1")

    assert (state.clerk, state.last, state.since_us) == ("wang", "wang", play.now_us)
    assert [ticket.leg.clerk for ticket in (held, ready, served, elsewhere)] == ["wang", "wang", "wang", "li"]
    assert play.hall.ready == {"li": [], "wang": [ready.id]}
    play.ask(c.Finish(), WANG)
    assert play.call(WANG) is ready


def test_work_at_a_counter_is_noted_and_a_rating_is_none() -> None:
    """Idle time counts from the clerk's last act, not from the visitor's."""
    play = Play().open()
    play.take()
    play.later(10).serve()
    at_us = play.now_us
    play.later(30).ask(c.Rate(stars=5), RATER)

    assert play.hall.counter("c1").acted_us == at_us


def test_a_number_that_is_entered_afterwards_is_no_work_at_the_counter_that_served_it() -> None:
    """A guide types what a clerk did an hour ago: that clerk may be gone since."""
    play = Play().open()
    at_us = play.hall.counter("c1").acted_us
    play.later(600).ask(c.EnterPaper(number=7, services=("aid",), served_at="c1", taken="09:00"), GUIDE)

    assert play.hall.counter("c1").acted_us == at_us


def test_issuing_that_the_clock_resumes_is_not_by_hand() -> None:
    """Only what people decide binds the clock; the next day begins anew."""
    play = Play()
    for by, expected in ((SERVICE_CLOCK, set()), (DUTY, {""})):
        play.ask(c.StopIssuing(reason="time"), SERVICE_CLOCK)
        play.ask(c.ResumeIssuing(), by)
        assert play.hall.by_hand == expected
    play.take()
    next_day(play)

    assert (play.hall.by_hand, play.hall.issued_by, play.hall.suspensions, play.hall.stopped_queues) == (set(), {}, [], {})


def test_a_plan_and_its_quotas_last_over_the_day_and_the_check_does_not() -> None:
    """Tomorrow's check looks at tomorrow's printers."""
    play = Play()
    play.fold(e.PlanApplied(plan="season", counters={"gone": e.Duties()}, offered={"gone": True}, quotas={"social": 80}), DUTY)
    play.ask(c.CheckOpening(), DUTY)
    next_day(play)

    assert (play.hall.plan, play.hall.quotas, play.hall.opening) == ("season", {"social": 80}, None)


def test_a_quota_that_the_set_up_changes_is_no_plans_any_more() -> None:
    """What was said last holds; a queue whose quota nobody touched keeps its plan's."""
    play = Play()
    play.fold(e.PlanApplied(plan="season", quotas={"social": 80, "firms": 30}), DUTY)
    first, second = SMALL_HALL["queues"]
    play.ask(c.Configure(section="queues", rows=[first | {"quota": 50}, second]), SERVICE_SETUP)

    assert (quota(play.hall, "social"), quota(play.hall, "firms")) == (50, 30)


def test_a_check_before_the_day_opens_stays_with_the_day() -> None:
    """It is made twenty minutes before anybody opens it."""
    play = Play()
    play.ask(c.CloseDay(), DUTY)
    play.later(15 * 3600).ask(c.CheckOpening(), SERVICE_CLOCK)
    play.later(1200).ask(c.OpenDay(), DUTY)

    assert play.hall.opening is not None
    assert play.hall.opened_us == play.now_us


def test_folding_the_same_entries_gives_the_same_hall() -> None:
    """The state is what the journal says, and nothing else."""
    play = Play().open()
    play.take()
    play.call()
    play.ask(c.Suspend(reason="power"), DUTY)
    play.later(9).ask(c.ResumeHall(), DUTY)
    play.ask(c.HandOver(to="wang"), LI)
    play.ask(c.StopIssuing(queue="firms"), DUTY)
    other = type(play.hall)()
    for entry in play.entries:
        apply(other, entry)

    assert other == play.hall
