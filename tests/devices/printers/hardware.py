# SPDX-License-Identifier: Apache-2.0
"""Our emulator on a serial port and on USB, as the system shows them to a driver: a pty, and a backend of pyusb."""

import array
import errno
import os
import pty
import select
import threading
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import SimpleNamespace, TracebackType
from typing import Self

import pytest
import usb.backend
import usb.backend.libusb1
import usb.core

from devices.drivers import DRIVERS, Place, open_device
from devices.printers.emulator import Died, EscposEmulator, Machine
from devices.printers.models import Model
from devices.protocols import Printer
from hallserver.core.jobs import DeviceSpec

VENDOR, PRODUCT = 0x04B8, 0x0E15
USB_ADDRESS = "04b8:0e15"
BULK_IN, BULK_OUT = 0x82, 0x01


class PtyPrinter(Machine):
    """The emulator behind a device file: what a serial port, or ``/dev/usb/lp0``, is to a driver."""

    def __init__(self, model: Model | None = None, *, bytes_per_s: float = 0) -> None:
        """Open the pair and listen. With ``bytes_per_s`` it takes them no faster."""
        super().__init__(model)
        self._bytes_per_s = bytes_per_s
        self._ours, theirs = pty.openpty()
        tty.setraw(theirs)
        # our own handle on their end: the pair outlives a driver that closes its end
        self._theirs = theirs
        self.address = os.ttyname(theirs)
        self.received = 0
        self._switched_on = True
        self._thread = threading.Thread(target=self._serve, name="printer on a pty", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        """Give the running printer."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Unplug it."""
        self.unplug()

    def unplug(self) -> None:
        """Pull the cable: the file answers nothing any more."""
        if self._switched_on:
            self._switched_on = False
            self._thread.join()
            os.close(self._ours)
            os.close(self._theirs)

    def say(self, data: bytes) -> None:
        """Send something that nobody asked for."""
        os.write(self._ours, data)

    def _serve(self) -> None:
        while self._switched_on:
            if not select.select([self._ours], [], [], 0.02)[0]:
                continue
            data = os.read(self._ours, 4096)
            self.received += len(data)
            end_s = time.monotonic() + (len(data) / self._bytes_per_s if self._bytes_per_s else 0)
            while self._bytes_per_s and time.monotonic() < end_s and self._switched_on:
                time.sleep(0.01)
            try:
                os.write(self._ours, self.receive(data))
            except Died:
                # a printer without power says nothing; its port is still there
                self.mute = True


class UsbPrinter(usb.backend.IBackend, Machine):  # type: ignore[misc]  # pyusb has no types
    """The emulator as a USB device: a backend of pyusb with this one printer on its bus."""

    def __init__(self, model: Model | None = None) -> None:
        """Plug it in."""
        usb.backend.IBackend.__init__(self)
        Machine.__init__(self, model)
        self.plugged, self.resets, self.opened = True, 0, 0
        self._said = b""

    def __enter__(self) -> Self:
        """Give the running printer."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Unplug it."""
        self.plugged = False

    def enumerate_devices(self) -> list[object]:
        """List the bus."""
        return ["printer"] if self.plugged else []

    def get_device_descriptor(self, _: object) -> SimpleNamespace:
        """Describe the printer."""
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0, bMaxPacketSize0=64,
            idVendor=VENDOR, idProduct=PRODUCT, bcdDevice=0x100, iManufacturer=0, iProduct=0, iSerialNumber=0, bNumConfigurations=1,
            address=1, bus=1, port_number=1, port_numbers=(1,), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, _: object, __: int) -> SimpleNamespace:
        """Describe its one configuration."""
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0xC0, bMaxPower=1, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, _: object, number: int, setting: int, __: int) -> SimpleNamespace:
        """Describe its one interface: class 7, a printer that talks both ways."""
        if number or setting:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=2, bInterfaceClass=7,
            bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, _: object, number: int, *__: int) -> SimpleNamespace:
        """Describe the way in and the way out."""
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=(BULK_IN, BULK_OUT)[number], bmAttributes=2, wMaxPacketSize=64,
            bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, device: object) -> object:
        """Open it."""
        self.opened += 1
        self.connect()
        return device

    def close_device(self, _: object) -> None:
        """Close it."""

    def set_configuration(self, _: object, __: int) -> None:
        """Take the one there is."""

    def get_configuration(self, _: object) -> int:
        """Give the one there is."""
        self._must_be_there()
        return 1

    def claim_interface(self, _: object, __: int) -> None:
        """Be claimed."""

    def release_interface(self, _: object, __: int) -> None:
        """Be released."""

    def reset_device(self, _: object) -> None:
        """Count what a driver should not do."""
        self.resets += 1

    def bulk_write(self, _: object, endpoint: int, __: int, sent: "array.array[int]", ___: int) -> int:
        """Take what is printed."""
        data = sent.tobytes()
        self._must_be_there()
        assert endpoint == BULK_OUT
        try:
            self._said += self.receive(data)
        except Died:
            self.plugged = False
            self._must_be_there()
        return len(data)

    def bulk_read(self, _: object, endpoint: int, __: int, buffer: "array.array[int]", timeout_ms: int) -> int:
        """Give a packet of what it has to say."""
        self._must_be_there()
        assert endpoint == BULK_IN
        if not self._said:
            time.sleep(timeout_ms / 1000)
            message = "Operation timed out"
            raise usb.core.USBTimeoutError(message, -7, errno.ETIMEDOUT)
        packet, self._said = self._said[: len(buffer)], self._said[len(buffer) :]
        buffer[: len(packet)] = array.array("B", packet)
        return len(packet)

    def _must_be_there(self) -> None:
        if not self.plugged:
            message = "No such device (it may have been disconnected)"
            raise usb.core.USBError(message, -4, errno.ENODEV)


@contextmanager
def on_the_network(model: Model) -> Iterator[tuple[Machine, str]]:
    """Give an emulator on TCP and its address."""
    with EscposEmulator(model) as emulator:
        yield emulator, emulator.address


@contextmanager
def on_a_pty(model: Model) -> Iterator[tuple[Machine, str]]:
    """Give an emulator behind a device file and its path."""
    with PtyPrinter(model) as printer:
        yield printer, printer.address


@contextmanager
def on_usb(model: Model) -> Iterator[tuple[Machine, str]]:
    """Give an emulator on a USB bus of our own and its address."""
    with pytest.MonkeyPatch.context() as patch, UsbPrinter(model) as printer:
        patch.setattr(usb.backend.libusb1, "get_backend", lambda *_, **__: printer)
        yield printer, USB_ADDRESS


HARDWARE: dict[str, Callable[[Model], AbstractContextManager[tuple[Machine, str]]]] = {
    "escpos-network": on_the_network,
    "escpos-serial": on_a_pty,
    "escpos-file": on_a_pty,
    "escpos-usb": on_usb,
}
"""Driver → what stands in for its printer."""


def opened(driver: str, address: str, **options: str) -> Printer:
    """Return the printer that an agent would open here; a short timeout, as the hardware is near."""
    assert ("printer", driver) in DRIVERS
    query = "&".join(f"{name}={value}" for name, value in ({"timeout": "0.3"} | options).items())
    device = open_device(DeviceSpec(device="printer-1", kind="printer", driver=driver, address=f"{address}?{query}"), Path())
    assert isinstance(device, Printer)
    return device


def place(address: str, **options: str) -> Place:
    """Return the place of a printer, for what is below the drivers."""
    return Place(device="printer-1", address=address, options={"timeout": "0.3"} | options, out=Path())
