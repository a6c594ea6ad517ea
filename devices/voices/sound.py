# SPDX-License-Identifier: Apache-2.0
"""Sound as numbers: 16-bit samples of one channel, what they measure, and how they are made alike. Pure but for two doors to WAV files."""

import io
import math
import wave
from array import array
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from devices.errors import VoiceFailed

RATE_HZ = 22_050
"""Of every sound that is played: the engine's own."""
FULL = 32_767
LEVEL_DB = -20.0
"""Loudness of a clip: RMS below full scale."""
EDGE_S = 0.03
"""Silence that a clip keeps at each end: joined clips then flow as speech does."""
SILENT = 0.01
"""What is below this part of the peak is silence."""
HIGHEST_PEAK = 32_000
PAUSE_S = 0.06
"""A pause within speech lasts at least so long."""
TAPS = 16
"""Samples on each side that a resampled one is made of."""


class Clip(Struct, frozen=True, kw_only=True):
    """What a WAV file holds, as one channel."""

    samples: "array[int]"
    rate_hz: int

    @property
    def length_s(self) -> float:
        """Return how long it sounds."""
        return len(self.samples) / self.rate_hz


def read_wav(path: Path) -> Clip:
    """Return a 16-bit WAV; several channels become their mean. Raises VoiceFailed on anything else."""
    try:
        with wave.open(str(path), "rb") as file:
            channels, width, rate_hz = file.getnchannels(), file.getsampwidth(), file.getframerate()
            count = file.getnframes()
            frames = file.readframes(count)
    except (OSError, EOFError, ValueError, RuntimeError, wave.Error) as error:  # ValueError: a name that no file can have
        message = f"{path.name} is not a WAV: {type(error).__name__} {error}"
        raise VoiceFailed(message) from error
    if width != 2:  # noqa: PLR2004 - bytes of a 16-bit sample
        message = f"{path.name} has {8 * width} bits a sample, not 16"
        raise VoiceFailed(message)
    if len(frames) != count * channels * width or rate_hz <= 0:
        message = f"{path.name} is cut, or says of itself what cannot be: {count} samples at {rate_hz} Hz"
        raise VoiceFailed(message)
    samples = array("h", frames)
    if channels > 1:
        samples = array("h", (sum(samples[at : at + channels]) // channels for at in range(0, len(samples), channels)))
    return Clip(samples=samples, rate_hz=rate_hz)


def wav_of(frames: bytes) -> bytes:
    """Return frames of 16 bits at the rate of all sounds as a WAV file."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(frames)
    return made.getvalue()


def write_wav(path: Path, frames: bytes) -> float:
    """Write frames as a WAV file, whole or not at all; return the length in seconds. Raises VoiceFailed."""
    fresh = path.with_name(path.name + ".part")
    try:
        fresh.write_bytes(wav_of(frames))
        fresh.replace(path)
    except OSError as error:
        message = f"cannot write {path}: {error}"
        raise VoiceFailed(message) from error
    return len(frames) / 2 / RATE_HZ


def silence(length_s: float) -> "array[int]":
    """Return so many seconds of nothing."""
    return array("h", bytes(2 * round(length_s * RATE_HZ)))


def peak(samples: Sequence[int]) -> int:
    """Return the largest deflection, 0 … 32 768."""
    return max(map(abs, samples), default=0)


def level_db(samples: Sequence[int]) -> float:
    """Return the RMS in dB below full scale; minus infinity for silence."""
    energy = sum(value * value for value in samples)
    return 10 * math.log10(energy / len(samples) / FULL**2) if energy else -math.inf


def clipped(samples: Sequence[int]) -> int:
    """Return how many samples stand at the end of the scale."""
    return sum(value >= FULL or value <= -FULL for value in samples)


def edges(samples: Sequence[int]) -> tuple[int, int]:
    """Return how many silent samples lead and trail; all and none where nothing is heard."""
    quietest = max(1.0, SILENT * peak(samples))
    lead = next((at for at, value in enumerate(samples) if abs(value) >= quietest), len(samples))
    if lead == len(samples):
        return lead, 0
    return lead, next(at for at, value in enumerate(reversed(samples)) if abs(value) >= quietest)


def trimmed(samples: "array[int]") -> "array[int]":
    """Return the sound with the same short silence at each end, whether it had more or less."""
    lead, trail = edges(samples)
    kept = round(EDGE_S * RATE_HZ)
    first, last = max(0, lead - kept), len(samples) - max(0, trail - kept)
    return silence(max(0, kept - lead) / RATE_HZ) + samples[first:last] + silence(max(0, kept - trail) / RATE_HZ)


def levelled(samples: "array[int]", to_db: float = LEVEL_DB) -> "array[int]":
    """Return the sound at this RMS, or as near to it as its peak allows without clipping."""
    highest = peak(samples)
    if not highest:
        return samples
    return _times(samples, min(10 ** ((to_db - level_db(samples)) / 20), HIGHEST_PEAK / highest))


def at_volume(samples: "array[int]", volume: int) -> "array[int]":
    """Return the sound at 0 … 100 per cent of its amplitude."""
    return samples if volume >= 100 else _times(samples, max(0, volume) / 100)  # noqa: PLR2004 - per cent


def parted(samples: "array[int]", most_s: float) -> "list[array[int]]":
    """Return the sound in parts of at most ``most_s`` seconds, cut where it is quietest in the last third of each."""
    most, step, parts = round(most_s * RATE_HZ), round(PAUSE_S * RATE_HZ), list["array[int]"]()
    while len(samples) > most:
        places = range(most * 2 // 3, most - step, step // 2)
        at = min(places, key=lambda at: peak(samples[at : at + step])) + step // 2
        parts.append(samples[:at])
        samples = samples[at:]
    return [*parts, samples]


def resampled(samples: "array[int]", from_hz: int, to_hz: int = RATE_HZ) -> "array[int]":
    """Return the sound at another rate, through a windowed sinc: made for installing, some seconds for a pack."""
    if from_hz == to_hz:
        return samples
    step, cut = from_hz / to_hz, min(1.0, to_hz / from_hz)
    made = (_between(samples, at * step, cut) for at in range(int(len(samples) / step)))
    return array("h", (max(-FULL, min(FULL, round(value))) for value in made))


def _between(samples: Sequence[int], at: float, cut: float) -> float:
    """Return the value at a place between samples, without what lies above ``cut`` of half the rate."""
    reach = TAPS / cut
    first, last = max(0, math.ceil(at - reach)), min(len(samples) - 1, math.floor(at + reach))
    return sum(samples[n] * _weight((n - at) * cut, (n - at) / reach) for n in range(first, last + 1)) * cut


def _weight(turns: float, from_centre: float) -> float:
    """Return sinc times a Hann window."""
    sinc = math.sin(math.pi * turns) / (math.pi * turns) if turns else 1.0
    return sinc * (0.5 + 0.5 * math.cos(math.pi * from_centre))


def _times(samples: "array[int]", factor: float) -> "array[int]":
    return array("h", (max(-FULL, min(FULL, round(value * factor))) for value in samples))
