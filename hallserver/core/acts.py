# SPDX-License-Identifier: Apache-2.0
"""Acts out of the ordinary (非常规操作): what somebody decided beside the order, on whose word and why.

One table says of every event whether it can be such an act; ``ORDINARY`` names all others, so that a new event is in
neither until somebody has thought about it (a test holds both to the whole list of events). Nothing here reads the
standard or the set-up: no setting hides an act, a manager's own neither.
"""

from collections.abc import Callable
from typing import Any

from msgspec import Struct, field

from hallserver.core import events as e
from hallserver.core.happening import Arg

KEPT = 40
"""So many acts of each kind does a hall keep in mind; reports read all of them in the journal."""
_ROUTING = frozenset({"mobility", "language"})
"""Needs that not every counter can meet."""
_CLOCK = "service:"
"""Acts of the server itself: the clock's, the set-up's."""


class Act(Struct, kw_only=True, frozen=True):
    """One act: id ``<epoch>.<seq>`` of its event, what kind (``act.<kind>``), who did it, on whose word, why, about what."""

    id: str
    at_us: int
    kind: str
    by: str
    """As the journal names actors, e.g. ``person:dan``."""
    ordered_by: str = ""
    """Person who ordered it; empty: who did it."""
    reason: str = ""
    """Word key, e.g. ``call-reason.late``; empty where the kind says it all."""
    ticket: str = ""
    counter: str = ""
    args: dict[str, Arg] = field(default_factory=dict)
    """More of it: ``group``, ``passed``, ``n``, ``to``, ``plan``, ``section``, ``queue``, ``taken_us`` (what a paper number got)."""


BY_RULE: frozenset[str] = frozenset(
    {"call-credit", "call-ready", "call-sent", "priority", "no-priority", "paper", "papers-return", "needs"}
)
"""Acts that the rules provide for; the others somebody has decided."""


Found = tuple[str, dict[str, Any]]
"""Kind, and the fields of the act that differ from event to event."""
Look = Callable[[e.Entry, Any], Found | None]


def for_another(entry: e.Entry, clerk: str) -> bool:
    """Tell whether a person did this at somebody else's counter (of ``clerk``); a counter's own keypad is its clerk."""
    return entry.actor.startswith("person:") and entry.actor != f"person:{clerk}"


def _coded(kind: str, code: str) -> str:
    return f"{kind}.{code}" if code else ""


def _called(entry: e.Entry, it: e.TicketCalled) -> Found | None:
    about: dict[str, Any] = {"ticket": it.ticket, "counter": it.counter}
    if it.out_of_order:
        return "call-ticket", about | {"ordered_by": it.ordered_by, "reason": _coded("call-reason", str(it.reason.args.get("reason", "")))}
    if it.reason.key == "lifted":
        by, reason = (str(it.reason.args.get(name, "")) for name in ("by", "reason"))
        return "call-lifted", about | {"ordered_by": by, "reason": _coded("call-reason", reason)}
    kinds = {"ready": "call-ready", "for-this-counter": "call-sent"}
    if it.reason.key in kinds:
        return kinds[it.reason.key], about
    if not it.reason.args.get("passed"):
        return ("call-for", about) if for_another(entry, it.clerk) else None
    return "call-credit", about | {"args": {name: it.reason.args[name] for name in ("group", "passed") if name in it.reason.args}}


def _issued(entry: e.Entry, it: e.TicketIssued) -> Found | None:
    ticket = {"ticket": f"{entry.epoch}.{entry.seq}", "counter": it.counter}
    if it.channel == "direct":  # ordinary where nobody waits: a small station serves everybody so
        about = ticket | {"args": {"passed": it.ahead}, "reason": _coded("call-reason", it.reason)}
        return ("direct", about) if it.ahead else None
    if it.channel == "paper":
        return "paper", ticket | ({"args": {"taken_us": it.since_us}} if it.since_us else {})
    if it.group and entry.actor.startswith("person:"):
        return "priority", ticket | {"args": {"group": it.group}}
    return None


def _lifted(_: e.Entry, it: e.TicketLifted) -> Found:
    return "lift", {"ticket": it.ticket, "ordered_by": it.ordered_by, "reason": _coded("call-reason", it.reason)}


def _checked(_: e.Entry, it: e.PriorityChecked) -> Found:
    return ("priority" if it.group else "no-priority"), {"ticket": it.ticket, "args": {"group": it.group} if it.group else {}}


def _for(kind: str, codes: str = "") -> Look:
    """Return the look at what is ordinary at one's own counter; its outcome or reason is a code of the kind ``codes``."""

    def look(entry: e.Entry, it: e.TicketAbsent | e.ServiceFinished | e.TicketHeld | e.TicketTransferred) -> Found | None:
        code = str(getattr(it, "outcome", "") or getattr(it, "reason", ""))
        about = {"ticket": it.ticket, "counter": it.counter, "reason": _coded(codes, code)}
        return (kind, about) if for_another(entry, it.clerk) else None

    return look


def _needs(entry: e.Entry, it: e.NeedsNoted) -> Found | None:
    """Return what staff note that sends a number to other counters: those behind it are called before it, in number order."""
    noted = entry.actor.startswith("person:") and _ROUTING & set(it.needs)
    return ("needs", {"ticket": it.ticket}) if noted else None


def _closed(entry: e.Entry, it: e.CounterClosed) -> Found | None:
    others = for_another(entry, it.clerk) and it.reason != ""  # without a reason it is part of closing the day
    return ("close-counter", {"counter": it.counter, "reason": _coded("close-reason", it.reason)}) if others else None


def _paused(entry: e.Entry, it: e.CounterPaused) -> Found | None:
    others = for_another(entry, it.clerk) or entry.actor.startswith(_CLOCK)
    return ("pause-counter", {"counter": it.counter, "reason": _coded("pause", it.reason)}) if others else None


def _opened(entry: e.Entry, it: e.CounterOpened) -> Found | None:
    if it.assigned:
        return "open-for", {"counter": it.counter, "args": {"from": entry.actor.partition(":")[2], "to": it.clerk}}
    return ("resume-counter", {"counter": it.counter}) if for_another(entry, it.clerk) else None


def _cancelled(entry: e.Entry, it: e.TicketCancelled) -> Found | None:
    return ("cancel", {"ticket": it.ticket, "reason": _coded("cancel", it.reason)}) if entry.actor.startswith("person:") else None


def _yielded(entry: e.Entry, it: e.PlaceYielded) -> Found | None:
    """Return what staff did on a visitor's word: it takes a wait out of the figures."""
    return ("yield", {"ticket": it.ticket, "args": {"n": it.places}}) if entry.actor.startswith("person:") else None


def _configured(entry: e.Entry, it: e.Configured) -> Found | None:
    return None if entry.actor.startswith(_CLOCK) else ("configure", {"args": {"section": it.section}})


def _adopted(entry: e.Entry, it: e.StandardAdopted) -> Found | None:
    """Return it where somebody did it: who opens a day on which a filed one comes into force has changed nothing."""
    return None if it.opening or entry.actor.startswith(_CLOCK) else ("adopt-standard", {})


def _filed(entry: e.Entry, _: e.StandardFiled) -> Found | None:
    return None if entry.actor.startswith(_CLOCK) else ("file-standard", {})


def _undone(_: e.Entry, it: e.FinishUndone | e.AbsenceUndone) -> Found:
    return ("undo-finish" if isinstance(it, e.FinishUndone) else "undo-absent"), {"ticket": it.ticket, "counter": it.counter}


def _return_given(_: e.Entry, it: e.ReturnGiven) -> Found:
    """Return it under a kind of its own where papers are missing: that the rules provide for, a hundred times a day."""
    return "give-return" if it.reason != "papers" else "papers-return", {"ticket": it.ticket, "reason": _coded("return", it.reason)}


def _annotated(_: e.Entry, it: e.RecordAnnotated) -> Found:
    return "annotate-credible" if it.credible else "annotate", {"ticket": it.ticket, "reason": _coded("annotation", it.reason)}


def _handed_over(_: e.Entry, it: e.CounterHandedOver) -> Found:
    return "hand-over", {"counter": it.counter, "reason": _coded("hand-over", it.reason), "args": {"from": it.clerk, "to": it.to}}


def _left_out(_: e.Entry, it: e.ExclusionDecided) -> Found | None:
    return ("exclude-rating", {"reason": _coded("exclusion", it.why), "args": {"order": it.order}}) if it.excluded else None


def _stopped(_: e.Entry, it: e.IssuingStopped) -> Found:
    return "stop-issuing", {"reason": _coded("stopped", it.reason), "args": {"queue": it.queue} if it.queue else {}}


def _resumed(_: e.Entry, it: e.IssuingResumed) -> Found:
    return "resume-issuing", {"args": {"queue": it.queue} if it.queue else {}}


ACTS: dict[type[e.Event], Look] = {
    e.TicketCalled: _called,
    e.TicketIssued: _issued,
    e.TicketLifted: _lifted,
    e.PriorityChecked: _checked,
    e.TicketsSwapped: lambda _, it: ("correct-ticket", {"ticket": it.ticket, "counter": it.counter, "args": {"called": it.back}}),
    e.ServiceChanged: lambda _, it: ("change-service", {"ticket": it.ticket, "args": {"queue": it.next.queue}}),
    e.FinishUndone: _undone,
    e.AbsenceUndone: _undone,
    e.TicketCancelled: _cancelled,
    e.NeedsNoted: _needs,
    e.PlaceYielded: _yielded,
    e.ServiceFinished: _for("finish-for", "outcome"),
    e.TicketAbsent: _for("absent-for"),
    e.TicketHeld: _for("hold-for", "hold"),
    e.TicketTransferred: _for("transfer-for", "transfer"),
    e.RunVoided: lambda _, it: ("void-run", {"reason": _coded("void", it.reason), "args": {"n": it.voided}}),
    e.ReturnGiven: _return_given,
    e.RecordAnnotated: _annotated,
    e.CounterClosed: _closed,
    e.CounterPaused: _paused,
    e.CounterOpened: _opened,
    e.CounterHandedOver: _handed_over,
    e.PlanApplied: lambda _, it: ("apply-plan", {"args": {"plan": it.plan}}),
    e.HallSuspended: lambda _, it: ("suspend", {"reason": _coded("suspended", it.reason)}),
    e.HallResumed: lambda _, it: ("resume-hall", {"reason": _coded("resumed", it.reason)}),
    e.IssuingStopped: _stopped,
    e.IssuingResumed: _resumed,
    e.ExclusionDecided: _left_out,
    e.FindingWithdrawn: lambda _, it: ("withdraw-finding", {"reason": _coded("withdrawn", it.reason), "args": {"finding": it.finding}}),
    e.EntryWithdrawn: lambda _, it: ("withdraw-entry", {"reason": _coded("withdrawn", it.reason), "args": {"entry": it.entry}}),
    e.Configured: _configured,
    e.StandardAdopted: _adopted,
    e.StandardFiled: _filed,
}
"""Event → what of it is out of the ordinary; None: this one is not."""
ORDINARY: frozenset[type[e.Event]] = frozenset({
    e.DayOpened, e.DayClosed, e.OpeningChecked, e.OpeningsPlanned,
    e.TicketRecalled, e.ServiceStarted, e.TicketResumed, e.TicketBroughtBack, e.TicketUnserved, e.VisitorEscorted,
    e.VisitorOnWay, e.CaseNoted, e.NoticeGiven, e.VisitorCalledBack, e.SlipAsked, e.Announced, e.RatingGiven,
    e.CaseCompleted, e.RatingDefaulted, e.RatingsDoubted,
    e.TicketVoided,  # its step ends with RunVoided, which stands for all of them
    e.MessageSent, e.MessageSeen, e.HelpAsked, e.HelpAnswered, e.EnquiryCounted, e.AlarmAcknowledged, e.AlarmEnded,
    e.AlarmRaised, e.DeviceTried, e.KeyIgnored, e.SlipReported, e.AnnouncementReported, e.DeviceReported, e.SignInReported,
    e.DataErased, e.ClockSuspected, e.BackupReported, e.Restored, e.ReportExported, e.DeliveryReported,
    e.WorkOrderOpened, e.OrderVerified, e.VisitorContacted, e.OrderSettled, e.OrderRectified, e.OrderExplained, e.OrderReplied,
    e.OrderCalledBack, e.OrderClosed, e.OrderAppealed, e.AppealReviewed, e.ExclusionProposed,  # nobody's turn: each order has its own list
    e.OrderReminded, e.OrderOverdue, e.OrderEscalated, e.PatrolRecorded, e.FindingOpened, e.FindingSeenAgain, e.FindingFixed,
    e.FindingRechecked, e.FindingEscalated, e.ActionPlanned, e.ActionStepped, e.EntryRegistered, e.EntryStepped,
    e.OrderFollowedUp, e.OrderRead, e.ReportDrafted, e.ReportCorrected, e.ReportChecked, e.ReportSigned,
})  # fmt: skip
"""Events that are never such an act: by the rules alone, or nothing that changes whose turn it is."""


def act_of(entry: e.Entry) -> Act | None:
    """Return the act that an entry is, or None for an ordinary one. By the entry alone: a report finds the same."""
    look = ACTS.get(type(entry.event))
    found = look(entry, entry.event) if look is not None else None
    if found is None:
        return None
    kind, fields = found
    return Act(id=f"{entry.epoch}.{entry.seq}", at_us=entry.at_us, kind=kind, by=entry.actor, **fields)


def keep_act(acts: list[Act], new: Act) -> list[Act]:
    """Return the acts, newest first, with one more and without the oldest of its kind where there are too many."""
    alike = [it for it in acts if it.kind == new.kind]
    gone = alike[-1] if len(alike) >= KEPT else None
    return [new, *(it for it in acts if it is not gone)]
