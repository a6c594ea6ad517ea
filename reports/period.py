# SPDX-License-Identifier: Apache-2.0
"""The report of many days and halls, from their roll-ups: sums, counts, shares and means are exact, percentiles to the second.

Days are added hall by hall, so that a report of a year holds one part per hall and one per month, never all days at once.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import structs

from hallserver.core.row import Names
from reports import kpi, kpi_ratings
from reports.alarms import alarms_section
from reports.apart import MOST_HALLS, Apart, Days
from reports.bins import Bins
from reports.day import hall_sections, notes_on, recorded, standards_of
from reports.figures import Figure, mean_s, no_data
from reports.kpi_orders import OrderTally
from reports.load import attendance, half_figures, idle
from reports.names import HallNames, known_first
from reports.part import Known, Part, Service, Waited, named
from reports.report import DayReport, Group, Note, Section
from reports.rows import Extent
from reports.rows_beside import AlarmRow
from reports.spans import HALF_HOUR_US
from reports.tally import LegTally, SlotTally, Whole, no_legs
from reports.tally_visits import VisitTally, no_visits

MONTH = len("2026-03")
_BY_DAY = range(2, 32)
"""A period of so many days has a table by day."""
_PLACE = (
    "tickets.issued", "wait.mean", "wait.median", "wait.p90", "wait.within", "service.mean", "ratings.satisfied", "ratings.bad",
)  # fmt: skip
"""Which figures the tables by hall and month show."""
_SERVICE = ("legs.opened", "legs.called", "wait.mean", "wait.median", "wait.p90", "wait.within", "service.mean", "service.p90")


class Period:
    """Collects the halls of a report and makes it."""

    def __init__(self, from_date: str, to_date: str) -> None:
        """Begin with no hall; ``to_date`` is the first date that is not in the report."""
        self.from_date, self.to_date = from_date, to_date
        self.halls: list[tuple[HallNames, Extent]] = []
        self._by_hall: list[Part] = []
        self._by_month: dict[str, Part] = {}
        self._by_day: dict[str, Part] = {}
        self._slots: dict[int, SlotTally[Bins]] = {}
        self._targets: set[int] = set()
        self._orders: OrderTally | None = None
        self._alarms: list[AlarmRow] = []
        self._visits: list[VisitTally[Bins]] = []
        """Of each hall."""
        self._apart = Apart()
        self.totals: Whole[Bins] | None = None
        """What the whole was made from, once the report is."""
        self._short = (date.fromisoformat(to_date) - date.fromisoformat(from_date)).days in _BY_DAY

    def add_hall(
        self, names: HallNames, extent: Extent, days: Days, orders: OrderTally | None = None, *, alarms: Iterable[AlarmRow] = ()
    ) -> None:
        """Add the days of one more hall, their alarms, and the work orders opened on them where it keeps any."""
        number, part, known = len(self.halls), Part(), Known(names)
        self._alarms += alarms
        if orders is not None:
            self._orders = self._orders or OrderTally()
            self._orders.add(orders)
        self.halls.append((names, extent))
        self._by_hall.append(part)
        self._visits.append(visits := no_visits())
        for day, tally, ratings in self._apart.watching(names, days):
            part.add_days(number, known, tally, ratings)
            visits.add(tally.visits)
            self._by_month.setdefault(day[:MONTH], Part()).add_days(number, known, tally, ratings)
            if self._short:
                self._by_day.setdefault(day, Part()).add_days(number, known, tally, ratings)
            self._targets.update(tally.targets_s)
            for slot, half_hour in tally.slots.items():
                (self._slots.get(slot) or self._slots.setdefault(slot, SlotTally(waits=Bins()))).add(half_hour)

    @property
    def having(self) -> list[int]:
        """The halls that have data, by number."""
        return [number for number, (_, extent) in enumerate(self.halls) if extent.days]

    def of_halls(self, numbers: Iterable[int]) -> dict[str, Figure]:
        """Return the figures of some of its halls alone, by key; by number in the order in which they were added, the first is 0."""
        _, whole = self._of(numbers)
        return {it.key: it for section in hall_sections(whole) for group in section.groups for it in group.figures}

    def _of(self, numbers: Iterable[int]) -> tuple[Part, Whole[Bins]]:
        """Return what some halls add up to."""
        total, visits = Part(), no_visits()
        for number in numbers:
            total.add(self._by_hall[number])
            visits.add(self._visits[number])
        return total, structs.replace(total.whole(self.from_date), visits=visits)

    def report(self, until: str = "") -> DayReport:
        """Return the report; several halls have the name of none. ``until``: the last date that has come, with data or without."""
        total, found = self._of(range(len(self.halls)))
        whole = structs.replace(found, orders=self._orders, by=self._apart.whole)
        self.totals = whole
        days = [day for _, extent in self.halls for day in extent.days]
        closed = [day.closed_us for day in days if day.closed_us is not None]
        return DayReport(
            kind="period",
            hall=self.halls[0][0].hall if len(self.halls) == 1 else {},
            zone=self.halls[0][0].zone,
            from_date=self.from_date,
            to_date=self.to_date,
            opened_us=min(day.opened_us for day in days),
            closed_us=max(closed) if len(closed) == len(days) else None,
            as_of_us=max(extent.as_of_us for _, extent in self.halls),
            journal=" ".join(extent.journal for _, extent in self.halls),
            standards=standards_of(whole),
            targets_s=tuple(sorted(self._targets)),
            days=len(days),
            halls=len(self.halls),
            sections=(
                *hall_sections(whole),
                *self._tables(total, until),
                *self._apart.sections(total.counters, self.from_date, [day.date for day in days]),
            ),
            notes=self._notes(whole, open_days=len(days) - len(closed)),
        )

    def _notes(self, whole: Whole[Bins], *, open_days: int) -> tuple[Note, ...]:
        """Return what the reader must know about the data, and where halls have other clocks than the first."""
        notes = notes_on(
            whole,
            open_days=open_days,
            clock=sum(extent.clock_suspected for _, extent in self.halls),
            zone=self.halls[0][0].zone,
            halls=[part.tickets.standards for part in self._by_hall],
        )
        if len(self.halls) > MOST_HALLS:
            notes.append(Note(key="halls-apart", args={"n": len(self.halls), "most": MOST_HALLS}))
        zones = {names.zone for names, _ in self.halls}
        if len(zones) == 1:
            return tuple(notes)
        said = Note(key="zones", args={"n": len(zones), "zone": self.halls[0][0].zone})
        return (*(note for note in notes if note.key != "clean"), said)

    def _tables(self, total: Part, until: str) -> list[Section]:
        """Return the breakdowns by hall (of several), month (of several), service and half hour."""
        by_hall = [
            Group(slug=str(number), names=names.hall, figures=_of_place(part.whole(self.from_date)))
            for number, ((names, _), part) in enumerate(zip(self.halls, self._by_hall, strict=True), 1)
        ]
        dates = self._dates(until)
        months = sorted({*self._by_month, *(day[:MONTH] for day in dates)})
        by_month = [Group(slug=month, figures=self._at(self._by_month.get(month), f"{month}-01")) for month in months]
        whole_days = self._short and all(len(day) > MONTH for day in self._by_day)
        by_day = [Group(slug=day, figures=self._at(self._by_day.get(day), day)) for day in dates] if whole_days else []
        return [
            *([Section(key="by-hall", groups=tuple(by_hall))] if len(by_hall) > 1 else []),
            *([Section(key="by-month", groups=tuple(by_month))] if len(by_month) > 1 else []),
            *([Section(key="by-day", groups=tuple(by_day))] if by_day else []),
            Section(key="by-queue", groups=tuple(self._of_legs(total.legs, "queues"))),
            Section(key="by-service", groups=tuple(self._of_legs(total.legs, "services"))),
            Section(key="by-half-hour", groups=tuple(self._half_hours(total))),
            *alarms_section(self._alarms),
        ]

    def _dates(self, until: str) -> list[str]:
        """Return the dates (ISO) of the period, up to the last that has come, or of which anything is known."""
        first = date.fromisoformat(self.from_date)
        last = max(self.from_date, until, *(day.date for _, extent in self.halls for day in extent.days))
        return [(first + timedelta(days=at)).isoformat() for at in range((date.fromisoformat(last) - first).days + 1)]

    def _at(self, part: Part | None, since: str) -> tuple[Figure, ...]:
        """Return the line of a day or month; of one without any data, which is not the same as one without visitors."""
        if part is None:
            return tuple(no_data(it) for it in _of_place(Part().whole(since)))
        return _of_place(part.whole(max(self.from_date, since)))

    def _of_legs(self, legs: dict[Waited, LegTally[Bins]], kind: Literal["services", "queues"]) -> Iterable[Group]:
        """Give the services, or queues, in the order of the first hall that has them."""
        names: dict[Service, Names] = {}
        for hall, _ in self.halls:
            for slug, name in getattr(hall, kind).items():
                names.setdefault(named(slug, getattr(hall, kind)), name)
        parts: dict[Service, list[LegTally[Bins]]] = {}
        for waited, tally in legs.items():
            parts.setdefault(waited[kind == "queues"], []).append(tally)
        found = {key: _together(tallies) for key, tallies in parts.items() if key[0]}
        for key in known_first(names, [*found]):
            figures = [*kpi.legs_counted(found[key]), *kpi.waits(found[key]), *kpi.services(found[key])]
            yield Group(slug=key[0], names=names.get(key, {}), figures=tuple(kpi.pick(figures, *_SERVICE)))

    def _half_hours(self, total: Part) -> Iterable[Group]:
        """Give the half hours of the local day, from the first that saw anybody to the last."""
        slots = [self._slots.get(slot) or SlotTally(waits=Bins()) for slot in _range(self._slots)]
        opened = sum(legs.opened for legs in total.legs.values())
        for slot, figures in zip(_range(self._slots), half_figures(slots, opened), strict=True):
            minutes = slot * HALF_HOUR_US // 60_000_000
            clock = f"{minutes // 60:02d}:{minutes % 60:02d}"
            yield Group(slug=clock, names={"zh-Hans": clock}, figures=tuple(figures))


def _together(tallies: Sequence[LegTally[Bins]]) -> LegTally[Bins]:
    """Return what tallies add up to; one alone is itself."""
    if len(tallies) == 1:
        return tallies[0]
    whole = no_legs()
    for tally in tallies:
        whole.add(tally)
    return whole


def _range(slots: dict[int, SlotTally[Bins]]) -> Sequence[int]:
    return range(min(slots), max(slots) + 1) if slots else []


def _of_place(whole: Whole[Bins]) -> tuple[Figure, ...]:
    """Return the figures of a hall or month for its line."""
    ends_known = kpi.ends_known(whole.legs)
    found = [
        *kpi.tickets_by_end(whole.tickets), *kpi.legs_counted(whole.legs), *kpi.waits(whole.legs),
        mean_s("service.mean", whole.legs.services),
        *attendance(whole.counters, ends_known=ends_known), idle(whole.counters, ends_known=ends_known),
        *kpi_ratings.scores(whole.ratings), kpi.response(whole.ratings, whole.legs),
    ]  # fmt: skip
    return recorded(kpi.pick(found, *_PLACE), whole.legs)
