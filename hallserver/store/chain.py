# SPDX-License-Identifier: Apache-2.0
"""The journal's seal: each row's hash = HMAC-SHA256(key, previous hash ‖ all columns)."""

import hmac
from collections.abc import Callable

import msgspec

from hallserver.core import history
from hallserver.core.events import Entry
from hallserver.core.keyed import keyed

GENESIS = bytes(32)
"""What stands before the first row."""
_pack = msgspec.msgpack.Encoder().encode

Row = tuple[int, int, int, str, str, int, str, str | None, bytes]
"""epoch, seq, at_us, day, kind, v, actor, idem_key, body: every column but the hash."""

Seal = Callable[[bytes, Row], bytes]
"""Gives a row's hash from the hash of the row before and the row."""


class ChainBroken(Exception):
    """A journal row does not follow from the one before it: it was changed, removed or put in."""

    def __init__(self, epoch: int, seq: int) -> None:
        """Name the first row that does not fit."""
        super().__init__(f"the journal's chain breaks at event {epoch}.{seq}")
        self.epoch, self.seq = epoch, seq


def row_of(entry: Entry) -> Row:
    """Return the entry as journal columns."""
    event = entry.event
    body = history.encode(event)
    return (entry.epoch, entry.seq, entry.at_us, entry.day, entry.kind, event.V, entry.actor, entry.idem_key, body)


def entry_of(row: Row) -> Entry:
    """Return the entry that a journal row holds."""
    epoch, seq, at_us, day, kind, version, actor, idem_key, body = row
    event = history.decode(kind, version, body)
    return Entry(epoch=epoch, seq=seq, at_us=at_us, day=day, actor=actor, event=event, idem_key=idem_key)


def seal(key: bytes, previous: bytes, row: Row) -> bytes:
    """Return the row's hash; the packed form keeps columns apart, so no two rows share it."""
    return hmac.digest(key, previous + _pack(row), "sha256")


def sealer(key: bytes) -> Seal:
    """Return ``seal`` with its key worked in: for whoever seals row after row."""
    digest = keyed(key)

    def sealed(previous: bytes, row: Row) -> bytes:
        return digest(previous + _pack(row))

    return sealed
