# SPDX-License-Identifier: Apache-2.0
"""A printer whose first answer comes too late: each of its answers then follows the question after the one it belongs to."""

import pytest

from devices.printers.emulator import Machine
from devices.printers.escpos_printer import EscposPrinter
from devices.printers.pretend import OwnLine
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
