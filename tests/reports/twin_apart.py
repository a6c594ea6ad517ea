# SPDX-License-Identifier: Apache-2.0
"""What the twin makes of its legs and ratings told apart, by plain loops; no ``reports``."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from tests.reports.twin import Key, TwinLeg
from tests.reports.twin_figures import Days, Found, S, part, service_of, spread, wait_of

By = dict[tuple[str, str], Found]
_OVER = frozenset("finished transferred absent forfeited cancelled voided unserved".split())


def by(of: Days) -> By:
    """Tell legs apart by everything that one leg has one of, and items and ratings by theirs."""
    ticket, local = of.twin.tickets, [datetime.fromtimestamp(leg.opened / S, of.hours.zone) for leg in of.legs]
    keys: dict[str, Sequence[str]] = {
        "by-queue": [leg.queue for leg in of.legs],
        "by-service": [leg.service for leg in of.legs],
        "by-counter": [leg.counter for leg in of.legs],
        "by-clerk": [leg.clerk for leg in of.legs],
        "by-channel": [ticket[leg.key[0]].channel for leg in of.legs],
        "by-group": [ticket[leg.key[0]].group or "no_group" for leg in of.legs],
        "by-weekday": [str(it.isoweekday()) for it in local],
        "by-hour": [f"{it.hour:02d}" for it in local],
    }
    found: By = {}
    for section, slugs in keys.items():
        groups: dict[str, list[TwinLeg]] = defaultdict(list)
        for leg, slug in zip(of.legs, slugs, strict=True):
            groups[slug].append(leg)
        found |= {(section, slug): _place(legs) for slug, legs in groups.items() if slug}
    return found | _items(of) | _rated(of)


def _place(legs: Sequence[TwinLeg]) -> Found:
    waits, services = spread("wait", map(wait_of, legs)), spread("service", map(service_of, legs))
    called = sum(bool(leg.calls) for leg in legs)
    counts: Found = {"legs.opened": (len(legs), len(legs)), "legs.called": (called, len(legs))}
    return counts | {key: (waits | services)[key] for key in ("wait.mean", "wait.median", "wait.p90", "service.mean")}


def _items(of: Days) -> By:
    """Pieces of each item, and service times of legs in which one piece of it was all that was done."""
    pieces, alone = Counter[str](), defaultdict[str, list[int | None]](list)
    for leg in of.legs:
        done = of.twin.items.get(leg.key, {})
        pieces.update(done)
        if [*done.values()] == [1]:
            alone[next(iter(done))].append(service_of(leg))
    found: By = {}
    for item, n in pieces.items():
        times = spread("item", alone[item])
        found["by-item", item] = {"item.pieces": (n, sum(pieces.values()))} | {
            f"item.{it}": times[f"item.{it}"] for it in ("mean", "median", "p90")
        }
    return found


def _rated(of: Days) -> By:
    """Ratings of whatever somebody rated, with how many legs of it could be."""
    given = [it for day, it in of.twin.ratings if day in of.days]
    last = {(it.ticket, it.leg, it.stage): it for it in given if it.kind != "follow-up"}
    out = {(it.ticket, it.leg, it.stage, it.nth) for no, it in of.twin.orders.items() if no in of.twin.left_out}
    valid = [it for it in last.values() if (it.ticket, it.leg, it.stage, it.nth) not in out]
    could = {leg.key: leg for leg in of.legs if _could(leg)}
    found: By = {}
    for kind, places in _places(of, given).items():
        for slug, legs in places.items():
            stars = [it.stars for it in valid if (it.ticket, it.leg) in legs]
            rateable = [leg for leg in could.values() if slug in _slugs(of, kind, leg)]
            rated = sum(leg.key in legs for leg in rateable)
            found[f"ratings-by-{kind}", slug] = {
                "ratings.mean": (sum(stars) / len(stars) if stars else None, len(stars)),
                "ratings.satisfied": part(sum(it >= 3 for it in stars), len(stars)),
                "ratings.bad": part(sum(it <= 2 for it in stars), len(stars)),
                "ratings.response": part(rated, len(rateable)),
            }
    return found


def _could(leg: TwinLeg) -> bool:
    return leg.state in _OVER and (leg.started is not None or leg.finished is not None) and leg.outcome != "unrecorded"


def _slugs(of: Days, kind: str, leg: TwinLeg) -> Iterable[str]:
    said = {"counter": [leg.counter], "clerk": [leg.clerk], "service": [leg.service], "item": of.twin.items.get(leg.key, {})}
    return said[kind]


def _places(of: Days, given: Iterable[object]) -> Mapping[str, Mapping[str, set[Key]]]:
    """Which legs were rated: by whom they were served and what for; of a leg nobody knows, nothing."""
    found: dict[str, dict[str, set[Key]]] = {kind: defaultdict(set) for kind in ("counter", "clerk", "service", "item")}
    for it in given:
        leg = of.twin.legs[it.ticket, it.leg]  # type: ignore[attr-defined]  # a rating, of whatever version
        for kind, places in found.items():
            for slug in _slugs(of, kind, leg):
                places[slug].add(leg.key)
    return found


def jumps(of: Days) -> dict[tuple[str, str], int]:
    """Out of order: why, and on whose word, of the legs that were called."""
    called = [leg for leg in of.legs if leg.calls]
    why = Counter(("by-jump-reason", reason) for leg in called for reason in {reason for reason, _ in leg.jumps})
    who = Counter(("by-jump-person", person) for leg in called for person in {person for _, person in leg.jumps})
    return dict(why + who)
