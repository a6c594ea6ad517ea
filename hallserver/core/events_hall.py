# SPDX-License-Identifier: Apache-2.0
"""What happened to counters and the hall as a whole, and what staff told each other."""

from typing import ClassVar, Literal

from msgspec import Struct, field

from hallserver.core.happening import Arg, Event


class IssuingStopped(Event, frozen=True, kw_only=True, omit_defaults=True):
    """No more numbers were given, for this reason."""

    V: ClassVar[int] = 2

    reason: str
    queue: str = ""
    """Only those of this queue. New in version 2."""


class IssuingResumed(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Numbers were given again."""

    V: ClassVar[int] = 2

    queue: str = ""
    """Only those of this queue. New in version 2."""


class CounterOpened(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A clerk opened a counter, or went on after a pause."""

    V: ClassVar[int] = 3

    counter: str
    clerk: str
    mentor: str = ""
    """Who answers for a trainee. New in version 2."""
    assigned: bool = False
    """A manager opened it for the clerk. New in version 3."""


class CounterPaused(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A counter stopped calling for a while."""

    counter: str
    clerk: str
    reason: str


class CounterClosed(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A counter closed; ``waiting`` counts those in queues that no open counter owns now."""

    V: ClassVar[int] = 2

    counter: str
    clerk: str
    waiting: int = 0
    reason: str = ""
    """Why a duty manager closed it. New in version 2."""


class CounterHandedOver(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A colleague took the counter over, with what was in hand and held there."""

    counter: str
    clerk: str
    """Who had it."""
    to: str
    reason: str = ""
    mentor: str = ""
    """Who answers for ``to``, a trainee."""


class HallSuspended(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The hall stopped where it stood."""

    reason: str


class HallResumed(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The hall went on, for this reason."""

    reason: str = ""


class Duties(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What a counter does from now on."""

    queues: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()


class PlanApplied(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A plan came into force: all that it changes. Its notice, if any, is an ``Announced`` of the same step."""

    plan: str
    counters: dict[str, Duties] = field(default_factory=dict)
    offered: dict[str, bool] = field(default_factory=dict)
    quotas: dict[str, int] = field(default_factory=dict)


class Check(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One line of the opening check: area, what was looked at, how it is, and why as a word key of ``opening.*``."""

    area: Literal["printer", "voice", "screen", "counter", "staff", "clock", "backup"]
    state: Literal["green", "amber", "red"]
    key: str
    slug: str = ""
    """Device, counter, queue or person."""
    args: dict[str, Arg] = field(default_factory=dict)


class OpeningChecked(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Everything that opening needs was looked at."""

    checks: tuple[Check, ...]


class OpeningsPlanned(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Which counters should be open today, as the shifts said when the day first opened: the opening rate (开窗率) is measured by it."""

    spans: dict[str, tuple[tuple[int, int], ...]]
    """Counter → from when until when (UTC µs)."""


class MessageSent(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody of the staff told colleagues something: a phrase, a few words, the number that it is about."""

    to: str
    by: str
    """Person, or counter's device, as the journal names it."""
    code: str = ""
    text: str = ""
    ticket: str = ""
    label: str = ""


class MessageSeen(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A message was read."""

    message: str
    by: str


class HelpAsked(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A counter asked for help, silently."""

    counter: str
    clerk: str
    kind: str


class HelpAnswered(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody goes to the counter that asked for help."""

    counter: str
    by: str


class AlarmRaised(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Something began to need somebody: once while it lasts, however often it is looked at."""

    alarm: str
    """Its id: ``key.level.of.slug`` without what is empty."""
    key: str
    level: Literal["critical", "warning", "note"]
    of: Literal["", "counter", "queue", "device", "ticket", "order", "finding"] = ""
    slug: str = ""
    args: dict[str, Arg] = field(default_factory=dict)
    """What its sentence (``alarm.<key>``) said of it when it was raised."""


class AlarmAcknowledged(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody has seen an alarm and sees to it."""

    alarm: str
    by: str


class AlarmEnded(Event, frozen=True, kw_only=True, omit_defaults=True):
    """An alarm that was raised, or acknowledged, is over."""

    alarm: str


class EnquiryCounted(Event, frozen=True, kw_only=True, omit_defaults=True):
    """One enquiry was answered without a number."""

    topic: str
