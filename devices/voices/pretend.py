# SPDX-License-Identifier: Apache-2.0
"""A loudspeaker that nobody hears: real speech in WAV files, and a list of what was said when.

It takes as long as the speech lasts, as a loudspeaker does, so that running late can be seen;
``?pace=0`` in the address says everything in no time.
"""

import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from devices.drivers import Place
from devices.protocols import Form, Voice
from devices.voices.child import Sound
from devices.voices.pyttsx3_voice import Pyttsx3Voice
from hallserver.core.jobs import AnnouncementState, Speak


class PretendVoice(Pyttsx3Voice):
    """Keeps ``<job>.<n>-<language>.wav`` and one line per sound in ``said.jsonl``: file, start and end in seconds."""

    def __init__(self, folder: Path, *, pace: float = 1.0, sleep: Callable[[float], None] = time.sleep) -> None:
        """Open the folder; ``pace`` is the part of the sound's length that saying it takes."""
        super().__init__(folder, self._pretend)
        self._pace = pace
        self._sleep = sleep
        self._job = ""
        self._form: Form = "whole"

    def say(self, job: Speak, form: Form) -> AnnouncementState:
        """Speak as the real one does, and remember."""
        self._job, self._form = job.job, form
        return super().say(job, form)

    def _pretend(self, sound: Sound) -> None:
        start_s = time.monotonic()
        self._sleep(sound.length_s * self._pace)
        line = {
            "job": self._job, "form": self._form, "file": sound.path.name,
            "length_s": round(sound.length_s, 3), "start_s": round(start_s, 3), "end_s": round(time.monotonic(), 3),
        }  # fmt: skip
        with (self._folder / "said.jsonl").open("ab") as file:
            file.write(msgspec.json.encode(line) + b"\n")


def open_voice(place: Place) -> Voice:
    """Return a pretend loudspeaker; the address is its folder."""
    folder = Path(place.address) if place.address else place.out
    return PretendVoice(folder, pace=float(place.options.get("pace", "1")))
