# SPDX-License-Identifier: Apache-2.0
"""Answers that come too late, and what a printer may still wait for: neither makes a slip done, or spoils the next one."""

import pytest

from devices.errors import DeviceGone
from devices.printers import commands
from devices.printers.emulator import Machine
from devices.printers.escpos_printer import EscposPrinter
from devices.printers.lines import SerialLine
from devices.printers.models import Model
from devices.printers.pretend import OwnLine
from devices.protocols import Tells
from tests.devices.printers.hardware import PtyPrinter, UsbPrinter, on_usb, opened
from tests.devices.ptys import wait_for
from tests.devices.samples import slip


class SlowToWake(OwnLine):
    """A line whose first answer comes too late, and the others, one by one, behind it."""

    def __init__(self, machine: Machine) -> None:
        """Nothing was asked yet."""
        super().__init__(machine)
        self._is_late = True

    def _read(self) -> bytes:
        if self._is_late or not self._said:
            self._is_late = False
            raise TimeoutError
        said, self._said = self._said[:1], self._said[1:]
        return said


def test_answers_that_lag_behind_do_not_make_a_slip_done() -> None:
    """Each would stand for the question before: that there was paper before the slip would pass for paper after it."""
    machine = Machine()
    machine.out_after_slip = True
    printer = EscposPrinter("printer-1", lambda: SlowToWake(machine))

    assert printer.print(slip(), lambda: None) == "unknown"
    assert (machine.paper, len(machine.parser.pages)) == ("out", 1)


def test_without_a_look_for_lagging_answers_such_a_slip_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(EscposPrinter, "_says_more", lambda _, __: False)
    machine = Machine()
    machine.out_after_slip = True

    assert EscposPrinter("printer-1", lambda: SlowToWake(machine)).print(slip(), lambda: None) == "done"
    assert machine.paper == "out"


def test_a_printer_that_was_silent_before_the_slip_makes_none_done() -> None:
    """Its first word may be the answer to an earlier question."""
    machine = Machine()
    machine.mute = True

    def handing() -> None:
        machine.mute = False

    assert EscposPrinter("printer-1", lambda: OwnLine(machine)).print(slip(), handing) == "unknown"
    assert len(machine.parser.pages) == 1


class Recorder(OwnLine):
    """A line that keeps what was sent."""

    def __init__(self, machine: Machine, sent: list[bytes]) -> None:
        """Keep it there."""
        super().__init__(machine)
        self._sent = sent

    def _raw(self, msg: bytes) -> None:
        self._sent.append(msg)
        super()._raw(msg)


def test_only_after_a_slip_that_stopped_the_next_one_begins_with_what_may_be_missing() -> None:
    """A printer whose cover was opened within a picture may still wait for its rest; a good one gets no needless bytes."""
    machine, sent = Machine(), list[bytes]()
    printer = EscposPrinter("printer-1", lambda: Recorder(machine, sent))

    def filled() -> bool:
        sent.clear()
        printer.print(slip(), lambda: None)
        return any(len(it) > 100 and not it.strip(b"\0").removesuffix(commands.RESET) for it in sent)

    assert [filled(), filled()] == [True, False]
    machine.out_after_slip = True
    assert not filled()
    machine.paper, machine.out_after_slip = "plenty", False
    assert [filled(), filled()] == [True, False]


def test_an_open_line_is_cleared_before_each_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a serial printer said unasked, or too late, is no answer; the control believes it."""
    with PtyPrinter() as machine:
        printer = opened("escpos-serial", machine.address)
        assert isinstance(printer, Tells)
        assert printer.state() == "fine"
        link = printer._held  # type: ignore[attr-defined]
        for forget, state in ((SerialLine.forget, "out"), (lambda _: None, "low")):
            monkeypatch.setattr(SerialLine, "forget", forget)
            machine.paper = "out"
            machine.say(b"\x12")
            wait_for(lambda: link.device.in_waiting > 0)
            monkeypatch.setattr(SerialLine, "_read", lambda it: bytes(it.device.read(1)))
            assert printer.state() == state
            link.device.reset_input_buffer()
        printer.close()


def test_a_usb_printer_that_was_pulled_out_while_idle_is_opened_anew() -> None:
    """Nobody prints for an hour; whoever then takes a number finds it working."""
    with on_usb(Model()) as (machine, address):
        assert isinstance(machine, UsbPrinter)
        printer = opened("escpos-usb", address)
        assert isinstance(printer, Tells)
        assert printer.state() == "fine"
        machine.plugged = False
        with pytest.raises(DeviceGone, match="does not work"):
            printer.state()
        with pytest.raises(DeviceGone, match="cannot be reached"):
            printer.state()
        machine.plugged = True

        assert printer.state() == "fine"
        assert machine.opened == 2


def test_a_serial_printer_is_one_process_s_alone() -> None:
    """Two agents on one port would print into each other's slips."""
    with PtyPrinter() as machine:
        first, second = (opened("escpos-serial", machine.address) for _ in range(2))
        assert isinstance(first, Tells)
        assert isinstance(second, Tells)
        assert first.state() == "fine"
        with pytest.raises(DeviceGone, match="cannot be reached"):
            second.state()
        first.close()
        assert second.state() == "fine"
        second.close()
