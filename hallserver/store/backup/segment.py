# SPDX-License-Identifier: Apache-2.0
"""A segment: the events since the one before it, as they stand in the journal, with their seals.

A segment carries the rows themselves (bytes and hash), so a restore checks the very chain of the live hall:
a row that was changed, left out or put in breaks it. Each also carries the sha256 of the segment file before
it, because what stands outside the chain (accounts, vault rows) must not be exchanged either, and a minute
without events still has a place in the row. A gap in numbers, in places or in digests is a missing or
re-written file, and the refusal names it.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec
import peewee
from msgspec import Struct

from hallserver.core.events import DataErased, Entry
from hallserver.store import chain
from hallserver.store.backup import sealed
from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.place import Place, SegmentFile
from hallserver.store.reading import COLUMNS

_ROWS = f"SELECT {COLUMNS} FROM event WHERE (epoch, seq) > (?, ?) ORDER BY epoch, seq LIMIT ?"  # noqa: S608 -- constants only
_ERASURES = f"SELECT {COLUMNS} FROM event WHERE kind = ?"  # noqa: S608 -- constants only
_HASH = "SELECT hash FROM event WHERE epoch = ? AND seq = ?"
_CREDENTIALS = "SELECT person, salt, hash, set_us FROM credential ORDER BY person"
_DEVICE_KEYS = "SELECT device, key_hash, set_us FROM device_key ORDER BY device"
MOST_ROWS = 20_000
"""Events of one segment; after a long pause several are written."""

JournalRow = tuple[int, int, int, str, str, int, str, str | None, bytes, bytes]
"""Every column of ``event``, the hash last."""


class Accounts(Struct, frozen=True, kw_only=True):
    """Who can prove to be whom, kept outside the journal: passwords and device keys, as hashes."""

    credentials: list[tuple[str, bytes, bytes, int]]
    device_keys: list[tuple[str, bytes, int]]


class Segment(Struct, frozen=True, kw_only=True):
    """What a segment holds."""

    hall_id: str
    number: int
    before: str
    """sha256 (hex) of the segment file before it; empty for the first of a line."""
    taken_us: int
    after: tuple[int, int]
    rows: list[JournalRow]
    seal: bytes
    """The chain's head after its last event."""
    accounts: Accounts | None
    """None: as in the segment or full copy before."""
    vault_id: int
    """Id of the last vault row that is saved with it or before it."""
    vault: str
    """sha256 (hex) of its vault file; empty: it has none."""

    @property
    def erased(self) -> set[str]:
        """Return the vault references that its events erased."""
        return _erased(row[:9] for row in self.rows if row[4] == DataErased.__name__)

    @property
    def upto(self) -> Place:
        """Return the place of its last event, or where it begins when it has none."""
        return Place(*self.rows[-1][:2]) if self.rows else Place(*self.after)


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Segment).decode


def read_rows(database: peewee.SqliteDatabase, after: Place) -> list[JournalRow]:
    """Return the journal's rows after a place, at most ``MOST_ROWS``."""
    return list(database.execute_sql(_ROWS, (*after, MOST_ROWS)))


def erased_in(database: peewee.SqliteDatabase) -> set[str]:
    """Return the vault references that the journal's events erased."""
    return _erased(row[:9] for row in database.execute_sql(_ERASURES, (DataErased.__name__,)))


def _erased(rows: Iterable[chain.Row]) -> set[str]:
    events = (chain.entry_of(row).event for row in rows)
    return {ref for event in events if isinstance(event, DataErased) for ref in event.refs}


def hash_at(database: peewee.SqliteDatabase, place: Place) -> bytes:
    """Return the seal of the event at this place: the genesis before the first one, empty where there is none."""
    if place.seq == 0:
        return chain.GENESIS
    row = database.execute_sql(_HASH, place).fetchone()
    return bytes(row[0]) if row is not None else b""


def read_accounts(database: peewee.SqliteDatabase) -> Accounts:
    """Return passwords and device keys as they stand."""
    return Accounts(
        credentials=list(database.execute_sql(_CREDENTIALS)),
        device_keys=list(database.execute_sql(_DEVICE_KEYS)),
    )


def write_accounts(database: peewee.SqliteDatabase, accounts: Accounts) -> None:
    """Put passwords and device keys in the place of those that are there."""
    database.execute_sql("DELETE FROM credential")
    database.execute_sql("DELETE FROM device_key")
    for credential in accounts.credentials:
        database.execute_sql("INSERT INTO credential (person, salt, hash, set_us) VALUES (?,?,?,?)", credential)
    for device_key in accounts.device_keys:
        database.execute_sql("INSERT INTO device_key (device, key_hash, set_us) VALUES (?,?,?)", device_key)


def chained(rows: Sequence[JournalRow], chain_key: bytes, head: bytes) -> Iterator[tuple[Entry, JournalRow]]:
    """Give each row as an entry, checking that it follows from the one before. Raises ChainBroken."""
    for row in rows:
        columns: chain.Row = row[:9]
        head = chain.seal(chain_key, head, columns)
        if head != row[9]:
            raise chain.ChainBroken(row[0], row[1])
        yield chain.entry_of(columns), row


def write(file: SegmentFile, key: bytes, segment: Segment) -> str:
    """Write a segment; return the sha256 (hex) of its file."""
    return sealed.seal_bytes(file.path, key, _encode(segment))


def read(file: SegmentFile, key: bytes) -> Segment:
    """Return what a segment's file holds. Raises BackupFault: ``missing``, ``wrong-key``, ``damaged``."""
    try:
        segment = _decode(sealed.unseal_bytes(file.path, key))
    except msgspec.DecodeError as error:
        raise BackupFault("damaged", file.path) from error
    if (segment.number, segment.after, segment.upto) != (file.number, file.after, file.upto):
        raise BackupFault("damaged", file.path)
    return segment
