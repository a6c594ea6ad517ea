# SPDX-License-Identifier: Apache-2.0
"""The running stock of consumables (耗材存量): from a first count on, what came in and went out of each article at each place.

An article is what the register's table names; under ``other`` its detail says which. Before anybody has counted nothing is known:
what came in and went out then changes no number.
"""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

CONSUMABLE = "consumable"
_OTHER = "other"
_SIGNS = {"in": 1, "out": -1}
"""Movement → what it does to the stock; a count sets it."""
Fields = Mapping[str, str | int]
"""Of an entry of the register."""


class Stock(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How much there is of an article; times are UTC µs."""

    what: str
    detail: str = ""
    """Which one, of ``other``."""
    zone: str = ""
    n: int = 0
    """Below 0: more went out than is known to have come in."""
    counted_us: int = 0
    """When somebody last counted; 0: nobody has."""
    moved_us: int = 0
    least: int = 0
    """So much there should be at least; 0: nobody has said."""

    @property
    def known(self) -> bool:
        """Tell whether anybody has counted."""
        return self.counted_us > 0

    @property
    def low(self) -> bool:
        """Tell whether there is less than there should be, or less than nothing, which is to be counted anew."""
        return self.known and (self.n < self.least or self.n < 0)


def stock_key(fields: Fields) -> str:
    """Return by what it is told whether two entries are about the same article at the same place."""
    return "|".join((str(fields["what"]), _detail(fields).casefold(), str(fields.get("zone", ""))))


def stock_after(before: Stock | None, fields: Fields, at_us: int) -> Stock:
    """Return the stock after an entry: a count sets it, from then on it goes up and down; the last word on the least of it stands."""
    stock = before or Stock(what=str(fields["what"]), detail=_detail(fields), zone=str(fields.get("zone", "")))
    stock = replace(stock, moved_us=at_us, least=int(fields.get("least", stock.least)))
    n = int(fields["count"])
    if fields["move"] == "count":
        return replace(stock, n=n, counted_us=at_us)
    return replace(stock, n=stock.n + _SIGNS[str(fields["move"])] * n) if stock.known else stock


def _detail(fields: Fields) -> str:
    return str(fields.get("detail", "")).strip() if fields["what"] == _OTHER else ""
