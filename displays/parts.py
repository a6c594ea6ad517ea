# SPDX-License-Identifier: Apache-2.0
"""Pieces that several public views have in common. Pure; numbers only, never a name of a visitor."""

from hallserver.core.catalog import CounterRow, QueueRow
from hallserver.core.hall import Hall
from hallserver.core.row import Names
from hallserver.core.staffnotes import Return

MOST_PLACES = 3
"""More places than these are no help to who looks for them."""


def head(hall: Hall) -> dict[str, object]:
    """Return what every public screen carries at its top: the hall's names, time zone and whether it is open or suspended."""
    here = hall.catalog.here
    return {
        "names": here.names,
        "time_zone": here.zone,
        "open": hall.open,
        "issuing": hall.issuing,
        "stopped": hall.stopped,
        "suspended": hall.suspended,
    }


def counters_in(hall: Hall, zone: str) -> list[CounterRow]:
    """Return the counters in use of a zone by number; of the whole hall when the zone is empty or has none.

    A display with a zone that no longer exists must still show the calls.
    """
    rows = sorted((row for row in hall.catalog.counters.values() if not row.retired), key=lambda row: (row.number, row.slug))
    return [row for row in rows if row.zone == zone] or rows


def queues_of(hall: Hall, counters: list[CounterRow]) -> list[QueueRow]:
    """Return the queues in use that these counters serve or help, by letter; all queues when they serve none."""
    served = {queue for row in counters for queue in (*row.queues, *row.helps)}
    rows = sorted((row for row in hall.catalog.queues.values() if not row.retired), key=lambda row: (row.letter, row.slug))
    return [row for row in rows if row.slug in served] or rows


def staffed(hall: Hall, queue: str) -> int:
    """Return how many open counters serve the queue, as their own or to help."""
    return hall.staffed(queue).serving


def place(row: CounterRow) -> dict[str, object]:
    """Return a counter as screens name it: number, names and room."""
    return {"slug": row.slug, "number": row.number, "names": row.names, "room": row.room}


def said(names: Names, language: str) -> str:
    """Return what people call something that need not have a name, in this language or in Chinese; empty for none."""
    return names.get(language) or names.get("zh-Hans", "")


def place_line(hall: Hall, queue: str, only: str, language: str) -> str:
    """Return where a queue is served, zones and rooms as people call them: ``A区 201室、B区``.

    ``only`` is the one counter that it is for; empty: every one of the queue. Empty where the hall has no names
    for it, or more places than a visitor could look for: the screens will tell.
    """
    rows = [row for row in hall.catalog.counters.values() if not row.retired and (row.slug == only or (not only and queue in row.queues))]
    zones = hall.catalog.here.zones
    known = ((said(zones.get(row.zone, {}), language), row.room) for row in sorted(rows, key=lambda row: row.number))
    places = list(dict.fromkeys(" ".join(part for part in both if part) for both in known))
    if not 0 < len(places) <= MOST_PLACES or not all(places):
        return ""
    return (", " if language == "en" else "、").join(places)


def right_shown(hall: Hall, right: Return) -> dict[str, object]:
    """Return a right to come back as screens show it: the earlier number and its day, what for, why, until when."""
    rows = [hall.catalog.services[slug] for slug in right.services if slug in hall.catalog.services]
    return {
        "ticket": right.ticket,
        "label": right.label,
        "day": right.day,
        "until": right.until,
        "reason": right.reason,
        "services": [{"slug": row.slug, "names": row.names} for row in rows],
    }


def badge(hall: Hall, person: str) -> str:
    """Return the badge number of the clerk; empty when there is none. Public screens never show a name."""
    row = hall.catalog.people.get(person)
    return row.badge if row is not None else ""
