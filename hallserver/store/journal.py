# SPDX-License-Identifier: Apache-2.0
"""The journal: append a group with its vault rows and projections in one transaction; read and fold it back."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import peewee
from msgspec import Struct

from hallserver.core.apply import apply, rates_of
from hallserver.core.events import DayClosed, Entry
from hallserver.core.hall import Hall
from hallserver.core.standard import read_standard
from hallserver.store import chain
from hallserver.store.database import Database
from hallserver.store.projections import statements

_COLUMNS = "epoch, seq, at_us, day, kind, v, actor, idem_key, body, hash"
_APPEND = f"INSERT INTO event ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?)"  # noqa: S608 -- constants only
_AFTER = f"SELECT {_COLUMNS} FROM event WHERE (epoch, seq) > (?, ?) ORDER BY epoch, seq LIMIT ?"  # noqa: S608 -- constants only
_VAULT = "INSERT INTO vault (ref, salt, content, erase_after_us) VALUES (?,?,?,?)"
_LAST_DAY = "SELECT day FROM event WHERE kind='DayOpened' ORDER BY epoch DESC, seq DESC LIMIT 1"
_CLOSED_BEFORE = (
    f"SELECT {_COLUMNS} FROM event WHERE kind='DayClosed' AND day < ? ORDER BY epoch DESC, seq DESC LIMIT 1 OFFSET ?"  # noqa: S608
)
_PAGE = 2000
NO_LIMIT = -1
"""SQLite's word for no LIMIT."""


class VaultRow(Struct, frozen=True, kw_only=True):
    """Personal text in the vault under its reference, to be erased after ``erase_after_us``."""

    ref: str
    salt: bytes
    content: str
    erase_after_us: int


class Journal:
    """Knows the chain's head and the key; the service is its only writer."""

    def __init__(self, database: Database, chain_key: bytes) -> None:
        """Stand at the journal's end; ``load`` must be called before ``append_then``."""
        self._database = database
        self._key = chain_key
        self._head = chain.GENESIS

    def append_then(
        self, entries: Sequence[Entry], vault: Sequence[VaultRow], done: Callable[[BaseException | None], None]
    ) -> None:
        """Make the group durable, then call ``done(error)`` on the writer thread; the chain moves on success only."""

        def job(database: peewee.SqliteDatabase) -> bytes:
            return self._write(database, entries, vault)

        def written(head: Any, error: BaseException | None) -> None:
            if error is None:
                self._head = head
            done(error)

        self._database.write_then(job, written)

    def _write(self, database: peewee.SqliteDatabase, entries: Sequence[Entry], vault: Sequence[VaultRow]) -> bytes:
        head, execute = self._head, database.connection().execute
        for entry in entries:
            row = chain.row_of(entry)
            head = chain.seal(self._key, head, row)
            execute(_APPEND, (*row, head))
            for sql, values in statements(entry):
                execute(sql, values)
        for kept in vault:
            execute(_VAULT, (kept.ref, kept.salt, kept.content, kept.erase_after_us))
        return head

    def load(self) -> Hall:
        """Return the hall as the journal has it: last snapshot before the business day, then every later event.

        Raises ChainBroken where a row that is read does not follow from the one before it.
        """
        with self._database.reader() as database:
            hall, head = self._start(database)
            for entry, head in self._checked(database, (hall.epoch, hall.seq), head):  # noqa: B007 -- the last head is kept
                apply(hall, entry)
            self._head = head
        return hall

    def _start(self, database: peewee.SqliteDatabase) -> tuple[Hall, bytes]:
        last = database.execute_sql(_LAST_DAY).fetchone()
        closed = database.execute_sql(_CLOSED_BEFORE, (last[0], 0)).fetchone() if last else None
        if closed is None:
            return Hall(seq=0), chain.GENESIS
        return from_snapshot(chain.entry_of(closed[:9])), closed[9]

    def _checked(
        self, database: peewee.SqliteDatabase, after: tuple[int, int], head: bytes
    ) -> Iterator[tuple[Entry, bytes]]:
        """Give the entries after a position with the chain's head after each, checking the chain."""
        for *columns, kept in database.execute_sql(_AFTER, (*after, NO_LIMIT)):
            row: chain.Row = tuple(columns)
            head = chain.seal(self._key, head, row)
            if head != kept:
                raise chain.ChainBroken(row[0], row[1])
            yield chain.entry_of(row), head

    def all_checked(self, database: peewee.SqliteDatabase) -> Iterator[Entry]:
        """Give every entry from the first, checking the chain. Raises ChainBroken."""
        return (entry for entry, _ in self._checked(database, (0, 0), chain.GENESIS))

    def after(self, epoch: int, seq: int, limit: int = _PAGE) -> list[Entry]:
        """Return up to ``limit`` entries after a position, in order."""
        with self._database.reader() as database:
            return [chain.entry_of(row[:9]) for row in database.execute_sql(_AFTER, (epoch, seq, limit))]

    def keyed(self, days: int) -> list[tuple[str, str, int, int]]:
        """Return (actor, idem_key, epoch, seq) of the keyed events of the last ``days`` business days, in order."""
        with self._database.reader() as database:
            last = database.execute_sql(_LAST_DAY).fetchone()
            bound = database.execute_sql(_CLOSED_BEFORE, (last[0], days - 1)).fetchone() if last else None
            start = (bound[0], bound[1]) if bound is not None else (0, 0)
            sql = "SELECT actor, idem_key, epoch, seq FROM event WHERE (epoch, seq) > (?, ?) AND idem_key IS NOT NULL ORDER BY epoch, seq"
            return list(database.execute_sql(sql, start))


def from_snapshot(closed: Entry) -> Hall:
    """Return the hall right after this ``DayClosed``, from its snapshot alone."""
    event = closed.event
    assert isinstance(event, DayClosed), closed.kind
    hall = Hall(epoch=closed.epoch, seq=closed.seq, at_us=closed.at_us, day=event.date, stopped="closed")
    for section, rows in event.snapshot["catalog"].items():
        hall.catalog.replace(section, rows)
    hall.standard = read_standard(event.snapshot["standard"])
    hall.rates = rates_of(event.snapshot)
    hall.devices = dict(event.snapshot["devices"])
    return hall
