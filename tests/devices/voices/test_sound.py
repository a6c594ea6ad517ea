# SPDX-License-Identifier: Apache-2.0
"""Sounds that are computed, so that what they measure is known."""

import math
import wave
from array import array
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import pytest

from devices.errors import VoiceFailed
from devices.voices.sound import (
    EDGE_S,
    RATE_HZ,
    at_volume,
    clipped,
    edges,
    level_db,
    levelled,
    parted,
    peak,
    read_wav,
    resampled,
    silence,
    trimmed,
    wav_of,
    write_wav,
)


def tone(pitch_hz: float = 440.0, length_s: float = 0.2, height: float = 8_000, rate_hz: int = RATE_HZ) -> "array[int]":
    """Return a sine."""
    turns = (2 * math.pi * pitch_hz * n / rate_hz for n in range(round(length_s * rate_hz)))
    return array("h", (round(height * math.sin(turn)) for turn in turns))


def part_at(samples: "array[int]", pitch_hz: float, rate_hz: int = RATE_HZ) -> float:
    """Return how high a sine of this pitch stands in the samples (Goertzel's way)."""
    turns = [2 * math.pi * pitch_hz * n / rate_hz for n in range(len(samples))]
    across = sum(value * math.cos(turn) for value, turn in zip(samples, turns, strict=True))
    along = sum(value * math.sin(turn) for value, turn in zip(samples, turns, strict=True))
    return 2 * math.hypot(across, along) / len(samples)


def test_a_wav_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """Whole, and nothing beside it is left."""
    assert write_wav(tmp_path / "a.wav", tone().tobytes()) == pytest.approx(0.2)
    clip = read_wav(tmp_path / "a.wav")

    assert (crc32(clip.samples), clip.rate_hz) == (crc32(tone()), RATE_HZ)
    assert clip.length_s == pytest.approx(0.2)
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]
    assert crc32((tmp_path / "a.wav").read_bytes()) == crc32(wav_of(tone().tobytes()))


def test_two_channels_become_one(tmp_path: Path) -> None:
    """Recorders make stereo."""
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(array("h", [100, 300, -50, 50]).tobytes())

    clip = read_wav(tmp_path / "a.wav")
    assert (list(clip.samples), clip.rate_hz) == ([200, 0], 48_000)


def test_what_is_no_16_bit_wav_is_refused(tmp_path: Path) -> None:
    """The name must be in the message: a pack has a hundred files."""
    with wave.open(str(tmp_path / "eight.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(RATE_HZ)
        file.writeframes(b"\x80" * 10)
    (tmp_path / "text.wav").write_text("sound")

    with pytest.raises(VoiceFailed, match=r"eight\.wav has 8 bits"):
        read_wav(tmp_path / "eight.wav")
    for name in ("text.wav", "gone.wav"):
        with pytest.raises(VoiceFailed, match=f"{name} is not a WAV"):
            read_wav(tmp_path / name)
    with pytest.raises(VoiceFailed, match="is not a WAV"):
        read_wav(tmp_path / "a\0.wav")
    with pytest.raises(VoiceFailed, match="cannot write"):
        write_wav(tmp_path / "gone" / "a.wav", b"")


def test_level_and_peak_of_a_sine_are_what_they_are_by_definition() -> None:
    """A full sine is 3 dB below full scale."""
    assert level_db(tone(height=32_767)) == pytest.approx(-3.01, abs=0.05)
    assert peak(tone(height=8_000)) == pytest.approx(8_000, abs=20)
    assert level_db(silence(0.1)) == -math.inf
    assert clipped(array("h", [0, 32_767, -32_768, 32_766])) == 2


def test_levelling_reaches_the_level_and_never_clips() -> None:
    """A click is all peak: it stays as loud as it can be."""
    assert level_db(levelled(tone(height=900))) == pytest.approx(-20, abs=0.1)
    assert level_db(levelled(tone(height=32_000))) == pytest.approx(-20, abs=0.1)
    click = array("h", [0] * 20_000 + [9_000] + [0] * 20_000)
    assert peak(levelled(click)) <= 32_000
    assert levelled(silence(0.1)) == silence(0.1)


@pytest.mark.parametrize("before_s", [0.0, 0.01, 0.03, 0.5])
def test_trimming_leaves_the_same_silence_whatever_was_there(before_s: float) -> None:
    """Joined clips flow, and the first sound of a clip that was cut too close is not lost."""
    made = trimmed(silence(before_s) + tone() + silence(0.4))

    lead, trail = edges(made)
    assert lead / RATE_HZ == pytest.approx(EDGE_S, abs=0.002)
    assert trail / RATE_HZ == pytest.approx(EDGE_S, abs=0.002)
    assert len(made) / RATE_HZ == pytest.approx(0.2 + 2 * EDGE_S, abs=0.002)
    assert edges(silence(0.1)) == (len(silence(0.1)), 0)


def test_volume_is_a_part_of_the_amplitude() -> None:
    """Half is 6 dB less."""
    assert level_db(at_volume(tone(), 50)) == pytest.approx(level_db(tone()) - 6.02, abs=0.05)
    assert at_volume(tone(), 100) == tone()
    assert peak(at_volume(tone(), 0)) == 0


@pytest.mark.parametrize("from_hz", [16_000, 24_000, 44_100])
def test_another_rate_keeps_pitch_and_length(from_hz: int) -> None:
    """Recordings come at any rate; a clip at the wrong one would speak too high."""
    made = resampled(tone(1_000, 0.1, rate_hz=from_hz), from_hz)

    assert len(made) / RATE_HZ == pytest.approx(0.1, abs=0.001)
    assert part_at(made, 1_000) == pytest.approx(8_000, rel=0.05)
    assert part_at(made, 1_000 * RATE_HZ / from_hz) < 800
    assert resampled(tone(), RATE_HZ) == tone()


def test_what_the_new_rate_cannot_carry_is_left_out() -> None:
    """15 kHz would come back as a whistle at 7 kHz."""
    made = resampled(tone(15_000, 0.05, rate_hz=44_100), 44_100)

    assert peak(made[500:-500]) < 800


def test_a_long_sound_is_cut_in_its_pauses() -> None:
    """A message to a page holds half a minute; nothing of a notice may be lost, and no word be cut."""
    words = [tone(length_s=0.4) + silence(0.1) for _ in range(10)]
    whole = sum(words, array("h"))
    parts = parted(whole, 1.6)

    assert crc32(sum(parts, array("h"))) == crc32(whole)
    assert all(len(part) <= 1.6 * RATE_HZ for part in parts)
    assert len(parts) == 4
    for part in parts[:-1]:
        assert peak(part[-200:]) == 0
    assert [len(part) for part in parted(whole, 60.0)] == [len(whole)]


@pytest.mark.parametrize("spoil", [lambda wav: wav[:44], lambda wav: wav[:-1000], lambda wav: wav[:24] + bytes(4) + wav[28:]])
def test_a_wav_that_is_cut_or_has_no_rate_is_refused(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    """A number whose last figure is cut off is another number."""
    path = tmp_path / "a.wav"
    path.write_bytes(spoil(wav_of(tone().tobytes())))

    with pytest.raises(VoiceFailed, match=r"a\.wav is cut"):
        read_wav(path)
