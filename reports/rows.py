# SPDX-License-Identifier: Apache-2.0
"""What a report reads: one row type per projection, and the bundle of a period.

The fields are the columns of the projections of the same name. Times are UTC in integer
microseconds (``_us``); a time that is None was not recorded or has not come yet.
"""

from collections.abc import Sequence
from typing import NamedTuple

from reports.rows_beside import AlarmRow, AwayRow, JumpRow, OrderRow


class DayRow(NamedTuple):
    """A business day: its date (ISO), when it opened, when it closed; None: not closed."""

    date: str
    opened_us: int
    closed_us: int | None


class TicketRow(NamedTuple):
    """A ticket: issue, state or end, times absent (``misses``), what became of it at day close."""

    id: str
    day: str
    issued_us: int
    standard: str
    misses: int
    state: str
    ended_us: int | None
    disposition: str
    channel: str = ""
    """How the number was got: ``kiosk``, ``desk``, ``phone``, … ``direct`` and ``paper`` waited in no queue of this system."""
    grp: str = ""
    """Priority group that counts for it; empty: none."""
    party: int = 1
    """So many persons came with it."""
    language: str = ""
    ahead: int = 0
    range_low_s: int | None = None
    """Quoted wait; None: none was quoted."""
    range_high_s: int | None = None


class LegRow(NamedTuple):
    """A leg: where and when it waited, who called and served it, how it ended."""

    ticket: str
    leg: int
    day: str
    queue: str
    service: str
    opened_us: int
    target_s: int
    counter: str
    calls: int
    out_of_order: bool
    first_called_us: int | None
    last_called_us: int | None
    started_us: int | None
    held_from_us: int | None
    held_us: int
    finished_us: int | None
    implicit: bool
    outcome: str
    state: str
    ended_us: int | None
    opened_by: str = "issue"
    """``issue``, ``transfer``, ``next``, ``bring-back``; ``direct`` or ``paper`` stand beside the wait figures."""
    suspended_us: int = 0
    """So much of the wait fell into suspensions of the hall."""
    wait_doubt: str = ""
    """Why its wait was marked as not credible; empty: it was not."""
    service_doubt: str = ""
    yielded: int = 0
    """So many places its visitor let others go first: a wait that was chosen."""
    grp: str = ""
    """Group whose credit it had."""
    clerk: str = ""
    """Who called or served it last."""


class RatingRow(NamedTuple):
    """A rating of a leg: 5 … 1 stars; ``nth`` counts the ratings of one leg and stage."""

    ticket: str
    leg: int
    stage: str
    nth: int
    at_us: int
    stars: int
    counter: str
    kind: str = "given"
    """``given``, or ``follow-up`` for the one that may come after it."""
    doubt: str = ""
    """Why it looks implausible; empty: it does not."""
    excluded: str = ""
    """Why two persons left it out of the figures: ``mistaken`` or ``malicious``; empty: they did not."""
    good_min: int = 3
    """From so many stars on it counts as satisfied, by the standard under which it was given."""
    clerk: str = ""
    """Whose work it rates."""
    service: str = ""
    """What its leg was for, and the items that were handled in it, with a blank between them."""
    items: str = ""


class ClosedRow(NamedTuple):
    """A closed case (办结) of a leg, and the business day on which that was noted."""

    ticket: str
    leg: int
    day: str
    done_day: str = ""
    """Business day on which it was done, and the one on which the leg was: both ISO dates."""
    leg_day: str = ""


class SpanRow(NamedTuple):
    """A stretch in which a counter was ``open`` or ``paused``; ``until_us`` None: it still is."""

    counter: str
    state: str
    reason: str
    from_us: int
    until_us: int | None


class PlannedRow(NamedTuple):
    """A stretch in which a counter should have been open by the shifts, as they were when its day opened."""

    counter: str
    from_us: int
    until_us: int


class HandRow(NamedTuple):
    """A stretch in which a counter had a ticket in hand, from its call or resumption on; ``until_us`` None: it still has."""

    counter: str
    from_us: int
    until_us: int | None


class ItemRow(NamedTuple):
    """Items handled in a leg, and how many of each."""

    ticket: str
    leg: int
    item: str
    quantity: int


class PeriodRows(NamedTuple):
    """Everything a report needs of the business days from ``from_date`` up to, not including, ``to_date``."""

    from_date: str
    to_date: str
    days: list[DayRow]
    tickets: list[TicketRow]
    legs: list[LegRow]
    ratings: list[RatingRow]
    spans: list[SpanRow]
    hands: list[HandRow]
    items: list[ItemRow]
    as_of_us: int
    """Time of the last event that these rows hold; what is still open is measured up to here."""
    journal: str
    """That event's anchor, ``<epoch>.<seq>:<hash>``; empty: unknown."""
    clock_suspected: int
    """How often the wall clock stepped in these days."""
    planned: Sequence[PlannedRow] = ()
    closed: Sequence[ClosedRow] = ()
    """Cases whose close was noted on these days."""
    defaults: int = 0
    """Ratings that nobody gave, noted on these days by the standard's policy."""
    orders: Sequence[OrderRow] | None = None
    """Work orders opened on these days, as they stand now; None: this file keeps none."""
    now_us: int = 0
    """Time of the last event of all: how far the work orders are known; 0 where there are none."""
    alarms: Sequence[AlarmRow] = ()
    jumps: Sequence[JumpRow] = ()
    away: Sequence[AwayRow] = ()


class EarlierRow(NamedTuple):
    """A rating of an earlier day (ISO date), of a leg that was rated again."""

    ticket: str
    leg: int
    stage: str
    nth: int
    day: str
    stars: int
    kind: str = "given"
    excluded: str = ""
    good_min: int = 3


class RatedRows(NamedTuple):
    """The ratings that were given on a day, the legs that they rate, and what those legs had been given on earlier days."""

    day: str
    ratings: list[RatingRow]
    legs: list[LegRow]
    earlier: list[EarlierRow]
    closed: Sequence[ClosedRow] = ()
    """Cases whose close was noted on that day, and those of the rated legs."""
    defaults: int = 0


class Extent(NamedTuple):
    """Which business days of a hall a report holds, and how far their journal had come."""

    from_date: str
    to_date: str
    days: list[DayRow]
    as_of_us: int
    """Time of the last event that the rows hold; what is still open is measured up to here."""
    journal: str
    """That event's anchor, ``<epoch>.<seq>:<hash>``; empty: unknown."""
    clock_suspected: int
    """How often the wall clock stepped in these days."""
    begun: str = ""
    """The first business day that this hall ever had here: before it there is nothing to miss; empty: unknown."""
