# SPDX-License-Identifier: Apache-2.0
"""A damaged data folder made whole again: what is damaged is put aside, never thrown away, and a hall never starts empty.

From its own journal, where the chain holds from the first event to the last: only tables and indexes were damaged, and
they are a function of the journal; nothing is lost. Else from the backup: the full copy, the segments after it, and of
the damaged journal as many events as still follow on. What is missing then is named: from which event to which.

The whole folder is made beside the old files first. Only then the old ones are moved aside and the new ones into their
place; a power cut between is finished at the next start.
"""

import shutil
from contextlib import closing
from pathlib import Path

import msgspec
import peewee
from msgspec import Struct

from hallserver.core.events import DataErased
from hallserver.store.backup.appending import append, last_event
from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.full import read_head
from hallserver.store.backup.place import Place, place_of, time_text, time_us
from hallserver.store.backup.restore import Options, restore
from hallserver.store.backup.sealed import sync_folder
from hallserver.store.backup.segment import JournalRow
from hallserver.store.chain import ChainBroken
from hallserver.store.database import PRAGMAS, migrate, read_only, writable
from hallserver.store.folder import FILE
from hallserver.store.keys import FILE as KEYS
from hallserver.store.keys import load_keys
from hallserver.store.reading import JournalReader, reader_of
from hallserver.store.salvage import own_line, rows_left, sound_upto, table_left
from hallserver.store.soundness import NOTE, Damage, false_rows
from hallserver.store.vault import ERASE, IS_ERASED

MADE = "mended"
"""Folder, in the data folder, of the whole files until they are in their place."""
_MAKING = f"{MADE}.making"
_TOLD = "mended.json"
"""What was done, beside the whole files: a start that only moves them must still say it."""
_ASIDE = "damaged-"
"""Begin of the names of the folders, in the data folder, of files that were put aside; then the time."""
_BESIDE = ("meta", "credential", "device_key")
"""Tables that no event can make anew; the vault is another one."""
_VAULT = "ref, salt, content, erase_after_us"
_UNERASED = f"(SELECT {_VAULT} FROM vault WHERE NOT {IS_ERASED})"  # noqa: S608 -- constants only
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
    aside: str
    from_backup: bool
    kept: str
    """Last event that was kept, ``<epoch>.<seq>``."""
    last_known: str
    """Last event that is known to have been there: equal to ``kept`` where nothing is missing, empty where nobody can tell."""

    lost_beside: int = 0
    """Tables beside the journal (passwords, device keys, personal text) of which some rows could not be read."""

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
            last, _ = last_event(database)
        line = own_line(path, backup.place, backup.key)
        if line is None:
            return None
        known = max([Place(*read_head(line.fulls()[-1], backup.key).upto), *(it.upto for it in line.segments())])
    except (BackupFault, OSError):
        return None  # none that can be read just now: no reason to keep a sound hall closed
    return Damage(kind="behind", where=f"{last} < {known}") if last < known and last.epoch == line.epoch else None


def mend(path: Path, damage: Damage, now_us: int, backup: Backup | None) -> Mended:
    """Make the folder whole and put its damaged files aside. Raises CannotMend, which leaves everything as it is."""
    rows, last = rows_left(path)
    sound = sound_upto(rows, path)
    # A clock that is dead at this start must not make what is young look old.
    now_us = max(now_us, rows[-1][2] if rows and sound != Place(0, 0) else 0)
    _clear(path)
    aside = str(path / f"{_ASIDE}{time_text(now_us)}")
    own_will_do = bool(rows) and sound == last and damage.kind not in (*_END_UNKNOWN, "accounts", "keys")
    # What no event can make anew comes from the backup, where there is one.
    if own_will_do and (backup is None or damage.kind != "vault"):
        lost = _from_own(path, rows)
        if lost == 0 or (lost is not None and backup is None):
            done = Mended(damage=damage, aside=aside, from_backup=False, kept=str(sound), last_known=str(sound), lost_beside=lost)
            return _settled(path, done)
        _clear(path)
    if backup is None:
        raise CannotMend(path, damage, str(sound), "")
    try:
        return _settled(path, _from_backup(path, damage, now_us, backup, aside))
    except (BackupFault, ChainBroken, OSError) as error:
        raise CannotMend(path, damage, str(sound), str(error)) from error


def _from_backup(path: Path, damage: Damage, now_us: int, backup: Backup, aside: str) -> Mended:
    """Make a whole folder from the hall's own backup and what follows on in the damaged journal. Raises BackupFault, ChainBroken."""
    rows, last = rows_left(path)
    last = None if damage.kind in _END_UNKNOWN else last
    line = own_line(path, backup.place, backup.key)
    if line is None:
        raise BackupFault("no-backup", backup.place)
    how = Options(salvage=True, tail=rows, lost_to=str(last) if last is not None else "")
    done = restore(line.folder, backup.key, path / _MAKING, max(now_us, line.fulls()[-1].taken_us), how)
    _put_vault_back(path, now_us)
    kept = place_of(done.upto)
    proven = last is not None and (last > kept or (last == kept and done.tail > 0))
    return Mended(damage=damage, aside=aside, from_backup=True, kept=done.upto, last_known=str(last) if proven else "")


def _settled(path: Path, done: Mended) -> Mended:
    """Write down what was done, and only then let the whole files count; then move them into their place."""
    _forget(path / _MAKING)
    (path / _MAKING / _TOLD).write_bytes(msgspec.json.encode(done))
    sync_folder(path / _MAKING)
    (path / _MAKING).replace(path / MADE)
    sync_folder(path)
    _install(path, done)
    return done


def _install(path: Path, done: Mended) -> None:
    """Move the damaged files aside and the made ones into their place. The database comes last: until then a start goes on here."""
    made, aside = path / MADE, Path(done.aside)
    aside.mkdir(mode=0o700, exist_ok=True)
    for name in (*_LOGS, NOTE, FILE, *((KEYS,) if (made / KEYS).exists() else ())):
        if (path / name).exists():
            (path / name).replace(aside / name)
    sync_folder(aside)
    for file in sorted(made.iterdir(), key=lambda it: it.name == FILE):
        if file.name != _TOLD and not (path / file.name).exists():
            file.replace(path / file.name)
    sync_folder(path)
    shutil.rmtree(made)


def finish(path: Path) -> Mended | None:
    """Finish a mending that was cut off while the files were moved and return what it was; remove what one left half made."""
    done = None
    if (path / MADE / _TOLD).exists():
        done = msgspec.json.decode((path / MADE / _TOLD).read_bytes(), type=Mended)
        if (path / MADE / FILE).exists():
            _install(path, done)
    _clear(path)
    return done


def _clear(path: Path) -> None:
    for name in (MADE, _MAKING, f"{_MAKING}.restoring"):
        shutil.rmtree(path / name, ignore_errors=True)


def drop_aside(path: Path, before_us: int) -> int:
    """Remove the damaged files that were put aside before a time (UTC µs); return how many folders that were."""
    old = [folder for folder in path.glob(f"{_ASIDE}*") if _put_aside_us(folder) < before_us]
    for folder in old:
        shutil.rmtree(folder)
    return len(old)


def _put_aside_us(folder: Path) -> int:
    """Return when; a folder that somebody else named so is left alone."""
    try:
        return time_us(folder.name.removeprefix(_ASIDE))
    except ValueError:
        return 1 << 62


def _from_own(path: Path, rows: list[JournalRow]) -> int | None:
    """Make a whole folder from the journal's own rows; return how many tables beside it lost rows, None: it cannot be done."""
    making = path / _MAKING
    making.mkdir(mode=0o700)
    migrate(making / FILE)
    (making / FILE).chmod(0o600)
    made = writable(making / FILE, PRAGMAS)
    with made.connection_context(), made.atomic("IMMEDIATE"):
        append(made, load_keys(path).chain, rows, Place(0, 0))
        lost = {table: not _copied(path, made, table) for table in _BESIDE}
        lost["vault"] = not _copied(path, made, "vault", f"({_VAULT})")
    lost["vault"] |= bool(false_rows(making / FILE, load_keys(path).chain))
    return None if lost["meta"] else sum(lost.values())


def _copied(path: Path, made: peewee.SqliteDatabase, table: str, columns: str = "") -> bool:
    """Copy what can be read of a table, all columns or those in brackets; tell whether that is all of it."""
    rows, whole = table_left(path, table, columns.strip("()") or "*")
    for row in rows:
        marks = ",".join("?" * len(row))
        made.execute_sql(f"INSERT OR IGNORE INTO {table} {columns} VALUES ({marks})", row)  # noqa: S608 -- constants only
    return whole


def _put_vault_back(path: Path, now_us: int) -> None:
    """Add to a restored vault what the backup did not have yet and the damaged file still has, unless its time is over."""
    if not (path / FILE).exists():
        return
    rows, _ = table_left(path, _UNERASED, _VAULT)
    made = writable(path / _MAKING / FILE, PRAGMAS)
    with made.connection_context(), made.atomic("IMMEDIATE"):
        for row in rows:
            if isinstance(row[3], int) and row[3] > now_us:
                made.execute_sql(f"INSERT OR IGNORE INTO vault ({_VAULT}) VALUES (?,?,?,?)", row)  # noqa: S608 -- constants only


def _forget(making: Path) -> None:
    """Erase vault rows whose content is no more what was sealed, and those that were erased before."""
    key = load_keys(making if (making / KEYS).exists() else making.parent).chain
    reader = reader_of(making / FILE)
    with reader() as database:
        entries = JournalReader(reader, key).all_checked(database)
        erased = [ref for entry in entries if isinstance(entry.event, DataErased) for ref in entry.event.refs]
    refs = {*erased, *false_rows(making / FILE, key)}
    made = writable(making / FILE, PRAGMAS)
    with made.connection_context(), made.atomic("IMMEDIATE"):
        for ref in refs:
            made.execute_sql(ERASE, (ref,))
