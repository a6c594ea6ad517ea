# SPDX-License-Identifier: Apache-2.0
"""Journal rows are put back as they were, or refused."""

from pathlib import Path

import pytest

from hallserver.store.backup.appending import append, append_tail, last_event
from hallserver.store.backup.place import START, Place
from hallserver.store.backup.segment import JournalRow, read_rows
from hallserver.store.chain import ChainBroken
from hallserver.store.database import PRAGMAS, migrate, writable
from hallserver.store.folder import open_reading
from hallserver.store.keys import load_keys
from tests.hallserver.store.backup.saving import Saved


class Target:
    """The rows of a hall, and an empty database to put them into."""

    def __init__(self, root: Path) -> None:
        """Read the rows."""
        saved = Saved(root)
        saved.take(3)
        _, reader = open_reading(saved.data)
        with reader() as database:
            self.rows: list[JournalRow] = read_rows(database, START)
        self.key = load_keys(saved.data).chain
        migrate(root / "new.sqlite3")
        self.database = writable(root / "new.sqlite3", PRAGMAS)
        self.database.connect()

    @property
    def kept(self) -> list[JournalRow]:
        """Return the rows that are there."""
        return read_rows(self.database, START)


@pytest.fixture
def target(tmp_path: Path) -> Target:
    """Return rows and an empty database."""
    return Target(tmp_path)


def test_rows_keep_every_byte_and_bring_their_tables(target: Target) -> None:
    """The chain goes on from what was."""
    append(target.database, target.key, target.rows, START)

    assert target.kept == target.rows
    assert target.database.execute_sql("SELECT count(*) FROM ticket").fetchone() == (3,)
    assert last_event(target.database) == (Place(1, len(target.rows)), target.rows[-1][2])


def test_what_is_there_already_is_compared_not_doubled(target: Target) -> None:
    """A full copy may reach further than the segment before it."""
    append(target.database, target.key, target.rows[:-2], START)
    append(target.database, target.key, target.rows[3:], Place(1, 3))
    assert target.kept == target.rows

    target.database.execute_sql("UPDATE event SET hash = x'00' WHERE seq = 5")
    with pytest.raises(ChainBroken) as broken:
        append(target.database, target.key, target.rows, START)
    assert broken.value.seq == 5


def test_what_does_not_follow_is_refused(target: Target) -> None:
    """From a wrong place, or with a row left out."""
    with pytest.raises(ChainBroken):
        append(target.database, target.key, target.rows[3:], Place(1, 3))
    with pytest.raises(ChainBroken):
        append(target.database, target.key, target.rows[:3] + target.rows[4:], START)


def test_nothing_goes_past_the_place_that_was_asked_for(target: Target) -> None:
    """Restored until a certain event."""
    append(target.database, target.key, target.rows, START, Place(1, 7))

    assert target.kept == target.rows[:7]


def test_of_a_damaged_journal_what_follows_is_kept(target: Target) -> None:
    """Up to the first row that was changed, in whatever order they could be read."""
    append(target.database, target.key, target.rows[:5], START)
    spoilt = [row if row[1] != 9 else (*row[:8], row[8] + b" ", row[9]) for row in reversed(target.rows)]

    assert append_tail(target.database, target.key, spoilt) == 3
    assert target.kept == target.rows[:8]
    assert append_tail(target.database, target.key, []) == 0
