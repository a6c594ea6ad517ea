# SPDX-License-Identifier: Apache-2.0
"""Why a loudspeaker is not heard, by all that the journal says."""

from hallserver.core.catalog import DeviceRow
from hallserver.core.hall import Hall


def voices(hall: Hall, zone: str = "") -> list[DeviceRow]:
    """Return the loudspeakers in use in a zone; without one all of the hall. What sounds at a kiosk is for who stands there."""
    return [row for row in _speaking(hall) if (not zone or row.zone == zone) and not _kiosk_of(hall, row)]


def voice_at(hall: Hall, kiosk: str) -> DeviceRow | None:
    """Return the voice that reads this kiosk's screen aloud; None: it has none, or that is lost."""
    return next((row for row in _speaking(hall) if _kiosk_of(hall, row) == kiosk and mute_why(hall, row) != "lost"), None)


def _speaking(hall: Hall) -> list[DeviceRow]:
    return [row for row in hall.catalog.devices.values() if row.kind == "voice" and not row.retired]


def _kiosk_of(hall: Hall, voice: DeviceRow) -> str:
    """Return the kiosk at which a voice sounds, by its address; empty: it sounds in the hall."""
    page = hall.catalog.devices.get(voice.address)
    return page.slug if page is not None and page.kind == "kiosk" and not page.retired else ""


def mute_why(hall: Hall, voice: DeviceRow) -> str:
    """Return why this loudspeaker is not heard: ``lost``, or why its last announcement was shown only; empty: it is heard."""
    if hall.devices.get(voice.slug) == "lost" or (voice.agent and hall.devices.get(voice.agent) == "lost"):
        return "lost"
    return hall.unheard.get(voice.slug, "")


def voiceless(hall: Hall) -> list[str]:
    """Return the zones with counters but without a loudspeaker, in a hall that has one elsewhere: their calls are heard by nobody."""
    speaking = {row.zone for row in voices(hall)}
    zones = {row.zone for row in hall.catalog.counters.values() if not row.retired}
    return sorted(zones - speaking) if speaking else []
