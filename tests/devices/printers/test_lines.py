# SPDX-License-Identifier: Apache-2.0
"""The same slip through every kind of line, in every form: whole, readable, and its state told."""

import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
import zxingcpp
from escpos.printer import File, Usb

from devices.drivers import Place
from devices.errors import DeviceGone
from devices.printers import commands
from devices.printers.escpos_printer import open_file
from devices.printers.links import LINKS
from devices.printers.models import model_of
from devices.protocols import Tells
from hallserver.core.jobs import PrinterState, SlipLine
from tests.devices.printers.hardware import HARDWARE, PRODUCT, VENDOR, PtyPrinter, UsbPrinter, on_usb, opened, place
from tests.devices.samples import URL, slip

FORMS: dict[str, dict[str, str]] = {
    "80 mm": {},
    "80 mm, code as a picture": {"qr": "picture"},
    "58 mm, no cutter": {"model": "generic-58"},
    "80 mm, text": {"text": "gb18030"},
    "58 mm, text, code as a picture": {"model": "serial-58"},
}
EVERY = pytest.mark.parametrize("driver", HARDWARE)


def nothing() -> None:
    """Stand for the moment at which the slip leaves."""


@EVERY
@pytest.mark.parametrize("form", FORMS)
def test_a_slip_comes_out_whole_through_every_line_in_every_form(driver: str, form: str) -> None:
    """The acceptance test of a ticket: what is on the paper is read back, nothing is clipped, nothing is garbage."""
    with HARDWARE[driver](model_of(FORMS[form])) as (machine, address):
        printer = opened(driver, address, **FORMS[form])

        assert printer.print(slip(qr=URL), nothing) == "done"
        printer.close()
        (page,) = machine.parser.pages
        assert [found.text for found in zxingcpp.read_barcodes(page)] == [URL]
        assert (page.width, machine.parser.overrun, bytes(machine.parser.stray)) == (machine.model.width_px, 0, b"")
        assert not machine.parser.half()


@EVERY
@pytest.mark.parametrize(("paper", "cover_open", "state", "slip_ends"), [
    ("plenty", False, "fine", "done"), ("low", False, "low", "done"), ("out", False, "out", "failed"), ("plenty", True, "unable", "failed"),
])  # fmt: skip
def test_every_line_tells_how_the_printer_is(
    driver: str, paper: str, cover_open: bool, state: PrinterState, slip_ends: str  # noqa: FBT001 - a column of the table
) -> None:  # fmt: skip
    """Paper before and after; near its end is low, and prints."""
    with HARDWARE[driver](model_of({})) as (machine, address):
        machine.paper, machine.cover_open = paper, cover_open
        printer = opened(driver, address)

        assert isinstance(printer, Tells)
        assert printer.state() == state
        assert printer.print(slip(), nothing) == slip_ends
        assert len(machine.parser.pages) == (slip_ends == "done")
        printer.close()


@EVERY
def test_silence_is_unknown_on_every_line(driver: str) -> None:
    """The library takes silence for plenty of paper; we do not."""
    with HARDWARE[driver](model_of({})) as (machine, address):
        machine.mute = True
        printer = opened(driver, address, timeout="0.1")

        assert isinstance(printer, Tells)
        assert printer.state() is None
        assert printer.print(slip(), nothing) == "unknown"
        printer.close()


@EVERY
def test_a_printer_known_to_be_blind_is_never_asked(driver: str) -> None:
    """Some print servers take a question for text."""
    with HARDWARE[driver](model_of({"status": "no"})) as (machine, address):
        machine.mute = True
        printer = opened(driver, address, status="no")

        assert printer.print(slip(), nothing) == "unknown"
        printer.close()
        until(lambda: len(machine.parser.pages) == 1)


@EVERY
def test_a_jam_within_a_slip_is_unknown_and_after_mending_the_next_is_whole(driver: str) -> None:
    """A jammed printer still answers; nothing of the half slip may come out behind the next one."""
    with HARDWARE[driver](model_of({})) as (machine, address):
        machine.jams_after = 9000
        printer = opened(driver, address)
        machine.connect()

        assert printer.print(slip(qr=URL), nothing) == "unknown"
        assert isinstance(printer, Tells)
        assert printer.state() == "unable"
        machine.mend()
        assert printer.print(slip(qr=URL, copy=2), nothing) == "done"
        assert (len(machine.parser.pages), bytes(machine.parser.stray)) == (1, b"")
        assert len(machine.parser.halves) == 1
        printer.close()


def test_a_usb_printer_is_not_reset_and_its_line_stays_open() -> None:
    """python-escpos, the control, resets it at every opening: what it has not printed yet would be lost."""
    with on_usb(model_of({})) as (machine, address):
        assert isinstance(machine, UsbPrinter)
        printer = opened("escpos-usb", address)
        for number in (1, 2, 3):
            assert printer.print(slip(number), nothing) == "done"

        assert (machine.opened, machine.resets, len(machine.parser.pages)) == (1, 0, 3)
        printer.close()
        Usb(VENDOR, PRODUCT).open()
        assert machine.resets == 1


def test_a_usb_printer_that_is_unplugged_is_gone_and_comes_back() -> None:
    """Within a slip nobody knows; between two slips it is certain that nothing was printed."""
    with on_usb(model_of({})) as (machine, address):
        assert isinstance(machine, UsbPrinter)
        printer = opened("escpos-usb", address)
        machine.dies_after = 9000
        assert printer.print(slip(), nothing) == "unknown"
        with pytest.raises(DeviceGone, match="printer-1 cannot be reached"):
            printer.print(slip(), nothing)
        machine.dies_after, machine.plugged = None, True

        assert printer.print(slip(copy=2), nothing) == "done"
        machine.plugged = False
        with pytest.raises(DeviceGone, match="printer-1 does not work"):
            printer.print(slip(2), nothing)
        assert len(machine.parser.pages) == 1


def test_the_endpoints_of_a_usb_printer_may_be_named() -> None:
    """Some printers have more than two, and only one pair is theirs."""
    with on_usb(model_of({})) as (machine, address):
        printer = opened("escpos-usb", address, **{"in": "0x82", "out": "0x01"})

        assert printer.print(slip(), nothing) == "done"
        assert len(machine.parser.pages) == 1


@pytest.mark.parametrize("driver", ["escpos-serial", "escpos-file"])
def test_a_cable_that_is_pulled_is_a_device_that_is_gone(driver: str) -> None:
    """The agent says lost once, and back once."""
    with PtyPrinter() as machine:
        printer = opened(driver, machine.address)
        assert printer.print(slip(), nothing) == "done"
        machine.unplug()

        with pytest.raises(DeviceGone, match="printer-1"):
            printer.print(slip(2), nothing)
        printer.close()


def test_an_answer_that_came_too_late_does_not_pass_for_the_next() -> None:
    """On a line that stays open the bytes of yesterday lie in wait: who reads without forgetting, the control, gets them."""
    with PtyPrinter() as machine:
        link = LINKS["escpos-serial"](place(machine.address))()
        link.open()
        machine.bytes_said = (0x1A, 0x1A)
        for forget, said in ((lambda: None, b"\x12\x1a"), (link.forget, b"\x1a")):
            machine.say(b"\x12")
            until(lambda: link.device.in_waiting == 1)
            forget()
            link._raw(commands.ask(1))
            heard = link._read()
            assert heard[:1] == said[:1]
            while len(heard) < len(said):
                heard += link._read()
            assert heard == said  # and nothing of it is left on the line for the next round
        link.close()


def test_a_slow_line_is_waited_for() -> None:
    """At 9600 baud text takes most of a second; a picture would take a minute."""
    with PtyPrinter(bytes_per_s=2000) as machine:
        printer = opened("escpos-serial", machine.address, text="gb18030", timeout="2")
        began_s = time.monotonic()

        assert printer.print(slip(qr=URL), nothing) == "done"
        assert machine.received < 1200
        assert time.monotonic() - began_s < 30
        printer.close()


@pytest.mark.parametrize("driver", ["escpos-serial", "escpos-file"])
def test_a_printer_that_takes_nothing_more_is_not_waited_for_for_ever(driver: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that is held up by the printer must not hold up the agent."""
    monkeypatch.setattr("devices.printers.lines.SEND_TIMEOUT_S", 0.2)
    with PtyPrinter(bytes_per_s=100) as machine:
        printer = opened(driver, machine.address, baud="921600")
        began_s = time.monotonic()

        assert printer.print(slip(qr=URL), nothing) == "unknown"
        assert time.monotonic() - began_s < 60
        printer.close()


def test_a_plain_file_gets_the_bytes_of_a_slip_alone(tmp_path: Path) -> None:
    """A file cannot answer, so it is not asked."""
    path = tmp_path / "slip.bin"
    path.touch()
    printer = open_file(Place(device="printer-1", address=str(path), options={}, out=tmp_path))

    assert printer.print(slip(), nothing) == "unknown"
    data = path.read_bytes().lstrip(b"\0")
    assert data.startswith(b"\x1b@")
    assert b"\x10\x04" not in data[:8]


def test_a_device_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """The library, the control, makes a file of that name and fills it, and every slip seems to be printed."""
    printer = open_file(Place(device="printer-1", address=str(tmp_path / "lp0"), options={}, out=tmp_path))

    with pytest.raises(DeviceGone, match="cannot be reached"):
        printer.print(slip(), nothing)
    assert list(tmp_path.iterdir()) == []
    File(str(tmp_path / "lp0")).open()
    assert len(list(tmp_path.iterdir())) == 1


@EVERY
def test_a_rare_character_does_not_cost_the_slip(driver: str) -> None:
    """Text mode of other systems died of it, or printed garbage: a line that the printer's memory may lack is drawn."""
    job = msgspec.structs.replace(slip(qr=URL), lines=(*slip().lines, SlipLine(text="㐀𠮷镕办理", size=3)))
    with HARDWARE[driver](model_of({"text": "gb2312"})) as (machine, address):
        printer = opened(driver, address, text="gb2312")

        assert printer.print(job, nothing) == "done"
        assert (len(machine.parser.pages), bytes(machine.parser.stray), machine.parser.overrun) == (1, b"", 0)
        printer.close()


def until(there: Callable[[], bool]) -> None:
    """Wait for a thing that another thread does."""
    end_s = time.monotonic() + 30
    while not there():
        assert time.monotonic() < end_s
        time.sleep(0.005)
