# SPDX-License-Identifier: Apache-2.0
"""The command line: every verb, and what is no verb."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hallserver.__main__ import VERBS, main

MEANT = (
    "demo",
    "serve",
    "init",
    "doctor",
    "replay",
    "rebuild",
    "backup",
    "restore",
    "report",
    "ratings",
    "inspect",
    "practice",
    "cards",
    "setup",
    "standard",
    "install-service",
)
"""The verbs of this release."""


def test_the_verbs_are_those_that_were_told() -> None:
    """Scripts and manuals name them."""
    assert VERBS == MEANT


@pytest.mark.parametrize("verb", MEANT)
def test_every_verb_helps(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What it takes, before anybody has to ask."""
    with pytest.raises(SystemExit) as ended:
        main([verb, "--help"])

    assert ended.value.code == 0
    assert f"usage: hallserver {verb}" in capsys.readouterr().out


def test_help_lists_every_verb_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """One screen tells what there is."""
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    told = capsys.readouterr().out

    assert ended.value.code == 0
    for verb in MEANT:
        assert any(line.split()[:1] == [verb] and len(line.split()) > 2 for line in told.splitlines()), verb


@pytest.mark.parametrize("given", [[], ["dance"], ["serve"], ["report", "week"], ["replay", "day.csv", "--data", "x", "--speed", "0"]])
def test_what_is_no_command_is_refused_with_the_usage(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2, and the list of what there is."""
    with pytest.raises(SystemExit) as ended:
        main(given)

    assert ended.value.code == 2
    assert "usage: hallserver" in capsys.readouterr().err


def test_ctrl_c_while_a_verb_is_loaded_leaves_no_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Loading takes a second or two on a slow machine; the code is that of shells."""

    def interrupted(_name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hallserver.__main__.import_module", interrupted)
    assert main(["report", "day"]) == 130
    assert capsys.readouterr() == ("", "")


def test_it_runs_as_a_module_from_anywhere(tmp_path: Path) -> None:
    """As the unit file of the service starts it."""
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "hallserver", "doctor", "--data", str(tmp_path)],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(root)}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (1, "")
    assert "bad   data" in done.stdout
