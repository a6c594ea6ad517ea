# SPDX-License-Identifier: Apache-2.0
"""How far a time has come by the day on which its report is made. Dates are those of the hall's own zone."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec import structs

from reports.kinds import Span
from reports.report import DayReport, Note

ONE_DAY = timedelta(days=1)


class Elapsed(NamedTuple):
    """A time, and the day on which it is looked at."""

    span: Span
    today: date
    open_today: bool = False
    """The hall has data of today."""
    closed_today: bool = False
    """And they are all of today: the day was closed."""

    @property
    def over(self) -> bool:
        """Whether no date of it is still to come, and none still goes on."""
        return self.span.end <= (self.today + ONE_DAY if self.closed_today else self.today)

    @property
    def seen(self) -> Span:
        """The dates that have come: up to today where there are data of today, else up to yesterday."""
        come = self.today + ONE_DAY if self.open_today else self.today
        return Span(self.span.first, max(self.span.first + ONE_DAY, min(self.span.end, come)))

    @property
    def days(self) -> int:
        """How many dates have come."""
        return (self.seen.end - self.span.first).days

    def same(self, then: Span) -> Span:
        """Return of an earlier time as many dates from its first as have come of this one; the whole of it once this one is over."""
        return then if self.over else begun(then, self.days)


def date_of(at_us: int, zone: str) -> date:
    """Return the date of a moment in a zone."""
    return datetime.fromtimestamp(at_us // 1_000_000, ZoneInfo(zone)).date()


def begun(span: Span, days: int) -> Span:
    """Return the first so many dates of a time."""
    return Span(span.first, min(span.end, span.first + timedelta(days=days)))


def told(report: DayReport, of: Elapsed) -> DayReport:
    """Return the report of a period, which says first where it is not over."""
    if of.over:
        return report
    args: dict[str, int | str] = {"n": of.days, "of": (of.span.end - of.span.first).days, "until": of.seen.last.isoformat()}
    rest = (note for note in report.notes if note.key != "clean")
    return structs.replace(report, come=of.days, notes=(Note(key="not-over", args=args), *rest))
