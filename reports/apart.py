# SPDX-License-Identifier: Apache-2.0
"""A period's legs and ratings told apart: over all halls by item, channel, group, weekday and hour; by counter and clerk hall by hall.

A counter or a clerk belongs to one hall, so that rows of several halls carry the hall's name; of more than ``MOST_HALLS`` there are
no such tables, for nobody reads hundreds of rows: each hall's own report has them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct, field, structs

from hallserver.core.row import Names
from hallserver.words import WRITTEN
from reports import breakdown, kpi, rated_by
from reports.bins import Bins
from reports.names import HallNames, in_language
from reports.part import named
from reports.report import Group, Section
from reports.tally import CounterTally, DaysTally, LegTally
from reports.tally_ratings import RatingTally
from reports.tally_visits import ByTally

MOST_HALLS: Final = 12
"""A district's hall and its streets."""
OF_A_HALL: Final = ("by-counter", "by-clerk", "ratings-by-counter", "ratings-by-clerk", "by-jump-person")
"""Sections of which each row is of one hall."""
Days = Iterable[tuple[str, DaysTally, RatingTally]]
"""Date and tallies of each business day of a hall, or of a month of them."""


class HallApart(Struct):
    """What one hall adds up to."""

    number: int
    names: HallNames
    by: ByTally[Bins] = field(default_factory=ByTally)
    rated: RatingTally = field(default_factory=RatingTally)
    services: Counter[str] = field(default_factory=Counter)
    """Service → legs that can be rated."""

    def add(self, tally: DaysTally, ratings: RatingTally) -> None:
        """Put days of it to this."""
        self.by.add(tally.by)
        self.rated.add_apart(ratings.by)
        self.services += _rateable(tally.legs)

    @property
    def ends_known(self) -> bool:
        """Whether these days tell how visits ended."""
        return kpi.ends_known(_ends(self.by))

    @property
    def called(self) -> int:
        """How many legs were called."""
        return sum(it.called for it in self.by.hours.values())


class Apart:
    """Collects the halls of a period."""

    def __init__(self) -> None:
        """Begin with none."""
        self.whole: ByTally[Bins] = ByTally()
        """Of all halls what is not one hall's own."""
        self.halls: list[HallApart] = []
        self._rated = RatingTally()
        self._rateable: Counter[str] = Counter()
        self._names: dict[str, Names] = {}
        self._first: HallNames | None = None
        self.n = 0
        """How many halls."""

    def watching(self, names: HallNames, days: Days) -> Iterator[tuple[str, DaysTally, RatingTally]]:
        """Give the days of one more hall, without what was told apart, which is kept here."""
        self.n, self._first = self.n + 1, self._first or names
        hall = HallApart(self.n, names)
        self.halls = [*self.halls, hall] if self.n <= MOST_HALLS else []
        keys = {slug: "\t".join(named(slug, names.services)) for slug in names.services}
        self._names |= {key: names.services[slug] for slug, key in keys.items() if key not in self._names}
        for day, tally, ratings in days:
            if self.halls:
                hall.add(tally, ratings)
            self._add(keys, tally, ratings)
            yield day, tally, structs.replace(ratings, by={})

    def _add(self, keys: Mapping[str, str], tally: DaysTally, ratings: RatingTally) -> None:
        """Put days of a hall to what all halls have together; ``keys`` tell its services apart from another hall's of the same slug."""
        self.whole.add(structs.replace(tally.by, counters={}, clerks={}, done={}, persons={}))
        for slug, n in _rateable(tally.legs).items():
            self._rateable[keys.get(slug, slug)] += n
        rated = {keys.get(slug, slug): it for slug, it in ratings.by.get("services", {}).items()}
        self._rated.add_apart({"services": rated, "items": ratings.by.get("items", {})})

    def sections(self, counters: Mapping[tuple[int, str], CounterTally], since: str, dates: Sequence[str]) -> list[Section]:
        """Return the tables; ``counters``: by hall (from 0) and counter; ``since`` and ``dates``: first and all business days (ISO)."""
        over_time = breakdown.over_time(self.whole, dates, ends_known=kpi.ends_known(_ends(self.whole)))
        of_halls = [
            _of_hall(it, {slug: tally for (no, slug), tally in counters.items() if no == it.number - 1}, since) for it in self.halls
        ]
        if self.n == 1:
            return [*of_halls[0], *over_time]
        together = [Section(key=key, groups=tuple(self._rows(key, of_halls))) for key in OF_A_HALL]
        return [*(it for it in together if it.groups), *self._of_all(since), *over_time]

    def _rows(self, key: str, of_halls: Sequence[Sequence[Section]]) -> Iterator[Group]:
        """Give the rows of each hall's section, with the hall's name."""
        for hall, sections in zip(self.halls, of_halls, strict=True):
            for group in next((it.groups for it in sections if it.key == key), ()):
                yield structs.replace(group, slug=f"{hall.number}/{group.slug}", names=_of(hall.names.hall, group))

    def _of_all(self, since: str) -> list[Section]:
        """Return the tables that are of all halls together."""
        assert self._first is not None
        ends_known, names = kpi.ends_known(_ends(self.whole)), structs.replace(self._first, services=self._names)
        return [
            *breakdown.sections(self.whole, names, ends_known=ends_known),
            *rated_by.sections(self._rated.apart_since(since), self.whole, self._rateable, names, ends_known=ends_known),
            *breakdown.out_of_order(self.whole, names, sum(it.called for it in self.whole.hours.values())),
        ]


def _of_hall(hall: HallApart, counters: Mapping[str, CounterTally], since: str) -> list[Section]:
    """Return all tables of one hall."""
    by, names, ends_known = hall.by, hall.names, hall.ends_known
    return [
        *breakdown.sections(by, names, ends_known=ends_known, counters=counters),
        *rated_by.sections(hall.rated.apart_since(since), by, hall.services, names, ends_known=ends_known),
        *breakdown.out_of_order(by, names, hall.called),
    ]


def _of(hall: Names, group: Group) -> Names:
    """Return a row's name with the hall's before it."""
    return {language: f"{in_language(hall, language)} · {in_language(group.names, language) or group.slug}" for language in WRITTEN}


def _rateable(legs: Mapping[str, LegTally[Bins]]) -> Counter[str]:
    """Return service → legs that can be rated."""
    found: Counter[str] = Counter()
    for key, tally in legs.items():
        found[key.partition("\t")[0]] += tally.rateable
    return found


def _ends(by: ByTally[Bins]) -> CounterTally:
    """Return how many legs were finished, and of how many nobody recorded how."""
    places = by.hours.values()
    return CounterTally(finished=sum(it.finished for it in places), unrecorded=sum(it.unrecorded for it in places))
