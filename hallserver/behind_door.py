# SPDX-License-Identifier: Apache-2.0
"""Where somebody asks for the numbers behind a figure: rows from the store, names from the set-up, JSON for the reading room."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct, structs

from hallserver.core.errors import Malformed, NotFound
from hallserver.core.hall import Hall
from hallserver.store.report_rows import Reader, days_with, read_extent, read_numbers
from hallserver.store.roll_up import read_days
from hallserver.store.selecting import Execute
from hallserver.store.ticket_entries import read_labels
from reports.behind import COLUMNS, TIMES, Behind, Key, behind, largest_first, totals
from reports.behind import Asked as Wanted
from reports.figures import Figure
from reports.kinds import Span, between
from reports.names import HallNames, in_language, names_of
from reports.period import Period
from reports.tables import all_figures

PAGE = 200
"""So many numbers at once."""
_DATE = len("2026-11-23")
_PLACE = re.compile(r"(\d{4}-\d{2}-\d{2})/(\d{1,9})/(\d{1,18})/(\d{1,6})/([a-z-]{0,40})")


class Asked(Struct, frozen=True, kw_only=True):
    """A figure (``wait.mean``) of a report over business days (ISO, the last included); of one group of it, or of the whole hall."""

    figure: str
    first: str
    last: str
    section: str = ""
    slug: str = ""
    language: str = "zh-Hans"
    person: str = ""
    """Who asks; ratings of the own work are left out."""
    after: str = ""
    """The ``next`` of the page before; empty: the first."""


class Number(Struct, frozen=True, kw_only=True):
    """One number as the reading room lists it."""

    number: str
    day: str
    at_us: int
    leg: int
    queue: str
    counter: str
    clerk: str
    measure: float | None
    counts: bool


class Numbers(Struct, frozen=True, kw_only=True):
    """A page of the list, how many there are in all and how many of them the numerator has; ``unit``: of the measures, ``s times stars``.

    Where all are on one page, those that count come first, the largest measure first; pages go by date and number.
    """

    figure: str
    unit: str
    n: int
    counted: int
    zone: str
    rows: tuple[Number, ...]
    next: str = ""
    """Where the next page begins; empty: this is the last."""


def numbers_behind(reader: Reader, asked: Asked, hall: Hall) -> bytes:
    """Return a page of the list as JSON.

    Raises Malformed for dates or a place that there are not, NotFound for days without a hall or a figure without numbers.
    """
    asked_days = between(asked.first, asked.last)
    names = structs.replace(names_of(hall.catalog), small_n=hall.rules.whole("report.small_n"))
    look = Look(reader.execute_sql, names, Wanted(asked.figure, asked.section, asked.slug, asked.person), asked_days)
    after = place_of(asked.after) if asked.after else None
    with reader.atomic():
        if not read_extent(reader.execute_sql, asked_days.first.isoformat(), asked_days.end.isoformat()).days:
            raise NotFound("report-no-days", first=asked.first, last=asked.last)
        rows, more = look.page(after)
        n, counted = look.totals(rows) if after is None and not more else look.totals()
        labels = read_labels(reader, {it.ticket for it in rows})
    shown = rows if more or after is not None else largest_first(rows)
    told = Numbers(
        figure=asked.figure,
        unit=look.source.unit,
        n=n,
        counted=counted,
        zone=names.zone,
        rows=tuple(_number(it, labels, names, asked.language) for it in shown),
        next=text_of(rows[-1].key) if more else "",
    )
    return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"


class Look:
    """A look behind one figure of some days: reads a day at a time, and of those only what may hold a number of it."""

    def __init__(self, execute: Execute, names: HallNames, wanted: Wanted, days: Span) -> None:
        """Say where and for what to look. Raises NotFound for a figure without numbers."""
        self._execute, self._names, self.source = execute, names, wanted.source
        self._span = _within(days, wanted)
        self._wanted = wanted._replace(section="", slug="") if wanted.section in TIMES else wanted

    def page(self, after: Key | None) -> tuple[list[Behind], bool]:
        """Return the next numbers behind a place, at most ``PAGE``, and whether there are more."""
        found: list[Behind] = []
        for day in self._days(self._wanted):
            if after is None or day >= after[0]:
                found += (it for it in self._of_day(day, self._wanted) if after is None or it.key > after)
            if len(found) > PAGE:
                return found[:PAGE], True
        return found, False

    def totals(self, rows: Sequence[Behind] | None = None) -> tuple[int, int]:
        """Return how many numbers there are, and how many of them count: of ``rows`` where those are all, else as the report has it."""
        figure = self._figure() if rows is None else None
        said = totals(figure) if figure is not None else None
        if said is None:
            every = rows if rows is not None else [it for day in self._days(self._wanted) for it in self._of_day(day, self._wanted)]
            return len(every), sum(it.counts for it in every)
        own = self._own()
        return said[0] - len(own), said[1] - sum(it.counts for it in own)

    def _own(self) -> list[Behind]:
        """Return the ratings of the work of the person who asks: the report counts them, and they are not shown."""
        but = self._wanted.but
        if not but or self.source.of != "ratings":
            return []
        everything = self._wanted._replace(but="")
        days = days_with(self._execute, self._span, "rating", {"clerk": but})
        shown = {it.key for day in days for it in self._of_day(day, self._wanted)}
        return [it for day in days for it in self._of_day(day, everything) if it.key not in shown]

    def _of_day(self, day: str, wanted: Wanted) -> list[Behind]:
        return behind(read_numbers(self._execute, day, self.source.of, self._span), wanted, ZoneInfo(self._names.zone))

    def _days(self, wanted: Wanted) -> list[str]:
        """Return the days that may hold a number of it."""
        of_group = {COLUMNS[wanted.section]: wanted.slug} if wanted.section in COLUMNS and wanted.slug else {}
        return days_with(self._execute, self._span, self.source.of.removesuffix("s"), {**self.source.where, **of_group})

    def _figure(self) -> Figure | None:
        """Return the figure as the report of these days has it, from what is rolled up; None: that report has no such row or column."""
        extent, period = read_extent(self._execute, *self._span), Period(*self._span)
        period.add_hall(self._names, extent, read_days(self._execute, extent, self._names))
        report, wanted = period.report(), self._wanted
        if not wanted.slug:
            return all_figures(report).get(wanted.figure)
        groups = [group for group in report.section(wanted.section).groups if group.slug == wanted.slug]
        return next((it for group in groups for it in group.figures if it.key == wanted.figure), None)


def _within(days: Span, wanted: Wanted) -> tuple[str, str]:
    """Return the dates that are looked into, the second not included: of a row that is a time that time alone."""
    span, length = (days.first.isoformat(), days.end.isoformat()), TIMES.get(wanted.section, 0)
    if not wanted.slug or not length:
        return span
    first = between(f"{wanted.slug}-01"[:_DATE], f"{wanted.slug}-01"[:_DATE]).first
    end = (first.replace(day=28) + timedelta(days=4)).replace(day=1) if length < _DATE else first + timedelta(days=1)
    return max(span[0], first.isoformat()), min(span[1], end.isoformat())


def text_of(key: Key) -> str:
    """Return a place as the page after it is asked for."""
    return "/".join(map(str, key))


def place_of(text: str) -> Key:
    """Return the place that a text names. Raises Malformed."""
    found = _PLACE.fullmatch(text)
    if found is None:
        raise Malformed("behind-place", place=text[:60])
    return found[1], int(found[2]), int(found[3]), int(found[4]), found[5]


def _number(it: Behind, labels: Mapping[str, tuple[str, str]], names: HallNames, language: str) -> Number:
    number, day = labels.get(it.ticket, (it.ticket, it.day))
    queue, counter, clerk = (
        in_language(known.get(slug, {}), language) or slug
        for known, slug in ((names.queues, it.queue), (names.counters, it.counter), (names.people, it.clerk))
    )
    return Number(
        number=number, day=day, at_us=it.at_us, leg=it.leg, queue=queue, counter=counter, clerk=clerk, measure=it.measure, counts=it.counts
    )
