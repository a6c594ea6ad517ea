# SPDX-License-Identifier: Apache-2.0
"""Every fault of a clip is planted once and found."""

from array import array
from collections.abc import Callable
from pathlib import Path

import pytest

from devices.voices.measuring import measure_pack, table
from devices.voices.packs import Manifest, write_manifest
from devices.voices.sound import levelled, silence, trimmed, write_wav
from tests.devices.voices.test_sound import tone

GOOD = levelled(trimmed(tone(length_s=0.4)))


def pack_of(folder: Path, samples: "array[int]") -> Path:
    """Make a pack of one clip."""
    write_wav(folder / "1.wav", samples.tobytes())
    write_manifest(folder, Manifest(language="cmn", speaker="s", licence="l", sample_rate=22_050, clips={"请": "1.wav"}))
    return folder


def test_a_good_clip_has_no_fault_and_its_figures_are_right(tmp_path: Path) -> None:
    """The control of all below."""
    (found,) = measure_pack(pack_of(tmp_path, GOOD)).clips

    assert found.faults == ()
    assert found.length_s == pytest.approx(0.46, abs=0.002)
    assert found.level_db == pytest.approx(-20, abs=0.7)
    assert found.lead_s == pytest.approx(0.03, abs=0.001)


def _clip(samples: "array[int]") -> "array[int]":
    return array("h", (32_767 if value > 4_000 else value for value in samples))


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda it: levelled(it, -26), "too quiet"),
        (lambda it: levelled(it, -14), "too loud"),
        (_clip, "clipped"),
        (lambda it: it[600:], "silence before"),
        (lambda it: silence(0.05) + it, "silence before"),
        (lambda it: it[:-600], "silence after"),
        (lambda it: it + silence(0.3), "silence after"),
        (lambda _: trimmed(tone(length_s=0.03)), "too short"),
        (lambda it: it * 12, "too long"),
        (lambda it: silence(0.5) if it else it, "silent"),
    ],
)
def test_each_fault_is_found(tmp_path: Path, spoil: Callable[["array[int]"], "array[int]"], fault: str) -> None:
    """A pack is measured because nobody listens to a hundred clips."""
    findings = measure_pack(pack_of(tmp_path, spoil(GOOD)))

    assert fault in findings.clips[0].faults
    assert not findings.sound


def test_a_clip_that_is_gone_or_at_another_rate_is_found(tmp_path: Path) -> None:
    """A manifest is soon out of step with its folder."""
    pack_of(tmp_path, GOOD)
    write_manifest(tmp_path, Manifest(language="cmn", speaker="s", licence="l", sample_rate=44_100, clips={"请": "1.wav", "A": "2.wav"}))
    first, second = measure_pack(tmp_path).clips

    assert first.faults == ("at 22050 Hz",)
    assert "2.wav is not a WAV" in second.faults[0]


def test_missing_pieces_are_named(tmp_path: Path) -> None:
    """The speaker is still in the room: what is missing must be seen now."""
    findings = measure_pack(pack_of(tmp_path, GOOD))

    assert "请" not in findings.missing
    assert {"A", "幺", "百", "号窗口办理"} <= set(findings.missing)
    assert not findings.sound
    assert table(findings, whole=False)[-1].startswith("missing: A B C")


def test_the_rendered_pack_is_complete_and_the_installed_one_without_a_fault(rendered: Path, installed: Path) -> None:
    """The engine's own silences are what installing is for."""
    raw, ready = measure_pack(rendered), measure_pack(installed / "cmn")

    assert raw.missing == ()
    assert all("silence after" in it.faults for it in raw.clips)
    assert ready.sound, table(ready, whole=False)


def test_the_table_shows_what_is_wrong_or_everything(installed: Path, tmp_path: Path) -> None:
    """For a person, in a terminal."""
    ready = measure_pack(installed / "cmn")

    assert table(ready, whole=False)[1] == f"{len(ready.clips)} clips, 0 with faults, 0 missing"
    assert len(table(ready, whole=False)) == 2
    assert len(table(ready, whole=True)) == 3 + len(ready.clips)
    assert "  请 (1.wav): too quiet" in table(measure_pack(pack_of(tmp_path, levelled(GOOD, -26))), whole=False)[3]
