# SPDX-License-Identifier: Apache-2.0
"""Names of what a report is about, taken from the catalog, and which counter serves which queues."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from hallserver.core.catalog import Catalog, Names, Row

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


def names_of(catalog: Catalog) -> HallNames:
    """Return the names that the catalog gives; retired rows last, they may still have figures."""
    return HallNames(
        hall=dict(catalog.here.names),
        zone=catalog.here.zone,
        queues={row.slug: _led(row.names, row.letter) for row in _in_use_first(catalog.queues)},
        services={row.slug: dict(row.names) for row in _in_use_first(catalog.services)},
        counters={row.slug: _led(row.names, str(row.number)) for row in _in_use_first(catalog.counters)},
        queues_of={row.slug: row.queues for row in catalog.counters.values()},
    )


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
