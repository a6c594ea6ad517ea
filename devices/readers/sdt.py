# SPDX-License-Identifier: Apache-2.0
"""Frames of ID card readers with a security module (SAM): the SDT commands, as pure functions.

To the reader: ``AA AA AA 96 69``, length, command, parameter, data, check. From it: the same head, length, SW1 SW2 SW3,
data, check. The length has two bytes, the high one first, and counts from behind itself to the check; the check is the
XOR of everything from the length to the data. Source: GA 450, as ``hev-idcard-reader`` (@6f59dde) speaks it.
"""

from functools import reduce
from operator import xor
from typing import Final

HEAD: Final = bytes.fromhex("AAAAAA9669")
READY: Final = 0x90
"""SW3: done."""
FOUND: Final = 0x9F
"""SW3: a card lies there."""
NO_CARD: Final = 0x80
NOT_SELECTED: Final = 0x81
NOT_READ: Final = 0x41
STRANGE_CARD: Final = 0x40
"""SW3: a card that the module does not know."""
LONGEST: Final = 4096
"""Bytes kept of an answer; a card with its photo has 1,295, with fingerprints 2,321."""
_LENGTH_END: Final = len(HEAD) + 2
_LEAST: Final = 4
"""Length of an answer: three status bytes and the check at least."""


def frame(command: int, parameter: int, data: bytes = b"") -> bytes:
    """Return a command to the reader."""
    counted = (len(data) + 3).to_bytes(2) + bytes((command, parameter)) + data
    return HEAD + counted + bytes((reduce(xor, counted),))


STATUS: Final = frame(0x11, 0xFF)
FIND: Final = frame(0x20, 0x01)
SELECT: Final = frame(0x20, 0x02)
READ: Final = frame(0x30, 0x01)
"""Read text and photo, which come together; there is no command for the text alone."""


def radio_most(size: int) -> bytes:
    """Return the command that sets how many bytes at most go over the radio at once."""
    return frame(0x61, 0xFF, bytes((size,)))


class Answer:
    """The bytes of one answer as they come. They may be somebody's name and face: ``wipe`` overwrites them.

    The memory is taken once, so that no copy is left behind where it grew.
    """

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self._bytes = bytearray(LONGEST)
        self._from = self._to = 0

    def take(self, chunk: bytes | bytearray | memoryview) -> None:
        """Add what came; what does not fit is no answer and is thrown away."""
        end = self._to + len(chunk)
        if end > LONGEST:
            self.wipe()
            return
        self._bytes[self._to : end] = chunk
        self._to = end

    def whole(self) -> bool:
        """Tell whether a whole answer with a right check is there. Noise, half answers and those with a wrong check are passed over."""
        at = self._bytes.find(HEAD, 0, self._to)
        while at >= 0 and not self._is_answer(at):
            at = self._bytes.find(HEAD, at + 1, self._to)
        self._from = max(at, 0)
        return at >= 0

    @property
    def status(self) -> int:
        """SW3 of a whole answer."""
        return self._bytes[self._from + _LENGTH_END + 2]

    def view(self) -> memoryview:
        """Return a whole answer from its head to its check, without a copy; release it before ``wipe``."""
        return memoryview(self._bytes)[self._from : self._end(self._from)]

    def wipe(self) -> None:
        """Overwrite everything and begin anew."""
        for place in range(0, LONGEST, len(_ZEROS)):
            self._bytes[place : place + len(_ZEROS)] = _ZEROS
        self._from = self._to = 0

    def _end(self, at: int) -> int:
        return at + _LENGTH_END + int.from_bytes(self._bytes[at + len(HEAD) : at + _LENGTH_END])

    def _is_answer(self, at: int) -> bool:
        end = self._end(at)
        if not at + _LENGTH_END + _LEAST <= end <= self._to:
            return False
        with memoryview(self._bytes) as everything, everything[at + len(HEAD) : end] as counted:
            return reduce(xor, counted) == 0


_ZEROS: Final = bytes(256)
