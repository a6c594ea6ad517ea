# SPDX-License-Identifier: Apache-2.0
"""The vault's backups: readable until the day is over on which the rows end, and then no more."""

import sqlite3
from pathlib import Path
from typing import Any

import peewee
import pytest

from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.vault import DAY_US, VaultKeys, VaultRow, put_back, read_rows, rows_after, write_rows
from hallserver.store.database import migrate
from hallserver.store.vault import ERASE

KEY = bytes(range(32))
ROWS: list[VaultRow] = [
    (1, "a", b"s" * 16, "first", 3 * DAY_US + 5),
    (2, "b", b"s" * 16, "second", 4 * DAY_US),
    (3, "c", b"s" * 16, "third", 3 * DAY_US),
]


@pytest.fixture
def database(tmp_path: Path) -> peewee.SqliteDatabase:
    """Return an empty database."""
    migrate(tmp_path / "x.sqlite3")
    database = peewee.SqliteDatabase(str(tmp_path / "x.sqlite3"))
    database.connect()
    return database


def written(folder: Path) -> tuple[Path, VaultKeys]:
    """Write the rows; return the file and the keys."""
    keys = VaultKeys(folder, KEY)
    write_rows(folder / "vault-1.sealed", KEY, keys, ROWS)
    return folder / "vault-1.sealed", VaultKeys(folder, KEY)


def test_rows_are_read_as_they_were_written(tmp_path: Path) -> None:
    """One key a day, all under the backup key."""
    path, keys = written(tmp_path)

    assert sorted(read_rows(path, KEY, keys, 0)) == ROWS
    assert len(keys) == 2


def test_a_day_that_is_over_cannot_be_read_by_anybody(tmp_path: Path) -> None:
    """Its key is gone from the only file that had it."""
    path, keys = written(tmp_path)

    assert keys.drop_before(4 * DAY_US) == 1

    again = VaultKeys(tmp_path, KEY)
    assert (again.of(3), len(again)) == (None, 1)
    assert [row[1] for row in read_rows(path, KEY, again, 4 * DAY_US)] == ["b"]
    with pytest.raises(BackupFault, match="no-vault-key"):
        list(read_rows(path, KEY, again, 0))
    assert keys.drop_before(4 * DAY_US) == 0


def test_keys_that_are_lost_are_missed(tmp_path: Path) -> None:
    """Otherwise everything personal would be gone and nobody would know."""
    path, _ = written(tmp_path)
    (tmp_path / "vault-keys.sealed").unlink()

    with pytest.raises(BackupFault, match=r"no-vault-key.*vault-1"):
        list(read_rows(path, KEY, VaultKeys(tmp_path, KEY), 0))


def test_what_was_erased_or_has_ended_does_not_come_back(database: peewee.SqliteDatabase) -> None:
    """In the order in which it was."""
    assert put_back(database, reversed(ROWS), {"b"}, 3 * DAY_US) == 1
    assert database.execute_sql("SELECT ref, content FROM vault").fetchall() == [("a", "first")]


def test_new_rows_are_those_behind_the_last_that_were_not_erased(database: peewee.SqliteDatabase) -> None:
    """An erased row has nothing that could be saved."""
    put_back(database, ROWS, set(), 0)
    database.execute_sql(ERASE, ("b",))

    assert [row[1] for row in rows_after(database, 0)[0]] == ["a", "c"]
    assert rows_after(database, 1) == ([ROWS[2]], 3)
    assert rows_after(database, 3) == ([], 3)


class Busy(peewee.SqliteDatabase):
    """A database into which somebody leaves a comment after every statement."""

    def execute_sql(self, sql: str, params: Any = None) -> Any:  # noqa: ANN401 -- peewee's own
        """Do it, then leave the comment."""
        connection: sqlite3.Connection = self.connection()  # type: ignore[no-untyped-call]
        done = connection.execute(sql, params or ()).fetchall()
        connection.execute("INSERT INTO vault (ref, salt, content, erase_after_us) VALUES (hex(randomblob(8)), 'ssss', 'x', 9)")
        return _Rows(done)


class _Rows(list[Any]):
    """Rows that were fetched already."""

    def fetchone(self) -> Any:  # noqa: ANN401 -- a row
        """Return the first."""
        return self[0]


def test_a_row_that_comes_while_rows_are_read_is_the_next_ones(tmp_path: Path) -> None:
    """Found by a hundred backups under load: the end was read after the rows, and two comments were in no backup."""
    migrate(tmp_path / "x.sqlite3")
    database = Busy(str(tmp_path / "x.sqlite3"))
    database.connect()
    got: list[int] = []
    upto = 0
    for _ in range(3):
        rows, upto = rows_after(database, upto)
        got += [row[0] for row in rows]

    assert got == list(range(1, upto + 1))
    assert upto > 2
