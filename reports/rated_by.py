# SPDX-License-Identifier: Apache-2.0
"""Ratings by counter, clerk, service and item: mean, share satisfied, bad ones, and how many of what could be rated was.

A rating counts for the counter and clerk whose work it rates, for the service of its leg, and for each item that was handled in it.
Rows stand in the order of the set-up, never by merit; of a clerk with fewer than ``report.small_n`` ratings only their number is shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from hallserver.core.row import Names
from reports import kpi, kpi_ratings
from reports.figures import SMALL_N, Figure, share, withheld
from reports.names import HallNames, known_first
from reports.report import Group, Section
from reports.rows import LegRow, RatingRow
from reports.tally_ratings import RatingTally
from reports.tally_visits import ByTally, T

KINDS: Final = ("counters", "clerks", "services", "items")
_FIGURES: Final = ("ratings.mean", "ratings.satisfied", "ratings.bad")
Rateable = Mapping[str, int]
"""Which → how many legs of it can be rated."""


class Rated(NamedTuple):
    """What one table is made of: which → its ratings, how many legs can be rated, and its name."""

    tallies: Mapping[str, RatingTally]
    rateable: Rateable
    names: Mapping[str, Names]
    least: int = 0
    """With fewer ratings no value is shown."""


def by_place(ratings: Iterable[RatingRow]) -> dict[str, dict[str, list[RatingRow]]]:
    """Return the ratings by kind of place and place, of those that have any, sorted."""
    found: dict[str, dict[str, list[RatingRow]]] = {kind: defaultdict(list) for kind in KINDS}
    for it in ratings:
        for kind, slugs in zip(KINDS, ([it.counter], [it.clerk], [it.service], it.items.split()), strict=True):
            for slug in filter(None, slugs):
                found[kind][slug].append(it)
    return {kind: dict(sorted(places.items())) for kind, places in found.items() if places}


def tallied(ratings: Sequence[RatingRow], legs: Sequence[LegRow]) -> dict[str, dict[str, RatingTally]]:
    """Return the same, counted."""
    return {
        kind: {slug: kpi_ratings.tally_ratings(rows, legs_of(kind, slug, legs)) for slug, rows in places.items()}
        for kind, places in by_place(ratings).items()
    }


def legs_of(kind: str, slug: str, legs: Sequence[LegRow]) -> list[LegRow]:
    """Return the legs of a place, of which some may have been rated; of services and items the ratings know theirs themselves."""
    mine = {"counters": lambda leg: leg.counter == slug, "clerks": lambda leg: leg.clerk == slug}.get(kind)
    return [leg for leg in legs if mine is None or mine(leg)]


def sections(
    of: Mapping[str, Mapping[str, RatingTally]], by: ByTally[T], services: Rateable, names: HallNames, *, ends_known: bool
) -> list[Section]:
    """Return the tables of a hall; none where nobody rated anything, and none without known ends but of what was rated."""
    tables = {
        "counters": Rated(of.get("counters", {}), {slug: it.rateable for slug, it in by.counters.items()}, names.counters),
        "clerks": Rated(of.get("clerks", {}), {slug: it.rateable for slug, it in by.clerks.items()}, names.people, names.small_n),
        "services": Rated(of.get("services", {}), services, names.services),
        "items": Rated(of.get("items", {}), {slug: it.rateable for slug, it in by.items.items()}, names.items),
    }
    found = {kind: groups(it) for kind, it in tables.items()} if ends_known else {}
    return [Section(key=key_of(kind), groups=tuple(it)) for kind, it in found.items() if it]


def key_of(kind: str) -> str:
    """Return the key of the section about a kind of place: ``ratings-by-clerk``."""
    return f"ratings-by-{kind.removesuffix('s')}"


def groups(of: Rated) -> list[Group]:
    """Return the rows of a table: whatever could be rated, or was; none where nothing was."""
    if not any(sum(it.stars) for it in of.tallies.values()):
        return []
    used = [slug for slug in {**of.tallies, **of.rateable} if slug in of.tallies or of.rateable[slug]]
    return [
        Group(
            slug=slug.partition("\t")[0],  # of several halls with the name behind it, for each has its own slugs
            names=of.names.get(slug, {}),
            figures=tuple(_figures(of.tallies.get(slug), of.rateable.get(slug, 0), of.least)),
        )
        for slug in known_first(dict(of.names), used)
    ]


def _figures(ratings: RatingTally | None, rateable: int, least: int) -> list[Figure]:
    """Return the four figures of one place."""
    of = ratings or RatingTally()
    found = [*kpi.pick(kpi_ratings.scores(of), *_FIGURES), share("ratings.response", of.rated, rateable)]
    return found if sum(of.stars) >= least else [withheld(it, SMALL_N) for it in found]
