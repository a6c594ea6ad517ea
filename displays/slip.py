# SPDX-License-Identifier: Apache-2.0
"""From a ticket to its slip: finished lines in the visitor's language, for any printer. Pure."""

import math
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from displays.parts import place_line, said
from hallserver.core.catalog import HallRow, ServiceRow
from hallserver.core.hall import BESIDE, LIVE, Hall, Ticket
from hallserver.core.jobs import PrintSlip, SlipLine
from hallserver.core.printers import main_printer, printer_of
from hallserver.core.short_code import short_code
from hallserver.core.waiting import ahead_of
from hallserver.words import name_in

Say = Callable[..., str]
"""``hallserver.words.say``: (key, language, **args) → sentence."""

FRESH_S = 300
"""A slip not printed so long after the number was taken is of no use: the visitor has it from the screen."""
MOST_UNASKED = 2
"""Nobody need ask for the first, nor for one marked 补打 where it is not known whether the first is on paper."""
RULE = SlipLine(text="")
"""A line without text is drawn as a thin rule."""
_ROUND_MIN = 5
"""A wait up to this many minutes is quoted by its upper bound alone."""


def slip_id(ticket: str, copy: int, epoch: int = 1) -> str:
    """Return the id of the job that prints this copy of a ticket's slip.

    After a restore a marked copy is another job: an agent that printed its namesake of the lost time must not take it for done. The
    first slip stays the same job: if it is on paper, it must not come out again without a mark.
    """
    again = "" if copy == 1 or ticket.startswith(f"{epoch}.") else f"/{epoch}"
    return f"slip/{ticket}/{copy}{again}"


def slip_job(hall: Hall, ticket: str, device: str, *, copy: int, token: str, say: Say) -> PrintSlip:
    """Return the job that prints copy ``copy`` of a ticket's slip on this printer."""
    held = hall.tickets[ticket]
    here = hall.catalog.here
    from_us = held.issued_us if copy == 1 and not held.paperless else hall.at_us
    return PrintSlip(
        job=slip_id(ticket, copy, hall.epoch),
        device=device,
        ticket=ticket,
        lines=_lines(hall, held, copy, say),
        qr=f"{here.public_url}/ticket/#t={token}" if here.public_url else "",
        short_code="" if here.public_url else short_code(token),
        logo=here.logo,
        copy=copy,
        expires_us=from_us + FRESH_S * 1_000_000,
    )


def _lines(hall: Hall, ticket: Ticket, copy: int, say: Say) -> tuple[SlipLine, ...]:
    language, here = ticket.language, hall.catalog.here
    mark = [SlipLine(text=say("slip.copy", language, copy=copy), size=3, bold=True), RULE] if copy > 1 else []
    return (
        *mark,
        SlipLine(text=name_in(here.names, language), size=4, bold=True),
        RULE,
        *_services(hall, ticket),
        SlipLine(text=ticket.label, size=10, bold=True),
        *_where(hall, ticket, say),
        *_waiting(hall, ticket, say),
        SlipLine(text=say("slip.taken", language, time=local_time(ticket.issued_us, here.zone)), size=1),
        RULE,
        *(SlipLine(text=text, size=1, align="left") for text in _advice(hall, language, say)),
        RULE,
        *(SlipLine(text=text, size=1) for text in _bottom(here, language, say)),
    )


def _where(hall: Hall, ticket: Ticket, say: Say) -> list[SlipLine]:
    """Return where the visitor will be served; nothing where the hall has no names for it."""
    place = place_line(hall, ticket.leg.queue, ticket.leg.only, ticket.language)
    return [SlipLine(text=say("slip.where", ticket.language, place=place), size=3)] if place else []


def _advice(hall: Hall, language: str, say: Say) -> list[str]:
    """Return what to do meanwhile, what to do when the number was missed, and where the help point is."""
    here = hall.catalog.here
    texts = [say("slip.attend", language), say(_missed(hall), language)]
    help_point = said(here.help_point, language)
    return [*texts, say("slip.help", language, place=help_point)] if help_point else texts


def _missed(hall: Hall) -> str:
    """Return the key of what a visitor does who missed the call: at a kiosk that takes the code of this slip, else at the desk."""
    way = code_taken(hall)
    return f"slip.missed-{way}" if way else "slip.missed"


def code_taken(hall: Hall) -> Literal["scan", "code", ""]:
    """Return how a kiosk of the hall takes the code of a slip: scanned, or typed in; empty: none does."""
    rows = [row for row in hall.catalog.devices.values() if not row.retired]
    if hall.catalog.here.public_url:
        return "scan" if any(row.kind == "reader" and row.kiosk for row in rows) else ""
    return "code" if any(row.kind == "kiosk" for row in rows) else ""


def _bottom(here: HallRow, language: str, say: Say) -> list[str]:
    """Return what the code below is for; a phone outside the hall's own Wi-Fi cannot open what it finds there."""
    today = say("slip.today", language)
    if here.public_url and here.wifi:
        return [today, say("slip.wifi", language, wifi=here.wifi)]
    return [f"{say('slip.scan' if here.public_url else 'slip.code', language)} · {today}"]


def _services(hall: Hall, ticket: Ticket) -> list[SlipLine]:
    """Return the services in the visitor's language and, where that is English, in small Chinese for the staff."""
    legs = (*(slug for leg in ticket.legs for slug in leg.services), *(slug for leg in ticket.plan for slug in leg.services))
    rows = [hall.catalog.services[slug] for slug in dict.fromkeys(legs) if slug in hall.catalog.services]
    theirs, ours = _joined(rows, ticket.language), _joined(rows, "zh-Hans")
    lines = [SlipLine(text=theirs, size=3)] if theirs else []
    return lines + ([SlipLine(text=ours, size=1)] if ours != theirs and ticket.language == "en" else [])


def _joined(rows: list[ServiceRow], language: str) -> str:
    return (", " if language == "en" else "、").join(name_in(row.names, language) for row in rows)


def _waiting(hall: Hall, ticket: Ticket, say: Say) -> list[SlipLine]:
    """Return how many are ahead and the wait that was quoted; no wait where none could be told."""
    language, ahead = ticket.language, ahead_of(hall, ticket)
    if not ahead:
        return [SlipLine(text=say("slip.ahead-none", language), size=3, bold=True)]
    lines = [SlipLine(text=say("slip.ahead", language, ahead=ahead), size=3, bold=True)]
    if ticket.range_s is None:
        return lines
    low_min, high_min = ticket.range_s[0] // 60, max(1, math.ceil(ticket.range_s[1] / 60))
    key = "slip.range-short" if high_min <= _ROUND_MIN or low_min == 0 else "slip.range"
    return [*lines, SlipLine(text=say(key, language, low=low_min, high=high_min), size=2)]


def local_time(at_us: int, zone: str) -> str:
    """Return a time as the hall's clocks show it, ``2026-01-13 09:05``."""
    utc = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at_us)
    return utc.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def printer_for(hall: Hall, actor: str) -> str:
    """Return the printer of a ticket that ``actor`` took; empty: it is not printed.

    A kiosk prints on its own printer or not at all; a guide's ticket comes out of the main zone's first that works.
    """
    kind, _, slug = actor.partition(":")
    return printer_of(hall, slug) if kind == "device" else main_printer(hall)


def first_printer(hall: Hall, ticket: str) -> str:
    """Return the printer of a new number's slip; empty: none is printed.

    The visitor agreed to have none, sits at a counter already or has a number of the pre-printed series, or there is no printer.
    """
    held = hall.tickets.get(ticket)
    return printer_for(hall, held.actor) if held is not None and not held.paperless and held.channel not in BESIDE else ""


def asked_copy(hall: Hall, ticket: str) -> int:
    """Return the number of the last copy that somebody asked for; 0: nobody did."""
    return hall.copies.get(ticket, ("", 0))[1]


def wants_copy(hall: Hall, ticket: str) -> bool:
    """Tell whether a slip that ended as unknown is printed once more, marked 补打, without being asked for.

    Only where this printer has confirmed another slip: one that never answers would print each ticket twice.
    And only while the visitor waits: it may be known long after, and a called visitor needs no paper to wait with.
    """
    seen, held = hall.slips.get(ticket), hall.tickets.get(ticket)
    if seen is None or held is None or held.state != "waiting" or seen.state != "unknown":
        return False
    if seen.copy >= MOST_UNASKED or asked_copy(hall, ticket) > seen.copy:
        return False
    return any(slip.device == seen.device and slip.state == "done" for slip in hall.slips.values())


def slips_left(hall: Hall, now_us: int) -> Iterator[tuple[str, str, int, bool]]:
    """Yield what a restart finds open as (ticket, printer, copy, sent): what no printer had, and what one had without an end."""
    for ticket in hall.tickets.values():
        yield from _last_left(hall, ticket, now_us)
        printer, copy = hall.copies.get(ticket.id, ("", 0))
        seen = hall.slips.get(ticket.id)
        if copy and ticket.state in LIVE and (seen is None or seen.copy < copy):
            yield ticket.id, printer, copy, False


def _last_left(hall: Hall, ticket: Ticket, now_us: int) -> Iterator[tuple[str, str, int, bool]]:
    seen = hall.slips.get(ticket.id)
    if seen is None:
        printer = first_printer(hall, ticket.id)
        if printer and now_us - ticket.issued_us < FRESH_S * 1_000_000:
            yield ticket.id, printer, 1, False
    elif seen.state == "sent":
        yield ticket.id, seen.device, seen.copy, True
    elif wants_copy(hall, ticket.id):
        yield ticket.id, seen.device, seen.copy + 1, False
