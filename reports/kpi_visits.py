# SPDX-License-Identifier: Apache-2.0
"""What the figures of whole visits mean: 号次 are numbers, 人次 who came with them, 件次 items; a visit is one number to its end.

Visit wait = Σ of the waits of its legs (``kpi.wait_us``). 在厅时长 = issued → end of the number. Before opening = the part of a leg's
wait before the hall's first published hour of that day. Lunch, evening and weekend (``spells``) go by the hall's clock at the moment at
which the visitor was first served: started, else first called.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import tzinfo
from typing import NamedTuple

from msgspec import structs

from reports import kpi, kpi_ratings
from reports.bins import US_PER_S
from reports.figures import NOT_RECORDED, Figure, Measure, Number, Unit, count, mean_of, not_kept, ranks_s, share, unrecorded
from reports.figures import mean_s as mean
from reports.kpi_quote import tally_quotes
from reports.rows import LegRow, TicketRow
from reports.spells import SPELLS, USUAL, Spells, spells
from reports.tally import ItemTally, LegTally, TicketTally
from reports.tally_visits import EarlyTally, T, VisitTally

BROUGHT_BACK = "bring-back"
NOT_KEPT = ("diverted", "booked", "booked-kept", "on-time", "ahead-of-time", "one-visit", "cross-hall", "gap-overdue")
"""分流率, 预约占比, 预约守约率; of cases (办件) 按时办结率, 提前办结率, 一次办结率; 跨厅占比, 容缺超期率.

Who arrives without a number, who has booked, what was promised when, and what other halls know is not in this system.
"""


class Visit(NamedTuple):
    """A number with its legs, in order."""

    ticket: TicketRow
    legs: list[LegRow]


Gather = Callable[[Sequence[Visit], Measure[Visit]], T]
"""Gathers the durations of visits: ``sample`` or ``binned``."""


def visits_of(tickets: Iterable[TicketRow], legs: Iterable[LegRow]) -> list[Visit]:
    """Return the numbers with their legs."""
    of: dict[str, list[LegRow]] = defaultdict(list)
    for leg in legs:
        of[leg.ticket].append(leg)
    return [Visit(ticket, sorted(of[ticket.id], key=lambda leg: leg.leg)) for ticket in tickets]


def visit_wait_us(visit: Visit) -> int | str:
    """Return the sum of its legs' waits, or why there is none: a wait that is left out of one leg leaves the visit out."""
    found = [kpi.wait_us(leg) for leg in visit.legs]
    waits = [it for it in found if isinstance(it, int)]
    reasons = [it for it in found if isinstance(it, str) and it != "never-called"]
    if reasons:
        return reasons[0]
    return sum(waits) if waits else "never-called"


def stay_us(visit: Visit) -> int | str:
    """Return issued → end of a number that was served to its end."""
    ticket = visit.ticket
    if ticket.channel == "paper":
        return "paper"
    if ticket.state != "finished" or ticket.ended_us is None:
        return "not-finished"
    if any(leg.wait_doubt or leg.service_doubt for leg in visit.legs):
        return kpi.ANNOTATED
    if any(leg.outcome == kpi_ratings.UNRECORDED for leg in visit.legs):
        return NOT_RECORDED
    stayed = ticket.ended_us - ticket.issued_us
    return stayed if stayed >= 0 else "not-credible"


def served_us(visit: Visit) -> int | None:
    """Return when a finished number was first served; None where nobody knows, as of a paper number entered afterwards."""
    if visit.ticket.channel == "paper":
        return None
    moments = (leg.started_us if leg.started_us is not None else leg.first_called_us for leg in visit.legs)
    return min((at for at in moments if at is not None), default=None)


def tally_visits(
    visits: Sequence[Visit], zone: tzinfo, opening_us: Callable[[str], int | None], gather: Gather[T], times: Spells = USUAL
) -> VisitTally[T]:
    """Count visits and gather their durations; ``opening_us`` says of a date (ISO) when the hall opens, None: nobody has said.

    ``times``: when lunch and evening are.
    """
    served = [visit for visit in visits if visit.ticket.state == "finished"]
    numbers: Counter[str] = Counter()
    persons: Counter[str] = Counter()
    moments = [(visit, served_us(visit)) for visit in served]
    for visit, at_us in moments:
        for spell in spells(at_us, zone, times) if at_us is not None else ():
            numbers[spell] += 1
            persons[spell] += visit.ticket.party
    called = [visit for visit in visits if any(leg.first_called_us is not None for leg in visit.legs)]
    return VisitTally(
        waits=gather(visits, visit_wait_us),
        stays=gather(visits, stay_us),
        persons=sum(visit.ticket.party for visit in visits),
        served=len(served),
        served_persons=sum(visit.ticket.party for visit in served),
        called=len(called),
        requeued=sum(any(leg.opened_by == BROUGHT_BACK for leg in visit.legs) for visit in called),
        spells=dict(sorted(numbers.items())),
        spells_persons=dict(sorted(persons.items())),
        untimed=sum(at_us is None for _, at_us in moments),
        early=tally_early([leg for visit in visits for leg in visit.legs], opening_us),
        quote=tally_quotes([(visit.ticket, visit.legs[0]) for visit in visits if visit.legs]),
    )


def tally_early(legs: Iterable[LegRow], opening_us: Callable[[str], int | None]) -> EarlyTally:
    """Count how much of the waits was before the hall opened."""
    of, openings = EarlyTally(), dict[str, int | None]()
    for leg in legs:
        wait = kpi.wait_us(leg)
        if not isinstance(wait, int):
            continue
        if leg.day not in openings:
            openings[leg.day] = opening_us(leg.day)
        opens_us = openings[leg.day]
        if opens_us is None:
            of.unknown += 1
            continue
        early_us = min(wait, max(0, opens_us - leg.opened_us))
        of.waits, of.wait_us = of.waits + 1, of.wait_us + wait
        of.early, of.early_us = of.early + (early_us > 0), of.early_us + early_us
        of.judged += leg.target_s > 0
        of.within += leg.target_s > 0 and wait - early_us <= leg.target_s * US_PER_S
    return of


def volumes(of: VisitTally[T], tickets: TicketTally, items: ItemTally) -> list[Figure]:
    """Return numbers, persons and items side by side, none of them ever added to another: issued, and served."""
    pieces = count("volume.pieces", "items", items.pieces, items.pieces)
    return [
        count("volume.numbers", "tickets", tickets.issued, tickets.issued),
        count("volume.persons", "persons", of.persons, of.persons),
        count("volume.numbers-served", "tickets", of.served, tickets.issued),
        count("volume.persons-served", "persons", of.served_persons, of.persons),
        pieces if items.rows else unrecorded(pieces, max(1, items.unlisted)),
    ]


def visit_waits(of: VisitTally[T]) -> list[Figure]:
    """Return mean, median, p90 and longest of the waits of whole visits."""
    return _spread("visit", of.waits)


def stays(of: VisitTally[T]) -> list[Figure]:
    """Return mean, median, p90 and longest time in the hall."""
    return _spread("stay", of.stays)


def _spread(name: str, of: T) -> list[Figure]:
    return [mean(f"{name}.mean", of), *ranks_s({f"{name}.median": 50, f"{name}.p90": 90, f"{name}.max": 100}, of)]


def before_opening(of: VisitTally[T]) -> list[Figure]:
    """Return whom it concerns, how long on the whole, and mean and share within the target without it; nothing where no hours are said."""
    early = of.early
    if not early.waits:
        return []
    legs = count("early.legs", "legs", early.early, early.waits)
    return [
        legs,
        mean_of("early.mean", early.early, early.early_us),
        mean_of("early.less.mean", early.waits, early.wait_us - early.early_us, missing=early.unknown),
        share("early.less.within", early.within, early.judged, missing=early.unknown),
    ]


def at_hours(of: VisitTally[T]) -> list[Figure]:
    """Return numbers and persons served at lunch, in the evening and at the weekend; missing: served, but nobody knows when."""
    found: list[Figure] = []
    kinds: tuple[tuple[str, Unit, dict[str, int], int], ...] = (
        ("", "tickets", of.spells, of.served),
        ("-persons", "persons", of.spells_persons, of.served_persons),
    )
    for spell in SPELLS:
        found += [_counted(f"served.{spell}{end}", unit, counts.get(spell, 0), whole, of.untimed) for end, unit, counts, whole in kinds]
    return found


def _counted(key: str, unit: Unit, part: Number, whole: int, missing: int) -> Figure:
    return Figure(key=key, kind="count", unit=unit, value=part, numerator=part, denominator=whole, n=whole, missing=missing)


def no_shows(of: VisitTally[T], tickets: TicketTally) -> list[Figure]:
    """Return 弃号率 in both forms, 过号重呼率, and apart what was ended in a batch when the day closed."""
    lost = tickets.states.get("forfeited", 0)
    return [
        share("noshow.taken", lost, tickets.issued),
        share("noshow.called", lost, of.called),
        share("noshow.requeued", of.requeued, of.called),
        share("noshow.batch", tickets.states.get("unserved", 0), tickets.issued),
    ]


def cases(closed: int, same_day: int) -> list[Figure]:
    """Return the closed cases and 即办率: those that were done on the business day on which they were accepted."""
    return [count("cases.closed", "items", closed, closed), share("cases.same-day", same_day, closed)] if closed else []


def without_record() -> list[Figure]:
    """Return the figures in common use that this system has no record of, so that nobody takes their absence for zero."""
    return [not_kept(f"not-kept.{name}") for name in NOT_KEPT]


def busy(legs: LegTally[T], open_us: int, *, known: bool) -> Figure:
    """Return 窗口饱和度: Σ service time ÷ Σ open time, both in seconds; missing: finished legs without a service time."""
    return busy_of((legs.services.sum_us, legs.services.n, legs.services.missing), open_us, known=known)


def busy_of(services: tuple[int, int, int], open_us: int, *, known: bool) -> Figure:
    """Return the same of sums: service time in µs, of how many legs, and how many are missing."""
    service_us, n, missing = services
    figure = structs.replace(share("counters.busy", service_us // US_PER_S, open_us // US_PER_S, missing=missing), n=n)
    return figure if known else unrecorded(figure, max(1, missing))
