# SPDX-License-Identifier: Apache-2.0
"""A loudspeaker at this box: clips or pyttsx3 make a WAV, a player command plays it, one after the other.

Address: empty for the box's sound card, or a folder that keeps the WAVs for something else to play.
``?card=plughw:1`` names another sound card than the usual one, so that a box can speak in two zones; ``?player=`` another
command, ``?packs=`` another folder of clip packs. Where there is neither player nor folder the
device does not work, and its calls end as screen-only: nothing is called spoken that nobody could hear.
"""

import shutil
import subprocess
from pathlib import Path

from devices.drivers import Place
from devices.errors import DeviceGone, VoiceFailed
from devices.protocols import Form, Voice
from devices.voices.child import Sound
from devices.voices.loudspeaker import Loudspeaker, Play, speech_at
from hallserver.core.jobs import Speak

PLAYERS: tuple[tuple[str, ...], ...] = (("aplay", "-q"), ("paplay",), ("afplay",))
"""Commands that play a WAV whole before they end, in the order in which they are looked for."""
CARD = {"aplay": "-D", "paplay": "-d"}
"""Player → what stands before the name of a card; the others know one alone."""
EXTRA_S = 10.0
"""A player that takes so much longer than the sound is stuck."""


def player_command(wanted: str = "", card: str = "") -> tuple[str, ...] | None:
    """Return the command of the first player found here, which knows of cards where one is named; None: there is none."""
    known = ((wanted,),) if wanted else PLAYERS
    for command in known:
        path = shutil.which(command[0])
        name = Path(command[0]).name
        if path and (not card or name in CARD):
            return (path, *command[1:], *((CARD[name], card) if card else ()))
    return None


def play_with(command: tuple[str, ...]) -> Play:
    """Return how to play a sound with this command. Playing raises VoiceFailed when the player fails or sticks."""

    def play(_job: Speak, _form: Form, sound: Sound) -> None:
        try:
            subprocess.run((*command, str(sound.path)), check=True, timeout=sound.length_s + EXTRA_S, capture_output=True)  # noqa: S603
        except (OSError, subprocess.SubprocessError) as error:
            message = f"the player failed: {error}"
            raise VoiceFailed(message) from error

    return play


def open_voice(place: Place) -> Voice:
    """Return the loudspeaker. Raises DeviceGone where nothing here can play and no folder is named."""
    if place.address:
        return Loudspeaker(speech_at(place, Path(place.address)), lambda _job, _form, _sound: None)
    command = player_command(place.options.get("player", ""), place.options.get("card", ""))
    if command is None:
        names = ", ".join(known[0] for known in PLAYERS)
        message = f"no player here ({names}): install one, or give a folder as the address of {place.device}"
        raise DeviceGone(message)
    return Loudspeaker(speech_at(place, place.out), play_with(command), keep=0)
