# SPDX-License-Identifier: Apache-2.0
"""Single things that the hall remembers for its staff: messages, calls for help, the opening check, who may come back. Values only."""

from msgspec import Struct

from hallserver.core.events_hall import Check
from hallserver.core.events_visit import ReturnGiven


class Message(Struct, kw_only=True, frozen=True):
    """A message: id ``<epoch>.<seq>``, to whom, from whom, what, about which number, and who has read it."""

    id: str
    to: str
    by: str
    at_us: int
    code: str = ""
    text: str = ""
    label: str = ""
    seen: tuple[str, ...] = ()


class Calling(Struct, kw_only=True, frozen=True):
    """A counter's silent call for help: of what kind, since when, by whom."""

    counter: str
    clerk: str
    kind: str
    at_us: int


class Seen(Struct, kw_only=True, frozen=True):
    """Who has acknowledged an alarm, as the journal names actors, and when (µs)."""

    by: str
    at_us: int


class Opening(Struct, kw_only=True, frozen=True):
    """An opening check: when, by whom as the journal names it, and its lines."""

    at_us: int
    by: str
    checks: tuple[Check, ...]


class Return(Struct, kw_only=True, frozen=True):
    """A right to come back without queueing anew: the earlier number, its day, what for, why, until the end of which day (ISO)."""

    ticket: str
    label: str
    day: str
    services: tuple[str, ...]
    reason: str
    until: str
    device: str = ""


def right_of(event: ReturnGiven) -> Return:
    """Return the right to come back that this event gives, as the hall keeps it."""
    return Return(
        ticket=event.ticket,
        label=event.label,
        day=event.day,
        services=event.services,
        reason=event.reason,
        until=event.until,
        device=event.device,
    )
