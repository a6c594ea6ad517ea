# SPDX-License-Identifier: Apache-2.0
"""A board that nobody sees."""

from pathlib import Path

import msgspec
import pytest

from devices.boards import pretend
from devices.boards.pretend import PretendBoard, open_board
from devices.drivers import Place
from devices.errors import DeviceGone
from hallserver.core.jobs import Shown

CALLED = Shown(state="called", label="A012", figures="012", counter=3, text=("请A012号", "到3号窗口"))


def kept(folder: Path) -> list[Shown]:
    """Return all that the board showed."""
    return [msgspec.json.decode(line, type=Shown) for line in (folder / "shown.jsonl").read_bytes().splitlines()]


def test_what_it_shows_can_be_read(tmp_path: Path) -> None:
    """A refresh is no change."""
    board = open_board(Place(device="board-1", address="", options={}, out=tmp_path / "board-1"))
    for shown in (Shown(), CALLED, CALLED, Shown()):
        board.show(shown)
    board.show(CALLED)
    board.close()

    assert kept(tmp_path / "board-1") == [Shown(), CALLED, Shown(), CALLED]
    assert (tmp_path / "board-1" / "board.txt").read_text(encoding="utf-8") == "请A012号\n到3号窗口\n"


def test_old_changes_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A demo runs for weeks; the newest stay."""
    monkeypatch.setattr(pretend, "KEEP", 10)
    board = PretendBoard(tmp_path)
    for waiting in range(100):
        board.show(Shown(waiting=waiting))

    assert len(kept(tmp_path)) <= 10
    assert kept(tmp_path)[-1].waiting == 99


def test_a_folder_that_cannot_be_used_is_a_board_that_is_gone(tmp_path: Path) -> None:
    """And one that vanished is tried again."""
    (tmp_path / "file").touch()
    with pytest.raises(DeviceGone, match="cannot keep"):
        PretendBoard(tmp_path / "file")
    board = PretendBoard(tmp_path / "folder")
    (tmp_path / "folder").rmdir()
    with pytest.raises(DeviceGone, match="cannot keep"):
        board.show(CALLED)
    (tmp_path / "folder").mkdir()
    board.show(CALLED)
    assert kept(tmp_path / "folder") == [CALLED]
