# SPDX-License-Identifier: Apache-2.0
"""The hall's calendar dates, as ISO text."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hallserver.core.hall import Hall


def hall_date(hall: Hall, at_us: int) -> str:
    """Return the hall's calendar date (ISO) at this time."""
    zone = ZoneInfo(hall.catalog.here.zone)
    return datetime.fromtimestamp(at_us // 1_000_000, tz=UTC).astimezone(zone).date().isoformat()


def days_after(day: str, days: int) -> str:
    """Return the date (ISO) so many natural days after a date."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
