# SPDX-License-Identifier: Apache-2.0
"""What is due on site: each cycle in its day, week or month by the hall's clock, findings, actions and entries by their time."""

from datetime import date

from hallserver.core import commands as c
from hallserver.core.check_row import Cycle
from hallserver.core.hall import Hall
from hallserver.core.site import (
    Round,
    actions_open,
    checks_due,
    closed_lately,
    entries_open,
    findings_open,
    period_of,
    rechecks_late,
    rounds_today,
)
from tests.hallserver.core.site_acts import opened
from tests.hallserver.core.work import at, said
from tests.support import DUTY, GUIDE, Play

ALL_DAILY = "people-sort"


def the_round(play: Play, cycle: Cycle) -> Round:
    """Return the round of this cycle in the only zone."""
    return next(it for it in checks_due(play.hall, play.now_us) if it.cycle == cycle)


def look(play: Play, cycle: Cycle, *slugs: str) -> None:
    """Record a patrol of these checks; of all that are left without any."""
    checked = {"main": slugs or the_round(play, cycle).left}
    play.ask(c.RecordPatrol(checked=checked, cycle=cycle), GUIDE)


def test_each_cycle_ends_when_its_day_week_or_month_does() -> None:
    """Weeks begin on Monday; a December ends the year."""
    assert period_of("daily", date(2026, 11, 23)) == (date(2026, 11, 23), date(2026, 11, 24))
    assert period_of("weekly", date(2026, 11, 29)) == (date(2026, 11, 23), date(2026, 11, 30))
    assert period_of("monthly", date(2026, 12, 31)) == (date(2026, 12, 1), date(2027, 1, 1))


def test_what_was_looked_at_is_due_again_in_the_next_period() -> None:
    """The daily round on the next day at midnight, the weekly one on Monday."""
    play = Play()
    first = the_round(play, "daily")
    assert (first.done, len(first.left), first.last_us, said(first.due_us)) == (0, first.total, 0, "2026-11-24 00:00")
    look(play, "daily")
    look(play, "weekly")
    assert [(it.left, it.last_us) for it in (the_round(play, "daily"), the_round(play, "weekly"))] == [((), play.now_us)] * 2

    play.now_us = at("2026-11-24 00:00")
    assert (the_round(play, "daily").done, the_round(play, "weekly").left) == (0, ())
    play.now_us = at("2026-11-30 00:00")
    assert the_round(play, "weekly").done == 0


def test_a_round_that_is_half_done_names_what_is_left() -> None:
    """In the order of the list."""
    play = Play()
    look(play, "daily", ALL_DAILY)
    found = the_round(play, "daily")

    assert (found.done, ALL_DAILY in found.left, found.left) == (1, False, tuple(it for it in found.checks if it != ALL_DAILY))


def test_patrols_of_today_stand_beside_what_the_standard_wants() -> None:
    """Two at fixed times, one at a random one; yesterday's do not count."""
    play = Play()
    play.ask(
        c.RecordPatrol(checked={"main": (ALL_DAILY,)}, until_us=play.now_us - 86_400_000_000, from_us=1 + at("2026-11-20 09:00")), GUIDE
    )
    look(play, "daily", ALL_DAILY)
    play.ask(c.RecordPatrol(checked={"main": (ALL_DAILY,)}, cycle="random"), DUTY)
    found = rounds_today(play.hall, play.now_us)

    assert (found.fixed, found.fixed_planned, found.random, found.random_planned) == (1, 2, 1, 1)


def test_what_is_due_first_stands_first() -> None:
    """Findings by their next step, actions by their day, entries as they came; closed ones apart."""
    play = Play()
    minor, critical = opened(play), opened(play, check="goods-sort", severity="critical")
    assert [it.no for it in findings_open(play.hall, play.now_us)] == [critical.no, minor.no]
    play.ask(c.FixFinding(finding=critical.no), GUIDE)
    play.ask(c.RecheckFinding(finding=critical.no, passed=True), DUTY)
    assert findings_open(play.hall, play.now_us) == [minor]
    assert closed_lately(play.hall.site.findings.values()) == [critical]
    assert (minor.late(minor.due_us - 1), minor.late(minor.due_us), critical.late(1 << 62)) == (False, True, False)

    for day in ("2026-12-09", "2026-12-01"):
        play.ask(c.PlanAction(measure="整理线缆", owner="guo", due=day), DUTY)
    assert [it.due for it in actions_open(play.hall, play.now_us)] == ["2026-12-01", "2026-12-09"]
    play.ask(c.RegisterEntry(register="fault", fields={"kind": "building", "what": "漏水"}), DUTY)
    play.ask(c.RegisterEntry(register="delegation", fields={"date": "2026-12-01", "from": "某区", "people": 3, "purpose": "study"}), DUTY)
    assert [it.register for it in entries_open(play.hall, play.now_us)] == ["delegation", "fault"][::-1]
    assert [it.register for it in entries_open(play.hall, play.now_us, "delegation")] == ["delegation"]


def test_a_recheck_is_late_after_its_working_days() -> None:
    """What is to be put right first is not one that waits for a look."""
    play = Play()
    finding, _ = opened(play), opened(play, place="北门")
    play.ask(c.FixFinding(finding=finding.no), GUIDE)

    assert rechecks_late(play.hall, finding.recheck_us - 1) == []
    assert rechecks_late(play.hall, finding.recheck_us) == [finding]


def test_before_there_is_a_standard_nothing_is_due() -> None:
    """A hall that is being set up."""
    assert checks_due(Hall(), 0) == []
