# SPDX-License-Identifier: Apache-2.0
"""Looks for a number of a business day, whichever it is: who writes down what was lost then, names it."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from hallserver.core.asking import Traced
from hallserver.core.states import split_number
from hallserver.store.selecting import Execute

_GIVEN = "SELECT id, label FROM ticket WHERE day = ? AND letter = ? AND number = ?"
"""There is one at most, for no number of a series is used twice on a day; the table holds to it."""
_OPENED = "SELECT 1 FROM business_day WHERE date = ?"
_LIFE = "SELECT epoch, day, at_us FROM event WHERE epoch > ? ORDER BY epoch, seq LIMIT 1"
_BEFORE_ANY = -1


def read_number(execute: Execute, name: str, day: str, zone: str) -> Traced:
    """Return what the tables have of the number ``name`` (``A012``) of a business day (ISO date); ``zone``: the hall's."""
    letter, digits = split_number(name)
    found = execute(_GIVEN, (day, letter, int(digits))).fetchone()
    if found is not None:
        return Traced(name, day, ticket=found[0], label=found[1], opened=True)
    opened = execute(_OPENED, (day,)).fetchone() is not None
    return Traced(name, day, opened=opened, lost=any(first <= day <= last for first, last in _lost(execute, zone)))


def _lost(execute: Execute, zone: str) -> Iterator[tuple[str, str]]:
    """Give the first and last day of each time that was lost with a restore: from the last day of the backup to that of the restore.

    Numbers of such a time are on paper in somebody's hand, and nowhere else. Each life of the hall but the first began with a restore.
    """
    row = execute(_LIFE, (_BEFORE_ANY,)).fetchone()
    while row is not None and (row := execute(_LIFE, (row[0],)).fetchone()) is not None:
        _, day, at_us = row
        yield day, datetime.fromtimestamp(at_us / 1_000_000, ZoneInfo(zone)).date().isoformat()
