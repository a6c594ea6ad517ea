# SPDX-License-Identifier: Apache-2.0
"""How ratings change the hall: folds that ``apply`` calls."""

from hallserver.core import events as e
from hallserver.core.hall import Hall
from hallserver.core.life import tallies_of
from hallserver.core.rated import DOUBTS_KEPT, FIVES_KEPT, Doubt, Five, KeptLeg, find

BEST = 5


def rating_given(hall: Hall, entry: e.Entry, event: e.RatingGiven) -> None:
    """Count the rating: of today in the sums too, of an earlier day where it is kept; one of a number that nobody knows changes nothing."""
    kept = find(hall.rated.kept, event.ticket, event.leg)
    if kept is None and event.ticket not in hall.tickets:
        return
    if kept is not None and event.stage == "completed":
        kept.completed += 1
    elif kept is not None:
        kept.accepted += 1
    ticket = hall.tickets.get(event.ticket)
    if ticket is not None and event.stage == "accepted":
        leg = ticket.legs[event.leg - 1]
        leg.ratings += 1
        for tally in tallies_of(hall, leg.queue) if event.kind == "given" else ():  # an addition never takes the first one's place
            tally.stars[event.stars] = tally.stars.get(event.stars, 0) + 1
    counter = hall.counters.get(event.counter)
    if counter is not None and counter.rateable == (event.ticket, event.leg):
        counter.rateable = None
    _remember(hall, entry, event)


def _remember(hall: Hall, entry: e.Entry, event: e.RatingGiven) -> None:
    """Keep what tells an implausible rating: the last best ones, and the device's days."""
    rated, best = hall.rated, event.stars == BEST
    days = rated.by_device.setdefault(rated_at(event.device, event.counter), {})
    given, fives = days.get(entry.day, (0, 0))
    days[entry.day] = (given + 1, fives + best)
    if event.kind == "given" and event.clerk:
        _count(rated.by_clerk.setdefault(event.clerk, {}), entry.day, event.stars)
    if best:
        five = Five(entry.at_us, event.ticket, event.leg, event.stage, event.nth, event.counter, event.clerk, event.device)
        rated.fives = [five, *rated.fives[: FIVES_KEPT - 1]]


def _count(days: dict[str, tuple[int, ...]], day: str, stars: int) -> None:
    counted = list(days.get(day, (0,) * BEST))
    counted[stars - 1] += 1
    days[day] = tuple(counted)


def rated_at(device: str, counter: str) -> str:
    """Return where a rating was given, as its history is kept: the device, or that it was online, by counter."""
    return device or f"online/{counter}"


def ratings_doubted(hall: Hall, entry: e.Entry, event: e.RatingsDoubted) -> None:
    """List what the manager is to see."""
    doubt = Doubt(
        at_us=entry.at_us,
        day=entry.day,
        sign=event.sign,
        counter=event.counter,
        clerk=event.clerk,
        device=event.device,
        count=len(event.ratings),
        args=dict(event.args),
    )
    hall.rated.doubts = [doubt, *hall.rated.doubts[: DOUBTS_KEPT - 1]]


def case_completed(hall: Hall, _: e.Entry, event: e.CaseCompleted) -> None:
    """Open the rating of the completion."""
    kept = find(hall.rated.kept, event.ticket, event.leg)
    if kept is None:
        kept = KeptLeg(
            ticket=event.ticket,
            leg=event.leg,
            label=event.label,
            day=event.day,
            counter=event.counter,
            clerk=event.clerk,
            services=event.services,
            named=event.named,
        )
        hall.rated.kept.setdefault(event.ticket, []).append(kept)
    kept.case_no, kept.case_until, kept.done_until = event.case_no, "", event.until


def rating_defaulted(hall: Hall, _: e.Entry, event: e.RatingDefaulted) -> None:
    """Ask no more for what nobody rated in time."""
    kept = find(hall.rated.kept, event.ticket, event.leg)
    if kept is None:
        return
    if event.stage == "completed":
        kept.done_until = ""
    else:
        kept.until = ""
    if not (kept.until or kept.case_until or kept.done_until):
        legs = [it for it in hall.rated.kept[event.ticket] if it is not kept]
        if legs:
            hall.rated.kept[event.ticket] = legs
        else:
            del hall.rated.kept[event.ticket]
