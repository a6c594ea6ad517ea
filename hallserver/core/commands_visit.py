# SPDX-License-Identifier: Apache-2.0
"""Commands about one visit that goes another way than most: without a kiosk, wrong number, wrong person, papers missing, come back."""

from typing import Annotated, Literal

from msgspec import Meta

from hallserver.core.asking import CaseNo, Code, Command, Missing, TicketId, TicketNamed
from hallserver.core.row import Language, Need, Slug

Services = Annotated[tuple[Slug, ...], Meta(min_length=1, max_length=5)]
"""What somebody has come for; those of one letter make one leg."""


class ServeDirect(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Serve somebody who stands at the counter and took no number: number, call and start in one. Outside wait figures."""

    services: Services
    needs: Annotated[tuple[Need, ...], Meta(max_length=6)] = ()
    party: Annotated[int, Meta(ge=1, le=50)] = 1
    language: Language = "zh-Hans"
    counter: Slug | None = None
    reason: Code | None = None
    """While others wait: why this one goes first, a ``call-reason``; kept as ``other`` where none is said."""


class EnterPaper(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Enter a number of the pre-printed series that was given by hand while the system was down. Outside wait figures."""

    number: Annotated[int, Meta(ge=1, le=9999)]
    services: Services
    taken: Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None
    """When it was given, by the hall's clock; who waits is ranked by it. None: now."""
    served_at: Slug | None = None
    """The counter at which it was served by hand meanwhile; None: the visitor still waits."""
    outcome: Code = "accepted"
    """Of a number that was served."""


class ChangeService(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A waiting visitor took the number of another service: the number and its time stay, the services are these."""

    ticket: TicketNamed
    services: Services


class CorrectTicket(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Somebody else sits here than was called: the two numbers are swapped in one step, and nobody loses a place."""

    ticket: TicketNamed
    """Whose holder sits here."""
    counter: Slug | None = None


class Ready(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The visitor of a held number has come back (已返回) and goes first at the next call of the clerk who held it."""

    ticket: TicketNamed


class Undo(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Take back the finish or the mark-absent that was this counter's last act, within ``undo.window``."""

    counter: Slug | None = None


class Lift(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Bring a waiting number to the front of its queue, with a reason; always visible to auditor and district."""

    ticket: TicketNamed
    reason: Code
    """A ``call-reason``."""
    ordered_by: Slug | None = None


class ConfirmPriority(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Say whether the priority that a visitor named (待核验) is so: only then does it count."""

    ticket: TicketNamed
    confirmed: bool = True
    group: Annotated[str, Meta(max_length=40)] = ""
    """Another group than the named one, or one for a visitor who named none."""


class NoteNeeds(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Note what a waiting visitor needs: it routes help and gives no priority."""

    ticket: TicketNamed
    needs: Annotated[tuple[Need, ...], Meta(max_length=6)]
    language: Language | None = None


class Escort(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Somebody has gone to fetch a called visitor who may not have heard or seen the call (已接引)."""

    ticket: TicketNamed


class OnMyWay(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The called visitor is on the way: once a call, the counter waits longer before it may mark the number absent."""

    ticket: TicketId


class NoteCase(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Note the case number of the ticket in hand, or of a certain one of today; the approval system may send it too."""

    case_no: Annotated[CaseNo, Meta(min_length=1)]
    ticket: TicketNamed | None = None
    counter: Slug | None = None
    """Beside a ticket: of its last errand at this counter, where the visitor has gone on to another."""


class GiveNotice(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Print what papers are missing, all at once (一次性告知单; Administrative Licence Law, art. 32 (4))."""

    missing: Annotated[Missing, Meta(min_length=1)]
    item: Slug | None = None
    ticket: TicketNamed | None = None
    """None: for somebody without a number, at the guide desk."""
    device: Slug | None = None
    """The printer; None: the first one that works."""
    counter: Slug | None = None


class GiveReturn(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Let a visitor who cannot be served now come back first on another day (二次优先): ends the number, prints the slip of it."""

    ticket: TicketNamed
    reason: Code
    """A ``return`` code."""


class ComeBack(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Give a new number in the credit group ``returned`` to who may return, within ``return.noqueue_days``."""

    ticket: TicketId
    """The earlier number."""
    services: Annotated[tuple[Slug, ...], Meta(max_length=5)] = ()
    """Empty: the same as then."""


class YieldPlace(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A waiting visitor lets others go first: the number goes so many places back in its queue and keeps its time (让后面的先办)."""

    ticket: TicketNamed
    places: Annotated[int, Meta(ge=1, le=50)] = 3


class AnnotateRecord(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Mark a figure of one leg as not credible, or credible again: the raw record stays, reports count what they leave out."""

    ticket: TicketNamed
    """Its number, if it is of today."""
    leg: Annotated[int, Meta(ge=1, le=99)]
    what: Literal["wait", "service"]
    reason: Code
    """An ``annotation`` code."""
    credible: bool = False
