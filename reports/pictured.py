# SPDX-License-Identifier: Apache-2.0
"""What only pictures need: how waits are spread, weekday × hour, one day after the other, counters open, causes of complaints.

A report carries it beside its tables, so that a chart drawn years later from a signed report is the same chart. Several halls are
added up: counts and sums, never means of means.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from reports import kpi, spans
from reports.bins import US_PER_S, Bins
from reports.figures import sample
from reports.names import open_us
from reports.openings import Openings
from reports.rows import Extent, PeriodRows, SpanRow
from reports.spans import HALF_HOUR_US, Span
from reports.tally import DaysTally, Whole
from reports.tally_ratings import RatingTally

STEP_MIN, LAST_MIN = 5, 60
"""Waits are counted by so many minutes; those of ``LAST_MIN`` and more are one."""
_HOURS = 24
MONTH = len("2026-03")
_KINDS = 2
"""Days and months."""


class Hour(Struct, frozen=True, kw_only=True):
    """An hour of the week: legs that opened in it, and the waits of those that have one."""

    weekday: int
    """1 Monday … 7."""
    hour: int
    opened: int
    waits: int
    wait_us: int

    @property
    def mean_s(self) -> float | None:
        """Their mean wait in seconds."""
        return self.wait_us / US_PER_S / self.waits if self.waits else None


class Day(Struct, frozen=True, kw_only=True):
    """A day (ISO date), or of a long report a month: tickets, legs judged by their target, ratings by stars."""

    date: str
    tickets: int
    judged: int
    within: int
    waits: int
    wait_us: int
    stars: tuple[int, int, int, int, int]
    """Ratings of one star … five stars, one of each leg and stage."""
    opened: float | None = None
    """Counters open on average: their open time by the time that the hall was open, of several halls the sum; None: not recorded."""
    hours_us: int = 0
    """How long the hall was open, of several halls the longest."""

    @property
    def rated(self) -> int:
        """How many ratings count."""
        return sum(self.stars)

    @property
    def satisfied(self) -> float | None:
        """Share of 3 stars and more."""
        return sum(self.stars[2:]) / self.rated if self.rated else None

    @property
    def bad(self) -> int:
        """Ratings of 2 stars and less."""
        return sum(self.stars[:2])


class Pictured(Struct, frozen=True, kw_only=True):
    """All of it; what a report cannot know is empty."""

    spread: tuple[tuple[int, int], ...] = ()
    """Minutes from which on → waits, in steps of ``STEP_MIN``; without gaps."""
    hours: tuple[Hour, ...] = ()
    days: tuple[Day, ...] = ()
    open: tuple[float, ...] = ()
    """Counters open, on average, in each half hour of the section ``by-half-hour``."""
    causes: tuple[tuple[str, int], ...] = ()
    """Cause (a ``cause`` code) → work orders for which it was found, most first."""


def spread_of(seconds: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return (seconds, how many) as counts by steps of minutes, from 0 to the last that there is."""
    found: Counter[int] = Counter()
    for second, n in seconds:
        found[min(second // 60 // STEP_MIN * STEP_MIN, LAST_MIN)] += n
    return tuple((minute, found[minute]) for minute in range(0, max(found) + 1, STEP_MIN)) if found else ()


def of_day(rows: PeriodRows, halves: Sequence[str], causes: Sequence[tuple[str, int]] = ()) -> Pictured:
    """Return what the rows of one day give; ``halves``: when its half hours begin, in ISO with the offset.

    How many counters were open is no more known than their open time: see ``kpi.ends_known``.
    """
    waits = sample(rows.legs, kpi.wait_us)
    starts_us = [round(datetime.fromisoformat(start).timestamp()) * US_PER_S for start in halves]
    return Pictured(
        spread=spread_of((value // US_PER_S, 1) for value in waits.values_us),
        open=tuple(_open(rows.spans, rows.as_of_us, (start, start + HALF_HOUR_US)) for start in starts_us if kpi.ends_known(rows.legs)),
        causes=tuple(causes),
    )


def _open(rows: Iterable[SpanRow], as_of_us: int, within: Span) -> float:
    """Return how many counters were open on average in a stretch of time."""
    opened = ((it.from_us, as_of_us if it.until_us is None else it.until_us) for it in rows if it.state == "open")
    return sum(spans.length_us(spans.common([span], [within])) for span in opened) / (within[1] - within[0])


class Album:
    """Gathers what pictures need while the days of a period go by."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self._days: dict[str, Day] = {}
        self._causes: Counter[str] = Counter()

    def watching(
        self, days: Iterable[tuple[str, DaysTally, RatingTally]], hours_us: Mapping[str, int]
    ) -> Iterator[tuple[str, DaysTally, RatingTally]]:
        """Give the same days of one more hall, and take from them what is needed; ``hours_us``: how long it was open, see ``hours_of``."""
        for date, tally, ratings in days:
            self._days[date] = _beside(self._days.get(date), _day(date, tally, ratings, hours_us.get(date, 0)))
            yield date, tally, ratings

    def add_causes(self, causes: Iterable[tuple[str, int]]) -> None:
        """Put causes of a hall's work orders to these."""
        for cause, n in causes:
            self._causes[cause] += n

    def pictured(self, totals: Whole[Bins] | None) -> Pictured:
        """Return what was gathered, and what the period has added up itself: all waits, and the hours of the week."""
        waits = totals.legs.waits if totals is not None else Bins()
        waits.fold()
        hours = totals.by.hours if totals is not None and totals.by is not None else {}
        return Pictured(
            spread=spread_of(waits.counts.items()),
            hours=tuple(
                Hour(weekday=key // _HOURS + 1, hour=key % _HOURS, opened=it.opened, waits=it.waits, wait_us=it.wait_us)
                for key, it in sorted(hours.items())
            ),
            days=tuple(self._days[date] for date in sorted(self._days)),
            causes=tuple(sorted(self._causes.items(), key=lambda it: (-it[1], it[0]))),
        )


def hours_of(of: Openings, extent: Extent) -> dict[str, int]:
    """Return how long a hall was open (µs) on each of its business days and in each month of them, by ISO date and month.

    By the published hours of the time, a day that goes on up to now; on a day of which nobody has said any, from its opening to its close.
    """
    found: Counter[str] = Counter()
    for day in extent.days:
        until_us = extent.as_of_us if day.closed_us is None else None
        hours_us = open_us(of.on(day.date), day.date, until_us) or max(0, (day.closed_us or extent.as_of_us) - day.opened_us)
        found[day.date] += hours_us
        found[day.date[:MONTH]] += hours_us
    return found


def _day(date: str, tally: DaysTally, ratings: RatingTally, hours_us: int) -> Day:
    known = hours_us and all(kpi.ends_known(it) for it in tally.counters.values())
    legs, of = tally.legs.values(), ratings.since(date if len(date) > MONTH else f"{date}-01")
    return Day(
        date=date,
        tickets=tally.tickets.issued,
        judged=sum(it.judged for it in legs),
        within=sum(it.within for it in legs),
        waits=sum(it.waits.n for it in legs),
        wait_us=sum(it.waits.sum_us for it in legs),
        stars=(of.stars[1], of.stars[2], of.stars[3], of.stars[4], of.stars[5]),
        opened=sum(it.open_us for it in tally.counters.values()) / hours_us if known else None,
        hours_us=hours_us,
    )


def alike(days: Sequence[Day]) -> tuple[Day, ...]:
    """Return the days; where whole months are among them, months all of them: what stands side by side is of one length or says so."""
    if len({len(day.date) for day in days}) < _KINDS:
        return tuple(days)
    found: dict[str, Day] = {}
    for day in days:
        month = day.date[:MONTH]
        found[month] = _after(found.get(month), replace(day, date=month))
    return tuple(found[month] for month in sorted(found))


def by_month(days: Sequence[Day]) -> bool:
    """Tell whether what stands side by side are months: one of them is enough, see ``alike``."""
    return any(len(day.date) == MONTH for day in days)


def _beside(one: Day | None, other: Day) -> Day:
    """Return the same day of two halls: the counters open in both."""
    if one is None:
        return other
    opened = None if one.opened is None or other.opened is None else one.opened + other.opened
    return replace(_sum(one, other), opened=opened, hours_us=max(one.hours_us, other.hours_us))


def _after(one: Day | None, other: Day) -> Day:
    """Return two days of the same halls as one: the mean of the counters open, by how long the halls were."""
    if one is None:
        return other
    hours_us = one.hours_us + other.hours_us
    known = hours_us and one.opened is not None and other.opened is not None
    opened = sum((it.opened or 0) * it.hours_us for it in (one, other)) / hours_us if known else None
    return replace(_sum(one, other), opened=opened, hours_us=hours_us)


def _sum(one: Day, other: Day) -> Day:
    """Return what counts add up to."""
    a, b = one.stars, other.stars
    return Day(
        date=one.date,
        tickets=one.tickets + other.tickets,
        judged=one.judged + other.judged,
        within=one.within + other.within,
        waits=one.waits + other.waits,
        wait_us=one.wait_us + other.wait_us,
        stars=(a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3], a[4] + b[4]),
    )
