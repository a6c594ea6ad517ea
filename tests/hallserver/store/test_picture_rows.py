# SPDX-License-Identifier: Apache-2.0
"""Causes of complaints, counted."""

from contextlib import closing
from pathlib import Path

from hallserver.store.database import writable
from hallserver.store.picture_rows import read_causes
from tests.hallserver.core.work import rated, steps
from tests.hallserver.store.test_projections_visit import tables


def test_the_causes_that_were_found_are_counted_on_their_days() -> None:
    """An order of which nobody knows the cause yet has none."""
    play = rated()
    steps(play, "verify", "contact", "rectify")
    execute = tables(play).execute

    assert read_causes(execute, ("2026-11-23", "2026-11-24")) == [("unclear", 1)]
    assert read_causes(execute, ("2026-11-24", "2026-11-25")) == []
    assert read_causes(tables(rated()).execute, ("2026-11-23", "2026-11-24")) == []


def test_a_file_of_before_has_none(tmp_path: Path) -> None:
    """It is read all the same."""
    with closing(writable(tmp_path / "old.sqlite3", {})) as old:
        old.connect()
        assert read_causes(old.execute_sql, ("2026-11-23", "2026-11-24")) == []
