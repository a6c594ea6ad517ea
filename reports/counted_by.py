# SPDX-License-Identifier: Apache-2.0
"""Legs counted by what they can be told apart by: counter, clerk, channel, priority group, hour, item; and who was called out of order."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import TypeVar

from reports import kpi, kpi_ratings
from reports.bins import US_PER_S
from reports.figures import NOT_RECORDED
from reports.rows import ItemRow, LegRow, PeriodRows, TicketRow
from reports.rows_beside import AwayRow, JumpRow
from reports.tally_visits import ByTally, KindTally, PlaceTally, T

HOURS = 24
K = TypeVar("K", int, str)
Key = tuple[str, int]
"""Ticket and leg."""
ORDINARY = "-"
"""Stands for numbers without a priority group in tallies, which roll-ups keep."""
NO_GROUP = "no_group"
"""What a report calls them: no group's slug has an underscore, and no spreadsheet takes it for a formula."""
_NOBODY = TicketRow("", "", 0, "", 0, "", None, "")


def tally_place(legs: Sequence[LegRow], gather: kpi.Gather[T]) -> PlaceTally[T]:
    """Count these legs, add up their service times and gather their waits."""
    of = PlaceTally(waited=gather([leg for leg in legs if isinstance(kpi.wait_us(leg), int)], kpi.wait_us))
    for leg in legs:
        wait, service = kpi.wait_us(leg), kpi.service_us(leg)
        of.opened += 1
        of.called += leg.first_called_us is not None
        of.finished += leg.finished_us is not None
        of.unrecorded += leg.finished_us is not None and leg.outcome == kpi_ratings.UNRECORDED
        of.missing += service == NOT_RECORDED
        of.rateable += kpi_ratings.rateable(leg)
        if isinstance(service, int):
            of.services, of.service_us = of.services + 1, of.service_us + service
        if isinstance(wait, int):
            of.waits, of.wait_us = of.waits + 1, of.wait_us + wait
            of.judged += leg.target_s > 0
            of.within += leg.target_s > 0 and wait <= leg.target_s * US_PER_S
    return of


def tally_by(rows: PeriodRows, zone: tzinfo, gather: kpi.Gather[T]) -> ByTally[T]:
    """Count a period's legs by all that they can be told apart by."""
    tickets = {ticket.id: ticket for ticket in rows.tickets}
    return ByTally(
        counters=_by((leg for leg in rows.legs if leg.counter), lambda leg: leg.counter, gather),
        clerks=_by((leg for leg in rows.legs if leg.clerk), lambda leg: leg.clerk, gather),
        channels=_by((leg for leg in rows.legs if _of(tickets, leg).channel), lambda leg: _of(tickets, leg).channel, gather),
        groups=_by((leg for leg in rows.legs if leg.ticket in tickets), lambda leg: _of(tickets, leg).grp or ORDINARY, gather),
        hours=_by(rows.legs, lambda leg: weekday_hour(leg.opened_us, zone), gather),
        items=_items(rows.items, rows.legs, gather),
        done=_done(rows.items, rows.legs),
        **_jumps(rows.jumps, rows.legs),
        away=_away(rows.away, rows.as_of_us),
    )


def _of(tickets: Mapping[str, TicketRow], leg: LegRow) -> TicketRow:
    return tickets.get(leg.ticket, _NOBODY)


def _by(legs: Iterable[LegRow], key: Callable[[LegRow], K], gather: kpi.Gather[T]) -> dict[K, PlaceTally[T]]:
    """Tally legs by a key, in its order."""
    found: dict[K, list[LegRow]] = defaultdict(list)
    for leg in legs:
        found[key(leg)].append(leg)
    return {slug: tally_place(found[slug], gather) for slug in sorted(found)}


def weekday_hour(at_us: int, zone: tzinfo) -> int:
    """Return 24 × weekday (Monday 0) + hour of a moment by the hall's clock."""
    local = datetime.fromtimestamp(at_us // US_PER_S, zone)
    return HOURS * local.weekday() + local.hour


def _items(items: Sequence[ItemRow], legs: Iterable[LegRow], gather: kpi.Gather[T]) -> dict[str, KindTally[T]]:
    """Tally items; the service time of a leg tells of an item only where that was the one thing done."""
    leg_of = {(leg.ticket, leg.leg): leg for leg in legs}
    rows = Counter((it.ticket, it.leg) for it in items)
    done: dict[str, list[ItemRow]] = defaultdict(list)
    for it in items:
        done[it.item].append(it)
    return {slug: _item(done[slug], leg_of, rows, gather) for slug in sorted(done)}


def _item(rows: Sequence[ItemRow], legs: Mapping[Key, LegRow], items: Mapping[Key, int], gather: kpi.Gather[T]) -> KindTally[T]:
    """Tally one item; ``items``: how many there were in each leg."""
    found = [(it, legs[it.ticket, it.leg]) for it in rows if (it.ticket, it.leg) in legs]
    alone = [leg for it, leg in found if it.quantity == 1 and items[it.ticket, it.leg] == 1 and isinstance(kpi.service_us(leg), int)]
    took = gather(alone, kpi.service_us)
    return KindTally(
        pieces=sum(it.quantity for it in rows),
        legs=len(rows),
        alone=took.n,
        alone_us=took.sum_us,
        rateable=sum(kpi_ratings.rateable(leg) for _, leg in found),
        took=took,
    )


def _done(items: Iterable[ItemRow], legs: Iterable[LegRow]) -> dict[str, dict[str, int]]:
    clerk_of = {(leg.ticket, leg.leg): leg.clerk for leg in legs if leg.clerk}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for it in items:
        if (it.ticket, it.leg) in clerk_of:
            found[clerk_of[it.ticket, it.leg]][it.item] += it.quantity
    return {clerk: dict(sorted(found[clerk].items())) for clerk in sorted(found)}


def _jumps(jumps: Iterable[JumpRow], legs: Iterable[LegRow]) -> dict[str, dict[str, int]]:
    """Count the called legs that were put out of order, by reason and by who ordered it; each leg once for each of them."""
    called = {(leg.ticket, leg.leg) for leg in legs if leg.first_called_us is not None}
    known_legs = [it for it in jumps if (it.ticket, it.leg) in called]
    reasons = {(it.ticket, it.leg, it.reason or it.kind) for it in known_legs}
    persons = {(it.ticket, it.leg, it.person) for it in known_legs}
    return {
        "reasons": dict(sorted(Counter(reason for *_, reason in reasons).items())),
        "persons": dict(sorted(Counter(person for *_, person in persons).items())),
    }


def _away(rows: Iterable[AwayRow], as_of_us: int) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        times, away_us = found.get(row.device, (0, 0))
        until_us = as_of_us if row.until_us is None else row.until_us
        found[row.device] = (times + 1, away_us + max(0, until_us - row.from_us))
    return dict(sorted(found.items()))
