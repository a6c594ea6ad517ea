# SPDX-License-Identifier: Apache-2.0
"""Work orders on the duty manager's phone: those whose visitors may still be in the hall, and how many others wait."""

from counters.orders.rows import Json, brief
from hallserver.core.hall import Hall
from hallserver.core.work_lists import orders_open, others, untouched


def urgent(hall: Hall, of: str, now_us: int) -> Json:
    """Return the work orders as the person ``of`` must see them now; what is about this very person is left to others.

    ``fresh``: those of today with which nobody has done anything yet, newest first; ``on_spot_us``: until when they can be put right on
    the spot;
    ``open``, ``late`` and ``decide`` count the open ones, those overdue, and those that wait for a second person.
    """
    listed = others(orders_open(hall, now_us), of)
    fresh = [brief(hall, it, now_us) for it in others(untouched(hall), of) if it.day == hall.day]
    return {
        "fresh": fresh,
        "open": len(listed),
        "late": sum(it.late(now_us) for it in listed),
        "decide": sum(it.appeal == "open" or it.exclusion == "proposed" for it in listed),
    }
