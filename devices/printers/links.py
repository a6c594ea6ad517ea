# SPDX-License-Identifier: Apache-2.0
"""From a printer's address to its line."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from escpos.escpos import Escpos

from devices.drivers import Place
from devices.errors import DeviceError
from devices.printers.lines import PROFILE, FileLine, NetworkLine, SerialLine, UsbLine

TIMEOUT_S = 2.0
"""For connecting and for an answer; ``?timeout=`` says otherwise."""
LONGEST_TIMEOUT_S = 30.0
PORT = 9100
BAUD = 9600
FLOWS = ("dtr", "rts", "xon", "none")

Connect = Callable[[], Escpos]


def network_link(place: Place) -> Connect:
    """Return how to reach ``host:port`` (port 9100 when left out)."""
    host, _, port = place.address.partition(":")
    number, timeout_s = _number("port", port or PORT), _timeout_s(place)
    return lambda: NetworkLine(host, port=number, timeout=timeout_s, profile=PROFILE)


def serial_link(place: Place) -> Connect:
    """Return how to reach ``/dev/ttyS0?baud=115200`` or ``COM3?baud=9600&flow=rts``."""
    baud, timeout_s, flow = _number("baud", place.options.get("baud", BAUD)), _timeout_s(place), place.options.get("flow", "dtr")
    if flow not in FLOWS:
        message = f"flow={flow}: expected one of {', '.join(FLOWS)}"
        raise DeviceError(message)
    return lambda: SerialLine(place.address, baud=baud, timeout_s=timeout_s, flow=flow)


def usb_link(place: Place) -> Connect:
    """Return how to reach ``04b8:0e15``, vendor and product as ``lsusb`` shows them; ``?in=0x82&out=0x01&serial=…`` where needed."""
    vendor, _, product = place.address.partition(":")
    found_by: dict[str, Any] = {"idVendor": _number("vendor", vendor, 16), "idProduct": _number("product", product, 16)}
    if "serial" in place.options:
        found_by["serial_number"] = place.options["serial"]
    in_ep, out_ep = (_number(name, place.options.get(name, "0"), 16) for name in ("in", "out"))
    timeout_s = _timeout_s(place)
    return lambda: UsbLine(dict(found_by), in_ep=in_ep, out_ep=out_ep, timeout_s=timeout_s)


def file_link(place: Place) -> Connect:
    """Return how to reach a device file such as ``/dev/usb/lp0``."""
    timeout_s = _timeout_s(place)
    return lambda: FileLine(str(Path(place.address)), timeout_s=timeout_s)


LINKS: dict[str, Callable[[Place], Connect]] = {
    "escpos-network": network_link,
    "escpos-usb": usb_link,
    "escpos-serial": serial_link,
    "escpos-file": file_link,
}
"""Driver → how its line is opened."""


def _timeout_s(place: Place) -> float:
    """Return the time for an answer. What is no number compares with nothing, so it is out of bounds too."""
    with contextlib.suppress(ValueError):
        timeout_s = float(place.options.get("timeout", TIMEOUT_S))
        if 0 < timeout_s <= LONGEST_TIMEOUT_S:
            return timeout_s
    message = f"timeout={place.options['timeout']}: expected seconds, {LONGEST_TIMEOUT_S:.0f} at most"
    raise DeviceError(message)


def _number(name: str, text: str | int, radix: int = 10) -> int:
    try:
        return text if isinstance(text, int) else int(text, radix)
    except ValueError as error:
        message = f"{name} {text!r} in the printer's address: expected a number"
        raise DeviceError(message) from error
