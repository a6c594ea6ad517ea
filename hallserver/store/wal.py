# SPDX-License-Identifier: Apache-2.0
"""Is a write-ahead log cut off by damage? SQLite itself takes every break in it for the place where the power went.

Format: sqlite.org/fileformat2.html §4. A header of 32 bytes, then frames of 24 bytes and a page; each frame carries the
header's salts and a checksum over everything before it. At a break SQLite forgets the rest. After a power cut the rest
is at most one transaction that was never answered; where two or more ends of transactions of this log come behind the
break, answered ones would be forgotten. Where only a process was killed, the log's index (walformat.html §2.1) is still
there and knows how many frames were answered: then not even the last one can go unseen.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

_HEADER, _FRAME = 32, 24
_INDEX = 48
"""Bytes of the index's header, of which there are two copies."""
_PAGE = 4096
"""Bytes of a page of our databases, where the header cannot say it."""
_MAGIC = 0x377F0682
"""The lowest bit tells the byte order of the words that are summed."""
_UNANSWERED = 1
"""Transactions that may lie behind a break without any of them having been answered."""


def is_cut_off(log: Path) -> bool:
    """Tell whether damage makes SQLite forget transactions of this log that were answered."""
    content = log.read_bytes() if log.exists() else b""
    if len(content) < _HEADER + _FRAME:
        return False
    magic, _, page, _, salt_1, salt_2, *told = struct.unpack(">8I", content[:_HEADER])
    order = ">" if magic & 1 else "<"
    sums = _sum(content[: _HEADER - 8], (0, 0), order)
    if magic & ~1 != _MAGIC or tuple(told) != sums:
        return _forgets_all(log, content)
    sound, behind, broken = 0, 0, False
    for number, ends, salts, said, body in _frames(content, page):
        if not broken:
            sums = _sum(body, sums, order)
            broken = said != sums or salts != (salt_1, salt_2) or number == 0
            sound += not broken
        if broken and salts == (salt_1, salt_2):
            behind += ends
    return behind > _UNANSWERED or sound < _answered(log, content[16:24])


def _forgets_all(log: Path, content: bytes) -> bool:
    """Tell whether a log whose header makes no sense has answered transactions: SQLite forgets all of it."""
    salts = content[_HEADER + 8 : _HEADER + 16]
    ends = sum(ends for number, ends, its, _, _ in _frames(content, _PAGE) if number and struct.pack(">2I", *its) == salts)
    return ends > _UNANSWERED or _answered(log, salts) > 0


def _answered(log: Path, salts: bytes) -> int:
    """Return how many frames the log's index says were answered, 0 where it does not say; SQLite counts them there after the sync.

    The index is for the processes of one moment and is not believed where it is torn or of another log.
    """
    index = log.with_name(log.name.removesuffix("-wal") + "-shm")
    head = index.read_bytes()[: 2 * _INDEX] if index.exists() else b""
    one, two = head[:_INDEX], head[_INDEX:]
    if len(head) < 2 * _INDEX or one != two or one[12] != 1 or one[32:40] != salts:
        return 0
    frames: int = struct.unpack("=I", one[16:20])[0]
    return frames


def _frames(content: bytes, page: int) -> Iterator[tuple[int, bool, tuple[int, int], tuple[int, int], bytes]]:
    """Give each frame's page number, whether it ends a transaction, its salts, its checksum and what that is over."""
    for at in range(_HEADER, len(content) - _FRAME - page + 1, _FRAME + page):
        number, size, salt_1, salt_2, sum_1, sum_2 = struct.unpack(">6I", content[at : at + _FRAME])
        body = content[at : at + 8] + content[at + _FRAME : at + _FRAME + page]
        yield number, size > 0, (salt_1, salt_2), (sum_1, sum_2), body


def _sum(content: bytes, before: tuple[int, int], order: str) -> tuple[int, int]:
    one, two = before
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two
