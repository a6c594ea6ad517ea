# SPDX-License-Identifier: Apache-2.0
"""Numbers by the day: letters, the hall's date, and counted from 1 on that day, ``X20261123-001``."""

from collections.abc import Iterable

from hallserver.core.hall import Hall
from hallserver.core.hours import hall_date

RESTORE_GAP = 20
"""So many numbers are left out after a restore."""


def next_number(hall: Hall, series: str, kept: Iterable[tuple[str, int]], now_us: int) -> str:
    """Return the next number of a series; ``kept``: (number, when it was opened in µs) of what the hall has in mind.

    The first one after a restore leaves a gap: numbers of the lost time may be on printed forms.
    """
    mine = [(no, opened_us) for no, opened_us in kept if no.startswith(series)]
    head = f"{series}{hall_date(hall, now_us).replace('-', '')}-"
    count = max((int(no.removeprefix(head)) for no, _ in mine if no.startswith(head)), default=0)
    lost = hall.restored_us > max((opened_us for _, opened_us in mine), default=0)
    return f"{head}{count + 1 + (RESTORE_GAP if lost else 0):03}"
