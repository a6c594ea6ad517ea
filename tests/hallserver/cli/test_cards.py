# SPDX-License-Identifier: Apache-2.0
"""``hallserver cards`` as an administrator runs it before the doors open."""

from pathlib import Path

import pytest

from reports.cards import CARDS
from tests.hallserver.cli.running import hallserver, started


def test_it_writes_every_card_of_a_hall(tmp_path: Path) -> None:
    """One command the evening before."""
    hallserver("init", "--data", tmp_path / "hall", "--name", "莲花街道政务服务大厅")
    done = started("cards", "--data", tmp_path / "hall", "--out", tmp_path / "cards", "--numbers", "101-120")
    assert done.returncode == 0, done.stderr
    assert {file.name for file in (tmp_path / "cards").iterdir()} == {f"{card}.pdf" for card in CARDS}
    assert all(file.read_bytes().startswith(b"%PDF") for file in (tmp_path / "cards").iterdir())


@pytest.mark.parametrize("wrong", [("paper",), ("--numbers", "20-10")])
def test_what_cannot_be_printed_is_refused_before_anything_is_written(wrong: tuple[str, ...], tmp_path: Path) -> None:
    """The sentence names what there is."""
    done = hallserver("cards", *wrong, "--data", tmp_path / "hall", "--out", tmp_path / "cards")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
    assert not (tmp_path / "cards").exists()
