# SPDX-License-Identifier: Apache-2.0
"""The loudspeaker: whole calls through a player, or an honest no."""

import sys
from pathlib import Path

import pytest

from devices.drivers import Place
from devices.errors import DeviceGone, VoiceFailed
from devices.voices import pyttsx3_voice
from devices.voices.child import Sound, SpeakingChild
from devices.voices.loudspeaker import Loudspeaker
from devices.voices.pyttsx3_voice import open_voice, play_with, player_command
from devices.voices.speech import Speech
from tests.devices.samples import CMN, EN, call

TAKES_NOTES = "import sys, pathlib; pathlib.Path(sys.argv[1]).open('a').write(pathlib.Path(sys.argv[2]).name + '\\n')"


def test_a_call_is_played_as_one_sound_and_not_kept(tmp_path: Path, speaking: SpeakingChild) -> None:
    """The player gets whole files in order; a box in a hall has no use for yesterday's."""
    notes = tmp_path / "notes"
    play = play_with((sys.executable, "-c", TAKES_NOTES, str(notes)))
    voice = Loudspeaker(Speech(tmp_path / "wav", {}, speaking), play, keep=0)
    assert voice.say(call(1, say=(CMN, EN)), "whole") == "spoken"
    assert voice.say(call(2), "short") == "short"

    assert notes.read_text().split() == ["call_1.1_1.1_voice-1.wav", "call_1.2_1.1_voice-1.wav"]
    assert list((tmp_path / "wav").iterdir()) == []


def test_a_player_that_fails_is_a_failure(tmp_path: Path) -> None:
    """A call that nobody heard must not count as spoken."""
    play = play_with((sys.executable, "-c", "raise SystemExit('no sound card')"))

    with pytest.raises(VoiceFailed, match="the player failed"):
        play(call(), "whole", Sound(path=tmp_path / "a.wav", length_s=0.1))


def test_a_player_that_sticks_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sound card that blocks must not keep the hall silent for ever."""
    monkeypatch.setattr(pyttsx3_voice, "EXTRA_S", 0.1)
    play = play_with((sys.executable, "-c", "import time; time.sleep(600)"))

    with pytest.raises(VoiceFailed, match="timed out"):
        play(call(), "whole", Sound(path=tmp_path / "a.wav", length_s=0.1))


def test_without_a_player_the_device_does_not_work(tmp_path: Path) -> None:
    """Its calls then end as screen-only, and somebody sees that sound is missing."""
    place = Place(device="voice-1", address="", options={"player": "no-such-player"}, out=tmp_path)

    with pytest.raises(DeviceGone, match="no player here"):
        open_voice(place)


def test_a_folder_takes_the_place_of_a_player(tmp_path: Path) -> None:
    """A display page may play what lies there."""
    voice = open_voice(Place(device="voice-1", address=str(tmp_path / "sounds"), options={}, out=tmp_path))
    try:
        assert voice.say(call(1), "whole") == "spoken"
    finally:
        voice.close()

    assert [path.name for path in (tmp_path / "sounds").iterdir()] == ["call_1.1_1.1_voice-1.wav"]


def test_a_named_player_is_looked_for_and_found() -> None:
    """The first of the known ones, or the one that the address names."""
    command = player_command(sys.executable)

    assert command is not None
    assert command[0].endswith(Path(sys.executable).name)
    assert player_command("no-such-player") is None


def test_a_loudspeaker_keeps_none_of_its_sounds(tmp_path: Path) -> None:
    """A year of calls would fill the disk of the box."""
    voice = open_voice(Place(device="voice-1", address="", options={"player": "true"}, out=tmp_path / "voice-1"))
    assert voice.say(call(), "whole") == "spoken"
    voice.close()

    assert list((tmp_path / "voice-1").iterdir()) == []


def test_a_card_is_named_to_the_player_that_knows_of_cards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two zones on one box: each loudspeaker has a card of its own, and no call goes to the other one's."""
    for name in ("aplay", "afplay"):
        (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert player_command() == (str(tmp_path / "aplay"), "-q")
    assert player_command(card="plughw:1") == (str(tmp_path / "aplay"), "-q", "-D", "plughw:1")
    assert player_command(str(tmp_path / "aplay"), "plughw:1") == (str(tmp_path / "aplay"), "-D", "plughw:1")
    (tmp_path / "aplay").unlink()
    assert player_command() == (str(tmp_path / "afplay"),)
    assert player_command(card="plughw:1") is None
