# SPDX-License-Identifier: Apache-2.0
"""What figures of whole visits, places, persons and hours are made from, in a form that can be added up.

What is counted, ``kpi_visits``, ``kpi_quote`` and ``counted_by`` say.
"""

from typing import Generic, TypeVar

from msgspec import Struct, field

from reports.bins import Bins, add_counts
from reports.figures import Sample

T = TypeVar("T", Sample, Bins)


class EarlyTally(Struct, array_like=True):
    """Waits of legs on days of which the opening is known: how many, their sum, and the part of it before the hall opened."""

    waits: int = 0
    wait_us: int = 0
    early: int = 0
    """Legs of whose wait some was before opening."""
    early_us: int = 0
    judged: int = 0
    within: int = 0
    """Of the judged: within the target without what was before opening."""
    unknown: int = 0
    """Waits of days of which nobody has said when the hall opens."""

    def add(self, other: "EarlyTally") -> None:
        """Put another's to these."""
        self.waits += other.waits
        self.wait_us += other.wait_us
        self.early += other.early
        self.early_us += other.early_us
        self.judged += other.judged
        self.within += other.within
        self.unknown += other.unknown


class QuoteTally(Struct, array_like=True):
    """Tickets that were quoted a wait, and how the wait came out beside it."""

    given: int = 0
    judged: int = 0
    shorter: int = 0
    longer: int = 0
    width_s: int = 0
    """Upper less lower bound, summed over the given."""
    over_us: int = 0
    """How much the longer ones went over their upper bound, summed."""
    excluded: dict[str, int] = field(default_factory=dict)

    def add(self, other: "QuoteTally") -> None:
        """Put another's to these."""
        self.given += other.given
        self.judged += other.judged
        self.shorter += other.shorter
        self.longer += other.longer
        self.width_s += other.width_s
        self.over_us += other.over_us
        add_counts(self.excluded, other.excluded)


class VisitTally(Struct, Generic[T], array_like=True):
    """Visits: one per number, whatever counters it went to."""

    waits: T
    stays: T
    persons: int = 0
    """Who came with the numbers issued."""
    served: int = 0
    served_persons: int = 0
    called: int = 0
    """Numbers that were called at least once."""
    requeued: int = 0
    """Of these: brought back after a miss."""
    spells: dict[str, int] = field(default_factory=dict)
    """``lunch``, ``evening``, ``weekend`` → numbers served then."""
    spells_persons: dict[str, int] = field(default_factory=dict)
    untimed: int = 0
    """Numbers served of which nobody knows when."""
    early: EarlyTally = field(default_factory=EarlyTally)
    quote: QuoteTally = field(default_factory=QuoteTally)

    def add(self: "VisitTally[Bins]", other: "VisitTally[Bins]") -> None:
        """Put another's visits to these."""
        self.waits.add(other.waits)
        self.stays.add(other.stays)
        self.persons += other.persons
        self.served += other.served
        self.served_persons += other.served_persons
        self.called += other.called
        self.requeued += other.requeued
        add_counts(self.spells, other.spells)
        add_counts(self.spells_persons, other.spells_persons)
        self.untimed += other.untimed
        self.early.add(other.early)
        self.quote.add(other.quote)


class PlaceTally(Struct, Generic[T], array_like=True, kw_only=True):
    """Legs of one counter, clerk, channel, group or hour: counts and sums, so that means and shares stay exact however many are added."""

    opened: int = 0
    called: int = 0
    finished: int = 0
    unrecorded: int = 0
    """Of the finished: nobody recorded how they ended."""
    waits: int = 0
    wait_us: int = 0
    judged: int = 0
    within: int = 0
    services: int = 0
    service_us: int = 0
    missing: int = 0
    """Finished legs whose service time was not recorded."""
    rateable: int = 0
    """Legs that can be rated."""
    waited: T
    """The waits one by one, of which percentiles are taken."""

    def add(self: "PlaceTally[Bins]", other: "PlaceTally[Bins]") -> None:
        """Put another's legs to these."""
        self.opened += other.opened
        self.called += other.called
        self.finished += other.finished
        self.unrecorded += other.unrecorded
        self.waits += other.waits
        self.wait_us += other.wait_us
        self.judged += other.judged
        self.within += other.within
        self.services += other.services
        self.service_us += other.service_us
        self.missing += other.missing
        self.rateable += other.rateable
        self.waited.add(other.waited)


class KindTally(Struct, Generic[T], array_like=True, kw_only=True):
    """An item: how many pieces, and the service times of legs in which it was the only thing done."""

    pieces: int = 0
    legs: int = 0
    alone: int = 0
    alone_us: int = 0
    rateable: int = 0
    """Of the legs: those that can be rated."""
    took: T
    """The service times of those in which it was alone, one by one."""

    def add(self: "KindTally[Bins]", other: "KindTally[Bins]") -> None:
        """Put another's to these."""
        self.pieces += other.pieces
        self.legs += other.legs
        self.alone += other.alone
        self.alone_us += other.alone_us
        self.rateable += other.rateable
        self.took.add(other.took)


class ByTally(Struct, Generic[T], array_like=True):
    """Legs by what they can be told apart by, beside service, queue and half hour."""

    counters: dict[str, PlaceTally[T]] = field(default_factory=dict)
    clerks: dict[str, PlaceTally[T]] = field(default_factory=dict)
    channels: dict[str, PlaceTally[T]] = field(default_factory=dict)
    groups: dict[str, PlaceTally[T]] = field(default_factory=dict)
    hours: dict[int, PlaceTally[T]] = field(default_factory=dict)
    """By the local hour in which the leg opened: 24 × weekday (Monday 0) + hour."""
    items: dict[str, KindTally[T]] = field(default_factory=dict)
    done: dict[str, dict[str, int]] = field(default_factory=dict)
    """Clerk → item → pieces."""
    reasons: dict[str, int] = field(default_factory=dict)
    """Why legs were put out of order → how many that were called."""
    persons: dict[str, int] = field(default_factory=dict)
    """Who ordered it → how many."""
    away: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Device → how often and how many µs it was not to be reached."""

    def add(self: "ByTally[Bins]", other: "ByTally[Bins]") -> None:
        """Put another day or hall to this."""
        for mine, more in (
            (self.counters, other.counters), (self.clerks, other.clerks), (self.channels, other.channels), (self.groups, other.groups),
        ):  # fmt: skip
            for slug, place in more.items():
                (mine.get(slug) or mine.setdefault(slug, no_place())).add(place)
        for hour, place in other.hours.items():
            (self.hours.get(hour) or self.hours.setdefault(hour, no_place())).add(place)
        for item, kind in other.items.items():
            (self.items.get(item) or self.items.setdefault(item, KindTally(took=Bins()))).add(kind)
        for clerk, pieces in other.done.items():
            add_counts(self.done.setdefault(clerk, {}), pieces)
        add_counts(self.reasons, other.reasons)
        add_counts(self.persons, other.persons)
        for device, (times, away_us) in other.away.items():
            before = self.away.get(device, (0, 0))
            self.away[device] = (before[0] + times, before[1] + away_us)


def no_place() -> PlaceTally[Bins]:
    """Return a tally to which legs can be added."""
    return PlaceTally(waited=Bins())


def no_visits() -> VisitTally[Bins]:
    """Return a tally to which visits can be added."""
    return VisitTally(waits=Bins(), stays=Bins())
