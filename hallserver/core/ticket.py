# SPDX-License-Identifier: Apache-2.0
"""A visitor's number: its states, its legs, and everything that is known of the visit. Values only.

A ``Rank`` orders a queue: (leg opened, seq of the opening event, seq of a later re-ranking). Within
one credit group the lower rank is called first; across groups the credit is taken off the first part.
"""

from typing import Literal

from msgspec import Struct, field

from hallserver.core.happening import LegPlan, Reason

Rank = tuple[int, int, int]
State = Literal[
    "waiting", "called", "serving", "held", "absent",
    "finished", "cancelled", "voided", "forfeited", "unserved",
]  # fmt: skip
LIVE: frozenset[str] = frozenset({"waiting", "called", "serving", "held", "absent"})
"""States of tickets whose turn is still open; the others are ends."""
EXPECTANT: frozenset[str] = LIVE - {"absent"}
"""States in which a visitor still counts on the hall: while there is one, the day does not change by itself."""
BESIDE: frozenset[str] = frozenset({"direct", "paper"})
"""Channels of numbers that nobody saw waiting from the first moment: their first leg is outside wait figures, counted beside them."""

RETURNED = "returned"
"""Credit group of who comes back: given by a right that was promised, never by what somebody has seen."""


class Leg(Struct, kw_only=True):
    """One stay in one queue and the service that ends it. ``no`` counts from 1 within the ticket."""

    no: int
    queue: str
    services: tuple[str, ...]
    opened_us: int
    rank: Rank
    group: str = ""
    credit_s: int = 0
    target_s: int = 0
    only: str = ""
    """The one counter that may call it; empty: any that serves the queue."""
    entered_us: int = 0
    """When it last came into the line in which it waits: later than ``opened_us`` after a hold, a change of service, a paper number."""
    calls: int = 0
    first_called_us: int | None = None
    last_called_us: int | None = None
    """Last call or recall."""
    called_us: int | None = None
    """Last call that was not a recall: since then the visitor is expected."""
    why: Reason | None = None
    """Why it was the one to be called."""
    counter: str = ""
    clerk: str = ""
    started_us: int | None = None
    held_from_us: int | None = None
    held_us: int = 0
    held_for: str = ""
    """Reason code of the last hold."""
    served_at: str = ""
    """Counter at which it was served last: started, or resumed; empty: it never was."""
    served_by: str = ""
    """Clerk who served it there. Whoever calls it again after a hold, and nobody comes, has not served it."""
    finished_us: int | None = None
    ended_us: int | None = None
    """When it ended first, however: finished, sent on, absent, given back, closed over; None: it goes on."""
    outcome: str = ""
    implicit: bool = False
    """It was finished without having been started at its last call."""
    ratings: int = 0
    """Ratings given to this leg."""
    case_no: str = ""
    lifted_by: str = ""
    """Person who had it brought to the front; empty: nobody."""
    lifted_for: str = ""
    """Reason code of that."""
    escorted_us: int | None = None
    """When somebody went to fetch the visitor of the last call."""
    on_way_s: int = 0
    """So much longer the counter waits, since the visitor of the last call said to be on the way."""
    passed_by: int = 0
    """So many later numbers were called out of number order while it waited here."""
    passed_by_called: int = 0
    """Of these: called by name, or brought to the front, on somebody's word; the others by a right of their own."""
    yielded_us: int | None = None
    """When the visitor last let others go first, before any call; None: never. What is waited then is chosen."""

    @property
    def served(self) -> bool:
        """Tell whether its visitor was served here: started, or finished by a hall that presses no start."""
        return self.started_us is not None or self.finished_us is not None

    @property
    def rateable(self) -> bool:
        """Tell whether it may be rated: started is rateable, however it ended (never a setting)."""
        return self.served and self.ended_us is not None

    @property
    def by(self) -> tuple[str, str]:
        """Return counter and clerk that answer for it: where it was finished, else where it was served last."""
        return (self.counter, self.clerk) if self.finished_us is not None else (self.served_at, self.served_by)

    @property
    def patient_until_us(self) -> int:
        """Return since when the visitor waits without having chosen it."""
        return self.yielded_us or self.opened_us


class Ticket(Struct, kw_only=True):
    """A visitor's number and everything known of the visit; ``id`` is ``<epoch>.<seq>``."""

    id: str
    label: str
    letter: str
    number: int
    state: State
    issued_us: int
    legs: list[Leg]
    plan: list[LegPlan] = field(default_factory=list)
    """Legs still to open, in order."""
    group: str = ""
    declared: str = ""
    confirmed_by: str = ""
    """Who confirmed the group after the number was taken, as the journal names it; empty: nobody had to."""
    needs: tuple[str, ...] = ()
    party: int = 1
    items: tuple[str, ...] = ()
    language: str = "zh-Hans"
    channel: str = "kiosk"
    actor: str = ""
    """Who took it, e.g. ``device:kiosk-1``."""
    range_s: tuple[int, int] | None = None
    paperless: bool = False
    """Given without a slip, as the visitor agreed."""
    misses: int = 0
    yields: int = 0
    """How often the visitor let others go first."""
    ready_for: str = ""
    """The clerk at whose next call this ticket goes first."""
    returns: str = ""
    """The earlier number that the visitor came back on."""
    orders: tuple[str, ...] = ()
    """Work orders about this visit, oldest first."""
    person: str = ""
    """The vault's reference of the ID number that it was taken with; two of one person have two. Empty: none was given."""

    @property
    def leg(self) -> Leg:
        """Return the leg that is open, or the last one."""
        return self.legs[-1]
