# SPDX-License-Identifier: Apache-2.0
"""What figures are made from, in a form that can be added up over days and halls; what is counted, ``kpi`` says.

Percentiles cannot be averaged, so durations are kept one by one: in a ``Sample`` to the microsecond, for a
report of rows, or in ``Bins`` to the second, for what is stored of a closed day. Either goes where ``T`` stands.
"""

from typing import Generic, TypeVar

from msgspec import Struct, field

from reports.bins import Bins, add_counts
from reports.figures import Sample
from reports.kpi_orders import OrderTally
from reports.tally_ratings import RatingTally
from reports.tally_visits import ByTally, VisitTally, no_visits

T = TypeVar("T", Sample, Bins)


class LegTally(Struct, Generic[T], array_like=True):
    """Legs: how many of each kind, and their durations."""

    waits: T
    walks: T
    services: T
    opened: int = 0
    called: int = 0
    finished: int = 0
    repeated: int = 0
    out_of_order: int = 0
    judged: int = 0
    """Legs with a wait and a target."""
    within: int = 0
    implicit: int = 0
    unrecorded: int = 0
    not_credible: int = 0
    suspended: int = 0
    """Legs with a wait of which some fell into a suspension of the hall, and how much in all."""
    suspended_us: int = 0
    within_less: int = 0
    """Of the judged: within the target without suspensions."""
    direct: int = 0
    paper: int = 0
    wait_doubts: int = 0
    service_doubts: int = 0
    rateable: int = 0
    """Legs that can be rated."""

    def add(self: "LegTally[Bins]", other: "LegTally[Bins]") -> None:
        """Put another's legs to these."""
        self.waits.add(other.waits)
        self.walks.add(other.walks)
        self.services.add(other.services)
        self.opened += other.opened
        self.called += other.called
        self.finished += other.finished
        self.repeated += other.repeated
        self.out_of_order += other.out_of_order
        self.judged += other.judged
        self.within += other.within
        self.implicit += other.implicit
        self.unrecorded += other.unrecorded
        self.not_credible += other.not_credible
        self.suspended += other.suspended
        self.suspended_us += other.suspended_us
        self.within_less += other.within_less
        self.direct += other.direct
        self.paper += other.paper
        self.wait_doubts += other.wait_doubts
        self.service_doubts += other.service_doubts
        self.rateable += other.rateable


class SlotTally(Struct, Generic[T], array_like=True):
    """A half hour: tickets issued, legs first called, waits of legs that opened, most legs waiting at one moment."""

    waits: T
    arrivals: int = 0
    calls: int = 0
    top: int = 0

    def add(self: "SlotTally[Bins]", other: "SlotTally[Bins]") -> None:
        """Put the same half hour of another day or hall to this one."""
        self.waits.add(other.waits)
        self.arrivals += other.arrivals
        self.calls += other.calls
        self.top = max(self.top, other.top)


class TicketTally(Struct, array_like=True):
    """Tickets: by state, by what became of the unserved, by the standard in force."""

    issued: int = 0
    missed: int = 0
    states: dict[str, int] = field(default_factory=dict)
    dispositions: dict[str, int] = field(default_factory=dict)
    standards: dict[str, int] = field(default_factory=dict)

    def add(self, other: "TicketTally") -> None:
        """Put another's tickets to these."""
        self.issued += other.issued
        self.missed += other.missed
        add_counts(self.states, other.states)
        if other.dispositions:
            add_counts(self.dispositions, other.dispositions)
        add_counts(self.standards, other.standards)


class ItemTally(Struct, array_like=True):
    """Items handled in finished legs: in pieces, in how many rows, and finished legs without any."""

    pieces: int = 0
    rows: int = 0
    unlisted: int = 0

    def add(self, other: "ItemTally") -> None:
        """Put another's items to these."""
        self.pieces += other.pieces
        self.rows += other.rows
        self.unlisted += other.unlisted


class CounterTally(Struct, array_like=True):
    """A counter: microseconds and stretches open and paused, idle while waited for, and its finished legs."""

    open_us: int = 0
    opens: int = 0
    paused_us: int = 0
    pauses: int = 0
    idle_us: int = 0
    attended: bool = False
    queueless: bool = False
    """It was attended while it had no queue of its own."""
    finished: int = 0
    unrecorded: int = 0
    planned_us: int = 0
    """It should have been open so long by the shifts, and was open so much of that."""
    kept_us: int = 0

    def add(self, other: "CounterTally") -> None:
        """Put the same counter's other days to this."""
        self.open_us += other.open_us
        self.opens += other.opens
        self.paused_us += other.paused_us
        self.pauses += other.pauses
        self.idle_us += other.idle_us
        self.attended |= other.attended
        self.queueless |= other.queueless
        self.finished += other.finished
        self.unrecorded += other.unrecorded
        self.planned_us += other.planned_us
        self.kept_us += other.kept_us


class DaysTally(Struct, array_like=True):
    """A business day of a hall, or a month of them: everything but the ratings."""

    legs: dict[str, LegTally[Bins]] = field(default_factory=dict)
    """By service and queue, as ``key_of`` writes them: a service may have gone to another queue than it usually does."""
    slots: dict[int, SlotTally[Bins]] = field(default_factory=dict)
    """By half hour of the local day, 0 from midnight."""
    tickets: TicketTally = field(default_factory=TicketTally)
    items: ItemTally = field(default_factory=ItemTally)
    counters: dict[str, CounterTally] = field(default_factory=dict)
    targets_s: list[int] = field(default_factory=list)
    """The different targets of the called legs, ascending."""
    visits: VisitTally[Bins] = field(default_factory=no_visits)
    by: ByTally[Bins] = field(default_factory=ByTally)

    def add(self, other: "DaysTally") -> None:
        """Put another day of the same hall to this."""
        for service, legs in other.legs.items():
            self.legs.setdefault(service, no_legs()).add(legs)
        for slot, half_hour in other.slots.items():
            self.slots.setdefault(slot, SlotTally(waits=Bins())).add(half_hour)
        for slug, counter in other.counters.items():
            self.counters.setdefault(slug, CounterTally()).add(counter)
        self.tickets.add(other.tickets)
        self.items.add(other.items)
        self.targets_s = sorted({*self.targets_s, *other.targets_s})
        self.visits.add(other.visits)
        self.by.add(other.by)


def key_of(service: str, queue: str) -> str:
    """Return the key of legs of a service in a queue."""
    return f"{service}\t{queue}"


def no_legs() -> LegTally[Bins]:
    """Return a tally to which legs can be added."""
    return LegTally(waits=Bins(), walks=Bins(), services=Bins())


class Whole(Struct, Generic[T]):
    """What the figures of a hall, of a month or of many halls are made from."""

    legs: LegTally[T]
    tickets: TicketTally
    items: ItemTally
    ratings: RatingTally
    counters: list[CounterTally]
    orders: OrderTally | None = None
    """None: no work orders are kept where this comes from."""
    visits: VisitTally[T] | None = None
    """None: nobody asked for it, as for a hall or month among others."""
    by: ByTally[T] | None = None
