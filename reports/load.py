# SPDX-License-Identifier: Apache-2.0
"""Figures over time: half hours of the day, and counters open, paused and idle while somebody waited.

A leg waits from its opening to its first call or, never called, to its end; what is still open is
measured up to ``as_of_us``. A counter has a ticket in hand from the call, or from resuming it there,
until it is held, transferred, absent or at an end; on its way between two counters it is in no hand.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo

from reports import kpi, spans
from reports.figures import Figure, count, mean_s, rank_s, sample, total_s, unknown_s
from reports.rows import HandRow, LegRow, PeriodRows, SpanRow
from reports.spans import HALF_HOUR_US, Span


def waiting(leg: LegRow, as_of_us: int) -> Span:
    """Return when the leg waited."""
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

    def _in_state(self, counters: Iterable[str], state: str) -> list[list[Span]]:
        """Return per counter its stretches in this state."""
        return [spans.union(stretch(row, self.as_of_us) for row in self.spans[slug] if row.state == state) for slug in counters]

    def attendance(self, counters: Sequence[str]) -> list[Figure]:
        """Return open and paused time of these counters, each out of the time attended (open + paused).

        Not recorded where no finish was: who filled the finishes in made up the opening and closing too.
        """
        unknown = sum(not self._attendance_known(slug) for slug in counters)
        if unknown:
            return [unknown_s("counters.open", unknown), unknown_s("counters.paused", unknown)]
        opened, paused = self._in_state(counters, "open"), self._in_state(counters, "paused")
        open_us, paused_us = sum(map(spans.length_us, opened)), sum(map(spans.length_us, paused))
        attended = open_us + paused_us
        return [
            total_s("counters.open", open_us, attended, sum(map(len, opened))),
            total_s("counters.paused", paused_us, attended, sum(map(len, paused))),
        ]

    def idle(self, counters: Sequence[str]) -> Figure:
        """Return how long these counters were open without a ticket in hand while one of their own queues waited.

        Not recorded for a counter without queues or one where a finish was not recorded; one such
        counter among several makes the total not recorded, ``missing`` says how many.
        """
        attended = [slug for slug in counters if self.spans[slug]]
        unknown = sum(not self._idle_known(slug) for slug in attended)
        if unknown:
            return unknown_s("counters.idle", unknown)
        opened = self._in_state(attended, "open")
        idle_us = sum(self._idle_us(slug, stretches) for slug, stretches in zip(attended, opened, strict=True))
        return total_s("counters.idle", idle_us, sum(map(spans.length_us, opened)), len(attended))

    def _attendance_known(self, slug: str) -> bool:
        return self.ends_known and kpi.ends_known(self.legs[slug])

    def _idle_known(self, slug: str) -> bool:
        complete = all(leg.outcome != kpi.UNRECORDED for leg in self.legs[slug])
        return self.ends_known and complete and bool(self.queues_of.get(slug))

    def _idle_us(self, slug: str, opened: Sequence[Span]) -> int:
        busy = spans.union(stretch(hand, self.as_of_us) for hand in self.hands[slug])
        somebody = spans.union(span for queue in self.queues_of[slug] for span in self.waiting[queue])
        return spans.length_us(spans.common(spans.without(opened, busy), somebody))


def half_hours(rows: PeriodRows, zone: tzinfo) -> list[tuple[int, list[Figure]]]:
    """Return per local half hour, from the first ticket to the last call, its start in microseconds and its figures.

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
    tickets, calls, legs = len(rows.tickets), sum(called.values()), len(rows.legs)
    return [
        (
            start,
            [
                count("half.arrivals", "tickets", issued[start], tickets),
                count("half.calls", "legs", called[start], calls),
                *_half_waits(opened[start]),
                count("half.waiting_max", "legs", top, legs),
            ],
        )
        for start, top in zip(starts, tops, strict=True)
    ]


def _half_waits(legs: Sequence[LegRow]) -> list[Figure]:
    of = sample(legs, kpi.wait_us)
    return [mean_s("wait.mean", of), rank_s("wait.p90", of, 90)]


def _range(found: set[int]) -> list[int]:
    return list(range(min(found), max(found) + 1, HALF_HOUR_US)) if found else []
