# SPDX-License-Identifier: Apache-2.0
"""``python -m devices probe``: what could be driven from this box, each with the driver and address to type into the set-up screen.

Serial ports, keyboards and scanners, readers on USB and printers' device files are only listed; printers that are named
with ``--printer`` are asked what they are.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from devices.bus import ports
from devices.drivers import place_of
from devices.errors import DeviceError
from devices.usb import plugged_in
from hallserver.core.jobs import DeviceSpec

INPUTS = Path("/dev/input/by-id")
PRINTER_FILES = Path("/dev/usb")
_KEYBOARD = "-event-kbd"


class Found(Struct, frozen=True, kw_only=True):
    """One thing that was found: what it is, the drivers that may fit, the address for them, and what it says of itself."""

    what: str
    drivers: tuple[str, ...]
    address: str
    says: str = ""


def serial_ports() -> list[Found]:
    """Return the serial ports of this box."""
    drivers = ("escpos-serial", "pingan", "zhongyi", "onbon-bx5", "ff68", "sdt-serial", "scanner-serial")
    return [Found(what="serial port", drivers=drivers, address=port, says=says) for port, says in ports()]


def usb_devices() -> list[Found]:
    """Return what is plugged in and is a printer, or may be an ID card reader."""
    return [
        Found(
            what="USB printer" if is_printer else "USB device",
            drivers=("escpos-usb",) if is_printer else ("sdt-usb",),
            address=ids,
            says=says,
        )
        for ids, says, is_printer in plugged_in()
    ]


def inputs(folder: Path = INPUTS) -> list[Found]:
    """Return number pads and scanners that pass for a keyboard (Linux)."""
    found = sorted(folder.glob(f"*{_KEYBOARD}")) if folder.is_dir() else []
    return [Found(what="keyboard or scanner", drivers=("hid", "scanner-hid"), address=str(path)) for path in found]


def printer_files(folder: Path = PRINTER_FILES) -> list[Found]:
    """Return printers that the system has made files (Linux)."""
    found = sorted(folder.glob("lp*")) if folder.is_dir() else []
    return [Found(what="printer", drivers=("escpos-file",), address=str(path)) for path in found]


def network_printer(address: str) -> Found:
    """Ask a printer on the network what it is; that it cannot be reached is what it then says."""
    from devices.printers.probing import probe_printer, rendered  # noqa: PLC0415 - python-escpos is slow to import

    spec = DeviceSpec(device=address, kind="printer", driver="escpos-network", address=address)
    try:
        says = rendered(probe_printer(spec.driver, place_of(spec, Path()))).replace("\n", " ").strip()
    except DeviceError as error:
        says = str(error).replace("\n", " ")
    return Found(what="network printer", drivers=("escpos-network",), address=address, says=says)


LOOKS: tuple[Callable[[], list[Found]], ...] = (serial_ports, usb_devices, inputs, printer_files)
"""Ways to look; each finds nothing where its system has none."""


def table(found: Sequence[Found]) -> str:
    """Return what was found, for a terminal."""
    if not found:
        return "nothing found; a printer on the network is asked with --printer HOST[:PORT]\n"
    rows = [(it.what, it.address, " ".join(it.drivers)) for it in found]
    wide = [max(len(row[at]) for row in rows) for at in range(2)]
    lines = []
    for row, it in zip(rows, found, strict=True):
        lines.append(f"{row[0]:{wide[0]}}  {row[1]:{wide[1]}}  {row[2]}")
        lines += [f"{'':{wide[0]}}  {it.says}"] if it.says else []
    return "\n".join(lines) + "\n"


def main(argv: Sequence[str]) -> int:
    """Print what there is; 1 where a named printer cannot be reached. ``printer …`` asks one for its row in the table of models."""
    if argv[:1] == ["printer"]:
        from devices.printers import probe_cli  # noqa: PLC0415 - as above

        return probe_cli.main(argv[1:])
    parser = argparse.ArgumentParser(
        prog="python -m devices probe", description="Lists what could be driven from this box; `probe printer …` asks one."
    )
    parser.add_argument("--printer", action="append", default=[], metavar="HOST[:PORT]", help="ask this printer on the network")
    parser.add_argument("--json", action="store_true", help="as JSON")
    given = parser.parse_args(argv)
    asked = [network_printer(address) for address in given.printer]
    found = [*(it for look in LOOKS for it in look()), *asked]
    sys.stdout.write(msgspec.json.encode(found).decode() + "\n" if given.json else table(found))
    return int(any("cannot be reached" in it.says for it in asked))
