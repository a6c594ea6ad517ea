# SPDX-License-Identifier: Apache-2.0
"""What a report reads beside tickets and legs: alarms, calls out of order, and devices that were not to be reached."""

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
