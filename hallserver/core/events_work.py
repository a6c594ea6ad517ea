# SPDX-License-Identifier: Apache-2.0
"""What happened to work orders (工单). Each is named by its number, ``G20261123-003``; what people said is in the vault."""

from typing import ClassVar

from msgspec import Struct, field

from hallserver.core.asking import Sealed
from hallserver.core.happening import Event


class Due(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Until when something is to be done, and when somebody is to be reminded of it before (UTC µs)."""

    due_us: int
    remind_us: tuple[int, ...] = ()
    """In order, each before ``due_us``."""
    higher_us: int = 0
    """When it goes to the district, if it still is not done."""


class WorkOrderOpened(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A work order was opened: with a bad rating, or registered by staff."""

    V: ClassVar[int] = 2
    order: str
    source: str
    """``rating``, ``complaint``, ``cannot-do`` or ``praise``."""
    ticket: str = ""
    label: str = ""
    """The ticket's number as people read it: on the printed form it must stand for good."""
    leg: int = 0
    stage: str = ""
    nth: int = 0
    """With ticket, leg and stage the key of the rating."""
    counter: str = ""
    clerk: str = ""
    service: str = ""
    item: str = ""
    """The matter, as far as it is known; empty: only the service is."""
    stars: int = 0
    tags: tuple[str, ...] = ()
    dimensions: dict[str, int] = field(default_factory=dict)
    """What else the rating said: tags, and stars of single dimensions."""
    named: bool = False
    """实名: the visitor can be reached."""
    channel: str = ""
    text: Sealed | None = None
    """What the visitor said, in the vault."""
    contact: Sealed | None = None
    contact_due: Due | None = None
    """For finding out and speaking to the visitor; None: praise has none."""
    close_due: Due | None = None
    """For passing praise on; None: it is set with the answer."""
    on_spot_us: int = 0
    """Until when it can be put right on the spot; 0: the visitor was not in the hall."""
    tries: int = 0
    """So many tries to reach the visitor are enough."""


class OrderFollowedUp(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The visitor added a bad rating (追评) to the one that the order is about, while it is open: one order, one answer."""

    order: str
    level: int
    """The stars added."""
    nth: int
    """Which rating of its errand and stage it is."""
    note: Sealed | None = None
    """What the visitor added, in the vault."""
    contact: Sealed | None = None


class OrderRead(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody read the personal texts of an order, or had its form printed; not what they say."""

    order: str
    person: str


class OrderVerified(Event, frozen=True, kw_only=True, omit_defaults=True):
    """What was found out, and until when it is to be put right and answered."""

    order: str
    found: str
    complexity: str
    fix_due: Due
    note: Sealed | None = None


class VisitorContacted(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The visitor was spoken to, or the ``nth`` try was in vain."""

    order: str
    how: str
    reached: bool
    nth: int
    note: Sealed | None = None


class OrderSettled(Event, frozen=True, kw_only=True, omit_defaults=True):
    """It was put right while the visitor was in the hall, so long after it was said."""

    order: str
    measure: str
    cause: str
    took_us: int
    close_due: Due
    note: Sealed | None = None


class OrderRectified(Event, frozen=True, kw_only=True, omit_defaults=True):
    """It was put right."""

    order: str
    measure: str
    cause: str
    note: Sealed | None = None


class OrderExplained(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Nothing had to be put right, and the visitor was told why."""

    order: str
    cause: str
    note: Sealed | None = None


class OrderReplied(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The visitor was answered."""

    order: str
    close_due: Due
    text: Sealed | None = None


class OrderCalledBack(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The visitor was asked what the outcome is worth."""

    order: str
    content: str
    how: str
    note: Sealed | None = None


class OrderClosed(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Every step was done."""

    order: str


class OrderAppealed(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The clerk asked for a review."""

    order: str
    reason: str


class AppealReviewed(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The appeal was decided; upheld, it does not count against the clerk."""

    order: str
    upheld: bool
    reason: str


class ExclusionProposed(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody proposed to leave the rating out of the figures."""

    order: str
    why: str
    reason: str


class ExclusionDecided(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Another person decided that."""

    order: str
    why: str
    """As it was proposed."""
    agreed: bool
    reason: str
    excluded: bool = False
    """As many persons agree as the standard wants (``bad.malicious_review``): the rating is left out."""
    close_due: Due | None = None
    """Until when what is left out is to be closed, where the answer has not set it."""


class OrderReminded(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A due time comes near: of which clock (``contact``, ``fix``, ``close``), and which reminder it is."""

    order: str
    clock: str
    due_us: int
    nth: int = 1


class OrderOverdue(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A due time has passed."""

    order: str
    clock: str
    due_us: int


class OrderEscalated(Event, frozen=True, kw_only=True, omit_defaults=True):
    """It was taken to somebody higher: ``hall-manager``, then ``district``."""

    order: str
    clock: str
    to: str
