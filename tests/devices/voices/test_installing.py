# SPDX-License-Identifier: Apache-2.0
"""From a recording, or from nothing, to a pack that is used."""

import math
import wave
from array import array
from pathlib import Path

import pytest

from devices.errors import VoiceFailed
from devices.voices.child import SpeakingChild
from devices.voices.installing import install, ready, render
from devices.voices.measuring import measure_pack
from devices.voices.packs import MANIFEST, Manifest, load_packs, read_manifest, write_manifest
from devices.voices.pieces import needed
from devices.voices.sound import RATE_HZ, edges, level_db, silence
from tests.devices.voices.test_sound import part_at, tone


def recorded(folder: Path, samples: "array[int]", rate_hz: int = 44_100) -> Path:
    """Make a pack of one clip as a recorder leaves it."""
    folder.mkdir(parents=True, exist_ok=True)
    with wave.open(str(folder / "a.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(samples.tobytes())
    write_manifest(folder, Manifest(language="yue", speaker="陳", licence="CC0", sample_rate=rate_hz, clips={"請": "a.wav"}))
    return folder


def test_a_recording_comes_out_levelled_trimmed_and_at_our_rate(tmp_path: Path) -> None:
    """At 44 100 Hz, quiet, with half a second of nothing before it."""
    quiet = silence(0.25) + tone(1_000, 0.3, 900, 44_100) + silence(0.25)
    source = recorded(tmp_path / "source", quiet)
    place = install(source, tmp_path / "packs")
    made = array("h", load_packs(tmp_path / "packs")["yue"].join(("請",)) or b"")

    assert place == tmp_path / "packs" / "yue"
    assert level_db(made) == pytest.approx(-20, abs=0.5)
    assert len(made) / RATE_HZ == pytest.approx(0.36, abs=0.005)
    assert edges(made)[0] / RATE_HZ == pytest.approx(0.03, abs=0.003)
    assert part_at(made, 1_000) > 0.8 * math.sqrt(2) * 3_276
    assert measure_pack(place).clips[0].faults == ()
    assert not read_manifest(source).installed, "the recording is left as it was"


def test_another_pack_of_the_language_takes_the_place_of_the_first(tmp_path: Path) -> None:
    """A hall speaks with one voice."""
    install(recorded(tmp_path / "1", tone(300)), tmp_path / "packs")
    again = recorded(tmp_path / "2", tone(300))
    write_manifest(again, Manifest(language="yue", speaker="李", licence="CC0", sample_rate=44_100, clips={"請": "a.wav"}))
    install(again, tmp_path / "packs")

    assert [pack.manifest.speaker for pack in load_packs(tmp_path / "packs").values()] == ["李"]
    assert [path.name for path in (tmp_path / "packs").iterdir()] == ["yue"]


def test_a_clip_that_cannot_be_used_leaves_the_installed_pack_alone(tmp_path: Path) -> None:
    """Tried on a working day."""
    install(recorded(tmp_path / "1", tone(300)), tmp_path / "packs")
    with pytest.raises(VoiceFailed, match=r"a\.wav is silent"):
        install(recorded(tmp_path / "2", silence(0.5)), tmp_path / "packs")
    (tmp_path / "2" / "a.wav").unlink()
    with pytest.raises(VoiceFailed, match=r"a\.wav is not a WAV"):
        install(tmp_path / "2", tmp_path / "packs")

    assert list(load_packs(tmp_path / "packs")) == ["yue"]
    assert [path.name for path in (tmp_path / "packs").iterdir()] == ["yue"]


def test_a_place_that_cannot_be_written_is_an_answer(tmp_path: Path) -> None:
    """Not a trace of the program."""
    (tmp_path / "packs").write_text("a file")

    with pytest.raises(VoiceFailed, match="cannot install into"):
        install(recorded(tmp_path / "1", tone(300)), tmp_path / "packs")


def test_a_rendered_pack_has_every_piece_and_says_who_made_it(rendered: Path) -> None:
    """Nobody may take it for a recording."""
    manifest = read_manifest(rendered)

    assert tuple(manifest.clips) == needed("cmn")
    assert manifest.speaker.startswith("espeak-ng 1.52")
    assert "no recording of a person" in manifest.licence
    assert all(len(ready(rendered / name)) > 0.15 * 2 * RATE_HZ for name in manifest.clips.values())


def test_a_pack_is_never_rendered_over(rendered: Path, speaking: SpeakingChild) -> None:
    """It may be somebody's recording."""
    before = (rendered / MANIFEST).read_bytes()
    with pytest.raises(VoiceFailed, match="holds a pack already"):
        render(rendered, "yue", speaking)

    assert (rendered / MANIFEST).read_bytes() == before
