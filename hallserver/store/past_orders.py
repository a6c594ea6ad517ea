# SPDX-License-Identifier: Apache-2.0
"""Work orders as the journal has them, also those that the hall has forgotten: closed more than ``KEPT_DAYS`` ago."""

from hallserver.core.folds_work import FOLDS
from hallserver.core.hall import Hall
from hallserver.core.work_order import WorkOrder
from hallserver.store import chain
from hallserver.store.projections_work import Execute

_ENTRIES = (
    "SELECT e.epoch, e.seq, e.at_us, e.day, e.kind, e.v, e.actor, e.idem_key, e.body"
    " FROM work_step s JOIN event e ON e.epoch = s.epoch AND e.seq = s.seq WHERE s.no = ? ORDER BY e.epoch, e.seq"
)


def past_order(execute: Execute, no: str) -> WorkOrder | None:
    """Return the order with this number, folded anew from its steps; None: there never was one."""
    hall = Hall()
    for row in execute(_ENTRIES, (no,)).fetchall():
        entry = chain.entry_of(row)
        FOLDS[type(entry.event)](hall, entry, entry.event)
    return hall.orders.get(no)
