# SPDX-License-Identifier: Apache-2.0
"""What every figure of a report means: pure functions from rows to figures.

Each function of a row gives microseconds or the reason why there are none. The sentences that
explain the figures to a manager are ``definition.<key>`` in ``hallserver/words/report.json`` and
are printed on the last page; change both together. Formulae: wait, walk and service time as in the
glossary; 满意率 = (3+4+5) ÷ valid, 差评率 = (1+2) ÷ valid.
"""

from collections.abc import Sequence

from reports.figures import NOT_RECORDED, US_PER_S, Figure, Sample, count, items_done, mean_s, mean_stars, rank_s, sample, share, unrecorded
from reports.rows import ItemRow, LegRow, RatingRow, TicketRow

ENDS = ("finished", "cancelled", "voided", "forfeited", "unserved")
"""How a ticket can end; any other state is still open."""
SATISFIED, BAD = 3, 2
"""From 3 stars on a visitor counts as satisfied; a rating of 2 or less is bad."""
UNRECORDED = "unrecorded"
"""Outcome of a finish that nobody pressed: how the visit ended is not known (replayed days)."""


def wait_us(leg: LegRow) -> int | str:
    """Return leg opened → first call; recalls, holds and transfers do not change it."""
    if leg.first_called_us is None:
        return "never-called"
    return _credible(leg.first_called_us - leg.opened_us)


def walk_us(leg: LegRow) -> int | str:
    """Return last call → start; not for a visitor who never came, nor for one called anew after a hold."""
    if leg.first_called_us is None or leg.last_called_us is None:
        return "never-called"
    if leg.implicit:
        return NOT_RECORDED
    if leg.started_us is None:
        return "not-started"
    if leg.started_us < leg.last_called_us:
        return "called-again"
    return leg.started_us - leg.last_called_us


def service_us(leg: LegRow) -> int | str:
    """Return start → finish minus holds, of finished legs; not recorded where no start was pressed."""
    if leg.finished_us is None:
        return "not-finished"
    if leg.implicit or leg.started_us is None:
        return NOT_RECORDED
    return _credible(leg.finished_us - leg.started_us - leg.held_us)


def _credible(duration_us: int) -> int | str:
    return duration_us if duration_us >= 0 else "not-credible"


def tickets_by_end(tickets: Sequence[TicketRow]) -> list[Figure]:
    """Return how many tickets were issued, how each ended, and how many missed a call at least once."""
    issued = len(tickets)
    states = [ticket.state for ticket in tickets]
    ends = [count(f"tickets.{end}", "tickets", states.count(end), issued) for end in ENDS]
    still_open = issued - sum(states.count(end) for end in ENDS)
    return [
        count("tickets.issued", "tickets", issued, issued),
        *ends,
        count("tickets.open", "tickets", still_open, issued),
        count("tickets.missed", "tickets", sum(ticket.misses > 0 for ticket in tickets), issued),
    ]


def dispositions(tickets: Sequence[TicketRow]) -> list[Figure]:
    """Return what became of the unserved tickets; only the dispositions that occur."""
    left = [ticket.disposition for ticket in tickets if ticket.state == "unserved"]
    return [count(f"left.{slug}", "tickets", left.count(slug), len(left)) for slug in sorted(set(left)) if slug]


def legs_counted(legs: Sequence[LegRow]) -> list[Figure]:
    """Return how many legs opened, were called, finished, were recalled and were called out of order."""
    called = [leg for leg in legs if leg.first_called_us is not None]
    finished = sum(leg.finished_us is not None for leg in legs)
    return [
        count("legs.opened", "legs", len(legs), len(legs)),
        count("legs.called", "legs", len(called), len(legs)),
        count("legs.finished", "legs", finished, len(legs)),
        share("calls.repeated", sum(leg.calls > 1 for leg in called), len(called)),
        share("calls.out_of_order", sum(leg.out_of_order for leg in called), len(called)),
    ]


def _spread(name: str, of: Sample) -> list[Figure]:
    """Return mean, median, p90 and longest of a sample."""
    ranks = (("median", 50), ("p90", 90), ("max", 100))
    return [mean_s(f"{name}.mean", of), *(rank_s(f"{name}.{word}", of, percent) for word, percent in ranks)]


def waits(legs: Sequence[LegRow]) -> list[Figure]:
    """Return mean, median, p90, longest wait, and the share within each leg's own target."""
    return [*_spread("wait", sample(legs, wait_us)), within_target(legs)]


def within_target(legs: Sequence[LegRow]) -> Figure:
    """Return the share of called legs whose wait was at most their queue's target when they opened."""
    excluded = dict(sample(legs, wait_us).excluded)
    waited = [(leg, wait) for leg in legs if isinstance(wait := wait_us(leg), int)]
    judged = [(leg, wait) for leg, wait in waited if leg.target_s > 0]
    if len(judged) < len(waited):
        excluded["no-target"] = len(waited) - len(judged)
    within = sum(wait <= leg.target_s * US_PER_S for leg, wait in judged)
    return share("wait.within", within, len(judged), excluded=excluded)


def walks(legs: Sequence[LegRow]) -> list[Figure]:
    """Return mean, median, p90 and longest walk to the counter."""
    return _spread("walk", sample(legs, walk_us))


def services(legs: Sequence[LegRow]) -> list[Figure]:
    """Return mean, median, p90 and longest service time."""
    return _spread("service", sample(legs, service_us))


def items(rows: Sequence[ItemRow], legs: Sequence[LegRow]) -> list[Figure]:
    """Return the items handled in the finished legs (件次); missing = finished legs without an item."""
    finished = {(leg.ticket, leg.leg) for leg in legs if leg.finished_us is not None}
    listed = {(row.ticket, row.leg) for row in rows}
    return [items_done("items.done", [row.quantity for row in rows], len(finished), len(finished - listed))]


def valid_ratings(ratings: Sequence[RatingRow]) -> tuple[list[RatingRow], int]:
    """Return the ratings that count, the last of each leg and stage, and how many earlier ones they replace."""
    last: dict[tuple[str, int, str], RatingRow] = {}
    for rating in sorted(ratings, key=lambda row: row.nth):
        last[rating.ticket, rating.leg, rating.stage] = rating
    return list(last.values()), len(ratings) - len(last)


def response(ratings: Sequence[RatingRow], legs: Sequence[LegRow]) -> Figure:
    """Return rated legs ÷ rateable legs; rateable are finished legs whose outcome was recorded."""
    finished = [leg for leg in legs if leg.finished_us is not None]
    rateable = {(leg.ticket, leg.leg) for leg in finished if leg.outcome != UNRECORDED}
    rated = {(rating.ticket, rating.leg) for rating in ratings}
    out = {"outcome-unrecorded": len(finished) - len(rateable), "other-days-leg": len(rated - rateable)}
    return share("ratings.response", len(rated & rateable), len(rateable), excluded={why: n for why, n in out.items() if n})


def scores(ratings: Sequence[RatingRow]) -> list[Figure]:
    """Return ratings by star, mean, share satisfied and share bad, of the valid ones."""
    valid, replaced = valid_ratings(ratings)
    stars = [rating.stars for rating in valid]
    excluded = {"replaced": replaced} if replaced else {}
    return [
        *(count(f"ratings.{star}", "ratings", stars.count(star), len(stars)) for star in (5, 4, 3, 2, 1)),
        mean_stars("ratings.mean", stars),
        share("ratings.satisfied", sum(star >= SATISFIED for star in stars), len(stars), excluded=excluded),
        share("ratings.bad", sum(star <= BAD for star in stars), len(stars), excluded=excluded),
    ]


def ends_known(legs: Sequence[LegRow]) -> bool:
    """Say whether these legs tell how visits ended; not when some finished and no finish was recorded."""
    outcomes = {leg.outcome for leg in legs if leg.finished_us is not None}
    return outcomes != {UNRECORDED}


def without_invented(figures: Sequence[Figure], missing: int) -> list[Figure]:
    """Return the figures of a day whose ends are not known: what rests on ends or on keys pressed there is not recorded.

    ``missing`` is the number of legs without a recorded end; a figure that knows its own cases names those.
    Ratings that were given stay.
    """
    return [unrecorded(it, it.n or max(1, missing)) if it.key in _OF_ENDS or (it.key in _OF_RATINGS and not it.n) else it for it in figures]


_OF_ENDS = frozenset((
    *(f"tickets.{end}" for end in ENDS), "tickets.open", "tickets.missed", "legs.finished", "calls.repeated", "calls.out_of_order",
))  # fmt: skip
_OF_RATINGS = frozenset((
    *(f"ratings.{star}" for star in range(1, 6)), "ratings.mean", "ratings.satisfied", "ratings.bad", "ratings.response",
))  # fmt: skip
"""What a replay cannot know: it is given issues and calls, and makes up the rest."""


def pick(figures: Sequence[Figure], *keys: str) -> list[Figure]:
    """Return the figures with these keys, in this order."""
    by_key = {figure.key: figure for figure in figures}
    return [by_key[key] for key in keys]
