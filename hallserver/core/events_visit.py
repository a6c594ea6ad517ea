# SPDX-License-Identifier: Apache-2.0
"""What happened to one visit that went another way than most: changed, swapped, undone, lifted, fetched, come back."""

from typing import Literal

from hallserver.core.happening import Event, LegPlan


class ServiceChanged(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A waiting visitor's services were changed: the open leg goes on as ``next`` with its rank and time, ``plan`` follows."""

    ticket: str
    leg: int
    next: LegPlan
    plan: tuple[LegPlan, ...] = ()


class TicketsSwapped(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody else sat down than was called: ``back`` waits again where it was, ``ticket`` is in hand in its place."""

    back: str
    back_leg: int
    ticket: str
    leg: int
    counter: str
    clerk: str
    label: str
    to: Literal["called", "serving"]
    call: int = 1
    """Which call of this leg it counts as."""


class FinishUndone(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A finish was taken back: the leg goes on. ``put_back``, called since, waits again and goes first at this clerk's next call."""

    ticket: str
    leg: int
    counter: str
    clerk: str
    put_back: str = ""


class AbsenceUndone(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A mark-absent was taken back: the number is called again as if it had not been missed."""

    ticket: str
    leg: int
    counter: str
    clerk: str
    put_back: str = ""


class TicketLifted(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A waiting number was brought to the front of its queue."""

    ticket: str
    leg: int
    reason: str
    ordered_by: str
    credit_s: int


class PriorityChecked(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A named priority was looked at: ``group`` counts from now on with its credit, or, empty, it was not so."""

    ticket: str
    leg: int
    group: str = ""
    credit_s: int = 0


class NeedsNoted(Event, frozen=True, kw_only=True, omit_defaults=True):
    """What the visitor needs was noted."""

    ticket: str
    leg: int
    needs: tuple[str, ...] = ()
    language: str = "zh-Hans"


class VisitorEscorted(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody went to fetch the called visitor."""

    ticket: str
    leg: int


class VisitorOnWay(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The called visitor said to be on the way: so much longer the counter waits."""

    ticket: str
    leg: int
    extra_s: int


class CaseNoted(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The case number of a leg was noted."""

    ticket: str
    leg: int
    case_no: str


class NoticeGiven(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A list of missing papers was given (一次性告知单): codes, and what the hall's own ones were called then."""

    missing: tuple[str, ...]
    papers: dict[str, dict[str, str]]
    """Slug → names, of those that belong to the item."""
    ticket: str = ""
    leg: int = 0
    item: str = ""
    counter: str = ""
    clerk: str = ""
    device: str = ""
    """The printer; empty: none was there."""


class ReturnGiven(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The visitor of this number may come back without queueing anew until the end of that day (ISO date)."""

    ticket: str
    label: str
    day: str
    """Business day of the number."""
    services: tuple[str, ...]
    reason: str
    until: str
    device: str = ""
    """The printer of the slip; empty: none is printed."""


class PlaceYielded(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A waiting visitor let others go first: ``places`` of them, the last of whom stands at ``behind``.

    That place counts any credit in; the leg stands just behind it from now on, without a credit of its own.
    """

    ticket: str
    leg: int
    places: int
    behind: tuple[int, int, int]


class RecordAnnotated(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A figure of a leg was marked as not credible, or credible again."""

    ticket: str
    leg: int
    what: Literal["wait", "service"]
    reason: str
    credible: bool = False
