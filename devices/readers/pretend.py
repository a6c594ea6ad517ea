# SPDX-License-Identifier: Apache-2.0
"""A reader without hardware: hears what somebody writes into a file. For demos, tests and set-up.

The file is ``do`` in the device's folder, read from where it ends when the reader is opened; each line is one input:
``card 11010519491231002X``, ``card-refused hk-macau-taiwan`` or ``scan https://…/ticket/#t=…``.
"""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from devices.drivers import Place
from devices.errors import DeviceGone
from hallserver.core.jobs import InputKind

_log = logging.getLogger(__name__)

LOOK_S: Final = 0.1
_KINDS: Final[dict[str, InputKind]] = {"card": "card", "card-refused": "card-refused", "scan": "scan", "key": "key"}


class PretendReader:
    """Reads inputs from a file as it grows."""

    def __init__(self, folder: Path) -> None:
        """Open the folder, making it if need be. Raises DeviceGone where that is not possible."""
        self._path = folder / "do"
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._path.touch()
            self._at = self._path.stat().st_size
        except OSError as error:
            message = f"cannot read what to pretend from {self._path}: {error}"
            raise DeviceGone(message) from error

    def listen(self, hear: Callable[[InputKind, str], None]) -> None:
        """Have ``hear`` called with each line from now on."""
        assert self._thread is None, "one listener"
        self._thread = threading.Thread(target=self._run, args=(hear,), name="pretend reader", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop reading."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(1.0)

    def _run(self, hear: Callable[[InputKind, str], None]) -> None:
        while not self._stop.wait(LOOK_S):
            for kind, value in self._new():
                hear(kind, value)

    def _new(self) -> Iterator[tuple[InputKind, str]]:
        whole = b""
        with contextlib.suppress(OSError), self._path.open("rb") as file:
            file.seek(self._at)
            whole, _, _ = file.read().rpartition(b"\n")
        if not whole:
            return
        self._at += len(whole) + 1
        for line in whole.decode(errors="replace").splitlines():
            kind, _, value = line.partition(" ")
            if kind in _KINDS:
                yield _KINDS[kind], value.strip()
            else:
                _log.warning("%s: a line begins with none of %s", self._path, ", ".join(_KINDS))


def open_reader(place: Place) -> PretendReader:
    """Return a pretend reader; the address is its folder, else it has one of its own."""
    return PretendReader(Path(place.address) if place.address else place.out)
