# SPDX-License-Identifier: Apache-2.0
"""Names of what a report is about, taken from the catalog, and which counter serves which queues."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from hallserver.core.calendar import Calendar
from hallserver.core.catalog import Catalog, HallRow, Row
from hallserver.core.hall_row import SpecialDay
from hallserver.core.row import Names
from hallserver.core.timetable import spans_on
from reports.spells import USUAL, Spells

R = TypeVar("R", bound=Row)
K = TypeVar("K", str, tuple[str, str])


class HallNames(Struct, frozen=True, kw_only=True):
    """The hall's names and zone; per section, slug → names by language, in display order."""

    hall: Names
    zone: str
    """IANA time zone in which dates and half hours are meant."""
    queues: dict[str, Names]
    services: dict[str, Names]
    counters: dict[str, Names]
    queues_of: dict[str, tuple[str, ...]]
    """Counter → its own queues."""
    numbers: dict[str, str] = field(default_factory=dict)
    """Counter → its number."""
    people: dict[str, Names] = field(default_factory=dict)
    plans: dict[str, Names] = field(default_factory=dict)
    groups: dict[str, Names] = field(default_factory=dict)
    """Credit groups of the standard."""
    hours: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Kind of day (``1`` Monday … ``7``, ``holiday``, ``make-up``) → the spans in which the hall is open, e.g. ``09:00-17:30``."""
    special: dict[str, SpecialDay] = field(default_factory=dict)
    """Date (ISO) → how it is otherwise."""
    calendar: Calendar = Calendar()
    items: dict[str, Names] = field(default_factory=dict)
    small_n: int = 10
    """Of a person with fewer cases only counts are shown: ``report.small_n``."""

    @property
    def times(self) -> Spells:
        """When lunch and evening are."""
        return USUAL

    def under(self, times: Spells) -> "HallNames":
        """Return the names with these times of lunch and evening."""
        names = {name: getattr(self, name) for name in HallNames.__struct_fields__}
        return HallNames(**names) if times == USUAL else TimedNames(**names, spells=times)


class TimedNames(HallNames, frozen=True, kw_only=True):
    """The same where lunch and evening may not be the usual.

    A class of its own, for names are kept packed and compared byte for byte, and one field more, though left out, gives a map another head.
    """

    spells: Spells = USUAL

    @property
    def times(self) -> Spells:
        """When lunch and evening are."""
        return self.spells


def names_of(catalog: Catalog, groups: Mapping[str, Names] | None = None, calendar: Calendar | None = None) -> HallNames:
    """Return the names that the catalog gives, retired rows last, for they may still have figures; and those of credit groups.

    ``calendar`` is the standard's, by which a date's hours are known; without it they go by the week.
    """
    return HallNames(
        hall=dict(catalog.here.names),
        zone=catalog.here.zone,
        queues={row.slug: _led(row.names, row.letter) for row in _in_use_first(catalog.queues)},
        services={row.slug: dict(row.names) for row in _in_use_first(catalog.services)},
        counters={row.slug: _led(row.names, str(row.number)) for row in _in_use_first(catalog.counters)},
        queues_of={row.slug: row.queues for row in catalog.counters.values()},
        numbers={row.slug: str(row.number) for row in catalog.counters.values()},
        people={row.slug: dict(row.names) for row in catalog.people.values()},
        plans={row.slug: dict(row.names) for row in catalog.plans.values()},
        groups=dict(groups or {}),
        hours=dict(catalog.here.hours),
        special=dict(catalog.here.special),
        calendar=calendar if calendar is not None else Calendar(),
        items={row.slug: dict(row.names) for row in _in_use_first(catalog.items)},
    )


def closing_us(names: HallNames, day: str) -> int | None:
    """Return when the hall's last span of a date (ISO) ends, in UTC µs; None where nobody has said, or it is closed all day."""
    return max((_moment_us(names, day, span[6:]) for span in spans_of(names, day)), default=None)


def opening_us(names: HallNames, day: str) -> int | None:
    """Return when its first span of a date begins, as ``closing_us`` does its last."""
    return min((_moment_us(names, day, span[:5]) for span in spans_of(names, day)), default=None)


def open_us(names: HallNames, day: str, until_us: int | None = None) -> int:
    """Return how long the hall is open on a date, up to this moment where one is given; 0: it is closed, or nobody has said."""
    found = [(_moment_us(names, day, span[:5]), _moment_us(names, day, span[6:])) for span in spans_of(names, day)]
    return sum(max(0, (end if until_us is None else min(end, until_us)) - start) for start, end in found)


def spans_of(names: HallNames, day: str) -> tuple[str, ...]:
    """Return when the hall is open on a date (ISO); none: it is closed, or nobody has said."""
    here = HallRow(slug="hall", names=names.hall, hours=names.hours, special=names.special)
    return spans_on(here, names.calendar, date.fromisoformat(day))


def _moment_us(names: HallNames, day: str, clock: str) -> int:
    local = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), tzinfo=ZoneInfo(names.zone))
    return round(local.timestamp()) * 1_000_000


def _in_use_first(rows: Mapping[str, R]) -> list[R]:
    return sorted(rows.values(), key=lambda row: row.retired)


def _led(names: Names, lead: str) -> Names:
    """Put the letter or counter number before each name that does not already begin with it."""
    return {language: name if name.startswith(lead) else f"{lead} {name}" for language, name in names.items()}


def known_first(names: Mapping[K, Names], used: Sequence[K]) -> list[K]:
    """Return the used slugs, or what stands for them, in display order; those that the catalog does not know come last, sorted."""
    seen = set(used)
    return [key for key in names if key in seen] + sorted(seen - set(names))


def in_language(names: Names, language: str) -> str:
    """Return the name in a language, or the Chinese one, or whatever there is."""
    return names.get(language) or names.get("zh-Hans") or next(iter(names.values()), "")
