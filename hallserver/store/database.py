# SPDX-License-Identifier: Apache-2.0
"""One SQLite file: one thread with the only connection that writes, and read-only ones for the rest.

SQLite 3.7.0 to 3.51.2 can damage a WAL when two connections write or checkpoint at the same moment
(the WAL-reset fault); with exactly one writing connection it cannot happen.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

import peewee
from playhouse.migrations import Runner

T = TypeVar("T")

PRAGMAS: dict[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "busy_timeout": 5000,
    "secure_delete": 1,
    "cell_size_check": 1,
    "trusted_schema": 0,
    "wal_autocheckpoint": 1000,
}
"""Settings of the writing connection (reliability sheet §9)."""
_READER_PRAGMAS: dict[str, str | int] = {"query_only": 1, "busy_timeout": 5000, "trusted_schema": 0, "wal_autocheckpoint": 0}

Job = Callable[[peewee.SqliteDatabase], Any]
Done = Callable[[Any, BaseException | None], None]


class DiskFull(Exception):
    """SQLite could not write for want of space; the transaction was rolled back whole."""


class Database:
    """A data folder's SQLite file, migrated to this version's tables when it opens."""

    def __init__(self, path: Path, pragmas: dict[str, str | int] | None = None) -> None:
        """Open and migrate; ``pragmas`` are handed in by tests that need another store."""
        self.path = path
        self._pragmas = PRAGMAS if pragmas is None else pragmas
        migrate(path, self._pragmas)
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
        database = writable(self.path, self._pragmas)
        database.connect()
        while (task := self._jobs.get()) is not None:
            job, done = task
            try:
                with database.atomic("IMMEDIATE"):
                    result = job(database)
            except BaseException as error:  # noqa: BLE001 -- handed to the one who asked
                done(None, _named(error))
            else:
                done(result, None)
        database.close()


def writable(path: Path, pragmas: dict[str, str | int]) -> peewee.SqliteDatabase:
    """Return the database for writing, not yet connected."""
    return peewee.SqliteDatabase(str(path), pragmas=pragmas, autoconnect=False)


def read_only(path: Path) -> peewee.SqliteDatabase:
    """Return a connected database that refuses every write."""
    uri = f"{path.resolve().as_uri()}?mode=ro"
    database = peewee.SqliteDatabase(uri, uri=True, pragmas=_READER_PRAGMAS, autoconnect=False)
    database.connect()
    return database


def migrate(path: Path, pragmas: dict[str, str | int] | None = None) -> None:
    """Take every numbered step that the file has not taken, each in one transaction."""
    database = writable(path, PRAGMAS if pragmas is None else pragmas)
    with database.connection_context():
        Runner(database, str(Path(__file__).parent / "migrations")).up()


def _settle(future: asyncio.Future[T], result: T, error: BaseException | None) -> None:
    if future.cancelled():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)


def _named(error: BaseException) -> BaseException:
    """Return DiskFull for SQLITE_FULL, the error itself otherwise."""
    seen: BaseException | None = error
    while seen is not None:
        if getattr(seen, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL or str(seen) == "database or disk is full":
            full = DiskFull(str(seen))
            full.__cause__ = error
            return full
        seen = seen.__cause__ or seen.__context__
    return error
