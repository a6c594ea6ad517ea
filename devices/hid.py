# SPDX-License-Identifier: Apache-2.0
"""Keys of a USB keyboard, number pad or keyboard-like scanner, read past the desktop: ``/dev/input/event*`` of Linux.

The device is grabbed, so that what is pressed reaches this agent alone and never the window that has the focus.
Format of a record and names of the keys: ``linux/input.h`` and ``linux/input-event-codes.h``.
"""

import contextlib
import logging
import os
import select
import struct
import sys
import threading
from collections.abc import Callable
from typing import Final, NamedTuple

from devices.errors import DeviceGone
from devices.posix_only import grab_input

_log = logging.getLogger(__name__)

RECORD: Final = struct.Struct("llHHi")
"""``struct input_event``: seconds, microseconds, type, code, value; 24 bytes on a 64-bit system."""
EV_KEY: Final = 1
_RELEASED, _PRESSED = 0, 1
_WHOLE: Final = RECORD.size * 64
"""The kernel hands out whole records only; a pipe in a test may not."""


def _row(first: int, names: str) -> dict[int, str]:
    return dict(enumerate(names.split(), start=first))


NAMES: Final[dict[int, str]] = {
    **_row(1, "ESC 1 2 3 4 5 6 7 8 9 0 MINUS EQUAL BACKSPACE TAB"),
    **_row(16, "Q W E R T Y U I O P LEFTBRACE RIGHTBRACE ENTER LEFTCTRL"),
    **_row(30, "A S D F G H J K L SEMICOLON APOSTROPHE GRAVE LEFTSHIFT BACKSLASH"),
    **_row(44, "Z X C V B N M COMMA DOT SLASH RIGHTSHIFT KPASTERISK LEFTALT SPACE CAPSLOCK"),
    **_row(59, "F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 NUMLOCK SCROLLLOCK"),
    **_row(71, "KP7 KP8 KP9 KPMINUS KP4 KP5 KP6 KPPLUS KP1 KP2 KP3 KP0 KPDOT"),
    **_row(87, "F11 F12"),
    **_row(96, "KPENTER RIGHTCTRL KPSLASH SYSRQ RIGHTALT"),
    **_row(102, "HOME UP PAGEUP LEFT RIGHT END DOWN PAGEDOWN INSERT DELETE"),
    **_row(117, "KPEQUAL KPPLUSMINUS PAUSE"),
    **_row(121, "KPCOMMA"),
    **_row(125, "LEFTMETA RIGHTMETA COMPOSE"),
    140: "CALC",
    179: "KPLEFTPAREN",
    180: "KPRIGHTPAREN",
}
"""Code of a key → its name in ``linux/input-event-codes.h`` without ``KEY_``."""


class Key(NamedTuple):
    """One change of one key."""

    code: int
    down: bool

    @property
    def name(self) -> str:
        """Return the key's name, e.g. ``KP1``, ``ENTER``; ``#<code>`` for one without."""
        return NAMES.get(self.code, f"#{self.code}")


class Keys:
    """Takes the keys out of a stream of records, however it is cut; the repeats of a key that is held down are left out."""

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self._rest = b""

    def feed(self, chunk: bytes) -> list[Key]:
        """Return the keys that were pressed or released in this chunk, in order."""
        self._rest += chunk
        whole = len(self._rest) - len(self._rest) % RECORD.size
        records, self._rest = self._rest[:whole], self._rest[whole:]
        return [
            Key(code, down=value == _PRESSED)
            for _, _, kind, code, value in RECORD.iter_unpack(records)
            if kind == EV_KEY and value in {_RELEASED, _PRESSED}
        ]


class HidKeys:
    """One grabbed input device and the thread that listens to it."""

    def __init__(self, path: str, *, grab: Callable[[int], None] = grab_input) -> None:
        """Open and grab the device; nothing is read yet.

        ``path`` is best one below ``/dev/input/by-id/``, which stays the same from start to start. Raises DeviceGone:
        it is not there, may not be read or grabbed, or this is not Linux.
        """
        if sys.platform == "win32":
            message = "keys can be read past the desktop on Linux only"
            raise DeviceGone(message)
        self._path, self._gone = path, ""
        self._thread: threading.Thread | None = None
        try:
            self._handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            message = f"{path} cannot be opened: {error.strerror}; is it plugged in, and this user in the group input?"
            raise DeviceGone(message) from error
        try:
            grab(self._handle)
        except OSError as error:
            os.close(self._handle)
            message = f"{path} cannot be had alone: {error.strerror}; another program may have it"
            raise DeviceGone(message) from error
        self._wake_out, self._wake_in = os.pipe()

    def listen(self, hear: Callable[[Key], None]) -> None:
        """Have ``hear`` called with each key that is pressed or released, on a thread of this device."""
        assert self._thread is None, "one listener"
        self._thread = threading.Thread(target=self._run, args=(hear,), name=f"keys {self._path}", daemon=True)
        self._thread.start()

    def check(self) -> None:
        """Raise DeviceGone when the device has gone since it was opened."""
        if self._gone:
            message = f"{self._path} is gone: {self._gone}"
            raise DeviceGone(message)

    def close(self) -> None:
        """End the thread and let go of the device; a second time does nothing."""
        if self._handle < 0:
            return
        os.close(self._wake_in)
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(2.0)
        os.close(self._handle)
        os.close(self._wake_out)
        self._handle = -1

    def _run(self, hear: Callable[[Key], None]) -> None:
        keys = Keys()
        while (chunk := self._next()) is not None:
            for key in keys.feed(chunk):
                try:
                    hear(key)
                except Exception:  # noqa: BLE001 -- one key that cannot be taken must not make the device dead
                    _log.exception("a key of %s could not be taken", self._path)

    def _next(self) -> bytes | None:
        """Wait for records; None: the device is gone, or it is to be closed."""
        try:
            ready, _, _ = select.select([self._handle, self._wake_out], [], [])
            if self._wake_out in ready:
                return None
            with contextlib.suppress(BlockingIOError):
                chunk = os.read(self._handle, _WHOLE)
                self._gone = "" if chunk else "it sends no more"
                return chunk or None
        except OSError as error:
            self._gone = error.strerror or "it was unplugged"
            return None
        return b""
