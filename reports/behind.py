# SPDX-License-Identifier: Apache-2.0
"""The numbers behind a figure (数据溯源): for whoever reads a report and asks which visitors a figure is made of.

A figure is made of tickets, legs or ratings; one table says which of them it is about, which of those count, and what of each it
measures. Figures of counters' time, alarms or work orders have no numbers behind them. Days are looked into one by one, so that a page
of a year's numbers reads no more than the days that it shows.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, tzinfo
from typing import NamedTuple

from msgspec import Struct

from hallserver.core.errors import NotFound
from reports import kpi_ratings
from reports.bins import US_PER_S
from reports.counted_by import NO_GROUP, ORDINARY
from reports.figures import Figure
from reports.rows import PeriodRows, RatingRow, TicketRow
from reports.sources import SOURCES, Of, Source, opened_us
from reports.spans import half_hour_us

Key = tuple[str, int, int, int, str]
"""Where a number stands: business day, epoch and seq of its ticket, leg, stage that was rated."""


class Behind(Struct, frozen=True, kw_only=True):
    """One number behind a figure: its ticket and leg, where and when, and what of it the figure measures."""

    ticket: str
    leg: int
    day: str
    at_us: int
    queue: str
    counter: str
    clerk: str
    measure: float | None
    """In the unit of the answer; None: it is only counted."""
    counts: bool
    """Whether the numerator has it; others are in the denominator alone."""

    stage: str = ""

    @property
    def key(self) -> Key:
        """Where it stands: by date, and in the order in which the numbers were issued."""
        epoch, _, seq = self.ticket.partition(".")
        return self.day, int(epoch), int(seq), self.leg, self.stage


class Asked(NamedTuple):
    """Which figure, of which row of which table; both empty: of the whole hall."""

    figure: str
    section: str = ""
    slug: str = ""
    but: str = ""
    """Who asks, a person's slug; ratings of the own work are left out, for nobody may learn who rated him."""

    @property
    def source(self) -> Source:
        """What it is made of. Raises NotFound where no numbers stand behind it, or the table does not tell them apart."""
        found = SOURCES.get(self.figure)
        if found is None or (self.slug and self.section not in GROUPS):
            raise NotFound("figure-without-numbers", figure=self.figure)
        return found


def _local(it: Of, zone: tzinfo) -> datetime:
    return datetime.fromtimestamp(opened_us(it) // US_PER_S, zone)


def _slot(it: Of, zone: tzinfo) -> str:
    """Return the half hour as a day's report names it, and as one of many days does."""
    start = datetime.fromtimestamp(half_hour_us(opened_us(it), zone) // US_PER_S, zone)
    return f"{start.isoformat(timespec='minutes')} {start:%H:%M}"


GROUPS: Mapping[str, Callable[[Of, tzinfo], str]] = {
    "by-queue": lambda it, _: it.leg.queue if it.leg else "",
    "by-service": lambda it, _: it.leg.service if it.leg else "",
    "by-counter": lambda it, _: it.rating.counter if it.rating else it.leg.counter if it.leg else "",
    "by-clerk": lambda it, _: it.leg.clerk if it.leg else "",
    "by-channel": lambda it, _: it.ticket.channel,
    "by-group": lambda it, _: it.ticket.grp or f"{NO_GROUP} {ORDINARY}",  # the second: in reports frozen before there was the first
    "by-half-hour": _slot,
    "by-hour": lambda it, zone: f"{_local(it, zone):%H}",
    "by-weekday": lambda it, zone: str(_local(it, zone).isoweekday()),
    "by-day": lambda it, _: it.day,
    "by-month": lambda it, _: it.day[: len("2026-11")],
    "ratings-by-counter": lambda it, _: it.rating.counter if it.rating else "",
    "ratings-by-clerk": lambda it, _: it.rating.clerk if it.rating else "",
    "ratings-by-service": lambda it, _: it.rating.service if it.rating else "",
    "ratings-by-item": lambda it, _: it.rating.items if it.rating else "",
}
"""Section of a report → its groups into which something falls, with blanks between. Sections that are not here have one group: all."""
COLUMNS: Mapping[str, str] = {
    **{f"by-{it}": it for it in ("queue", "service", "counter", "clerk")}, "ratings-by-counter": "counter", "ratings-by-clerk": "clerk",
}  # fmt: skip
"""Section → the column of its table that has the slug."""
TIMES: Mapping[str, int] = {"by-day": len("2026-11-23"), "by-month": len("2026-11")}
"""Sections of which a row is a time: so much of a date is its slug."""


def behind(rows: PeriodRows, asked: Asked, zone: tzinfo) -> list[Behind]:
    """Return the numbers of one business day that stand behind a figure, in the order of their keys. Raises NotFound as ``Asked.source``.

    Of a leg and stage that was rated several times the rows hold the rating that counts.
    """
    source, slug = asked.source, asked.slug
    found = [it for it in _things(rows, source.of) if source.among(it) and (not slug or slug in GROUPS[asked.section](it, zone).split())]
    told = [_told(it, source) for it in found if not (asked.but and it.rating is not None and it.rating.clerk == asked.but)]
    return sorted(told, key=lambda it: it.key)


def largest_first(rows: Iterable[Behind]) -> list[Behind]:
    """Return the numbers with those that count before the others, and the largest measure first."""
    return sorted(rows, key=lambda it: (not it.counts, -(it.measure or 0), it.key))


def totals(figure: Figure) -> tuple[int, int] | None:
    """Return how many numbers stand behind a figure, and how many of them its numerator has; None: it has no value that tells."""
    if figure.value is None or figure.numerator is None or figure.denominator is None:
        return None
    if figure.kind == "count":
        return int(figure.numerator), int(figure.numerator)
    return (int(figure.denominator), int(figure.numerator)) if figure.kind == "share" else (figure.n, figure.n)


def _things(rows: PeriodRows, of: str) -> Iterable[Of]:
    day, tickets = rows.from_date, {it.id: it for it in rows.tickets}
    if of == "tickets":
        return [Of(day, it) for it in rows.tickets]
    legs = {(it.ticket, it.leg): it for it in rows.legs}
    if of == "legs":
        return [Of(day, tickets[it.ticket], it) for it in rows.legs if it.ticket in tickets]
    last = {kpi_ratings.act(it): it for it in kpi_ratings.given(rows.ratings)}
    return [Of(day, tickets.get(it.ticket, _elsewhere(it)), legs.get((it.ticket, it.leg)), it) for it in last.values()]


def _elsewhere(rating: RatingRow) -> TicketRow:
    """Return what stands for a ticket that is not known."""
    return TicketRow(rating.ticket, "", rating.at_us, "", 0, "", None, "")


def _told(it: Of, source: Source) -> Behind:
    return Behind(
        ticket=it.ticket.id,
        leg=it.leg.leg if it.leg is not None else it.rating.leg if it.rating is not None else 0,
        day=it.day,
        at_us=it.rating.at_us if it.rating is not None else opened_us(it),
        queue=it.leg.queue if it.leg is not None else "",
        counter=it.leg.counter if it.leg is not None else "",
        clerk=it.leg.clerk if it.leg is not None else "",
        measure=source.measure(it),
        counts=source.counts(it),
        stage=it.rating.stage if it.rating is not None else "",
    )
