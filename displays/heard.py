# SPDX-License-Identifier: Apache-2.0
"""Whether people in a zone hear the calls, or have only the screens. Pure."""

from collections.abc import Iterable

from hallserver.core.hall import Hall
from hallserver.core.mute import mute_why, voices


def is_loud(hall: Hall, zones: Iterable[str]) -> bool:
    """Tell whether calls of these zones are heard by all that is known; also where there is no loudspeaker and nobody expects one."""
    here = [voice for zone in set(zones) for voice in voices(hall, zone)]
    return not here or any(not mute_why(hall, voice) for voice in here)


def chimes(hall: Hall, zones: Iterable[str]) -> bool:
    """Tell whether a screen of these zones is to ring before a call: not where a loudspeaker does by itself, nor in quiet hours.

    Nobody hears a pretended loudspeaker.
    """
    here = [(voice, mute_why(hall, voice)) for zone in set(zones) for voice in voices(hall, zone)]
    rings = any(voice.driver != "pretend" and not why for voice, why in here)
    return not rings and not any(why == "quiet" for _, why in here)
