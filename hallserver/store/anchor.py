# SPDX-License-Identifier: Apache-2.0
"""Anchors: the chain's head as people keep it outside, and whether the journal still fits one.

The chain alone finds every edit, removal, swap and insertion between its first and its last row, for nobody can
seal anew without the key. It cannot find that its end was cut off: what is left is a true beginning. Nor does it
bind whoever has the key. Both are found by an anchor that somebody else keeps: ``<epoch>.<seq>:<first 16 hex
digits of that row's hash>``. It stands on the day-end slip, on the day report and on the manager's screen, and
``GET /api/v1/journal/head`` gives it to whoever keeps anchors. The row at that place must be there and have that hash,
and since every hash covers all rows before it, so must everything before.

A copy in a file beside the database would prove nothing: who can cut the one can write the other.
"""

import re
from typing import Literal, Self

import peewee
from msgspec import Struct

HEX_DIGITS = 16
"""64 bits of a keyed hash: nobody without the key can find rows that fit."""
_ANCHOR = re.compile(r"\s*(\d{1,9})\.(\d{1,12}):([0-9a-f]{16,64})\s*", re.IGNORECASE)
_AT = "SELECT hash FROM event WHERE epoch=? AND seq=?"

Fit = Literal["fits", "missing", "differs"]


class AnchorUnreadable(Exception):
    """The text is no anchor."""


class Anchor(Struct, frozen=True):
    """A place in the journal and the beginning of the hash that it had, in hex."""

    epoch: int
    seq: int
    hash: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the anchor that somebody kept; spaces and case do not matter. Raises AnchorUnreadable."""
        found = _ANCHOR.fullmatch(text.replace(" ", ""))
        if found is None:
            raise AnchorUnreadable(text)
        return cls(int(found[1]), int(found[2]), found[3].lower())

    @classmethod
    def of(cls, epoch: int, seq: int, digest: bytes) -> Self:
        """Return the anchor of a row with this hash."""
        return cls(epoch, seq, digest.hex()[:HEX_DIGITS])

    def __str__(self) -> str:
        """Return it as it is written down."""
        return f"{self.epoch}.{self.seq}:{self.hash}"

    def fit(self, database: peewee.SqliteDatabase) -> Fit:
        """Tell whether the journal still has this row with this hash; the chain up to it must be checked as well."""
        row = database.execute_sql(_AT, (self.epoch, self.seq)).fetchone()
        if row is None:
            return "missing"
        return "fits" if bytes(row[0]).hex().startswith(self.hash) else "differs"
