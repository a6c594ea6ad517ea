# SPDX-License-Identifier: Apache-2.0
"""The parent's side: deadline, restart, and no bad WAV gets out."""

import sys
import wave
from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.errors import VoiceFailed
from devices.voices.child import Manner, SpeakingChild, check_wav
from displays.spoken import Spoken
from hallserver.core.jobs import Utterance
from tests.devices.samples import CMN, EN, YUE


@pytest.fixture
def child() -> Iterator[SpeakingChild]:
    """Give a speaking process."""
    child = SpeakingChild()
    yield child
    child.close()


@pytest.mark.parametrize(("utterance", "least_s", "most_s"), [(CMN, 2.5, 7), (YUE, 1.8, 6), (EN, 2.3, 7)])
def test_three_languages_come_out_whole(child: SpeakingChild, tmp_path: Path, utterance: Utterance, least_s: float, most_s: float) -> None:
    """A sentence read as spelled letters is much longer, a cut one much shorter."""
    sound = child.make(utterance, tmp_path / "a.wav")

    assert least_s < sound.length_s < most_s
    assert check_wav(sound.path, utterance.text) == sound.length_s
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]
    assert child.engine.startswith("espeak-ng 1.52")


def test_a_killed_process_is_started_again_and_the_sentence_is_not_lost(child: SpeakingChild, tmp_path: Path) -> None:
    """A call must be heard even when the engine has just died."""
    child.make(CMN, tmp_path / "1.wav")
    first = child.process
    first.kill()

    assert child.make(CMN, tmp_path / "2.wav").length_s > 2.5
    assert child.process.pid != first.pid
    assert child.make(EN, tmp_path / "3.wav").length_s > 2.3


DIES_ONCE = """
import pathlib, sys
from devices.voices.engine import own_output, serve
mark = pathlib.Path(sys.argv[1])
if not mark.exists():
    mark.touch()
    sys.stdin.buffer.readline()
    raise SystemExit(1)
serve(sys.stdin.buffer, own_output())
"""


def test_a_process_that_dies_in_the_middle_of_a_sentence_costs_one_more_try(tmp_path: Path) -> None:
    """It took the question and was gone: the second try is made by another process."""
    child = SpeakingChild((sys.executable, "-c", DIES_ONCE, str(tmp_path / "mark")))
    try:
        assert child.make(CMN, tmp_path / "1.wav").length_s > 2.5
    finally:
        child.close()


MUTE_AT_FIRST = """
import pathlib, sys
from devices.voices import engine
mark = pathlib.Path(sys.argv[1])
if not mark.exists():
    mark.touch()
    engine.speak = lambda _, ask: pathlib.Path(ask.path).write_bytes(b"") or ""
engine.serve(sys.stdin.buffer, engine.own_output())
"""


def test_a_process_that_writes_nothing_twice_is_exchanged(tmp_path: Path) -> None:
    """The engine's library now and then leaves an empty file when the machine is busy: the call must be heard all the same."""
    child = SpeakingChild((sys.executable, "-c", MUTE_AT_FIRST, str(tmp_path / "mark")))
    first = child.process
    assert child.make(CMN, tmp_path / "1.wav").length_s > 2.5
    assert child.process.pid != first.pid
    child.close()


def test_a_process_that_hangs_is_killed_at_the_deadline(tmp_path: Path) -> None:
    """An engine that hangs must not keep the hall silent for ever."""
    child = SpeakingChild((sys.executable, "-c", "import time; time.sleep(600)"), deadline_s=0.2)
    first = child.process
    try:
        with pytest.raises(VoiceFailed, match=r"no answer within 0\.2 s"):
            child.make(CMN, tmp_path / "1.wav")
        assert first.poll() is not None
    finally:
        child.close()


def test_a_folder_that_is_gone_fails_and_the_next_sentence_is_spoken(child: SpeakingChild, tmp_path: Path) -> None:
    """One bad path must not cost a deadline, nor the voice."""
    with pytest.raises(VoiceFailed, match="No such file"):
        child.make(CMN, tmp_path / "gone" / "1.wav")

    assert child.make(CMN, tmp_path / "2.wav").length_s > 2.5


def test_an_engine_that_cannot_start_says_why(tmp_path: Path) -> None:
    """The log must name what is missing."""
    program = 'print(\'{"id": "ready", "error": "espeak-ng 1.51 cannot speak Mandarin"}\', flush=True)'
    child = SpeakingChild((sys.executable, "-c", program))
    try:
        with pytest.raises(VoiceFailed, match=r"1\.51 cannot|is gone"):
            child.make(CMN, tmp_path / "1.wav")
    finally:
        child.close()


def wav(path: Path, samples: list[int], rate_hz: int = 22050) -> Path:
    """Write a WAV."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(array("h", samples).tobytes())
    return path


def test_bad_wavs_are_found(tmp_path: Path) -> None:
    """Each of these was seen from pyttsx3 or could be."""
    (tmp_path / "none.wav").touch()
    with pytest.raises(VoiceFailed, match="not a WAV"):
        check_wav(tmp_path / "none.wav", "一")
    with pytest.raises(VoiceFailed, match="is cut"):
        check_wav(wav(tmp_path / "empty.wav", []), "一")
    with pytest.raises(VoiceFailed, match="is cut"):
        check_wav(wav(tmp_path / "short.wav", [9000] * 11025), "请A零一二号到三号窗口办理请A零一二号到三号窗口办理")
    with pytest.raises(VoiceFailed, match="is silent"):
        check_wav(wav(tmp_path / "silent.wav", [3] * 22050), "一")
    with pytest.raises(VoiceFailed, match="runs on"):
        check_wav(wav(tmp_path / "long.wav", [9000] * 22050 * 4), "一")
    with pytest.raises(VoiceFailed, match="is clipped"):
        check_wav(wav(tmp_path / "clipped.wav", [32767, -32767] * 11025), "一")
    with pytest.raises(VoiceFailed, match="is at 44100 Hz"):
        check_wav(wav(tmp_path / "fast.wav", [9000, -9000] * 22050, 44100), "一")
    assert check_wav(wav(tmp_path / "good.wav", [9000, -9000] * 11025), "一") == 1.0


def test_what_is_right_depends_on_volume_and_rate(tmp_path: Path) -> None:
    """A quiet hall is not a silent one, and a fast sentence is not a cut one."""
    quiet, brief = wav(tmp_path / "quiet.wav", [300, -300] * 11025), wav(tmp_path / "brief.wav", [9000, -9000] * 3000)
    text = "请A零一二号到三号窗口办理"
    with pytest.raises(VoiceFailed, match="is silent"):
        check_wav(quiet, text)
    with pytest.raises(VoiceFailed, match="is cut"):
        check_wav(brief, text)

    assert check_wav(quiet, text, Manner(volume=25)) == 1.0
    assert check_wav(brief, text, Manner(rate=300)) < 0.3
    assert Manner(rate=0).slower == 2.0


def test_every_rate_of_every_language_passes_its_check(speaking: SpeakingChild, tmp_path: Path) -> None:
    """From the slowest to the fastest that a hall can set, at any volume: real sentences, no try wasted."""
    for utterance in (CMN, YUE, EN):
        lengths_s = [speaking.make(utterance, tmp_path / "a.wav", Manner(volume=volume, rate=rate)).length_s
                     for volume, rate in ((100, 80), (1, 160), (5, 300))]  # fmt: skip
        assert lengths_s == sorted(lengths_s, reverse=True)
        assert lengths_s[0] > 3 * lengths_s[2]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("cmn", "各位办事群众：3 号楼（东门）————今天 17:30 下班！咨询电话 0755-83456789。"),
        ("cmn", "请车牌粤B·12345的车主，马上移车！！！！！！！！！！！！！！！！！！！！！！！！！！！！！！！！！！！！！！！！！！！！"),
        ("cmn", "㐀㐁㐂𠮷喆囍 Wi-Fi 密码 abcDEF123"),
        ("yue", "各位市民：收音機 12345。"),
        ("en", "Dr. O'Brien — call 777777777; e-mail a@b.cn (urgent)"),
    ],
)
def test_what_the_staff_types_passes_the_check_too(speaking: SpeakingChild, tmp_path: Path, language: Spoken, text: str) -> None:
    """Figures take many words, marks take none: neither is a fault of the sound."""
    assert speaking.make(Utterance(language=language, text=text), tmp_path / "a.wav").length_s > 2


@pytest.mark.parametrize("text", ["", "！", "*** <>", "😀"])
def test_a_text_that_says_nothing_fails_before_the_engine_is_asked(speaking: SpeakingChild, tmp_path: Path, text: str) -> None:
    """It breaks on an empty text: each would cost four tries and four processes."""
    process = speaking.process
    with pytest.raises(VoiceFailed, match="nothing to say"):
        speaking.make(Utterance(language="cmn", text=text), tmp_path / "a.wav")
    assert speaking.process is process
    assert process.poll() is None
