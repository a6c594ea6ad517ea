# SPDX-License-Identifier: Apache-2.0
"""What every figure of a report means: pure functions from rows to figures.

Each function of a row gives microseconds or the reason why there are none; ``tally_…`` count rows,
and the rest makes figures of what was counted, whether of one day's rows or of a year of closed days. The sentences that
explain the figures to a manager are ``definition.<key>`` in ``hallserver/words/report.json`` and
are printed on the last page; change both together. Formulae: wait, walk and service time as in the
glossary; those of ratings stand in ``kpi_ratings``, those of work orders in ``kpi_orders``.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from reports.bins import US_PER_S, Bins
from reports.figures import NOT_RECORDED, Figure, Measure, Sample, count, items_done, mean_s, ranks_s, sample, share
from reports.kpi_ratings import UNRECORDED, further, rateable, tally_ratings
from reports.rows import ItemRow, LegRow, RatingRow, TicketRow
from reports.tally import CounterTally, ItemTally, LegTally, T, TicketTally
from reports.tally_ratings import RatingTally

Gather = Callable[[Sequence[LegRow], Measure[LegRow]], T]
"""Gathers the durations of legs: ``sample`` or ``binned``."""
Legs = Sequence[LegRow] | LegTally[Sample] | LegTally[Bins]
Tickets = Sequence[TicketRow] | TicketTally
"""Figures are made of tallies; of rows they are tallied first."""

ENDS = ("finished", "cancelled", "voided", "forfeited", "unserved")
"""How a ticket can end; any other state is still open."""


BESIDE = frozenset({"direct", "paper"})
"""Legs that waited in no queue of this system: counted beside the wait figures, never in them."""
ANNOTATED = "annotated"


def wait_us(leg: LegRow) -> int | str:
    """Return leg opened → first call; recalls, holds and transfers do not change it. A wait is chosen of who let others go first."""
    if leg.opened_by in BESIDE or leg.wait_doubt:
        return ANNOTATED if leg.wait_doubt else leg.opened_by
    if leg.first_called_us is None or leg.yielded:
        return "never-called" if leg.first_called_us is None else "yielded"
    return _credible(leg.first_called_us - leg.opened_us)


def walk_us(leg: LegRow) -> int | str:
    """Return last call → start; not for a visitor who never came, nor for one called anew after a hold."""
    if leg.first_called_us is None or leg.last_called_us is None:
        return "never-called"
    if leg.implicit:
        return NOT_RECORDED
    if leg.started_us is None:
        return "not-started"
    if leg.started_us < leg.last_called_us:
        return "called-again"
    return leg.started_us - leg.last_called_us


def service_us(leg: LegRow) -> int | str:
    """Return start → finish minus holds, of finished legs; not recorded where no start was pressed."""
    if leg.finished_us is None:
        return "not-finished"
    if leg.service_doubt:
        return ANNOTATED
    if leg.opened_by == "paper" and leg.started_us is None:
        return "paper"
    if leg.implicit or leg.started_us is None:
        return NOT_RECORDED
    return _credible(leg.finished_us - leg.started_us - leg.held_us)


def _credible(duration_us: int) -> int | str:
    return duration_us if duration_us >= 0 else "not-credible"


def tally_tickets(tickets: Sequence[TicketRow]) -> TicketTally:
    """Count tickets by state, misses, disposition of the unserved, and standard."""
    return TicketTally(
        issued=len(tickets),
        missed=sum(ticket.misses > 0 for ticket in tickets),
        states=_counted(ticket.state for ticket in tickets),
        dispositions=_counted(ticket.disposition for ticket in tickets if ticket.state == "unserved"),
        standards=_counted(ticket.standard for ticket in tickets),
    )


def _counted(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items()))


def tally_legs(legs: Sequence[LegRow], gather: Gather[T]) -> LegTally[T]:
    """Count legs and gather their durations."""
    called = [leg for leg in legs if leg.first_called_us is not None]
    finished = [leg for leg in legs if leg.finished_us is not None]
    waited = [(leg, wait) for leg in called if isinstance(wait := wait_us(leg), int)]
    judged = [(leg, wait) for leg, wait in waited if leg.target_s > 0]
    return LegTally(
        waits=gather(legs, wait_us),
        walks=gather(legs, walk_us),
        services=gather(legs, service_us),
        opened=len(legs),
        called=len(called),
        finished=len(finished),
        repeated=sum(leg.calls > 1 for leg in called),
        out_of_order=sum(leg.out_of_order for leg in called),
        judged=len(judged),
        within=sum(wait <= leg.target_s * US_PER_S for leg, wait in judged),
        implicit=sum(leg.implicit and leg.opened_by != "paper" for leg in finished),
        unrecorded=sum(leg.outcome == UNRECORDED for leg in finished),
        not_credible=sum(wait_us(leg) == "not-credible" or service_us(leg) == "not-credible" for leg in legs),
        suspended=sum(leg.suspended_us > 0 for leg, _ in waited),
        suspended_us=sum(leg.suspended_us for leg, _ in waited),
        within_less=sum(wait - leg.suspended_us <= leg.target_s * US_PER_S for leg, wait in judged),
        direct=sum(leg.opened_by == "direct" for leg in legs),
        paper=sum(leg.opened_by == "paper" for leg in legs),
        wait_doubts=sum(leg.wait_doubt != "" for leg in legs),
        service_doubts=sum(leg.service_doubt != "" for leg in legs),
        rateable=sum(map(rateable, legs)),
    )


def tally_items(rows: Sequence[ItemRow], legs: Sequence[LegRow]) -> ItemTally:
    """Count the items handled in the finished legs (件次), and the finished legs without one."""
    finished = {(leg.ticket, leg.leg) for leg in legs if leg.finished_us is not None}
    listed = {(row.ticket, row.leg) for row in rows}
    return ItemTally(pieces=sum(row.quantity for row in rows), rows=len(rows), unlisted=len(finished - listed))


def targets_s(legs: Sequence[LegRow]) -> list[int]:
    """Return the different target waits of the called legs, ascending."""
    return sorted({leg.target_s for leg in legs if leg.first_called_us is not None and leg.target_s > 0})


def tallied(legs: Legs) -> LegTally[Sample] | LegTally[Bins]:
    """Return the tally, made of rows where they were given."""
    return legs if isinstance(legs, LegTally) else tally_legs(legs, sample)


def tickets_by_end(tickets: Tickets) -> list[Figure]:
    """Return how many tickets were issued, how each ended, and how many missed a call at least once."""
    of = tickets if isinstance(tickets, TicketTally) else tally_tickets(tickets)
    ends = {end: of.states.get(end, 0) for end in ENDS}
    return [
        count("tickets.issued", "tickets", of.issued, of.issued),
        *(count(f"tickets.{end}", "tickets", n, of.issued) for end, n in ends.items()),
        count("tickets.open", "tickets", of.issued - sum(ends.values()), of.issued),
        count("tickets.missed", "tickets", of.missed, of.issued),
    ]


def dispositions(tickets: Tickets) -> list[Figure]:
    """Return what became of the unserved tickets; only the dispositions that occur."""
    of = tickets if isinstance(tickets, TicketTally) else tally_tickets(tickets)
    left = sum(of.dispositions.values())
    return [count(f"left.{slug}", "tickets", n, left) for slug, n in sorted(of.dispositions.items()) if slug]


def legs_counted(legs: Legs) -> list[Figure]:
    """Return how many legs opened, were called, finished, were recalled and were called out of order."""
    of = tallied(legs)
    return [
        count("legs.opened", "legs", of.opened, of.opened),
        count("legs.called", "legs", of.called, of.opened),
        count("legs.finished", "legs", of.finished, of.opened),
        share("calls.repeated", of.repeated, of.called),
        share("calls.out_of_order", of.out_of_order, of.called),
    ]


def _spread(name: str, of: Sample | Bins) -> list[Figure]:
    """Return mean, median, p90 and longest of a sample."""
    return [mean_s(f"{name}.mean", of), *ranks_s({f"{name}.median": 50, f"{name}.p90": 90, f"{name}.max": 100}, of)]


def waits(legs: Legs) -> list[Figure]:
    """Return mean, median, p90, longest wait, and the share within each leg's own target."""
    of = tallied(legs)
    return [*_spread("wait", of.waits), within_target(of)]


def within_target(legs: Legs) -> Figure:
    """Return the share of called legs whose wait was at most their queue's target when they opened."""
    of = tallied(legs)
    aimless = of.waits.n - of.judged
    excluded = of.waits.excluded | ({"no-target": aimless} if aimless else {})
    return share("wait.within", of.within, of.judged, excluded=excluded)


def walks(legs: Legs) -> list[Figure]:
    """Return mean, median, p90 and longest walk to the counter."""
    return _spread("walk", tallied(legs).walks)


def services(legs: Legs) -> list[Figure]:
    """Return mean, median, p90 and longest service time."""
    return _spread("service", tallied(legs).services)


def items(rows: Sequence[ItemRow] | ItemTally, legs: Legs) -> list[Figure]:
    """Return the items handled in the finished legs (件次); missing = finished legs without an item."""
    of = rows if isinstance(rows, ItemTally) else tally_items(rows, legs if not isinstance(legs, LegTally) else [])
    return [items_done("items.done", [of.pieces] if of.rows else [], tallied(legs).finished, of.unlisted)]


def response(ratings: Sequence[RatingRow] | RatingTally, legs: Legs) -> Figure:
    """Return 评价率: rated legs ÷ rateable legs: started, or finished without a start; not if no end was recorded. No default ratings."""
    of = ratings if isinstance(ratings, RatingTally) else tally_ratings(ratings, legs if not isinstance(legs, LegTally) else [])
    counted = tallied(legs)
    out = {"outcome-unrecorded": counted.unrecorded, "other-days-leg": of.others}
    return share("ratings.response", of.rated, counted.rateable, excluded={why: n for why, n in out.items() if n})


def voluntary(ratings: RatingTally, legs: LegTally[T]) -> list[Figure]:
    """Return 主动评价率, 差评率 per 10,000 and what stands beside the ratings."""
    return further(ratings, legs.rateable)


def ends_known(legs: Legs | CounterTally) -> bool:
    """Say whether these legs tell how visits ended; not when some finished and no finish was recorded."""
    if isinstance(legs, LegTally | CounterTally):
        return not legs.finished or legs.unrecorded < legs.finished
    return {leg.outcome for leg in legs if leg.finished_us is not None} != {UNRECORDED}


def pick(figures: Sequence[Figure], *keys: str) -> list[Figure]:
    """Return the figures with these keys, in this order."""
    by_key = {figure.key: figure for figure in figures}
    return [by_key[key] for key in keys]
