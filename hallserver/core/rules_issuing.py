# SPDX-License-Identifier: Apache-2.0
"""Rules of giving no more numbers, and of giving them again: in the whole hall, or of one queue."""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.codes import must_be_known
from hallserver.core.errors import Conflict, NotFound
from hallserver.core.hall import Hall
from hallserver.core.issuing import held_until_us
from hallserver.core.roles import Actor


def stop_issuing(hall: Hall, command: c.StopIssuing, _: Actor, __: int) -> list[e.Event]:
    """Give no more numbers, at all or of one queue."""
    must_be_known("stopped", command.reason)
    if not hall.issuing:
        raise Conflict("issuing-stopped", stopped=hall.stopped)
    if command.queue is not None:
        _must_stop(hall, command.queue)
    return [e.IssuingStopped(reason=command.reason, queue=command.queue or "")]


def _must_stop(hall: Hall, slug: str) -> None:
    """Raise unless this is a queue that still gives numbers."""
    row = hall.catalog.queues.get(slug)
    if row is None or row.retired:
        raise NotFound("queue-unknown", queue=slug)
    if slug in hall.stopped_queues:
        raise Conflict("queue-stopped", queue=slug, stopped=hall.stopped_queues[slug])


def resume_issuing(hall: Hall, command: c.ResumeIssuing, _: Actor, now_us: int) -> list[e.Event]:
    """Give numbers again while the day is open, or let kiosks give them before their time today; a queue stopped alone is resumed alone."""
    if not hall.open:
        raise Conflict("hall-closed")
    gives = hall.issuing and held_until_us(hall, now_us) is None
    if gives if command.queue is None else command.queue not in hall.stopped_queues:
        raise Conflict("issuing-already")
    return [e.IssuingResumed(queue=command.queue or "")]
