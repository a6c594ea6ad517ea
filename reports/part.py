# SPDX-License-Identifier: Apache-2.0
"""A part of a period: what some days of some halls add up to."""

from collections.abc import Mapping

from hallserver.core.row import Names
from reports.bins import Bins
from reports.names import HallNames
from reports.tally import CounterTally, DaysTally, ItemTally, LegTally, TicketTally, Whole, no_legs
from reports.tally_ratings import RatingTally

Service = tuple[str, str]
"""A service's slug and its Chinese name: halls name theirs themselves, so the same slug may be something else elsewhere. So of queues."""
Waited = tuple[Service, Service]
"""What legs were for, and the queue in which they waited."""


class Known(dict[str, Waited]):
    """What keys of legs stand for in one hall, looked up once each: a year has the same few thousands of times."""

    def __init__(self, names: HallNames) -> None:
        """Begin with none."""
        super().__init__()
        self._names = names

    def __missing__(self, key: str) -> Waited:
        """Look one up."""
        self[key] = waited(key, self._names)
        return self[key]


class Part:
    """What some days of some halls add up to."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.legs: dict[Waited, LegTally[Bins]] = {}
        self.tickets, self.items, self.ratings = TicketTally(), ItemTally(), RatingTally()
        self.counters: dict[tuple[int, str], CounterTally] = {}
        """By the hall's number and the counter."""

    def add_days(self, hall: int, known: Known, days: DaysTally, ratings: RatingTally) -> None:
        """Put days of a hall to this; ``known``: what the keys of its legs stand for."""
        legs = {known[key]: tally for key, tally in days.legs.items()}
        self._add(legs, {(hall, slug): counter for slug, counter in days.counters.items()})
        self.tickets.add(days.tickets)
        self.items.add(days.items)
        self.ratings.add(ratings)

    def add(self, other: "Part") -> None:
        """Put another part to this."""
        self._add(other.legs, other.counters)
        self.tickets.add(other.tickets)
        self.items.add(other.items)
        self.ratings.add(other.ratings)

    def _add(self, legs: dict[Waited, LegTally[Bins]], counters: dict[tuple[int, str], CounterTally]) -> None:
        for of, tally in legs.items():
            (self.legs.get(of) or self.legs.setdefault(of, no_legs())).add(tally)  # a year has the same few thousands of times
        for key, counter in counters.items():
            (self.counters.get(key) or self.counters.setdefault(key, CounterTally())).add(counter)

    def whole(self, since: str) -> Whole[Bins]:
        """Return what its figures are made from, in a period that begins with this date."""
        legs = no_legs()
        for tally in self.legs.values():
            legs.add(tally)
        ratings, counters = self.ratings.since(since), [*self.counters.values()]
        return Whole(legs=legs, tickets=self.tickets, items=self.items, ratings=ratings, counters=counters)


def waited(key: str, names: HallNames) -> Waited:
    """Return what the legs of a tally's key were for, and where they waited."""
    service, _, queue = key.partition("\t")
    return named(service, names.services), named(queue, names.queues)


def named(slug: str, names: Mapping[str, Names]) -> Service:
    """Return a slug with the Chinese name that a hall has for it."""
    return slug, names.get(slug, {}).get("zh-Hans", "")
