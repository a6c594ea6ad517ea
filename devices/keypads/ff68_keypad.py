# SPDX-License-Identifier: Apache-2.0
"""Keypads of the FF 68 family: keys go out raw, the number in hand and how many wait are shown, beeps answer a press."""

from collections.abc import Callable
from typing import Final

from devices.bus import baud_of
from devices.drivers import Place
from devices.keypads.ff68 import ticket_shown, waiting_shown
from devices.keypads.line import HearKey, Line, open_line, station_of
from hallserver.core.jobs import InputKind, Shown

_TEST: Final = 888


class Ff68Keypad:
    """One keypad at its station of a line."""

    def __init__(self, line: Line, number: int) -> None:
        """Take the station with this number; nothing is sent yet."""
        self._line, self._number = line, number
        self._hear: HearKey | None = None

    def listen(self, hear: Callable[[InputKind, str], None]) -> None:
        """Call ``hear`` with each press. Raises DeviceGone when another device has the station."""
        self._hear = lambda keys: hear("key", keys)
        self._line.listen(self._number, self._hear, ratings=False)

    def show(self, shown: Shown) -> None:
        """Show the number in hand and who waits; what matters more comes last, for displays that show only the last frame.

        Nobody in hand is 000: a frame cannot empty the half that it is for, and no ticket has that number.
        """
        ticket = ticket_shown(self._number, str(_TEST) if shown.test else shown.figures)
        waiting = waiting_shown(self._number, _TEST if shown.test else shown.waiting)
        for frame in (waiting, ticket) if shown.figures else (ticket, waiting):
            self._line.send(frame)

    def beep(self, times: int) -> None:
        """Beep so often."""
        self._line.beep(self._number, times)

    def check(self) -> None:
        """Raise DeviceGone when the line is broken."""
        self._line.check()

    def close(self) -> None:
        """Let go of the station."""
        self._line.leave(self._hear)


def open_keypad(place: Place) -> Ff68Keypad:
    """Return the keypad; address ``/dev/ttyUSB0@5``: port and station, ``?baud=9600``. Raises DeviceGone."""
    url, number = station_of(place)
    return Ff68Keypad(open_line(url, baud_of(place)), number)
