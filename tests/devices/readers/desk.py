# SPDX-License-Identifier: Apache-2.0
"""An ID card reader on a pseudo terminal, and what a driver told of it."""

import contextlib
import os
import pty
import threading
import time
import tty
from collections.abc import Callable, Iterator
from pathlib import Path

from devices.drivers import Place
from devices.readers.emulator import Sam, serve
from hallserver.core.jobs import InputKind

Told = tuple[InputKind, str]


@contextlib.contextmanager
def on_a_pty(sam: Sam) -> Iterator[str]:
    """Let the module answer on a pseudo terminal; give the path of the port."""
    master, slave = pty.openpty()
    tty.setraw(slave)
    stop = threading.Event()
    thread = threading.Thread(target=serve, args=(master, sam, stop), daemon=True)
    thread.start()
    try:
        yield os.ttyname(slave)
    finally:
        stop.set()
        thread.join(60)
        os.close(slave)
        os.close(master)


def at(address: str, out: Path = Path(), **options: str) -> Place:
    """Return the place of a reader."""
    return Place(device="reader-1", address=address, options=options, out=out)


def until(true: Callable[[], bool], deadline_s: float = 60.0) -> bool:
    """Wait until something is so; tell whether it is."""
    end_s = time.monotonic() + deadline_s
    while not true() and time.monotonic() < end_s:
        time.sleep(0.005)
    return true()


class Ear:
    """Keeps what a driver tells."""

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self.told: list[Told] = []

    def __call__(self, kind: InputKind, value: str) -> None:
        """Keep it."""
        self.told.append((kind, value))

    def has(self, many: int) -> bool:
        """Wait until so many things were told."""
        return until(lambda: len(self.told) >= many)
