# SPDX-License-Identifier: Apache-2.0
"""What of ratings outlives the business day: legs that may still be rated, what each device was given, what is doubted. Values only.

A day's tickets are forgotten when the next one opens, but a visitor may rate for ``eval.window_online`` natural days, and a case
that was accepted may be closed weeks later. So the day's close keeps a few words of each finished leg, in its snapshot; rows there
stand by counter, clerk and services, each as short as it can be.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import msgspec
from msgspec import Struct, field

DOUBTS_KEPT = 100
FIVES_KEPT = 60
DAYS_KEPT = 28
"""A device is compared with its own last four weeks."""


class KeptLeg(Struct, kw_only=True, gc=False):
    """A finished leg as far as a rating needs it."""

    ticket: str
    leg: int
    label: str
    day: str
    """Its business day (ISO)."""
    counter: str
    clerk: str
    services: tuple[str, ...] = ()
    until: str = ""
    """Last date (ISO) on which the errand may be rated."""
    accepted: int = 0
    """Ratings of the errand, the follow-up counted."""
    named: bool = False
    case_no: str = ""
    case_until: str = ""
    """Until this date the case may be closed; empty: none is open."""
    done_until: str = ""
    """Last date on which the completion may be rated; empty: the case is not closed."""
    completed: int = 0
    """Ratings of the completion."""

    def lasts(self, date: str) -> bool:
        """Tell whether anything may still come of it on this date."""
        return max(self.until, self.case_until, self.done_until) >= date


class Five(Struct, frozen=True, gc=False):
    """One rating of five stars, of the last ones."""

    at_us: int
    ticket: str
    leg: int
    stage: str
    nth: int
    counter: str
    clerk: str
    device: str


class Doubt(Struct, frozen=True, kw_only=True):
    """Ratings that look implausible, as the manager's screen lists them."""

    at_us: int
    day: str
    sign: str
    counter: str
    clerk: str
    device: str
    count: int
    args: dict[str, Any] = field(default_factory=dict)


class Rated(Struct, kw_only=True):
    """Everything of ratings that is kept over days."""

    kept: dict[str, list[KeptLeg]] = field(default_factory=dict)
    """Ticket of an earlier day → its finished legs."""
    fives: list[Five] = field(default_factory=list)
    """Ratings of five stars, newest first; bounded."""
    by_device: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)
    """Device, or ``online/<counter>`` → business day → ratings, and those of five stars among them; the last weeks."""
    by_clerk: dict[str, dict[str, tuple[int, ...]]] = field(default_factory=dict)
    """Clerk → business day → ratings given, from one star to five; the last weeks. Told to the clerk as sums, on a later day."""
    doubts: list[Doubt] = field(default_factory=list)
    """Newest first; bounded."""


def days_after(day: str, days: int) -> str:
    """Return the date (ISO) so many natural days after a date."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def find(kept: dict[str, list[KeptLeg]], ticket: str, leg: int) -> KeptLeg | None:
    """Return the record of a leg of an earlier day; None: there is none any more."""
    return next((it for it in kept.get(ticket, ()) if it.leg == leg), None)


class _Row(Struct, array_like=True):
    """A leg in a snapshot, beside what it shares with others of its place; what is as usual at its end is left out there."""

    seq: int
    label: str
    accepted: int = 0
    leg: int = 1
    named: bool = False
    case_no: str = ""
    case_until: str = ""
    done_until: str = ""
    completed: int = 0


class _Place(Struct, frozen=True, array_like=True):
    day: str
    until: str
    epoch: int
    counter: str
    clerk: str
    services: tuple[str, ...]


_USUAL: list[Any] = msgspec.to_builtins(_Row(0, ""))


def packed(legs: Iterable[KeptLeg]) -> list[list[Any]]:
    """Return records as a snapshot holds them: for each place [day, until, epoch, counter, clerk, services, rows]."""
    places: dict[_Place, list[list[Any]]] = {}
    for it in legs:
        epoch, _, seq = it.ticket.partition(".")
        place = _Place(it.day, it.until, int(epoch), it.counter, it.clerk, it.services)
        row = [int(seq), it.label, it.accepted, it.leg, it.named, it.case_no, it.case_until, it.done_until, it.completed]
        while len(row) > _LEAST and row[-1] == _USUAL[len(row) - 1]:
            row.pop()
        places.setdefault(place, []).append(row)
    return [[*msgspec.to_builtins(place), rows] for place, rows in places.items()]


_LEAST = 2
"""Fields of a row that are always there."""


def unpacked(places: Iterable[list[Any]]) -> dict[str, list[KeptLeg]]:
    """Return the records that ``packed`` wrote, by ticket."""
    kept: dict[str, list[KeptLeg]] = {}
    for *head, rows in places:
        place = msgspec.convert(head, _Place)
        for it in msgspec.convert(rows, list[_Row]):
            one = _kept(place, it)
            kept.setdefault(one.ticket, []).append(one)
    for legs in kept.values():
        legs.sort(key=lambda it: it.leg)
    return kept


def _kept(place: _Place, it: _Row) -> KeptLeg:
    return KeptLeg(
        ticket=f"{place.epoch}.{it.seq}",
        leg=it.leg,
        label=it.label,
        day=place.day,
        counter=place.counter,
        clerk=place.clerk,
        services=place.services,
        until=place.until,
        accepted=it.accepted,
        named=it.named,
        case_no=it.case_no,
        case_until=it.case_until,
        done_until=it.done_until,
        completed=it.completed,
    )
