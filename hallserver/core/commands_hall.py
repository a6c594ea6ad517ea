# SPDX-License-Identifier: Apache-2.0
"""Commands about counters, staff and the hall's day: what a duty manager does, and how staff tell each other."""

from typing import Annotated

from msgspec import Meta

from hallserver.core.asking import Code, Command, TicketId, TicketNamed
from hallserver.core.row import Slug

SendTo = Annotated[str, Meta(pattern=r"^(all|guides|duty|(person|counter):[a-z0-9][a-z0-9-]{0,39})$")]
"""Who is to read a message: everybody, all guides, the duty managers, one person, or whoever sits at a counter."""


class HandOver(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Give the counter, with what is in hand and held there, to a colleague without closing it."""

    to: Slug
    counter: Slug | None = None
    reason: Code | None = None
    """A ``hand-over`` code; needed for somebody else's counter."""


class Suspend(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Stop the hall where it stands (power, evacuation, system down): no calls, no numbers, the order is kept."""

    reason: Code
    """A ``suspended`` code."""


class ResumeHall(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Go on after a suspension, in the order that was kept."""

    reason: Code = "other"
    """A ``resumed`` code."""


class ApplyPlan(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Put a plan (预案) in force: which counters serve which queues, which services kiosks offer, quotas, and a notice."""

    plan: Slug


class CheckOpening(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Look at everything that opening needs (printers, voices, screens, counters, staff, clock, backup) and keep the list."""


class SendMessage(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Tell colleagues something, by a set phrase or a few words. No place for visitors' personal data: it is kept as it stands."""

    to: SendTo
    code: Code | None = None
    """A ``message`` code."""
    text: Annotated[str, Meta(max_length=100)] = ""
    ticket: TicketNamed | None = None
    """The number that it is about."""


class SeeMessage(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Say that a message was read."""

    message: TicketId
    """``<epoch>.<seq>`` of its ``MessageSent`` event."""


class AskHelp(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Ask duty manager and guides to come to the counter, silently: nothing of it is seen or heard in the hall."""

    kind: Code = "come"
    """A ``help`` code."""
    counter: Slug | None = None


class AnswerHelp(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Say that somebody goes, or has gone, to the counter that asked for help."""

    counter: Slug


class AcknowledgeAlarm(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Say that somebody has seen an alarm and sees to it: it stays on the list, quietly, until it is over (知悉)."""

    alarm: Annotated[str, Meta(max_length=120, pattern=r"^[a-z0-9][A-Za-z0-9.-]*$")]
    """Its id, as the screens have it."""


class RaiseAlarm(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Say that an alarm has begun, so that reports know how often and how long. The server's own."""

    alarm: Annotated[str, Meta(max_length=120, pattern=r"^[a-z0-9][A-Za-z0-9.-]*$")]
    """Its id."""


class OpenFor(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Open a closed counter for a colleague who is signed in and has none, and tell that colleague so (一键开窗)."""

    counter: Slug
    person: Slug


class EndAlarm(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Say that a raised or acknowledged alarm is over: when it comes again it is new. The server's own."""

    alarm: Annotated[str, Meta(max_length=120, pattern=r"^[a-z0-9][A-Za-z0-9.-]*$")]
    """Its id."""


class CountEnquiry(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Count one enquiry that was answered without a number: one tap."""

    topic: Code = "where"
    """An ``enquiry`` code."""
