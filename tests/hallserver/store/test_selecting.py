# SPDX-License-Identifier: Apache-2.0
"""Rows come as values of a type; what a file does not have yet has no columns."""

import sqlite3

import msgspec
import pytest

from hallserver.store.selecting import columns_of, converted
from reports.rows import ClosedRow


def test_rows_are_values_of_the_type() -> None:
    """Column for field; a row that does not fit is an error, never a guess."""
    with sqlite3.connect(":memory:") as database:
        assert converted(database.execute, "SELECT '1.2', 1, '2026-11-23'", (), ClosedRow) == [ClosedRow("1.2", 1, "2026-11-23")]
        with pytest.raises(msgspec.ValidationError):
            converted(database.execute, "SELECT '1.2', NULL, ''", (), ClosedRow)


def test_a_table_that_is_not_there_has_no_columns() -> None:
    """So a report of an older file knows what it cannot ask."""
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE rating (ticket TEXT, stars INTEGER)")
        assert columns_of(database.execute, "rating") == {"ticket", "stars"}
        assert columns_of(database.execute, "work_order") == frozenset()
