# SPDX-License-Identifier: Apache-2.0
"""Ratings that are hard to believe. They are flagged for the hall manager, never altered: they count as they did, reports say how many.

A sign is no accusation. Three are looked for, with the standard's bounds (``doubt.*``):

- ``burst``: so many five-star ratings of one clerk, or at one device, within so short a time;
- ``too-soon``: a rating before the visitor could have left: seconds after the finish, or of a service that was over before it began;
- ``sudden``: a device's day that is unlike its own last weeks: many more ratings, or a share of five stars that has jumped up.
"""

from hallserver.core import events as e
from hallserver.core.hall import Hall
from hallserver.core.rated import Five
from hallserver.core.signs import MAY_BE_SHORT

BEST = 5


def doubts(hall: Hall, given: e.RatingGiven, now_us: int) -> list[e.Event]:
    """Return what is to be flagged because of this rating, which is not folded in yet."""
    found = (_burst(hall, given, now_us), _too_soon(hall, given, now_us), _sudden(hall, given))
    return [it for it in found if it is not None]


def _key(it: e.RatingGiven | Five) -> e.RatingKey:
    return e.RatingKey(ticket=it.ticket, leg=it.leg, stage=it.stage, nth=it.nth)


def _doubted(sign: str, given: e.RatingGiven, ratings: tuple[e.RatingKey, ...], **args: float) -> e.RatingsDoubted:
    return e.RatingsDoubted(sign=sign, ratings=ratings, counter=given.counter, clerk=given.clerk, device=given.device, args={**args})


def _burst(hall: Hall, given: e.RatingGiven, now_us: int) -> e.RatingsDoubted | None:
    """Flag the whole burst when it becomes one, then each one more."""
    if given.stars != BEST:
        return None
    least, within_s = hall.rules.whole("doubt.burst_ratings"), hall.rules.whole("doubt.burst_within")
    since_us = now_us - within_s * 1_000_000
    before = [it for it in hall.rated.fives if it.at_us >= since_us and _alike(it, given)]
    if len(before) + 1 < least:
        return None
    flagged = before if len(before) + 1 == least else []
    ratings = (*map(_key, reversed(flagged)), _key(given))
    return _doubted("burst", given, ratings, n=len(before) + 1, within_s=within_s)


def _alike(it: Five, given: e.RatingGiven) -> bool:
    return it.clerk == given.clerk or (bool(given.device) and it.device == given.device)


def _too_soon(hall: Hall, given: e.RatingGiven, now_us: int) -> e.RatingsDoubted | None:
    ticket = hall.tickets.get(given.ticket)
    leg = ticket.legs[given.leg - 1] if ticket is not None and given.stage == "accepted" and given.nth == 1 else None
    if leg is None or leg.finished_us is None:
        return None
    after_s = (now_us - leg.finished_us) / 1e6
    since_us = leg.started_us if leg.started_us is not None else leg.called_us
    served_s = (leg.finished_us - since_us) / 1e6 if since_us is not None and leg.outcome not in MAY_BE_SHORT else None
    soon = after_s < hall.rules.number("doubt.too_soon")
    short = served_s is not None and served_s < hall.rules.number("doubt.short_service")
    if not (soon or short):
        return None
    return _doubted("too-soon", given, (_key(given),), after_s=round(after_s, 1), served_s=round(served_s or 0.0, 1))


def _sudden(hall: Hall, given: e.RatingGiven) -> e.RatingsDoubted | None:
    """Flag a device's day once it is unlike its own last weeks, then each one more of what makes it so."""
    days = hall.rated.by_device.get(given.device or f"online/{given.counter}", {})
    earlier = [n for day, n in days.items() if day < hall.day]
    before, before_fives = sum(n for n, _ in earlier), sum(fives for _, fives in earlier)
    given_today, fives_today = days.get(hall.day, (0, 0))
    today, fives = given_today + 1, fives_today + (given.stars == BEST)
    rules = hall.rules
    if before < rules.whole("doubt.sudden_before") or today < rules.whole("doubt.sudden_least"):
        return None
    usual, share, was = before / len(earlier), 100 * fives / today, 100 * before_fives / before
    many = today > rules.number("doubt.sudden_times") * usual
    better = given.stars == BEST and share - was > rules.number("doubt.sudden_share")
    if not (many or better):
        return None
    return _doubted("sudden", given, (_key(given),), today=today, usual=round(usual, 1), share=round(share), was=round(was))
