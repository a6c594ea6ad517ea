# SPDX-License-Identifier: Apache-2.0
"""What stands beside a report's own rows: the period before and a year ago, from roll-ups, and what the standards say."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from msgspec import structs

from hallserver.core.standard import Standard
from hallserver.store.beside_rows import read_any_day, read_last_day
from hallserver.store.reading import Reader
from hallserver.store.report_rows import last_us, read_extent
from hallserver.store.roll_up import read_days
from hallserver.store.selecting import Execute
from hallserver.store.standards import read_latest_mark, read_standards
from reports.breakdown import with_group_names
from reports.compare import Alike, Then, compared, on_halls, spans_before
from reports.deviations import lines_of as deviations_of
from reports.elapsed import Elapsed, date_of, told
from reports.kinds import Span, kind_of
from reports.names import HallNames
from reports.openings import Openings
from reports.period import Period
from reports.quality import on_days, with_notes
from reports.report import DayReport
from reports.rows import Extent
from reports.spells import spells_under

FORTNIGHT = timedelta(days=14)
ONE_DAY = timedelta(days=1)


LEAST = "report.small_n"


def under(standards: Iterable[Standard], names: HallNames) -> HallNames:
    """Return the names with the least number of cases by which a person is judged under these standards: the highest that one asks for."""
    rows = (it.parameters.get(LEAST) for it in standards)
    return structs.replace(names, small_n=max((int(row.value) for row in rows if row is not None), default=names.small_n))


def under_latest(execute: Execute, names: HallNames) -> HallNames:
    """Return the names under the standard that was adopted last, with its calendar and times; as they are where the file knows of none."""
    for standard in read_standards(execute, read_latest_mark(execute)).values():
        names = structs.replace(under([standard], names), calendar=standard.calendar).under(spells_under(standard))
    return names


def with_times(execute: Execute, names: HallNames) -> HallNames:
    """Return the names with lunch and evening of the standard that was adopted last; as they are where the file knows of none."""
    found = read_standards(execute, read_latest_mark(execute)).values()
    return next((names.under(spells_under(standard)) for standard in found), names)


class Earlier:
    """The times with which one is compared, hall by hall; a year's two are one and the same."""

    def __init__(self, span: Span, now_us: int = 0) -> None:
        """Begin with no hall; ``now_us``: the moment (UTC) at which the report is made, otherwise that of the first hall's last event."""
        self._span, self._now_us, self._spans = span, now_us, spans_before(span)
        self._periods: dict[Span, Period] = {}
        self._having: dict[Span, list[int]] = {}
        """The halls that have data of each, by number, the first is 0."""
        self._halls = 0
        self.come = Elapsed(span, span.end)
        """How far the time has come, by the first hall's days."""

    def add_hall(self, execute: Execute, names: HallNames) -> None:
        """Add what a hall has of these times. A day is compared with the last one on which the first hall was open."""
        if not self._halls:
            self._begin(execute, names)
        for span, period in self._periods.items():
            dates = (period.from_date, period.to_date)
            if read_any_day(execute, dates):
                extent = read_extent(execute, *dates)
                period.add_hall(names, extent, read_days(execute, extent, names))
                self._having[span].append(self._halls)
        self._halls += 1

    def _begin(self, execute: Execute, names: HallNames) -> None:
        """Choose the times by what the first hall has."""
        self.come = _come(execute, self._span, date_of(max(self._now_us, last_us(execute)), names.zone))
        if kind_of(*self._span) == "day":
            self._spans["before"] = _open_day(execute, self._span.first) or self._spans["before"]
        else:
            self._spans = {name: self.come.same(span) for name, span in self._spans.items()}
        self._periods = {span: Period(span.first.isoformat(), span.end.isoformat()) for span in self._spans.values()}
        self._having = {span: [] for span in self._periods}

    def beside(self, report: DayReport, now: Period | None = None) -> DayReport:
        """Return the report with the comparison; ``now``: what the report of a period, maybe of several halls, was made of."""
        then, here = self._then(now), now.having if now is not None else ()
        found = structs.replace(report, sections=(*report.sections, compared(report, then, halls=len(here))))
        return found if now is None else told(with_notes(found, on_halls(then)), self.come)

    def _then(self, now: Period | None) -> dict[str, Then]:
        """Return the earlier times; the week before a day only where it has data and is not the day before as well."""
        made = {span: period.report() if period.halls else None for span, period in self._periods.items()}
        spans = {name: span for name, span in self._spans.items() if name != _WEEK_AGO or (made[span] and span != self._spans["before"])}
        part = not self.come.over and kind_of(*self._span) != "day"
        return {name: Then(span, made[span], part, self._alike(span, now)) for name, span in spans.items()}

    def _alike(self, span: Span, now: Period | None) -> Alike | None:
        """Return the halls that have data of this time and of an earlier one; None where they are the same, or there is no earlier one."""
        then = self._having[span]
        if now is None or not then or now.having == then:
            return None
        both = [number for number in then if number in set(now.having)]
        were = self._periods[span].of_halls([then.index(number) for number in both])
        return Alike(len(both), len(now.having), len(then), now.of_halls(both), were)


_WEEK_AGO = "week-ago"


def _come(execute: Execute, span: Span, today: date) -> Elapsed:
    """Return how far a time has come today, by what a hall has of today."""
    days = read_extent(execute, today.isoformat(), (today + ONE_DAY).isoformat()).days
    return Elapsed(span, today, open_today=bool(days), closed_today=bool(days) and all(it.closed_us is not None for it in days))


def _open_day(execute: Execute, day: date) -> Span | None:
    """Return the last business day before a date, if there was one in the fortnight before it."""
    found = read_last_day(execute, ((day - FORTNIGHT).isoformat(), day.isoformat()))
    if found is None:
        return None
    first = date.fromisoformat(found)
    return Span(first, first + ONE_DAY)


def with_standards(report: DayReport, connections: Iterable[Reader], halls: Sequence[tuple[Openings, Extent]], today: date) -> DayReport:
    """Return the report with what its standards say: deviations, names of groups, and by their calendar the days without data.

    Halls may have standards of their own; which days are working days says the first hall's latest, for all of them: such days are the
    country's. ``today``: up to which day any can be missed.
    """
    found: dict[str, Standard] = {}
    for connect in connections:
        with connect() as database:
            found |= read_standards(database.execute_sql, report.standards)
    groups = {slug: group.names for it in found.values() for slug, group in it.groups.items()}
    times = sorted({opened.on(day.date).times for opened, extent in halls for day in extent.days})
    sections = with_group_names(report.sections, groups)
    said = structs.replace(report, deviations=deviations_of(found), sections=sections, spells=tuple(times))
    return with_notes(said, on_days(halls, halls[0][0].now.calendar, today))
