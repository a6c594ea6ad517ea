# SPDX-License-Identifier: Apache-2.0
"""The kinds of report by the time they hold: one table of half-open ranges of business dates, in no time zone."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, NamedTuple

from hallserver.core.errors import Malformed


class Span(NamedTuple):
    """Business dates from ``first`` up to, not including, ``end``."""

    first: date
    end: date

    @property
    def last(self) -> date:
        """The last date that is in it."""
        return self.end - timedelta(days=1)


def _day(it: date) -> Span:
    return Span(it, it + timedelta(days=1))


def _week(it: date) -> Span:
    """Return Monday to Sunday (ISO 8601, GB/T 7408)."""
    monday = it - timedelta(days=it.weekday())
    return Span(monday, monday + timedelta(days=7))


def _month(it: date) -> Span:
    first = it.replace(day=1)
    return Span(first, (first + timedelta(days=31)).replace(day=1))


def _year(it: date) -> Span:
    return Span(date(it.year, 1, 1), date(it.year + 1, 1, 1))


class Kind(NamedTuple):
    """The range that a date lies in, and how it is written short, e.g. in the name of a file."""

    span: Callable[[date], Span]
    short: Callable[[Span], str]


KINDS: Final[dict[str, Kind]] = {
    "day": Kind(_day, lambda it: it.first.isoformat()),
    "week": Kind(_week, lambda it: f"{it.first:%G}-W{it.first:%V}"),
    "month": Kind(_month, lambda it: f"{it.first.year:04d}-{it.first.month:02d}"),
    "osm": Kind(_month, lambda it: f"{it.first.year:04d}-{it.first.month:02d}"),
    "district": Kind(_month, lambda it: f"{it.first.year:04d}-{it.first.month:02d}"),
    "year": Kind(_year, lambda it: f"{it.first.year:04d}"),
}
"""Kind of report → its range."""
SCHEDULED: Final = ("day", "week", "month", "osm", "district", "year")
"""What can be delivered by the clock: at the end of the day, on Monday, on the first of the month or year."""
_EXAMPLE: Final = date(2026, 11, 23)
_DATES: Final = (date(1970, 1, 1), date(2999, 12, 31))
"""No range, no time as long before it, and none a year earlier, goes beyond what a date can say."""
_TAILS: Final = {4: "-01-01", 7: "-01"}
_WRITTEN: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SHORTER: Final = re.compile(r"\d{4}(-\d\d|-?W\d\d(-?\d)?)?", re.ASCII)
"""What looks like a date, and like one of a week, month or year: such a one may still be on no calendar."""


def span_of(kind: str, asked: str) -> Span:
    """Return the range of this kind that holds a date: ``2026-11-23``; a week also as ``2026-W48``, a month ``2026-11``, a year ``2026``.

    Raises Malformed for a date that there is not.
    """
    text = asked.strip()
    whole = text + (_TAILS.get(len(text), "") if kind != "day" and text[:4].isdecimal() and "W" not in text else "")
    try:
        found = date.fromisoformat(whole)
    except ValueError as error:
        raise _no_date(kind, asked) from error
    if not _DATES[0] <= found <= _DATES[1]:
        raise Malformed("report-no-date", date=asked)
    return KINDS[kind].span(found)


def _no_date(kind: str, asked: str) -> Malformed:
    """Return why this is no date: written well there is no such one, else how a date of this kind is written."""
    if _WRITTEN.fullmatch(asked.strip()) or (kind != "day" and _SHORTER.fullmatch(asked.strip())):
        return Malformed("report-no-date", date=asked)
    forms = (KINDS[kind].short(KINDS[kind].span(_EXAMPLE)), _EXAMPLE.isoformat())
    return Malformed("report-date", date=asked, forms=" / ".join(dict.fromkeys(forms)))


def between(first: str, last: str) -> Span:
    """Return the range from one date to another, which is in it. Raises Malformed."""
    found = Span(span_of("day", first).first, span_of("day", last).end)
    if found.end <= found.first:
        raise Malformed("report-dates", first=first, last=last)
    return found


def before(kind: str, span: Span) -> Span:
    """Return the range of the same kind just before."""
    return KINDS[kind].span(span.first - timedelta(days=1))


def kind_of(first: date, end: date) -> str:
    """Return which kind the dates from ``first`` up to ``end`` are exactly; ``period`` when none."""
    return next((kind for kind in ("day", "week", "month", "year") if KINDS[kind].span(first) == (first, end)), "period")


def short_of(kind: str, span: Span) -> str:
    """Return the range as it stands in a file's name, ``2026-11-23``, ``2026-W48``, ``2026-11``, ``2026``; else first and last date."""
    if kind in KINDS:
        return KINDS[kind].short(span)
    return f"{span.first.isoformat()}_{span.last.isoformat()}"
