# SPDX-License-Identifier: Apache-2.0
"""A page of the orders closed long ago, as the register's own list and case page show them; nothing is left to be done of them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from counters.orders.offered import asker
from counters.orders.rows import Json, whole
from hallserver.core.hall import Hall
from hallserver.core.hours import time_us
from hallserver.core.work_order import WorkOrder

_DECEMBER: Final = 12


def past_page(hall: Hall, of: str, orders: Iterable[WorkOrder], now_us: int) -> list[Json]:
    """Return these orders for the person ``of``, whom none of them is about, in their order."""
    by = asker(hall, of)
    return [whole(hall, it, by, now_us) for it in orders]


def counters_named(hall: Hall, slugs: Sequence[str]) -> list[Json]:
    """Return these counters by number, also those that are out of use by now."""
    rows = [row for slug in slugs if (row := hall.catalog.counters.get(slug)) is not None]
    return [{"slug": row.slug, "number": row.number} for row in sorted(rows, key=lambda row: row.number)]


def matters_named(hall: Hall, slugs: Sequence[str]) -> list[Json]:
    """Return these matters, or services where no matter was known, with their names."""
    found = [(slug, hall.catalog.items.get(slug) or hall.catalog.services.get(slug)) for slug in slugs]
    return [{"slug": slug, "names": row.names if row is not None else {"zh-Hans": slug}} for slug, row in found]


def month_us(hall: Hall, month: str) -> tuple[int, int]:
    """Return from when until when a month (``2026-11``) lasts by the hall's clock; all times for none. Raises ValueError for no month."""
    if not month:
        return 0, 1 << 62
    first = date.fromisoformat(f"{month}-01")
    after = date(first.year + (first.month == _DECEMBER), first.month % _DECEMBER + 1, 1)
    return time_us(hall, first, "00:00"), time_us(hall, after, "00:00")
