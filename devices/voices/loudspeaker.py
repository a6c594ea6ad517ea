# SPDX-License-Identifier: Apache-2.0
"""What all loudspeakers do: make the whole announcement, have it played, keep no more sounds than wanted."""

import contextlib
from collections.abc import Callable
from pathlib import Path

from devices.drivers import Place
from devices.protocols import Form
from devices.voices.child import Sound
from devices.voices.packs import FOLDER, load_packs
from devices.voices.speech import Speech
from hallserver.core.jobs import AnnouncementState, Speak

KEEP = 300
"""WAVs kept in a folder that was named."""

Play = Callable[[Speak, Form, Sound], None]
"""Plays a sound and returns when it has ended. Raises VoiceFailed."""


class Loudspeaker:
    """Speaks announcements one at a time, each as one sound: whole, or not at all."""

    def __init__(self, speech: Speech, play: Play, *, keep: int = KEEP) -> None:
        """Make sounds with ``speech``, play them with ``play``; keep the last ones."""
        self.speech = speech
        self._play = play
        self._keep = keep

    def say(self, job: Speak, form: Form) -> AnnouncementState:
        """Make the announcement, then play it. Raises VoiceFailed."""
        self._play(job, form, self.speech.make(job, form))
        self._forget_old()
        return "short" if form == "short" else "spoken"

    def close(self) -> None:
        """End the speaking process."""
        self.speech.close()

    def _forget_old(self) -> None:
        # whoever plays the sounds of a named folder may take them away; what was said stays said
        with contextlib.suppress(OSError):
            sounds = sorted(self.speech.folder.glob("*.wav"), key=lambda path: path.stat().st_mtime_ns)
            for path in sounds[: max(0, len(sounds) - self._keep)]:
                path.unlink(missing_ok=True)


def speech_at(place: Place, folder: Path) -> Speech:
    """Return what makes the sounds of a device into ``folder``, with the clip packs of this box; ``?packs=`` names their folder.

    Raises DeviceGone where the folder cannot be made.
    """
    named = place.options.get("packs", "")
    return Speech(folder, load_packs(Path(named) if named else place.out.parent / FOLDER))
