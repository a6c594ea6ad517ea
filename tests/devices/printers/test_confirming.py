# SPDX-License-Identifier: Apache-2.0
"""A printer that says when a slip is on paper is believed no sooner."""

import time
from pathlib import Path

import pytest
from escpos.escpos import Escpos

from devices.printers import confirming
from devices.printers.confirming import mark_of, says_printed
from devices.printers.links import LINKS
from devices.printers.models import model_of
from tests.devices.printers.hardware import HARDWARE, opened, place
from tests.devices.samples import slip

EVERY = pytest.mark.parametrize("driver", HARDWARE)


@EVERY
def test_a_slip_is_done_when_the_printer_says_so(driver: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its status byte comes at once, while the paper still runs: a jam in the last line would pass for a good slip."""
    monkeypatch.setattr(confirming, "WAIT_S", 0.3)
    with HARDWARE[driver](model_of({})) as (machine, address):
        printer = opened(driver, address, confirms="yes")

        assert printer.print(slip(1), lambda: None) == "done"
        machine.parser.confirms = False
        assert printer.print(slip(2), lambda: None) == "unknown"
        assert len(machine.parser.pages) == 2
        printer.close()


def test_an_old_mark_does_not_confirm_a_new_slip() -> None:
    """A late answer on a line that stays open is that of another slip."""
    with HARDWARE["escpos-serial"](model_of({})) as (machine, address):
        link = LINKS["escpos-serial"](place(address, timeout="0.05"))()
        link.open()

        assert says_printed(link, mark_of(1), 1)
        machine.parser.confirms = False
        link._raw(b"")
        machine.say(b"\x37\x22" + mark_of(1) + b"\x00")  # type: ignore[attr-defined]
        assert not says_printed(link, mark_of(2), 0.2)
        link.close()


def test_a_line_that_cannot_be_read_is_not_waited_for(tmp_path: Path) -> None:
    """A print server for one direction: every slip would take ten seconds of the processor."""
    path = tmp_path / "lp0"
    path.touch()
    link, began_s = LINKS["escpos-file"](place(str(path)))(), time.monotonic()
    link.open()

    assert not says_printed(link, mark_of(1), 60)
    assert time.monotonic() - began_s < 30
    link.close()


class Dumb(Escpos):  # type: ignore[misc]  # python-escpos has no types
    """A line that says at once that there is nothing."""

    def __init__(self) -> None:
        """Count."""
        super().__init__()
        self.asked = 0

    def _raw(self, msg: bytes) -> None:
        pass

    def _read(self) -> bytes:
        self.asked += 1
        raise TimeoutError


def test_waiting_for_a_printer_is_not_work() -> None:
    """The box may be a small one, with a loudspeaker on it."""
    link = Dumb()

    assert not says_printed(link, mark_of(1), 0.2)
    assert link.asked < 30


def test_a_mark_is_four_figures() -> None:
    """The command has room for four."""
    assert [mark_of(number) for number in (0, 7, 12_345)] == [b"0000", b"0007", b"2345"]
