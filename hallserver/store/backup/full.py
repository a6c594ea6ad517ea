# SPDX-License-Identifier: Apache-2.0
"""A full copy: the database at one moment, the keys and the small files of the data folder, in one sealed file.

The database is read through a read-only connection in one transaction: a snapshot, whatever is written
meanwhile, and no second connection that could write or checkpoint. Table by table, so that the vault (a file
of its own), sign-ins and one-time codes (nobody stays signed in over a restore) never are in the copy, not
even for a moment. The scratch folder lies in the data folder, whose secrets it shares, not in the second place.
"""

import io
import os
import sqlite3
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from hallserver.store.backup import sealed
from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.place import FullFile, Place

DATABASE = "hall.sqlite3"
LEFT_OUT = ("vault", "session", "one_time_code")
"""Tables whose rows are not in a full copy."""
_HEAD = "head.json"
_FILES = "files/"
_NOT_FILES = (
    DATABASE,
    f"{DATABASE}-wal",
    f"{DATABASE}-shm",
    f"{DATABASE}-journal",
    "server.lock",
    "backup.lock",
    "backup-full.lock",
    "ballast",
    "closed.json",
)
MOST_FILE_BYTES = 1_000_000
"""What is larger in the data folder is no setting and no key."""


class Head(Struct, frozen=True, kw_only=True):
    """What a full copy says of itself."""

    hall_id: str
    taken_us: int
    upto: tuple[int, int]
    """Place of the last event in it."""
    seal: bytes
    """The chain's head there."""
    segment: int
    """Number of the last segment that was written before it; later ones go on from it."""
    before: str
    """sha256 (hex) of that segment's file; empty when there was none."""
    rows: dict[str, int]
    """Rows by table."""
    vault_id: int
    """Id of the last vault row that is saved with it."""
    vault: str
    """sha256 (hex) of its vault file."""


def copy_database(live: Path, target: Path) -> dict[str, int]:
    """Copy the database of a hall that may be in service into a new file; return its rows by table.

    Raises sqlite3.DatabaseError for a file that cannot be read.
    """
    with closing(sqlite3.connect(target, isolation_level=None, uri=True)) as database:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "trusted_schema=OFF"):
            database.execute(f"PRAGMA {pragma}")
        database.execute("ATTACH DATABASE ? AS live", (f"{live.resolve().as_uri()}?mode=ro",))
        database.execute("BEGIN")
        things = database.execute(
            "SELECT type, name, sql FROM live.sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
        ).fetchall()
        rows: dict[str, int] = {}
        for name, sql in [(name, sql) for kind, name, sql in things if kind == "table"]:
            database.execute(sql)
            if name not in LEFT_OUT:
                database.execute(f'INSERT INTO main."{name}" SELECT * FROM live."{name}"')  # noqa: S608 -- a table's own name
            rows[name] = database.execute(f'SELECT count(*) FROM main."{name}"').fetchone()[0]  # noqa: S608 -- the same
        for sql in [sql for kind, _, sql in things if kind != "table"]:
            database.execute(sql)
        database.execute("COMMIT")
    return rows


@contextmanager
def all_or_none(full: FullFile) -> Iterator[None]:
    """Take a full copy and its vault away when something fails: they would fill the disk that is full."""
    try:
        yield
    except BaseException:
        for path in (full.path, full.vault):
            path.unlink(missing_ok=True)
        raise


def small_files(data: Path) -> list[Path]:
    """Return the files of the data folder that go with the database: keys, settings, certificates and whatever else is small."""
    return sorted(path for path in data.iterdir() if path.is_file() and _goes_along(path))


def _goes_along(path: Path) -> bool:
    return path.name not in _NOT_FILES and not path.name.endswith(sealed.PASSING) and path.stat().st_size <= MOST_FILE_BYTES


def write(full: FullFile, key: bytes, head: Head, database: Path, data: Path) -> str:
    """Write a full copy; return the sha256 (hex) of its file."""
    with sealed.sealing(full.path, key) as writer, tarfile.open(mode="w|", fileobj=writer) as tar:  # type: ignore[call-overload]
        _add(tar, _HEAD, msgspec.json.encode(head))
        for path in small_files(data):
            _add(tar, _FILES + path.name, path.read_bytes())
        tar.add(database, DATABASE)
    return writer.digest


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    tar.addfile(member, io.BytesIO(content))


def read_head(full: FullFile, key: bytes) -> Head:
    """Return what a full copy says of itself, without reading the rest. Raises BackupFault."""
    with sealed.unsealing(full.path, key) as reader, _tar(full, reader) as tar:
        return _head(full, tar)


def unpack(full: FullFile, key: bytes, folder: Path) -> Head:
    """Write the database and the small files into this folder; return the head. Raises BackupFault."""
    with sealed.unsealing(full.path, key) as reader, _tar(full, reader) as tar:
        head = _head(full, tar)
        while (member := tar.next()) is not None:
            _unpack_one(full, tar, member, folder)
        reader.read()  # what is behind the last file must be sound too
    if not (folder / DATABASE).exists():
        raise BackupFault("damaged", full.path)
    return head


def _unpack_one(full: FullFile, tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    name = member.name.removeprefix(_FILES)
    source = tar.extractfile(member)
    if source is None or "/" in name or name in {"", ".", ".."}:
        raise BackupFault("damaged", full.path)
    with (folder / name).open("xb") as file:
        (folder / name).chmod(0o600)
        while piece := source.read(sealed.CHUNK_BYTES):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _tar(full: FullFile, reader: sealed.SealedReader) -> tarfile.TarFile:
    try:
        return tarfile.open(mode="r|", fileobj=reader)  # type: ignore[call-overload,no-any-return]
    except tarfile.TarError as error:
        raise BackupFault("damaged", full.path) from error


def _head(full: FullFile, tar: tarfile.TarFile) -> Head:
    member = tar.next()
    source = tar.extractfile(member) if member is not None and member.name == _HEAD else None
    if source is None:
        raise BackupFault("damaged", full.path)
    head = msgspec.json.decode(source.read(), type=Head)
    if head.taken_us != full.taken_us:
        raise BackupFault("damaged", full.path)
    return head


def place_in(database: Path) -> tuple[Place, bytes]:
    """Return the last event of a copied database and its seal."""
    with closing(_reader(database)) as reader:
        row = reader.execute("SELECT epoch, seq, hash FROM event ORDER BY epoch DESC, seq DESC LIMIT 1").fetchone()
    return (Place(row[0], row[1]), bytes(row[2])) if row is not None else (Place(0, 0), b"")


def integrity(database: Path) -> str:
    """Return what SQLite's own check says of a copied database: ``ok``, or the first fault."""
    try:
        with closing(_reader(database)) as reader:
            return str(reader.execute("PRAGMA integrity_check").fetchone()[0])
    except sqlite3.DatabaseError as error:
        return str(error)


def rows_in(database: Path, tables: Iterable[str]) -> dict[str, int]:
    """Return how many rows these tables of a copied database have."""
    with closing(_reader(database)) as reader:
        return {name: reader.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608 -- a table's own name


def _reader(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
