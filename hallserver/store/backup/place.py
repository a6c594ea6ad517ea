# SPDX-License-Identifier: Apache-2.0
"""A backup place: which files lie where, and what their names say without the key.

``PLACE/<hall>/<epoch>-<mark>/`` is one *line*: the backups of one life of a hall. Each restore begins a new
epoch, so it begins a new line too; the mark comes from the first event of the epoch. So a hall that was
restored and an old one that is still alive somewhere never write into each other's line. In a line::

    full-<time>.sealed               everything at one moment (``full.py``)
    vault-full-<time>.sealed         its vault, under keys of its own (``vault.py``)
    segment-<n>-<from>-<to>.sealed   the events of a minute (``segment.py``), numbered without a gap
    vault-<n>.sealed                 the vault rows of that minute, where there were any
    vault-keys.sealed                the vault's keys; the only file that changes
    full-<time>.verified.json        that this copy was restored once and compared, and how it went
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import peewee
from msgspec import Struct

from hallserver.store.backup.fault import BackupFault

_LINE = re.compile(r"(\d{4,9})-([0-9a-f]{8})")
_SEGMENT = re.compile(r"segment-(\d{8,})-(\d+)\.(\d+)-(\d+)\.(\d+)\.sealed")
_FULL = re.compile(r"full-(\d{8}T\d{6}\.\d{6}Z)\.sealed")
_TIME = "%Y%m%dT%H%M%S.%fZ"
_FIRST = "SELECT epoch, hash FROM event WHERE epoch = (SELECT max(epoch) FROM event) ORDER BY seq LIMIT 1"
_HALL_ID = "SELECT value FROM meta WHERE key = 'hall_id'"
VAULT_KEYS = "vault-keys.sealed"


class Place(NamedTuple):
    """A place in the journal; places are ordered."""

    epoch: int
    seq: int

    def __str__(self) -> str:
        """Return ``<epoch>.<seq>``."""
        return f"{self.epoch}.{self.seq}"


START = Place(0, 0)
"""Before the first event."""


def place_of(text: str) -> Place:
    """Return the place that ``<epoch>.<seq>`` names. Raises ValueError."""
    epoch, _, seq = text.partition(".")
    return Place(int(epoch), int(seq))


class SegmentFile(Struct, frozen=True):
    """A segment as its name tells it: its number, and the events after ``after`` up to ``upto``."""

    path: Path
    number: int
    after: Place
    upto: Place


class FullFile(Struct, frozen=True):
    """A full copy as its name tells it: when it was taken (UTC µs)."""

    path: Path
    taken_us: int

    @property
    def vault(self) -> Path:
        """Return where its vault lies."""
        return self.path.with_name(f"vault-{self.path.name}")

    @property
    def verified(self) -> Path:
        """Return where it is written that it was restored and compared."""
        return self.path.with_name(self.path.name.removesuffix(".sealed") + ".verified.json")


class Line(Struct, frozen=True):
    """The folder of one life of a hall."""

    folder: Path
    epoch: int
    mark: str

    @property
    def hall_id(self) -> str:
        """Return whose backups these are."""
        return self.folder.parent.name

    def segments(self) -> list[SegmentFile]:
        """Return the segments by number."""
        found = [(path, match) for path in self.folder.iterdir() if (match := _SEGMENT.fullmatch(path.name))]
        rows = [SegmentFile(path, int(it[1]), Place(int(it[2]), int(it[3])), Place(int(it[4]), int(it[5]))) for path, it in found]
        return sorted(rows, key=lambda row: row.number)

    def fulls(self) -> list[FullFile]:
        """Return the full copies, oldest first."""
        found = [(path, match[1]) for path in self.folder.iterdir() if (match := _FULL.fullmatch(path.name))]
        return sorted((FullFile(path, time_us(text)) for path, text in found), key=lambda full: full.taken_us)

    def segment(self, number: int, after: Place, upto: Place) -> Path:
        """Return where a segment lies."""
        return self.folder / f"segment-{number:08d}-{after}-{upto}.sealed"

    def vault(self, number: int) -> Path:
        """Return where the vault rows of a segment lie."""
        return self.folder / f"vault-{number:08d}.sealed"

    def full(self, taken_us: int) -> FullFile:
        """Return where a full copy lies."""
        return FullFile(self.folder / f"full-{time_text(taken_us)}.sealed", taken_us)


def line_of(place: Path, hall_id: str, epoch: int, first_hash: bytes) -> Line:
    """Return the line of this life of a hall; ``first_hash`` is the seal of the epoch's first event."""
    mark = first_hash[:4].hex()
    return Line(place / hall_id / f"{epoch:04d}-{mark}", epoch, mark)


def line_in(place: Path, database: peewee.SqliteDatabase) -> Line:
    """Return the line of this hall's present life in a backup place. Raises BackupFault ``place-missing``, ``nothing``."""
    if not place.is_dir():
        # A disk that is not mounted must not be filled on the one it would be mounted on.
        raise BackupFault("place-missing", place)
    first = database.execute_sql(_FIRST).fetchone()
    hall = database.execute_sql(_HALL_ID).fetchone()
    if first is None or hall is None:
        raise BackupFault("nothing", place)
    return line_of(place, str(hall[0]), first[0], bytes(first[1]))


def lines_in(place: Path) -> list[Line]:
    """Return the lines at or below this folder: a line itself, a hall's folder, or a place of several halls."""
    folders = [place, *sorted(place.glob("*")), *sorted(place.glob("*/*"))]
    return [Line(it, int(match[1]), match[2]) for it in folders if it.is_dir() and (match := _LINE.fullmatch(it.name))]


def newest_line(place: Path, taken_us: Callable[[SegmentFile], int] | None = None) -> Line:
    """Return the line of the latest life that has a full copy.

    An earlier life that was still saved after the latest one began is alive: perhaps the latest one is but a restore that
    somebody tried. ``taken_us`` tells when a segment was written; without it full copies alone are looked at.

    Raises BackupFault: ``no-backup``; ``several-halls`` and ``several-lives`` name the folders.
    """
    found = [line for line in lines_in(place) if line.fulls()]
    if not found:
        raise BackupFault("no-backup", place)
    if len({line.folder.parent for line in found}) > 1:
        raise BackupFault("several-halls", place, folders=", ".join(sorted({str(line.folder.parent) for line in found})))
    newest = [line for line in found if line.epoch == max(it.epoch for it in found)]
    if len(newest) > 1:
        raise BackupFault("several-lives", place, folders=", ".join(str(line.folder) for line in newest))
    began_us = newest[0].fulls()[0].taken_us
    alive = [line for line in found if line != newest[0] and _last_us(line, taken_us) > began_us]
    if alive:
        raise BackupFault("several-lives", place, folders=", ".join(str(line.folder) for line in [*alive, newest[0]]))
    return newest[0]


def _last_us(line: Line, taken_us: Callable[[SegmentFile], int] | None) -> int:
    """Return when a line that has a full copy was last written to."""
    segments = line.segments()[-1:] if taken_us is not None else []
    return max([line.fulls()[-1].taken_us, *(taken_us(file) for file in segments if taken_us is not None)])


def time_text(at_us: int) -> str:
    """Return a time as it stands in a file's name."""
    return datetime.fromtimestamp(at_us // 1_000_000, tz=UTC).replace(microsecond=at_us % 1_000_000).strftime(_TIME)


def time_us(text: str) -> int:
    """Return the time (UTC µs) that a file's name holds."""
    at = datetime.strptime(text, _TIME).replace(tzinfo=UTC)
    return int(at.timestamp()) * 1_000_000 + at.microsecond
