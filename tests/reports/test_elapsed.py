# SPDX-License-Identifier: Apache-2.0
"""How far a period has come."""

from datetime import date

import pytest

from reports.day import make_day
from reports.elapsed import Elapsed, begun, date_of, told
from reports.kinds import Span
from reports.text import note_text
from tests.reports.sample_day import names, period

WEEK = Span(date(2026, 3, 2), date(2026, 3, 9))
BEFORE = Span(date(2026, 2, 23), date(2026, 3, 2))


@pytest.mark.parametrize(
    ("today", "opened", "closed", "over", "days"),
    [
        (date(2026, 3, 9), False, False, True, 7),
        (date(2026, 3, 9), True, False, True, 7),
        (date(2026, 3, 8), False, False, False, 6),
        (date(2026, 3, 8), True, False, False, 7),
        (date(2026, 3, 8), True, True, True, 7),
        (date(2026, 3, 4), False, False, False, 2),
        (date(2026, 3, 4), True, True, False, 3),
        (date(2026, 3, 2), False, False, False, 1),
    ],
)
def test_a_week_is_over_when_its_sunday_is(today: date, *, opened: bool, closed: bool, over: bool, days: int) -> None:
    """Or when the Sunday was closed; a day that has not begun has not come. Earlier weeks have as many days."""
    it = Elapsed(WEEK, today, open_today=opened, closed_today=closed)

    assert (it.over, it.days) == (over, days)
    assert it.same(BEFORE) == (BEFORE if over else Span(BEFORE.first, date(2026, 2, 23 + days) if days < 6 else date(2026, 3, days - 5)))


def test_a_shorter_month_has_no_more_days_than_it_has() -> None:
    """Thirty days of March beside February."""
    assert begun(Span(date(2026, 2, 1), date(2026, 3, 1)), 30) == Span(date(2026, 2, 1), date(2026, 3, 1))


def test_today_is_the_halls_today() -> None:
    """Half past four in the afternoon by UTC is tomorrow in Beijing."""
    assert [date_of(1_772_468_999_000_000, zone).day for zone in ("UTC", "Asia/Shanghai")] == [2, 3]


def test_a_period_that_is_not_over_says_so_before_all_else() -> None:
    """And nothing of it is clean; one that is over says nothing."""
    report = make_day(period(), names())
    found = told(report, Elapsed(WEEK, date(2026, 3, 4), open_today=True))

    assert told(report, Elapsed(WEEK, date(2026, 3, 9))) is report
    assert (report.over, found.over, [note.key for note in found.notes]) == (True, False, ["not-over"])
    assert note_text(found.notes[0], "zh-Hans").startswith("期间未结束：共 7 天，现在只到第 3 天（2026-03-04）。")
