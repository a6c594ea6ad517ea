# SPDX-License-Identifier: Apache-2.0
"""What one clerk has done today, for that clerk alone: looked up when asked for, never part of a view that is pushed."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from counters.clerk.tickets import Json
from hallserver.core.hall import Hall, Leg

_US: Final = 1_000_000


def my_day(hall: Hall, person: str, _: int) -> Json:
    """Return this person's own sums of today.

    Served legs, their outcomes, and the mean service time (start → finish minus holds; None: nobody was started). Nothing of ratings:
    whoever looks before and after a visitor would know who rated; sums of them are told on a later day (``my_orders.py``).
    """
    legs = list(_finished(hall, person))
    served_s = [service_us(leg) / _US for leg in legs if leg.started_us is not None]
    return {
        "served": len(legs),
        "outcomes": dict(Counter(leg.outcome for leg in legs).most_common()),
        "service_s": sum(served_s) / len(served_s) if served_s else None,
    }


def _finished(hall: Hall, person: str) -> Iterator[Leg]:
    return (leg for ticket in hall.tickets.values() for leg in ticket.legs if leg.clerk == person and leg.finished_us is not None)


def service_us(leg: Leg) -> int:
    """Return the service time of a finished leg that was started, in µs: start → finish minus holds."""
    assert leg.started_us is not None
    assert leg.finished_us is not None
    return max(0, leg.finished_us - leg.started_us - leg.held_us)
