# SPDX-License-Identifier: Apache-2.0
"""Figures over time: half hours of the day, and counters open, paused and idle while somebody waited.

A leg waits from its opening to its first call or, never called, to its end; what is still open is
measured up to ``as_of_us``. A counter has a ticket in hand from the call, or from resuming it there,
until it is held, transferred, absent or at an end; on its way between two counters it is in no hand.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import tzinfo

from reports import kpi, kpi_ratings, spans
from reports.bins import US_PER_S, Bins
from reports.figures import NO_SHIFTS, Figure, Sample, count, mean_s, ranks_s, sample, share, total_s, unknown_s, unrecorded, withheld
from reports.kpi_visits import busy_of
from reports.rows import HandRow, LegRow, PeriodRows, SpanRow
from reports.spans import HALF_HOUR_US, Span
from reports.tally import CounterTally, SlotTally, T


def waiting(leg: LegRow, as_of_us: int) -> Span:
    """Return when the leg waited: not at all where it was served without being called."""
    if leg.first_called_us is None and (leg.started_us is not None or leg.finished_us is not None):
        return leg.opened_us, leg.opened_us
    until = next((at for at in (leg.first_called_us, leg.ended_us) if at is not None), as_of_us)
    return leg.opened_us, until


def stretch(row: SpanRow | HandRow, as_of_us: int) -> Span:
    """Return from when to when this was so."""
    return row.from_us, as_of_us if row.until_us is None else row.until_us


class HallLoad:
    """Who waited where and which counter was busy when; built once per report, asked per counter.

    ``queues_of`` maps a counter's slug to its own queues (not those it only helps).
    """

    def __init__(self, rows: PeriodRows, queues_of: Mapping[str, Sequence[str]]) -> None:
        """Sort the rows by queue and counter."""
        self.as_of_us = rows.as_of_us
        self.queues_of = queues_of
        self.waiting: dict[str, list[Span]] = defaultdict(list)
        self.ends_known = kpi.ends_known(rows.legs)
        self.legs: dict[str, list[LegRow]] = defaultdict(list)
        self.hands: dict[str, list[HandRow]] = defaultdict(list)
        self.spans: dict[str, list[SpanRow]] = defaultdict(list)
        for leg in rows.legs:
            self.waiting[leg.queue].append(waiting(leg, self.as_of_us))
            if leg.counter:
                self.legs[leg.counter].append(leg)
        for hand in rows.hands:
            self.hands[hand.counter].append(hand)
        for row in rows.spans:
            self.spans[row.counter].append(row)
        self.planned: dict[str, list[Span]] = defaultdict(list)
        goes_on = any(day.closed_us is None for day in rows.days)  # of a day that is over all of it counts, however early it was closed
        for it in rows.planned:
            self.planned[it.counter].append((it.from_us, min(it.until_us, self.as_of_us) if goes_on else it.until_us))

    def _in_state(self, slug: str, state: str) -> list[Span]:
        """Return the counter's stretches in this state."""
        return spans.union(stretch(row, self.as_of_us) for row in self.spans[slug] if row.state == state)

    def tally(self, slug: str) -> CounterTally:
        """Return what this counter did; idle is 0 for a counter without queues of its own, and so said."""
        opened, paused = (self._in_state(slug, state) for state in ("open", "paused"))
        finished = [leg for leg in self.legs[slug] if leg.finished_us is not None]
        planned = spans.union(self.planned.get(slug, ()))
        return CounterTally(
            open_us=spans.length_us(opened),
            opens=len(opened),
            paused_us=spans.length_us(paused),
            pauses=len(paused),
            idle_us=self._idle_us(slug, opened),
            attended=bool(self.spans[slug]),
            queueless=bool(self.spans[slug]) and not self.queues_of.get(slug),
            finished=len(finished),
            unrecorded=sum(leg.outcome == kpi_ratings.UNRECORDED for leg in finished),
            planned_us=spans.length_us(planned),
            kept_us=spans.length_us(spans.common(opened, planned)),
        )

    def attendance(self, counters: Sequence[str]) -> list[Figure]:
        """Return open and paused time of these counters; see the function of the same name."""
        return attendance([self.tally(slug) for slug in counters], ends_known=self.ends_known)

    def kept(self, counters: Sequence[str]) -> list[Figure]:
        """Return the opening rate of these counters, without a value for those that no shift has; nothing where there are no shifts."""
        if not self.planned:
            return []
        return kept([self.tally(slug) for slug in counters], ends_known=self.ends_known)

    def idle(self, counters: Sequence[str]) -> Figure:
        """Return how long these counters were idle while waited for; see the function of the same name."""
        return idle([self.tally(slug) for slug in counters], ends_known=self.ends_known)

    def busy(self, slug: str) -> Figure:
        """Return how much of its open time this counter served; see ``kpi_visits``."""
        services, of = sample(self.legs[slug], kpi.service_us), self.tally(slug)
        return busy_of((services.sum_us, services.n, services.missing), of.open_us, known=self.ends_known and kpi.ends_known(of))

    def _idle_us(self, slug: str, opened: Sequence[Span]) -> int:
        busy = spans.union(stretch(hand, self.as_of_us) for hand in self.hands[slug])
        somebody = spans.union(span for queue in self.queues_of.get(slug, ()) for span in self.waiting[queue])
        return spans.length_us(spans.common(spans.without(opened, busy), somebody))


def attendance(counters: Sequence[CounterTally], *, ends_known: bool) -> list[Figure]:
    """Return open and paused time of these counters, each out of the time attended (open + paused).

    Not recorded where no finish was: who filled the finishes in made up the opening and closing too.
    """
    unknown = sum(not (ends_known and kpi.ends_known(it)) for it in counters)
    if unknown:
        return [unknown_s("counters.open", unknown), unknown_s("counters.paused", unknown)]
    open_us, paused_us = sum(it.open_us for it in counters), sum(it.paused_us for it in counters)
    return [
        total_s("counters.open", open_us, open_us + paused_us, sum(it.opens for it in counters)),
        total_s("counters.paused", paused_us, open_us + paused_us, sum(it.pauses for it in counters)),
    ]


def kept(counters: Sequence[CounterTally], *, ends_known: bool) -> list[Figure]:
    """Return how much of the time in which these counters should have been open they were (开窗率), in s; without shifts it says so."""
    planned = [it for it in counters if it.planned_us]
    figure = share("counters.kept", sum(it.kept_us for it in planned) // US_PER_S, sum(it.planned_us for it in planned) // US_PER_S)
    unknown = sum(not (ends_known and kpi.ends_known(it)) for it in planned)
    if not planned:
        return [withheld(figure, NO_SHIFTS)]
    return [unrecorded(figure, unknown) if unknown else figure]


def idle(counters: Sequence[CounterTally], *, ends_known: bool) -> Figure:
    """Return how long these counters were open without a ticket in hand while one of their own queues waited.

    Not recorded for a counter without queues or one where a finish was not recorded; one such
    counter among several makes the total not recorded, ``missing`` says how many.
    """
    attended = [it for it in counters if it.attended]
    unknown = sum(not ends_known or it.queueless or it.unrecorded > 0 for it in attended)
    if unknown:
        return unknown_s("counters.idle", unknown)
    return total_s("counters.idle", sum(it.idle_us for it in attended), sum(it.open_us for it in attended), len(attended))


def tally_half_hours(rows: PeriodRows, zone: tzinfo, gather: kpi.Gather[T]) -> dict[int, SlotTally[T]]:
    """Return what was counted per local half hour, from the first ticket to the last call, by its start in microseconds.

    Tickets count where they were issued, calls where they were first called, waits where the leg was
    opened; the largest number of waiting legs is that of one moment. Empty half hours between are kept.
    """
    issued = Counter(spans.half_hour_us(ticket.issued_us, zone) for ticket in rows.tickets)
    called = Counter(spans.half_hour_us(leg.first_called_us, zone) for leg in rows.legs if leg.first_called_us is not None)
    opened: dict[int, list[LegRow]] = defaultdict(list)
    for leg in rows.legs:
        opened[spans.half_hour_us(leg.opened_us, zone)].append(leg)
    starts = _range(set(issued) | set(called) | set(opened))
    tops = spans.highest((waiting(leg, rows.as_of_us) for leg in rows.legs), starts)
    return {
        start: SlotTally(waits=gather(opened[start], kpi.wait_us), arrivals=issued[start], calls=called[start], top=top)
        for start, top in zip(starts, tops, strict=True)
    }


def half_hours(rows: PeriodRows, zone: tzinfo) -> list[tuple[int, list[Figure]]]:
    """Return per local half hour, from the first ticket to the last call, its start in microseconds and its figures."""
    slots = tally_half_hours(rows, zone, sample)
    return list(zip(slots, half_figures([*slots.values()], len(rows.legs)), strict=True))


def half_figures(slots: Sequence[SlotTally[Sample]] | Sequence[SlotTally[Bins]], legs: int) -> list[list[Figure]]:
    """Return the figures of half hours, out of all their tickets, calls and legs."""
    tickets, calls = sum(it.arrivals for it in slots), sum(it.calls for it in slots)
    return [
        [
            count("half.arrivals", "tickets", it.arrivals, tickets),
            count("half.calls", "legs", it.calls, calls),
            mean_s("wait.mean", it.waits),
            *ranks_s({"wait.median": 50, "wait.p90": 90}, it.waits),
            count("half.waiting_max", "legs", it.top, legs),
        ]
        for it in slots
    ]


def _range(found: set[int]) -> list[int]:
    return list(range(min(found), max(found) + 1, HALF_HOUR_US)) if found else []
