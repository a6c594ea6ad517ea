# SPDX-License-Identifier: Apache-2.0
"""The hall as it stood when the last of some business days closed: standard and set-up of then, from the snapshot of that close."""

from hallserver.core.hall import Hall
from hallserver.store import chain
from hallserver.store.rating_rows import Span
from hallserver.store.reading import from_snapshot
from hallserver.store.selecting import Execute

_LAST = (
    "SELECT epoch, seq, at_us, day, kind, v, actor, idem_key, body FROM event INDEXED BY event_day_closed"
    " WHERE kind='DayClosed' AND day >= ? AND day < ? ORDER BY epoch DESC, seq DESC LIMIT 1"
)


def hall_at_close(execute: Execute, span: Span) -> Hall | None:
    """Return the hall right after the last close of these business days (half-open); None where none of them was closed."""
    row = execute(_LAST, span).fetchone()
    return from_snapshot(chain.entry_of(row)) if row is not None else None
