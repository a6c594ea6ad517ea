# SPDX-License-Identifier: Apache-2.0
"""The many screens of a benchmark read what a server really sends."""

import pytest

from hallserver.web.frames import text_frame
from tests.bench.screens import Screen, _frame_at, all_told, masked


@pytest.mark.parametrize("size", [0, 5, 125, 126, 700, 65_535, 65_536])
def test_a_frame_is_found_when_it_is_whole(size: int) -> None:
    """Of every length that a frame may state, and not a byte earlier."""
    frame = text_frame(b"x" * size)
    data = b"--" + frame + b"\x89\x00"
    assert _frame_at(data, 2) == (1, 2 + len(frame) - size, 2 + len(frame))
    assert _frame_at(data, 2 + len(frame)) == (9, len(data), len(data))
    assert _frame_at(data[: 1 + len(frame)], 2) is None


def test_the_last_who_was_told_counts() -> None:
    """A view of an earlier seq is not the one that is waited for."""
    one, other = (object.__new__(Screen) for _ in range(2))
    one.told, other.told = [(7, 0.5), (8, 1.0), (9, 2.0)], [(7, 3.0)]
    assert all_told([one, other], 8) is None
    assert all_told([one, other], 7) == 3.0
    assert all_told([one], 8) == 1.0


def test_a_clients_frame_is_masked() -> None:
    """A server cuts whoever does not."""
    assert masked(0x81, b"ab") == b"\x81\x82\x00\x00\x00\x00ab"
