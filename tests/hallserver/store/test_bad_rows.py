# SPDX-License-Identifier: Apache-2.0
"""Bad ratings with what became of them, over a real file."""

import sqlite3
from contextlib import closing
from pathlib import Path

from hallserver.store.bad_rows import read_bad
from hallserver.store.folder import FILE, Folder
from tests.hallserver.core.work import rated, steps
from tests.support import keep, new_folder, next_day

SPAN = ("2026-11-23", "2026-11-24")


def test_each_bad_rating_is_there_once_with_its_order(tmp_path: Path) -> None:
    """With another span or a lower limit there is none; one without an order stays, and an older file has none."""
    play = rated()
    steps(play, "verify", "contact")
    next_day(play)
    with closing(Folder(new_folder(tmp_path))) as folder:
        keep(folder, play.entries)
        with closing(sqlite3.connect(folder.path / FILE)) as database:
            [found] = read_bad(database.execute, SPAN, 2)
            assert (found.label, found.of_day, found.stars, found.order, found.closed_us) == ("A001", SPAN[0], 1, "G20261123-001", None)
            assert read_bad(database.execute, SPAN, 0) == read_bad(database.execute, ("2026-11-24", "2026-11-25"), 2) == []
            database.execute("DELETE FROM work_order")
            [alone] = read_bad(database.execute, SPAN, 2)
            assert (alone.label, alone.order, alone.found) == ("A001", "", "")
            database.execute("DROP TABLE work_order")
            assert read_bad(database.execute, SPAN, 2) == []
