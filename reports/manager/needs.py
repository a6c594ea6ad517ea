# SPDX-License-Identifier: Apache-2.0
"""What needs a person first on the manager's screen: alarms with who sees to them, who waits longest, advice, messages. Pure."""

from collections.abc import Iterator, Mapping
from heapq import nsmallest
from typing import Final

from msgspec import structs

from hallserver.core.advice import Advice, advice
from hallserver.core.alarm import Alarm
from hallserver.core.alarms import alarms_for
from hallserver.core.catalog import Row
from hallserver.core.hall import Hall, Line
from hallserver.core.hours import hall_date, opening_us, today_us
from hallserver.core.messages import Reader, messages_for
from hallserver.core.plans import preview
from hallserver.core.row import Names
from hallserver.core.rules_alarm import seen_by

LONGEST: Final = 6
"""So many of those who wait longest are named."""
MESSAGES: Final = 8
BRIEFED_US: Final = 30 * 60_000_000
"""The briefing stays until so long after the doors open, the picture so long by itself."""

Json = dict[str, object]


def alarm_rows(hall: Hall, now_us: int, of: str = "") -> list[Json]:
    """Return every alarm that the person ``of`` is told of: what nobody has acknowledged first, critical before warnings."""
    rows = [_alarm(hall, it) for it in alarms_for(hall, now_us, of)]
    levels = ("critical", "warning", "note")
    return sorted(rows, key=lambda row: (row["seen"] is not None, levels.index(str(row["level"]))))


def _alarm(hall: Hall, it: Alarm) -> Json:
    seen = seen_by(hall, it)
    return {
        "id": it.id,
        "key": it.key,
        "level": it.level,
        "of": it.of,
        "args": it.args,
        "since_us": it.since_us,
        "names": _about(hall, it),
        "seen": None if seen is None else {"by": who(hall, seen.by), "at_us": seen.at_us},
    }


def _about(hall: Hall, it: Alarm) -> Names:
    rows: dict[str, Mapping[str, Row]] = {
        "counter": hall.catalog.counters,
        "queue": hall.catalog.queues,
        "device": hall.catalog.devices,
    }
    row = rows.get(it.of, {}).get(it.slug)
    return row.names if row is not None else {}


def who(hall: Hall, actor: str) -> Names:
    """Return the names of whom the journal names so; the slug for somebody whom the catalog does not know."""
    slug = actor.partition(":")[2]
    row = hall.catalog.people.get(slug)
    return row.names if row is not None else {"zh-Hans": slug}


def longest(hall: Hall) -> list[Json]:
    """Return who has waited longest: number, queue, since when, and the queue's target; of who let others go first, since that.

    A line is in the order of ranks, which is not that of waits, so everybody in it is looked at.
    """
    rows = [row for row in hall.catalog.queues.values() if not row.retired]
    waiting = ((*it, row.letter, hall.target_s(row.slug)) for row in rows for it in _waiting(hall, hall.line(row.slug)))
    found = nsmallest(LONGEST, waiting)
    return [{"label": label, "letter": letter, "opened_us": at_us, "target_s": target_s} for at_us, label, letter, target_s in found]


def _waiting(hall: Hall, line: Line) -> Iterator[tuple[int, str]]:
    tickets = (hall.tickets[ticket] for part in line.parts.values() for _, ticket in part)
    return ((it.leg.patient_until_us, it.label) for it in tickets)


def advice_rows(hall: Hall, now_us: int) -> list[Json]:
    """Return the advice with the names of what it is about."""
    return [_advice(hall, it) for it in advice(hall, now_us)]


def _advice(hall: Hall, it: Advice) -> Json:
    row, counters = hall.catalog.queues[it.queue], hall.catalog.counters
    return structs.asdict(it) | {
        "letter": row.letter,
        "names": row.names,
        "target_s": hall.target_s(it.queue),
        "counters": [{"slug": slug, "number": counters[slug].number, "kind": counters[slug].kind} for slug in it.counters],
        "plan_names": hall.catalog.plans[it.plan].names if it.plan else {},
        "leaves": sum(alone.waiting for alone in preview(hall, it.plan).alone) if it.plan else 0,
        "people": [{"slug": slug, "names": who(hall, f"person:{slug}")} for slug in it.people],
    }


def inbox(hall: Hall, of: str) -> list[Json]:
    """Return what was sent to the person who looks, newest first; an empty ``of`` is nobody."""
    row = hall.catalog.people.get(of)
    if row is None:
        return []
    found = messages_for(hall, Reader(id=f"person:{of}", roles=frozenset(row.roles)))
    return [
        {
            "id": it.message.id,
            "at_us": it.message.at_us,
            "by": who(hall, it.message.by),
            "code": it.message.code,
            "text": it.message.text,
            "label": it.message.label,
            "seen": it.seen,
        }
        for it in found[:MESSAGES]
    ]


def times(hall: Hall, now_us: int) -> Json:
    """Return from when until when (UTC µs) the briefing and the picture show by themselves today; None: not today."""
    if hall.standard is None:
        return {"briefing": None, "picture": None}
    opens = opening_us(hall, now_us)
    briefing = today_us(hall, now_us, hall.rules.word("manager.briefing") or "08:45")
    picture = today_us(hall, now_us, hall.rules.word("manager.picture") or "18:00")
    return {
        "briefing": None if opens is None or opens + BRIEFED_US <= briefing else [briefing, opens + BRIEFED_US],
        "picture": [picture, picture + BRIEFED_US] if hall.day == hall_date(hall, now_us) else None,
    }
