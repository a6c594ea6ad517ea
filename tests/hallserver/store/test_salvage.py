# SPDX-License-Identifier: Apache-2.0
"""What is still read of a damaged folder, and which backups count as its own."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hallserver.store.backup.keeper import Keeper
from hallserver.store.backup.keyfile import make_key
from hallserver.store.backup.place import Place
from hallserver.store.folder import FILE
from hallserver.store.salvage import own_line, rows_left, sound_upto, table_left
from tests.stories.server_process import prepared
from tests.support import NINE_US


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    """Return the folder of a closed hall."""
    return prepared(tmp_path / "hall", tickets=2).path


def change(hall: Path, sql: str) -> None:
    """Change something behind the program's back."""
    with closing(sqlite3.connect(hall / FILE)) as database:
        database.execute(sql)
        database.commit()


def saved(hall: Path, place: Path, key: bytes) -> None:
    """Write a full copy of the hall."""
    place.mkdir(exist_ok=True)
    Keeper(hall, place, key).full(NINE_US)


def test_a_whole_journal_is_read_to_its_end(hall: Path) -> None:
    """Its last event is known, and the chain holds up to it."""
    rows, last = rows_left(hall)

    assert last == Place(rows[-1][0], rows[-1][1]) == sound_upto(rows, hall)


def test_the_chain_tells_up_to_where_it_is_sound(hall: Path) -> None:
    """Later rows are still evidence that they were there."""
    change(hall, "UPDATE event SET at_us = at_us + 1 WHERE seq = 7")
    rows, last = rows_left(hall)

    assert sound_upto(rows, hall) == Place(1, 6)
    assert last is not None
    assert last > Place(1, 7)


def test_nothing_is_left_of_a_missing_file(hall: Path) -> None:
    """Nobody can tell what there was."""
    (hall / FILE).unlink()

    assert rows_left(hall) == ([], None)


def test_a_value_that_makes_no_sense_does_not_hide_the_others(hall: Path) -> None:
    """One damaged name must not cost every password."""
    change(hall, "INSERT INTO device_key VALUES (CAST(x'ff00fe' AS TEXT), zeroblob(32), 1)")
    rows, whole = table_left(hall, "device_key")

    assert whole
    assert len(rows) > 1


def test_a_table_that_is_gone_is_not_whole(hall: Path) -> None:
    """Empty and lost are two things."""
    change(hall, "DROP TABLE credential")

    assert table_left(hall, "credential") == ([], False)


def test_a_hall_finds_its_own_backups_and_no_others(hall: Path, tmp_path: Path) -> None:
    """By the journal, and by the chain's key where the journal is gone."""
    key = make_key(tmp_path / "key", hall)
    other = prepared(tmp_path / "other").path
    saved(other, tmp_path / "place", key)
    assert own_line(hall, tmp_path / "place", key) is None

    saved(hall, tmp_path / "place", key)
    mine = own_line(hall, tmp_path / "place", key)
    (hall / FILE).unlink()

    assert mine is not None
    assert own_line(hall, tmp_path / "place", key) == mine


def test_without_journal_and_keys_nobody_chooses(hall: Path, tmp_path: Path) -> None:
    """A person must say which hall this was."""
    key = make_key(tmp_path / "key", hall)
    saved(hall, tmp_path / "place", key)
    (hall / FILE).unlink()
    (hall / "keys.json").unlink()

    assert own_line(hall, tmp_path / "place", key) is None
