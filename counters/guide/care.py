# SPDX-License-Identifier: Apache-2.0
"""What a guide has to look after now: calls for help, who must be fetched, priorities to be checked, runs, paper, messages."""

from typing import Final

from counters.duty.watching import alarm_rows
from counters.waiting_list import Json, row_of
from hallserver.core.hall import Hall, Ticket
from hallserver.core.messages import Reader, messages_for
from hallserver.core.printers import Slipless, needy_printers, slipless_waiting
from hallserver.core.row import Names
from hallserver.core.runs import Run, runs

SHOWN: Final = 60
"""How many numbers of each list are shown; all of them are counted."""
ALARMS: Final = frozenset("not-open full nobody helped-only late unattended voice-lost voice-failed lost unprinted".split())
"""Alarms that concern a guide and have no part of the screen to themselves."""
MESSAGES_SHOWN: Final = 30
FETCH_NEEDS: Final = frozenset({"hearing", "sight", "mobility", "language", "companion"})
"""Needs with which a visitor may not hear, see or reach the call."""
FETCH_FROM_CALL: Final = 2
"""From this call on anybody who has not come is looked for."""


def care(hall: Hall, person: str, now_us: int) -> Json:
    """Return everything that asks for a guide."""
    slipless = slipless_waiting(hall)
    return {
        "alarms": [row for row in alarm_rows(hall, now_us) if row["key"] in ALARMS],
        "printers": [{"slug": row.slug, "names": row.names, "state": state} for row, state in needy_printers(hall)],
        "slipless": [_slipless(hall, it) for it in slipless[:SHOWN]],
        "slipless_all": len(slipless),
        "help": _help(hall),
        "fetch": [_fetch(hall, ticket) for ticket in to_fetch(hall)[:SHOWN]],
        "checks": [row_of(hall, ticket) for ticket in to_check(hall)[:SHOWN]],
        "runs": [_run(hall, it) for it in runs(hall, now_us)] if hall.standard is not None else [],
        "messages": _messages(hall, person),
    }


def to_fetch(hall: Hall) -> list[Ticket]:
    """Return whom somebody should go and get: called, nobody has gone, and a need or a second call says so; the longest first."""
    called = (hall.tickets[ticket] for _, _, ticket, _ in hall.live["called"])
    alone = [ticket for ticket in called if ticket.leg.escorted_us is None]
    wanted = [ticket for ticket in alone if FETCH_NEEDS.intersection(ticket.needs) or ticket.leg.calls >= FETCH_FROM_CALL]
    return sorted(wanted, key=lambda ticket: ticket.leg.called_us or 0)


def to_check(hall: Hall) -> list[Ticket]:
    """Return who waits with a priority that was only named (待核验), first come first."""
    waiting = (hall.tickets[ticket] for _, _, ticket, _ in hall.live["waiting"])
    return sorted((ticket for ticket in waiting if ticket.declared and not ticket.group), key=lambda ticket: ticket.issued_us)


def _fetch(hall: Hall, ticket: Ticket) -> Json:
    row = hall.catalog.counters.get(ticket.leg.counter)
    return row_of(hall, ticket) | {"called_us": ticket.leg.called_us, "room": row.room if row else ""}


def _slipless(hall: Hall, it: Slipless) -> Json:
    kiosk = hall.catalog.devices.get(it.kiosk)
    return {"id": it.ticket, "label": it.label, "why": it.why, "kiosk": kiosk.names if kiosk is not None else {}}


def _help(hall: Hall) -> list[Json]:
    found = sorted(hall.help.values(), key=lambda it: it.at_us)
    rows = [(it, hall.catalog.counters.get(it.counter)) for it in found]
    return [
        {"counter": it.counter, "number": row.number, "kind": it.kind, "at_us": it.at_us, "clerk": _person(hall, it.clerk)}
        for it, row in rows
        if row is not None
    ]


def _run(hall: Hall, run: Run) -> Json:
    kind, _, slug = run.actor.partition(":")
    kiosk = hall.catalog.devices.get(slug) if kind == "device" else None
    return {
        "kiosk": kiosk.names if kiosk is not None else {},
        "count": run.count,
        "first": run.first,
        "last": run.last,
        "from_us": run.from_us,
        "until_us": run.until_us,
        "tickets": run.waiting,
    }


def _messages(hall: Hall, person: str) -> list[Json]:
    row = hall.catalog.people.get(person)
    reader = Reader(id=f"person:{person}", roles=frozenset(row.roles if row is not None else ()))
    return [
        {
            "id": it.message.id,
            "by": sender(hall, it.message.by),
            "at_us": it.message.at_us,
            "code": it.message.code,
            "text": it.message.text,
            "label": it.message.label,
            "to": it.message.to,
            "seen": it.seen,
        }
        for it in messages_for(hall, reader)[:MESSAGES_SHOWN]
    ]


def sender(hall: Hall, actor: str) -> Names:
    """Return the names of who sent a message; a device is called by its own."""
    kind, _, slug = actor.partition(":")
    device = hall.catalog.devices.get(slug)
    return device.names if kind == "device" and device is not None else _person(hall, slug)


def _person(hall: Hall, slug: str) -> Names:
    row = hall.catalog.people.get(slug)
    return row.names if row is not None else {"zh-Hans": slug} if slug else {}
