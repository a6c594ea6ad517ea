# SPDX-License-Identifier: Apache-2.0
"""A small hall with a place for its backups."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from hallserver.core.events import Entry
from hallserver.store import chain
from hallserver.store.backup.keeper import Keeper
from hallserver.store.backup.keyfile import make_key
from hallserver.store.backup.place import Line, newest_line
from hallserver.store.folder import Folder
from hallserver.store.journal import VaultRow
from tests.support import NINE_US, Play, append, keep, new_folder

DAY_US = 86_400_000_000
LATE_US = NINE_US + 30 * DAY_US


def row(ref: str, erase_after_us: int = LATE_US) -> VaultRow:
    """Return a row of the vault."""
    return VaultRow(ref=ref, salt=b"s" * 16, content=f"words of {ref}", erase_after_us=erase_after_us)


def stored(entries: Sequence[Entry]) -> list[chain.Row]:
    """Return entries as they are stored: what is read back has lists where tuples were."""
    return [chain.row_of(entry) for entry in entries]


class Saved:
    """A data folder with an open day, its place, its key, and what keeps it."""

    def __init__(self, root: Path) -> None:
        """Begin with a hall that is set up; nothing is saved yet."""
        self.data, self.place, self.key_file = new_folder(root / "hall"), root / "place", root / "key"
        self.place.mkdir()
        self.key = make_key(self.key_file, self.data)
        self.play = Play()
        self.keeper = Keeper(self.data, self.place, self.key)
        self._written = 0
        self.write()

    @property
    def line(self) -> Line:
        """Return the line in the place."""
        return newest_line(self.place)

    def write(self, vault: Sequence[VaultRow] = ()) -> list[Entry]:
        """Write what has happened since the last time, with these rows for the vault; return it."""
        new = self.play.entries[self._written :]
        with closing(Folder(self.data)) as folder:
            if self._written:
                folder.journal.load()
                append(folder, new, vault)
            else:
                keep(folder, new, vault)
        self._written += len(new)
        return new

    def take(self, count: int = 1, vault: Sequence[VaultRow] = ()) -> list[Entry]:
        """Give numbers and write them."""
        for _ in range(count):
            self.play.later(5).take()
        return self.write(vault)
