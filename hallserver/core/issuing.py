# SPDX-License-Identifier: Apache-2.0
"""Whether a queue gives numbers now: the whole hall's stop, the queue's own, and its quota."""

from collections.abc import Iterable

from hallserver.core.errors import Conflict
from hallserver.core.hall import Hall
from hallserver.core.roles import Actor
from hallserver.core.suspension import must_go_on

MAY_EXCEED: frozenset[str] = frozenset({"duty-manager"})
"""Roles that may give a number beyond the quota; the number's channel says so in the journal."""


def must_be_issuing(hall: Hall) -> None:
    """Raise Conflict unless the hall as a whole gives numbers: the day is open, nothing is suspended or stopped."""
    if not hall.open:
        raise Conflict("hall-closed")
    must_go_on(hall)
    if not hall.issuing:
        raise Conflict("issuing-stopped", stopped=hall.stopped)


def must_not_be_stopped(hall: Hall, queues: Iterable[str]) -> None:
    """Raise Conflict for the first of these queues that somebody has stopped while others give numbers."""
    for queue in queues:
        if queue in hall.stopped_queues:
            raise Conflict("queue-stopped", queue=queue, stopped=hall.stopped_queues[queue])


def must_give(hall: Hall, queues: Iterable[str], by: Actor) -> None:
    """Raise Conflict for the first of these queues that gives no numbers while others do, or has given its quota."""
    for queue in queues:
        must_not_be_stopped(hall, [queue])
        if is_full(hall, queue) and not by.roles & MAY_EXCEED:
            raise Conflict("queue-full", queue=queue, most=quota(hall, queue))


def quota(hall: Hall, queue: str) -> int:
    """Return how many numbers the queue gives a day: what a plan said last, else its row; 0: as many as come."""
    row = hall.catalog.queues.get(queue)
    return hall.quotas.get(queue, (row.quota or 0) if row is not None else 0)


def is_full(hall: Hall, queue: str) -> bool:
    """Tell whether the queue has given today's quota."""
    most = quota(hall, queue)
    return most > 0 and hall.issued_by.get(queue, 0) >= most


def none_why(hall: Hall, queue: str) -> str:
    """Return why the queue gives no numbers now, a ``stopped`` code; empty: it does. A suspended hall is said elsewhere."""
    if not hall.issuing:
        return hall.stopped
    return hall.stopped_queues.get(queue, "") or ("quota" if is_full(hall, queue) else "")
