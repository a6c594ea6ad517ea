# SPDX-License-Identifier: Apache-2.0
"""What a kiosk shows: whether numbers are given, and each service with who waits and how long it takes."""

from typing import get_args

from displays.days import coming
from displays.kiosk.finding import for_whom, has_papers, offered
from displays.parts import head, staffed
from hallserver.core import waiting
from hallserver.core.catalog import DeviceRow, ServiceRow
from hallserver.core.hall import Hall
from hallserver.core.issuing import EARLY, full_slots, none_why
from hallserver.core.mute import voice_at
from hallserver.core.noted import EARLIER
from hallserver.core.printers import other_kiosk, printer_is, printer_of
from hallserver.core.row import Need

_DAY_MIN = 24 * 60
_ELDER_FONT_PX, _TOUCH_PX, _HOME_AFTER_S = 30, 60, 45
"""Where no standard is in force, or one that was adopted before these parameters."""


def view(hall: Hall, of: str, now_us: int) -> dict[str, object]:
    """Return the kiosk's screen; ``of`` is the kiosk's slug. Ranges are in seconds for a visitor who comes now."""
    groups = hall.rules.groups if hall.standard is not None else {}
    rows = offered(hall)
    return {
        "hall": head(hall),
        "hours": hall.catalog.here.hours,
        "coming": coming(hall, now_us),
        "last_before": hall.catalog.here.issue_until_min,
        "opens_before": _opens_before(hall),
        "kiosk": of,
        "device": _device(hall, of),
        "printer": printer_is(hall, printer_of(hall, of)),
        "paperless": hall.rules.allows("kiosk.paperless") if hall.standard is not None else True,
        "other": _other(hall, of),
        "last": _last(hall, of),
        "services": [_service(hall, row) for row in rows],
        "comprehensive": hall.catalog.here.comprehensive if hall.catalog.here.comprehensive in {row.slug for row in rows} else "",
        "themes": _themes(hall, rows),
        "groups": [{"slug": slug, "names": group.names} for slug, group in sorted(groups.items()) if group.declarable],
        "needs": get_args(Need),
    }


def _opens_before(hall: Hall) -> int:
    """Return so many minutes before the hall opens this kiosk gives numbers: any, on a day on which somebody let it begin earlier."""
    if hall.standard is None or EARLIER in hall.by_hand:
        return _DAY_MIN
    return hall.rules.whole(EARLY)


def _device(hall: Hall, kiosk: str) -> dict[str, object]:
    """Return how this kiosk begins with each visitor, and the sizes and patience that the standard asks for."""
    row = hall.catalog.devices.get(kiosk, DeviceRow(slug="kiosk", names={}, kind="kiosk"))
    return {
        "elder": row.elder,
        "low": row.low,
        "speech": row.speech,
        "voice": voice_at(hall, kiosk) is not None,
        "elder_font_px": _least(hall, "ui.elder_font", _ELDER_FONT_PX),
        "touch_px": _least(hall, "ui.touch", _TOUCH_PX),
        "home_after_s": _least(hall, "kiosk.home_after", _HOME_AFTER_S),
    }


def _least(hall: Hall, key: str, otherwise: int) -> int:
    known = hall.rules.parameters.get(key) if hall.standard is not None else None
    return int(known.value) if known is not None else otherwise


def _themes(hall: Hall, rows: list[ServiceRow]) -> list[dict[str, object]]:
    """Return the hall's themes that some service on this screen belongs to."""
    used = {theme for row in rows for theme in row.themes}
    return [{"slug": slug, "names": names} for slug, names in hall.catalog.here.themes.items() if slug in used]


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
        "full": full_slots(hall, row.queue),
        "range_s": waiting.forecast(hall, row.queue, ahead),
        "counters": staffed(hall, row.queue),
        "themes": row.themes,
        "for_whom": for_whom(hall, row),
        "papers": has_papers(hall, row),
    }
