# SPDX-License-Identifier: Apache-2.0
"""The counter itself on the clerk terminal: its state, its last act that can be undone, help, messages, and whether it stands idle."""

from typing import Final

from counters.clerk.tickets import Json
from hallserver.core.catalog import CounterRow, PersonRow
from hallserver.core.hall import CounterState, Hall
from hallserver.core.idle import idle
from hallserver.core.messages import Reader, messages_for, sent_by, unread
from hallserver.core.rateable import device_until_us, is_over
from hallserver.core.staffnotes import Message

MESSAGES_SHOWN: Final = 20
_US: Final = 1_000_000


def counter_of(hall: Hall, person: str) -> str:
    """Return the slug of the counter that this person has open or paused; empty for none."""
    return next((slug for slug, state in hall.counters.items() if person and state.clerk == person and state.state != "closed"), "")


def counter(hall: Hall, row: CounterRow, now_us: int) -> Json:
    """Return what the terminal shows of its counter."""
    state = hall.counter(row.slug)
    mentor = hall.catalog.people.get(state.mentor)
    calling = hall.help.get(row.slug)
    return {
        "number": row.number,
        "slug": row.slug,
        "names": row.names,
        "state": state.state,
        "reason": state.reason,
        "since_us": state.since_us,
        "rateable": _rateable(hall, state, now_us),
        "auto_next_s": row.auto_next_s,
        "mentor": mentor.names if mentor else {},
        "undo": _undo(hall, state, now_us),
        "help": {"kind": calling.kind, "at_us": calling.at_us} if calling else None,
    }


def _rateable(hall: Hall, state: CounterState, now_us: int) -> str:
    """Return the number whose visitor has the rater's time now; empty: nobody. The same whether it was rated or not: no clerk sees that."""
    ticket = hall.tickets.get(state.finished[0]) if state.finished else None
    now = hall.tickets.get(state.ticket)
    if ticket is None or state.finished is None or not is_over(hall, ticket.id) or (now is not None and now.state == "serving"):
        return ""
    return ticket.label if now_us <= device_until_us(hall, ticket.legs[state.finished[1] - 1]) else ""


def _undo(hall: Hall, state: CounterState, now_us: int) -> Json | None:
    """Return the finish or mark-absent that can still be taken back, and until when; None: there is none."""
    if state.undoable is None:
        return None
    kind, ticket, _, at_us = state.undoable
    until_us = at_us + int(hall.rules.number("undo.window") * _US)
    known = hall.tickets.get(ticket)
    return {"kind": kind, "label": known.label, "until_us": until_us} if known is not None and now_us <= until_us else None


def standing(hall: Hall) -> Json | None:
    """Return why the whole hall stands still, and since when; None: it does not."""
    if not hall.suspended:
        return None
    return {"reason": hall.suspended, "since_us": hall.suspensions[-1][0] if hall.suspensions else hall.at_us}


def idling(hall: Hall, slug: str, now_us: int) -> Json | None:
    """Return since when the counter has stood idle with people waiting; None: it does not, or not for long."""
    found = idle(hall, slug, now_us)
    return {"since_us": found.since_us, "level": found.level} if found is not None and found.level else None


def inbox(hall: Hall, person: PersonRow | None, slug: str) -> Json:
    """Return the messages of this person and of the counter ``slug``, newest first, and how many of them are new."""
    if person is None:
        return {"unread": 0, "rows": [], "sent": []}
    me = f"person:{person.slug}"
    found = messages_for(hall, Reader(id=me, roles=frozenset(person.roles), counter=slug))
    return {
        "unread": unread(found),
        "rows": [{**_message(hall, it.message), "seen": it.seen} for it in found[:MESSAGES_SHOWN]],
        "sent": [{**_message(hall, it), "to": it.to, "read": len(it.seen)} for it in sent_by(hall, me)[:MESSAGES_SHOWN]],
    }


def _message(hall: Hall, it: Message) -> Json:
    sender = hall.catalog.people.get(it.by.removeprefix("person:"))
    return {"id": it.id, "by": sender.names if sender else {}, "at_us": it.at_us, "code": it.code, "text": it.text, "label": it.label}
