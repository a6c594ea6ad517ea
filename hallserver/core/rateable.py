# SPDX-License-Identifier: Apache-2.0
"""What may be rated, by whom it is asked, and until when: one answer for the rater, the phone, the scanned slip and the rules.

A leg that was started may be rated, however it ended: finished, sent on, given back, absent, closed over; in two stages: the errand
(受理) and, once its case is closed, the completion (办结), each once, and by the number's holder once more (追评). Online it is open for
``eval.window_online`` natural days after the day on which it ended; the rater at the counter asks for ``eval.window_device`` seconds
after a finish, once a visit, after its last leg.
"""

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from hallserver.core.hall import Hall, Leg, Ticket
from hallserver.core.hours import hall_date
from hallserver.core.rated import DAYS_KEPT, KeptLeg, Rated, days_after, find, packed, unpacked
from hallserver.core.ticket import LIVE

ACCEPTED, COMPLETED = "accepted", "completed"
STAGES = {"both": (ACCEPTED, COMPLETED), "accepted": (ACCEPTED,)}
"""``eval.stage_rule`` → the stages that are asked: whoever was served may always rate that."""
DEFAULTS = {"satisfied-flagged": 3}
"""``eval.default_policy`` → the stars that an errand counts as which nobody rated in time; without a row: as not rated."""


class Chance(Struct, frozen=True):
    """A stage of a leg that may be rated, or was: how often it was, and the last date (ISO) on which it may be online."""

    leg: KeptLeg
    stage: str
    given: int
    until: str


def stages(hall: Hall) -> tuple[str, ...]:
    """Return the stages that the standard asks."""
    return STAGES[hall.rules.word("eval.stage_rule")]


def most_ratings(hall: Hall) -> tuple[int, int]:
    """Return how many ratings a stage takes, and how many with the follow-up."""
    most = hall.rules.whole("eval.max_per_stage")
    return most, most + hall.rules.whole("eval.followup_max")


def chances(hall: Hall, ticket: str, now_us: int) -> list[Chance]:
    """Return the stages of a number's served legs that are open today, rated or not, in order; of today or an earlier day."""
    legs = _legs(hall, ticket)
    if not legs:  # as of every number that waits: thousands of phones ask
        return []
    asked, today = stages(hall), hall_date(hall, now_us)
    found: list[Chance] = []
    for leg in legs:
        if leg.until >= today:
            found.append(Chance(leg, ACCEPTED, leg.accepted, leg.until))
        if COMPLETED in asked and leg.done_until >= today:
            found.append(Chance(leg, COMPLETED, leg.completed, leg.done_until))
    return found


def is_over(hall: Hall, ticket: str) -> bool:
    """Tell whether a visit is over: while more of it is to come nobody is asked."""
    found = hall.tickets.get(ticket)
    return found is None or found.state not in LIVE


def asked_at(hall: Hall, counter: str, now_us: int) -> KeptLeg | None:
    """Return the leg that the rater at a counter asks for now; None: there is none, or its time is over."""
    held = hall.counter(counter).rateable
    ticket = hall.tickets.get(held[0]) if held is not None else None
    if held is None or ticket is None or not is_over(hall, ticket.id):
        return None
    leg = ticket.legs[held[1] - 1]
    if leg.ratings >= most_ratings(hall)[0] or now_us > device_until_us(hall, leg):
        return None
    return kept_leg(hall, ticket, leg)


def device_until_us(hall: Hall, leg: Leg) -> int:
    """Return until when the rater at the counter asks for a finished leg."""
    return (leg.finished_us or 0) + hall.rules.whole("eval.window_device") * 1_000_000


def kept_leg(hall: Hall, ticket: Ticket, leg: Leg, now_us: int = 0) -> KeptLeg:
    """Return what is kept of a served leg of today: one that goes on ends now."""
    before = find(hall.rated.kept, ticket.id, leg.no)
    until = days_after(hall_date(hall, leg.ended_us or now_us or hall.at_us), hall.rules.whole("eval.window_online"))
    counter, clerk = leg.by
    return KeptLeg(
        ticket=ticket.id,
        leg=leg.no,
        label=ticket.label,
        day=hall.day,
        counter=counter,
        clerk=clerk,
        services=leg.services,
        until=until,
        accepted=leg.ratings,
        named=bool(ticket.person),
        case_no=leg.case_no,
        case_until=_case_until(hall, leg, before),
        done_until=before.done_until if before is not None else "",
        completed=before.completed if before is not None else 0,
    )


def _case_until(hall: Hall, leg: Leg, before: KeptLeg | None) -> str:
    """Return until when a case may be closed that was accepted; empty: there is none, or it is closed."""
    waits = leg.case_no and leg.outcome == ACCEPTED and COMPLETED in stages(hall) and not (before is not None and before.done_until)
    return days_after(hall.day, hall.rules.whole("eval.case_days")) if waits else ""


def _legs(hall: Hall, ticket: str) -> list[KeptLeg]:
    found = hall.tickets.get(ticket)
    if found is None:
        return hall.rated.kept.get(ticket, [])
    return [kept_leg(hall, found, leg) for leg in found.legs if leg.rateable]


def cases(hall: Hall, case_no: str) -> Iterator[KeptLeg]:
    """Give the legs that have this case, those of earlier days first."""
    for ticket, legs in hall.rated.kept.items():
        yield from (it for it in legs if it.case_no == case_no and ticket not in hall.tickets)
    for held in hall.tickets.values():
        yield from (kept_leg(hall, held, leg) for leg in held.legs if leg.case_no == case_no and leg.finished_us is not None)


def overdue(hall: Hall, today: str) -> Iterator[Chance]:
    """Give what nobody rated in time and the standard has counted as something, until that is noted."""
    asked = stages(hall)
    if hall.rules.word("eval.default_policy") not in DEFAULTS:
        return
    for ticket, legs in hall.rated.kept.items():
        for leg in legs if ticket not in hall.tickets else ():
            if leg.until and leg.until < today and not leg.accepted:
                yield Chance(leg, ACCEPTED, 0, leg.until)
            if COMPLETED in asked and leg.done_until and leg.done_until < today and not leg.completed:
                yield Chance(leg, COMPLETED, 0, leg.done_until)


def kept_ratings(hall: Hall, at_us: int, *, unfinished: bool = True) -> dict[str, Any]:
    """Return the part of a snapshot that says what may still be rated, and what the last weeks' ratings were.

    It is there even if it is empty: a snapshot without it was written by a program that knew nothing of it. One that kept only
    finished legs wrote it without the ``unfinished``.
    """
    today = hall_date(hall, at_us)
    waiting = {(it.leg.ticket, it.leg.leg) for it in overdue(hall, today)}
    earlier = [it for ticket, legs in hall.rated.kept.items() if ticket not in hall.tickets for it in legs]
    legs = [it for it in earlier if it.lasts(today) or (it.ticket, it.leg) in waiting]
    # The close ends what still goes on, in the same step.
    served = [(held, leg) for held in hall.tickets.values() for leg in held.legs if leg.served]
    legs += [kept_leg(hall, held, leg, at_us) for held, leg in served if unfinished or leg.finished_us is not None]
    since = days_after(hall.day, -DAYS_KEPT)
    devices = {of: {day: n for day, n in days.items() if day >= since} for of, days in hall.rated.by_device.items()}
    clerks = {of: {day: n for day, n in days.items() if day >= since} for of, days in hall.rated.by_clerk.items()}
    kept = {
        "legs": packed(legs),
        "clerks": {of: days for of, days in clerks.items() if days},
        "devices": {of: days for of, days in devices.items() if days},
        "doubts": [msgspec.to_builtins(it) for it in hall.rated.doubts if it.day >= since],
    }
    return {"rated": {name: part for name, part in kept.items() if part}}


def rated_of(snapshot: dict[str, Any]) -> Rated:
    """Return what a snapshot says of ratings."""
    kept = snapshot.get("rated", {})
    known = {name: kept[other] for name, other in (("by_device", "devices"), ("by_clerk", "clerks"), ("doubts", "doubts")) if other in kept}
    rated = msgspec.convert(known, Rated)
    rated.kept = unpacked(kept.get("legs", ()))
    return rated
