# SPDX-License-Identifier: Apache-2.0
"""A pty pair as an RS-485 line: this end is the stations, the other is the port that a driver opens."""

import os
import pty
import select
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager

from devices.keypads.ff68 import Frame, acknowledged

PATIENCE_S = 60.0
AGAIN_S = 0.2
"""A device that is not acknowledged says the same again after this."""


class Stations:
    """All that hangs on the line besides the host."""

    def __init__(self) -> None:
        """Open the pair."""
        self.handle, self._port = pty.openpty()
        tty.setraw(self.handle)
        tty.setraw(self._port)
        self.port = os.ttyname(self._port)
        self._heard = self._since = b""
        """What was heard and not yet taken; all since it was last forgotten."""

    def say(self, *said: Frame | bytes) -> None:
        """Put frames, or bytes that are none, on the line."""
        os.write(self.handle, b"".join(it.encode() if isinstance(it, Frame) else it for it in said))

    def press(self, frame: Frame) -> None:
        """Say a frame as a device does: again and again until it is acknowledged; fail after the deadline."""
        until_s = time.monotonic() + PATIENCE_S
        while acknowledged(frame).encode() not in self._heard:
            assert time.monotonic() < until_s, f"{frame} was not acknowledged"
            self.say(frame)
            again_s = time.monotonic() + AGAIN_S
            while acknowledged(frame).encode() not in self._heard and (left_s := again_s - time.monotonic()) > 0:
                self._read(left_s)
        self.hear(acknowledged(frame))

    def hear(self, *frames: Frame) -> None:
        """Take these frames off the line, whatever comes between; fail after the deadline."""
        until_s = time.monotonic() + PATIENCE_S
        for frame in frames:
            while frame.encode() not in self._heard:
                assert time.monotonic() < until_s, f"{frame} was not sent; there is {self._heard.hex(' ')}"
                self._read(0.1)
            self._heard = self._heard.partition(frame.encode())[2]

    def has_heard(self, frame: Frame) -> None:
        """Wait until this frame came, before or after what was taken; fail after the deadline."""
        until_s = time.monotonic() + PATIENCE_S
        while frame.encode() not in self._since:
            assert time.monotonic() < until_s, f"{frame} was not sent; there was {self._since.hex(' ')}"
            self._read(0.1)

    def hears_nothing(self, for_s: float = 0.15) -> bool:
        """Tell whether the line stays silent for so long."""
        self._read(for_s)
        return not self._heard

    def forget(self) -> None:
        """Throw away what was heard."""
        self._read(0.0)
        self._heard = self._since = b""

    def _read(self, wait_s: float) -> None:
        ready, _, _ = select.select([self.handle], [], [], wait_s)
        if ready:
            came = os.read(self.handle, 4096)
            self._heard += came
            self._since += came

    def close(self) -> None:
        """Close the pair: the port is gone then."""
        for handle in (self.handle, self._port):
            try:
                os.close(handle)
            except OSError:
                continue


@contextmanager
def stations() -> Iterator[Stations]:
    """Give a line for a while."""
    line = Stations()
    try:
        yield line
    finally:
        line.close()
