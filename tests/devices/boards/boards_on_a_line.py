# SPDX-License-Identifier: Apache-2.0
"""Boards of every family with their cards, on a line in memory where nobody waits, or on a real port."""

import contextlib
import os
import threading
import tty
from collections.abc import Callable, Iterator

from msgspec import Struct

from devices.boards.emulator import AnyCard, Wire, onbon_card, pingan_card, serve, zhongyi_card
from devices.boards.led_board import ONBON, PINGAN, ZHONGYI, Family, LedBoard, Model


class Make(Struct, frozen=True, kw_only=True):
    """How boards of one make are driven, and the card that they have."""

    family: Family
    card: Callable[[int], AnyCard]
    form: str = "number"


MAKES = {
    "pingan": Make(family=PINGAN, card=pingan_card),
    "pingan-text": Make(family=PINGAN, card=pingan_card, form="text"),
    "zhongyi": Make(family=ZHONGYI, card=zhongyi_card),
    "onbon": Make(family=ONBON, card=onbon_card),
}


class DirectLine:
    """A line that needs no time. After each frame comes a silence, as on a real one."""

    def __init__(self, wire: Wire) -> None:
        """Send into this wire."""
        self.wire = wire
        self.sent: list[bytes] = []
        self.closed = False

    def ask(self, frame: bytes, ended: Callable[[bytes], bool], timeout_s: float) -> bytes:  # noqa: ARG002 - everything is there at once
        """Send a frame and return what came back."""
        self.sent.append(frame)
        came = self.wire.feed(frame)
        self.wire.silence()
        return came

    def close(self) -> None:
        """Remember that the line was let go."""
        self.closed = True


def board_of(make: Make, line: DirectLine, address: int = 3, *, columns: int = 24, rows: int = 2, answers: bool = True) -> LedBoard:
    """Return a board of this make on a line."""
    model = Model(address=address, columns=columns, rows=rows, form=make.form, answers=answers)
    return LedBoard(line, make.family, model)


@contextlib.contextmanager
def pty_port() -> Iterator[tuple[int, str]]:
    """Give a serial port that is a pty: our end of it, and its path."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    yield ours, os.ttyname(theirs)
    os.close(ours)
    os.close(theirs)


@contextlib.contextmanager
def living(handle: int, wire: Wire) -> Iterator[None]:
    """Let cards live on an open handle."""
    stop = threading.Event()
    thread = threading.Thread(target=serve, args=(handle, wire, stop))
    thread.start()
    yield
    stop.set()
    thread.join()
