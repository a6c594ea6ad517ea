# SPDX-License-Identifier: Apache-2.0
"""When the hall is open, by its own row, zone and calendar. Times are UTC µs; None where nobody has said, or there is no such time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hallserver.core.calendar import ONE_DAY, Calendar, add_working_days
from hallserver.core.hall import Hall
from hallserver.core.timetable import is_said, spans_on

DAYS_AHEAD = 30
"""So far ahead the next opening is looked for: hours go by the week, and the longest holidays are nine days."""
MINUTE_US = 60_000_000


def _here(hall: Hall, at_us: int) -> datetime:
    zone = ZoneInfo(hall.catalog.here.zone)
    return datetime.fromtimestamp(at_us // 1_000_000, tz=UTC).astimezone(zone)


def clock_here(hall: Hall, at_us: int) -> str:
    """Return what the clock on the hall's wall says at a time: ``HH:MM``."""
    return f"{_here(hall, at_us):%H:%M}"


def time_us(hall: Hall, day: date, clock: str) -> int:
    """Return when a clock on the hall's wall says ``HH:MM`` on this day."""
    local = datetime.combine(day, time.fromisoformat(clock), tzinfo=ZoneInfo(hall.catalog.here.zone))
    return round(local.timestamp()) * 1_000_000


def hall_date(hall: Hall, at_us: int) -> str:
    """Return the hall's calendar date (ISO) at this time."""
    return _here(hall, at_us).date().isoformat()


def today_us(hall: Hall, now_us: int, clock: str) -> int:
    """Return when a clock on the hall's wall says ``HH:MM`` today."""
    return time_us(hall, _here(hall, now_us).date(), clock)


def calendar_of(hall: Hall) -> Calendar:
    """Return the holidays and make-up days by the standard in force; none before there is one."""
    return hall.standard.calendar if hall.standard is not None else Calendar()


def open_on(hall: Hall, day: date) -> tuple[str, ...]:
    """Return the spans (``09:00-12:00``) in which the hall is open on a date; none: it is closed, or nobody has said."""
    return spans_on(hall.catalog.here, calendar_of(hall), day)


def has_said(hall: Hall, day: date) -> bool:
    """Tell whether anybody has said when this hall is open on a date."""
    return is_said(hall.catalog.here, day)


def date_here(hall: Hall, at_us: int) -> date:
    """Return the hall's calendar date at a time."""
    return _here(hall, at_us).date()


def _spans_of(hall: Hall, day: date) -> list[tuple[int, int]]:
    return [(time_us(hall, day, span[:5]), time_us(hall, day, span[6:])) for span in open_on(hall, day)]


def spans_us(hall: Hall, now_us: int) -> list[tuple[int, int]]:
    """Return today's spans in order, each from when until when; none on a closed day or where nobody has said."""
    return _spans_of(hall, _here(hall, now_us).date())


def in_hours(hall: Hall, now_us: int) -> bool | None:
    """Tell whether the hall should be open now; None: nobody has said when."""
    if not has_said(hall, date_here(hall, now_us)):
        return None
    return any(since <= now_us < until for since, until in spans_us(hall, now_us))


def span_us(hall: Hall, now_us: int) -> int | None:
    """Return when the span began in which the hall should be open now; None: it should not, or nobody has said."""
    return next((since for since, until in spans_us(hall, now_us) if since <= now_us < until), None)


def opening_us(hall: Hall, now_us: int) -> int | None:
    """Return when today's first span begins."""
    return min((since for since, _ in spans_us(hall, now_us)), default=None)


def closing_us(hall: Hall, now_us: int) -> int | None:
    """Return when today's last span ends."""
    return max((until for _, until in spans_us(hall, now_us)), default=None)


def last_number_us(hall: Hall, now_us: int) -> int | None:
    """Return from when on today no more numbers are given: ``issue_until_min`` before the last span ends."""
    closing = closing_us(hall, now_us)
    return None if closing is None else closing - hall.catalog.here.issue_until_min * MINUTE_US


def next_opening_us(hall: Hall, now_us: int) -> int | None:
    """Return when the next span begins, later today or on a later day; None where a day lies before it of which nobody has said."""
    today = _here(hall, now_us).date()
    for day in (today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)):
        if not has_said(hall, day):
            return None
        later = [since for since, _ in _spans_of(hall, day) if since > now_us]
        if later:
            return min(later)
    return None


def end_of_working_day_us(hall: Hall, at_us: int, n: int) -> int:
    """Return when the n-th working day after the hall's date of ``at_us`` ends, at 24:00 by the hall's clock.

    With n = 0 that day itself, if it is a working day, else the next: what was reported on a Sunday is due when Monday ends.
    """
    day = add_working_days(hall.rules.calendar, _here(hall, at_us).date(), n)
    return time_us(hall, day + ONE_DAY, "00:00")
