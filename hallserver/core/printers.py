# SPDX-License-Identifier: Apache-2.0
"""Which printer can print now, as far as the journal knows, and which one is whose."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from hallserver.core.catalog import DeviceRow
from hallserver.core.hall import Hall

PrinterIs = Literal["none", "ready", "lost", "out", "unable"]
"""There is none · prints · cannot be reached · has no paper · has a fault."""
MAIN = "main"
"""The zone of the hall's own printer: staff print there."""


def printer_is(hall: Hall, printer: str) -> PrinterIs:
    """Return how a printer is. One near its paper's end prints; one that says nothing is believed to."""
    row = hall.catalog.devices.get(printer)
    if row is None or row.kind != "printer" or row.retired:
        return "none"
    said = hall.printers.get(printer)
    if said == "out":
        return "out"
    if said == "unable":
        return "unable"
    return "lost" if "lost" in (hall.devices.get(printer), hall.devices.get(row.agent)) else "ready"


def printer_of(hall: Hall, kiosk: str) -> str:
    """Return the printer of a kiosk's slips; empty: it has none."""
    row = hall.catalog.devices.get(kiosk)
    return row.printer if row is not None and printer_is(hall, row.printer) != "none" else ""


def main_printer(hall: Hall) -> str:
    """Return where staff print: the main zone's first printer that works, else its first; empty: it has none."""
    mine = [slug for slug, row in _printers(hall) if row.zone == MAIN]
    return next((slug for slug in mine if printer_is(hall, slug) == "ready"), mine[0] if mine else "")


def printer_near(hall: Hall, counter: str) -> str:
    """Return the printer that works nearest to a counter, empty for the guide desk: one that stands there, then one of its zone.

    A kiosk's own comes last of each: a visitor stands before it. Empty: none works.
    """
    row = hall.catalog.counters.get(counter)
    zone = row.zone if row is not None else MAIN
    kiosks = {it.printer for it in hall.catalog.devices.values() if it.kind == "kiosk" and not it.retired}
    ready = [(slug, it) for slug, it in _printers(hall) if printer_is(hall, slug) == "ready"]
    nearest = min(ready, key=lambda it: (it[1].counter != counter, it[1].zone != zone, it[0] in kiosks), default=("", None))
    return nearest[0]


def _printers(hall: Hall) -> Iterator[tuple[str, DeviceRow]]:
    return ((slug, row) for slug, row in hall.catalog.devices.items() if row.kind == "printer" and not row.retired)


def other_kiosk(hall: Hall, kiosk: str) -> DeviceRow | None:
    """Return another kiosk whose printer works, of the same zone where there is one; None: there is none in the hall."""
    here = hall.catalog.devices.get(kiosk)
    others = [row for row in hall.catalog.devices.values() if row.kind == "kiosk" and not row.retired and row.slug != kiosk]
    ready = [row for row in others if printer_is(hall, row.printer) == "ready" and hall.devices.get(row.slug) != "lost"]
    return min(ready, key=lambda row: here is None or row.zone != here.zone, default=None)


class Slipless(NamedTuple):
    """Somebody who waits without paper: number, why (``agreed``, ``failed``), and the kiosk that gave it, empty for staff."""

    ticket: str
    label: str
    why: str
    kiosk: str


def slipless_waiting(hall: Hall) -> list[Slipless]:
    """Return who waits without paper, first come first: a call that they do not hear passes them without a trace."""
    found = []
    for ticket_id, why in hall.slipless.items():
        ticket = hall.tickets[ticket_id]
        if ticket.state == "waiting":
            kind, _, slug = ticket.actor.partition(":")
            found.append(Slipless(ticket_id, ticket.label, why, slug if kind == "device" else ""))
    return found


def needy_printers(hall: Hall) -> list[tuple[DeviceRow, str]]:
    """Return the printers that need somebody, each with why: ``low``, ``out``, ``unable``, ``lost``."""
    said = ((row, printer_is(hall, slug)) for slug, row in _printers(hall))
    now = [(row, "low" if state == "ready" and hall.printers.get(row.slug) == "low" else state) for row, state in said]
    return [(row, state) for row, state in now if state != "ready"]
