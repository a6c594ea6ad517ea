# SPDX-License-Identifier: Apache-2.0
"""What reports keep beside the visits: which legs were put out of order, on whose word and why, and when a device was not to be reached."""

from collections.abc import Callable, Iterator
from typing import Any

from hallserver.core import events as e
from hallserver.store import chain

_Statements = Iterator[tuple[str, tuple[Any, ...]]]

_JUMPED = "INSERT INTO out_of_order (epoch, seq, day, ticket, leg, kind, reason, person) VALUES (?,?,?,?,?,?,?,?)"
_AWAY = (
    "INSERT INTO device_away (epoch, seq, device, from_us) SELECT ?1, ?2, ?3, ?4"
    " WHERE NOT EXISTS (SELECT 1 FROM device_away WHERE device=?3 AND until_us IS NULL)"
)
_BACK = "UPDATE device_away SET until_us=? WHERE device=? AND until_us IS NULL"
_SAID = (
    "SELECT epoch, seq, at_us, day, kind, v, actor, idem_key, body FROM event"
    " WHERE kind IN ('TicketCalled', 'TicketLifted', 'TicketsSwapped', 'DeviceReported') ORDER BY epoch, seq"
)


def jumped(entry: e.Entry, it: e.TicketCalled) -> _Statements:
    """Give what keeps that a call was out of order; nothing of one that was not."""
    if it.out_of_order:
        yield _jump(entry, it, "call-ticket", str(it.reason.args.get("reason", "")), it.ordered_by)


def lifted(entry: e.Entry, it: e.TicketLifted) -> _Statements:
    """Give what keeps that a number was brought to the front."""
    yield _jump(entry, it, "lift", it.reason, it.ordered_by)


def swapped(entry: e.Entry, it: e.TicketsSwapped) -> _Statements:
    """Give what keeps that somebody else sat down than was called."""
    yield _jump(entry, it, "swap", "", it.clerk)


def _jump(
    entry: e.Entry, it: e.TicketCalled | e.TicketLifted | e.TicketsSwapped, kind: str, reason: str, person: str
) -> tuple[str, tuple[Any, ...]]:
    return _JUMPED, (entry.epoch, entry.seq, entry.day, it.ticket, it.leg, kind, reason, person)


def _reported(entry: e.Entry, it: e.DeviceReported) -> _Statements:
    if it.state == "lost":
        yield _AWAY, (entry.epoch, entry.seq, it.device, entry.at_us)
    elif it.state in {"back", "paired"}:
        yield _BACK, (entry.at_us, it.device)


_OF: dict[type[e.Event], Callable[[e.Entry, Any], _Statements]] = {
    e.TicketCalled: jumped,
    e.TicketLifted: lifted,
    e.TicketsSwapped: swapped,
    e.DeviceReported: _reported,
}


def fill(execute: Callable[[str, tuple[Any, ...]], Any]) -> None:
    """Write what the journal says into empty tables."""
    for row in execute(_SAID, ()):
        entry = chain.entry_of(row)
        for sql, values in _OF[type(entry.event)](entry, entry.event):
            execute(sql, values)


PROJECT: dict[type[e.Event], Callable[[e.Entry, Any], _Statements]] = {e.DeviceReported: _reported}
"""Event → its statements; those of calls and visits stand with the rest of these events."""
