# SPDX-License-Identifier: Apache-2.0
"""Serial lines that a test holds at the other end: a pty, whose far end the program opens as its port."""

import contextlib
import os
import pty
import select
import threading
import time
import tty
from collections.abc import Callable
from pathlib import Path


def wait_for(true: Callable[[], object], timeout_s: float = 60.0) -> None:
    """Wait until something has come true; fail when it has not in time."""
    until_s = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < until_s, "it has not come true"
        time.sleep(0.005)


class Pty:
    """A serial line at a lasting path, as udev gives a port: it can be unplugged and plugged in again."""

    def __init__(self, path: Path, answer: Callable[[bytes], bytes] = lambda _: b"", silence: Callable[[], object] = lambda: None) -> None:
        """Plug it in. ``answer`` is called with what comes and returns what is sent back, ``silence`` when nothing came for a while."""
        self.path, self.heard = path, bytearray()
        self._answer, self._silence = answer, silence
        self._master = -1
        self.plug()

    @property
    def port(self) -> str:
        """Return the address of the port."""
        return str(self.path)

    def plug(self) -> None:
        """Plug it in (again)."""
        self._master, slave = pty.openpty()
        # a read that waits keeps the line plugged in: until its far end is opened the line looks as if something had come
        os.set_blocking(self._master, False)
        tty.setraw(slave)
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(os.ttyname(slave))
        os.close(slave)
        threading.Thread(target=self._read, args=(self._master,), daemon=True).start()

    def unplug(self) -> None:
        """Pull it out: whoever has it open is told so."""
        self.path.unlink(missing_ok=True)
        master, self._master = self._master, -1
        if master >= 0:
            os.close(master)

    def say(self, *chunks: bytes) -> None:
        """Send this to the program, chunk by chunk."""
        for chunk in chunks:
            _write(self._master, chunk)

    def _read(self, master: int) -> None:
        """Read until it is pulled out."""
        while self._master == master:
            with contextlib.suppress(OSError, ValueError):  # nobody has the port open yet, or it was pulled out
                if select.select([master], [], [], 0.02)[0]:
                    chunk = os.read(master, 4096)
                    self.heard += chunk
                    if said := self._answer(chunk):
                        _write(master, said)
                    continue
                self._silence()
            time.sleep(0.002)


def _write(handle: int, data: bytes) -> None:
    """Write all of this; raise OSError when the line is pulled out, or the far end takes nothing for a second."""
    if handle < 0:
        raise BrokenPipeError
    while data:
        select.select([], [handle], [], 1.0)
        data = data[os.write(handle, data) :]
