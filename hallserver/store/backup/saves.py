# SPDX-License-Identifier: Apache-2.0
"""What the server sets going to save itself: segments in its own process, the full copy in another, on the server's clock."""

import subprocess
import sys
from pathlib import Path

from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.keeper import Keeper
from hallserver.store.backup.keyfile import load_key, must_be_outside
from hallserver.store.backup.standing import standing

_FULL_S = 3600.0


class FolderSaves:
    """Saves a data folder into the place that is set. The key file is read each time: it may be on a medium that comes and goes."""

    def __init__(self, data: Path, place: str, key_file: str) -> None:
        """Keep where things are; nothing is read yet."""
        self._data, self._place, self._key_file = data, Path(place), Path(key_file)
        self._keeper: Keeper | None = None
        self._key = b""

    def segment(self, now_us: int) -> None:
        """Save what is new. Raises BackupFault, OSError, ChainBroken."""
        must_be_outside(self._place, self._data)
        key = load_key(self._key_file, self._data)
        if self._keeper is None or key != self._key:
            self._keeper, self._key = Keeper(self._data, self._place, key), key
        self._keeper.segment(now_us)

    def full(self, now_us: int) -> None:
        """Write a full copy, prove it, drop what is old: as ``hallserver backup`` does. Raises BackupFault ``full-failed``."""
        must_be_outside(self._place, self._data)
        load_key(self._key_file, self._data)
        where = ("--backup-folder", str(self._place), "--backup-key", str(self._key_file))
        command = [sys.executable, "-m", "hallserver", "backup", "--data", str(self._data), "--now", str(now_us), *where]
        done = subprocess.run(  # noqa: S603 -- our own program
            command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=_FULL_S, check=False
        )
        if done.returncode:
            raise BackupFault("full-failed", self._place, detail=done.stderr.strip()[-400:])

    def last_full_us(self) -> int | None:
        """Return when the last full copy was taken, None when there is none. Raises BackupFault."""
        return standing(self._data, self._place).full_us
