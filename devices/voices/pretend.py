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
from devices.saying import sentences
from devices.voices.child import Sound
from devices.voices.loudspeaker import Loudspeaker, Play, speech_at
from hallserver.core.jobs import Speak

SAID = "said.jsonl"


def pretend_to(folder: Path, pace: float = 1.0, sleep: Callable[[float], None] = time.sleep) -> Play:
    """Return how to play without a sound: wait ``pace`` times its length and write one line of what was said to ``said.jsonl``."""

    def play(job: Speak, form: Form, sound: Sound) -> None:
        start_s = time.monotonic()
        sleep(sound.length_s * pace)
        line = {
            "job": job.job, "form": form, "languages": [it.language for it in sentences(job, form)], "chime": job.chime,
            "file": sound.path.name, "length_s": round(sound.length_s, 3),
            "start_s": round(start_s, 3), "end_s": round(time.monotonic(), 3),
        }  # fmt: skip
        with (folder / SAID).open("ab") as file:
            file.write(msgspec.json.encode(line) + b"\n")

    return play


def open_voice(place: Place) -> Voice:
    """Return a pretend loudspeaker; the address is its folder, which keeps ``<job>.wav`` of the last calls."""
    folder = Path(place.address) if place.address else place.out
    return Loudspeaker(speech_at(place, folder), pretend_to(folder, float(place.options.get("pace", "1"))))
