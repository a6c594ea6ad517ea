# SPDX-License-Identifier: Apache-2.0
"""A file is there whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from hallserver.whole_file import must_take, write_whole


def test_a_file_is_replaced_by_a_whole_one_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    """A second report of the same day takes the place of the first."""
    for content in (b"one", b"another"):
        write_whole(tmp_path / "day.pdf", content)
    assert [(it.name, it.read_bytes()) for it in tmp_path.iterdir()] == [("day.pdf", b"another")]


def test_what_cannot_be_written_leaves_the_old_file_and_no_half_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, or Ctrl-C, while the bytes go out."""
    write_whole(tmp_path / "day.pdf", b"one")
    for fault in (OSError(errno.ENOSPC, "full"), KeyboardInterrupt()):

        def fail(_: int, fault: BaseException = fault) -> None:
            raise fault

        monkeypatch.setattr("os.fsync", fail)
        with pytest.raises(type(fault)):
            write_whole(tmp_path / "day.pdf", b"another")
    assert [(it.name, it.read_bytes()) for it in tmp_path.iterdir()] == [("day.pdf", b"one")]


@pytest.mark.skipif(os.name == "nt", reason="not run: Windows has no such files")
def test_what_is_no_file_is_written_to_and_stays_what_it_is(tmp_path: Path) -> None:
    """A pipe, `/dev/null`, `/dev/stdout`: root would otherwise put a file in its place. A folder is refused."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(pipe, b"one")
    assert (os.read(reader, 10), pipe.is_fifo()) == (b"one", True)
    os.close(reader)
    with pytest.raises(OSError, match=tmp_path.name):
        write_whole(tmp_path, b"one")


def test_a_place_that_cannot_be_written_is_found_before_the_work(tmp_path: Path) -> None:
    """A folder that is not there, a folder in the file's place; a sound place is left as it was found."""
    write_whole(tmp_path / "day.pdf", b"one")
    for place in (tmp_path / "day.pdf", tmp_path / "new.pdf", Path(os.devnull)):
        must_take(place)
    assert [(it.name, it.read_bytes()) for it in tmp_path.iterdir()] == [("day.pdf", b"one")]
    for place, why in (
        (tmp_path / "none" / "day.pdf", FileNotFoundError),
        (tmp_path / "day.pdf" / "in", OSError),
        (tmp_path, IsADirectoryError),
    ):
        with pytest.raises(why):
            must_take(place)
