# SPDX-License-Identifier: Apache-2.0
"""``python -m devices voices``: the three verbs, as a person in a hall uses them."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from devices.voices.cli import main
from devices.voices.packs import load_packs


def test_a_pack_is_rendered_installed_and_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From nothing to a pack that is used, for a language for which nobody has recorded one."""
    source, out = tmp_path / "source", tmp_path / "out"

    assert main(["render", "--language", "yue", str(source)]) == 0
    assert main(["check", str(source)]) == 1, "the engine leaves silence behind each word"
    assert main(["install", "--out", str(out), str(source)]) == 0
    assert main(["check", str(out / "voice-packs" / "yue")]) == 0
    assert "0 with faults, 0 missing" in capsys.readouterr().out
    assert load_packs(out / "voice-packs")["yue"].join(("請", "A", "零", "號到", "一", "號窗口")) is not None


def test_faults_are_shown_and_the_code_says_so(rendered: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For a person, and for a script that packs packs."""
    source = tmp_path / "cmn"
    shutil.copytree(rendered, source)
    shutil.copy(source / "001.wav", tmp_path / "kept")
    (source / "001.wav").unlink()

    assert main(["check", str(source)]) == 1
    assert "001.wav is not a WAV" in capsys.readouterr().out
    assert main(["install", "--out", str(tmp_path), str(source)]) == 1
    assert "001.wav is not a WAV" in capsys.readouterr().out
    assert main(["check", str(tmp_path / "nowhere")]) == 1
    assert "manifest.toml" in capsys.readouterr().out


def test_every_clip_is_shown_on_demand(installed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """To see where a clip stands that is just within bounds."""
    assert main(["check", "--all", str(installed / "cmn")]) == 0
    assert "号窗口办理" in capsys.readouterr().out


def test_the_program_hands_the_word_on(installed: Path) -> None:
    """It is the agent's own program; with another first word it is the agent."""
    command = [sys.executable, "-m", "devices", "voices", "check", str(installed / "cmn")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert "0 missing" in done.stdout
