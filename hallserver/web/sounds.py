# SPDX-License-Identifier: Apache-2.0
"""Announcements that a hall display plays, what a kiosk reads aloud: an agent makes the sound, the screen plays it and says so.

A sound is kept until it was played, or too late, and bounded in number and size. Whatever goes wrong the agent is told,
for a call that nobody heard must not pass for one that was spoken.
"""

import secrets
from collections.abc import Callable
from functools import partial
from typing import Literal

from msgspec import Struct

from hallserver import wire
from hallserver.clock import Cancellable, Clock
from hallserver.core.catalog import DeviceRow
from hallserver.core.errors import NotFound
from hallserver.core.hall import Hall
from hallserver.web.handler import ApiHandler
from hallserver.web.whispers import Whispers

PATIENCE_S = 8.0
"""A display may take so much longer than the sound lasts."""
LONGEST_S = 120.0
MOST = 12
"""Sounds that are kept at once: a loudspeaker has one at a time."""
MOST_BYTES = 8_000_000
SOUND_PATH = "/api/v1/sounds/{sound}"
Answer = Callable[[wire.Played], None]


class SoundOver(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A display has played a sound to its end, or, with a problem, could not."""

    played: str
    problem: Literal["", "muted", "broken", "late"] = ""


class Kept(Struct, frozen=True, kw_only=True):
    """One sound that its display has not played yet."""

    job: str
    display: str
    wav: bytes
    answer: Answer
    timer: Cancellable


class Sounds:
    """Hands sounds of agents to the displays that play them.

    ``problem`` of an answer: ``no-display`` none such or its page is not open · ``muted`` the browser lets the page make no sound ·
    ``broken`` no sound that can be played · ``late`` it was not played in time · ``too-many`` more than is kept.
    """

    def __init__(self, whispers: Whispers, clock: Clock) -> None:
        """Begin with none."""
        self._whispers, self._clock = whispers, clock
        self._kept: dict[str, Kept] = {}
        """By the name under which a sound can be fetched."""

    def take(self, hall: Hall, sound: wire.Sound, answer: Answer) -> None:
        """Have a sound of this voice played by the display that its address names; ``answer`` is told once what became of it."""
        display = display_of(hall, sound.device)
        if display is None:
            answer(wire.Played(job=sound.job, problem="no-display"))
        elif not sound.wav.startswith(b"RIFF") or not 0 < sound.length_s <= LONGEST_S:
            answer(wire.Played(job=sound.job, problem="broken"))
        elif len(self._kept) >= MOST or sum(len(it.wav) for it in self._kept.values()) + len(sound.wav) > MOST_BYTES:
            answer(wire.Played(job=sound.job, problem="too-many"))
        else:
            self._offer(display, sound, answer)

    def _offer(self, display: DeviceRow, sound: wire.Sound, answer: Answer) -> None:
        name = secrets.token_urlsafe(16)
        timer = self._clock.call_later(sound.length_s + PATIENCE_S, partial(self._end, name, "late"))
        self._kept[name] = Kept(job=sound.job, display=display.slug, wav=sound.wav, answer=answer, timer=timer)
        play = {"job": sound.job, "url": SOUND_PATH.replace("{sound}", name), "length_s": sound.length_s}
        page = "kiosk" if display.kind == "kiosk" else "hall"
        if not self._whispers.tell(page, f"device:{display.slug}", {"play": play}):
            self._end(name, "no-display")

    def wav(self, name: str, display: str) -> bytes:
        """Return the sound for the display that is to play it. Raises NotFound for everybody else, and when it is over."""
        kept = self._kept.get(name)
        if kept is None or kept.display != display:
            raise NotFound("sound-unknown")
        return kept.wav

    def played(self, display: str, job: str, problem: str) -> None:
        """Take it from a display that the sound of this job is over; with a problem nobody heard it."""
        for name, kept in list(self._kept.items()):
            if kept.display == display and kept.job == job:
                self._end(name, problem)

    def _end(self, name: str, problem: str) -> None:
        kept = self._kept.pop(name, None)
        if kept is not None:
            kept.timer.cancel()
            kept.answer(wire.Played(job=kept.job, problem=problem))


def display_of(hall: Hall, voice: str) -> DeviceRow | None:
    """Return the hall display or kiosk in use that the address of this voice names; None: there is none."""
    row = hall.catalog.devices.get(voice)
    display = hall.catalog.devices.get(row.address) if row is not None else None
    return display if display is not None and display.kind in {"hall-display", "kiosk"} and not display.retired else None


class SoundHandler(ApiHandler):
    """``GET /api/v1/sounds/{sound}``: for the one display that is to play it."""

    def get(self, name: str) -> None:
        """Answer the WAV."""
        wav = self.door.sounds.wav(name, self.actor.name)
        self.set_header("Content-Type", "audio/wav")
        self.finish(wav)
