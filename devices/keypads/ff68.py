# SPDX-License-Identifier: Apache-2.0
"""Frames of the ``FF 68 … 16`` family of keypads (叫号器) and raters (评价器); 9600 8N1, several stations on one line.

``FF 68 L L 68 station function data… check 16``: L counts station, function and data and is there twice; the check is
their sum mod 256. A device repeats a key until the host has acknowledged it by sending the same frame back.
Source: what a program of a fielded hall sends and takes (github JackQChen/QueueSystem, CallSystem/frmMain.cs).
"""

from typing import Final, NamedTuple

KEY: Final = 0x01
"""Function of a key in our own frames; that of a device's is whatever it is, and comes back in the acknowledgement."""
DISPLAY: Final = 0x02
BEEP: Final = 0x03
RATED: Final = 0x11
"""Function of a rater's result; its first byte is the key."""
_START_RATING: Final = 0x0B
_EMPTY: Final = 0x0A
"""Stands in the half of the display that a frame leaves alone."""
_HEAD: Final = b"\xff\x68"
_MIDDLE: Final = 0x68
_TAIL: Final = 0x16
_SHORTEST, _LONGEST = 3, 5
"""What a device may send as L: one to three bytes of data."""
_AROUND: Final = 7
"""Bytes of a frame besides those that L counts."""
WAITING_MOST: Final = 999
STALE_S: Final = 0.25
"""The rest of a frame that has not come by then is not its rest: at 9600 bit/s a frame takes 13 ms."""


class Frame(NamedTuple):
    """One frame, checked or to be sent."""

    station: int
    function: int
    data: bytes

    def encode(self) -> bytes:
        """Return the bytes on the line."""
        counted = bytes((self.station, self.function)) + self.data
        return _HEAD + bytes((len(counted), len(counted), _MIDDLE)) + counted + bytes((sum(counted) % 256, _TAIL))


def acknowledged(heard: Frame) -> Frame:
    """Return what tells a device that its frame has come: the frame itself; for a rating the same data as a key."""
    return heard._replace(function=KEY) if heard.function == RATED else heard


def raw_keys(heard: Frame) -> str:
    """Return the keys of a frame in upper hex joined by ``+``: ``0C``; ``06+0F`` where the device sends what was typed before a key.

    Of a rating only the first byte is a key.
    """
    return "+".join(f"{key:02X}" for key in (heard.data[:1] if heard.function == RATED else heard.data))


def ticket_shown(station: int, figures: str) -> Frame:
    """Return what shows a number of up to three figures in the right half; anything else shows 000, which nobody has."""
    fits = figures.isascii() and figures.isdigit() and len(figures) <= 3  # noqa: PLR2004 -- places of the display
    return Frame(station, DISPLAY, bytes((_EMPTY,) * 3) + _three(int(figures) if fits else 0))


def waiting_shown(station: int, waiting: int) -> Frame:
    """Return what shows how many wait, at most 999, in the left half."""
    return Frame(station, DISPLAY, _three(min(max(waiting, 0), WAITING_MOST)) + bytes((_EMPTY,) * 3))


def stars_shown(station: int, stars: int) -> Frame:
    """Return what shows so many stars (1–5) on a rater."""
    return Frame(station, DISPLAY, bytes((stars,)))


def rating_started(station: int) -> Frame:
    """Return what has a rater ask for a rating."""
    return Frame(station, KEY, bytes((_START_RATING,)))


def _three(number: int) -> bytes:
    return bytes(int(digit) for digit in f"{number:03}")


class Parser:
    """Takes whole, right frames of devices out of a noisy stream, however it is cut; whatever else there is it drops.

    Every single wrong bit is found. What an 8-bit sum cannot see, it does not: two wrong bits at the same place of two
    bytes that undo each other.
    """

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self._heard = bytearray()
        self._last_s = 0.0

    def feed(self, chunk: bytes, now_s: float) -> list[Frame]:
        """Return the frames that this chunk completes; ``now_s`` monotonic seconds. A half frame is dropped after 0.25 s."""
        if now_s - self._last_s > STALE_S:
            self._heard.clear()
        self._last_s = now_s
        self._heard += chunk
        found: list[Frame] = []
        while (start := self._heard.find(_HEAD[0])) >= 0:
            del self._heard[:start]
            length = self._length()
            if length is None:
                return found
            frame = self._frame(length)
            if frame is not None:
                found.append(frame)
            # behind a wrong frame the right one may begin anywhere, also inside it
            del self._heard[: length + _AROUND if frame is not None else 1]
        self._heard.clear()
        return found

    def _length(self) -> int | None:
        """Return L of the frame at the front, 0 when it cannot be one; None: too little has come to tell."""
        front = bytes(self._heard[:5])
        length = front[2] if front[2:] else _SHORTEST
        if not _SHORTEST <= length <= _LONGEST or not (_HEAD + bytes((length, length, _MIDDLE))).startswith(front):
            return 0
        return length if len(self._heard) >= length + _AROUND else None

    def _frame(self, length: int) -> Frame | None:
        if not length:
            return None
        counted = bytes(self._heard[5 : 5 + length])
        if self._heard[5 + length] != sum(counted) % 256 or self._heard[6 + length] != _TAIL:
            return None
        return Frame(counted[0], counted[1], counted[2:])
