# SPDX-License-Identifier: Apache-2.0
"""Reading the journal: fold it back into a hall, give its entries, check its chain. Needs no writing connection."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import msgspec
import peewee
from msgspec import Struct

from hallserver.core.apply import apply, rates_of
from hallserver.core.events import DayClosed, Entry
from hallserver.core.hall import Hall
from hallserver.core.rateable import rated_of
from hallserver.core.report_paper import reports_of
from hallserver.core.rules_standard import take_standard
from hallserver.core.site_state import site_of
from hallserver.core.staffnotes import Return
from hallserver.core.work_order import WorkOrder
from hallserver.store import chain
from hallserver.store.anchor import Anchor
from hallserver.store.database import read_only

COLUMNS = "epoch, seq, at_us, day, kind, v, actor, idem_key, body, hash"
_AFTER = f"SELECT {COLUMNS} FROM event WHERE (epoch, seq) > (?, ?) ORDER BY epoch, seq LIMIT ?"  # noqa: S608 -- constants only
_LAST_DAY = "SELECT day FROM event WHERE kind='DayOpened' ORDER BY epoch DESC, seq DESC LIMIT 1"
_CLOSED_BEFORE = (
    f"SELECT {COLUMNS} FROM event WHERE kind='DayClosed' AND day ="  # noqa: S608 -- constants only
    " (SELECT DISTINCT day FROM event WHERE kind='DayClosed' AND day < ? ORDER BY day DESC LIMIT 1 OFFSET ?)"
    " ORDER BY epoch DESC, seq DESC LIMIT 1"
)
"""The last close of the n-th day before a day: the same date may have been closed, reopened and closed again."""
_HASH_BEFORE = "SELECT hash FROM event WHERE (epoch, seq) < (?, ?) ORDER BY epoch DESC, seq DESC LIMIT 1"
_OPENED_FROM = "SELECT epoch, seq FROM event INDEXED BY event_day_opened WHERE kind='DayOpened' AND day >= ? ORDER BY epoch, seq LIMIT 1"
_BETWEEN = f"SELECT {COLUMNS} FROM event WHERE (epoch, seq) >= (?, ?) AND (epoch, seq) <= (?, ?) ORDER BY epoch, seq"  # noqa: S608 -- as above
_PAGE = 2000
NO_LIMIT = -1
"""SQLite's word for no LIMIT."""

Connection = peewee.SqliteDatabase
"""A read-only connection."""
Reader = Callable[[], AbstractContextManager[peewee.SqliteDatabase]]
"""Gives a read-only connection for this thread."""


def reader_of(path: Path) -> Reader:
    """Return what opens this file read-only; the hall may be in service."""

    @contextmanager
    def reader() -> Iterator[peewee.SqliteDatabase]:
        database = read_only(path)
        try:
            yield database
        finally:
            database.close()

    return reader


class Folded(Struct, frozen=True, kw_only=True):
    """The hall that a journal adds up to, and the hash of its last row."""

    hall: Hall
    head: bytes


class JournalReader:
    """Folds and checks the journal that ``reader`` opens."""

    def __init__(self, reader: Reader, chain_key: bytes, folded: Folded | None = None) -> None:
        """Keep how to read and the key that the chain was sealed with; ``folded``: who holds the folder has just checked and folded it."""
        self._reader = reader
        self._seal = chain.sealer(chain_key)
        self._head = chain.GENESIS
        self._folded = folded
        self.anchor = Anchor(0, 0, "")
        """The last row that was read or made durable; of an empty journal, place 0.0."""

    def head(self) -> Anchor:
        """Return the last row that was read or made durable."""
        return self.anchor

    def load(self) -> Hall:
        """Return the hall as the journal has it: last snapshot before the business day, then every later event.

        The first time it goes on from what is folded already.

        Raises ChainBroken where a row that is read does not follow from the one before it.
        """
        with self._reader() as database:
            hall, head = self._begin(database)
            self._head = head
            for entry, after in self._checked(database, (hall.epoch, hall.seq), head):
                apply(hall, entry)
                self._head = after
        self.anchor = Anchor.of(hall.epoch, hall.seq, self._head)
        return hall

    def _begin(self, database: peewee.SqliteDatabase) -> tuple[Hall, bytes]:
        folded, self._folded = self._folded, None
        return (folded.hall, folded.head) if folded is not None else self._start(database)

    def start_place(self, database: peewee.SqliteDatabase) -> tuple[int, int]:
        """Return (epoch, seq) of the event whose snapshot ``load`` starts from; (0, 0) where it starts from nothing."""
        closed = _last_close(database)
        return (closed[0], closed[1]) if closed is not None else (0, 0)

    def folded(self, database: peewee.SqliteDatabase, hall: Hall) -> Folded:
        """Return this hall, which is what all of the journal adds up to, for another reader to go on from."""
        last = database.execute_sql(_HASH_BEFORE, (hall.epoch, hall.seq + 1)).fetchone()
        return Folded(hall=hall, head=last[0] if last else chain.GENESIS)

    def _start(self, database: peewee.SqliteDatabase) -> tuple[Hall, bytes]:
        closed = _last_close(database)
        if closed is None:
            return Hall(seq=0), chain.GENESIS
        row: chain.Row = closed[:-1]
        kept: bytes = closed[-1]
        before = database.execute_sql(_HASH_BEFORE, row[:2]).fetchone()
        if self._seal(before[0] if before else chain.GENESIS, row) != kept:
            raise chain.ChainBroken(row[0], row[1])
        return from_snapshot(chain.entry_of(row)), kept

    def _checked(self, database: peewee.SqliteDatabase, after: tuple[int, int], head: bytes) -> Iterator[tuple[Entry, bytes]]:
        """Give the entries after a position with the chain's head after each, checking the chain."""
        seal, entry_of = self._seal, chain.entry_of
        for columns in database.execute_sql(_AFTER, (*after, NO_LIMIT)):
            row: chain.Row = columns[:-1]
            head = seal(head, row)
            if head != columns[-1]:
                raise chain.ChainBroken(row[0], row[1])
            yield entry_of(row), head

    def all_checked(self, database: peewee.SqliteDatabase) -> Iterator[Entry]:
        """Give every entry from the first, checking the chain. Raises ChainBroken."""
        return (entry for entry, _ in self._checked(database, (0, 0), chain.GENESIS))

    def broken_in(self, database: peewee.SqliteDatabase, first: str, end: str = "") -> chain.ChainBroken | None:
        """Return where the chain breaks from a business day on (ISO date) to the journal's end, or up to the first entry of day ``end``."""
        since, until = (database.execute_sql(_OPENED_FROM, (day,)).fetchone() if day else None for day in (first, end))
        if since is None:
            return None
        before = database.execute_sql(_HASH_BEFORE, since).fetchone()
        head: bytes = before[0] if before else chain.GENESIS
        for columns in database.execute_sql(_BETWEEN, (*since, *(until or (sys.maxsize, 0)))):
            head = self._seal(head, columns[:-1])
            if head != columns[-1]:
                return chain.ChainBroken(columns[0], columns[1])
        return None

    def after(self, epoch: int, seq: int, limit: int = _PAGE) -> list[Entry]:
        """Return up to ``limit`` entries after a position, in order."""
        with self._reader() as database:
            return [chain.entry_of(row[:9]) for row in database.execute_sql(_AFTER, (epoch, seq, limit))]

    def keyed(self, days: int) -> Iterator[tuple[str, str, int, int]]:
        """Give (actor, idem_key, epoch, seq) of the keyed events of the last ``days`` business days, in order; each actor's name once."""
        with self._reader() as database:
            last = database.execute_sql(_LAST_DAY).fetchone()
            bound = database.execute_sql(_CLOSED_BEFORE, (last[0], days - 1)).fetchone() if last else None
            start = (bound[0], bound[1]) if bound is not None else (0, 0)
            sql = "SELECT actor, idem_key, epoch, seq FROM event WHERE (epoch, seq) > (?, ?) AND idem_key IS NOT NULL ORDER BY epoch, seq"
            for actor, key, epoch, seq in database.execute_sql(sql, start):
                yield sys.intern(actor), key, epoch, seq


def _last_close(database: peewee.SqliteDatabase) -> tuple[Any, ...] | None:
    """Return the row whose snapshot the business day starts from, with its hash."""
    last = database.execute_sql(_LAST_DAY).fetchone()
    found: tuple[Any, ...] | None = database.execute_sql(_CLOSED_BEFORE, (last[0], 0)).fetchone() if last else None
    return found


def from_snapshot(closed: Entry) -> Hall:
    """Return the hall right after this ``DayClosed``, from its snapshot alone."""
    event = closed.event
    assert isinstance(event, DayClosed), closed.kind
    hall = Hall(epoch=closed.epoch, seq=closed.seq, at_us=closed.at_us, day=event.date, stopped="closed")
    hall.closed_by, hall.closed_us = closed.actor, closed.at_us
    for section, rows in event.snapshot["catalog"].items():
        hall.catalog.replace(section, rows)
    take_standard(hall, event.snapshot)
    hall.rates, hall.rates_day = rates_of(event.snapshot), event.date
    hall.devices = dict(event.snapshot["devices"])
    hall.printers = dict(event.snapshot.get("printers", {}))
    hall.commissioned = set(event.snapshot.get("commissioned", ()))
    hall.plan, hall.quotas = event.snapshot.get("plan", ""), dict(event.snapshot.get("quotas", {}))
    hall.rated = rated_of(event.snapshot)
    hall.returns = msgspec.convert(event.snapshot.get("returns", {}), dict[str, Return])
    hall.orders = msgspec.convert(event.snapshot.get("orders", {}), dict[str, WorkOrder])
    hall.site = site_of(event.snapshot)
    hall.changed = dict(event.snapshot.get("changed", {}))
    hall.patrol_found = dict(event.snapshot.get("patrol_found", {}))
    hall.reports = reports_of(event.snapshot)
    return hall
