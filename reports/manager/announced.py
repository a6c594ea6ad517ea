# SPDX-License-Identifier: Apache-2.0
"""What the manager sees of the hall's voice: what was announced today and what became of it, and where nobody hears it. Pure."""

from collections import Counter
from typing import Final

from hallserver.core.hall import Hall
from hallserver.core.mute import voiceless, voices
from hallserver.core.noted import Notice
from hallserver.core.row import Names

SHOWN: Final = 20
"""Announcements that are listed, newest first."""

Json = dict[str, object]


def announced(hall: Hall) -> list[Json]:
    """Return today's announcements of the staff, newest first, each with how many loudspeakers said it how."""
    ends: dict[str, Counter[str]] = {}
    for job, state in hall.announcements.items():
        kind, _, rest = job.partition("/")
        if kind == "notice":
            ends.setdefault(rest.partition("/")[0], Counter())[state] += 1
    return [_announced(hall, notice, ends.get(notice.id, Counter())) for notice in hall.notices[:SHOWN]]


def _announced(hall: Hall, notice: Notice, ends: Counter[str]) -> Json:
    slug = notice.by.partition(":")[2]
    person = hall.catalog.people.get(slug)
    return {
        "at_us": notice.at_us,
        "text": notice.text,
        "zone": zone_names(hall, notice.zone) if notice.zone else {},
        "urgent": notice.urgent,
        "by": person.names if person is not None else {"zh-Hans": slug},
        "voices": len(voices(hall, notice.zone)),
        "heard": ends["spoken"] + ends["short"],
        "shown": ends["screen-only"],
    }


def zone_names(hall: Hall, zone: str) -> Names:
    """Return what people call a zone; its slug where nobody gave it a name."""
    return hall.catalog.here.zones.get(zone) or {"zh-Hans": zone}


def zones(hall: Hall) -> list[Json]:
    """Return the zones in which something can be announced."""
    known = {row.zone for section in (hall.catalog.counters, hall.catalog.devices) for row in section.values() if not row.retired}
    return [{"zone": zone, "names": zone_names(hall, zone)} for zone in sorted(known)]


def without_voice(hall: Hall) -> list[Names]:
    """Return the zones in which calls can be heard by nobody."""
    return [zone_names(hall, zone) for zone in voiceless(hall)]
