# SPDX-License-Identifier: Apache-2.0
"""Self-service zones (自助服务区): each machine, where it stands, its hours of today, open faults, and how often it was used."""

from collections import Counter
from typing import Any, Final

from hallserver.core.catalog import MachineRow
from hallserver.core.hall import Hall
from hallserver.core.hours import calendar_of, date_here, open_on
from hallserver.core.registers import FAULT
from hallserver.core.timetable import day_kind

Json = dict[str, Any]
USES: Final = ("applied", "printed", "visited")
"""申办, 查询打印, 访问: what the register of self-service counts."""


def machines(hall: Hall, now_us: int) -> list[Json]:
    """Return the machines in use; ``uses`` are the sums of the entries that the hall still has, ``faults`` those open now."""
    faults = Counter(str(it.fields.get("device", "")) for it in hall.site.entries.values() if it.open and it.register == FAULT)
    return [
        {
            "slug": row.slug,
            "names": row.names,
            "zone": row.zone,
            "hours": _hours(hall, row, now_us),
            "faults": faults[row.slug],
            "uses": _uses(hall, row.slug),
        }
        for row in hall.catalog.machines.values()
        if not row.retired
    ]


def _hours(hall: Hall, row: MachineRow, now_us: int) -> tuple[str, ...]:
    """Return the spans of today: its own, or the hall's where it has none; none: it is closed, or nobody has said."""
    today = date_here(hall, now_us)
    return row.hours.get(day_kind(calendar_of(hall), today), ()) if row.hours else open_on(hall, today)


def _uses(hall: Hall, slug: str) -> list[int]:
    told = (it for it in hall.site.entries.values() if it.register == "self-service" and not it.withdrawn)
    mine = [it.fields for it in told if it.fields.get("machine") == slug]
    return [sum(int(fields.get(use, 0)) for fields in mine) for use in USES]
