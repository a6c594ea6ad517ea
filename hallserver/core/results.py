# SPDX-License-Identifier: Apache-2.0
"""What a command answers, made from its events alone, so that a repeat gets the first answer."""

from collections.abc import Sequence

import msgspec

from hallserver.core import events as e


def result_of(entries: Sequence[e.Entry]) -> dict[str, object]:
    """Return the ``result`` of a command from the entries it made; the service adds a new ticket's token."""
    result: dict[str, object] = {}
    for entry in entries:
        match entry.event:
            case e.TicketIssued() as it:
                ticket = f"{entry.epoch}.{entry.seq}"
                result |= {"ticket": ticket, "number": it.label, "ahead": it.ahead, "range_s": it.range_s}
            case e.TicketCalled() as it:
                result |= {"ticket": it.ticket, "number": it.label, "reason": msgspec.to_builtins(it.reason), "call": it.call}
            case e.TicketRecalled() as it:
                result |= {"call": it.call}
            case e.ServiceFinished() as it:
                result |= {"finished": it.ticket, "ticket": None}
            case e.TicketAbsent() as it:
                result |= {"forfeited": it.forfeited}
            case e.RunVoided() as it:
                result |= {"voided": it.voided, "kept": list(it.kept)}
            case e.CounterClosed() as it:
                result |= {"waiting": it.waiting}
            case _:
                pass
    return result
