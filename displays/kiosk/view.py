# SPDX-License-Identifier: Apache-2.0
"""What a kiosk shows: whether numbers are given, and each service with who waits and how long it takes."""

from displays.parts import head, staffed
from hallserver.core import waiting
from hallserver.core.catalog import ServiceRow
from hallserver.core.hall import Hall


def view(hall: Hall, of: str, now_us: int) -> dict[str, object]:  # noqa: ARG001 - nothing here depends on the time
    """Return the kiosk's screen; ``of`` is the kiosk's slug. Ranges are in seconds for a visitor who comes now."""
    groups = hall.rules.groups if hall.standard is not None else {}
    return {
        "hall": head(hall),
        "kiosk": of,
        "printer": printer_state(hall, of),
        "services": [_service(hall, row) for row in offered(hall)],
        "groups": [{"slug": slug, "names": group.names} for slug, group in sorted(groups.items()) if group.declarable],
    }


def offered(hall: Hall) -> list[ServiceRow]:
    """Return the services that a kiosk offers, in the catalog's order."""
    queues = hall.catalog.queues
    rows = [row for row in hall.catalog.services.values() if row.on_kiosk and not row.retired]
    return [row for row in rows if row.queue in queues and not queues[row.queue].retired]


def printer_state(hall: Hall, kiosk: str) -> str:
    """Return ``none``, ``ready``, ``lost``, ``out`` (of paper) or ``unable`` for the printer that prints the kiosk's slips."""
    row = hall.catalog.devices.get(kiosk)
    printer = hall.catalog.devices.get(row.printer) if row is not None else None
    if printer is None:
        return "none"
    said = hall.printers.get(printer.slug, "")
    if said in {"out", "unable"}:
        return said
    return "lost" if "lost" in (hall.devices.get(printer.slug), hall.devices.get(printer.agent)) else "ready"


def _service(hall: Hall, row: ServiceRow) -> dict[str, object]:
    ahead = waiting.counts(hall, row.queue)
    return {
        "slug": row.slug,
        "names": row.names,
        "letter": hall.catalog.queues[row.queue].letter,
        "waiting": ahead,
        "range_s": waiting.forecast(hall, row.queue, ahead),
        "counters": staffed(hall, row.queue),
    }
