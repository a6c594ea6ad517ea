# SPDX-License-Identifier: Apache-2.0
"""Which SQLite this is, and whether it has the WAL-reset fault (sqlite.org, fixed in 3.51.3, 2026-03-13)."""

import sqlite3

SQLITE = sqlite3.sqlite_version_info
"""Version of the SQLite library in this process."""
_FIXED_IN = (3, 51, 3)
_BACKPORTS = {(3, 44): 6, (3, 50): 7}


def has_wal_reset_fault(sqlite: tuple[int, ...]) -> bool:
    """Tell whether this SQLite can damage a WAL when two connections write: 3.7.0 to 3.51.2 but for back-ports."""
    if sqlite[:2] in _BACKPORTS and sqlite[2] >= _BACKPORTS[sqlite[0], sqlite[1]]:
        return False
    return (3, 7, 0) <= sqlite[:3] < _FIXED_IN
