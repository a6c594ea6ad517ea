# SPDX-License-Identifier: Apache-2.0
"""What the figures of ratings mean: 满意率 = (3+4+5) ÷ valid, 差评率 = (1+2) ÷ valid, 主动评价率 = voluntary ÷ rateable.

Valid is the rating of each leg and stage (of several, as old journals have them, the last), but neither a follow-up (追评): it comes
on top and takes nothing away, nor what two persons found to be mistaken or malicious (误评、恶意差评: 结果不予采纳, 国办发〔2019〕51号).
Ratings that nobody gave (默认评价) are events of another kind and enter no figure but their own count; doubted ones count as they did.
"""

from collections import Counter
from collections.abc import Sequence

from msgspec import structs

from reports.figures import Figure, count, mean_stars, share
from reports.rows import ClosedRow, EarlierRow, LegRow, RatingRow
from reports.tally_ratings import RatingTally

SATISFIED, BAD = 3, 2
"""From 3 stars on a visitor counts as satisfied, where the standard did not say 4 (``eval.good_min``); a rating of 2 or less is bad."""
UNRECORDED = "unrecorded"
"""Outcome of a finish that nobody pressed: how the visit ended is not known (replayed days)."""
ACCEPTED, COMPLETED = "accepted", "completed"
FOLLOW_UP = "follow-up"
PER = 10_000
Act = tuple[str, int, str]
"""What can be rated: ticket, leg and stage."""


def act(rating: RatingRow) -> Act:
    """Return what it rates."""
    return rating.ticket, rating.leg, rating.stage


def given(ratings: Sequence[RatingRow]) -> list[RatingRow]:
    """Return the ratings without follow-ups, in the order in which they were given."""
    return sorted((it for it in ratings if it.kind != FOLLOW_UP), key=lambda row: row.nth)


def rateable_acts(legs: Sequence[LegRow], closed: Sequence[ClosedRow]) -> set[Act]:
    """Return what can be rated: every leg that can, and every closed case."""
    return {(it.ticket, it.leg, ACCEPTED) for it in legs if rateable(it)} | {(it.ticket, it.leg, COMPLETED) for it in closed}


def tally_ratings(ratings: Sequence[RatingRow], legs: Sequence[LegRow], closed: Sequence[ClosedRow] = (), defaults: int = 0) -> RatingTally:
    """Count the ratings that count, one of each leg and stage, the legs that have one, and what stands beside them."""
    first, extra = given(ratings), [it for it in ratings if it.kind == FOLLOW_UP]
    last = {act(it): it for it in first}
    acts = len(rateable_acts(legs, closed) & {*last})
    stars = Counter(it.stars for it in last.values() if not it.excluded)
    rated = {(rating.ticket, rating.leg) for rating in ratings}
    known = len(rated & {(leg.ticket, leg.leg) for leg in legs if rateable(leg)})
    return RatingTally(
        stars=[stars[star] for star in range(6)],
        replaced=len(first) - len(last),
        rated=known,
        others=len(rated) - known,
        acts=acts,
        acts_others=len(last) - acts,
        closed=len(closed),
        same_day=sum(it.done_day != "" and it.done_day <= it.leg_day for it in closed),
        follow_ups=len(extra),
        follow_bad=sum(it.stars <= BAD for it in extra),
        doubted=sum(it.doubt != "" for it in ratings),
        defaults=defaults,
        left_out=dict(sorted(Counter(it.excluded for it in last.values() if it.excluded).items())),
        fair=sum(fair(it) for it in last.values() if not it.excluded),
    )


def rateable(leg: LegRow) -> bool:
    """Say whether a leg can be rated: it was started, or finished without a start, and has ended however; not if no end was recorded."""
    return leg.ended_us is not None and (leg.started_us is not None or leg.finished_us is not None) and leg.outcome != UNRECORDED


def fair(rating: RatingRow | EarlierRow) -> bool:
    """Say whether a rating is 基本满意 that does not count as satisfied, by the standard under which it was given."""
    return SATISFIED <= rating.stars < rating.good_min


def _excluded(of: RatingTally) -> dict[str, int]:
    found = {"replaced": of.replaced, "follow-up": of.follow_ups, **of.left_out}
    return {why: n for why, n in found.items() if n}


def scores(ratings: Sequence[RatingRow] | RatingTally) -> list[Figure]:
    """Return ratings by star, mean, 满意率 and 差评率, of the valid ones."""
    of = ratings if isinstance(ratings, RatingTally) else tally_ratings(ratings, [])
    n, excluded = sum(of.stars), _excluded(of)
    return [
        *(count(f"ratings.{star}", "ratings", of.stars[star], n) for star in (5, 4, 3, 2, 1)),
        mean_stars("ratings.mean", of.stars),
        share("ratings.satisfied", sum(of.stars[SATISFIED:]) - of.fair, n, excluded=excluded),
        share("ratings.bad", sum(of.stars[: BAD + 1]), n, excluded=excluded),
    ]


def further(of: RatingTally, rateable_legs: int) -> list[Figure]:
    """Return 主动评价率, 差评率 per 10,000 ratings, and apart: follow-ups, doubted, left out by two persons, given by nobody.

    主动评价率 = legs and closed cases that their visitor rated, each for itself ÷ legs that can be rated + closed cases.
    """
    n = sum(of.stars)
    all_given = n + sum(of.left_out.values()) + of.replaced + of.follow_ups
    stands = {"default": of.defaults, "follow-up": of.follow_ups, "other-days-leg": of.acts_others}
    apart = {why: found for why, found in stands.items() if found}
    return [
        share("ratings.voluntary", of.acts, rateable_legs + of.closed, excluded=apart),
        per_10k("ratings.bad-10k", sum(of.stars[: BAD + 1]), n, _excluded(of)),
        count("ratings.follow-ups", "ratings", of.follow_ups, all_given),
        count("ratings.follow-bad", "ratings", of.follow_bad, of.follow_ups),
        count("ratings.doubted", "ratings", of.doubted, all_given),
        count("ratings.mistaken", "ratings", of.left_out.get("mistaken", 0), all_given),
        count("ratings.malicious", "ratings", of.left_out.get("malicious", 0), all_given),
        count("ratings.defaults", "ratings", of.defaults, rateable_legs + of.closed),
    ]


def per_10k(key: str, part: int, whole: int, excluded: dict[str, int]) -> Figure:
    """Return part ÷ whole for every 10,000: rates of bad ratings are too small for per cent."""
    of = share(key, part, whole, excluded=excluded)
    return structs.replace(of, unit="10k", value=None if of.value is None else PER * part / whole)
