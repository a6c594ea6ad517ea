# SPDX-License-Identifier: Apache-2.0
"""Is this data folder what the last server left? Looked at before anything is written into it.

A server that closes its folder leaves a note with the sha256 of the database file. Where the file is still that one,
nothing can have happened to it, and nothing more is looked at. Where it is not (the power went, a disk went bad, a
file was exchanged) everything is: SQLite's own check, the chain from the first event, every table against the refolded
journal, what the vault holds against the digests in the journal. SQLite's check alone does not see a changed value.

Only read-only connections are used: a foreign write-ahead log would otherwise be worked into the file by looking.
"""

import hashlib
from pathlib import Path
from typing import Literal, get_args, get_type_hints

import msgspec
import peewee
from msgspec import Struct

from hallserver.core.commands import Sealed
from hallserver.core.events import EVENTS, DataErased, Entry
from hallserver.store.chain import ChainBroken
from hallserver.store.keys import FILE as KEYS
from hallserver.store.keys import KeysUnreadable, load_keys
from hallserver.store.reading import Folded, JournalReader, Reader, reader_of
from hallserver.store.rebuild import refold
from hallserver.store.vault import IS_ERASED
from hallserver.store.wal import is_cut_off

NOTE = "closed.json"
_OUTSIDE = ("meta", "credential", "device_key")
"""Tables outside the journal; who changes them while no server runs is found only by the note."""
_KEPT = f"SELECT salt, content FROM vault WHERE ref = ? AND NOT {IS_ERASED}"  # noqa: S608 -- constants only
_MAY_SEAL = {kind: [name for name, hint in get_type_hints(kind).items() if Sealed in (hint, *get_args(hint))] for kind in EVENTS}
"""Event → its fields that may refer to the vault."""
Kind = Literal["missing", "keys", "unreadable", "integrity", "chain", "tables", "vault", "accounts", "log", "behind"]


class Damage(Struct, frozen=True, kw_only=True):
    """What is wrong with a folder: of which kind, and where (a file, an event, a table)."""

    kind: Kind
    where: str


class Closed(Struct, frozen=True, kw_only=True):
    """The note of an orderly close: sha256 (hex) of the database file and of the rows outside the journal."""

    database: str
    outside: str


def leave_note(database: Path) -> None:
    """Note that this file was closed in order; only where no connection is left and its log is worked in."""
    if _log_of(database):
        return
    note = Closed(database=_digest(database), outside=_outside(reader_of(database)))
    path = database.with_name(NOTE)
    path.with_suffix(".new").write_bytes(msgspec.json.encode(note))
    path.with_suffix(".new").replace(path)


def take_note(database: Path) -> bool:
    """Remove the note: from now on the file may change at any moment. Tell whether the file is the one that was noted."""
    fits = _fits(database)
    database.with_name(NOTE).unlink(missing_ok=True)
    return fits


def _fits(database: Path) -> bool:
    note = _note(database)
    return note is not None and not _log_of(database) and _digest(database) == note.database


def damage_in(database: Path) -> Damage | None:
    """Return what is wrong with this database and the keys beside it, or None when all is well."""
    looked = look_at(database)
    return looked if isinstance(looked, Damage) else None


def look_at(database: Path) -> Damage | Folded | None:
    """Return what is wrong, as ``damage_in``; where all is well and all had to be looked at, the journal that was folded for it."""
    if not database.exists():
        return Damage(kind="missing", where=database.name)
    try:
        key = load_keys(database.parent).chain
    except (KeysUnreadable, OSError):
        return Damage(kind="keys", where=KEYS)
    if _fits(database):
        return None
    if is_cut_off(_log_path(database)):
        return Damage(kind="log", where=_log_path(database).name)
    return _look_at_all(reader_of(database), key, _note(database))


def _look_at_all(reader: Reader, key: bytes, note: Closed | None) -> Damage | Folded:
    try:
        return _look(reader, JournalReader(reader, key), note)
    except ChainBroken as broken:
        return Damage(kind="chain", where=f"{broken.epoch}.{broken.seq}")
    except Exception as error:  # noqa: BLE001 -- a damaged row may fail to be read or folded in any way; it is damage all the same
        return Damage(kind="unreadable", where=f"{type(error).__name__}: {error}")


def _look(reader: Reader, journal: JournalReader, note: Closed | None) -> Damage | Folded:
    with reader() as database:
        said = database.execute_sql("PRAGMA integrity_check(1)").fetchone()[0]
        if said != "ok":
            return Damage(kind="integrity", where=str(said))
    false: list[str] = []
    found, folded = refold(reader, journal, look=lambda database, entry: false.extend(_false_in(database, entry)))
    if found.differences:
        return Damage(kind="tables", where=found.differences[0].table)
    if false:
        return Damage(kind="vault", where=false[0])
    if note is not None and _outside(reader) != note.outside:
        return Damage(kind="accounts", where=", ".join(_OUTSIDE))
    return folded


def false_rows(database: Path, chain_key: bytes) -> list[str]:
    """Return the refs of the vault rows whose content is not the one that was sealed. Raises ChainBroken."""
    with reader_of(database)() as reading:
        journal = JournalReader(reader_of(database), chain_key)
        return [ref for entry in journal.all_checked(reading) for ref in _false_in(reading, entry)]


def _false_in(database: peewee.SqliteDatabase, entry: Entry) -> list[str]:
    """Return the vault rows of an entry that are not as the journal says: not what was sealed, or there although erased."""
    if isinstance(entry.event, DataErased):
        return [ref for ref in entry.event.refs if database.execute_sql(_KEPT, (ref,)).fetchone() is not None]
    sealed = [it for name in _MAY_SEAL[type(entry.event)] for it in sealed_in(getattr(entry.event, name))]
    rows = [(it, database.execute_sql(_KEPT, (it.ref,)).fetchone()) for it in sealed]
    return [it.ref for it, row in rows if row is not None and digest_of(bytes(row[0]), str(row[1])) != it.digest]


def sealed_in(value: object) -> tuple[Sealed, ...]:
    """Return what a field of an event refers to in the vault: nothing, one thing, or several."""
    if isinstance(value, Sealed):
        return (value,)
    return tuple(it for it in value if isinstance(it, Sealed)) if isinstance(value, tuple) else ()


def digest_of(salt: bytes, content: str) -> str:
    """Return the digest under which the journal knows a vault row."""
    return hashlib.sha256(salt + content.encode()).hexdigest()


def _outside(reader: Reader) -> str:
    found = hashlib.sha256()
    with reader() as database:
        for table in _OUTSIDE:
            rows = [tuple(row) for row in database.execute_sql(f"SELECT * FROM {table} ORDER BY 1")]  # noqa: S608 -- constants only
            found.update(msgspec.msgpack.encode((table, rows)))
    return found.hexdigest()


def _note(database: Path) -> Closed | None:
    try:
        return msgspec.json.decode(database.with_name(NOTE).read_bytes(), type=Closed)
    except (OSError, msgspec.DecodeError):
        return None


def _log_path(database: Path) -> Path:
    return database.with_name(database.name + "-wal")


def _log_of(database: Path) -> bool:
    """Tell whether a write-ahead log lies beside the file with anything in it."""
    log = _log_path(database)
    return log.exists() and log.stat().st_size > 0


def _digest(database: Path) -> str:
    with database.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
