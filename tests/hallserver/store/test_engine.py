# SPDX-License-Identifier: Apache-2.0
"""Which versions of SQLite have the WAL-reset fault."""

import sqlite3

import pytest

from hallserver.store.engine import SQLITE, has_wal_reset_fault


@pytest.mark.parametrize(
    ("version", "faulty"),
    [
        ((3, 6, 23), False), ((3, 7, 0), True), ((3, 40, 1), True), ((3, 44, 5), True), ((3, 44, 6), False), ((3, 44, 8), False),
        ((3, 45, 0), True), ((3, 50, 6), True), ((3, 50, 7), False), ((3, 51, 2), True), ((3, 51, 3), False), ((3, 52, 0), False),
        ((4, 0, 0), False),
    ],
)  # fmt: skip
def test_the_fault_is_in_some_versions(version: tuple[int, ...], faulty: bool) -> None:  # noqa: FBT001 -- a row of the table
    """From 3.7.0 to 3.51.2, but for the two lines that got the repair."""
    assert has_wal_reset_fault(version) is faulty


def test_the_version_is_that_of_the_library_in_this_process() -> None:
    """Not that of a command line tool of the same machine."""
    assert ".".join(map(str, SQLITE)) == sqlite3.sqlite_version
