# SPDX-License-Identifier: Apache-2.0
"""The entries of one business day, read from the journal: for what no projection holds."""

from collections.abc import Iterable

import peewee

from hallserver.core import events as e
from hallserver.core.errors import NotFound
from hallserver.store import chain

_OPENINGS = "event INDEXED BY event_day_opened WHERE kind='DayOpened'"
"""As in ``report_rows``: by the index that holds only the openings of days."""
_FIRST = f"SELECT epoch, seq FROM {_OPENINGS} AND day = ? ORDER BY epoch, seq LIMIT 1"  # noqa: S608 -- constants only
_NEXT_DAY = f"SELECT epoch, seq FROM {_OPENINGS} AND day > ? ORDER BY epoch, seq LIMIT 1"  # noqa: S608 -- constants only
_WANTED = (
    "SELECT epoch, seq, at_us, day, kind, v, actor, idem_key, body FROM event WHERE (epoch, seq) >= (?, ?)"
    " AND (epoch, seq) < (?, ?) AND kind IN ({}) ORDER BY epoch, seq"
)
"""With as many placeholders as there are kinds."""
_NO_END = (2**62, 0)
"""Behind every place in the journal."""


def read_entries(database: peewee.SqliteDatabase, day: str, kinds: Iterable[type[e.Event]]) -> list[e.Entry]:
    """Return the committed entries of these kinds between the first opening of a business day (ISO date) and the next day's.

    Raises NotFound for a date on which the hall did not open.
    """
    names = sorted(kind.__name__ for kind in kinds)
    wanted = _WANTED.format(",".join("?" * len(names)))
    with database.atomic():
        first = database.execute_sql(_FIRST, (day,)).fetchone()
        if first is None:
            raise NotFound("report-no-day", date=day)
        end = database.execute_sql(_NEXT_DAY, (day,)).fetchone() or _NO_END
        return [chain.entry_of(row) for row in database.execute_sql(wanted, (*first, *end, *names)).fetchall()]
