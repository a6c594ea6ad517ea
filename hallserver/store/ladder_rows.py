# SPDX-License-Identifier: Apache-2.0
"""A finding as it stood when a step of its ladder was taken: folded anew from the journal, so that a paper printed later says the same."""

from hallserver.core.events import FindingEscalated, FindingWithdrawn
from hallserver.core.folds_site import FOLDS
from hallserver.core.hall import Hall
from hallserver.store import chain
from hallserver.store.anchor import Anchor
from hallserver.store.selecting import Execute, columns_of
from hallserver.store.standards import MARK
from reports.ladder_form import Taken

_ENTRIES = (
    "SELECT e.epoch, e.seq, e.at_us, e.day, e.kind, e.v, e.actor, e.idem_key, e.body, e.hash"
    " FROM site_step s JOIN event e ON e.epoch = s.epoch AND e.seq = s.seq WHERE s.no = ? ORDER BY e.epoch, e.seq"
)
_STANDARD = "SELECT substr(hash, 1, ?) FROM standard WHERE (epoch, seq) < (?, ?) ORDER BY epoch DESC, seq DESC LIMIT 1"


def read_taken(execute: Execute, no: str, nth: int) -> Taken | None:
    """Return the ``nth`` step of a finding's ladder; None: there is no such finding, it was withdrawn, or the step was not taken."""
    if not columns_of(execute, "site_step"):
        return None
    hall, rows = Hall(), execute(_ENTRIES, (no,)).fetchall()
    entries = [(chain.entry_of(row), digest) for *row, digest in rows]
    if any(isinstance(entry.event, FindingWithdrawn) for entry, _ in entries):
        return None
    for entry, digest in entries:
        FOLDS[type(entry.event)](hall, entry, entry.event)
        if isinstance(entry.event, FindingEscalated) and entry.event.nth == nth:
            mark = execute(_STANDARD, (MARK, entry.epoch, entry.seq)).fetchone()
            anchor = str(Anchor.of(entry.epoch, entry.seq, digest))
            return Taken(finding=hall.site.findings[no], at_us=entry.at_us, anchor=anchor, standard=mark[0] if mark else "")
    return None
