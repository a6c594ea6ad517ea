# SPDX-License-Identifier: Apache-2.0
"""Rule of printing a slip once more."""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import Conflict, NotFound
from hallserver.core.hall import LIVE, Hall, Ticket
from hallserver.core.printers import main_printer, printer_is
from hallserver.core.roles import Actor
from hallserver.core.states import ticket_named

MOST_COPIES = 3
"""Slips of one ticket in all; each but the first carries its mark."""
_UNDERWAY = frozenset({"queued", "sent"})
_CANNOT = {"none": "copy-printer-none", "out": "copy-printer-out", "unable": "copy-printer-unable", "lost": "copy-printer-lost"}


def reprint_slip(hall: Hall, command: c.ReprintSlip, by: Actor, _: int) -> list[e.Event]:
    """Print one more copy, marked 补打, for the holder at a kiosk or for the staff; the first of a number given without a slip."""
    ticket = ticket_named(hall, command.ticket)
    if by.kind == "ticket" and by.name != ticket.id:
        raise NotFound("ticket-unknown", ticket=command.ticket)
    if ticket.state not in LIVE:
        raise Conflict("ticket-in-state", ticket=ticket.label, state=ticket.state)
    printer, copy = working_printer(hall, command.device), _copies(hall, ticket) + 1
    if copy > MOST_COPIES:
        raise Conflict("copies-enough", ticket=ticket.label, most=MOST_COPIES)
    if is_underway(hall, ticket.id):
        raise Conflict("copy-underway", ticket=ticket.label)
    return [e.SlipAsked(ticket=ticket.id, device=printer, copy=copy)]


def _copies(hall: Hall, ticket: Ticket) -> int:
    """Return how many slips of the ticket there may be: one was begun with the number, unless it was given without."""
    seen, asked = hall.slips.get(ticket.id), hall.copies.get(ticket.id)
    return max(seen.copy if seen else int(not ticket.paperless), asked[1] if asked else 0)


def is_underway(hall: Hall, ticket: str) -> bool:
    """Tell whether the last copy that was asked for has no end yet, and its printer works: a second press makes no second slip."""
    printer, copy = hall.copies.get(ticket, ("", 0))
    seen = hall.slips.get(ticket)
    ended = seen is not None and seen.copy >= copy and seen.state not in _UNDERWAY
    return copy > 0 and not ended and printer_is(hall, printer) == "ready"


def working_printer(hall: Hall, named: str | None) -> str:
    """Return the printer that was named, else where staff print. Raises Conflict where it cannot print."""
    printer = main_printer(hall) if named is None else named
    state = printer_is(hall, printer)
    if state == "none" and named is not None:
        raise NotFound("device-unknown", device=named)
    if state != "ready":
        raise Conflict(_CANNOT[state])
    return printer
