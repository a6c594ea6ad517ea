# SPDX-License-Identifier: Apache-2.0
"""What a command answers, made from its events alone, so that a repeat gets the first answer."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from hallserver.core import events as e

Says = dict[str, object]


def result_of(entries: Sequence[e.Entry]) -> Says:
    """Return the ``result`` of a command from the entries it made; the service adds a new ticket's token."""
    result: Says = {}
    for entry in entries:
        says = _SAYS.get(type(entry.event))
        if says is not None:
            result |= says(entry, entry.event)
    return result


def _issued(entry: e.Entry, it: e.TicketIssued) -> Says:
    return {"ticket": f"{entry.epoch}.{entry.seq}", "number": it.label, "ahead": it.ahead, "range_s": it.range_s}


def _called(_: e.Entry, it: e.TicketCalled) -> Says:
    return {"ticket": it.ticket, "number": it.label, "reason": msgspec.to_builtins(it.reason), "call": it.call}


def _version(entry: e.Entry, it: e.ReportDrafted | e.ReportCorrected) -> Says:
    return {"draft": f"{entry.epoch}.{entry.seq}", "version": it.version, "sha256": it.sha256}


_SAYS: dict[type[e.Event], Callable[[e.Entry, Any], Says]] = {
    e.TicketIssued: _issued,
    e.TicketCalled: _called,
    e.TicketRecalled: lambda _, it: {"call": it.call},
    e.ServiceFinished: lambda _, it: {"finished": it.ticket, "ticket": None},
    e.TicketAbsent: lambda _, it: {"forfeited": it.forfeited},
    e.TicketsSwapped: lambda _, it: {"ticket": it.ticket, "number": it.label, "back": it.back},
    e.FinishUndone: lambda _, it: {"ticket": it.ticket, "put_back": it.put_back or None},
    e.AbsenceUndone: lambda _, it: {"ticket": it.ticket, "put_back": it.put_back or None},
    e.RunVoided: lambda _, it: {"voided": it.voided, "kept": list(it.kept)},
    e.CounterClosed: lambda _, it: {"waiting": it.waiting},
    e.NoticeGiven: lambda _, it: {"notice_printer": it.device},
    e.WorkOrderOpened: lambda _, it: {"order": it.order},
    e.ReportDrafted: _version,
    e.ReportCorrected: _version,
    e.PatrolRecorded: lambda entry, it: {"patrol": f"{entry.epoch}.{entry.seq}", "findings": list(it.findings)},
    e.FindingOpened: lambda _, it: {"finding": it.finding},
    e.FindingSeenAgain: lambda _, it: {"finding": it.finding},
    e.ActionPlanned: lambda _, it: {"action": it.action},
    e.EntryRegistered: lambda _, it: {"entry": it.entry},
    e.ReturnGiven: lambda _, it: {"may_return_until": it.until, "return_printer": it.device},
}
"""Event → what it adds to the answer; the others add nothing."""
