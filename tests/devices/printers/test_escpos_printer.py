# SPDX-License-Identifier: Apache-2.0
"""A printer on TCP gets whole slips, and its silence is never taken for success."""

import socket
import threading
from pathlib import Path

import pytest
import zxingcpp

from devices.drivers import Place
from devices.errors import DeviceGone
from devices.printers import escpos_printer
from devices.printers.emulator import EscposEmulator
from devices.printers.escpos_printer import EscposPrinter, open_file, open_network
from devices.protocols import Printer, Tells
from tests.devices.samples import URL, slip


def printer_at(address: str, **options: str) -> Printer:
    """Return the network printer at this address; a short timeout, as the emulator is near."""
    return open_network(Place(device="printer-1", address=address, options={"timeout": "0.3"} | options, out=Path()))


class Handed:
    """Counts how often a slip was about to leave."""

    def __init__(self) -> None:
        """Start at none."""
        self.times = 0

    def __call__(self) -> None:
        """Count."""
        self.times += 1


def test_a_printer_that_takes_a_line_and_drops_it_is_gone() -> None:
    """It is switched off behind a print server: that is no silence, and the hall must hear that it is lost."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drop() -> None:
            client, _ = server.accept()
            with client:
                client.recv(64)

        threading.Thread(target=drop, daemon=True).start()
        printer = printer_at(f"127.0.0.1:{server.getsockname()[1]}")
        assert isinstance(printer, Tells)
        with pytest.raises(DeviceGone, match="hung up"):
            printer.state()


@pytest.mark.parametrize("qr", ["native", "picture"])
def test_a_slip_comes_out_whole_and_its_code_can_be_read(qr: str) -> None:
    """The acceptance test of a ticket: what is on the paper is read back."""
    with EscposEmulator() as emulator:
        handed = Handed()

        state = printer_at(emulator.address, qr=qr).print(slip(qr=URL), handed)

        assert (state, handed.times, len(emulator.parser.pages)) == ("done", 1, 1)
        assert [found.text for found in zxingcpp.read_barcodes(emulator.parser.pages[0])] == [URL]
        assert not emulator.parser.stray


def test_without_a_public_address_no_code_is_printed() -> None:
    """A code that leads nowhere makes people ask why."""
    with EscposEmulator() as emulator:
        assert printer_at(emulator.address).print(slip(), Handed()) == "done"

        assert zxingcpp.read_barcodes(emulator.parser.pages[0]) == []


def test_no_paper_means_certainly_not_printed() -> None:
    """The kiosk must be able to say at once that there is no slip."""
    with EscposEmulator() as emulator:
        emulator.paper = "out"
        handed = Handed()

        assert printer_at(emulator.address).print(slip(), handed) == "failed"
        assert handed.times == 0
        assert emulator.parser.pages == []


def test_little_paper_still_prints() -> None:
    """Near the end is not the end."""
    with EscposEmulator() as emulator:
        emulator.paper = "low"

        assert printer_at(emulator.address).print(slip(), Handed()) == "done"


def test_a_silent_printer_prints_but_is_never_called_done() -> None:
    """python-escpos takes silence for plenty of paper; we do not."""
    with EscposEmulator() as emulator:
        emulator.mute = True

        assert printer_at(emulator.address).print(slip(), Handed()) == "unknown"
        emulator.must_print(1)


def test_paper_that_runs_out_within_the_slip_is_unknown() -> None:
    """The slip may hang in the cutter, whole or half."""
    with EscposEmulator() as emulator:
        emulator.out_after_slip = True

        assert printer_at(emulator.address).print(slip(), Handed()) == "unknown"


@pytest.mark.parametrize("share", [0.001, 0.2, 0.5, 0.9])
def test_a_line_that_breaks_within_a_slip_is_unknown_and_the_next_slip_is_whole(share: float) -> None:
    """Whatever byte the printer died at, the next slip starts clean."""
    with EscposEmulator() as emulator:
        emulator.dies_after = 6 + int(share * 20_000)

        assert printer_at(emulator.address).print(slip(qr=URL), Handed()) == "unknown"
        assert emulator.parser.pages == []
        emulator.dies_after = None
        assert printer_at(emulator.address).print(slip(qr=URL, copy=2), Handed()) == "done"
        assert [found.text for found in zxingcpp.read_barcodes(emulator.parser.pages[0])] == [URL]
        assert not emulator.parser.stray


def test_a_printer_that_is_not_there_raises() -> None:
    """Nothing left, so the slip can be said to have failed."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
    handed = Handed()

    with pytest.raises(DeviceGone, match="printer-1 cannot be reached"):
        printer_at(address).print(slip(), handed)
    assert handed.times == 0


def test_the_line_is_closed_between_slips() -> None:
    """LAN printers take one client: another agent or a set-up page must get through."""
    with EscposEmulator() as emulator:
        printer = printer_at(emulator.address)
        for number in (1, 2, 3):
            assert printer.print(slip(number), Handed()) == "done"

        assert emulator.connections == 3
        assert len(emulator.parser.pages) == 3


def test_a_device_file_gets_the_same_bytes_and_stays_unknown(tmp_path: Path) -> None:
    """A file cannot answer; what it was given is a whole slip all the same."""
    path = tmp_path / "lp0"
    path.touch()
    place = Place(device="printer-1", address=str(path), options={}, out=tmp_path)

    assert open_file(place).print(slip(qr=URL), Handed()) == "unknown"
    emulator = EscposEmulator()
    with emulator:
        emulator.parser.feed(path.read_bytes())
        assert [found.text for found in zxingcpp.read_barcodes(emulator.parser.pages[0])] == [URL]


def test_control_bytes_in_a_name_never_become_commands() -> None:
    """``ESC p`` opens a cash drawer, ``GS V`` cuts: a service must not be able to bear such a name."""
    evil = slip(qr="http://x/\x1bp\x00\x1dV\x00")
    with EscposEmulator() as emulator:
        assert printer_at(emulator.address).print(evil, Handed()) == "done"

        assert [found.text for found in zxingcpp.read_barcodes(emulator.parser.pages[0])] == ["http://x/pV"]
        assert len(emulator.parser.pages) == 1


@pytest.mark.parametrize(
    ("printer_byte", "paper_byte", "state"),
    [
        (0x12, 0x12, "fine"), (0x12, 0x1E, "low"), (0x12, 0x72, "out"), (0x12, 0x7E, "out"),
        (0x1A, 0x7E, "out"), (0x1A, 0x12, "unable"), (0x1A, 0x1E, "unable"),
    ],
)  # fmt: skip
def test_a_printer_says_how_it_is(printer_byte: int, paper_byte: int, state: str) -> None:
    """Whoever has to act must know whether to bring paper or to close a cover."""
    with EscposEmulator() as emulator:
        emulator.bytes_said = (printer_byte, paper_byte)
        printer = printer_at(emulator.address)

        assert isinstance(printer, Tells)
        assert printer.state() == state
        assert not emulator.parser.stray


def test_a_silent_printer_and_one_behind_a_file_say_nothing(tmp_path: Path) -> None:
    """Silence is not plenty of paper."""
    path = tmp_path / "lp0"
    path.touch()
    behind = open_file(Place(device="printer-1", address=str(path), options={}, out=tmp_path))
    with EscposEmulator() as emulator:
        emulator.mute = True

        assert [printer.state() for printer in (printer_at(emulator.address), behind) if isinstance(printer, Tells)] == [None, None]
    assert path.read_bytes() == b""


def slip_bytes(tmp_path: Path) -> bytes:
    """Return what a printer is sent for a slip."""
    path = tmp_path / "slip.bin"
    path.write_bytes(b"")
    open_file(Place(device="printer-1", address=str(path), options={}, out=tmp_path)).print(slip(qr=URL), Handed())
    return path.read_bytes().lstrip(b"\0")


def after_half_a_slip(data: bytes, share: float) -> EscposEmulator:
    """Return a printer that was sent this share of a slip by an agent that was killed, and then a slip by the next agent."""
    with EscposEmulator() as emulator:
        host, _, port = emulator.address.partition(":")
        with socket.create_connection((host, int(port))) as killed:
            killed.sendall(data[: int(len(data) * share)])
        emulator.must_rest()
        printer_at(emulator.address).print(slip(2, qr=URL), Handed())
        emulator.must_rest()
        return emulator


@pytest.mark.parametrize("share", [0.151, 0.3, 0.52, 0.77, 0.99])
def test_half_a_slip_of_a_killed_agent_does_not_spoil_the_next_one(tmp_path: Path, share: float) -> None:
    """The printer still waits for the rest of a picture, and would take the next slip's reset for dots."""
    parser = after_half_a_slip(slip_bytes(tmp_path), share).parser

    assert len(parser.pages) == 1
    assert [found.text for found in zxingcpp.read_barcodes(parser.pages[-1])] == [URL]
    assert not parser.stray
    assert len(parser.pages) + len(parser.halves) == 2


def test_without_the_zeros_half_a_slip_spoils_the_next_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(escpos_printer, "FRAGMENT_ROWS", 1000)
    data = slip_bytes(tmp_path)
    monkeypatch.setattr(EscposPrinter, "_half", property(lambda _: False, lambda _, __: None), raising=False)
    parser = after_half_a_slip(data, 0.3).parser

    assert parser.stray or not parser.pages or not zxingcpp.read_barcodes(parser.pages[-1]) or parser.overrun
