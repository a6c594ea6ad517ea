# SPDX-License-Identifier: Apache-2.0
"""The chime before an announcement: two falling tones, made and not recorded. Pure."""

import math
from array import array
from functools import cache

from devices.voices.sound import RATE_HZ, at_volume, levelled

TONES_HZ = (784.0, 622.3)
"""G and E flat: a falling third, as a door bell has."""
TONE_S = 0.38
SECOND_S = 0.24
"""When the second tone begins; the first rings on under it."""
ATTACK_S = 0.006
FADE_S = 0.02
FALL_S = 0.16
"""In this time a tone falls to a third."""
OVERTONE = 0.25


@cache
def chime(volume: int = 100) -> "array[int]":
    """Return the chime at 0 … 100 per cent, at the loudness of the clips."""
    made = [0.0] * round((SECOND_S + TONE_S) * RATE_HZ)
    for begin_s, pitch_hz in zip((0.0, SECOND_S), TONES_HZ, strict=True):
        first = round(begin_s * RATE_HZ)
        for n in range(round(TONE_S * RATE_HZ)):
            made[first + n] += _tone(n / RATE_HZ, pitch_hz)
    return at_volume(levelled(array("h", (round(10_000 * value) for value in made))), volume)


def _tone(at_s: float, pitch_hz: float) -> float:
    """Return the deflection of one tone, -1.25 … 1.25, so long after it was struck."""
    turn = 2 * math.pi * pitch_hz * at_s
    loud = min(1.0, at_s / ATTACK_S) * math.exp(-at_s / FALL_S) * min(1.0, (TONE_S - at_s) / FADE_S)
    return loud * (math.sin(turn) + OVERTONE * math.sin(2 * turn))
