# SPDX-License-Identifier: Apache-2.0
"""A printer is asked what it is; what it says becomes a row that the table takes."""

import tomllib
from pathlib import Path

import msgspec
import pytest
import zxingcpp
from escpos.escpos import Escpos

from devices.errors import DeviceGone, UnknownDriver
from devices.printers import probing
from devices.printers.models import Model, model_of
from devices.printers.probing import CODE_TEXT, print_probe_slip, probe_printer, rendered, row_of, write_row
from tests.devices.printers.hardware import HARDWARE, place

EVERY = pytest.mark.parametrize("driver", HARDWARE)


@EVERY
def test_a_printer_on_any_line_says_what_it_is(driver: str) -> None:
    """Whoever sets a hall up must not need the manual of a printer that he did not choose."""
    with HARDWARE[driver](model_of({})) as (machine, address):
        machine.paper = "low"
        machine.parser.who |= {66: "EPSON", 67: "TM-T20II", 65: "30.09 ESC/POS"}
        found = probe_printer(driver, place(address))

        assert (found.state, found.maker, found.name, found.known) == ("low", "EPSON", "TM-T20II", "epson-tm-t20ii")
        assert found.confirms
        assert found.status == {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x1E}
        assert "?model=epson-tm-t20ii" in rendered(found)
        assert machine.parser.pages == []


@EVERY
def test_a_silent_printer_is_said_to_be_silent(driver: str) -> None:
    """It may print all the same: nobody must take it for broken, or for well."""
    with HARDWARE[driver](model_of({})) as (machine, address):
        machine.mute = True
        found = probe_printer(driver, place(address, timeout="0.05"))

        assert (found.state, found.status, found.answer_ms) == (None, {}, 0)
        assert "does not answer" in rendered(found)


def test_a_printer_that_knows_no_identity_is_asked_once_and_left() -> None:
    """Cheap printers answer their status alone; the question when a slip is on paper some of them would print."""
    with HARDWARE["escpos-network"](model_of({})) as (machine, address):
        machine.parser.who.clear()
        found = probe_printer("escpos-network", place(address, timeout="0.05"))

        assert (found.state, found.name) == ("fine", "")
        assert "says nothing of itself" in rendered(found)
        assert tomllib.loads(row_of(found, Model(), "no-name")) == {"no-name": {"source": "probed; firmware not told"}}


@EVERY
def test_the_probe_slip_shows_widths_a_code_and_characters(driver: str) -> None:
    """The widest closed frame, the code, the characters: three looks, and the row is right."""
    with HARDWARE[driver](model_of({})) as (machine, address):
        print_probe_slip(driver, place(address))
        probe_printer(driver, place(address))

        (page,) = machine.parser.pages
        assert [found.text for found in zxingcpp.read_barcodes(page)] == [CODE_TEXT]
        assert not machine.parser.stray


def test_the_row_can_be_read_back_by_the_table(tmp_path: Path) -> None:
    """What ``--write`` leaves must not break the agent that reads it next."""
    table = tmp_path / "models.toml"
    table.write_text("[other]\n", encoding="utf-8")
    with HARDWARE["escpos-network"](model_of({})) as (machine, address):
        machine.parser.who[67] = 'XP "58"\x1b[2J'
        found = probe_printer("escpos-network", place(address))
    write_row(table, row_of(found, Model(width_px=384, native_qr=False, cutter=False, codepage="gbk")))

    rows = msgspec.convert(tomllib.loads(table.read_text(encoding="utf-8")), type=dict[str, Model])
    row = rows["emulated-xp-58-2j"]
    assert (row.width_px, row.native_qr, row.cutter, row.codepage, row.status) == (384, False, False, "gbk", True)
    assert row.name == 'XP "58"[2J'


def test_nothing_there_and_no_such_driver_are_named() -> None:
    """A probe tells people what is wrong."""
    with pytest.raises(DeviceGone, match="cannot be reached"):
        probe_printer("escpos-file", place("/dev/there-is-none"))
    with pytest.raises(UnknownDriver, match="there are: escpos-network, escpos-usb"):
        probe_printer("laser", place("x"))


class Chatter(Escpos):  # type: ignore[misc]  # python-escpos has no types
    """A line on which something never stops talking."""

    def _raw(self, msg: bytes) -> None:
        pass

    def _read(self) -> bytes:
        return b"A"


def test_a_text_without_an_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scale on the same port, or a wrong speed: whoever probes must get an answer."""
    monkeypatch.setattr(probing, "TEXT_S", 0.05)

    assert probing._text(Chatter(), 67) == ""
