# SPDX-License-Identifier: Apache-2.0
"""Work orders as the journal has them, also those that the hall has forgotten: closed more than ``KEPT_DAYS`` ago."""

from msgspec import Struct

from hallserver.core.folds_work import FOLDS
from hallserver.core.hall import Hall
from hallserver.core.work_order import WorkOrder
from hallserver.store import chain
from hallserver.store.selecting import Execute

PAGE_ROWS = 30
"""Orders of one page."""
_ENTRIES = (
    "SELECT e.epoch, e.seq, e.at_us, e.day, e.kind, e.v, e.actor, e.idem_key, e.body"
    " FROM work_step s JOIN event e ON e.epoch = s.epoch AND e.seq = s.seq WHERE s.no = ? ORDER BY e.epoch, e.seq"
)
_MATTER = "CASE item WHEN '' THEN service ELSE item END"
_GONE_US = "coalesce(closed_us, opened_us)"
_GONE = " FROM work_order WHERE (closed_us IS NOT NULL OR source = 'praise' AND opened_us < ?2) AND (?1 = '' OR clerk <> ?1)"
_NOS = (
    f"SELECT no{_GONE}"
    " AND ?3 IN ('', source) AND ?4 IN ('', counter) AND ?6 IN ('', cause) AND ?7 IN ('', found) AND ?8 IN ('', no)"
    f" AND ?5 IN ('', {_MATTER}) AND {_GONE_US} >= ?9 AND {_GONE_US} < ?10"
    f" AND (?11 = '' OR ({_GONE_US}, no) < (SELECT {_GONE_US}, no{_GONE} AND no = ?11))"
    f" ORDER BY {_GONE_US} DESC, no DESC LIMIT {PAGE_ROWS + 1}"
)
_ABOUT = f"SELECT DISTINCT {{}}{_GONE} ORDER BY 1"
_FIRST = f"SELECT coalesce(min({_GONE_US}), 0){_GONE}"


class Wanted(Struct, frozen=True, kw_only=True):
    """Which orders that are no more in work somebody looks for; an empty text is any."""

    source: str = ""
    counter: str = ""
    item: str = ""
    """Slug of the matter, of the service where no matter is known."""
    cause: str = ""
    found: str = ""
    no: str = ""
    """The number of one."""
    from_us: int = 0
    until_us: int = 1 << 62
    """Closed, or praised, in this time, the end not in it (UTC µs)."""
    let_go_us: int = 0
    """Praise from before then is listed too though nobody has closed it: the hall has forgotten it."""
    before: str = ""
    """Number of the last order of the page before; empty: the first page."""
    but: str = ""
    """Slug of whom none of them may be about; empty: nobody."""


class PastOrders(Struct, frozen=True, kw_only=True):
    """One page of closed orders, newest first, and what there is to be looked for."""

    orders: list[WorkOrder]
    more: bool
    """Older ones fit too."""
    counters: list[str]
    """Slugs that any closed order is about."""
    items: list[str]
    first_us: int
    """When the first was closed; 0: none was."""


def past_order(execute: Execute, no: str) -> WorkOrder | None:
    """Return the order with this number, folded anew from its steps; None: there never was one."""
    hall = Hall()
    for row in execute(_ENTRIES, (no,)).fetchall():
        entry = chain.entry_of(row)
        FOLDS[type(entry.event)](hall, entry, entry.event)
    return hall.orders.get(no)


def past_orders(execute: Execute, wanted: Wanted) -> PastOrders:
    """Return a page of the closed orders that fit, each as the journal has it."""
    it = wanted
    values = (it.but, it.let_go_us, it.source, it.counter, it.item, it.cause, it.found, it.no, it.from_us, it.until_us, it.before)
    nos = [no for (no,) in execute(_NOS, values).fetchall()]
    return PastOrders(
        orders=[order for no in nos[:PAGE_ROWS] if (order := past_order(execute, no)) is not None],
        more=len(nos) > PAGE_ROWS,
        counters=_about(execute, "counter", wanted),
        items=_about(execute, _MATTER, wanted),
        first_us=execute(_FIRST, (it.but, it.let_go_us)).fetchone()[0],
    )


def _about(execute: Execute, what: str, wanted: Wanted) -> list[str]:
    return [slug for (slug,) in execute(_ABOUT.format(what), (wanted.but, wanted.let_go_us)).fetchall() if slug]
