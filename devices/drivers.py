# SPDX-License-Identifier: Apache-2.0
"""Which drivers there are. A driver's module is imported when a device first needs it."""

import importlib
from pathlib import Path
from urllib.parse import parse_qsl

from msgspec import Struct

from devices.errors import UnknownDriver
from devices.protocols import Device
from hallserver.core.jobs import DeviceSpec


class Place(Struct, frozen=True, kw_only=True):
    """Where a driver finds its device: the address without options, the options, and a folder for files."""

    device: str
    address: str
    options: dict[str, str]
    out: Path
    """Folder that this device may fill, when its address names none."""


DRIVERS: dict[tuple[str, str], str] = {
    ("printer", "pretend"): "devices.printers.pretend:open_printer",
    ("printer", "escpos-network"): "devices.printers.escpos_printer:open_network",
    ("printer", "escpos-file"): "devices.printers.escpos_printer:open_file",
    ("voice", "pretend"): "devices.voices.pretend:open_voice",
    ("voice", "pyttsx3"): "devices.voices.pyttsx3_voice:open_voice",
}
"""(kind, driver) → ``module:function``; the function takes a Place and returns the opened device."""


def place_of(spec: DeviceSpec, out: Path) -> Place:
    """Return the device's place; the address may end in options, e.g. ``10.0.0.9:9100?qr=picture&width=384``."""
    address, _, query = spec.address.partition("?")
    return Place(device=spec.device, address=address, options=dict(parse_qsl(query)), out=out / spec.device)


def open_device(spec: DeviceSpec, out: Path) -> Device:
    """Return the device, opened. Raises UnknownDriver or whatever DeviceError its driver meets."""
    target = DRIVERS.get((spec.kind, spec.driver))
    if target is None:
        known = ", ".join(driver for kind, driver in DRIVERS if kind == spec.kind)
        message = f"{spec.device}: no {spec.kind} driver {spec.driver!r}; this agent has: {known}"
        raise UnknownDriver(message)
    module, _, function = target.partition(":")
    device: Device = getattr(importlib.import_module(module), function)(place_of(spec, out))
    return device
