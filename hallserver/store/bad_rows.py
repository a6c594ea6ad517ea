# SPDX-License-Identifier: Apache-2.0
"""The bad ratings of some business days, each with what became of it: for a ledger, not for figures."""

from typing import Final

from hallserver.store.rating_rows import Span
from hallserver.store.selecting import Execute, columns_of, converted
from reports.rows_beside import BadRow

_BAD: Final = (
    "SELECT coalesce(t.day, ''), coalesce(t.label, ''), r.day, r.stage, r.kind, r.counter, r.clerk, coalesce(l.service, ''), r.stars,"
    " r.named, r.doubt, coalesce(w.no, ''), coalesce(w.found, ''), coalesce(w.cause, ''), coalesce(w.rectified_us, w.explained_us),"
    " w.closed_us, coalesce(w.excluded, '') FROM rating r LEFT JOIN ticket t ON t.id = r.ticket"
    " LEFT JOIN leg l ON l.ticket = r.ticket AND l.leg = r.leg"
    " LEFT JOIN work_order w ON w.ticket = r.ticket AND w.leg = r.leg AND w.stage = r.stage AND w.nth = r.nth AND w.source = 'rating'"
    " WHERE r.day >= ? AND r.day < ? AND r.stars <= ? ORDER BY r.at_us, r.ticket, r.leg, r.stage, r.nth"
)


def read_bad(execute: Execute, span: Span, most_stars: int) -> list[BadRow]:
    """Return the ratings of at most so many stars that were given on these days, whether they count or not, in order.

    None of a file that no server of a newer version has opened: it has no work orders.
    """
    return converted(execute, _BAD, (*span, most_stars), BadRow) if columns_of(execute, "work_order") else []
