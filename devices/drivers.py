# SPDX-License-Identifier: Apache-2.0
"""Which drivers there are. A driver's module is imported when a device first needs it."""

import importlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl

from msgspec import Struct

from devices.errors import UnknownDriver
from devices.protocols import Device
from hallserver import wire
from hallserver.core.jobs import DeviceSpec

Exchange = Callable[[wire.Sound, float], str]
"""(sound, longest wait in seconds) → what went wrong when a display page was to play it; empty when it was heard to its end. Blocks."""


def no_line(_: wire.Sound, __: float) -> str:
    """Return that nothing here can reach a display page."""
    return "no line to the hall"


class Place(Struct, frozen=True, kw_only=True):
    """Where a driver finds its device: the address without options, the options, and a folder for files."""

    device: str
    address: str
    options: dict[str, str]
    out: Path
    """Folder that this device may fill, when its address names none."""
    exchange: Exchange = no_line


DRIVERS: dict[tuple[str, str], str] = {
    ("printer", "pretend"): "devices.printers.pretend:open_printer",
    ("printer", "escpos-network"): "devices.printers.escpos_printer:open_network",
    ("printer", "escpos-file"): "devices.printers.escpos_printer:open_file",
    ("printer", "escpos-usb"): "devices.printers.escpos_printer:open_usb",
    ("printer", "escpos-serial"): "devices.printers.escpos_printer:open_serial",
    ("voice", "pretend"): "devices.voices.pretend:open_voice",
    ("voice", "pyttsx3"): "devices.voices.pyttsx3_voice:open_voice",
    ("voice", "page"): "devices.voices.page_voice:open_voice",
    ("board", "pretend"): "devices.boards.pretend:open_board",
    ("board", "pingan"): "devices.boards.led_board:open_pingan",
    ("board", "zhongyi"): "devices.boards.led_board:open_zhongyi",
    ("board", "onbon-bx5"): "devices.boards.led_board:open_onbon",
    ("keypad", "pretend"): "devices.keypads.pretend:open_keypad",
    ("keypad", "ff68"): "devices.keypads.ff68_keypad:open_keypad",
    ("keypad", "hid"): "devices.keypads.hid_keypad:open_keypad",
    ("rater", "pretend"): "devices.raters.pretend:open_rater",
    ("rater", "ff68"): "devices.raters.ff68_rater:open_rater",
    ("reader", "pretend"): "devices.readers.pretend:open_reader",
    ("reader", "sdt-serial"): "devices.readers.sdt_reader:open_serial",
    ("reader", "sdt-usb"): "devices.readers.sdt_reader:open_usb",
    ("reader", "scanner-serial"): "devices.readers.scanner:open_serial",
    ("reader", "scanner-hid"): "devices.readers.scanner:open_hid",
}
"""(kind, driver) → ``module:function``; the function takes a Place and returns the opened device."""


def place_of(spec: DeviceSpec, out: Path, exchange: Exchange = no_line) -> Place:
    """Return the device's place; the address may end in options, e.g. ``10.0.0.9:9100?qr=picture&width=384``."""
    address, _, query = spec.address.partition("?")
    return Place(device=spec.device, address=address, options=dict(parse_qsl(query)), out=out / spec.device, exchange=exchange)


def open_device(spec: DeviceSpec, out: Path, exchange: Exchange = no_line) -> Device:
    """Return the device, opened. Raises UnknownDriver or whatever DeviceError its driver meets."""
    target = DRIVERS.get((spec.kind, spec.driver))
    if target is None:
        known = ", ".join(driver for kind, driver in DRIVERS if kind == spec.kind)
        message = f"{spec.device}: no {spec.kind} driver {spec.driver!r}; this agent has: {known}"
        raise UnknownDriver(message)
    module, _, function = target.partition(":")
    device: Device = getattr(importlib.import_module(module), function)(place_of(spec, out, exchange))
    return device
