# SPDX-License-Identifier: Apache-2.0
"""Scans out of a stream: ended by CR or LF, bounded, printable; everything else is dropped."""

import random

from devices.readers.lines import LONGEST, Scans

URL = "https://hall.example/ticket/#t=AbCdEf0123456789-_wxyz"


def test_scans_are_cut_out_however_the_line_cuts_them() -> None:
    """CR, LF and both are the ends that scanners know."""
    stream = f"{URL}\r\nABC 234\n\r\r{URL}\r".encode()
    for step in (1, 2, 7, len(stream)):
        scans = Scans()
        found = [text for at in range(0, len(stream), step) for text in scans.feed(stream[at : at + step])]
        assert found == [URL, "ABC 234", URL]


def test_control_bytes_around_a_scan_are_cut_off() -> None:
    """Some scanners put STX in front and ETX behind."""
    assert Scans().feed(b"\x02ABC234\x03\r") == ["ABC234"]


def test_what_is_too_long_is_dropped_whole_and_the_next_is_read() -> None:
    """Half an address is another address."""
    scans = Scans()
    assert scans.feed(b"x" * (LONGEST + 1) + b"\rABC234\r") == ["ABC234"]
    assert scans.feed(b"y" * LONGEST + b"\n") == ["y" * LONGEST]


def test_noise_is_no_scan() -> None:
    """A thousand bytes of noise hold no ticket, and nothing piles up."""
    chance, scans = random.Random(23), Scans()
    for _ in range(100):
        assert all(text.isprintable() for text in scans.feed(chance.randbytes(100)))
    assert len(scans._held) <= LONGEST
    assert Scans().feed(b"\xff\xfe\xfd\r") == []
