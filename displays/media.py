# SPDX-License-Identifier: Apache-2.0
"""Which pictures and films of the set-up are shown now: by zone, day and time of day of the hall. Pure."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hallserver.core.catalog import MediaRow
from hallserver.core.hall import Hall

ADDRESS = "/media/"


def slides(hall: Hall, zone: str, now_us: int) -> list[dict[str, object]]:
    """Return the pictures and films that a hall display of this zone shows now, in the order of the set-up."""
    shown = (row for row in _now(hall, zone, now_us) if row.kind != "map")
    return [{**_told(row), "kind": row.kind, "seconds": row.seconds} for row in shown]


def maps(hall: Hall, zone: str, now_us: int) -> list[dict[str, object]]:
    """Return the plans of the hall for phones and kiosks, those for this zone and those for all; of every zone where it is empty."""
    return [_told(row) for row in _now(hall, zone, now_us) if row.kind == "map"]


def _told(row: MediaRow) -> dict[str, object]:
    return {"slug": row.slug, "names": row.names, "url": ADDRESS + row.file}


def _now(hall: Hall, zone: str, now_us: int) -> Iterator[MediaRow]:
    if not hall.catalog.media:
        return
    here = datetime.fromtimestamp(now_us // 1_000_000, tz=UTC).astimezone(ZoneInfo(hall.catalog.here.zone))
    day, clock = here.date().isoformat(), f"{here:%H:%M}"
    for row in hall.catalog.media.values():
        is_here = not row.zones or not zone or zone in row.zones
        in_days = (row.from_day or day) <= day <= (row.until_day or day)
        in_time = not row.spans or any(span[:5] <= clock < span[6:] for span in row.spans)
        if is_here and in_days and in_time and not row.retired:
            yield row
