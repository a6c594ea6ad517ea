# SPDX-License-Identifier: Apache-2.0
"""Rules of backups: what the journal keeps of them, and how a restored hall goes on."""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.hall import Hall
from hallserver.core.numbering import LAST
from hallserver.core.roles import Actor

SKIP = "ticket.restore_skip"
_SKIP = 50
"""Where the standard in force was adopted before it had that parameter."""


def report_backup(_: Hall, command: c.ReportBackup, __: Actor, ___: int) -> list[e.Event]:
    """Keep that backups fail, or are written again."""
    return [e.BackupReported(state=command.state, why=command.why)]


def restored(hall: Hall, *, taken_us: int, mark: str, lost_to: str) -> e.Restored:
    """Return the first event of a restored hall's new epoch.

    The time that is lost may have given numbers which are on paper in somebody's hand. So on an open day
    every letter goes on behind a gap; a number is then unknown to the hall, but never two people's.
    """
    numbers: dict[str, int] = {}
    if hall.open and hall.standard is not None:
        skip = hall.standard.whole(SKIP) if SKIP in hall.standard.parameters else _SKIP
        letters = {row.letter for row in hall.catalog.queues.values() if not row.retired}
        numbers = {letter: min(hall.issued.get(letter, 0) + skip, LAST) for letter in sorted(letters | set(hall.issued))}
    return e.Restored(kept=f"{hall.epoch}.{hall.seq}", taken_us=taken_us, mark=mark, lost_to=lost_to, numbers=numbers)
