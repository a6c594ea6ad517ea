# SPDX-License-Identifier: Apache-2.0
"""What a backup must stand before it is believed."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hallserver.store.backup import full as fulls
from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.proof import check_copy, compare_all, following, prove
from hallserver.store.folder import FILE
from tests.hallserver.store.backup.saving import Saved
from tests.support import NINE_US


@pytest.fixture
def saved(tmp_path: Path) -> Saved:
    """Return a hall with a full copy and two segments."""
    saved = Saved(tmp_path)
    saved.keeper.full(NINE_US)
    for minute in (1, 2):
        saved.take(2)
        saved.keeper.segment(NINE_US + minute)
    return saved


def test_a_full_copy_is_proved_by_refolding_it(saved: Saved, tmp_path: Path) -> None:
    """Every table from the first event."""
    (tmp_path / "scratch").mkdir()

    found = prove(saved.line.fulls()[0], saved.key, tmp_path / "scratch")

    assert found.events == len(saved.play.entries) - 4
    assert found.differences == []


def test_the_segments_after_a_copy_come_in_order(saved: Saved) -> None:
    """Each names the one before it."""
    head = fulls.read_head(saved.line.fulls()[0], saved.key)
    found = [(file.number, len(segment.rows)) for file, segment in following(saved.line, saved.key, head)]

    assert found == [(1, 2), (2, 2)]


@pytest.mark.parametrize("sql", ["UPDATE ticket SET label = 'A999'", "DELETE FROM ticket"])
def test_a_copy_whose_tables_are_not_its_journals_is_refused(saved: Saved, tmp_path: Path, sql: str) -> None:
    """Whatever made it: a fault of the disk or of the program."""
    saved.keeper.full(NINE_US + 5)
    (tmp_path / "new").mkdir()
    full = saved.line.fulls()[-1]
    head = fulls.unpack(full, saved.key, tmp_path / "new")
    check_copy(full, head, tmp_path / "new" / FILE)
    with closing(sqlite3.connect(tmp_path / "new" / FILE)) as database, database:
        database.execute(sql)

    with pytest.raises(BackupFault, match=r"differs.*full-.*ticket"):
        compare_all(full.path, tmp_path / "new")


def test_a_copy_that_is_not_what_its_head_says_is_refused(saved: Saved, tmp_path: Path) -> None:
    """Rows counted, the last event and its seal."""
    (tmp_path / "new").mkdir()
    full = saved.line.fulls()[0]
    head = fulls.unpack(full, saved.key, tmp_path / "new")
    with closing(sqlite3.connect(tmp_path / "new" / FILE)) as database, database:
        database.execute("INSERT INTO meta VALUES ('more', '1')")

    with pytest.raises(BackupFault, match=r"differs.*meta"):
        check_copy(full, head, tmp_path / "new" / FILE)
    with closing(sqlite3.connect(tmp_path / "new" / FILE)) as database, database:
        database.execute("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)")
    with pytest.raises(BackupFault, match="damaged"):
        check_copy(full, head, tmp_path / "new" / FILE)
