# SPDX-License-Identifier: Apache-2.0
"""Clip packs: a whole pack that the engine made, joined; and packs that must not be used."""

import logging
import shutil
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from devices.errors import VoiceFailed
from devices.voices.child import SpeakingChild
from devices.voices.packs import MANIFEST, Manifest, Pack, clip_text, load_pack, load_packs, read_manifest, write_manifest
from devices.voices.sound import EDGE_S, RATE_HZ, level_db, peak, read_wav, write_wav
from displays.spoken import Spot, Tongue
from hallserver.core.jobs import Utterance
from hallserver.words import say
from tests.devices.voices.test_sound import tone


def sentence(number: int = 21) -> Utterance:
    """Return what is said of a call, as the hall makes it."""
    return Tongue("cmn", say).sentence("voice.call", "A012", Spot(number=number, zone={}))


def a_pack(folder: Path, *, installed: bool = True, rate: int = RATE_HZ) -> Path:
    """Make a pack of two clips."""
    folder.mkdir(parents=True)
    write_wav(folder / "1.wav", tone(300).tobytes())
    write_wav(folder / "2.wav", tone(500).tobytes())
    clips = {"请": "1.wav", "A": "2.wav"}
    manifest = Manifest(language="cmn", speaker="小王", licence='"本单位" 自用', sample_rate=rate, clips=clips, installed=installed)
    write_manifest(folder, manifest)
    return folder


def same(one: bytes | None, other: bytes | None) -> bool:
    """Tell whether two sounds are the same: pytest must not print them."""
    return one is not None and one == other


def test_the_hall_s_own_sentence_is_joined_of_clips(pack: Pack, installed: Path) -> None:
    """Each piece is there, whole and in its order."""
    words = [clip_text(piece) for piece in sentence().pieces]
    clips = [read_wav(installed / "cmn" / pack.manifest.clips[word]).samples.tobytes() for word in words]

    assert words == ["请", "A", "零", "一", "二", "号到", "二", "十", "一", "号窗口办理"]
    assert same(pack.join(sentence().pieces), b"".join(clips))


def test_punctuation_and_blanks_are_no_clips(pack: Pack) -> None:
    """Templates are written for readers, too."""
    assert same(pack.join(("A", " ", "号，", "。")), pack.join(("A", "号")))
    assert clip_text(", please proceed to counter ") == "please proceed to counter"


def test_a_missing_piece_leaves_the_sentence_to_the_engine(pack: Pack) -> None:
    """Half a sentence is worse than another voice."""
    assert pack.join(("请", "A", "号到", "东区", "一", "号窗口办理")) is None
    assert pack.join(()) is None


def test_each_clip_is_as_loud_as_all_others(pack: Pack) -> None:
    """A number that jumps in loudness is not understood."""
    levels_db = [level_db(_samples(pack, text)) for text in pack.manifest.clips]

    assert max(levels_db) - min(levels_db) < 3
    assert all(abs(level + 20) < 3 for level in levels_db)
    assert all(len(_samples(pack, text)) / RATE_HZ > 2 * EDGE_S + 0.1 for text in pack.manifest.clips)


def _samples(pack: Pack, text: str) -> memoryview:
    return memoryview(pack.join((text,)) or b"").cast("h")


def test_volume_is_kept_from_one_sentence_to_the_next(pack: Pack) -> None:
    """And the full volume comes back as it was."""
    full = pack.join(("A",))
    half = pack.join(("A",), 50)

    assert peak(memoryview(half or b"").cast("h")) == pytest.approx(peak(memoryview(full or b"").cast("h")) / 2, rel=0.01)
    assert same(pack.join(("A",)), full)


def test_joining_takes_next_to_nothing(pack: Pack, speaking: SpeakingChild, tmp_path: Path) -> None:
    """Under a hundredth of what the engine takes for the same sentence, which is some 12 ms: nobody waits for clips."""

    def median_s(make: Callable[[], object], times: int) -> float:
        taken_s = []
        for _ in range(times):
            begin_s = time.perf_counter()
            make()
            taken_s.append(time.perf_counter() - begin_s)
        return statistics.median(taken_s)

    pieces = sentence().pieces
    engine_s = median_s(lambda: speaking.make(sentence(), tmp_path / "a.wav"), 7)

    assert median_s(lambda: pack.join(pieces), 200) < engine_s / 100


def test_a_manifest_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """Speakers and licences have any name."""
    folder = a_pack(tmp_path / "a")
    odd = replace(read_manifest(folder), speaker='a "b" \\ \x01 \x7f\n中', clips={'"': "1.wav", "\\": "2.wav"})
    write_manifest(folder, odd)

    assert read_manifest(folder) == odd


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("language = ", "Invalid value"),
        ('language = "cmn"', "required field"),
        ('language = "fr"\nspeaker = ""', "Invalid enum"),
        ("a = " + "[" * 5000, "recursion"),
        (None, "No such file"),
    ],
)
def test_a_wrong_manifest_is_refused_with_its_reason(tmp_path: Path, text: str | None, why: str) -> None:
    """Whoever records a pack writes it by hand."""
    if text is not None:
        (tmp_path / MANIFEST).write_text(text)

    with pytest.raises(VoiceFailed, match=why):
        read_manifest(tmp_path)


@pytest.mark.parametrize("name", ["../1.wav", "/etc/passwd", "a/b.wav", ".."])
def test_a_clip_outside_the_pack_is_refused(tmp_path: Path, name: str) -> None:
    """Packs are handed from hall to hall."""
    folder = a_pack(tmp_path / "a")
    write_manifest(folder, replace(read_manifest(folder), clips={"请": name}))

    with pytest.raises(VoiceFailed, match="not in its folder"):
        read_manifest(folder)


def test_only_installed_packs_at_our_rate_are_used(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """One bad pack must not cost the others, nor the voice."""
    a_pack(tmp_path / "good")
    a_pack(tmp_path / "raw", installed=False)
    a_pack(tmp_path / ".good.part")
    shutil.copytree(tmp_path / "good", tmp_path / "torn")
    (tmp_path / "torn" / "2.wav").write_bytes(b"RIFF")
    with caplog.at_level(logging.WARNING):
        packs = load_packs(tmp_path)

    assert list(packs) == ["cmn"]
    assert same(packs["cmn"].join(("请", "A")), (tone(300) + tone(500)).tobytes())
    assert len(caplog.records) == 2
    with pytest.raises(VoiceFailed, match="is not installed"):
        load_pack(tmp_path / "raw")
    assert load_packs(tmp_path / "nowhere") == {}


def test_a_clip_at_another_rate_is_refused(tmp_path: Path) -> None:
    """It would speak too high or too low."""
    folder = a_pack(tmp_path / "a")
    wav = (folder / "1.wav").read_bytes()
    (folder / "1.wav").write_bytes(wav[:24] + (44_100).to_bytes(4, "little") + wav[28:])

    with pytest.raises(VoiceFailed, match="not at 22050 Hz"):
        load_pack(folder)


def test_a_pack_with_a_silent_clip_is_refused(tmp_path: Path) -> None:
    """A number with a silent figure is another number."""
    folder = a_pack(tmp_path / "a")
    write_wav(folder / "2.wav", bytes(2000))

    with pytest.raises(VoiceFailed, match="the clip of A is silent"):
        load_pack(folder)
