# SPDX-License-Identifier: Apache-2.0
"""Putting journal rows back as they were: bytes and seals unchanged, projections made from them, the chain checked on the way."""

import logging
from collections.abc import Sequence

import peewee

from hallserver.core.history import UnknownEvent
from hallserver.store import chain, roll_up
from hallserver.store.backup.place import Place
from hallserver.store.backup.segment import JournalRow, chained, hash_at
from hallserver.store.projections import statements
from hallserver.store.reading import COLUMNS

_log = logging.getLogger(__name__)
_APPEND = f"INSERT INTO event ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?)"  # noqa: S608 -- constants only
_LAST = "SELECT epoch, seq, at_us FROM event ORDER BY epoch DESC, seq DESC LIMIT 1"


def last_event(database: peewee.SqliteDatabase) -> tuple[Place, int]:
    """Return the place and time (UTC µs) of the last event."""
    row = database.execute_sql(_LAST).fetchone()
    return (Place(row[0], row[1]), row[2]) if row is not None else (Place(0, 0), 0)


def append(database: peewee.SqliteDatabase, chain_key: bytes, rows: Sequence[JournalRow], after: Place, until: Place | None = None) -> None:
    """Append rows that begin after this place; those that are there already must be the same.

    Raises ChainBroken for a row that does not follow from the one before it or differs from the one that is there.
    """
    here, _ = last_event(database)
    for entry, row in chained(rows, chain_key, hash_at(database, after)):
        place = Place(entry.epoch, entry.seq)
        if place <= here:
            if hash_at(database, place) != row[9]:
                raise chain.ChainBroken(*place)
        elif until is None or place <= until:
            database.execute_sql(_APPEND, row)
            for sql, values in statements(entry):
                database.execute_sql(sql, values)
            roll_up.follow(database.execute_sql, entry)


def append_tail(database: peewee.SqliteDatabase, chain_key: bytes, rows: Sequence[JournalRow]) -> int:
    """Append of a damaged journal's rows as many as follow on; return how many that were."""
    here, _ = last_event(database)
    later = sorted((row for row in rows if Place(row[0], row[1]) > here), key=lambda row: row[:2])
    sound: list[JournalRow] = []
    try:
        for _, row in chained(later, chain_key, hash_at(database, here)):
            sound.append(row)
    except (chain.ChainBroken, UnknownEvent):
        _log.info("of the damaged journal %d events follow on", len(sound))
    append(database, chain_key, sound, here)
    return len(sound)
