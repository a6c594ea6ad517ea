# SPDX-License-Identifier: Apache-2.0
"""A work order (工单): everything that is known of a bad rating, a complaint, what could not be done, or praise. Values only.

Three clocks follow one another: ``contact`` (find out and speak to the visitor), ``fix`` (put right or explain, and answer), ``close``
(ask what the outcome is worth, and close). A clock is done when its steps are.
"""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct, field

from hallserver.core.asking import Sealed
from hallserver.core.events_work import Due

Step = Literal["verify", "contact", "fix", "reply", "call-back", "close", ""]
Clock = Literal["contact", "fix", "close", ""]
CLOCK_OF: dict[Step, Clock] = {
    "verify": "contact", "contact": "contact", "fix": "fix", "reply": "fix", "call-back": "close", "close": "close", "": "",
}  # fmt: skip
"""Step → the clock that it is under."""
PRAISE = "praise"
READ_AGAIN_US = 3_600_000_000
"""Whoever has an order open reads it once, however often the screen draws it."""
KEPT_DAYS = 30
"""So long a closed order is kept in mind; the tables keep all."""
KEPT_US = KEPT_DAYS * 86_400_000_000


class WorkStep(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One step of an order as it is remembered: what (``order-step.<kind>``), when, by whom, the codes that it says, its note."""

    kind: str
    at_us: int
    by: str
    """As the journal names actors, e.g. ``person:dan``."""
    says: dict[str, str | int | bool] = field(default_factory=dict)
    note: Sealed | None = None


class WorkOrder(Struct, kw_only=True, omit_defaults=True):
    """One order by its number; times are UTC µs, 0: not yet. Codes are those of ``commands_work`` and ``codes``."""

    no: str
    source: str
    opened_us: int
    day: str = ""
    """Business day on which it was opened (ISO); empty: before the first."""
    ticket: str = ""
    label: str = ""
    """The ticket's number, ``A012``."""
    leg: int = 0
    stage: str = ""
    nth: int = 0
    counter: str = ""
    clerk: str = ""
    service: str = ""
    item: str = ""
    stars: int = 0
    tags: tuple[str, ...] = ()
    dimensions: dict[str, int] = field(default_factory=dict)
    """What else the rating said: tags, and stars of single dimensions."""
    named: bool = False
    """The visitor can be reached; else contact and call-back are not asked for."""
    channel: str = ""
    text: Sealed | None = None
    contact: Sealed | None = None
    contact_due: Due | None = None
    fix_due: Due | None = None
    close_due: Due | None = None
    on_spot_us: int = 0
    """Until when it can be put right on the spot."""
    enough: int = 0
    """Tries to reach the visitor that are enough."""
    tried: int = 0
    verified_us: int = 0
    verified_by: str = ""
    found: str = ""
    complexity: str = ""
    contacted_us: int = 0
    """When the visitor was reached, or when the last try that is asked for was in vain."""
    reached: bool = False
    settled_us: int = 0
    """When it was put right on the spot."""
    rectified_us: int = 0
    explained_us: int = 0
    measure: str = ""
    cause: str = ""
    replied_us: int = 0
    answer: Sealed | None = None
    called_back_us: int = 0
    content: str = ""
    closed_us: int = 0
    appeal: Literal["", "open", "upheld", "rejected"] = ""
    exclusion: Literal["", "proposed", "agreed", "rejected"] = ""
    proposed: str = ""
    """Why it is proposed to leave the rating out: ``mistaken`` or ``malicious``."""
    agreed_by: list[str] = field(default_factory=list)
    """Who proposed it, and who agreed, as the journal names them."""
    excluded: str = ""
    """Why the rating is left out of the figures: ``mistaken`` or ``malicious``; empty: it is not."""
    reminded: dict[str, int] = field(default_factory=dict)
    """Clock → reminders so far."""
    missed: list[str] = field(default_factory=list)
    """Clocks whose due time has passed before they were done."""
    escalated: dict[str, str] = field(default_factory=dict)
    """Clock → to whom it was taken last."""
    among: int = 0
    """Visitors whom the clerk served on the day of the visit."""
    pooled: int = 0
    """Visitors whom the clerk served on the days after, while those of that day were too few to tell the clerk."""
    notice: str = ""
    """Number under which the clerk is told where the day itself is not; empty: there is no such notice (yet)."""
    readers: dict[str, int] = field(default_factory=dict)
    """Slug of who has read its personal texts → when last."""
    steps: list[WorkStep] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return not self.closed_us

    @property
    def follows(self) -> bool:
        """Whether a visitor added it to a rating of the same errand (追评)."""
        return self.source == "rating" and self.nth > 1

    @property
    def dissatisfied(self) -> bool:
        """Whether the visitor said when called back that it is not put right."""
        return self.content == "dissatisfied"

    @property
    def next_step(self) -> Step:
        """Return what is to be done next; empty: nothing, it is closed."""
        if self.closed_us:
            return ""
        if self.source == PRAISE or self.excluded:
            return "close"
        done: tuple[tuple[Step, bool], ...] = (
            ("verify", bool(self.verified_us)),
            ("contact", bool(self.contacted_us) or not self.named),
            ("fix", bool(self.rectified_us or self.explained_us)),
            ("reply", bool(self.replied_us)),
            ("call-back", bool(self.called_back_us) or not self.named or not self.reached),
        )
        return next((step for step, is_done in done if not is_done), "close")

    @property
    def clock(self) -> Clock:
        """Return the clock that runs."""
        return CLOCK_OF[self.next_step]

    @property
    def due(self) -> Due | None:
        """Return until when the next step is to be done; None: nobody has set a time, or it is closed."""
        dues: dict[Clock, Due | None] = {"contact": self.contact_due, "fix": self.fix_due, "close": self.close_due, "": None}
        return dues[self.clock]

    @property
    def due_us(self) -> int | None:
        """Return when the next step is due; None: at no certain time."""
        return self.due.due_us if self.due is not None else None

    def to_note(self, person: str, now_us: int) -> bool:
        """Tell whether it is to be noted that this person (slug) reads its texts: again after ``READ_AGAIN_US``, or a further step."""
        last_us = self.readers.get(person, 0)
        return now_us - last_us >= READ_AGAIN_US or self.steps[-1].at_us > last_us

    def late(self, now_us: int) -> bool:
        """Tell whether the next step's due time has passed."""
        return self.due_us is not None and now_us >= self.due_us

    def outlived(self, now_us: int) -> bool:
        """Tell whether it was closed so long ago that it is not kept in mind; with an open appeal it is.

        Praise that nobody has passed on goes too, as long after it came, when the district has been told of it.
        """
        if self.source == PRAISE and not self.closed_us:
            return max(self.opened_us + KEPT_US, self.close_due.higher_us if self.close_due is not None else 0) < now_us
        return 0 < self.closed_us < now_us - KEPT_US and self.appeal != "open"


def kept_orders(orders: Mapping[str, WorkOrder]) -> dict[str, Any]:
    """Return the part of a snapshot that holds the work orders: none where there are none, as before there were such orders."""
    return {"orders": {no: msgspec.to_builtins(order) for no, order in orders.items()}} if orders else {}
