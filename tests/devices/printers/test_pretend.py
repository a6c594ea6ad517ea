# SPDX-License-Identifier: Apache-2.0
"""The printer without paper keeps what it was given."""

import json
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from devices.drivers import Place
from devices.errors import DeviceGone
from devices.printers import pretend
from tests.devices.samples import URL, slip


def nothing() -> None:
    """Stand for the moment at which the slip leaves."""


def test_each_slip_is_a_picture_named_by_its_job(tmp_path: Path) -> None:
    """Whoever looks for a ticket's slip finds it by the ticket's id."""
    printer = pretend.open_printer(Place(device="printer-1", address="", options={}, out=tmp_path / "printer-1"))

    assert printer.print(slip(7, qr=URL), nothing) == "done"
    with Image.open(tmp_path / "printer-1" / "slip_1.7_1.png") as picture:
        assert [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))] == [URL]
    line = json.loads((tmp_path / "printer-1" / "printed.jsonl").read_text())
    assert line == {"n": 1, "job": "slip/1.7/1", "copy": 1, "file": "slip_1.7_1.png", "qr": URL}


def test_the_address_may_name_folder_and_width(tmp_path: Path) -> None:
    """A narrow printer must be seen on a screen before it is bought."""
    printer = pretend.open_printer(Place(device="p", address=str(tmp_path / "narrow"), options={"width": "384"}, out=tmp_path))
    printer.print(slip(), nothing)

    with Image.open(tmp_path / "narrow" / "slip_1.1_1.png") as picture:
        assert picture.width == 384


def test_old_pictures_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A demo that runs for weeks must not fill a disk."""
    monkeypatch.setattr(pretend, "KEEP", 2)
    printer = pretend.PretendPrinter(tmp_path)
    for number in range(4):
        printer.print(slip(number), nothing)

    assert sorted(path.name for path in tmp_path.glob("*.png")) == ["slip_1.2_1.png", "slip_1.3_1.png"]


def test_a_folder_that_cannot_be_made_is_a_broken_device(tmp_path: Path) -> None:
    """The agent must hear of it as of any other fault."""
    (tmp_path / "file").touch()

    with pytest.raises(DeviceGone, match="cannot keep slips"):
        pretend.PretendPrinter(tmp_path / "file" / "folder")


def test_a_file_makes_it_pretend_to_be_out_of_paper(tmp_path: Path) -> None:
    """What a hall does without paper can be tried without a printer."""
    printer = pretend.PretendPrinter(tmp_path)
    assert printer.state() == "fine"

    for said, state in (("out", "out"), ("low\n", "low"), ("nonsense", "fine")):
        (tmp_path / "state").write_text(said, encoding="utf-8")
        assert printer.state() == state
    (tmp_path / "state").write_text("unable", encoding="utf-8")
    assert printer.print(slip(), nothing) == "failed"
    assert not list(tmp_path.glob("*.png"))


def test_without_the_file_it_is_well_again(tmp_path: Path) -> None:
    """Somebody took the file away: that was the repair."""
    printer = pretend.PretendPrinter(tmp_path)
    (tmp_path / "state").write_text("out", encoding="utf-8")
    assert printer.state() == "out"
    (tmp_path / "state").unlink()

    assert printer.state() == "fine"


@pytest.mark.parametrize("options", [{"model": "serial-58"}, {"text": "gb18030"}, {"qr": "picture"}])
def test_it_is_any_printer_that_its_address_names(tmp_path: Path, options: dict[str, str]) -> None:
    """It goes the way of the real ones: same driver, same bytes, our emulator at the end."""
    printer = pretend.open_printer(Place(device="p", address="", options=options, out=tmp_path))

    assert printer.print(slip(3, qr=URL), nothing) == "done"
    with Image.open(tmp_path / "slip_1.3_1.png") as picture:
        assert [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))] == [URL]


def test_a_jam_is_a_jam_here_too(tmp_path: Path) -> None:
    """Half a slip is kept nowhere: a visitor could not use it."""
    printer = pretend.PretendPrinter(tmp_path)
    printer.machine.jams_after = 500

    assert printer.print(slip(), nothing) == "unknown"
    assert not list(tmp_path.glob("*.png"))
