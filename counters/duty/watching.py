# SPDX-License-Identifier: Apache-2.0
"""What a duty manager sees that somebody must look after: alarms, the opening check, and what each plan would change."""

from collections.abc import Mapping
from typing import Final

import msgspec

from counters.called import actor_names
from hallserver.core.advice import advice
from hallserver.core.alarm import Alarm
from hallserver.core.alarms import alarms_for, people_in_hall
from hallserver.core.catalog import Row
from hallserver.core.hall import Hall
from hallserver.core.hours import calendar_of, closing_us, date_here, has_said, last_number_us, next_opening_us, opening_us
from hallserver.core.issuing import held_until_us
from hallserver.core.plans import preview
from hallserver.core.row import Names
from hallserver.core.rules_alarm import seen_by
from hallserver.core.timetable import day_kind, told_on

KINDS: Final = ("daily", "lunch", "weekend", "season", "emergency")
"""Kinds of plans in the order in which they are listed."""

Json = dict[str, object]


def alarm_rows(hall: Hall, now_us: int, of: str = "") -> list[Json]:
    """Return every alarm that ``of`` is told of, with the names of what it is about: what nobody has acknowledged first."""
    rows = [_alarm(hall, it) for it in alarms_for(hall, now_us, of)]
    return sorted(rows, key=lambda row: row["seen"] is not None)


def _alarm(hall: Hall, it: Alarm) -> Json:
    seen = seen_by(hall, it)
    by: Json | None = None if seen is None else {"by": actor_names(hall, seen.by), "at_us": seen.at_us}
    return {**msgspec.structs.asdict(it), "id": it.id, "names": names_of(hall, it.of, it.slug), "who": _who(hall, it), "seen": by}


def _who(hall: Hall, it: Alarm) -> Names:
    """Return the names of the person whom an alarm is about beside its counter; none where it is about nobody."""
    row = hall.catalog.people.get(str(it.args.get("person", "")))
    return row.names if row is not None else {}


def advice_rows(hall: Hall, now_us: int) -> list[Json]:
    """Return the advice to open or close counters with the names of queue, counters and people; who follows it is the reader."""
    catalog = hall.catalog
    return [
        msgspec.structs.asdict(it)
        | {
            "letter": catalog.queues[it.queue].letter,
            "names": catalog.queues[it.queue].names,
            "numbers": [catalog.counters[slug].number for slug in it.counters],
            "free": [catalog.people[slug].names for slug in it.people],
            "plan_names": catalog.plans[it.plan].names if it.plan else {},
        }
        for it in advice(hall, now_us)
    ]


def names_of(hall: Hall, of: str, slug: str) -> Names:
    """Return what people call a counter, queue or device; none for a ticket, whose number is said anyway."""
    rows: dict[str, Mapping[str, Row]] = {
        "counter": hall.catalog.counters,
        "queue": hall.catalog.queues,
        "device": hall.catalog.devices,
    }
    row = rows[of].get(slug) if of in rows else None
    return row.names if row is not None else {}


def opening(hall: Hall) -> Json | None:
    """Return today's last opening check with the names of what each line is about; None: nobody has looked yet."""
    found = hall.opening
    if found is None:
        return None
    lines = [{**msgspec.structs.asdict(it), "names": _looked_at(hall, it.area, it.slug)} for it in found.checks]
    return {"at_us": found.at_us, "by": actor_names(hall, found.by), "checks": lines}


def _looked_at(hall: Hall, area: str, slug: str) -> Names:
    """Return the names of what was looked at: a device, a queue, a counter, a zone or a person, whichever has this slug."""
    catalog = hall.catalog
    first = (catalog.queues, catalog.counters, catalog.people) if area in {"counter", "staff"} else (catalog.devices,)
    row = next((rows[slug] for rows in first if slug in rows), None)
    return row.names if row is not None else catalog.here.zones.get(slug, {})


def hours(hall: Hall, now_us: int) -> Json:
    """Return when the hall opens next, ends giving numbers and closes (UTC µs; None: nobody has said), and whether that is over.

    ``known`` tells whether anybody has said so of today: without a closing time today is then a day on which the hall is closed.
    ``kiosks_us``: from when on kiosks give numbers, where that is still to come; ``kind`` of day it is, ``told``: what is special of it.
    """
    last, closes, opens = last_number_us(hall, now_us), closing_us(hall, now_us), opening_us(hall, now_us)
    coming = opens if opens is not None and opens > now_us else next_opening_us(hall, now_us)
    return {
        "known": has_said(hall, date_here(hall, now_us)),
        "kiosks_us": held_until_us(hall, now_us) if hall.standard is not None else None,
        "kind": day_kind(calendar_of(hall), date_here(hall, now_us)),
        "told": dict(told_on(hall.catalog.here, date_here(hall, now_us))),
        "opens_us": coming,
        "last_number_us": last,
        "late_numbers": last is not None and now_us >= last,
        "closes_us": closes,
        "late": closes is not None and now_us >= closes,
    }


def crowd(hall: Hall) -> Json:
    """Return how many people are in the hall by their numbers, and how many it holds; 0: nobody has said."""
    return {"people": people_in_hall(hall), "seats": hall.catalog.here.seats}


def plans(hall: Hall) -> list[Json]:
    """Return the plans in use by kind, each with what it would change now."""
    rows = sorted((row for row in hall.catalog.plans.values() if not row.retired), key=lambda row: KINDS.index(row.kind))
    return [
        {"slug": row.slug, "names": row.names, "kind": row.kind, "preview": msgspec.to_builtins(preview(hall, row.slug))} for row in rows
    ]
