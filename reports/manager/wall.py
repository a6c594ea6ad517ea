# SPDX-License-Identifier: Apache-2.0
"""The live screen for a wall that nobody sits at: the same figures without anything about one clerk or visitor. Pure.

Its key is a display's, so it never asks for a sign-in; so nothing is in it that must not hang on a wall.
"""

from typing import Final

from hallserver.core.hall import Hall
from reports.manager.briefing import counted
from reports.manager.view import view

SHOWN: Final = (
    "zone", "day", "names", "totals", "waits", "queues", "counters", "ratings", "devices", "alarms", "longest", "advice", "times",
    "slipless", "voiceless", "enquiries", "direct",
)  # fmt: skip
"""Of the manager's view; what is not here has names or acts of people in it."""

Json = dict[str, object]


def wall_view(hall: Hall, _of: str, now_us: int) -> Json:
    """Return what hangs on the wall."""
    seen = view(hall, "", now_us)
    shown = {key: seen[key] for key in SHOWN}
    return shown | {
        "counters": [row | {"clerk": {}} for row in _rows(seen["counters"])],
        "advice": [row | {"people": []} for row in _rows(seen["advice"])],
        "alarms": [row | {"seen": _seen(row["seen"])} for row in _rows(seen["alarms"])],
    }


def wall_briefing(hall: Hall, _what: str, now_us: int) -> Json:
    """Return the briefing in numbers."""
    shown = counted(hall, now_us)
    opening = shown["opening"]
    staff = [row for row in _rows(opening["lines"]) if row["area"] != "staff"] if isinstance(opening, dict) else []
    return shown | {"missing": [], "opening": opening | {"lines": staff} if isinstance(opening, dict) else None}


def _rows(rows: object) -> list[Json]:
    assert isinstance(rows, list)
    return rows


def _seen(seen: object) -> Json | None:
    return {"by": {}, "at_us": seen["at_us"]} if isinstance(seen, dict) else None
