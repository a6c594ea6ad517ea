# SPDX-License-Identifier: Apache-2.0
"""Rule of marking a figure as not credible: the raw record stays, and reports count what they leave out."""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.codes import must_be_known
from hallserver.core.errors import NotFound
from hallserver.core.hall import Hall
from hallserver.core.roles import Actor
from hallserver.core.states import ticket_named


def annotate_record(hall: Hall, command: c.AnnotateRecord, _: Actor, __: int) -> list[e.Event]:
    """Mark a figure of a leg of today or earlier. Of an earlier day only the form of its id is looked at: memory has today's tickets."""
    must_be_known("annotation", command.reason)
    named = command.ticket if "." in command.ticket else ticket_named(hall, command.ticket).id
    ticket = hall.tickets.get(named)
    epoch, seq = (int(part) for part in named.split("."))
    if (epoch, seq) > (hall.epoch, hall.seq) or (ticket is not None and command.leg > len(ticket.legs)):
        raise NotFound("leg-unknown", ticket=command.ticket, leg=command.leg)
    return [e.RecordAnnotated(ticket=named, leg=command.leg, what=command.what, reason=command.reason, credible=command.credible)]
