# SPDX-License-Identifier: Apache-2.0
"""A sound that a display page plays: awaited to its end, and never for ever."""

import threading

from devices.sounds import NO_LINE, Sounds
from hallserver import wire

SOUND = wire.Sound(job="call/1.1/1.1/voice-1", device="voice-1", wav=b"RIFF", length_s=2.0)


def sounds(line: list[wire.Sound], *, up: bool = True) -> Sounds:
    """Return sounds that go out on this line."""

    def tell(sound: wire.Sound) -> bool:
        line.append(sound)
        return up

    return Sounds(tell)


def test_who_has_a_sound_played_waits_for_its_end() -> None:
    """The next call must not be spoken over it."""
    line: list[wire.Sound] = []
    mine = sounds(line)
    threading.Timer(0.05, mine.played, args=(SOUND.job, "")).start()
    assert mine.exchange(SOUND, 30) == ""
    assert line == [SOUND]
    assert not mine._waiting


def test_what_kept_a_page_from_playing_is_said() -> None:
    """The hall then shows larger; a word of somebody else's sound changes nothing."""
    mine = sounds([])
    threading.Timer(0.03, mine.played, args=("another", "")).start()
    threading.Timer(0.06, mine.played, args=(SOUND.job, "muted")).start()
    assert mine.exchange(SOUND, 30) == "muted"
    mine.played(SOUND.job, "too late")


def test_without_a_line_nothing_is_awaited() -> None:
    """And a cut line ends what is awaited."""
    assert sounds([], up=False).exchange(SOUND, 30) == NO_LINE
    mine = sounds([])
    threading.Timer(0.05, mine.cut).start()
    assert mine.exchange(SOUND, 30) == NO_LINE


def test_a_page_that_never_answers_is_given_up() -> None:
    """A browser may hang; the loudspeaker's queue goes on."""
    assert sounds([]).exchange(SOUND, 0.05) == "no page has played it within 0 s"
