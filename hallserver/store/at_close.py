# SPDX-License-Identifier: Apache-2.0
"""The hall as it stood when business days closed: standard and set-up of the last one from its snapshot, the hours of each."""

from functools import lru_cache

import msgspec

from hallserver.core.hall import Hall
from hallserver.store import chain
from hallserver.store.rating_rows import Span
from hallserver.store.reading import from_snapshot
from hallserver.store.selecting import Execute, columns_of
from reports.names import HallNames, TimedNames
from reports.openings import Hours, Openings, openings

_LAST = (
    "SELECT epoch, seq, at_us, day, kind, v, actor, idem_key, body FROM event INDEXED BY event_day_closed"
    " WHERE kind='DayClosed' AND day >= ? AND day < ? ORDER BY epoch DESC, seq DESC LIMIT 1"
)
_SET_UPS = (
    "SELECT day, body FROM set_up_at_close WHERE day >= ? AND day <= coalesce((SELECT min(day) FROM set_up_at_close WHERE day >= ?), ?)"
    " ORDER BY day"
)
"""Of a span, and the first that was kept after it."""
_names = msgspec.msgpack.Decoder(TimedNames).decode


def hall_at_close(execute: Execute, span: Span) -> Hall | None:
    """Return the hall right after the last close of these business days (half-open); None where none of them was closed."""
    row = execute(_LAST, span).fetchone()
    return from_snapshot(chain.entry_of(row)) if row is not None else None


def read_openings(execute: Execute, span: Span, now: HallNames) -> Openings:
    """Return when the hall was open on these business days: each as the next close has it, and as it is ``now`` where none has come."""
    first, end = span
    kept = execute(_SET_UPS, (first, end, end)).fetchall() if columns_of(execute, "set_up_at_close") else []
    return openings(now, ((day, _hours(body)) for day, body in kept))


@lru_cache(maxsize=2)
def _hours(body: bytes) -> Hours:
    """Return the hours of a set-up; one day's is mostly that of the day before."""
    names = _names(body)
    return names.hours, names.special, names.times
