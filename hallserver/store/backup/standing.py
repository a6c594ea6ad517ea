# SPDX-License-Identifier: Apache-2.0
"""How a hall's backups stand, as names and times tell it: no key is needed, nothing is opened but the live journal."""

from pathlib import Path

import msgspec
from msgspec import Struct

from hallserver.store.backup.place import START, FullFile, Place, line_in, place_of
from hallserver.store.backup.proof import Verified
from hallserver.store.folder import open_reading

_UNSAVED = "SELECT count(*), min(at_us) FROM event WHERE (epoch, seq) > (?, ?)"


class Standing(Struct, frozen=True, kw_only=True):
    """When the last full copy was taken and whether it was verified; up to which event the hall is saved, and what is not."""

    full_us: int | None
    verified: bool
    upto: str
    unsaved: int
    """Events after ``upto``."""
    oldest_us: int | None
    """Time of the first of them."""


def standing(data: Path, place: Path) -> Standing:
    """Return how the backups of this data folder stand in this place. Raises BackupFault ``place-missing``, ``nothing``."""
    _, reader = open_reading(data)
    with reader() as database:
        line = line_in(place, database)
        full = line.fulls()[-1] if line.folder.is_dir() and line.fulls() else None
        verified = full is not None and full.verified.exists()
        segments = line.segments() if full is not None else []
        upto = max([it.upto for it in segments[-1:]] + ([_upto(full)] if full is not None and verified else []), default=START)
        unsaved, oldest_us = database.execute_sql(_UNSAVED, upto).fetchone()
    return Standing(
        full_us=full.taken_us if full else None,
        verified=verified,
        upto=str(upto),
        unsaved=unsaved,
        oldest_us=oldest_us,
    )


def _upto(full: FullFile) -> Place:
    return place_of(msgspec.json.decode(full.verified.read_bytes(), type=Verified).upto)
