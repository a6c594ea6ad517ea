# SPDX-License-Identifier: Apache-2.0
"""What a duty manager sees: alarms, queues, counters, open numbers, plans, and how the day opens and closes."""

from bisect import bisect_left
from typing import Final

from counters.called import actor_names, person_names
from counters.duty.desks import desks, staff
from counters.duty.watching import advice_rows, alarm_rows, crowd, hours, opening, plans
from counters.orders.urgent import urgent
from counters.waiting_list import waiting_list
from hallserver.core.catalog import QueueRow
from hallserver.core.codes import OFFERED
from hallserver.core.hall import Hall
from hallserver.core.issuing import given_in, is_full, none_why, quota, slot_now
from hallserver.core.messages import Reader, messages_for
from hallserver.core.rules_paper import paper_letter
from hallserver.core.site import findings_counted, own_findings
from hallserver.core.waiting import owners_open

MESSAGES_SHOWN: Final = 20
"""Most messages that are listed, newest first."""
NOTICES_SHOWN: Final = 5
"""Most of today's announcements that are listed, newest first."""
CODES: Final = (
    "outcome", "pause", "hold", "call-reason", "stopped", "suspended", "resumed", "hand-over", "close-reason", "return", "message",
    "cancel", "cause", "measure",
)  # fmt: skip
"""What the screen lets a duty manager choose from."""
_US: Final = 1_000_000

Json = dict[str, object]


def view(hall: Hall, of: str, now_us: int) -> Json:
    """Return the screen of the person ``of``."""
    here = hall.catalog.here
    return {
        "zone": here.zone,
        "names": here.names,
        "me": of,
        "day": _day(hall),
        "orders": urgent(hall, of, now_us),
        "site": findings_counted(hall, now_us),
        "own_site": own_findings(hall, of, now_us),
        "alarms": alarm_rows(hall, now_us, of),
        "advice": advice_rows(hall, now_us),
        "hours": hours(hall, now_us),
        "hall": crowd(hall),
        "opening": opening(hall),
        "plan": hall.plan,
        "plans": plans(hall),
        "queues": [_queue(hall, row, now_us) for row in _queues(hall)],
        "desks": desks(hall, now_us),
        "staff": staff(hall),
        "list": waiting_list(hall),
        "counted": {state: len(tickets) for state, tickets in hall.live.items()},
        "groups": {slug: group.names for slug, group in hall.rules.groups.items()} if hall.standard is not None else {},
        "services": _services(hall),
        "messages": _messages(hall, of),
        "notices": _notices(hall),
        "zones": [{"zone": zone, "names": names} for zone, names in sorted(here.zones.items())],
        "codes": {kind: OFFERED[kind] for kind in CODES},
    }


def _day(hall: Hall) -> Json:
    return {
        "date": hall.day,
        "open": hall.open,
        "issuing": hall.issuing,
        "stopped": hall.stopped,
        "suspended": hall.suspended,
        "suspended_us": hall.suspensions[-1][0] if hall.suspended and hall.suspensions else None,
        "clock_step_s": hall.clock_step_s if hall.clock_suspect else 0,
        "paper": paper_letter(hall) if hall.standard is not None else "",
    }


def _queues(hall: Hall) -> list[QueueRow]:
    return sorted((row for row in hall.catalog.queues.values() if not row.retired), key=lambda row: row.letter)


def _queue(hall: Hall, row: QueueRow, now_us: int) -> Json:
    line, target_s, owners = hall.line(row.slug), hall.target_s(row.slug), owners_open(hall, row.slug)
    return {
        "slug": row.slug,
        "letter": row.letter,
        "names": row.names,
        "waiting": line.waiting,
        "late": bisect_left(line.opened_us, now_us - target_s * _US),
        "oldest_us": line.opened_us[0] if line.opened_us else None,
        "target_s": target_s,
        "owners": owners,
        "stopped": none_why(hall, row.slug, now_us) if hall.open else "",
        "stopped_alone": hall.stopped_queues.get(row.slug, ""),
        "quota": quota(hall, row.slug),
        "issued": hall.issued_by.get(row.slug, 0),
        "full": is_full(hall, row.slug),
        "slot": _slot(hall, row, now_us),
    }


def _slot(hall: Hall, row: QueueRow, now_us: int) -> Json | None:
    """Return the time of the day with a quota of its own in which it is now, and how many of its numbers are given; None: there is none."""
    slot = slot_now(hall, row.slug, now_us) if hall.open else ""
    return {"span": slot, "most": row.slots[slot], "given": given_in(hall, row.slug, slot, now_us)} if slot else None


def _services(hall: Hall) -> list[Json]:
    rows = [row for row in hall.catalog.services.values() if not row.retired and row.queue in hall.catalog.queues]
    return [{"slug": row.slug, "names": row.names, "letter": hall.catalog.queues[row.queue].letter} for row in rows]


def _messages(hall: Hall, of: str) -> list[Json]:
    """Return what was sent to this person, newest first."""
    row = hall.catalog.people.get(of)
    counter = next((slug for slug, state in hall.counters.items() if of and state.clerk == of), "")
    found = messages_for(hall, Reader(id=f"person:{of}", roles=frozenset(row.roles if row is not None else ()), counter=counter))
    return [
        {
            "id": it.message.id,
            "at_us": it.message.at_us,
            "by": actor_names(hall, it.message.by),
            "mine": it.message.by == f"person:{of}",
            "code": it.message.code,
            "text": it.message.text,
            "label": it.message.label,
            "seen": it.seen,
        }
        for it in found[:MESSAGES_SHOWN]
    ]


def _notices(hall: Hall) -> list[Json]:
    return [
        {"at_us": it.at_us, "text": it.text, "urgent": it.urgent, "by": person_names(hall, it.by.partition(":")[2])}
        for it in hall.notices[:NOTICES_SHOWN]
    ]
