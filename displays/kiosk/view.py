# SPDX-License-Identifier: Apache-2.0
"""What a kiosk shows: whether numbers are given, and each service with who waits and how long it takes."""

from displays.parts import head, staffed
from hallserver.core import waiting
from hallserver.core.catalog import ServiceRow
from hallserver.core.hall import Hall
from hallserver.core.issuing import none_why
from hallserver.core.printers import other_kiosk, printer_is, printer_of


def view(hall: Hall, of: str, now_us: int) -> dict[str, object]:  # noqa: ARG001 - nothing here depends on the time
    """Return the kiosk's screen; ``of`` is the kiosk's slug. Ranges are in seconds for a visitor who comes now."""
    groups = hall.rules.groups if hall.standard is not None else {}
    return {
        "hall": head(hall),
        "kiosk": of,
        "printer": printer_is(hall, printer_of(hall, of)),
        "paperless": hall.rules.allows("kiosk.paperless") if hall.standard is not None else True,
        "other": _other(hall, of),
        "last": _last(hall, of),
        "services": [_service(hall, row) for row in offered(hall)],
        "groups": [{"slug": slug, "names": group.names} for slug, group in sorted(groups.items()) if group.declarable],
    }


def offered(hall: Hall) -> list[ServiceRow]:
    """Return the services that a kiosk offers, in the catalog's order."""
    queues = hall.catalog.queues
    rows = [row for row in hall.catalog.services.values() if row.on_kiosk and not row.retired]
    return [row for row in rows if row.queue in queues and not queues[row.queue].retired]


def _other(hall: Hall, kiosk: str) -> dict[str, object] | None:
    """Return the kiosk to go to while this one's printer cannot print; None: it can, or there is none in the hall."""
    other = other_kiosk(hall, kiosk) if printer_is(hall, printer_of(hall, kiosk)) not in {"none", "ready"} else None
    return {"names": other.names, "zone": hall.catalog.here.zones.get(other.zone, {})} if other is not None else None


def _last(hall: Hall, kiosk: str) -> dict[str, object] | None:
    """Return the number last given here and how far its slip came; None: none today. Empty ``slip``: nothing is known of it."""
    given = hall.given.get(f"device:{kiosk}")
    if given is None:
        return None
    seen = hall.slips.get(given.tickets[-1])
    return {"ticket": given.tickets[-1], "slip": seen.state if seen is not None else ""}


def _service(hall: Hall, row: ServiceRow) -> dict[str, object]:
    ahead = waiting.counts(hall, row.queue)
    return {
        "slug": row.slug,
        "names": row.names,
        "letter": hall.catalog.queues[row.queue].letter,
        "waiting": ahead,
        "stopped": none_why(hall, row.queue) if hall.issuing else "",
        "range_s": waiting.forecast(hall, row.queue, ahead),
        "counters": staffed(hall, row.queue),
    }
