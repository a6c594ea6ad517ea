# SPDX-License-Identifier: Apache-2.0
"""Working days across the holidays and make-up days of 2026, counted by hand from the State Council's notice of 2025-11-04."""

from datetime import date, timedelta

import pytest

from hallserver.core.calendar import Calendar, add_working_days, is_working_day, read_calendar, working_days_between
from hallserver.core.errors import AgainstStandard
from hallserver.core.standard import read_standard
from tests.support import SHIPPED

CHINA = read_standard(SHIPPED).calendar
WEEK_ALONE = Calendar()
BY_HAND = """
    2025-12-31 1 2026-01-04 | 2025-12-31 3 2026-01-06 | 2026-01-04 0 2026-01-04 | 2026-01-04 5 2026-01-09
    2026-02-13 1 2026-02-14 | 2026-02-13 2 2026-02-24 | 2026-02-13 5 2026-02-27 | 2026-02-13 6 2026-02-28
    2026-02-13 7 2026-03-02 | 2026-02-13 10 2026-03-05 | 2026-02-15 0 2026-02-24 | 2026-02-15 1 2026-02-24
    2026-02-28 0 2026-02-28 | 2026-03-01 0 2026-03-02 | 2026-04-03 1 2026-04-07 | 2026-04-03 3 2026-04-09
    2026-04-30 1 2026-05-06 | 2026-04-30 3 2026-05-08 | 2026-04-30 4 2026-05-09 | 2026-04-30 5 2026-05-11
    2026-06-18 1 2026-06-22 | 2026-06-18 10 2026-07-03 | 2026-09-18 1 2026-09-20 | 2026-09-18 3 2026-09-22
    2026-09-24 1 2026-09-28 | 2026-09-24 10 2026-10-15 | 2026-09-30 1 2026-10-08 | 2026-09-30 3 2026-10-10
    2026-09-30 15 2026-10-27 | 2026-10-01 0 2026-10-08 | 2026-10-10 0 2026-10-10 | 2026-10-11 0 2026-10-12
    2026-11-20 1 2026-11-23 | 2026-11-23 3 2026-11-26 | 2026-11-23 10 2026-12-07 | 2026-12-31 1 2027-01-01
"""
"""From this day, so many working days on, it is that day. 2027 has no table: its first of January counts by the week alone."""


def rows() -> list[tuple[date, int, date]]:
    """Return the table."""
    found = [row.split() for row in BY_HAND.replace("\n", "|").split("|") if row.strip()]
    return [(date.fromisoformat(day), int(n), date.fromisoformat(then)) for day, n, then in found]


@pytest.mark.parametrize(("day", "n", "then"), rows())
def test_deadlines_across_the_holidays_and_make_up_days_of_2026(day: date, n: int, then: date) -> None:
    """And back again: so many working days lie between the two."""
    assert add_working_days(CHINA, day, n) == then
    assert n == 0 or (working_days_between(CHINA, day, then), working_days_between(CHINA, then, day)) == (n, -n)


def test_without_the_tables_the_same_deadlines_would_be_wrong() -> None:
    """The control: the week alone makes a Sunday of work a day off, and Spring Festival a working week."""
    wrong = [(day, n) for day, n, then in rows() if add_working_days(WEEK_ALONE, day, n) != then]

    assert len(wrong) > len(rows()) / 2
    assert not is_working_day(WEEK_ALONE, date(2026, 10, 10))
    assert is_working_day(WEEK_ALONE, date(2026, 10, 5))


@pytest.mark.parametrize(("year", "working", "off", "work"), [(2025, 248, 28, 5), (2026, 248, 33, 6)])
def test_a_year_has_the_working_days_that_were_published(year: int, working: int, off: int, work: int) -> None:
    """261 weekdays in either year; 18 of them off in 2025 and 19 in 2026, 5 and 6 days of weekends worked."""
    assert working_days_between(CHINA, date(year - 1, 12, 31), date(year, 12, 31)) == working
    assert (sum(day.year == year for day in CHINA.off), sum(day.year == year for day in CHINA.work)) == (off, work)
    assert all(day.isoweekday() > 5 for day in CHINA.work)


def test_a_days_table_lies_over_the_one_before() -> None:
    """A layer adds a year, and may call a day off that the root works, or the other way round."""
    calendar = read_calendar({"2026": {"off": [date(2026, 10, 10)], "work": ["2026-10-05"]}, "2027": {"off": ["2027-01-01"]}}, CHINA)

    assert [is_working_day(calendar, date(2026, 10, day)) for day in (5, 6, 8, 10)] == [True, False, True, False]
    assert calendar.years == {2025, 2026, 2027}
    assert add_working_days(calendar, date(2026, 12, 31), 1) == date(2027, 1, 4)


@pytest.mark.parametrize(
    "table",
    [
        {"next": {"off": []}},
        {"2026": {"off": ["2026-02-30"]}},
        {"2026": {"free": ["2026-02-03"]}},
        {"2026": {"off": ["2026-02-03"], "work": ["2026-02-03"]}},
        {"2026": {"off": ["2062-02-03"]}},
        {"2026": "closed"},
    ],
)
def test_a_table_that_cannot_be_meant_is_refused(table: dict[str, object]) -> None:
    """A year that is none, a day that is none, both of one day, a slip of the pen by 36 years."""
    with pytest.raises(AgainstStandard) as refusal:
        read_calendar(table)

    assert refusal.value.key == "standard-unreadable"


def test_counting_a_year_ahead_is_quick_work() -> None:
    """Every day of ten years: no day stands still, and no deadline comes before another that began later."""
    day, last = date(2020, 1, 1), date.min
    for _ in range(3650):
        then = add_working_days(CHINA, day, 15)
        assert last <= then > day
        day, last = day + timedelta(days=1), then
