# SPDX-License-Identifier: Apache-2.0
"""From which places each person signed in: kept over a restart, as keyed hashes, the newest few of the last months."""

import hmac
import logging
from collections.abc import Callable

from peewee import SqliteDatabase

from hallserver.store.database import Database

MOST_PLACES = 20
"""Of one person; the one used longest ago is forgotten first."""
LASTS_US = 90 * 86_400_000_000
"""A place that was not used for so long is forgotten."""
_log = logging.getLogger(__name__)


class FamiliarPlaces:
    """Places by person, read once at the start. ``now`` gives UTC in µs; without the key a hash says nothing of its place."""

    def __init__(self, database: Database, key: bytes, now: Callable[[], int]) -> None:
        """Read what the database holds."""
        self._database, self._key, self._now = database, key, now
        with database.reader() as db:
            rows = db.execute_sql("SELECT person, place_hash FROM familiar_place WHERE seen_us > ? ORDER BY seen_us", (now() - LASTS_US,))
            self._places: dict[str, dict[bytes, None]] = {}
            for person, place in rows.fetchall():
                self._places.setdefault(person, {})[bytes(place)] = None

    def has(self, person: str, place: str) -> bool:
        """Tell whether this person signed in from this place."""
        known = self._places.get(person)
        return known is not None and self._hash(person, place) in known

    def add(self, person: str, place: str) -> None:
        """Note that this person signed in from this place just now; written behind, nobody waits for it."""
        hashed, now = self._hash(person, place), self._now()
        known = self._places.setdefault(person, {})
        known.pop(hashed, None)
        known[hashed] = None
        while len(known) > MOST_PLACES:
            del known[next(iter(known))]

        def write(db: SqliteDatabase) -> None:
            db.execute_sql(
                "INSERT INTO familiar_place (person, place_hash, seen_us) VALUES (?, ?, ?)"
                " ON CONFLICT (person, place_hash) DO UPDATE SET seen_us = excluded.seen_us",
                (person, hashed, now),
            )
            db.execute_sql("DELETE FROM familiar_place WHERE seen_us <= ?", (now - LASTS_US,))
            db.execute_sql(
                "DELETE FROM familiar_place WHERE person = ?1 AND place_hash NOT IN"
                " (SELECT place_hash FROM familiar_place WHERE person = ?1 ORDER BY seen_us DESC LIMIT ?2)",
                (person, MOST_PLACES),
            )

        self._database.write_then(write, _written)

    def _hash(self, person: str, place: str) -> bytes:
        return hmac.digest(self._key, f"familiar place|{person}|{place}".encode(), "sha256")


def _written(_: object, error: BaseException | None) -> None:
    if error is not None:
        _log.warning("a familiar place could not be written down: %s", type(error).__name__)
