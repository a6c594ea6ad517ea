# SPDX-License-Identifier: Apache-2.0
"""The rows of ratings, closed cases and work orders of some business days, as reports read them.

Days are half-open. A file that no newer server has opened yet has no such tables or columns: then there are none.
"""

from typing import TypeVar

from hallserver.store.selecting import Execute, columns_of, converted
from reports.rows import ClosedRow, EarlierRow, RatingRow
from reports.rows_beside import OrderRow

R = TypeVar("R", RatingRow, EarlierRow)
FAIR = 3
"""Only of 基本满意 places judge differently."""
_OTHERS = "SELECT 1 FROM standard WHERE good_min <> ? LIMIT 1"
_GOOD_MIN = (
    f"SELECT coalesce((SELECT s.good_min FROM standard s WHERE r.standard <> '' AND substr(s.hash, 1, length(r.standard)) = r.standard"  # noqa: S608 -- constants only
    f" ORDER BY s.epoch, s.seq LIMIT 1), {FAIR}) FROM rating r WHERE r.ticket = ? AND r.leg = ? AND r.stage = ? AND r.nth = ?"
)
"""By the mark that the rating carries."""
Span = tuple[str, str]
"""First business day (ISO), and the first that is not in it."""
_AT_ONCE = "r.ticket, r.leg, r.stage, r.nth"
_RATINGS = f"SELECT {_AT_ONCE}, r.at_us, r.stars, r.counter{{}} WHERE r.day >= ? AND r.day < ? ORDER BY r.at_us, {_AT_ONCE}"
_EARLIER = (
    f"SELECT {_AT_ONCE}, r.day, r.stars{{}} WHERE r.day < ? AND (r.ticket, r.leg) IN"  # noqa: S608 -- constants only
    " (SELECT ticket, leg FROM rating LEFT JOIN leg USING (ticket, leg) WHERE rating.day = ? AND leg.day IS NOT rating.day)"
    f" ORDER BY {_AT_ONCE}"
)
_PLACES = (
    f", {FAIR}, r.clerk, coalesce((SELECT l.service FROM leg l WHERE l.ticket = r.ticket AND l.leg = r.leg), ''),"  # noqa: S608 -- constants only
    " coalesce((SELECT group_concat(i.item, ' ') FROM item_done i WHERE i.ticket = r.ticket AND i.leg = r.leg), '')"
)
"""Satisfied from so many stars on, until somebody looks; by whom, for what service and which items."""
_FROM = " FROM rating r"
_WITH_ORDERS = (
    " FROM rating r LEFT JOIN work_order w ON w.ticket = r.ticket AND w.leg = r.leg AND w.stage = r.stage AND w.nth = r.nth"
    " AND w.source = 'rating'"
)
_BOUNDS = (
    "SELECT min(opened_us), coalesce((SELECT min(opened_us) FROM business_day WHERE date >= ?), 1 << 62)"
    " FROM business_day WHERE date >= ? AND date < ?"
)
"""From when until when whatever is noted belongs to these business days."""
_ON = "(SELECT date FROM business_day WHERE opened_us <= c.{} ORDER BY opened_us DESC LIMIT 1)"
_NOTED = f"{_ON.format('at_us')}, coalesce({_ON.format('done_us')}, ''), c.day"
"""On which business day the close was noted, on which it was done, and the leg's."""
_CLOSED = f"SELECT ticket, leg, {_NOTED} FROM case_completed c WHERE c.at_us >= ? AND c.at_us < ? ORDER BY c.at_us, ticket, leg"  # noqa: S608 -- constants only
_CLOSED_RATED = (
    f"SELECT DISTINCT ticket, leg, {_NOTED} FROM case_completed c JOIN rating USING (ticket, leg)"  # noqa: S608 -- constants only
    " WHERE rating.day = ? AND rating.stage = 'completed' ORDER BY ticket, leg"
)
_DEFAULTS = "SELECT count(*) FROM rating_default WHERE at_us >= ? AND at_us < ?"
_ORDERS = (
    "SELECT no, w.day, source, named, contact_due_us, fix_due_us, verified_us, contacted_us, reached, settled_us,"
    " coalesce(rectified_us, explained_us), closed_us, excluded, overdue, coalesce(t.day, ''), w.label, counter, clerk, service, stars"
    " FROM work_order w LEFT JOIN ticket t ON t.id = w.ticket WHERE w.day >= ? AND w.day < ? ORDER BY no"
)


def read_ratings(execute: Execute, span: Span) -> list[RatingRow]:
    """Return the ratings given on these days, with what is doubted and what two persons left out."""
    said = f", r.kind, r.doubt{_left_out(execute, _PLACES)}" if _is_new(execute) else f", 'given', '', ''{_PLACES}{_FROM}"
    return _judged(execute, converted(execute, _RATINGS.format(said), span, RatingRow))


def read_earlier(execute: Execute, day: str) -> list[EarlierRow]:
    """Return what was said on earlier days of the legs of earlier days that were rated on this one."""
    more = f", r.kind{_left_out(execute)}" if _is_new(execute) else _FROM
    return _judged(execute, converted(execute, _EARLIER.format(more), (day, day), EarlierRow))


def _judged(execute: Execute, rows: list[R]) -> list[R]:
    """Return the rows, each knowing from how many stars on its own standard counts a rating as satisfied."""
    fair = {(it.ticket, it.leg, it.stage, it.nth): place for place, it in enumerate(rows) if it.stars == FAIR}
    if not fair or not _differ(execute):
        return rows
    for key, place in fair.items():
        (least,) = execute(_GOOD_MIN, key).fetchone()
        rows[place] = rows[place]._replace(good_min=least)
    return rows


def _differ(execute: Execute) -> bool:
    """Tell whether any standard of this hall judges otherwise: of most halls none does."""
    return "good_min" in columns_of(execute, "standard") and execute(_OTHERS, (FAIR,)).fetchone() is not None


def _is_new(execute: Execute) -> bool:
    return "doubt" in columns_of(execute, "rating")


def _left_out(execute: Execute, more: str = "") -> str:
    return f", coalesce(w.excluded, ''){more}{_WITH_ORDERS}" if columns_of(execute, "work_order") else f", ''{more}{_FROM}"


def read_closed(execute: Execute, span: Span) -> list[ClosedRow]:
    """Return the cases whose close was noted on these days."""
    return converted(execute, _CLOSED, bounds(execute, span), ClosedRow) if columns_of(execute, "case_completed") else []


def read_closed_of_rated(execute: Execute, day: str) -> list[ClosedRow]:
    """Return the closed cases that were rated as such on a day."""
    return converted(execute, _CLOSED_RATED, (day,), ClosedRow) if columns_of(execute, "case_completed") else []


def read_defaults(execute: Execute, span: Span) -> int:
    """Return how many ratings that nobody gave were noted on these days."""
    if not columns_of(execute, "rating_default"):
        return 0
    n: int = execute(_DEFAULTS, bounds(execute, span)).fetchone()[0]
    return n


def read_orders(execute: Execute, span: Span) -> list[OrderRow] | None:
    """Return the work orders opened on these days, as they stand now; None: this file keeps none."""
    return converted(execute, _ORDERS, span, OrderRow) if columns_of(execute, "work_order") else None


def bounds(execute: Execute, span: Span) -> tuple[int, int]:
    """Return from when until when; nothing where the hall did not open on these days."""
    first_us, end_us = execute(_BOUNDS, (span[1], *span)).fetchone()
    return (first_us, end_us) if first_us is not None else (0, 0)
