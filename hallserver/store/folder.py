# SPDX-License-Identifier: Apache-2.0
"""One data folder = one hall = one journal: made by ``init``, opened by one server at a time."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import IO

import peewee

from hallserver.store import soundness
from hallserver.store.database import PRAGMAS, Database, migrate, writable
from hallserver.store.journal import Journal
from hallserver.store.keys import Keys, KeysUnreadable, load_keys, make_keys
from hallserver.store.reading import Folded, JournalReader, Reader, reader_of

FILE = "hall.sqlite3"
PRACTICE = "practice"
"""The hall id that no hall has: a folder with it is for learning alone. Backups and mending keep a folder's id."""
_LOCK = "server.lock"


class FolderBusy(Exception):
    """Another process serves this data folder."""

    def __init__(self, folder: Path, holder: str) -> None:
        """Name the folder and who holds it."""
        super().__init__(f"{folder} is served by process {holder}; stop it first")
        self.folder, self.holder = folder, holder


class FolderEmpty(Exception):
    """There is no hall in this folder."""


class FolderDamaged(Exception):
    """A file of this folder is there but is not what it should be; the text is its path."""


STORE_FAULTS = (FolderDamaged, KeysUnreadable, peewee.DatabaseError, sqlite3.DatabaseError)
"""What reading a folder can raise when a file in it is damaged; ``is_damage`` tells which of them say so."""


def is_damage(error: Exception) -> bool:
    """Tell a damaged file (SQLite raises plain DatabaseError for it) from faults of statements, locks and space."""
    return isinstance(error, FolderDamaged | KeysUnreadable) or type(error) in {peewee.DatabaseError, sqlite3.DatabaseError}


class Folder:
    """An open data folder: its database, journal and keys, held against other servers until closed."""

    def __init__(
        self,
        path: Path,
        *,
        pragmas: dict[str, str | int] | None = None,
        held: IO[str] | None = None,
        sound: bool = False,
        folded: Folded | None = None,
        make: type[Database] = Database,
    ) -> None:
        """Open the folder; ``held`` is its lock where the caller has it already, ``sound``: the caller has looked at all of it.

        ``folded`` is its journal where the caller has folded it since it holds the lock.

        Only what was sound when it was opened is noted as sound when it is closed. ``make`` is handed in by tests that need
        another store.

        Raises FolderEmpty before ``init``, FolderBusy while another server has it, FolderDamaged, KeysUnreadable.
        """
        if not (path / FILE).exists():
            raise FolderEmpty(str(path))
        self.path = path
        self._lock = held or hold(path)
        self._sound = soundness.take_note(path / FILE) or sound
        try:
            self.keys: Keys = load_keys(path)
            self.database = make(path / FILE, pragmas)
            self.journal = Journal(self.database, self.keys.chain, folded)
            self.hall_id = self._read_hall_id()
        except STORE_FAULTS as error:
            self._lock.close()
            if isinstance(error, KeysUnreadable) or not is_damage(error):
                raise
            raise FolderDamaged(str(path / FILE)) from error

    @property
    def is_practice(self) -> bool:
        """Whether this is no hall but a place to learn: it never becomes one, nor does a copy of it."""
        return self.hall_id == PRACTICE

    def _read_hall_id(self) -> str:
        try:
            return _hall_id(self.database.reader, self.path)
        except FolderDamaged:
            self.database.close()
            raise

    def close(self) -> None:
        """Finish writing and let others open the folder."""
        self.database.close()
        if self._sound:
            soundness.leave_note(self.path / FILE)
        self._lock.close()


def open_reading(path: Path) -> tuple[JournalReader, Reader]:
    """Return the folder's journal to read and its read-only connections, without holding the folder. Raises FolderEmpty."""
    if not (path / FILE).exists():
        raise FolderEmpty(str(path))
    reader = reader_of(path / FILE)
    return JournalReader(reader, load_keys(path).chain), reader


def hall_id_of(path: Path) -> str:
    """Return the id of the hall whose folder this is, without holding it. Raises FolderDamaged and what reading can raise."""
    return _hall_id(reader_of(path / FILE), path)


def _hall_id(reader: Reader, path: Path) -> str:
    with reader() as database:
        row = database.execute_sql("SELECT value FROM meta WHERE key='hall_id'").fetchone()
    if row is None:
        raise FolderDamaged(str(path / FILE))
    return str(row[0])


def init_folder(path: Path, hall_id: str, *, tables: Callable[[Path], object] = migrate) -> None:
    """Make an empty data folder for this hall. Raises FileExistsError where one is.

    ``tables`` makes the file with its tables; it is handed in by tests, which make hundreds.
    """
    path.mkdir(parents=True, exist_ok=True)
    make_keys(path)
    tables(path / FILE)
    (path / FILE).chmod(0o600)
    database = writable(path / FILE, PRAGMAS)
    with database.connection_context(), database.atomic("IMMEDIATE"):
        database.execute_sql("INSERT INTO meta (key, value) VALUES ('hall_id', ?)", (hall_id,))


def hold(path: Path, name: str = _LOCK) -> IO[str]:
    """Hold a lock file of the folder until the process ends or the file is closed. Raises FolderBusy."""
    file = (path / name).open("a+", encoding="utf-8")
    try:
        _lock_file(file)
    except OSError as error:
        file.seek(0)
        holder = file.read().strip() or "?"
        file.close()
        raise FolderBusy(path, holder) from error
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def holder_of(path: Path, name: str = _LOCK) -> str:
    """Return the process that holds the folder, or held it last; empty: none ever did."""
    file = path / name
    return file.read_text(encoding="utf-8").strip() if file.exists() else ""


if os.name == "nt":
    import msvcrt

    def _lock_file(file: IO[str]) -> None:
        """Take the lock or raise OSError. The byte far behind the text leaves the holder readable."""
        file.seek(1 << 20)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]

else:
    import fcntl

    def _lock_file(file: IO[str]) -> None:
        """Take the lock or raise OSError."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
