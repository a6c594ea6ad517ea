# SPDX-License-Identifier: Apache-2.0
"""What each figure is made of: tickets, legs or ratings, which of them, which of those count, and what of each it measures."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from reports import kpi, kpi_ratings
from reports.bins import US_PER_S
from reports.rows import LegRow, RatingRow, TicketRow


class Of(NamedTuple):
    """One thing that a figure may be made of: a ticket, one of its legs, or the rating of one; and the business day that it counts on."""

    day: str
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
    where: Mapping[str, object] = MappingProxyType({})
    """Column → value that whatever is ``among`` has: days without such a row need no look."""


def _leg(look: Callable[[LegRow], object]) -> Callable[[Of], bool]:
    return lambda it: it.leg is not None and bool(look(it.leg))


def _rating(look: Callable[[RatingRow], object]) -> Callable[[Of], bool]:
    return lambda it: it.rating is not None and bool(look(it.rating))


def _state(state: str) -> Source:
    return Source("tickets", among=lambda it: it.ticket.state == state, where={"state": state})


def _opened_by(how: str) -> Source:
    return Source("legs", among=_leg(lambda it: it.opened_by == how), where={"opened_by": how})


def _time(look: Callable[[LegRow], int | str]) -> Source:
    """Return the source of a time: the legs that have one, in seconds."""

    def seconds(it: Of) -> float | None:
        found = look(it.leg) if it.leg is not None else ""
        return found / US_PER_S if isinstance(found, int) else None

    return Source("legs", "s", among=lambda it: seconds(it) is not None, measure=seconds)


def _stars(it: Of) -> float | None:
    return it.rating.stars if it.rating is not None else None


def _starred(star: int) -> Source:
    return Source("ratings", "stars", _rating(lambda it: it.stars == star and not it.excluded), measure=_stars, where={"stars": star})


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
    **{f"beside.{it}": _opened_by(it) for it in ("direct", "paper")},
    "beside.wait-doubts": Source("legs", among=_leg(lambda it: it.wait_doubt)),
    "beside.service-doubts": Source("legs", among=_leg(lambda it: it.service_doubt)),
    **{f"ratings.{star}": _starred(star) for star in range(1, 6)},
    "ratings.mean": Source("ratings", "stars", _VALID, measure=_stars),
    "ratings.satisfied": Source(
        "ratings", "stars", _VALID, _rating(lambda it: it.stars >= kpi_ratings.SATISFIED and not kpi_ratings.fair(it)), _stars
    ),
    "ratings.bad": Source("ratings", "stars", _VALID, _rating(lambda it: it.stars <= kpi_ratings.BAD), _stars),
    "ratings.mistaken": Source("ratings", "stars", _rating(lambda it: it.excluded == "mistaken"), measure=_stars),
    "ratings.malicious": Source("ratings", "stars", _rating(lambda it: it.excluded == "malicious"), measure=_stars),
}
"""Figure → what it is made of."""


def opened_us(it: Of) -> int:
    """Return when it opened, or was issued."""
    return it.leg.opened_us if it.leg is not None else it.ticket.issued_us
