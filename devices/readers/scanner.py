# SPDX-License-Identifier: Apache-2.0
"""Scanners of bar and QR codes, at a serial port or such as pass for a keyboard: a text, ended by CR, LF or ENTER."""

from collections.abc import Callable
from typing import Final

from devices.bus import Bus, baud_of, open_bus
from devices.drivers import Place
from devices.hid import HidKeys, Key
from devices.readers.lines import LONGEST, Scans, scanned
from hallserver.core.jobs import InputKind

Hear = Callable[[InputKind, str], None]

_MARKS: Final = "MINUS EQUAL LEFTBRACE RIGHTBRACE SEMICOLON APOSTROPHE GRAVE BACKSLASH COMMA DOT SLASH".split()
_SHIFTS: Final = frozenset({"LEFTSHIFT", "RIGHTSHIFT"})
_ENDS: Final = frozenset({"ENTER", "KPENTER"})
_PLAIN: Final = {
    **{name: name.lower() for name in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"},
    **{f"KP{figure}": str(figure) for figure in range(10)},
    **dict(
        zip("MINUS EQUAL LEFTBRACE RIGHTBRACE SEMICOLON APOSTROPHE GRAVE BACKSLASH COMMA DOT SLASH".split(), "-=[];'`\\,./", strict=True)
    ),
    **dict(zip("KPMINUS KPPLUS KPDOT KPSLASH KPASTERISK SPACE".split(), "-+./* ", strict=True)),
}
"""Key → character, on the American layout that scanners come with."""
_SHIFTED: Final = {
    **{name: name for name in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
    **dict(zip("1234567890", "!@#$%^&*()", strict=True)),
    **dict(
        zip("MINUS EQUAL LEFTBRACE RIGHTBRACE SEMICOLON APOSTROPHE GRAVE BACKSLASH COMMA DOT SLASH".split(), '_+{}:"~|<>?', strict=True)
    ),
}


class Typed:
    """Makes scans out of keys. Pure."""

    def __init__(self) -> None:
        """Begin with nothing typed and no key held."""
        self._text = ""
        self._shifts: set[str] = set()
        self._capitals = False

    def feed(self, key: Key) -> list[str]:
        """Return the scan that ends with this key, as a list of one or none."""
        if key.name in _SHIFTS:
            (self._shifts.add if key.down else self._shifts.discard)(key.name)
        elif key.down and key.name == "CAPSLOCK":
            self._capitals = not self._capitals
        elif key.down and key.name in _ENDS:
            text, self._text = self._text, ""
            return scanned(text.encode()) if len(text) <= LONGEST else []
        elif key.down and len(self._text) <= LONGEST:
            self._text += self._character(key.name)
        return []

    def _character(self, name: str) -> str:
        plain = _PLAIN.get(name, "")
        shifted = bool(self._shifts) ^ (self._capitals and plain.isalpha())
        return _SHIFTED.get(name, plain) if shifted else plain


class SerialScanner:
    """A scanner at a serial port."""

    def __init__(self, bus: Bus) -> None:
        """Keep the port; nothing is heard yet."""
        self._bus, self._scans = bus, Scans()

    def listen(self, hear: Hear) -> None:
        """Have ``hear`` called with ``scan`` and the text of each code."""

        def take(chunk: bytes) -> None:
            for text in self._scans.feed(chunk):
                hear("scan", text)

        self._bus.listen(take)

    def check(self) -> None:
        """Raise DeviceGone when the port is gone."""
        self._bus.check()

    def close(self) -> None:
        """Let go of the port."""
        self._bus.close()


class HidScanner:
    """A scanner that passes for a keyboard; what it types reaches this agent alone."""

    def __init__(self, keys: HidKeys) -> None:
        """Keep the device; nothing is heard yet."""
        self._keys, self._typed = keys, Typed()

    def listen(self, hear: Hear) -> None:
        """Have ``hear`` called with ``scan`` and the text of each code."""

        def take(key: Key) -> None:
            for text in self._typed.feed(key):
                hear("scan", text)

        self._keys.listen(take)

    def check(self) -> None:
        """Raise DeviceGone when the device is gone."""
        self._keys.check()

    def close(self) -> None:
        """Let go of the device."""
        self._keys.close()


def open_serial(place: Place) -> SerialScanner:
    """Return the scanner at a serial port; the address is the port, ``?baud=`` where it is not 9,600."""
    return SerialScanner(open_bus(place.address, baud=baud_of(place)))


def open_hid(place: Place) -> HidScanner:
    """Return the scanner that passes for a keyboard; the address is best its path below ``/dev/input/by-id/``."""
    return HidScanner(HidKeys(place.address))
