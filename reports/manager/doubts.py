# SPDX-License-Identifier: Apache-2.0
"""Ratings that look implausible, as the manager's screen lists them: what was seen where, how often. The ratings stand as given."""

from typing import Final

from hallserver.core.hall import Hall
from hallserver.core.rated import Doubt
from hallserver.core.row import Names

SHOWN: Final = 12
"""So many lines are on the screen, the newest."""

Json = dict[str, object]


def doubted(hall: Hall) -> list[Json]:
    """Return the newest doubts of the last weeks, those of one day, sign and place in one line."""
    lines: dict[tuple[str, ...], list[Doubt]] = {}
    for it in hall.rated.doubts:
        lines.setdefault((it.day, it.sign, it.counter, it.clerk, it.device), []).append(it)
    return [_line(hall, found) for found in list(lines.values())[:SHOWN]]


def _line(hall: Hall, found: list[Doubt]) -> Json:
    newest = found[0]
    counter, device = hall.catalog.counters.get(newest.counter), hall.catalog.devices.get(newest.device)
    return {
        "sign": newest.sign,
        "day": newest.day,
        "at_us": newest.at_us,
        "number": counter.number if counter is not None else None,
        "clerk": _clerk(hall, newest.clerk),
        "device": device.names if device is not None else {},
        "count": sum(it.count for it in found),
        "args": newest.args,
    }


def _clerk(hall: Hall, slug: str) -> Names:
    row = hall.catalog.people.get(slug)
    return row.names if row is not None else {"zh-Hans": slug}
