# SPDX-License-Identifier: Apache-2.0
"""From a printer on the table to its row, by the command line."""

import tomllib
from pathlib import Path

import pytest

from devices.printers.emulator import EscposEmulator
from devices.printers.probe_cli import main
from devices.probe import main as probe


def test_a_printer_becomes_a_row_in_two_looks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Print, look, write: no manual is needed."""
    table = tmp_path / "models.toml"
    with EscposEmulator() as emulator:
        assert main(["escpos-network", emulator.address, "--slip"]) == 0
        assert "widest frame" in capsys.readouterr().out
        emulator.must_print(1)
        seen = ["--width", "384", "--no-qr", "--no-cutter", "--codepage", "gbk", "--write", str(table)]
        assert probe(["printer", "escpos-network", emulator.address, *seen]) == 0

    rows = tomllib.loads(table.read_text(encoding="utf-8"))
    assert rows["emulated-hall-80"] | {"source": ""} == {
        "name": "HALL-80", "width_px": 384, "native_qr": False, "confirms": True, "cutter": False, "codepage": "gbk", "source": "",
    }  # fmt: skip
    assert "[emulated-hall-80]" in capsys.readouterr().out


def test_nothing_there_is_said_and_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    """A script that fills the table must notice."""
    assert main(["escpos-file", "/dev/there-is-none"]) == 1
    assert "cannot be reached" in capsys.readouterr().err
