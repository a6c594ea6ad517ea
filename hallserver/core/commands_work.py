# SPDX-License-Identifier: Apache-2.0
"""Commands about work orders (工单): bad ratings, complaints, what could not be done, praise; from the first word to the close.

What visitors say and what is said to them is personal and goes to the vault. What staff give as a reason of a review or of leaving a
rating out stays in the journal for good: it is no place for a visitor's data.
"""

from typing import Annotated, Literal

from msgspec import Meta

from hallserver.core.asking import Code, Command, Personal, TicketNamed
from hallserver.core.row import Date, Slug

OrderNo = Annotated[str, Meta(pattern=r"^[DG]\d{8}-\d{3,5}$")]
"""Number of a work order: the hall's date on which it was opened, and which of that day it is, ``G20261123-003``.

``G``: of a bad rating; ``D``: registered by staff. Each is counted by itself, for clerks register and must not see ratings counted.
"""
ToldNo = Annotated[str, Meta(pattern=r"^[DGT]\d{8}-\d{3,5}$")]
"""The same as a clerk is told of it: ``T`` where only a notice's number is told, of a day with few visitors."""
Said = Annotated[str, Meta(min_length=2, max_length=300, pattern=r"\S")]
"""Why, in a staff member's words: kept in the journal, never erased."""
Register = Literal["complaint", "cannot-do", "praise"]
"""投诉 · 办不成事反映 · 表扬."""
Found = Literal["justified", "partly", "unjustified"]
"""属实合理 · 部分属实 · 不属实或没有依据."""
Complexity = Literal["simple", "complex"]
"""What can be put right soon · what takes longer and is explained first (建台账, 限期整改)."""
How = Literal["phone", "in-person", "message", "letter"]
"""How somebody was spoken to."""
Content = Literal["satisfied", "fair", "dissatisfied", "unreachable"]
"""What the visitor says of the outcome when called back: 满意 · 基本满意 · 不满意 · 联系不上."""
Exclusion = Literal["mistaken", "malicious"]
"""误评 · 恶意差评."""


class RegisterCase(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Register what a visitor says to staff (办不成事反映, 投诉, 表扬): it is handled as a bad rating is; praise is passed on."""

    source: Register
    text: Personal | None = None
    """What was said; needed."""
    contact: Personal | None = None
    """How the visitor can be reached; None: anonymous."""
    counter: Slug | None = None
    """What it is about: a counter, and so who sits there now."""
    ticket: TicketNamed | None = None
    """The visitor's number: then its last errand says counter, clerk and matter, and its holder can look up the answer."""
    day: Date | None = None
    """The number's date, as it stands on the slip; None: today. One of an earlier day is known as long as it may be rated."""


class VerifyOrder(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Say what was found out (核实), and how long it takes to put right: that sets the time limit."""

    order: OrderNo
    found: Found
    complexity: Complexity = "simple"
    note: Personal | None = None


class ContactVisitor(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Note that the visitor was spoken to, or that it was tried (联系); after ``bad.contact_tries`` tries in vain it goes on without."""

    order: OrderNo
    how: How = "phone"
    reached: bool = True
    note: Personal | None = None


class SettleOnSpot(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Put it right while the visitor is still in the hall (现场立行立改): verified, spoken to, put right and answered in one, and timed."""

    order: OrderNo
    measure: Code = "done-now"
    """A ``measure`` code."""
    cause: Code = "other"
    """A ``cause`` code."""
    note: Personal | None = None


class RectifyOrder(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Say what was put right, and what the cause was (整改)."""

    order: OrderNo
    measure: Code
    """A ``measure`` code."""
    cause: Code
    """A ``cause`` code."""
    note: Personal | None = None


class ExplainOrder(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Say that nothing had to be put right and that the visitor was told why (解释说明)."""

    order: OrderNo
    cause: Code = "other"
    """A ``cause`` code."""
    note: Personal | None = None


class ReplyOrder(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Answer the visitor (答复); the ticket's holder can read it on the ticket page."""

    order: OrderNo
    text: Personal | None = None
    """Needed."""


class CallVisitorBack(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Note what the visitor says of the outcome (回访)."""

    order: OrderNo
    content: Content
    how: How = "phone"
    note: Personal | None = None


class CloseOrder(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Close a work order of which every step is done (结案归档)."""

    order: OrderNo


class AppealOrder(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Ask for a review of what was found about one's own work (申诉); who rated is not told."""

    order: ToldNo
    reason: Said


class ReviewAppeal(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Decide a clerk's appeal (复核), by somebody else than who found it: upheld, it does not count against the clerk."""

    order: OrderNo
    upheld: bool
    reason: Said


class ProposeExclusion(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Propose that a bad rating be left out of the figures, as mistaken or malicious; another person decides."""

    order: OrderNo
    why: Exclusion
    reason: Said


class DecideExclusion(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Decide a colleague's proposal to leave a rating out (结果不予采纳). The rating stays and is reported apart."""

    order: OrderNo
    agree: bool
    reason: Said


class ReportOrderRead(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The door says that somebody reads the personal texts of an order, also of one that the hall has forgotten. The server's own."""

    order: OrderNo
    person: Slug


class ChaseOrder(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Remind of a work order, say that its time is over, or take it higher: whatever is due now (催办, 超期, 督办). The server's own."""

    order: OrderNo
