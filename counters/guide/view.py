# SPDX-License-Identifier: Apache-2.0
"""The guide's screen: the day, who waits, what asks for a guide, and what a guide gives out."""

from counters.guide.care import care
from counters.guide.desk import desk
from counters.waiting_list import Json, waiting_list
from hallserver.core.hall import Hall


def view(hall: Hall, of: str, now_us: int) -> Json:
    """Return the screen of the person ``of``."""
    return {
        "zone": hall.catalog.here.zone,
        "names": hall.catalog.here.names,
        "day": _day(hall),
        "list": waiting_list(hall),
        **care(hall, of, now_us),
        **desk(hall),
    }


def _day(hall: Hall) -> Json:
    return {
        "date": hall.day,
        "open": hall.open,
        "issuing": hall.issuing,
        "stopped": hall.stopped,
        "suspended": hall.suspended,
        "since_us": hall.suspensions[-1][0] if hall.suspended and hall.suspensions else None,
    }
