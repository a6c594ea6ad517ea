# SPDX-License-Identifier: Apache-2.0
"""The register of work orders (工单台账): bad ratings, complaints, what could not be done, praise; those due first in front."""

from typing import Final

from counters.orders.offered import asker
from counters.orders.rows import Json, whole
from hallserver.core.codes import OFFERED
from hallserver.core.hall import Hall
from hallserver.core.row import Names
from hallserver.core.work_lists import Repeat, orders_closed, orders_open, others, repeated

CLOSED_SHOWN: Final = 200
"""Most closed orders that are listed, newest first; the tables keep all."""
CODES: Final = ("order-source", "found", "complexity", "cause", "measure", "contact-how", "call-back", "exclusion")


def view(hall: Hall, of: str, now_us: int) -> Json:
    """Return the register for the person ``of``: nothing in it is about this very person, others handle that."""
    by = asker(hall, of)
    shown = others([*orders_open(hall, now_us), *orders_closed(hall, CLOSED_SHOWN)], of)
    return {
        "zone": hall.catalog.here.zone,
        "names": hall.catalog.here.names,
        "day": {"date": hall.day, "open": hall.open},
        "home": "duty" if "duty-manager" in by.roles else "manager",
        "orders": [whole(hall, it, by, now_us) for it in shown],
        "repeats": [_repeat(hall, it) for it in repeated(hall, of)],
        "spot_min": hall.rules.whole("bad.on_spot_min") if hall.standard is not None else 0,
        "counters": _counters(hall),
        "codes": {kind: OFFERED[kind] for kind in CODES},
    }


def _repeat(hall: Hall, it: Repeat) -> Json:
    """Return what came again, with the name of the counter or matter; a cause is a code."""
    return {"by": it.by, "what": it.what, "orders": list(it.orders), "names": _what(hall, it), "number": _number(hall, it)}


def _what(hall: Hall, it: Repeat) -> Names:
    if it.by != "item":
        return {}
    row = hall.catalog.items.get(it.what) or hall.catalog.services.get(it.what)
    return row.names if row is not None else {"zh-Hans": it.what}


def _number(hall: Hall, it: Repeat) -> int | None:
    row = hall.catalog.counters.get(it.what) if it.by == "counter" else None
    return row.number if row is not None else None


def _counters(hall: Hall) -> list[Json]:
    rows = sorted((row for row in hall.catalog.counters.values() if not row.retired), key=lambda row: row.number)
    return [{"slug": row.slug, "number": row.number, "names": row.names} for row in rows]
