# SPDX-License-Identifier: Apache-2.0
"""Working days: Monday to Friday, but for the holidays and make-up days (调休) of the standard's ``[calendar.YEAR]`` tables.

The State Council publishes a year's days each November before it (国务院办公厅关于部分节假日安排的通知). A year without a table goes by the
week alone; ``Calendar.years`` tells which have one. The day on which something happened is not counted into a deadline that it starts.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import msgspec
from msgspec import Struct

from hallserver.core.errors import AgainstStandard

SATURDAY = 6
ONE_DAY = timedelta(days=1)


class YearTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One year as it was published: days off beside the weekends, days of weekends that are worked, and where that stands."""

    off: tuple[date, ...] = ()
    work: tuple[date, ...] = ()
    source: str = ""


class Calendar(Struct, frozen=True, kw_only=True):
    """Days that are not what their weekday says, and the years about which that is known."""

    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()


def read_calendar(tables: Mapping[str, Any], over: Calendar | None = None) -> Calendar:
    """Return the calendar of ``[calendar.YEAR]`` tables, laid over another one: of a day, what is said last holds.

    Raises AgainstStandard for a table that is no year's, one that cannot be read, and one that says both of a day, or says it of a
    day in no year near (a holiday at New Year may reach a day over).
    """
    calendar = over if over is not None else Calendar()
    for year, raw in sorted(tables.items()):
        calendar = _with_year(calendar, year, raw)
    return calendar


def _with_year(calendar: Calendar, year: str, raw: object) -> Calendar:
    try:
        table = msgspec.convert(raw, YearTable)
        number = date(int(year), 1, 1).year
    except (msgspec.ValidationError, ValueError) as error:
        raise AgainstStandard("standard-unreadable", detail=f"calendar.{year}: {error}") from error
    off, work = frozenset(table.off), frozenset(table.work)
    both = (off & work) | {day for day in off | work if abs(day.year - number) > 1}
    if both:
        detail = ", ".join(str(day) for day in sorted(both))
        raise AgainstStandard("standard-unreadable", detail=f"calendar.{year}: {detail}")
    return Calendar(off=(calendar.off - work) | off, work=(calendar.work - off) | work, years=calendar.years | {number})


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Tell whether offices work on a day; whether a hall opens is for its own hours to say."""
    if day in calendar.work:
        return True
    return day not in calendar.off and day.isoweekday() < SATURDAY


def add_working_days(calendar: Calendar, day: date, n: int) -> date:
    """Return the n-th working day after ``day``; with n = 0 the day itself if it is one, else the next."""
    if n == 0:
        return day if is_working_day(calendar, day) else add_working_days(calendar, day, 1)
    while n > 0:
        day += ONE_DAY
        n -= is_working_day(calendar, day)
    return day


def working_days_between(calendar: Calendar, a: date, b: date) -> int:
    """Return how many working days lie after ``a``, up to ``b`` and with it; less than 0 where ``b`` is before ``a``."""
    if b < a:
        return -working_days_between(calendar, b, a)
    return sum(is_working_day(calendar, a + n * ONE_DAY) for n in range(1, (b - a).days + 1))
