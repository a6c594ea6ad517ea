# SPDX-License-Identifier: Apache-2.0
"""What a report reads beside tickets and legs: work orders, alarms, calls out of order, and devices that were not to be reached."""

from typing import NamedTuple


class JumpRow(NamedTuple):
    """A step that put a leg out of order (越序): called by name, lifted, or swapped for who sat down."""

    ticket: str
    leg: int
    kind: str
    """``call-ticket``, ``lift`` or ``swap``."""
    reason: str
    """A ``call-reason``; empty: none was given."""
    person: str
    """Who ordered it; empty: nobody in particular."""


class AwayRow(NamedTuple):
    """A stretch in which a device was not to be reached; ``until_us`` None: it still is not."""

    device: str
    from_us: int
    until_us: int | None


class AlarmRow(NamedTuple):
    """An alarm: what kind (``alarm.<key>``), how bad, since when, when somebody acknowledged it, and until when it lasted.

    Of one that still lasts, or outlasted its day, ``until_us`` is how far the rows go.
    """

    key: str
    level: str
    raised_us: int
    seen_us: int | None
    until_us: int


class BadRow(NamedTuple):
    """A bad rating: of which number, when and at which stage it was given, and what became of it; empty: no order was opened."""

    of_day: str
    """Business day of the number; empty: unknown."""
    label: str
    day: str
    """On which it was given."""
    stage: str
    kind: str
    """``given``, or ``follow-up``: it was added to another."""
    counter: str
    clerk: str
    service: str
    stars: int
    named: bool
    doubt: str
    """The sign by which it is hard to believe; empty: there is none."""
    order: str
    found: str
    cause: str
    fixed_us: int | None
    """When it was put right or explained."""
    closed_us: int | None
    excluded: str


class OrderRow(NamedTuple):
    """A work order: when each step was first done and was due; None: not yet, or nobody set a time."""

    no: str
    day: str
    source: str
    named: bool
    contact_due_us: int | None
    fix_due_us: int | None
    verified_us: int | None
    contacted_us: int | None
    reached: bool
    settled_us: int | None
    fixed_us: int | None
    """When it was put right or explained."""
    closed_us: int | None
    excluded: str
    """``mistaken``, ``malicious`` or empty."""
    overdue: int
    """How many of its clocks ran out."""
    of_day: str = ""
    """Business day of the number that was rated."""
    label: str = ""
    counter: str = ""
    clerk: str = ""
    service: str = ""
    stars: int = 0
