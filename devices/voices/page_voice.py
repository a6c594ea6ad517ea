# SPDX-License-Identifier: Apache-2.0
"""A loudspeaker that is a display page of the hall: this box makes the sound, the page plays it and says when it has ended.

The address is the slug of the display or the kiosk whose page plays it. A page that says nothing in time has not played it:
the call then ends as screen-only, and the hall sees that sound is missing.
"""

from devices.drivers import Place
from devices.errors import VoiceFailed
from devices.protocols import Form, Voice
from devices.voices.child import Sound
from devices.voices.loudspeaker import Loudspeaker, Play, speech_at
from devices.voices.sound import RATE_HZ, parted, read_wav, wav_of
from hallserver import wire
from hallserver.core.jobs import Speak

EXTRA_S = 5.0
"""A page has so much longer than the sound lasts to load it and to answer."""
MOST_S = 30.0
"""What fits into one message of the wire with room to spare. Calls are shorter; a long notice goes in parts, cut in its pauses."""


def play_on_page(place: Place) -> Play:
    """Return how to have a display page play a sound. Playing raises VoiceFailed when no page has played it to its end in time."""

    def play(job: Speak, _form: Form, sound: Sound) -> None:
        for number, part in enumerate(parted(read_wav(sound.path).samples, MOST_S), start=1):
            name = job.job if number == 1 else f"{job.job}#{number}"
            length_s = len(part) / RATE_HZ
            asked = wire.Sound(job=name, device=job.device, wav=wav_of(part.tobytes()), length_s=length_s)
            problem = place.exchange(asked, length_s + EXTRA_S)
            if problem:
                message = f"no page played it: {problem}"
                raise VoiceFailed(message)

    return play


def open_voice(place: Place) -> Voice:
    """Return the loudspeaker. Raises DeviceGone where no sound can be made."""
    return Loudspeaker(speech_at(place, place.out), play_on_page(place), keep=0)
