# SPDX-License-Identifier: Apache-2.0
"""ID card readers with a security module, at a serial port or on USB. What an answer holds is overwritten as soon as it was looked at."""

import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import Final, Protocol

from devices.bus import Bus, baud_of, open_bus
from devices.drivers import Place
from devices.errors import DeviceGone
from devices.readers import sdt
from devices.readers.card import Seen
from devices.readers.watch import Watch
from devices.usb import Pipes, open_pipes
from hallserver.core.jobs import InputKind

_log = logging.getLogger(__name__)

BAUD: Final = 115_200
"""8 data bits, no parity, 1 stop bit."""
VENDOR, PRODUCT = 0x0400, 0xC35A
"""How readers of this family name themselves on USB."""
RADIO_BYTES: Final = 0x50
FIRST_WAIT_S: Final = 1.5
SILENT_MOST: Final = 3
"""Questions in a row without an answer after which a reader is gone."""
_LOOK_S: Final = 0.2


class Line(Protocol):
    """How a reader is reached."""

    def ask(self, command: bytes, answer: sdt.Answer, wait_s: float) -> bool:
        """Send the command and take what comes; False: no whole answer in time. Raises DeviceGone."""

    def close(self) -> None:
        """Let go of it."""


class SerialLine:
    """A reader at a serial port, or behind a serial server."""

    def __init__(self, bus: Bus) -> None:
        """Begin to listen."""
        self._bus = bus
        self._chunks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        bus.listen(self._chunks.put)

    def ask(self, command: bytes, answer: sdt.Answer, wait_s: float) -> bool:
        """Send the command and take what comes; False: no whole answer in time. Raises DeviceGone."""
        while not self._chunks.empty():
            self._chunks.get()  # the late answer to an earlier question
        self._bus.send(command)
        until_s = time.monotonic() + wait_s
        while (left_s := until_s - time.monotonic()) > 0:
            try:
                answer.take(self._chunks.get(timeout=min(left_s, _LOOK_S)))
            except queue.Empty:
                self._bus.check()
                continue
            if answer.whole():
                return True
        return False

    def close(self) -> None:
        """Let go of the port."""
        self._bus.close()


class UsbLine:
    """A reader on USB."""

    def __init__(self, pipes: Pipes) -> None:
        """Keep the pipes."""
        self._pipes = pipes

    def ask(self, command: bytes, answer: sdt.Answer, wait_s: float) -> bool:
        """Send the command and take what comes; False: no whole answer in time. Raises DeviceGone."""
        self._pipes.write(command)
        until_s = time.monotonic() + wait_s
        while (left_s := until_s - time.monotonic()) > 0:
            if self._pipes.read(answer.take, left_s) and answer.whole():
                return True
        return False

    def close(self) -> None:
        """Let go of the device."""
        self._pipes.close()


class SdtReader:
    """Looks for cards on a thread of its own and tells each once."""

    def __init__(self, line: Line) -> None:
        """Ask the reader whether it is well. Raises DeviceGone where it does not answer, or is not."""
        self._line, self._answer = line, sdt.Answer()
        self._stop, self._gone = threading.Event(), ""
        self._silent = 0
        self._thread: threading.Thread | None = None
        try:
            self._begin()
        except BaseException:
            line.close()
            raise

    def listen(self, hear: Callable[[InputKind, str], None]) -> None:
        """Have ``hear`` called with ``card`` and its number, or ``card-refused`` and why, once for each card that is laid down."""
        assert self._thread is None, "one listener"
        self._thread = threading.Thread(target=self._run, args=(hear,), name="ID card reader", daemon=True)
        self._thread.start()

    def check(self) -> None:
        """Raise DeviceGone when the reader is gone."""
        if self._gone:
            raise DeviceGone(self._gone)

    def close(self) -> None:
        """Stop looking and let go of the reader."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(FIRST_WAIT_S)
        self._line.close()

    def _begin(self) -> None:
        status = self._status(sdt.STATUS)
        if status != sdt.READY:
            message = "the ID card reader does not answer" if status is None else f"the ID card reader is not well: {status:02X}"
            raise DeviceGone(message)
        self._status(sdt.radio_most(RADIO_BYTES))  # old modules do not know it, and need not

    def _run(self, hear: Callable[[InputKind, str], None]) -> None:
        watch = Watch()
        try:
            while not self._stop.wait(watch.pause_s):
                seen = self._turn(watch)
                if seen is not None:
                    hear(*seen)
        except DeviceGone as error:
            self._gone = str(error)
        except Exception as error:  # noqa: BLE001 - whatever fails here, the worker must know that nobody listens any more
            # its text may name what was read
            self._gone = f"the ID card reader's driver failed: {type(error).__name__}"
            _log.error("%s", self._gone)

    def _turn(self, watch: Watch) -> Seen | None:
        try:
            whole = self._line.ask(watch.asks, self._answer, watch.wait_s)
            self._silent = 0 if whole else self._silent + 1
            if self._silent >= SILENT_MOST:
                message = "the ID card reader does not answer any more"
                raise DeviceGone(message)
            return watch.heard(self._answer if whole else None)
        finally:
            self._answer.wipe()

    def _status(self, command: bytes) -> int | None:
        try:
            return self._answer.status if self._line.ask(command, self._answer, FIRST_WAIT_S) else None
        finally:
            self._answer.wipe()


def open_serial(place: Place) -> SdtReader:
    """Return the reader at a serial port; the address is the port, ``?baud=`` where it is not 115,200."""
    return SdtReader(SerialLine(open_bus(place.address, baud=baud_of(place, BAUD))))


def open_usb(place: Place) -> SdtReader:
    """Return the reader on USB; the address is empty or ``<vendor>:<product>`` in hexadecimal, ``?serial=`` where there are several."""
    vendor, _, product = place.address.partition(":")
    try:
        ids = (int(vendor, 16), int(product, 16)) if place.address else (VENDOR, PRODUCT)
    except ValueError as error:
        message = f"{place.device}: {place.address!r} is no USB id; expected e.g. {VENDOR:04x}:{PRODUCT:04x}"
        raise DeviceGone(message) from error
    return SdtReader(UsbLine(open_pipes(*ids, serial=place.options.get("serial", ""))))
