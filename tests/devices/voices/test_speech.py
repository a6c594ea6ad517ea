# SPDX-License-Identifier: Apache-2.0
"""One announcement, one sound: chime, then each sentence from clips or from the engine."""

from pathlib import Path
from zlib import crc32

import pytest
from msgspec.structs import replace

from devices.errors import DeviceGone, VoiceFailed
from devices.voices.child import SpeakingChild
from devices.voices.chime import chime
from devices.voices.packs import Pack
from devices.voices.sound import RATE_HZ, level_db, peak, read_wav
from devices.voices.speech import PAUSE_S, Speech
from hallserver.core.jobs import Utterance
from tests.devices.samples import CMN, EN, YUE, call

CHIME_S = len(chime()) / RATE_HZ
OF_CLIPS = Utterance(language="cmn", text=CMN.text, pieces=("请", "A", "零", "一", "二", "号到", "三", "号窗口办理"))


@pytest.fixture
def speech(tmp_path: Path, speaking: SpeakingChild) -> Speech:
    """Give what speaks with the engine alone."""
    return Speech(tmp_path / "sounds", {}, speaking)


def test_all_sentences_come_in_one_file_with_a_pause_between_them(speech: Speech) -> None:
    """A player that fails between two languages cannot leave half a call."""
    alone_s = [speech.make(call(1, say=(it,)), "whole").length_s for it in (CMN, YUE, EN)]
    sound = speech.make(call(2, say=(CMN, YUE, EN)), "whole")

    assert sound.length_s == pytest.approx(sum(alone_s) + 2 * PAUSE_S, abs=0.05)
    assert read_wav(sound.path).length_s == pytest.approx(sound.length_s)
    assert sorted(path.name for path in speech.folder.iterdir()) == ["call_1.1_1.1_voice-1.wav", "call_1.2_1.1_voice-1.wav"]


def test_the_form_says_which_sentences(speech: Speech) -> None:
    """The first language alone, or the short one."""
    job = call(1, say=(CMN, YUE, EN))
    lengths_s = [speech.make(job, form).length_s for form in ("whole", "one", "short")]

    assert lengths_s == sorted(lengths_s, reverse=True)
    assert lengths_s[1] == pytest.approx(speech.make(call(1), "whole").length_s, abs=0.05)


def test_the_chime_is_rung_before_the_first_sentence_alone(speech: Speech) -> None:
    """Sample by sample."""
    plain, rung = call(1, say=(CMN, EN)), replace(call(2, say=(CMN, EN)), chime=True)
    sounds = [speech.make(job, "whole") for job in (plain, rung)]

    assert sounds[1].length_s == pytest.approx(sounds[0].length_s + CHIME_S + PAUSE_S, abs=0.05)
    assert crc32(read_wav(sounds[1].path).samples[: len(chime())]) == crc32(chime())


@pytest.mark.parametrize("sentence", [CMN, YUE, EN])
def test_volume_and_rate_are_heard(speech: Speech, sentence: Utterance) -> None:
    """Half the volume is 6 dB less; twice the rate takes about half the time."""
    job = replace(call(say=(sentence,)), chime=True)
    usual, low, fast = (
        read_wav(speech.make(it, "whole").path).samples for it in (job, replace(job, volume=50), replace(job, rate=300))
    )  # fmt: skip

    assert level_db(low) == pytest.approx(level_db(usual) - 6, abs=0.6)
    assert peak(low[: len(chime())]) == pytest.approx(peak(chime()) / 2, abs=2)
    assert len(fast) < 0.7 * len(usual)


def test_clips_are_preferred_where_every_piece_is_there(tmp_path: Path, pack: Pack, speaking: SpeakingChild) -> None:
    """And a sentence with a piece that nobody recorded is spoken by the engine, whole."""
    speech = Speech(tmp_path, {"cmn": pack}, speaking)
    joined = read_wav(speech.make(call(1, say=(OF_CLIPS,)), "whole").path)
    engine_s = speech.make(call(2, say=(CMN,)), "whole").length_s
    lacking = replace(OF_CLIPS, pieces=("请", "A", "零", "一", "二", "号到", "东区", "三", "号窗口办理"))

    assert crc32(joined.samples) == crc32(pack.join(OF_CLIPS.pieces) or b"")
    assert abs(joined.length_s - engine_s) > 0.1
    assert speech.make(call(3, say=(lacking,)), "whole").length_s == pytest.approx(engine_s, abs=0.05)
    assert speech.make(call(4, say=(EN,)), "whole").length_s > 2.3


def test_clips_need_no_engine(tmp_path: Path, pack: Pack) -> None:
    """A box whose engine is broken still calls numbers; what is not recorded fails."""
    speech = Speech(tmp_path, {"cmn": pack}, SpeakingChild(("false",), deadline_s=0.2))
    try:
        assert speech.make(replace(call(1, say=(OF_CLIPS,)), chime=True), "whole").length_s > 3
        with pytest.raises(VoiceFailed):
            speech.make(call(2, say=(OF_CLIPS, EN)), "whole")
    finally:
        speech.close()

    assert [path.name for path in tmp_path.iterdir()] == ["call_1.1_1.1_voice-1.wav"]


def test_a_folder_that_cannot_be_made_is_no_device(tmp_path: Path) -> None:
    """Before a process is started for nothing."""
    (tmp_path / "file").write_text("")

    with pytest.raises(DeviceGone, match="cannot keep sounds"):
        Speech(tmp_path / "file" / "sounds", {})


def test_an_announcement_without_a_sentence_fails(speech: Speech) -> None:
    """A chime alone is not called spoken."""
    with pytest.raises(VoiceFailed, match="nothing to say"):
        speech.make(replace(call(1, say=()), chime=True), "whole")
