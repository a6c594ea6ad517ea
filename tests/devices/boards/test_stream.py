# SPDX-License-Identifier: Apache-2.0
"""Frames out of a stream in which anything may be broken."""

from hypothesis import given
from hypothesis import strategies as st

from devices.boards.stream import Stream


def two(held: bytes) -> tuple[bytes | None, int]:
    """Frames of a made-up card: ``<``, one byte, ``>``."""
    if held[:1] != b"<":
        return None, 1
    if len(held) < 3:
        return None, 0
    return (held[1:2], 3) if held[2:3] == b">" else (None, 1)


@given(st.binary(max_size=30), st.integers(1, 7))
def test_how_the_bytes_are_cut_makes_no_difference(noise: bytes, size: int) -> None:
    """A serial port gives what is there, not what was sent."""
    sent = noise + b"\x00\x00\x00<a>" + noise
    whole, parts = Stream(two), Stream(two)

    found = [frame for at in range(0, len(sent), size) for frame in parts.feed(sent[at : at + size])]

    assert found == whole.feed(sent)
    assert b"a" in found


def test_bytes_of_no_frame_are_counted() -> None:
    """Whoever looks at a line wants to know how bad it is."""
    stream = Stream(two)

    assert stream.feed(b"xx<a><<b>y") == [b"a", b"b"]
    assert stream.lost == 4


def test_a_beginning_is_forgotten_after_a_silence() -> None:
    """Else the next frame would be taken for its end."""
    stream = Stream(two)
    stream.feed(b"<a")
    stream.forget()

    assert stream.feed(b">") == []
    assert stream.feed(b"<c>") == [b"c"]
    assert stream.lost == 3
