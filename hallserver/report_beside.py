# SPDX-License-Identifier: Apache-2.0
"""What stands beside a report's own rows: the period before and a year ago, from roll-ups, and what the standards say."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from msgspec import structs

from hallserver.core.calendar import Calendar
from hallserver.core.standard import Standard
from hallserver.store.beside_rows import read_any_day, read_last_day
from hallserver.store.reading import Reader
from hallserver.store.report_rows import read_extent
from hallserver.store.roll_up import read_days
from hallserver.store.selecting import Execute
from hallserver.store.standards import read_latest_mark, read_standards
from reports.breakdown import with_group_names
from reports.compare import Then, compared, spans_before
from reports.deviations import lines_of as deviations_of
from reports.kinds import Span, kind_of
from reports.names import HallNames
from reports.openings import Openings
from reports.period import Period
from reports.quality import on_days, with_notes
from reports.report import DayReport
from reports.rows import Extent

FORTNIGHT = timedelta(days=14)
ONE_DAY = timedelta(days=1)


LEAST = "report.small_n"


def under(standards: Iterable[Standard], names: HallNames) -> HallNames:
    """Return the names with the least number of cases by which a person is judged under these standards: the highest that one asks for."""
    rows = (it.parameters.get(LEAST) for it in standards)
    return structs.replace(names, small_n=max((int(row.value) for row in rows if row is not None), default=names.small_n))


def under_latest(execute: Execute, names: HallNames) -> HallNames:
    """Return the names under the standard that was adopted last, with its calendar; as they are where the file knows of none."""
    for standard in read_standards(execute, read_latest_mark(execute)).values():
        names = structs.replace(under([standard], names), calendar=standard.calendar)
    return names


class Earlier:
    """The times with which one is compared, hall by hall; a year's two are one and the same."""

    def __init__(self, span: Span) -> None:
        """Begin with no hall."""
        self._span, self._spans = span, spans_before(span)
        self._periods: dict[Span, Period] = {}

    def add_hall(self, execute: Execute, names: HallNames) -> None:
        """Add what a hall has of these times. A day is compared with the last one on which the first hall was open."""
        if not self._periods:
            if kind_of(*self._span) == "day":
                self._spans["before"] = _open_day(execute, self._span.first) or self._spans["before"]
            self._periods = {span: Period(span.first.isoformat(), span.end.isoformat()) for span in self._spans.values()}
        for period in self._periods.values():
            dates = (period.from_date, period.to_date)
            if read_any_day(execute, dates):
                extent = read_extent(execute, *dates)
                period.add_hall(names, extent, read_days(execute, extent, names))

    def beside(self, report: DayReport) -> DayReport:
        """Return the report with the comparison."""
        made = {span: period.report() if period.halls else None for span, period in self._periods.items()}
        then = {name: Then(span, made.get(span)) for name, span in self._spans.items()}
        return structs.replace(report, sections=(*report.sections, compared(report, then)))


def _open_day(execute: Execute, day: date) -> Span | None:
    """Return the last business day before a date, if there was one in the fortnight before it."""
    found = read_last_day(execute, ((day - FORTNIGHT).isoformat(), day.isoformat()))
    if found is None:
        return None
    first = date.fromisoformat(found)
    return Span(first, first + ONE_DAY)


def with_standards(report: DayReport, connections: Iterable[Reader], halls: Sequence[tuple[Openings, Extent]]) -> DayReport:
    """Return the report with what its standards say: deviations, names of groups, and by their calendar the days without data.

    Halls of one district have the same standards.
    """
    found: dict[str, Standard] = {}
    for connect in connections:
        with connect() as database:
            found |= read_standards(database.execute_sql, report.standards)
    groups = {slug: group.names for it in found.values() for slug, group in it.groups.items()}
    calendar = next((it.calendar for it in reversed(found.values())), Calendar())
    said = structs.replace(report, deviations=deviations_of(found), sections=with_group_names(report.sections, groups))
    return with_notes(said, on_days(halls, calendar))
