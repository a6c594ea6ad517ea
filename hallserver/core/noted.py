# SPDX-License-Identifier: Apache-2.0
"""Single things that the hall remembers of its day: calls, notices, slips, and what was out of the ordinary. Values only."""

from msgspec import Struct

from hallserver.core.events import NoticeGiven, Reason, ReturnGiven

EARLIER = ":earlier"
"""Among the queues that were resumed by hand, and no slug of one: kiosks were let give numbers before their time."""


class CallShown(Struct, kw_only=True, frozen=True):
    """A call as displays show it: label, counter, when, and which call of the leg."""

    ticket: str
    label: str
    counter: str
    at_us: int
    call: int
    seq: int


class Passing(Struct, kw_only=True, frozen=True):
    """One call out of number order: see ``passings.py``."""

    ticket: str
    label: str
    at_us: int
    counter: str
    clerk: str
    reason: Reason
    by: str
    """Person on whose word it rests: who ordered, held, transferred or confirmed; empty where the journal names none."""
    group: str
    """Whose credit the ticket had; empty: none."""
    passed: int
    """How many with a lower rank waited in that queue."""
    ordered: bool
    """A certain ticket was called, whatever the order."""


class Voiding(Struct, kw_only=True, frozen=True):
    """One step in which numbers were voided: when, by whom as the journal names it, why, how many, how many of them were kept."""

    at_us: int
    by: str
    reason: str
    voided: int
    kept: int


class SlipSeen(Struct, kw_only=True):
    """The print record of one ticket: device, copy and the state last reported (``queued`` before any)."""

    device: str
    copy: int = 1
    state: str = "queued"


class Notice(Struct, kw_only=True, frozen=True):
    """What staff had said and shown: id ``<epoch>.<seq>``, text by language, zone (empty: everywhere), when, by whom."""

    id: str
    text: dict[str, str]
    zone: str
    urgent: bool
    at_us: int
    by: str


class AskedBack(Struct, kw_only=True, frozen=True):
    """A finished visitor who was asked to come back: where to, when, and for the how-manieth time."""

    ticket: str
    label: str
    counter: str
    at_us: int
    nth: int
    seq: int


class Handout(Struct, kw_only=True, frozen=True):
    """A paper for a visitor to take home that is not known to be printed: its job, what it says, since when, and how far it is.

    ``state`` is ``queued`` until a printer has it, then what was reported last: ``sent``, ``unknown``, ``failed``.
    """

    job: str
    event: NoticeGiven | ReturnGiven
    at_us: int
    state: str = "queued"
