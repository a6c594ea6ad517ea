# SPDX-License-Identifier: Apache-2.0
"""What a clerk is told of what visitors thought of the own work, and nobody else is: sums of an earlier day, and work orders.

Who rated is confidential (DB2203/T 8—2024): nothing of today is told, and no sums of so few ratings that one could be guessed.
"""

from typing import Final

import msgspec

from counters.clerk.tickets import Json
from hallserver.core.hall import Hall
from hallserver.core.hours import hall_date
from hallserver.core.work_lists import orders_about

LEAST: Final = 5
"""Sums of fewer ratings are not told."""
BAD: Final = 2
"""Up to so many stars a rating is bad; what is neither bad nor good enough for satisfied is just that."""


def my_orders(hall: Hall, person: str, now_us: int) -> Json:
    """Return this person's ratings of the last earlier day that had any, summed, and the work orders that this person is told of.

    ``ratings`` is null where there was no such day; its ``n`` is null where there were fewer than ``LEAST``.
    """
    return {
        "ratings": _sums(hall, person, hall_date(hall, now_us)),
        "orders": [msgspec.structs.asdict(it) for it in orders_about(hall, person, now_us)],
    }


def _sums(hall: Hall, person: str, today: str) -> Json | None:
    days = {day: stars for day, stars in hall.rated.by_clerk.get(person, {}).items() if day < min(today, hall.day or today)}
    if not days:
        return None
    day = max(days)
    given = days[day]
    n = sum(given)
    if n < LEAST:
        return {"day": day, "n": None, "least": LEAST}
    return {"day": day, "n": n, "satisfied": sum(given[hall.rules.whole("eval.good_min") - 1 :]), "bad": sum(given[:BAD])}
