# SPDX-License-Identifier: Apache-2.0
"""A damaged data folder made whole again: what is damaged is put aside, never thrown away, and a hall never starts empty.

From its own journal, where the chain holds from the first event to the last: only tables and indexes were damaged, and
they are a function of the journal; nothing is lost. Else from the backup: the full copy, the segments after it, and of
the damaged journal as many events as still follow on. What is missing then is named: from which event to which.

The whole folder is made beside the old files first. Only then the old ones are moved aside and the new ones into their
place; a power cut between is finished at the next start.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import peewee
from msgspec import Struct

from hallserver.store import chain
from hallserver.store.backup.appending import append, last_event
from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.full import read_head
from hallserver.store.backup.place import Place, newest_line, place_of, time_text, time_us
from hallserver.store.backup.restore import Options, restore
from hallserver.store.backup.segment import JournalRow, chained
from hallserver.store.chain import ChainBroken
from hallserver.store.database import PRAGMAS, migrate, read_only, writable
from hallserver.store.folder import FILE
from hallserver.store.keys import FILE as KEYS
from hallserver.store.keys import load_keys
from hallserver.store.reading import COLUMNS
from hallserver.store.soundness import NOTE, Damage, false_rows
from hallserver.store.vault import ERASE, IS_ERASED

MADE = "mended"
"""Folder, in the data folder, of the whole files until they are in their place."""
_ASIDE = "damaged-"
"""Begin of the names of the folders, in the data folder, of files that were put aside; then the time."""
_BESIDE = ("meta", "credential", "device_key", "vault")
"""Tables that no event can make anew."""
_EVENTS = f"SELECT {COLUMNS} FROM event ORDER BY epoch, seq"  # noqa: S608 -- constants only
_UNREADABLE = (peewee.PeeweeException, sqlite3.Error, UnicodeDecodeError, OverflowError)
_END_UNKNOWN = ("log", "behind")
"""Kinds of damage after which the journal may look whole and yet have lost its end."""
_LOGS = (f"{FILE}-wal", f"{FILE}-shm")


class Backup(Struct, frozen=True, kw_only=True):
    """Where this hall's backups are, and their key."""

    place: Path
    key: bytes


class Mended(Struct, frozen=True, kw_only=True):
    """What was done: the damage, where the old files are now, and between which events something is missing."""

    damage: Damage
    aside: Path
    from_backup: bool
    kept: str
    """Last event that was kept, ``<epoch>.<seq>``."""
    last_known: str
    """Last event that is known to have been there: equal to ``kept`` where nothing is missing, empty where nobody can tell."""

    @property
    def complete(self) -> bool:
        """Tell whether every event is known to be there."""
        return self.kept == self.last_known


class CannotMend(Exception):
    """The folder is damaged and there is nothing to mend it from; it is left as it is."""

    def __init__(self, path: Path, damage: Damage, sound: str, why: str) -> None:
        """Name the folder, its damage, the last sound event, and why the backup does not help."""
        super().__init__(f"{path}: {damage.kind} {damage.where}, sound up to {sound}; {why}")
        self.path, self.damage, self.sound, self.why = path, damage, sound, why


def behind(path: Path, backup: Backup) -> Damage | None:
    """Return a damage when the backup knows later events than the folder: the folder's end was cut off or exchanged."""
    try:
        with closing(read_only(path / FILE)) as database:
            hall_id = database.execute_sql("SELECT value FROM meta WHERE key='hall_id'").fetchone()[0]
            last, _ = last_event(database)
        line = newest_line(backup.place / hall_id)
        known = max([Place(*read_head(line.fulls()[-1], backup.key).upto), *(it.upto for it in line.segments())])
    except BackupFault:
        return None  # there is none yet, or none that can be read: no reason to keep a sound hall closed
    return Damage(kind="behind", where=f"{last} < {known}") if last < known and last.epoch == line.epoch else None


def mend(path: Path, damage: Damage, now_us: int, backup: Backup | None) -> Mended:
    """Make the folder whole and put its damaged files aside. Raises CannotMend, which leaves everything as it is."""
    rows, last = _rows_left(path)
    sound = _sound(rows, path)
    shutil.rmtree(path / MADE, ignore_errors=True)
    # What no event can make anew comes from the backup, where there is one.
    own_will_do = damage.kind not in (*_END_UNKNOWN, "accounts") and (backup is None or damage.kind != "vault")
    last = None if damage.kind in _END_UNKNOWN else last
    if own_will_do and rows and sound == last and (_from_own(path, rows, all_or_none=backup is not None)):
        return Mended(damage=damage, aside=install(path, now_us), from_backup=False, kept=str(sound), last_known=str(sound))
    if backup is None:
        raise CannotMend(path, damage, str(sound), "")
    try:
        how = Options(salvage=True, tail=rows, lost_to=str(last) if last is not None else "")
        done = restore(backup.place, backup.key, path / MADE, now_us, how)
    except (BackupFault, ChainBroken, OSError) as error:
        raise CannotMend(path, damage, str(sound), str(error)) from error
    _put_vault_back(path)
    kept = place_of(done.upto)
    proven = last is not None and (last > kept or (last == kept and done.tail > 0))
    known = str(last) if proven else ""
    return Mended(damage=damage, aside=install(path, now_us), from_backup=True, kept=done.upto, last_known=known)


def install(path: Path, now_us: int) -> Path:
    """Move the damaged files aside and the made ones into their place; return the folder of the damaged ones."""
    made, aside = path / MADE, path / f"{_ASIDE}{time_text(now_us)}"
    aside.mkdir(mode=0o700, exist_ok=True)
    old = [*_LOGS, NOTE, FILE, *((KEYS,) if (made / KEYS).exists() else ())]
    for name in old:
        if (path / name).exists():
            (path / name).replace(aside / name)
    # The database comes last: until it is there, the next start goes on here.
    for file in sorted(made.iterdir(), key=lambda it: it.name == FILE):
        if not (path / file.name).exists():
            file.replace(path / file.name)
    shutil.rmtree(made)
    return aside


def finish(path: Path, now_us: int) -> bool:
    """Finish a mending that was cut off while the files were moved; tell whether there was one."""
    if (path / MADE / FILE).exists():
        install(path, now_us)
        return True
    shutil.rmtree(path / MADE, ignore_errors=True)
    return False


def drop_aside(path: Path, before_us: int) -> int:
    """Remove the damaged files that were put aside before a time (UTC µs); return how many folders that were."""
    old = [folder for folder in path.glob(f"{_ASIDE}*") if time_us(folder.name.removeprefix(_ASIDE)) < before_us]
    for folder in old:
        shutil.rmtree(folder)
    return len(old)


def _rows_left(path: Path) -> tuple[list[JournalRow], Place | None]:
    """Return the journal rows that can still be read, in order, and the last event that there was; None where nobody can tell."""
    rows: list[JournalRow] = []
    if not (path / FILE).exists():
        return rows, None
    try:
        with closing(read_only(path / FILE)) as database:
            for row in database.execute_sql(_EVENTS):
                rows.append(tuple(row))  # noqa: PERF401 -- what came before the damage counts
            return rows, Place(rows[-1][0], rows[-1][1]) if rows else None
    except (*_UNREADABLE, TypeError):
        return rows, None


def _sound(rows: list[JournalRow], path: Path) -> Place:
    """Return the last event up to which the chain holds from the first."""
    place = Place(0, 0)
    try:
        for entry, _ in chained(rows, load_keys(path).chain, chain.GENESIS):
            place = Place(entry.epoch, entry.seq)
    except Exception:  # noqa: BLE001 -- a damaged row, or damaged keys, may fail in any way; the chain ends there
        return place
    return place


def _from_own(path: Path, rows: list[JournalRow], *, all_or_none: bool) -> bool:
    """Make a whole folder from the journal's own rows; False when what stands beside the journal cannot be read."""
    making = path / f"{MADE}.making"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700)
    migrate(making / FILE)
    (making / FILE).chmod(0o600)
    made = writable(making / FILE, PRAGMAS)
    with made.connection_context(), made.atomic("IMMEDIATE"):
        append(made, load_keys(path).chain, rows, Place(0, 0))
        lost = [table for table in _BESIDE if not _copied(path, made, table)]
    if lost and (all_or_none or "meta" in lost):
        shutil.rmtree(making)
        return False
    _forget_false(making / FILE, load_keys(path).chain)
    making.replace(path / MADE)
    return True


def _put_vault_back(path: Path) -> None:
    """Add to a restored vault what the backup did not have yet and the damaged file still has as it was sealed."""
    try:
        with closing(read_only(path / FILE)) as database:
            rows = list(database.execute_sql(f"SELECT ref, salt, content, erase_after_us FROM vault WHERE NOT {IS_ERASED}"))  # noqa: S608
    except _UNREADABLE:
        return
    made = writable(path / MADE / FILE, PRAGMAS)
    with made.connection_context(), made.atomic("IMMEDIATE"):
        for row in rows:
            made.execute_sql("INSERT OR IGNORE INTO vault (ref, salt, content, erase_after_us) VALUES (?,?,?,?)", row)
    _forget_false(path / MADE / FILE, load_keys(path / MADE).chain)


def _copied(path: Path, made: peewee.SqliteDatabase, table: str) -> bool:
    """Copy a table row by row; tell whether all of it could be read."""
    try:
        with closing(read_only(path / FILE)) as database:
            rows = list(database.execute_sql(f"SELECT * FROM {table}"))  # noqa: S608 -- constants only
    except _UNREADABLE:
        return False
    for row in rows:
        marks = ",".join("?" * len(row))
        made.execute_sql(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", row)  # noqa: S608 -- constants only
    return True


def _forget_false(database: Path, chain_key: bytes) -> None:
    """Erase vault rows whose content is no more what was sealed."""
    false = false_rows(database, chain_key)
    made = writable(database, PRAGMAS)
    with made.connection_context(), made.atomic("IMMEDIATE"):
        for ref in false:
            made.execute_sql(ERASE, (ref,))
