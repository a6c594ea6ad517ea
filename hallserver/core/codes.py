# SPDX-License-Identifier: Apache-2.0
"""The codes that people choose from: outcomes and reasons. Each has its words as ``<kind>.<code>``."""

from hallserver.core.errors import AgainstStandard

OFFERED: dict[str, tuple[str, ...]] = {
    "outcome": ("accepted", "done", "incomplete", "not-eligible", "not-here", "enquiry", "collected", "left"),
    "pause": ("break", "lunch", "back-office", "meeting", "training", "fault", "other"),
    "hold": ("copy", "payment", "fill", "fetch", "other"),
    "transfer": ("other-service", "specialist", "payment", "collection", "other"),
    "call-reason": ("late", "agreed", "ordered", "urgent", "other"),
    "cancel": ("asked", "mistake", "duplicate", "gone", "other"),
    "void": ("abuse", "mistake", "test", "other"),
    "stopped": ("closing", "full", "fault", "emergency", "other"),
    "suspended": ("power", "evacuation", "system", "incident", "other"),
    "resumed": ("over", "power", "system", "mistake", "other"),
    "hand-over": ("shift", "lunch", "gone", "ill", "other"),
    "close-reason": ("gone", "shift", "needed-elsewhere", "quiet", "other"),
    "return": ("closing", "suspended", "papers", "system", "other"),
    "annotation": ("device-fault", "wrong-key", "test", "clock", "other"),
    "help": ("come", "quarrel", "ill", "question", "system"),
    "message": ("come-please", "visitor-here", "bring-papers", "take-over", "break-please", "paper-low", "queue-long", "thanks"),
    "enquiry": ("where", "papers", "progress", "hours", "self-service", "not-here", "other"),
    "paper": ("id-card", "copy", "photo", "form", "seal", "authorisation", "proof", "original", "other"),
    "cause": ("attitude", "competence", "slow", "long-wait", "unclear", "papers", "rule", "system", "place", "fair", "other"),
    "measure": ("done-now", "apologised", "explained-anew", "corrected", "instructed", "process", "repaired", "passed-on", "other"),
    "order-source": ("complaint", "cannot-do", "praise"),
    "found": ("justified", "partly", "unjustified"),
    "complexity": ("simple", "complex"),
    "contact-how": ("phone", "in-person", "message", "letter"),
    "call-back": ("satisfied", "fair", "dissatisfied", "unreachable"),
    "exclusion": ("mistaken", "malicious"),
    "withdrawn": ("in-order", "wrong-place", "duplicate", "mistake", "other"),
    "exported": ("report-up", "analysis", "audit", "archive", "visit", "other"),
}
"""Kind → the codes that screens offer, in this order."""
_ALSO = {"outcome": ("unrecorded",), "pause": ("unattended",), "stopped": ("time", "quota", "forecast"), "order-source": ("rating",)}
"""Taken, but offered to nobody: a replayed day does not know how a service ended; the others are the server's own."""


def must_be_known(kind: str, code: str) -> None:
    """Raise AgainstStandard for a code that nobody could read later."""
    if code not in OFFERED[kind] and code not in _ALSO.get(kind, ()):
        raise AgainstStandard("code-unknown", kind=kind, code=code, known=list(OFFERED[kind]))
