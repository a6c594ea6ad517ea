# SPDX-License-Identifier: Apache-2.0
"""What reports keep of alarms: each once, from when until when, and when somebody acknowledged it.

An alarm may be acknowledged before the clock has raised it: then it began when it was seen. One that outlasts its day ends
with it there, and the clock raises it anew on the next.
"""

from collections.abc import Callable, Iterator
from typing import Any

from hallserver.core import events as e
from hallserver.store import chain

_Statements = Iterator[tuple[str, tuple[Any, ...]]]

_RAISED = (
    "INSERT INTO alarm (epoch, seq, day, alarm, key, level, raised_us) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7"
    " WHERE NOT EXISTS (SELECT 1 FROM alarm WHERE day=?3 AND alarm=?4 AND ended_us IS NULL)"
)
_SEEN = "UPDATE alarm SET seen_us=coalesce(seen_us,?) WHERE day=? AND alarm=? AND ended_us IS NULL"
_SAID = (
    "SELECT epoch, seq, at_us, day, kind, v, actor, idem_key, body FROM event"
    " WHERE kind IN ('AlarmRaised', 'AlarmAcknowledged', 'AlarmEnded') ORDER BY epoch, seq"
)
_ENDED = "UPDATE alarm SET ended_us=? WHERE day=? AND alarm=? AND ended_us IS NULL"


def _begun(entry: e.Entry, alarm: str, key: str, level: str) -> tuple[str, tuple[Any, ...]]:
    return _RAISED, (entry.epoch, entry.seq, entry.day, alarm, key, level, entry.at_us)


def _raised(entry: e.Entry, it: e.AlarmRaised) -> _Statements:
    yield _begun(entry, it.alarm, it.key, it.level)


def _acknowledged(entry: e.Entry, it: e.AlarmAcknowledged) -> _Statements:
    key, _, rest = it.alarm.partition(".")
    yield _begun(entry, it.alarm, key, rest.partition(".")[0])
    yield _SEEN, (entry.at_us, entry.day, it.alarm)


def _ended(entry: e.Entry, it: e.AlarmEnded) -> _Statements:
    yield _ENDED, (entry.at_us, entry.day, it.alarm)


def fill(execute: Callable[[str, tuple[Any, ...]], Any]) -> None:
    """Write what the journal says of alarms into an empty table."""
    for row in execute(_SAID, ()).fetchall():
        entry = chain.entry_of(row)
        for sql, values in PROJECT[type(entry.event)](entry, entry.event):
            execute(sql, values)


PROJECT: dict[type[e.Event], Callable[[e.Entry, Any], _Statements]] = {
    e.AlarmRaised: _raised,
    e.AlarmAcknowledged: _acknowledged,
    e.AlarmEnded: _ended,
}
"""Event → its statements."""
