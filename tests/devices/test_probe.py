# SPDX-License-Identifier: Apache-2.0
"""What can be driven from a box is listed with what has to be typed into the set-up screen."""

import json
import subprocess
import sys
from pathlib import Path

from devices.drivers import DRIVERS
from devices.printers.emulator import EscposEmulator
from devices.probe import Found, inputs, main, network_printer, printer_files, serial_ports, table, usb_devices


def test_keyboards_and_printer_files_are_named_by_paths_that_last(tmp_path: Path) -> None:
    """``event3`` is another device after the next start; a mouse is none of ours."""
    for name in ("usb-Pad-event-kbd", "usb-Mouse-event-mouse", "lp0"):
        (tmp_path / name).touch()
    assert [it.address for it in inputs(tmp_path)] == [str(tmp_path / "usb-Pad-event-kbd")]
    assert [it.address for it in printer_files(tmp_path)] == [str(tmp_path / "lp0")]
    assert inputs(tmp_path / "none") == printer_files(tmp_path / "none") == []


def test_only_drivers_that_there_are_are_proposed() -> None:
    """A word that the set-up screen does not offer helps nobody."""
    found = [*serial_ports(), *usb_devices(), network_printer("127.0.0.1:9")]
    known = {driver for _, driver in DRIVERS}
    assert {driver for it in found for driver in it.drivers} <= known


def test_a_printer_on_the_network_says_what_it_is() -> None:
    """And one that is not there says that; whoever looks must not read a traceback."""
    with EscposEmulator() as printer:
        assert "escpos-network" in network_printer(printer.address).says
    assert "cannot be reached" in network_printer("127.0.0.1:9").says


def test_the_list_can_be_read_by_people_and_by_programs() -> None:
    """Columns stand under each other; an empty list says what can be done."""
    found = [
        Found(what="serial port", drivers=("ff68", "pingan"), address="/dev/ttyUSB0", says="CH340"),
        Found(what="printer", drivers=("escpos-file",), address="/dev/usb/lp0"),
    ]
    assert table(found).splitlines() == [
        "serial port  /dev/ttyUSB0  ff68 pingan",
        "             CH340",
        "printer      /dev/usb/lp0  escpos-file",
    ]
    assert "--printer" in table([])


def test_the_command_line_lists_and_fails_for_a_printer_that_is_not_there() -> None:
    """As JSON it is one line."""
    assert main(["--printer", "127.0.0.1:9"]) == 1
    done = subprocess.run([sys.executable, "-m", "devices", "probe", "--json"], capture_output=True, text=True, timeout=60, check=True)
    assert isinstance(json.loads(done.stdout), list)
