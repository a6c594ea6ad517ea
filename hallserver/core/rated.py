# SPDX-License-Identifier: Apache-2.0
"""What of ratings outlives the business day: legs that may still be rated, what each device was given, what is doubted. Values only.

A day's tickets are forgotten when the next one opens, but a visitor may rate for ``eval.window_online`` natural days, and a case
that was accepted may be closed weeks later. So the day's close keeps a few words of each finished leg, in its snapshot; rows there
stand by counter, clerk and services, each as short as it can be.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

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
    doubts: list[Doubt] = field(default_factory=list)
    """Newest first; bounded."""


def days_after(day: str, days: int) -> str:
    """Return the date (ISO) so many natural days after a date."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def find(kept: dict[str, list[KeptLeg]], ticket: str, leg: int) -> KeptLeg | None:
    """Return the record of a leg of an earlier day; None: there is none any more."""
    return next((it for it in kept.get(ticket, ()) if it.leg == leg), None)


_Place = tuple[str, str, int, str, str, tuple[str, ...]]


def packed(legs: Iterable[KeptLeg]) -> list[list[Any]]:
    """Return records as a snapshot holds them: [day, until, epoch, counter, clerk, [services], [row, …]] for each place.

    A row is [seq, label, ratings, leg, named, case, case until, done until, ratings of the completion], without what is as usual at its end.
    """
    places: dict[_Place, list[list[Any]]] = {}
    for it in legs:
        epoch, _, seq = it.ticket.partition(".")
        place = (it.day, it.until, int(epoch), it.counter, it.clerk, it.services)
        row = [int(seq), it.label, it.accepted, it.leg, int(it.named), it.case_no, it.case_until, it.done_until, it.completed]
        while len(row) > len(_USUAL) and row[-1] == _USUAL_END[len(row) - 1]:
            row.pop()
        places.setdefault(place, []).append(row)
    return [[*place[:-1], list(place[-1]), rows] for place, rows in places.items()]


_USUAL: tuple[Any, ...] = (0, "")
_USUAL_END: tuple[Any, ...] = (*_USUAL, 0, 1, 0, "", "", "", 0)


def unpacked(places: Iterable[list[Any]]) -> dict[str, list[KeptLeg]]:
    """Return the records that ``packed`` wrote, by ticket."""
    kept: dict[str, list[KeptLeg]] = {}
    for day, until, epoch, counter, clerk, services, rows in places:
        for row in rows:
            seq, label, accepted, leg, named, case_no, case_until, done_until, completed = (*row, *_USUAL_END[len(row) :])
            one = KeptLeg(
                ticket=f"{epoch}.{seq}",
                leg=leg,
                label=label,
                day=day,
                counter=counter,
                clerk=clerk,
                services=tuple(services),
                until=until,
                accepted=accepted,
                named=bool(named),
                case_no=case_no,
                case_until=case_until,
                done_until=done_until,
                completed=completed,
            )
            kept.setdefault(one.ticket, []).append(one)
    for legs in kept.values():
        legs.sort(key=lambda it: it.leg)
    return kept
