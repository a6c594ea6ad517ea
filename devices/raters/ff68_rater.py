# SPDX-License-Identifier: Apache-2.0
"""Cabled raters of the FF 68 family: asks for a rating when there is one to give, hands out raw which key was pressed."""

import time
from collections.abc import Callable
from typing import Final

from devices.bus import baud_of
from devices.drivers import Place
from devices.keypads.ff68 import rating_started
from devices.keypads.line import HearKey, Line, open_line, station_of
from hallserver.core.jobs import InputKind, Shown

ANSWER_S: Final = 1.0
"""The hall has said by then what came of a press."""


class Ff68Rater:
    """One rater at its station of a line; a keypad may have the same station."""

    def __init__(self, line: Line, number: int, mono: Callable[[], float] = time.monotonic) -> None:
        """Take the station with this number; nothing is sent yet."""
        self._line, self._number, self._mono = line, number, mono
        self._hear: HearKey | None = None
        self._asked = False
        self._pressed_s: float | None = None

    def listen(self, hear: Callable[[InputKind, str], None]) -> None:
        """Call ``hear`` with each key of a rating. Raises DeviceGone when another rater has the station."""

        def press(key: str) -> None:
            self._pressed_s = self._mono()
            hear("key", key)

        self._hear = press
        self._line.listen(self._number, press, ratings=True)

    def show(self, shown: Shown) -> None:
        """Ask for a rating once when one may be given: asked every 2 s, a rater would speak without end.

        It locks its keys with each press, so it asks again when there is still something to rate a while after one: the key
        was refused, or the rater is being tried out.
        """
        asking = shown.rate or shown.test
        refused = self._pressed_s is not None and self._mono() - self._pressed_s >= ANSWER_S
        if asking and (refused or not self._asked):
            self._line.send(rating_started(self._number))
        if refused or not asking:
            self._pressed_s = None
        self._asked = asking

    def beep(self, times: int) -> None:
        """Beep so often."""
        self._line.beep(self._number, times)

    def check(self) -> None:
        """Raise DeviceGone when the line is broken."""
        self._line.check()

    def close(self) -> None:
        """Let go of the station."""
        self._line.leave(self._hear)


def open_rater(place: Place) -> Ff68Rater:
    """Return the rater; address ``/dev/ttyUSB0@5``: port and station, ``?baud=9600``. Raises DeviceGone."""
    url, number = station_of(place)
    return Ff68Rater(open_line(url, baud_of(place)), number)
