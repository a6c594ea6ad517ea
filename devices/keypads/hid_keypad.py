# SPDX-License-Identifier: Apache-2.0
"""USB number pads as keypads, on Linux: each key that goes down is told by its name, and reaches no window of the PC."""

from collections.abc import Callable

from devices.drivers import Place
from devices.hid import HidKeys, Key
from hallserver.core.jobs import InputKind


class HidKeypad:
    """One number pad. It shows nothing and cannot beep."""

    def __init__(self, keys: HidKeys) -> None:
        """Take the opened device."""
        self._keys = keys

    def listen(self, hear: Callable[[InputKind, str], None]) -> None:
        """Call ``hear`` with the name of each key that goes down: ``KP1``, ``KPENTER``."""

        def press(key: Key) -> None:
            if key.down:
                hear("key", key.name)

        self._keys.listen(press)

    def check(self) -> None:
        """Raise DeviceGone when the pad was unplugged."""
        self._keys.check()

    def close(self) -> None:
        """Let go of the pad."""
        self._keys.close()


def open_keypad(place: Place) -> HidKeypad:
    """Return the pad; address ``/dev/input/by-id/…-event-kbd``. Raises DeviceGone."""
    return HidKeypad(HidKeys(place.address))
