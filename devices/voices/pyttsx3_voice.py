# SPDX-License-Identifier: Apache-2.0
"""A loudspeaker at this box: pyttsx3 speaks into a WAV, a player command plays it, one after the other.

Address: empty for the box's sound card, or a folder that keeps the WAVs for something else to play.
``?player=`` names another command. Where there is neither player nor folder the device does not work,
and its calls end as screen-only: nothing is called spoken that nobody could hear.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from devices.drivers import Place
from devices.errors import DeviceGone, VoiceFailed
from devices.protocols import Form, Voice
from devices.safe_text import safe_name
from devices.voices.child import Sound, SpeakingChild
from hallserver.core.jobs import AnnouncementState, Speak

PLAYERS: tuple[tuple[str, ...], ...] = (("aplay", "-q"), ("paplay",), ("afplay",))
"""Commands that play a WAV whole before they end, in the order in which they are looked for."""
EXTRA_S = 10.0
"""A player that takes so much longer than the sound is stuck."""
KEEP = 300
"""WAVs kept in a folder."""

Play = Callable[[Sound], None]


def player_command(wanted: str = "") -> tuple[str, ...] | None:
    """Return the command of the first player found here; None: there is none."""
    known = ((wanted,),) if wanted else PLAYERS
    for command in known:
        path = shutil.which(command[0])
        if path:
            return (path, *command[1:])
    return None


def play_with(command: tuple[str, ...]) -> Play:
    """Return how to play a sound with this command. Playing raises VoiceFailed when the player fails or sticks."""

    def play(sound: Sound) -> None:
        try:
            subprocess.run((*command, str(sound.path)), check=True, timeout=sound.length_s + EXTRA_S, capture_output=True)  # noqa: S603
        except (OSError, subprocess.SubprocessError) as error:
            message = f"the player failed: {error}"
            raise VoiceFailed(message) from error

    return play


class Pyttsx3Voice:
    """Speaks each sentence of a call into ``folder`` and plays it before it makes the next one."""

    def __init__(self, folder: Path, play: Play, *, keep: int = KEEP, child: SpeakingChild | None = None) -> None:
        """Open the folder and start the speaking process. Raises DeviceGone where the folder cannot be made."""
        self._folder = folder
        self._play = play
        self._keep = keep
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"cannot keep sounds in {folder}: {error}"
            raise DeviceGone(message) from error
        self.child = child or SpeakingChild()

    def say(self, job: Speak, form: Form) -> AnnouncementState:
        """Make all sentences first, then play them without a gap for another call. Raises VoiceFailed."""
        sentences = job.say if form == "whole" else job.short
        stem = safe_name(job.job)
        sounds = [
            self.child.make(sentence, self._folder / f"{stem}.{number}-{sentence.language}.wav")
            for number, sentence in enumerate(sentences, start=1)
        ]
        for sound in sounds:
            self._play(sound)
        self._forget_old()
        return "spoken" if form == "whole" else "short"

    def close(self) -> None:
        """End the speaking process."""
        self.child.close()

    def _forget_old(self) -> None:
        sounds = sorted(self._folder.glob("*.wav"), key=lambda path: path.stat().st_mtime_ns)
        for path in sounds[: max(0, len(sounds) - self._keep)]:
            path.unlink(missing_ok=True)


def open_voice(place: Place) -> Voice:
    """Return the loudspeaker. Raises DeviceGone where nothing here can play and no folder is named."""
    if place.address:
        return Pyttsx3Voice(Path(place.address), lambda _: None)
    command = player_command(place.options.get("player", ""))
    if command is None:
        names = ", ".join(known[0] for known in PLAYERS)
        message = f"no player here ({names}): install one, or give a folder as the address of {place.device}"
        raise DeviceGone(message)
    folder = Path(tempfile.mkdtemp(prefix="hall-voice-"))
    return Pyttsx3Voice(folder, play_with(command), keep=0)
