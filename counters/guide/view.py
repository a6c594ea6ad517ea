# SPDX-License-Identifier: Apache-2.0
"""What a guide looks after: printers that need somebody, who waits without paper, who was called and did not come."""

from typing import Final

from hallserver.core.hall import Hall
from hallserver.core.printers import Slipless, needy_printers, slipless_waiting

SHOWN: Final = 60
"""How many numbers of each list are shown; all of them are counted."""

Json = dict[str, object]


def view(hall: Hall, _of: str, _now_us: int) -> Json:
    """Return the guide's screen; nothing in it depends on the time."""
    slipless, absent = slipless_waiting(hall), hall.live["absent"]
    queues = sorted((row for row in hall.catalog.queues.values() if not row.retired), key=lambda row: row.letter)
    return {
        "zone": hall.catalog.here.zone,
        "names": hall.catalog.here.names,
        "day": {"date": hall.day, "open": hall.open, "issuing": hall.issuing},
        "printers": [{"slug": row.slug, "names": row.names, "state": state} for row, state in needy_printers(hall)],
        "slipless": [_slipless(hall, it) for it in slipless[:SHOWN]],
        "slipless_all": len(slipless),
        "absent": [{"id": ticket, "label": label} for _, _, ticket, label in absent[:SHOWN]],
        "absent_all": len(absent),
        "queues": [{"slug": row.slug, "letter": row.letter, "names": row.names, "waiting": hall.line(row.slug).waiting} for row in queues],
    }


def _slipless(hall: Hall, it: Slipless) -> Json:
    kiosk = hall.catalog.devices.get(it.kiosk)
    return {"id": it.ticket, "label": it.label, "why": it.why, "kiosk": kiosk.names if kiosk is not None else {}}
