# SPDX-License-Identifier: Apache-2.0
"""The USB door, on a bus that is made up: a backend of pyusb's own kind."""

import errno
from array import array
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from usb import core, util
from usb.backend import IBackend

from devices.errors import DeviceGone
from devices.usb import open_pipes, plugged_in

PACKET = 64
ENDPOINTS = ((0x02, util.ENDPOINT_TYPE_BULK), (0x81, util.ENDPOINT_TYPE_BULK))


class FakeUsb(IBackend):  # type: ignore[misc] # pyusb has no types
    """A bus with readers on it that answer what ``answer`` says; one for each serial number."""

    def __init__(self, answer: Callable[[bytes], bytes], *, serials: tuple[str, ...] = ("A1",), ends: Any = ENDPOINTS) -> None:  # noqa: ANN401
        """Begin with the readers plugged in."""
        self.unplugged = self.busy = False
        self.taken: list[int] = []
        self._answer, self._serials, self._ends = answer, serials, ends
        self._waiting = b""

    def enumerate_devices(self) -> list[int]:
        """Give the devices."""
        return list(range(len(self._serials)))

    def get_device_descriptor(self, dev: int) -> SimpleNamespace:
        """Describe one."""
        said = {"bLength": 18, "bDescriptorType": 1, "bcdUSB": 0x110, "bDeviceClass": 0, "bDeviceSubClass": 0, "bDeviceProtocol": 0}
        said |= {"bMaxPacketSize0": 8, "idVendor": 0x0400, "idProduct": 0xC35A, "bcdDevice": 0x100, "iManufacturer": 0, "iProduct": 0}
        said |= {"iSerialNumber": 3, "bNumConfigurations": 1}
        return SimpleNamespace(**said, address=dev + 1, bus=1, port_number=dev + 1, port_numbers=(dev + 1,), speed=2)

    def get_configuration_descriptor(self, dev: int, config: int) -> SimpleNamespace:
        """Describe its only configuration."""
        assert (dev in self.enumerate_devices(), config) == (True, 0)
        said = {"bLength": 9, "bDescriptorType": 2, "wTotalLength": 32, "bNumInterfaces": 1, "bConfigurationValue": 1}
        return SimpleNamespace(**said, iConfiguration=0, bmAttributes=0x80, bMaxPower=50, extra_descriptors=b"")

    def get_interface_descriptor(self, dev: int, intf: int, alt: int, config: int) -> SimpleNamespace:
        """Describe its only interface."""
        if (intf, alt, config) != (0, 0, 0):
            raise IndexError(dev)
        said = {"bLength": 9, "bDescriptorType": 4, "bInterfaceNumber": 0, "bAlternateSetting": 0, "bNumEndpoints": len(self._ends)}
        return SimpleNamespace(**said, bInterfaceClass=255, bInterfaceSubClass=0, bInterfaceProtocol=0, iInterface=0, extra_descriptors=b"")

    def get_endpoint_descriptor(self, dev: int, ep: int, intf: int, alt: int, config: int) -> SimpleNamespace:
        """Describe an end of a pipe."""
        assert (dev in self.enumerate_devices(), intf, alt, config) == (True, 0, 0, 0)
        address, kind = self._ends[ep]
        said = {"bLength": 7, "bDescriptorType": 5, "bEndpointAddress": address, "bmAttributes": kind, "wMaxPacketSize": PACKET}
        return SimpleNamespace(**said, bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=b"")

    def open_device(self, dev: int) -> int:
        """Open one."""
        return dev

    def close_device(self, dev_handle: int) -> None:
        """Close one."""

    def set_configuration(self, dev_handle: int, config_value: int) -> None:
        """Take the configuration, if nobody else has."""
        assert (dev_handle in self.enumerate_devices(), config_value) == (True, 1)
        if self.busy:
            message = "Resource busy"
            raise core.USBError(message, errno=errno.EBUSY)

    def get_configuration(self, dev_handle: int) -> int:
        """Say which is set."""
        assert dev_handle in self.enumerate_devices()
        return 1

    def claim_interface(self, dev_handle: int, intf: int) -> None:
        """Note who has it."""
        self.taken.append(dev_handle + intf)

    def release_interface(self, dev_handle: int, intf: int) -> None:
        """Note that it is free."""
        self.taken.remove(dev_handle + intf)

    def is_kernel_driver_active(self, dev_handle: int, intf: int) -> bool:
        """Say that the system has no driver on it."""
        return (dev_handle, intf) == (-1, -1)

    def ctrl_transfer(self, *args: Any) -> int:
        """Answer the question for a text: that of the serial number."""
        handle, _, _, value, _, data, _ = args
        text = f"{self._serials[handle]}".encode("utf-16-le") if value & 0xFF else b"\x09\x04"
        said = bytes((len(text) + 2, 3)) + text
        data[: len(said)] = array("B", said)
        return len(said)

    def bulk_write(self, dev_handle: int, ep: int, intf: int, data: Any, timeout: int) -> int:  # noqa: ANN401 - pyusb's signature
        """Hand what is written to the device."""
        assert (dev_handle in self.enumerate_devices(), ep, intf, timeout > 0) == (True, 0x02, 0, True)
        self._must_be_there()
        self._waiting += self._answer(bytes(data))
        return len(data)

    def bulk_read(self, dev_handle: int, ep: int, intf: int, buff: Any, timeout: int) -> int:  # noqa: ANN401 - pyusb's signature
        """Give one packet of what waits."""
        assert (dev_handle in self.enumerate_devices(), ep, intf, timeout > 0) == (True, 0x81, 0, True)
        self._must_be_there()
        if not self._waiting:
            message = "Operation timed out"
            raise core.USBTimeoutError(message)
        packet, self._waiting = self._waiting[: len(buff)], self._waiting[len(buff) :]
        buff[: len(packet)] = array("B", packet)
        return len(packet)

    def _must_be_there(self) -> None:
        if self.unplugged:
            message = "No such device (it may have been disconnected)"
            raise core.USBError(message, errno=errno.ENODEV)


def opened(fake: FakeUsb, serial: str = "") -> Any:  # noqa: ANN401 - what is opened has its own types
    """Return the pipes of a reader on this bus."""
    return open_pipes(0x0400, 0xC35A, serial=serial, backend=fake)


def test_what_is_written_is_answered_packet_by_packet() -> None:
    """An answer of 150 bytes comes as 64, 64 and 22."""
    pipes, came = opened(FakeUsb(lambda asked: asked * 50)), list[bytes]()
    pipes.write(b"abc")
    while pipes.read(lambda packet: came.append(bytes(packet)), 0.1):
        pass

    assert [len(packet) for packet in came] == [64, 64, 22]
    assert b"".join(came) == b"abc" * 50
    assert not any(pipes._packet)


def test_a_device_that_is_not_there_or_is_taken_says_so() -> None:
    """Each with what to do about it."""
    with pytest.raises(DeviceGone, match="not plugged in"):
        opened(FakeUsb(bytes, serials=()))
    busy = FakeUsb(bytes)
    busy.busy = True
    with pytest.raises(DeviceGone, match="may this user have it"):
        opened(busy)


def test_two_alike_are_told_apart_by_their_serial_number() -> None:
    """Two kiosks at one box: the wrong reader would give one visitor's card to the other."""
    fake = FakeUsb(bytes, serials=("A1", "B2"))
    with pytest.raises(DeviceGone, match="serial="):
        opened(fake)
    second = opened(fake, "B2")

    assert fake.taken == [1]
    second.close()


def test_a_device_without_two_bulk_pipes_is_another_one() -> None:
    """Nothing is written to what is not known."""
    with pytest.raises(DeviceGone, match="another device"):
        opened(FakeUsb(bytes, ends=ENDPOINTS[:1]))


def test_an_unplugged_device_is_gone() -> None:
    """Reading and writing both say so."""
    fake = FakeUsb(bytes)
    pipes = opened(fake)
    fake.unplugged = True
    with pytest.raises(DeviceGone):
        pipes.write(b"x")
    with pytest.raises(DeviceGone):
        pipes.read(bytes, 0.1)
    pipes.close()
    assert fake.taken == []


def test_what_is_plugged_in_is_told_by_its_ids_and_kind() -> None:
    """So that nobody has to read ``lsusb``; without libusb the list is empty and nothing fails."""
    assert plugged_in(backend=FakeUsb(lambda _: b"")) == [("0400:c35a", "", False)]
    assert plugged_in(backend=FakeUsb(lambda _: b"", serials=())) == []
    assert isinstance(plugged_in(), list)
