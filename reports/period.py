# SPDX-License-Identifier: Apache-2.0
"""The report of many days and halls, from their roll-ups: sums, counts, shares and means are exact, percentiles to the second.

Days are added hall by hall, so that a report of a year holds one part per hall and one per month, never all days at once.
"""

from collections.abc import Iterable, Sequence

from msgspec import structs

from hallserver.core.row import Names
from reports import kpi, kpi_ratings
from reports.alarms import alarms_section
from reports.bins import Bins
from reports.day import hall_sections, notes_on, recorded, standards_of
from reports.figures import Figure
from reports.kpi_orders import OrderTally
from reports.load import attendance, half_figures, idle
from reports.names import HallNames, known_first
from reports.report import DayReport, Group, Note, Section
from reports.rows import AlarmRow, Extent
from reports.spans import HALF_HOUR_US
from reports.tally import CounterTally, DaysTally, ItemTally, LegTally, SlotTally, TicketTally, Whole, no_legs
from reports.tally_ratings import RatingTally

Days = Iterable[tuple[str, DaysTally, RatingTally]]
"""Date and tallies of each business day of a hall, or of a month of them."""
Service = tuple[str, str]
"""A service's slug and its Chinese name: halls name theirs themselves, so the same slug may be something else elsewhere."""
_PLACE = (
    "tickets.issued", "wait.mean", "wait.p90", "wait.within", "service.mean", "ratings.satisfied", "ratings.bad",
)  # fmt: skip
"""Which figures the tables by hall and month show."""
_SERVICE = ("legs.opened", "legs.called", "wait.mean", "wait.median", "wait.p90", "wait.within", "service.mean", "service.p90")


class Part:
    """What some days of some halls add up to."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.legs: dict[Service, LegTally[Bins]] = {}
        self.tickets, self.items, self.ratings = TicketTally(), ItemTally(), RatingTally()
        self.counters: dict[tuple[int, str], CounterTally] = {}
        """By the hall's number and the counter."""

    def add_days(self, hall: int, names: HallNames, days: DaysTally, ratings: RatingTally) -> None:
        """Put days of a hall to this."""
        legs = {_service(slug, names): tally for slug, tally in days.legs.items()}
        self._add(legs, {(hall, slug): counter for slug, counter in days.counters.items()})
        self.tickets.add(days.tickets)
        self.items.add(days.items)
        self.ratings.add(ratings)

    def add(self, other: "Part") -> None:
        """Put another part to this."""
        self._add(other.legs, other.counters)
        self.tickets.add(other.tickets)
        self.items.add(other.items)
        self.ratings.add(other.ratings)

    def _add(self, legs: dict[Service, LegTally[Bins]], counters: dict[tuple[int, str], CounterTally]) -> None:
        for service, tally in legs.items():
            self.legs.setdefault(service, no_legs()).add(tally)
        for key, counter in counters.items():
            self.counters.setdefault(key, CounterTally()).add(counter)

    def whole(self, since: str) -> Whole[Bins]:
        """Return what its figures are made from, in a period that begins with this date."""
        legs = no_legs()
        for tally in self.legs.values():
            legs.add(tally)
        ratings, counters = self.ratings.since(since), [*self.counters.values()]
        return Whole(legs=legs, tickets=self.tickets, items=self.items, ratings=ratings, counters=counters)


class Period:
    """Collects the halls of a report and makes it."""

    def __init__(self, from_date: str, to_date: str) -> None:
        """Begin with no hall; ``to_date`` is the first date that is not in the report."""
        self.from_date, self.to_date = from_date, to_date
        self.halls: list[tuple[HallNames, Extent]] = []
        self._by_hall: list[Part] = []
        self._by_month: dict[str, Part] = {}
        self._slots: dict[int, SlotTally[Bins]] = {}
        self._targets: set[int] = set()
        self._orders: OrderTally | None = None
        self._alarms: list[AlarmRow] = []

    def add_hall(
        self, names: HallNames, extent: Extent, days: Days, orders: OrderTally | None = None, *, alarms: Iterable[AlarmRow] = ()
    ) -> None:
        """Add the days of one more hall, their alarms, and the work orders opened on them where it keeps any."""
        number, part = len(self.halls), Part()
        self._alarms += alarms
        if orders is not None:
            self._orders = self._orders or OrderTally()
            self._orders.add(orders)
        self.halls.append((names, extent))
        self._by_hall.append(part)
        for date, tally, ratings in days:
            part.add_days(number, names, tally, ratings)
            self._by_month.setdefault(date[:7], Part()).add_days(number, names, tally, ratings)
            self._targets.update(tally.targets_s)
            for slot, half_hour in tally.slots.items():
                self._slots.setdefault(slot, SlotTally(waits=Bins())).add(half_hour)

    def report(self) -> DayReport:
        """Return the report; several halls have the name of none."""
        total = Part()
        for part in self._by_hall:
            total.add(part)
        whole = structs.replace(total.whole(self.from_date), orders=self._orders)
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
            sections=(*hall_sections(whole), *self._tables(total)),
            notes=self._notes(whole, open_days=len(days) - len(closed)),
        )

    def _notes(self, whole: Whole[Bins], *, open_days: int) -> tuple[Note, ...]:
        """Return what the reader must know about the data, and where halls have other clocks than the first."""
        notes = notes_on(
            whole, open_days=open_days, clock=sum(extent.clock_suspected for _, extent in self.halls), zone=self.halls[0][0].zone
        )
        zones = {names.zone for names, _ in self.halls}
        if len(zones) == 1:
            return tuple(notes)
        said = Note(key="zones", args={"n": len(zones), "zone": self.halls[0][0].zone})
        return (*(note for note in notes if note.key != "clean"), said)

    def _tables(self, total: Part) -> list[Section]:
        """Return the breakdowns by hall (of several), month, service and half hour."""
        by_hall = [
            Group(slug=str(number), names=names.hall, figures=_of_place(part.whole(self.from_date)))
            for number, ((names, _), part) in enumerate(zip(self.halls, self._by_hall, strict=True), 1)
        ]
        by_month = [
            Group(slug=month, figures=_of_place(part.whole(max(self.from_date, f"{month}-01"))))
            for month, part in sorted(self._by_month.items())
        ]
        return [
            *([Section(key="by-hall", groups=tuple(by_hall))] if len(by_hall) > 1 else []),
            Section(key="by-month", groups=tuple(by_month)),
            Section(key="by-service", groups=tuple(self._services(total.legs))),
            Section(key="by-half-hour", groups=tuple(self._half_hours(total))),
            *alarms_section(self._alarms),
        ]

    def _services(self, legs: dict[Service, LegTally[Bins]]) -> Iterable[Group]:
        """Give the services in the order of the first hall that has them."""
        names: dict[Service, Names] = {}
        for hall, _ in self.halls:
            for slug, name in hall.services.items():
                names.setdefault(_service(slug, hall), name)
        for key in known_first(names, [*legs]):
            found = [*kpi.legs_counted(legs[key]), *kpi.waits(legs[key]), *kpi.services(legs[key])]
            yield Group(slug=key[0], names=names.get(key, {}), figures=tuple(kpi.pick(found, *_SERVICE)))

    def _half_hours(self, total: Part) -> Iterable[Group]:
        """Give the half hours of the local day, from the first that saw anybody to the last."""
        slots = [self._slots.get(slot) or SlotTally(waits=Bins()) for slot in _range(self._slots)]
        opened = sum(legs.opened for legs in total.legs.values())
        for slot, figures in zip(_range(self._slots), half_figures(slots, opened), strict=True):
            minutes = slot * HALF_HOUR_US // 60_000_000
            clock = f"{minutes // 60:02d}:{minutes % 60:02d}"
            yield Group(slug=clock, names={"zh-Hans": clock}, figures=tuple(figures))


def _service(slug: str, names: HallNames) -> Service:
    return slug, names.services.get(slug, {}).get("zh-Hans", "")


def _range(slots: dict[int, SlotTally[Bins]]) -> Sequence[int]:
    return range(min(slots), max(slots) + 1) if slots else []


def _of_place(whole: Whole[Bins]) -> tuple[Figure, ...]:
    """Return the figures of a hall or month for its line."""
    ends_known = kpi.ends_known(whole.legs)
    found = [
        *kpi.tickets_by_end(whole.tickets), *kpi.legs_counted(whole.legs), *kpi.waits(whole.legs), *kpi.services(whole.legs),
        *attendance(whole.counters, ends_known=ends_known), idle(whole.counters, ends_known=ends_known),
        *kpi_ratings.scores(whole.ratings), kpi.response(whole.ratings, whole.legs),
    ]  # fmt: skip
    return recorded(kpi.pick(found, *_PLACE), whole.legs)
