# SPDX-License-Identifier: Apache-2.0
"""The codes that people choose from: outcomes and reasons. Each has its words as ``<kind>.<code>``."""

from hallserver.core.errors import AgainstStandard

OFFERED: dict[str, tuple[str, ...]] = {
    "outcome": ("accepted", "done", "incomplete", "not-eligible", "not-here", "enquiry", "collected", "left"),
    "pause": ("break", "lunch", "back-office", "meeting", "training", "fault", "other"),
    "hold": ("copy", "payment", "fill", "fetch", "other"),
    "transfer": ("other-service", "specialist", "payment", "collection", "other"),
    "call-reason": ("late", "agreed", "ordered", "urgent", "other"),
    "void": ("abuse", "mistake", "test", "other"),
    "stopped": ("closing", "full", "fault", "emergency", "other"),
}
"""Kind → the codes that screens offer, in this order."""
_ALSO = {"outcome": ("unrecorded",)}
"""Taken, but offered to nobody: a replayed day does not know how a service ended."""


def must_be_known(kind: str, code: str) -> None:
    """Raise AgainstStandard for a code that nobody could read later."""
    if code not in OFFERED[kind] and code not in _ALSO.get(kind, ()):
        raise AgainstStandard("code-unknown", kind=kind, code=code, known=list(OFFERED[kind]))
