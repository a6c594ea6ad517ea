# SPDX-License-Identifier: Apache-2.0
"""Files that are handed out: each fault of their place is a sentence, and no file goes out that nobody would know of."""

import errno
import json
from pathlib import Path

import pytest

from hallserver.cli.handing import hand_out, keep_export, must_be_writable, writing
from hallserver.exported import FILE, read


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EACCES, "无权写入"),
        (errno.EROFS, "无权写入"),
        (errno.ENOENT, "不存在"),
        (errno.EIO, "写不出文件"),
    ],
)
def test_each_fault_of_a_place_is_a_sentence(number: int, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    """And exit code 2."""
    with pytest.raises(SystemExit) as ended, writing(Path("/far/day.pdf")):
        raise OSError(number, "as the system says")
    assert (ended.value.code, says in capsys.readouterr().err) == (2, True)


def test_a_file_is_kept_and_handed_out(tmp_path: Path) -> None:
    """A place that is sound is said to be nothing of; which report it was stands in the line."""
    must_be_writable(None)
    must_be_writable(tmp_path / "day.pdf")
    keep_export([tmp_path], b"one", report="timeline", first="2026-11-23", last="2026-11-23", of="A012", output="pdf")
    hand_out(tmp_path / "day.pdf", b"one")

    kept = json.loads(read(tmp_path))
    assert (kept["report"], kept["of"], kept["size"], (tmp_path / "day.pdf").read_bytes()) == ("timeline", "A012", 3, b"one")


def test_what_cannot_be_kept_is_not_handed_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The verb ends there."""
    (tmp_path / FILE).mkdir()
    with pytest.raises(SystemExit) as ended:
        keep_export([tmp_path], b"one", report="day", output="pdf")
    assert (ended.value.code, FILE in capsys.readouterr().err) == (2, True)
