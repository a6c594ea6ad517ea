# SPDX-License-Identifier: Apache-2.0
"""Who waits although counters are open: none of the clerks there is authorised for what they want."""

from msgspec import Struct

from hallserver.core.dispatch import authorised, may_serve
from hallserver.core.hall import Hall


class Stuck(Struct, frozen=True, kw_only=True):
    """How many wait in a queue whom none of its open counters may call, and since when the first of them does (UTC µs)."""

    waiting: int
    since_us: int


def stuck(hall: Hall, queue: str) -> Stuck | None:
    """Return who is stuck in this queue; None: nobody, or no counter is open that serves it at all.

    A need that no open counter meets is waived, and whoever was sent to an open counter is called there; only items are not waived.
    O(parts · counters): asked at every look at the alarms.
    """
    line = hall.line(queue)
    if not line.waiting:
        return None
    rows = hall.catalog.counters
    states = [(rows[slug], it) for slug, it in hall.counters.items() if it.state == "open" and slug in rows]
    allowed = [authorised(hall, it.clerk) for row, it in states if queue in row.queues or queue in row.helps]
    if not allowed or not all(allowed):  # nobody there is another alarm; a clerk without list may serve everybody
        return None
    left = [it for part, it in line.parts.items() if not part.only and not any(may_serve(hall, items, part.service) for items in allowed)]
    if not left:
        return None
    return Stuck(waiting=sum(map(len, left)), since_us=min(hall.tickets[it[0][1]].leg.entered_us for it in left))
