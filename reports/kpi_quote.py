# SPDX-License-Identifier: Apache-2.0
"""Quoted wait beside the real one: what a number said when it was taken, and what its first leg then waited (``kpi.wait_us``).

Inside is lower ≤ wait ≤ upper. The upper bound is meant to hold in 9 of 10 cases, so some longer waits are no fault; many are.
"""

from collections import Counter
from collections.abc import Iterable

from reports import kpi
from reports.bins import US_PER_S
from reports.figures import Figure, mean_of, share
from reports.rows import LegRow, TicketRow
from reports.tally_visits import QuoteTally


def tally_quotes(numbers: Iterable[tuple[TicketRow, LegRow]]) -> QuoteTally:
    """Count the numbers (with their first leg) that were quoted a wait."""
    of, excluded = QuoteTally(), Counter[str]()
    for ticket, leg in numbers:
        if ticket.range_low_s is None or ticket.range_high_s is None:
            continue
        of.given += 1
        of.width_s += ticket.range_high_s - ticket.range_low_s
        wait = kpi.wait_us(leg)
        if isinstance(wait, str):
            excluded[wait] += 1
            continue
        over_us = wait - ticket.range_high_s * US_PER_S
        of.judged += 1
        of.shorter += wait < ticket.range_low_s * US_PER_S
        of.longer += over_us > 0
        of.over_us += max(0, over_us)
    of.excluded = dict(sorted(excluded.items()))
    return of


def quotes(of: QuoteTally, issued: int) -> list[Figure]:
    """Return how many numbers were quoted a wait, how wide, and how often the wait was inside it; nothing where none was."""
    if not of.given:
        return []
    inside = of.judged - of.shorter - of.longer
    return [
        share("quote.given", of.given, issued),
        share("quote.inside", inside, of.judged, excluded=of.excluded),
        share("quote.shorter", of.shorter, of.judged, excluded=of.excluded),
        share("quote.longer", of.longer, of.judged, excluded=of.excluded),
        mean_of("quote.over", of.longer, of.over_us),
        mean_of("quote.width", of.given, of.width_s * US_PER_S),
    ]
