# SPDX-License-Identifier: Apache-2.0
"""One SQLite file: one thread with the only connection that writes, and read-only ones for the rest.

SQLite 3.7.0 to 3.51.2 can damage a WAL when two connections write or checkpoint at the same moment
(the WAL-reset fault); with exactly one writing connection it cannot happen.
"""

import asyncio
import contextlib
import logging
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

import peewee
from playhouse.migrations import Runner

from hallserver.core.errors import StorageDown

_log = logging.getLogger(__name__)
T = TypeVar("T")

PRAGMAS: dict[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "busy_timeout": 5000,
    "secure_delete": 1,
    "cell_size_check": 1,
    "trusted_schema": 0,
    "wal_autocheckpoint": 0,
}
"""Settings of the writing connection (reliability sheet §9). SQLite's own checkpoints would keep an I/O error to themselves."""
CHECKPOINT_EVERY = 200
"""Transactions after which what the write-ahead log holds is brought into the file: some 1,000 pages."""
_READER_PRAGMAS: dict[str, str | int] = {"query_only": 1, "busy_timeout": 5000, "trusted_schema": 0, "wal_autocheckpoint": 0}

LOW_DISK = 1_000_000_000
"""Bytes below which free space is worth a warning."""
EXIT_DISK_FAILED = 70
"""Exit code when a commit failed for another reason than a full disk: the supervisor restarts, the journal is replayed."""
STEPS = Path(__file__).parent / "migrations"

Job = Callable[[peewee.SqliteDatabase], Any]
Done = Callable[[Any, BaseException | None], None]


class DiskFull(StorageDown):
    """SQLite could not write for want of space; the transaction was rolled back whole. Whoever asked is told so."""

    def __init__(self) -> None:
        """Say the sentence of a full disk."""
        super().__init__("disk-full")


class NewerTables(Exception):
    """A newer program has made or changed this file; an older one must not write into it."""

    def __init__(self, path: Path, steps: list[str]) -> None:
        """Name the file and the steps that are unknown here."""
        super().__init__(f"{path}: {', '.join(steps)}")
        self.path, self.steps = path, steps


def exit_at_once() -> None:
    """End the process without another word to anybody: what is not durable must not be shown."""
    os._exit(EXIT_DISK_FAILED)


class Database:
    """A data folder's SQLite file, migrated to this version's tables when it opens."""

    def __init__(self, path: Path, pragmas: dict[str, str | int] | None = None) -> None:
        """Open and migrate; ``pragmas`` are handed in by tests that need another store."""
        self.path = path
        self._pragmas = PRAGMAS if pragmas is None else pragmas
        migrate(path, self._pragmas)
        self.on_fault: Callable[[BaseException], None] = _ignore
        """Told of an I/O error on the writer thread, before anybody else hears of it; a hall in service ends the process."""
        self._jobs: SimpleQueue[tuple[Job, Done] | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def write_then(self, job: Job, done: Done) -> None:
        """Run the job on the writer thread in one transaction, then call ``done(result, error)`` there."""
        self._jobs.put((job, done))

    async def write(self, job: Callable[[peewee.SqliteDatabase], T]) -> T:
        """Run the job on the writer thread in one transaction and return its result, or raise its error."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def done(result: T, error: BaseException | None) -> None:
            loop.call_soon_threadsafe(_settle, future, result, error)

        self.write_then(job, done)
        return await future

    async def checkpoint(self) -> bool:
        """Bring the write-ahead log into the file and empty it, on the writer thread; False while a reader holds it."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[bool] = loop.create_future()

        def done(result: bool, error: BaseException | None) -> None:  # noqa: FBT001 -- what the job gave
            loop.call_soon_threadsafe(_settle, future, result, error)

        self._jobs.put((_checkpoint, done))
        return await future

    @contextmanager
    def reader(self) -> Iterator[peewee.SqliteDatabase]:
        """Give a connection that can only read, for this thread."""
        database = read_only(self.path)
        try:
            yield database
        finally:
            database.close()

    def close(self) -> None:
        """Finish what waits, then close the writing connection."""
        self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        database, since, full = writable(self.path, self._pragmas), 0, False
        with contextlib.suppress(peewee.DatabaseError):  # the first job tries again, and hears why not
            database.connect()
        while (task := self._jobs.get()) is not None:
            job, done = task
            result, error = self._outcome(database, job)
            done(result, error)
            full, was_full = isinstance(error, DiskFull), full
            since += 1
            # while the disk was full the log could only grow: the first success is the moment to empty it
            if since >= CHECKPOINT_EVERY or (was_full and not full):
                since = 0
                self._outcome(database, _carry_over)
                self._warn_of_little_room()
        database.close()

    def _warn_of_little_room(self) -> None:
        free = shutil.disk_usage(self.path.parent).free
        if free < LOW_DISK:
            _log.warning("only %d MB are free where the hall is kept; when none are left nobody gets a number", free // 1_000_000)

    def _outcome(self, database: peewee.SqliteDatabase, job: Job) -> tuple[Any, BaseException | None]:
        """Do a job; return its result, or its error."""
        try:
            if database.is_closed():
                database.connect()
            if job in (_checkpoint, _carry_over):
                return job(database), None
            with database.atomic("IMMEDIATE"):
                result = job(database)
        except BaseException as error:  # noqa: BLE001 -- handed to the one who asked
            named = _named(error)
            if _is_io_error(named):
                self.on_fault(named)
            return None, named
        return result, None


def writable(path: Path, pragmas: dict[str, str | int]) -> peewee.SqliteDatabase:
    """Return the database for writing, not yet connected."""
    return peewee.SqliteDatabase(str(path), pragmas=pragmas, autoconnect=False)


def read_only(path: Path) -> peewee.SqliteDatabase:
    """Return a connected database that refuses every write."""
    uri = f"{path.resolve().as_uri()}?mode=ro"
    database = peewee.SqliteDatabase(uri, uri=True, pragmas=_READER_PRAGMAS, autoconnect=False)
    database.connect()
    return database


def migrate(path: Path, pragmas: dict[str, str | int] | None = None, steps: Path = STEPS) -> None:
    """Take every numbered step that the file has not taken, each in one transaction: whole, or not at all.

    Raises NewerTables for a file that has taken steps which this program does not know.
    """
    database = writable(path, PRAGMAS if pragmas is None else pragmas)
    with database.connection_context():
        runner = Runner(database, str(steps))
        known = runner.status()
        unknown = [step.name for step in known if step.path is None]
        if unknown:
            raise NewerTables(path, unknown)
        if all(step.applied for step in known):
            return
        if any(step.applied for step in known):
            _log.info("%s is brought up to date; of a year with many visitors that may take a minute", path)
        runner.up()


def _checkpoint(database: peewee.SqliteDatabase) -> bool:
    """Cannot be done within a transaction; does not wait for readers, because everybody would wait for it."""
    database.execute_sql("PRAGMA busy_timeout=0")
    busy, _, _ = database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    database.execute_sql(f"PRAGMA busy_timeout={PRAGMAS['busy_timeout']}")
    return not busy


def _settle(future: asyncio.Future[T], result: T, error: BaseException | None) -> None:
    if future.cancelled():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)


def _carry_over(database: peewee.SqliteDatabase) -> None:
    """Bring what no reader looks at into the file; waits for nobody. A full disk only puts it off."""
    database.execute_sql("PRAGMA wal_checkpoint(PASSIVE)").fetchone()


def _ignore(_: BaseException) -> None:
    """Leave a fault to the one who asked."""


_NO_SPACE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE)
"""The file, the write-ahead log, or its index cannot grow."""


def _codes(error: BaseException) -> Iterator[int]:
    """Give the SQLite codes of an error and of those that it came from."""
    seen: BaseException | None = error
    while seen is not None:
        yield getattr(seen, "sqlite_errorcode", sqlite3.SQLITE_FULL if str(seen) == "database or disk is full" else 0)
        seen = seen.__cause__ or seen.__context__


def _is_io_error(error: BaseException) -> bool:
    """Tell whether the disk failed: SQLite keeps the kind of I/O error in the upper bits."""
    return not isinstance(error, DiskFull) and any(code & 0xFF == sqlite3.SQLITE_IOERR for code in _codes(error))


def _named(error: BaseException) -> BaseException:
    """Return DiskFull where there was no space, the error itself otherwise."""
    if any(code in _NO_SPACE for code in _codes(error)):
        full = DiskFull()
        full.__cause__ = error
        return full
    return error
