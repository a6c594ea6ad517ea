# SPDX-License-Identifier: Apache-2.0
"""What a backup must stand before it is believed: its files fit together, and what is in it equals its own journal."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from hallserver.store.backup import full as fulls
from hallserver.store.backup import sealed
from hallserver.store.backup import segment as segments
from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.place import FullFile, Line, Place, SegmentFile
from hallserver.store.backup.segment import Segment
from hallserver.store.folder import FILE, Folder
from hallserver.store.rebuild import Rebuilt, check


class Verified(Struct, frozen=True, kw_only=True):
    """How a full copy was restored once and compared."""

    at_us: int
    upto: str
    events: int
    rows: dict[str, int]
    """Projection rows compared, by table."""
    digest: str
    """sha256 (hex) of the file that was restored."""


def prove(full: FullFile, key: bytes, scratch: Path) -> Rebuilt:
    """Restore one full copy into an empty scratch folder and compare every table with its refolded journal.

    Raises BackupFault (``differs`` names what), ChainBroken.
    """
    head = fulls.unpack(full, key, scratch)
    check_copy(full, head, scratch / FILE)
    return compare_all(full.path, scratch)


def following(line: Line, key: bytes, head: fulls.Head) -> Iterator[tuple[SegmentFile, Segment]]:
    """Give the segments after a full copy in order. Raises BackupFault: ``gap``, ``rewritten`` and all of ``segment.read``."""
    number, before, upto = head.segment, head.before, None
    for file in [it for it in line.segments() if it.number > head.segment]:
        if file.number != number + 1:
            raise BackupFault("gap", line.folder, number=number + 1, next=file.path.name)
        found = segments.read(file, key)
        if found.before != before or found.hall_id != head.hall_id or (upto is not None and file.after != upto):
            raise BackupFault("rewritten", file.path)
        yield file, found
        number, before, upto = file.number, sealed.digest_of(file.path), file.upto


def check_copy(full: FullFile, head: fulls.Head, database: Path) -> None:
    """Check an unpacked copy against its head: SQLite's own check, the last event and its seal, rows by table. Raises BackupFault."""
    if fulls.integrity(database) != "ok" or fulls.place_in(database) != (Place(*head.upto), head.seal):
        raise BackupFault("damaged", full.path)
    counted = fulls.rows_in(database, head.rows)
    if counted != head.rows:
        raise BackupFault("differs", full.path, table=", ".join(name for name, rows in head.rows.items() if counted[name] != rows))


def compare_all(file: Path, folder: Path) -> Rebuilt:
    """Refold the folder's journal from the first event and compare. Raises BackupFault ``differs``, ChainBroken."""
    with closing(Folder(folder)) as opened:
        found = check(opened)
    if found.differences:
        raise BackupFault("differs", file, table=found.differences[0].table)
    return found
