# SPDX-License-Identifier: Apache-2.0
"""Why a loudspeaker is not heard, by all that the journal says."""

from hallserver.core.catalog import DeviceRow
from hallserver.core.hall import Hall


def voices(hall: Hall, zone: str = "") -> list[DeviceRow]:
    """Return the loudspeakers in use in a zone; without one all of the hall."""
    rows = [row for row in hall.catalog.devices.values() if row.kind == "voice" and not row.retired]
    return [row for row in rows if not zone or row.zone == zone]


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
