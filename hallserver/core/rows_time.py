# SPDX-License-Identifier: Apache-2.0
"""What rows that speak of times must be beyond their types: hours, special days, quotas of times of the day, shifts."""

from collections.abc import Collection, Sequence
from datetime import date
from itertools import pairwise

from hallserver.core.catalog import Catalog, HallRow, QueueRow, ShiftRow
from hallserver.core.errors import AgainstStandard, NotFound


def check_hours(row: HallRow) -> None:
    """Raise AgainstStandard, naming the kind of day or the date, unless its spans are in order, and for a date that there is not."""
    for weekday, spans in row.hours.items():
        if not in_order(spans):
            raise AgainstStandard("hours-not-in-order", weekday=weekday, spans=list(spans))
    for day, special in row.special.items():
        if not is_date(day):
            raise AgainstStandard("special-no-date", date=day)
        if not in_order(special.spans):
            raise AgainstStandard("hours-not-in-order", weekday=day, spans=list(special.spans))


def check_slots(rows: Sequence[QueueRow]) -> None:
    """Raise AgainstStandard for a queue two of whose times with a quota overlap, or one of which ends before it begins."""
    for row in rows:
        if not in_order(sorted(row.slots)):
            raise AgainstStandard("slots-not-in-order", slug=row.slug, spans=sorted(row.slots))


def check_shifts(catalog: Catalog, rows: Sequence[ShiftRow]) -> None:
    """Raise AgainstStandard for days or times that there are not, NotFound for a counter or person that there is not."""
    for row in rows:
        days = [day for day in (row.from_day, row.until_day) if day]
        if not all(map(is_date, days)) or (row.until_day and row.until_day < row.from_day):
            raise AgainstStandard("shift-dates", slug=row.slug)
        if not in_order(row.spans):
            raise AgainstStandard("shift-spans", slug=row.slug, spans=list(row.spans))
        _must_be_there("counters", catalog.counters, row.counters)
        _must_be_there("people", catalog.people, [person for person in row.counters.values() if person])


def in_order(spans: Sequence[str]) -> bool:
    """Tell whether each span ends after it begins, and none begins before the last one ended."""
    ends = [span.split("-") for span in spans]
    return all(since < until for since, until in ends) and all(before[1] <= after[0] for before, after in pairwise(ends))


def is_date(day: str) -> bool:
    """Tell whether a day (ISO) is in the calendar."""
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _must_be_there(section: str, known: Collection[str], slugs: Collection[str]) -> None:
    unknown = sorted({slug for slug in slugs if slug not in known})
    if unknown:
        raise NotFound("reference-unknown", section=section, slugs=unknown)
