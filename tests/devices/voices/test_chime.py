# SPDX-License-Identifier: Apache-2.0
"""Two tones, made the same each time."""

import pytest

from devices.saying import CHIME_S
from devices.voices.chime import SECOND_S, TONES_HZ, chime
from devices.voices.sound import RATE_HZ, clipped, level_db, peak
from devices.voices.speech import PAUSE_S
from tests.devices.voices.test_sound import part_at


def test_it_is_a_high_tone_and_then_a_lower_one() -> None:
    """What is heard, not what is written in the table: the second is not there before its time."""
    high, low = TONES_HZ
    at = round(SECOND_S * RATE_HZ)
    first, second = chime()[: at // 2], chime()[at + at // 2 :]

    assert part_at(first, high) > 10 * part_at(first, (high + low) / 2 - 60) > 0
    assert part_at(second, low) > 2 * part_at(second, high) > 0


def test_it_is_as_loud_as_the_clips_and_begins_and_ends_without_a_click() -> None:
    """It calls for attention and frightens nobody."""
    made = chime()

    assert level_db(made) == pytest.approx(-20, abs=0.2)
    assert clipped(made) == 0
    assert max(peak(made[:3]), peak(made[-3:])) < 300
    assert peak(chime(50)) == pytest.approx(peak(made) / 2, abs=2)


def test_it_takes_as_long_as_is_reckoned_with() -> None:
    """With its pause: the queue looks ahead with this figure."""
    assert len(chime()) / RATE_HZ + PAUSE_S == pytest.approx(CHIME_S, abs=0.05)
