# SPDX-License-Identifier: Apache-2.0
"""What needs somebody in the hall now, as the manager sees it beside queues and devices, which have alarms of their own there."""

from collections.abc import Mapping
from typing import Final

from hallserver.core.alarms import alarms
from hallserver.core.catalog import Row
from hallserver.core.hall import Hall

KEYS: Final = frozenset(
    {
        "suspended",
        "not-open",
        "closed-early",
        "full",
        "help",
        "helped-only",
        "idle",
        "held-alone",
        "not-begun",
        "unattended",
        "unauthorised",
        "old-day",
        "fetch",
        "late",
    }
)
"""Alarms that the manager's screen tells nowhere else."""


def watched(hall: Hall, now_us: int) -> list[dict[str, object]]:
    """Return the alarms of people and counters, critical first, with the names of what it is about; a ticket's number is in ``args``."""
    rows: dict[str, Mapping[str, Row]] = {"counter": hall.catalog.counters, "queue": hall.catalog.queues}
    found = [(it, rows.get(it.of, {}).get(it.slug)) for it in alarms(hall, now_us) if it.key in KEYS]
    return [{"key": it.key, "level": it.level, "args": it.args, "names": row.names if row is not None else {}} for it, row in found]
