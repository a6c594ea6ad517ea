# SPDX-License-Identifier: Apache-2.0
"""USB devices without a driver of the system's, the only door to pyusb: two bulk pipes, one out and one in.

Linux needs a udev rule that lets the agent's user have the device; Windows needs the WinUSB driver on it (Zadig).
"""

import contextlib
from array import array
from collections.abc import Callable
from typing import Any, Final

from usb import core, util

from devices.errors import DeviceGone
from devices.safe_text import safe_text

WRITE_TIMEOUT_S: Final = 1.0
_PRINTER, _HUB = 0x07, 0x09
"""Classes of usb.org."""


class Pipes:
    """An opened device: what is written to it, and what comes from it."""

    def __init__(self, device: Any, name: str) -> None:  # noqa: ANN401 - pyusb has no types
        """Take the first interface for this process alone. Raises DeviceGone: it has no two bulk pipes, or another has it."""
        self._device, self._name = device, name
        try:
            with contextlib.suppress(NotImplementedError):  # only Linux has kernel drivers to put aside
                if device.is_kernel_driver_active(0):
                    device.detach_kernel_driver(0)
            device.set_configuration()
            interface = device.get_active_configuration()[(0, 0)]
            util.claim_interface(device, 0)
        except core.USBError as error:
            util.dispose_resources(device)
            raise self._gone(error) from error
        self._out = _pipe(interface, util.ENDPOINT_OUT)
        self._in = _pipe(interface, util.ENDPOINT_IN)
        if self._out is None or self._in is None:
            util.dispose_resources(device)
            message = f"{name} has no bulk pipe in each direction: it is another device"
            raise DeviceGone(message)
        self._packet = array("B", bytes(self._in.wMaxPacketSize))
        self._zeros = array("B", bytes(self._in.wMaxPacketSize))

    def write(self, data: bytes) -> None:
        """Send this. Raises DeviceGone."""
        try:
            self._out.write(data, int(WRITE_TIMEOUT_S * 1000))
        except core.USBError as error:
            raise self._gone(error) from error

    def read(self, take: Callable[[memoryview], None], timeout_s: float) -> bool:
        """Hand one packet to ``take`` and overwrite it then; False: none came in time. Raises DeviceGone."""
        try:
            count = self._in.read(self._packet, max(1, int(timeout_s * 1000)))
            with memoryview(self._packet) as packet, packet[:count] as came:
                take(came)
        except core.USBTimeoutError:
            return False
        except core.USBError as error:
            raise self._gone(error) from error
        finally:
            self._packet[:] = self._zeros
        return True

    def close(self) -> None:
        """Let go of the device."""
        with contextlib.suppress(core.USBError):
            util.dispose_resources(self._device)

    def _gone(self, error: core.USBError) -> DeviceGone:
        return DeviceGone(f"{self._name} cannot be used: {error.strerror or error}; may this user have it?")


def open_pipes(vendor: int, product: int, *, serial: str = "", backend: Any = None) -> Pipes:  # noqa: ANN401 - pyusb has no types
    """Return the device of this vendor and product, and where there are several that of this serial number, opened.

    ``backend`` stands in for libusb in tests. Raises DeviceGone: not there, not to be told apart, taken, or no libusb.
    """
    name = f"USB device {vendor:04x}:{product:04x}"
    try:
        found = list(core.find(find_all=True, backend=backend, idVendor=vendor, idProduct=product))
        found = [device for device in found if not serial or device.serial_number == serial]
    except core.NoBackendError as error:
        message = "libusb is not installed: apt install libusb-1.0-0, or on Windows pip install libusb-package"
        raise DeviceGone(message) from error
    except (core.USBError, ValueError) as error:
        message = f"{name} cannot be looked at: {error}"
        raise DeviceGone(message) from error
    if len(found) != 1:
        wrong = f"is there {len(found)} times: add ?serial= to its address" if found else "is not plugged in"
        message = f"{name} {wrong}"
        raise DeviceGone(message)
    return Pipes(found[0], name)


def _pipe(interface: Any, direction: int) -> Any:  # noqa: ANN401 - pyusb has no types
    def fits(endpoint: Any) -> bool:  # noqa: ANN401 - pyusb has no types
        address, kind = endpoint.bEndpointAddress, endpoint.bmAttributes
        return bool(util.endpoint_direction(address) == direction and util.endpoint_type(kind) == util.ENDPOINT_TYPE_BULK)

    return util.find_descriptor(interface, custom_match=fits)


def plugged_in(backend: object = None) -> list[tuple[str, str, bool]]:
    """Return what is plugged in as (``vendor:product``, what it says of itself, whether it is a printer).

    Hubs are left out; without libusb there is nothing. ``backend``: pyusb's, by default that of the system.
    """
    try:
        found = list(core.find(find_all=True, backend=backend))
    except (core.NoBackendError, core.USBError):
        return []
    kinds = [(device, _classes(device)) for device in found]
    return [
        (f"{device.idVendor:04x}:{device.idProduct:04x}", _text(device), _PRINTER in classes)
        for device, classes in kinds
        if _HUB not in classes
    ]


def _classes(device: Any) -> set[int]:  # noqa: ANN401 - pyusb has no types
    """Return the classes of the device and its interfaces, as usb.org numbers them."""
    return {int(device.bDeviceClass), *(int(interface.bInterfaceClass) for setting in device for interface in setting)}


def _text(device: Any) -> str:  # noqa: ANN401 - as above
    """Return maker and product; empty where this user may not ask."""
    try:
        return safe_text(" ".join(filter(None, (device.manufacturer, device.product))))
    except (core.USBError, ValueError, NotImplementedError):
        return ""
