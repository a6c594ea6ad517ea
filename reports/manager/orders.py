# SPDX-License-Identifier: Apache-2.0
"""How many work orders wait, for the manager's way to their register."""

from hallserver.core.hall import Hall
from hallserver.core.work_lists import orders_open


def order_counts(hall: Hall, now_us: int) -> dict[str, int]:
    """Return how many are open, of them overdue, and how many were taken to the hall manager or higher (督办)."""
    found = orders_open(hall, now_us)
    return {"open": len(found), "late": sum(it.late(now_us) for it in found), "higher": sum(it.clock in it.escalated for it in found)}
