# SPDX-License-Identifier: Apache-2.0
"""One line of the FF 68 family as all its stations in this agent share it: what is heard is acknowledged at once, once is once.

Three things would else make a second press out of one: a device repeats a key until it is acknowledged, adapters without
echo suppression hear the host's own acknowledgement, and a keypad and a rater share a station.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Final

from msgspec import Struct

from devices.bus import Bus, open_bus, station
from devices.drivers import Place
from devices.errors import DeviceError, DeviceGone
from devices.keypads.ff68 import BEEP, DISPLAY, RATED, Frame, Parser, acknowledged, raw_keys

_log = logging.getLogger(__name__)

REPEAT_S: Final = 0.6
"""The same frame so soon after the last is not pressed again: our acknowledgement was lost. Counted from each repeat on."""
OWN_S: Final = 0.1
"""What we sent ourselves comes back within this time, if it does: 13 ms on the line, the rest in the adapter."""
BETWEEN_S: Final = 0.25
"""Two beeps closer together are heard as one."""
LAST_STATION: Final = 255

HearKey = Callable[[str], None]
_lines: dict[str, "Line"] = {}
_lines_lock = threading.Lock()


class Sent(Struct, eq=False):
    """A frame that we sent, and when it was on the line, monotonic seconds."""

    frame: Frame
    at_s: float


class Line:
    """All stations of one port. Frames of stations that nobody here has are left alone."""

    def __init__(self, url: str, bus: Bus, mono: Callable[[], float] = time.monotonic) -> None:
        """Listen to the port; ``open_line`` does this."""
        self.url, self.users, self.pause = url, 0, time.sleep
        self._bus, self._mono = bus, mono
        self._parser = Parser()
        self._hearers: dict[tuple[int, bool], HearKey] = {}
        self._last: dict[tuple[int, int], tuple[bytes, float]] = {}
        """By station and function: the data last heard, and when."""
        self._sent: deque[Sent] = deque(maxlen=64)
        self._sent_lock = threading.Lock()
        self._came: SimpleQueue[tuple[bytes, float] | None] = SimpleQueue()
        # what is heard is answered on a thread of its own: the port's must go on while another station is asked something
        self._thread = threading.Thread(target=self._run, name=f"line {url}", daemon=True)
        self._thread.start()
        bus.listen(lambda chunk: self._came.put((chunk, mono())))

    def send(self, frame: Frame) -> None:
        """Send a frame. Raises DeviceGone."""
        sent = Sent(frame, self._mono())
        with self._sent_lock:
            self._sent.append(sent)
        self._bus.send(frame.encode())
        sent.at_s = self._mono()  # it may have waited for its turn

    def beep(self, station: int, times: int) -> None:
        """Have a device beep so often. Raises DeviceGone."""
        for nth in range(times):
            if nth:
                self.pause(BETWEEN_S)
            self.send(Frame(station, BEEP, b""))

    def listen(self, station: int, hear: HearKey, *, ratings: bool) -> None:
        """Have ``hear`` called with the raw keys of this station: its ratings, or all others. Raises DeviceGone: somebody has it."""
        with _lines_lock:
            holder = self._hearers.setdefault((station, ratings), hear)
        if holder is not hear:
            message = f"station {station} at {self.url} is there twice: give one of the two another"
            raise DeviceGone(message)

    def leave(self, hear: HearKey | None) -> None:
        """Call this listener no more; the last user lets go of the port."""
        with _lines_lock:
            self._hearers = {of: it for of, it in self._hearers.items() if it is not hear}
            self.users -= 1
            if self.users:
                return
            if _lines.get(self.url) is self:
                del _lines[self.url]
        self._bus.close()
        self._came.put(None)
        if threading.current_thread() is not self._thread:
            self._thread.join(1.0)

    def check(self) -> None:
        """Raise DeviceGone when the port is broken."""
        self._bus.check()

    @property
    def is_broken(self) -> bool:
        """Whether the port is of no more use."""
        try:
            self.check()
        except DeviceGone:
            return True
        return False

    def _run(self) -> None:
        while (came := self._came.get()) is not None:
            for frame in self._parser.feed(*came):
                try:
                    self._take(frame, came[1])
                except DeviceError as error:
                    _log.warning("station %d at %s could not be answered: %s", frame.station, self.url, error)
                except Exception:  # noqa: BLE001 -- one key that cannot be taken must not make the line deaf
                    _log.exception("a key of station %d at %s could not be taken", frame.station, self.url)

    def _take(self, frame: Frame, now_s: float) -> None:
        hear = self._hearers.get((frame.station, frame.function == RATED))
        if hear is None or frame.function in {DISPLAY, BEEP} or self._is_own(frame, now_s):
            return
        where = frame.station, frame.function
        data, at_s = self._last.get(where, (b"", 0.0))
        self._last[where] = frame.data, now_s
        try:
            self.send(acknowledged(frame))
        finally:
            if data != frame.data or now_s - at_s > REPEAT_S:
                hear(raw_keys(frame))

    def _is_own(self, frame: Frame, now_s: float) -> bool:
        """Tell whether this is what we sent a moment ago; each frame sent comes back at most once."""
        with self._sent_lock:
            own = next((sent for sent in self._sent if sent.frame == frame and now_s - sent.at_s <= OWN_S), None)
            if own is not None:
                self._sent.remove(own)
        return own is not None


def station_of(place: Place) -> tuple[str, int]:
    """Return (port, station) of an address such as ``/dev/ttyUSB0@5``. Raises DeviceGone: a station is one byte."""
    url, number = station(place)
    if number > LAST_STATION:
        message = f"{place.device}: there is no station {number}; expected 0 to {LAST_STATION}"
        raise DeviceGone(message)
    return url, number


def open_line(url: str, baud: int) -> Line:
    """Return the line of this port, opened if it is not yet. Raises DeviceGone: it cannot be, or is open at another speed."""
    bus = open_bus(url, baud=baud)  # outside the lock: a serial server that does not answer must not hold up the other lines
    with _lines_lock:
        line = _lines.get(url)
        fresh = line is None or line.is_broken
        if line is None or fresh:
            line = _lines[url] = Line(url, bus)
        line.users += 1
    if not fresh:
        bus.close()
    return line
