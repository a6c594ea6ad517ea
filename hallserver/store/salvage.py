# SPDX-License-Identifier: Apache-2.0
"""What can still be read of a damaged data folder: journal rows, the tables beside the journal, and which backup is its own."""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import peewee

from hallserver.store import chain
from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.full import unpack
from hallserver.store.backup.place import Line, Place, line_in, lines_in
from hallserver.store.backup.segment import JournalRow, chained
from hallserver.store.database import read_only
from hallserver.store.folder import FILE
from hallserver.store.keys import KeysUnreadable, load_keys
from hallserver.store.reading import COLUMNS

UNREADABLE = (peewee.PeeweeException, sqlite3.Error, UnicodeDecodeError, OverflowError, TypeError)
"""What SQLite and Python raise when a page or a value makes no sense."""
_EVENTS = f"SELECT {COLUMNS} FROM event ORDER BY epoch, seq"  # noqa: S608 -- constants only


def rows_left(path: Path) -> tuple[list[JournalRow], Place | None]:
    """Return the journal rows that can still be read, in order, and the last event that there was; None where nobody can tell."""
    rows: list[JournalRow] = []
    if not (path / FILE).exists():
        return rows, None
    try:
        with closing(read_only(path / FILE)) as database:
            for row in database.execute_sql(_EVENTS):
                rows.append(tuple(row))  # noqa: PERF401 -- what came before the damage counts
    except UNREADABLE:
        return rows, None
    return rows, Place(rows[-1][0], rows[-1][1]) if rows else None


def sound_upto(rows: list[JournalRow], path: Path) -> Place:
    """Return the last event up to which the chain holds from the first."""
    place = Place(0, 0)
    try:
        for entry, _ in chained(rows, load_keys(path).chain, chain.GENESIS):
            place = Place(entry.epoch, entry.seq)
    except Exception:  # noqa: BLE001 -- a damaged row, or damaged keys, may fail in any way; the chain ends there
        return place
    return place


def table_left(path: Path, table: str, columns: str = "*") -> tuple[list[tuple[Any, ...]], bool]:
    """Return the rows of a table that can still be read, from both its ends, and whether that is all of them."""
    found: dict[tuple[Any, ...], None] = {}
    whole = True
    for order in ("", "DESC"):
        try:
            with closing(read_only(path / FILE)) as database:
                database.connection().text_factory = _text
                for row in database.execute_sql(f"SELECT {columns} FROM {table} ORDER BY 1 {order}"):  # noqa: S608 -- constants only
                    found[tuple(row)] = None
        except UNREADABLE:
            whole = False
    return list(found), whole


def _text(raw: bytes) -> str:
    """Return text whatever is in it: a value that was damaged must not hide those after it."""
    return raw.decode(errors="replace")


def own_line(path: Path, place: Path, key: bytes) -> Line | None:
    """Return the line of backups that this very folder wrote, never another hall's or a drill's; None where there is none.

    The journal tells by the first event of its epoch. Where it cannot be read, the chain's key does; of several lives of
    the hall the one that was written to last. Raises BackupFault, OSError for a place that cannot be read.
    """
    try:
        with closing(read_only(path / FILE)) as database:
            line = line_in(place, database)
        if line.folder.is_dir() and line.fulls():
            return line
        known = rows_left(path)[1] is not None
    except UNREADABLE:
        known = False
    # A journal that can be read whole, under its own key, and has no line simply has no backup yet.
    if known and sound_upto(rows_left(path)[0], path) != Place(0, 0):
        return None
    mine = [line for line in lines_in(place) if line.fulls() and _has_key_of(path, line, key)]
    return max(mine, key=lambda line: max(file.stat().st_mtime_ns for file in line.folder.iterdir()), default=None)


def _has_key_of(path: Path, line: Line, key: bytes) -> bool:
    """Tell whether the newest copy of a line that can be read carries the chain's key of this folder."""
    try:
        chain_key = load_keys(path).chain
    except (KeysUnreadable, OSError):
        return False
    for full in reversed(line.fulls()):
        with tempfile.TemporaryDirectory(dir=path) as scratch:
            try:
                unpack(full, key, Path(scratch))
                return load_keys(Path(scratch)).chain == chain_key
            except (BackupFault, KeysUnreadable, OSError):
                continue
    return False
