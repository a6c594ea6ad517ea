# SPDX-License-Identifier: Apache-2.0
"""python-escpos on each kind of line, with a deadline for whatever it does: TCP, USB, serial, a device file.

The library waits for ever, or for a minute, on most of them, and takes the end of a line for an answer without bytes.
"""

import contextlib
import errno
import os
import select
import stat
import time
from pathlib import Path
from typing import Any

from escpos.printer import File, Network, Serial, Usb

SEND_TIMEOUT_S = 15.0
"""For a whole slip: a printer with a small buffer takes it as fast as it prints."""
PROFILE = "TM-T20II"
"""Of python-escpos, for the commands of a common 80 mm printer: raster, native QR, full cut."""
LONGEST_ANSWER = 64
"""Bytes: also the packet size of USB printers, which must be asked for whole packets."""
MOST_FORGOTTEN = 256
"""Packets thrown away at once: who never stops talking must not be listened to for ever."""
PRINTER_CLASS = 7
KIND, BULK, INWARD = 3, 2, 0x80
"""Of an endpoint: the bits that tell its kind, the kind of printers, and the bit of its address that means towards us."""
TIMED_OUT = frozenset({errno.ETIMEDOUT, 10060})
"""Of POSIX and of Windows."""


class NetworkLine(Network):  # type: ignore[misc]  # python-escpos has no types
    """A printer on the network."""

    def _raw(self, msg: bytes) -> None:
        self.device.settimeout(SEND_TIMEOUT_S)
        self.device.sendall(msg)
        self.device.settimeout(self.timeout)

    def _read(self) -> bytes:
        data: bytes = self.device.recv(LONGEST_ANSWER)
        if not data:
            message = "the printer hung up"
            raise ConnectionResetError(message)
        return data


class SerialLine(Serial):  # type: ignore[misc]  # python-escpos has no types
    """A printer on a serial port. ``flow``: ``dtr`` (what most cables do), ``rts``, ``xon``, ``none``."""

    def __init__(self, port: str, *, baud: int, timeout_s: float, flow: str) -> None:
        """Keep how to open it."""
        super().__init__(
            port, baudrate=baud, timeout=timeout_s, dsrdtr=flow == "dtr", xonxoff=flow == "xon", profile=PROFILE
        )  # fmt: skip
        self._rts = flow == "rts"

    def open(self, raise_not_found: bool = True) -> None:  # noqa: FBT001, FBT002 - the library's signature
        """Open the port for this process alone."""
        super().open(raise_not_found)
        self.device.rtscts = self._rts
        if os.name == "posix":
            self.device.exclusive = True

    def _raw(self, msg: bytes) -> None:
        self.device.write_timeout = SEND_TIMEOUT_S + self._seconds(len(msg))
        self.device.write(msg)

    def _read(self) -> bytes:
        """Wait for what was sent to be through, then for the first byte of an answer; return it with what came along."""
        self.drain()
        first: bytes = self.device.read(1)
        return first + bytes(self.device.read(self.device.in_waiting)) if first else first

    def forget(self) -> None:
        """Throw away what came unasked: an answer that came too late must not pass for the next one."""
        self.device.read(self.device.in_waiting)

    def drain(self) -> None:
        """Wait until what was sent is through: closing the port would throw it away. Raises ConnectionAbortedError."""
        end_s = time.monotonic() + SEND_TIMEOUT_S + self._seconds(self.device.out_waiting)
        while self.device.out_waiting:
            if time.monotonic() > end_s:
                message = "the printer takes no more bytes"
                raise ConnectionAbortedError(message)
            time.sleep(0.005)

    def close(self) -> None:
        """Let go of the port at once; what is not through is lost."""
        device: Any = self._device
        self._device: Any = False
        if device:
            # of a port that was pulled out pyserial lets an error of termios through, which is no OSError
            with contextlib.suppress(Exception):
                if device.out_waiting:
                    device.reset_output_buffer()
            device.close()

    def _seconds(self, count: int) -> float:
        """Return how long so many bytes take: ten bits each."""
        return count * 10 / float(self.baudrate)


class UsbLine(Usb):  # type: ignore[misc]  # python-escpos has no types
    """A printer on USB, found by vendor and product. Its endpoints are looked up where they are not given."""

    def __init__(self, found_by: dict[str, Any], *, in_ep: int, out_ep: int, timeout_s: float) -> None:
        """Keep how to find it."""
        super().__init__(usb_args=found_by, timeout=round(timeout_s * 1000), in_ep=in_ep, out_ep=out_ep, profile=PROFILE)

    def _configure_usb(self) -> None:
        """Find the endpoints. The library resets the printer here, which loses what it has not printed yet."""
        try:
            settings = self.device.get_active_configuration()
        except OSError:
            self.device.set_configuration()
            settings = self.device.get_active_configuration()
        interfaces = sorted(settings, key=lambda it: bool(it.bInterfaceClass != PRINTER_CLASS))
        ends: list[int] = [end.bEndpointAddress for interface in interfaces for end in interface if end.bmAttributes & KIND == BULK]
        self.in_ep: int = self.in_ep or next((end for end in ends if end & INWARD), 0)
        self.out_ep: int = self.out_ep or next((end for end in ends if not end & INWARD), 0)
        if not self.out_ep:
            message = "it has no endpoint to print through"
            raise ConnectionRefusedError(message)

    def _raw(self, msg: bytes) -> None:
        self.device.write(self.out_ep, msg, round(SEND_TIMEOUT_S * 1000))

    def _read(self) -> bytes:
        """Return the first packet that is not empty. Raises TimeoutError where none comes, NotImplementedError where none can."""
        if not self.in_ep:
            raise NotImplementedError
        end_s = time.monotonic() + self.timeout / 1000
        while time.monotonic() < end_s:
            data = self._packet()
            if data:
                return data
        raise TimeoutError

    def forget(self) -> None:
        """Throw away what came unasked."""
        with contextlib.suppress(TimeoutError):
            for _ in range(MOST_FORGOTTEN if self.in_ep else 0):
                if not self._packet(1):
                    return

    def _packet(self, timeout_ms: int | None = None) -> bytes:
        try:
            return bytes(self.device.read(self.in_ep, LONGEST_ANSWER, timeout_ms or self.timeout))
        except OSError as error:
            if error.errno in TIMED_OUT:
                raise TimeoutError from error
            raise


class FileLine(File):  # type: ignore[misc]  # python-escpos has no types
    """A printer behind a device file such as ``/dev/usb/lp0``; where the file can be read, it is asked how it is."""

    def __init__(self, path: str, *, timeout_s: float) -> None:
        """Keep the path."""
        super().__init__(path, profile=PROFILE)
        self._timeout_s = timeout_s
        self._is_device = False
        self.answers = False
        """Whether the open file can be read."""

    def open(self, raise_not_found: bool = True) -> None:  # noqa: FBT001, FBT002 - the library's signature
        """Open the file, for reading too where it is a device that lets itself be read."""
        # a file that is not there would be made, and filled, until somebody plugs the printer in and nothing comes out
        self._is_device = stat.S_ISCHR(Path(self.devfile).stat().st_mode) and os.name == "posix"
        if not self._is_device:
            super().open(raise_not_found)
            return
        try:
            handle, self.answers = os.open(self.devfile, os.O_RDWR | os.O_NOCTTY), True
        except OSError:
            handle, self.answers = os.open(self.devfile, os.O_WRONLY | os.O_NOCTTY), False
        os.set_blocking(handle, False)
        self.device = os.fdopen(handle, "r+b" if self.answers else "wb", buffering=0)

    def _raw(self, msg: bytes) -> None:
        if not self._is_device:
            super()._raw(msg)
            return
        rest, end_s = memoryview(msg), time.monotonic() + SEND_TIMEOUT_S
        while rest:
            if not select.select([], [self.device], [], max(0.0, end_s - time.monotonic()))[1]:
                message = "the printer takes no more bytes"
                raise ConnectionAbortedError(message)
            rest = rest[self.device.write(rest) or 0 :]

    def _read(self) -> bytes:
        if not self.answers:
            raise NotImplementedError
        if not select.select([self.device], [], [], self._timeout_s)[0]:
            raise TimeoutError
        return self.device.read(LONGEST_ANSWER) or b""

    def forget(self) -> None:
        """Throw away what came unasked."""
        for _ in range(MOST_FORGOTTEN if self.answers else 0):
            if not select.select([self.device], [], [], 0)[0] or not self.device.read(LONGEST_ANSWER):
                return
