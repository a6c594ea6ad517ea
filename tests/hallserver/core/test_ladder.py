# SPDX-License-Identifier: Apache-2.0
"""Until when findings are put right, and what follows: by working days, over weekends and holidays."""

import pytest

from hallserver.core.errors import AgainstStandard
from hallserver.core.ladder import fix_due_us, ladder, ladder_anew, recheck_us, step_after_us
from hallserver.core.standard import adoptable
from tests.hallserver.core.work import at, said
from tests.support import Play, changed

FRIDAY = at("2026-09-25 10:00")
"""Mid-Autumn, a holiday; so are Saturday and Sunday, and Thursday to Wednesday from 1 October on."""
MONDAY = at("2026-11-23 09:00")


def test_each_severity_has_its_own_limit() -> None:
    """严重的当天, 较重 3 个工作日, 一般 5 个工作日; each day ends at midnight."""
    hall = Play().hall

    assert [said(fix_due_us(hall, MONDAY, it)) for it in ("critical", "major", "minor")] == [
        "2026-11-24 00:00", "2026-11-27 00:00", "2026-12-01 00:00",
    ]  # fmt: skip
    assert said(recheck_us(hall, MONDAY)) == "2026-11-26 00:00"


def test_holidays_and_weekends_do_not_count() -> None:
    """What is found on a holiday and critical is due when the next working day ends; three days may be ten."""
    hall = Play().hall

    assert said(fix_due_us(hall, FRIDAY, "critical")) == "2026-09-29 00:00"
    assert said(fix_due_us(hall, at("2026-09-30 16:00"), "major")) == "2026-10-11 00:00"


def test_the_ladder_goes_on_in_working_days_from_the_due_time() -> None:
    """催办单 at once, 调换 two working days later, 约谈 after two more."""
    hall = Play().hall
    due = fix_due_us(hall, MONDAY, "major")

    assert [(it.step, said(it.at_us)) for it in ladder(hall, due)] == [
        ("slip", "2026-11-27 00:00"), ("replace", "2026-12-01 00:00"), ("interview", "2026-12-03 00:00"),
    ]  # fmt: skip


def test_what_comes_again_begins_a_step_higher_and_never_above_the_last() -> None:
    """Liaozhong 2023: the second time another person, from the third on the head of the unit."""
    hall = Play().hall

    assert [[it.step for it in ladder(hall, MONDAY, nth)] for nth in (2, 3, 7)] == [["replace", "interview"], ["interview"], ["interview"]]


def test_after_a_check_that_failed_what_was_taken_stays() -> None:
    """The rest runs from the new due time."""
    hall = Play().hall
    before = ladder(hall, MONDAY)
    anew = ladder_anew(hall, at("2026-12-08 00:00"), before, 1)

    assert anew[0] == before[0]
    assert [(it.step, said(it.at_us)) for it in anew[1:]] == [("replace", "2026-12-08 00:00"), ("interview", "2026-12-10 00:00")]


def test_a_step_that_was_taken_late_has_the_next_one_later() -> None:
    """Two working days from a Saturday morning are Monday and Tuesday; the minute after midnight is the day before."""
    hall = Play().hall

    after = [said(step_after_us(hall, at(it))) for it in ("2026-12-05 08:00", "2026-12-09 00:01")]
    assert after == ["2026-12-09 00:00", "2026-12-11 00:00"]


def test_a_place_says_its_own_steps() -> None:
    """At least two of those that are known."""
    own = Play(standard=changed("site.escalation", '"slip, report, appraise"')).hall
    assert [it.step for it in ladder(own, MONDAY)] == ["slip", "report", "appraise"]
    for wrong in ("", "slip", "slip, dismiss"):
        with pytest.raises(AgainstStandard, match=r"site\.escalation"):
            adoptable(changed("site.escalation", f'"{wrong}"'))
