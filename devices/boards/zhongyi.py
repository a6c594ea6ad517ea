# SPDX-License-Identifier: Apache-2.0
"""重庆中意 dual-colour LED cards: 9600 8N1, one address per board.

``A0 90 ADDR A5 LENhi LENlo (GB2312 character, colour)… XOR``: LEN counts characters and colours in bytes, XOR is taken
from ADDR to the last colour. The card answers ``A0 90 ADDR A5 AA``, or ``55`` for a frame that it does not take.
There is no byte that ends a frame: its length does. Source: code of deployed halls (IMM9012).
"""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import xor

from msgspec import Struct

from devices.boards.stream import Answer

RED, GREEN, YELLOW = 0, 1, 2
HEAD = b"\xa0\x90"
GOOD, BAD = 0xAA, 0x55
_MARK = 0xA5
_ANSWER = 5
_LEAST, _MOST = 7, 1023
"""Bytes of a whole frame at least; bytes of characters at most: a longer one is noise, or another card's answer."""


class Panel(Struct, frozen=True, kw_only=True):
    """All that a board shows: characters of one or two bytes, each with its colour."""

    address: int
    characters: tuple[tuple[bytes, int], ...]


def frame(panel: Panel) -> bytes:
    """Return the bytes that show this."""
    data = b"".join(character + bytes([colour]) for character, colour in panel.characters)
    covered = bytes([panel.address, _MARK]) + len(data).to_bytes(2) + data
    return HEAD + covered + bytes([check(covered)])


def check(covered: bytes) -> int:
    """Return the check byte of what lies between head and check."""
    return reduce(xor, covered, 0)


def cut(held: bytes) -> tuple[Panel | None, int]:
    """Find a frame at the beginning of these bytes: see ``stream.Cut``."""
    if held[:2] != HEAD[: len(held)] or held[3:4] not in (b"", bytes([_MARK])):
        return None, 1
    length = int.from_bytes(held[4:6])
    if length > _MOST:
        return None, 1
    if len(held) < _LEAST + length:
        return None, 0
    covered = held[2 : 6 + length]
    if check(covered) != held[6 + length]:
        return None, 1
    return Panel(address=held[2], characters=tuple(_characters(covered[4:]))), _LEAST + length


def _characters(data: bytes) -> Iterator[tuple[bytes, int]]:
    """Give each character with its colour. A byte with its highest bit set begins a character of two."""
    at = 0
    while at < len(data):
        size = 2 if data[at] & 0x80 else 1
        if at + size < len(data):
            yield data[at : at + size], data[at + size]
        at += size + 1


def coloured(glyphs: Iterable[bytes], colour: int) -> tuple[tuple[bytes, int], ...]:
    """Return these characters in one colour."""
    return tuple((glyph, colour) for glyph in glyphs)


def answer(address: int, *, good: bool = True) -> bytes:
    """Return the bytes with which a card takes or refuses a frame."""
    return HEAD + bytes([address, _MARK, GOOD if good else BAD])


def cut_answer(held: bytes) -> tuple[Answer | None, int]:
    """Find what a card says at the beginning of these bytes: see ``stream.Cut``."""
    if held[:2] != HEAD[: len(held)] or held[3:4] not in (b"", bytes([_MARK])):
        return None, 1
    if not held[4:]:
        return None, 0
    if held[4] not in (GOOD, BAD):
        return None, 1
    return Answer(address=held[2], good=held[4] == GOOD), _ANSWER
