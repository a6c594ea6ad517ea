# SPDX-License-Identifier: Apache-2.0
"""Frames out of a stream of bytes in which anything may be broken."""

from collections.abc import Callable
from typing import Generic, TypeVar

from msgspec import Struct

Frame = TypeVar("Frame")
Cut = Callable[[bytes], tuple[Frame | None, int]]
"""What finds a frame at the very beginning of some bytes, and how many bytes it takes.

Without a frame: how many bytes belong to none, or 0: more bytes must come before it can tell.
"""


class Answer(Struct, frozen=True, kw_only=True):
    """What a card says to a frame: the card's address, and whether it took the frame."""

    address: int
    good: bool


class Stream(Generic[Frame]):
    """Takes bytes as they come, gives the frames that are whole and right."""

    def __init__(self, cut: Cut[Frame]) -> None:
        """``cut`` knows the frames."""
        self._cut = cut
        self._held = b""
        self.lost = 0
        """Bytes so far that belonged to no frame."""

    def feed(self, chunk: bytes) -> list[Frame]:
        """Return the frames that these bytes complete."""
        found: list[Frame] = []
        self._held += chunk
        while self._held:
            frame, used = self._cut(self._held)
            if frame is not None:
                found.append(frame)
            elif used:
                self.lost += used
            else:
                break
            self._held = self._held[used:]
        return found

    def forget(self) -> None:
        """Drop a frame of which only the beginning came: the line was silent since."""
        self.lost += len(self._held)
        self._held = b""
