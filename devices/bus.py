# SPDX-License-Identifier: Apache-2.0
"""Serial lines, the only door to pyserial: one port, opened once in this agent, shared by all stations that hang on it.

An RS-485 line is half duplex: who asks has it until the answer came or its time is over. Address of a port: a path such
as ``/dev/ttyUSB0``, a name such as ``COM3``, or ``socket://host:port`` for a serial server. ``@5`` behind it is the station.
"""

import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable
from typing import Final

import serial
from serial.tools import list_ports

from devices.drivers import Place
from devices.errors import DeviceGone
from devices.posix_only import LINE_ERRORS, notice_silence

_log = logging.getLogger(__name__)

Hear = Callable[[bytes], None]
BAUD: Final = 9600
"""8 data bits, no parity, 1 stop bit: what boards and keypads of Chinese halls come with."""
WRITE_TIMEOUT_S: Final = 2.0
_LOOK_S: Final = 0.1
_CHUNK: Final = 4096
_FAILS: Final[tuple[type[Exception], ...]] = (*LINE_ERRORS, TypeError, ValueError)
"""TypeError: pyserial used a port that was closed meanwhile. ValueError: an address or speed that it cannot have."""

_ports: dict[str, "_Port"] = {}
_ports_lock = threading.Lock()
_opening: dict[str, threading.Lock] = {}
"""One a port: a serial server that does not answer must not hold up the others while it is opened."""


class _Port:
    """One opened port, the thread that reads it, and who listens."""

    def __init__(self, url: str, baud: int) -> None:
        """Open the port, for this process alone where the system can do so. Raises DeviceGone."""
        self.url, self.baud, self.users, self.wrong = url, baud, 0, ""
        self.turn = threading.Lock()
        self._hearers: list[Hear] = []
        self._hearers_lock = threading.Lock()
        self._closing = False
        if "://" in url and not url.startswith("socket://"):
            # pyserial has others: spy:// would write what a card reader says into the log
            message = f"port {url} cannot be opened: expected a path, COM3 or socket://host:port"
            raise DeviceGone(message)
        try:
            self._line = serial.serial_for_url(url, baudrate=baud, timeout=_LOOK_S, write_timeout=WRITE_TIMEOUT_S, do_not_open=True)
            if "://" not in url:
                self._line.exclusive = True
            self._line.open()
            if "://" in url:
                notice_silence(self._line.fileno())
        except _FAILS as error:
            message = f"port {url} cannot be opened: {error}"
            raise DeviceGone(message) from error
        self._thread = threading.Thread(target=self._read, name=f"port {url}", daemon=True)
        self._thread.start()

    def write(self, frame: bytes) -> None:
        if self.wrong:
            raise DeviceGone(self.wrong)
        try:
            self._line.write(frame)
            self._line.flush()
        except _FAILS as error:
            self._break(error)
            raise DeviceGone(self.wrong) from error

    def hear(self, hearer: Hear) -> Callable[[], None]:
        with self._hearers_lock:
            self._hearers = [*self._hearers, hearer]

        def leave() -> None:
            with self._hearers_lock:
                self._hearers = [it for it in self._hearers if it is not hearer]

        return leave

    def close(self) -> None:
        """Have the reading thread close the port, and wait for that."""
        self._closing = True
        if threading.current_thread() is not self._thread:
            self._thread.join(2 * _LOOK_S + 1)

    def _read(self) -> None:
        """Read until the port is closed or broken; who reads also closes it, so that nobody reads what became another's port."""
        try:
            while not self._closing:
                chunk = self._line.read(1)
                chunk += self._line.read(min(_CHUNK, self._line.in_waiting)) if chunk else b""
                if chunk:
                    self._tell(bytes(chunk))
        except _FAILS as error:
            self._break(error)
        finally:
            with contextlib.suppress(*_FAILS):
                self._line.close()

    def _tell(self, chunk: bytes) -> None:
        for hearer in self._hearers:
            try:
                hearer(chunk)
            except Exception:  # noqa: BLE001 - what one station makes of noise must not stop the others on the line
                _log.exception("port %s: a station failed on what came in", self.url)

    def _break(self, error: Exception) -> None:
        """Let go of a port at which something failed: it must be free when it is opened anew."""
        self.wrong = self.wrong or f"port {self.url} is gone: {error}"
        self._closing = True
        with _ports_lock:
            if _ports.get(self.url) is self:
                del _ports[self.url]


class Bus:
    """One user's hold of a port."""

    def __init__(self, port: _Port) -> None:
        """Count in; ``open_bus`` does this."""
        self._port = port
        self._leaves: list[Callable[[], None]] = []
        self._open = True

    def send(self, frame: bytes) -> None:
        """Send one whole frame, never between another's question and its answer. Raises DeviceGone."""
        with self._port.turn:
            self._port.write(frame)

    def ask(self, frame: bytes, ended: Callable[[bytes], bool], timeout_s: float) -> bytes:
        """Send a frame and return what came in after it, when ``ended`` says that it is whole or the time is over. Raises DeviceGone.

        Whoever listens hears it too: a keypad may speak into another's answer.
        """
        came, whole = bytearray(), threading.Event()

        def take(chunk: bytes) -> None:
            came.extend(chunk)
            if ended(bytes(came)):
                whole.set()

        with self._port.turn:
            leave = self._port.hear(take)
            try:
                self._port.write(frame)
                until_s = time.monotonic() + timeout_s
                while not whole.wait(min(_LOOK_S, max(0.0, until_s - time.monotonic()))) and time.monotonic() < until_s:
                    self.check()
            finally:
                leave()
        return bytes(came)

    def listen(self, hear: Hear) -> Callable[[], None]:
        """Have ``hear`` called with what comes in, cut anyhow, on the port's thread; return the function that ends it."""
        leave = self._port.hear(hear)
        self._leaves.append(leave)
        return leave

    def check(self) -> None:
        """Raise DeviceGone when the port is broken."""
        if self._port.wrong:
            raise DeviceGone(self._port.wrong)

    def close(self) -> None:
        """Let go; the last one closes the port."""
        if not self._open:
            return
        self._open = False
        for leave in self._leaves:
            leave()
        # whoever opens this port just now gets it when it is free
        with _opening_of(self._port.url):
            with _ports_lock:
                self._port.users -= 1
                last = self._port.users == 0
                if last and _ports.get(self._port.url) is self._port:
                    del _ports[self._port.url]
            if last:
                self._port.close()


def open_bus(url: str, *, baud: int = BAUD) -> Bus:
    """Return a hold of this port. Raises DeviceGone: it cannot be opened, or is open at another speed."""
    with _opening_of(url):
        port = _taken(url, baud)
        if port is None:
            port = _Port(url, baud)
            with _ports_lock:
                port.users = 1
                _ports[url] = port
    return Bus(port)


def _opening_of(url: str) -> threading.Lock:
    with _ports_lock:
        return _opening.setdefault(url, threading.Lock())


def _taken(url: str, baud: int) -> _Port | None:
    """Return this port with one user more if it is open; None: it is not. Raises DeviceGone: it is open at another speed."""
    with _ports_lock:
        port = _ports.get(url)
        if port is None or port.wrong:
            return None
        if port.baud != baud:
            message = f"port {url} is open with {port.baud} baud, which does not go with {baud}"
            raise DeviceGone(message)
        port.users += 1
        return port


def station(place: Place, default: int = 1) -> tuple[str, int]:
    """Return (port, station number) of an address such as ``/dev/ttyS0@5``. Raises DeviceGone for a number that is none."""
    url, _, number = place.address.partition("@")
    if number and not number.isdecimal():
        message = f"{place.device}: {number!r} is no station number; expected e.g. {url}@5"
        raise DeviceGone(message)
    return url, int(number or default)


def baud_of(place: Place, default: int = BAUD) -> int:
    """Return the line's speed from the address's options (``?baud=19200``). Raises DeviceGone for one that is none."""
    given = place.options.get("baud", str(default))
    if not given.isdecimal() or int(given) <= 0:
        message = f"{place.device}: {given!r} is no speed in baud; expected e.g. ?baud={default}"
        raise DeviceGone(message)
    return int(given)


def ports() -> list[tuple[str, str]]:
    """Return the serial ports of this box as (address, what they say of themselves), best by a path that stays the same."""
    found = list_ports.comports(include_links=True)
    # the same port has several names on Linux: the one by its id is the same after each start
    named = {os.path.realpath(it.device): it for it in found}
    named |= {os.path.realpath(it.device): it for it in found if "/by-id/" in it.device}
    return sorted((it.device, it.description if it.description != "n/a" else "") for it in named.values())
