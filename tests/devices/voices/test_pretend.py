# SPDX-License-Identifier: Apache-2.0
"""The loudspeaker that nobody hears says real sentences, in order, one at a time."""

import json
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from devices.drivers import Place
from devices.voices.child import SpeakingChild
from devices.voices.loudspeaker import Loudspeaker
from devices.voices.pretend import open_voice, pretend_to
from devices.voices.sound import read_wav
from devices.voices.speech import Speech
from tests.devices.samples import CMN, EN, YUE, call


def pretending(folder: Path, speaking: SpeakingChild, *, pace: float = 0.01, sleep: Callable[[float], None] = time.sleep) -> Loudspeaker:
    """Return a loudspeaker that nobody hears."""
    return Loudspeaker(Speech(folder, {}, speaking), pretend_to(folder, pace, sleep))


def test_calls_come_in_order_and_never_over_each_other(tmp_path: Path, speaking: SpeakingChild) -> None:
    """Start and end of each sound are kept; the next begins when the last has ended."""
    voice = pretending(tmp_path, speaking)
    for number in range(5):
        assert voice.say(call(number, say=(CMN, YUE, EN)), "whole") == "spoken"
    assert voice.say(call(5, say=(CMN, YUE, EN)), "one") == "spoken"
    assert voice.say(call(6), "short") == "short"
    said = [json.loads(line) for line in (tmp_path / "said.jsonl").read_text().splitlines()]

    assert [line["job"] for line in said] == [f"call/1.{number}/1.1/voice-1" for number in range(7)]
    assert [line["languages"] for line in said[4:]] == [["cmn", "yue", "en"], ["cmn"], ["cmn"]]
    assert [line["form"] for line in said[4:]] == ["whole", "one", "short"]
    assert all(before["end_s"] <= after["start_s"] for before, after in pairwise(said))
    for line in said:
        assert read_wav(tmp_path / line["file"]).length_s == pytest.approx(line["length_s"], abs=0.001)


def test_saying_takes_as_long_as_the_sound(tmp_path: Path, speaking: SpeakingChild) -> None:
    """Running late can only be seen where speech takes its time."""
    slept: list[float] = []
    pretending(tmp_path, speaking, pace=1.0, sleep=slept.append).say(call(), "whole")

    assert slept == [pytest.approx(json.loads((tmp_path / "said.jsonl").read_text())["length_s"], abs=0.001)]


def test_the_address_names_folder_and_pace(tmp_path: Path) -> None:
    """Tests and quick demos say everything in no time."""
    voice = open_voice(Place(device="voice-1", address="", options={"pace": "0"}, out=tmp_path / "voice-1"))
    try:
        assert voice.say(call(), "whole") == "spoken"
    finally:
        voice.close()

    assert (tmp_path / "voice-1" / "call_1.1_1.1_voice-1.wav").exists()
