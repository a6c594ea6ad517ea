# SPDX-License-Identifier: Apache-2.0
"""How many work orders wait, for the manager's way to their register."""

from hallserver.core.hall import Hall
from hallserver.core.work_lists import orders_open, others


def order_counts(hall: Hall, of: str, now_us: int) -> dict[str, int]:
    """Return, of those that the person ``of`` may know of, how many are open, of them overdue, and taken to the hall manager (督办)."""
    found = others(orders_open(hall, now_us), of)
    return {"open": len(found), "late": sum(it.late(now_us) for it in found), "higher": sum(it.clock in it.escalated for it in found)}
