# SPDX-License-Identifier: Apache-2.0
"""The loudspeaker that nobody hears says real sentences, in order, one at a time."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from devices.drivers import Place
from devices.voices.child import check_wav
from devices.voices.pretend import PretendVoice, open_voice
from tests.devices.samples import CMN, EN, YUE, call


def test_calls_come_in_order_and_never_over_each_other(tmp_path: Path) -> None:
    """Start and end of each sound are kept; the next begins when the last has ended."""
    voice = PretendVoice(tmp_path, pace=0.01)
    try:
        for number in range(5):
            assert voice.say(call(number, say=(CMN, YUE, EN)), "whole") == "spoken"
        assert voice.say(call(5), "short") == "short"
    finally:
        voice.close()
    said = [json.loads(line) for line in (tmp_path / "said.jsonl").read_text().splitlines()]

    assert [line["job"] for line in said] == [f"call/1.{number}/1.1/voice-1" for number in (0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5)]
    assert [line["file"].split("-")[-1] for line in said[:3]] == ["cmn.wav", "yue.wav", "en.wav"]
    assert all(before["end_s"] <= after["start_s"] for before, after in pairwise(said))
    assert said[-1]["form"] == "short"
    for line in said:
        assert check_wav(tmp_path / line["file"], "一二三") > 1


def test_saying_takes_as_long_as_the_sound(tmp_path: Path) -> None:
    """Running late can only be seen where speech takes its time."""
    slept: list[float] = []
    voice = PretendVoice(tmp_path, sleep=slept.append)
    try:
        voice.say(call(), "whole")
    finally:
        voice.close()

    assert slept == [pytest.approx(json.loads((tmp_path / "said.jsonl").read_text())["length_s"], abs=0.001)]


def test_the_address_names_folder_and_pace(tmp_path: Path) -> None:
    """Tests and quick demos say everything in no time."""
    voice = open_voice(Place(device="voice-1", address="", options={"pace": "0"}, out=tmp_path / "voice-1"))
    try:
        assert voice.say(call(), "whole") == "spoken"
    finally:
        voice.close()

    assert (tmp_path / "voice-1" / "call_1.1_1.1_voice-1.1-cmn.wav").exists()
