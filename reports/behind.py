# SPDX-License-Identifier: Apache-2.0
"""The numbers behind a figure (数据溯源): for whoever reads a report and asks which visitors a figure is made of.

A figure is made of tickets, legs or ratings; one table says which of them it is about, which of those count, and what of each it
measures. Figures of counters' time, alarms or work orders have no numbers behind them.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, tzinfo
from typing import NamedTuple

from msgspec import Struct

from hallserver.core.errors import NotFound
from reports import kpi, kpi_ratings
from reports.bins import US_PER_S
from reports.counted_by import ORDINARY
from reports.rows import LegRow, PeriodRows, RatingRow, TicketRow
from reports.spans import half_hour_us

MOST = 500
"""So many numbers are listed; of how many, is said beside."""


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


class Answer(Struct, frozen=True, kw_only=True):
    """The numbers behind a figure, those that count first, the largest measure first, at most ``MOST`` of ``n``; so many of them count."""

    figure: str
    unit: str
    n: int
    counted: int
    rows: tuple[Behind, ...]


class Of(NamedTuple):
    """One thing that a figure may be made of: a ticket, one of its legs, or the rating of one."""

    ticket: TicketRow
    leg: LegRow | None = None
    rating: RatingRow | None = None


class Source(NamedTuple):
    """What a figure is made of: ``tickets``, ``legs`` or ``ratings``, the unit of what is measured, and the three questions."""

    of: str
    unit: str = ""
    among: Callable[[Of], bool] = lambda _: True
    counts: Callable[[Of], bool] = lambda _: True
    measure: Callable[[Of], float | None] = lambda _: None


def _leg(look: Callable[[LegRow], object]) -> Callable[[Of], bool]:
    return lambda it: it.leg is not None and bool(look(it.leg))


def _rating(look: Callable[[RatingRow], object]) -> Callable[[Of], bool]:
    return lambda it: it.rating is not None and bool(look(it.rating))


def _state(state: str) -> Source:
    return Source("tickets", among=lambda it: it.ticket.state == state)


def _time(look: Callable[[LegRow], int | str]) -> Source:
    """Return the source of a time: the legs that have one, in seconds."""

    def seconds(it: Of) -> float | None:
        found = look(it.leg) if it.leg is not None else ""
        return found / US_PER_S if isinstance(found, int) else None

    return Source("legs", "s", among=lambda it: seconds(it) is not None, measure=seconds)


def _stars(it: Of) -> float | None:
    return it.rating.stars if it.rating is not None else None


_WAIT = _time(kpi.wait_us)
_CALLED = _leg(lambda it: it.first_called_us is not None)
_SPREAD = ("mean", "median", "p90", "max")
_VALID = _rating(lambda it: not it.excluded)
SOURCES: Mapping[str, Source] = {
    "tickets.issued": Source("tickets"),
    "tickets.open": Source("tickets", among=lambda it: it.ticket.state not in kpi.ENDS),
    "tickets.missed": Source("tickets", "times", among=lambda it: it.ticket.misses > 0, measure=lambda it: it.ticket.misses),
    **{f"tickets.{end}": _state(end) for end in kpi.ENDS},
    "legs.opened": Source("legs"),
    "legs.called": Source("legs", among=_CALLED),
    "legs.finished": Source("legs", among=_leg(lambda it: it.finished_us is not None)),
    "calls.repeated": Source(
        "legs", "times", among=_CALLED, counts=_leg(lambda it: it.calls > 1), measure=lambda it: it.leg.calls if it.leg else None
    ),
    "calls.out_of_order": Source("legs", among=_CALLED, counts=_leg(lambda it: it.out_of_order)),
    **{f"wait.{spread}": _WAIT for spread in _SPREAD},
    **{f"walk.{spread}": _time(kpi.walk_us) for spread in _SPREAD},
    **{f"service.{spread}": _time(kpi.service_us) for spread in _SPREAD},
    "wait.within": _WAIT._replace(
        among=lambda it: _WAIT.among(it) and it.leg is not None and it.leg.target_s > 0,
        counts=lambda it: it.leg is not None and (_WAIT.measure(it) or 0) <= it.leg.target_s,
    ),
    "beside.direct": Source("legs", among=_leg(lambda it: it.opened_by == "direct")),
    "beside.paper": Source("legs", among=_leg(lambda it: it.opened_by == "paper")),
    "beside.wait-doubts": Source("legs", among=_leg(lambda it: it.wait_doubt)),
    "beside.service-doubts": Source("legs", among=_leg(lambda it: it.service_doubt)),
    **{f"ratings.{star}": Source("ratings", "stars", _VALID, lambda it, star=star: _stars(it) == star, _stars) for star in range(1, 6)},  # type: ignore[misc]
    "ratings.mean": Source("ratings", "stars", _VALID, measure=_stars),
    "ratings.satisfied": Source(
        "ratings", "stars", _VALID, _rating(lambda it: it.stars >= kpi_ratings.SATISFIED and not kpi_ratings.fair(it)), _stars
    ),
    "ratings.bad": Source("ratings", "stars", _VALID, _rating(lambda it: it.stars <= kpi_ratings.BAD), _stars),
    "ratings.mistaken": Source("ratings", "stars", _rating(lambda it: it.excluded == "mistaken"), measure=_stars),
    "ratings.malicious": Source("ratings", "stars", _rating(lambda it: it.excluded == "malicious"), measure=_stars),
}
"""Figure → what it is made of."""


def _hour(at_us: int, zone: tzinfo) -> str:
    return f"{datetime.fromtimestamp(at_us // US_PER_S, zone):%H}"


def _opened_us(it: Of) -> int:
    return it.leg.opened_us if it.leg is not None else it.ticket.issued_us


def _slot(it: Of, zone: tzinfo) -> str:
    start = datetime.fromtimestamp(half_hour_us(_opened_us(it), zone) // US_PER_S, zone)
    return start.isoformat(timespec="minutes")


GROUPS: Mapping[str, Callable[[Of, tzinfo], str]] = {
    "by-queue": lambda it, _: it.leg.queue if it.leg else "",
    "by-service": lambda it, _: it.leg.service if it.leg else "",
    "by-counter": lambda it, _: it.rating.counter if it.rating else it.leg.counter if it.leg else "",
    "by-clerk": lambda it, _: it.leg.clerk if it.leg else "",
    "by-channel": lambda it, _: it.ticket.channel,
    "by-group": lambda it, _: it.ticket.grp or ORDINARY,
    "by-half-hour": _slot,
    "by-hour": lambda it, zone: _hour(_opened_us(it), zone),
    "by-weekday": lambda it, _: str(datetime.fromisoformat(it.ticket.day).isoweekday()),
    "by-day": lambda it, _: it.ticket.day,
}
"""Section of a report → the group of it into which something falls. Sections that are not here have one group: all."""


def behind(rows: PeriodRows, figure: str, group: tuple[str, str], zone: tzinfo, *, but: str = "") -> Answer:
    """Return the numbers behind a figure of a report over these rows; ``group``: section and slug, ("", "") for the whole hall.

    ``but``: who asks, a person's slug; ratings of the own work are left out, for nobody may learn who rated him.
    Raises NotFound for a figure that has no numbers behind it, or a section that does not tell tickets apart.
    """
    source, (section, slug) = SOURCES.get(figure), group
    if source is None or (slug and section not in GROUPS):
        raise NotFound("figure-without-numbers", figure=figure)
    found = [it for it in _things(rows, source.of) if source.among(it) and (not slug or GROUPS[section](it, zone) == slug)]
    found = [it for it in found if not (but and it.rating is not None and it.leg is not None and it.leg.clerk == but)]
    told = sorted((_told(it, source) for it in found), key=lambda it: (not it.counts, -(it.measure or 0), it.at_us, it.ticket, it.leg))
    return Answer(figure=figure, unit=source.unit, n=len(told), counted=sum(it.counts for it in told), rows=tuple(told[:MOST]))


def _things(rows: PeriodRows, of: str) -> Iterable[Of]:
    tickets = {it.id: it for it in rows.tickets}
    if of == "tickets":
        return [Of(it) for it in rows.tickets]
    legs = {(it.ticket, it.leg): it for it in rows.legs}
    if of == "legs":
        return [Of(tickets[it.ticket], it) for it in rows.legs if it.ticket in tickets]
    last = {kpi_ratings.act(it): it for it in kpi_ratings.given(rows.ratings)}
    return [Of(tickets.get(it.ticket, _elsewhere(it)), legs.get((it.ticket, it.leg)), it) for it in last.values()]


def _elsewhere(rating: RatingRow) -> TicketRow:
    """Return what stands for the ticket of an earlier day that was rated on one of these."""
    return TicketRow(rating.ticket, "", rating.at_us, "", 0, "", None, "")


def _told(it: Of, source: Source) -> Behind:
    return Behind(
        ticket=it.ticket.id,
        leg=it.leg.leg if it.leg is not None else it.rating.leg if it.rating is not None else 0,
        day=it.ticket.day,
        at_us=it.rating.at_us if it.rating is not None else _opened_us(it),
        queue=it.leg.queue if it.leg is not None else "",
        counter=it.leg.counter if it.leg is not None else "",
        clerk=it.leg.clerk if it.leg is not None else "",
        measure=source.measure(it),
        counts=source.counts(it),
    )
