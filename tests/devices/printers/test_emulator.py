# SPDX-License-Identifier: Apache-2.0
"""What can be the matter with a printer, as our emulator has it."""

import contextlib
import socket
import time

import pytest

from devices.printers import commands
from devices.printers.emulator import Died, EscposEmulator, Machine
from devices.printers.models import model_of
from tests.devices.printers.test_emulated_language import SLIP

ASK_ALL = b"".join(commands.ask(number) for number in (1, 2, 3, 4))


def test_what_is_the_matter_shows_in_its_status() -> None:
    """The bits of the reference, for the probe and for people who look for a fault."""
    machine = Machine()
    assert machine.receive(ASK_ALL) == b"\x12\x12\x12\x12"
    machine.paper = "low"
    assert machine.receive(ASK_ALL) == b"\x12\x12\x12\x1e"
    machine.paper = "out"
    assert machine.receive(ASK_ALL) == b"\x1a\x32\x12\x7e"
    machine.paper, machine.cover_open = "plenty", True
    assert machine.receive(ASK_ALL) == b"\x1a\x16\x12\x12"
    machine.mute = True
    assert machine.receive(ASK_ALL) == b""


@pytest.mark.parametrize("byte", range(1, len(SLIP)))
def test_a_jam_after_any_byte_leaves_a_half_slip_and_an_answer(byte: int) -> None:
    """It prints nothing more until somebody mends it, and then nothing of the half slip."""
    machine = Machine()
    machine.jams_after = byte

    assert machine.receive(SLIP + ASK_ALL) == b"\x1a\x52\x1a\x12"
    assert machine.receive(SLIP) == b""
    machine.mend()
    machine.receive(SLIP)
    assert len(machine.parser.pages) == 1
    assert not machine.parser.stray


def test_power_that_goes_takes_the_slip_along() -> None:
    """What was in its memory is gone, what is on the paper stays."""
    machine = Machine()
    machine.dies_after = len(SLIP) - 3

    with pytest.raises(Died):
        machine.receive(SLIP)
    assert (machine.parser.pages, len(machine.parser.halves)) == ([], 1)


def test_the_last_slip_of_a_roll_is_followed_by_no_paper() -> None:
    """Paper ends within a slip more often than between two."""
    machine = Machine()
    machine.out_after_slip = True

    assert machine.receive(SLIP + commands.ask(4)) == b"\x7e"
    assert len(machine.parser.pages) == 1


def test_narrow_paper_has_narrow_pages() -> None:
    """58 mm are 384 dots."""
    machine = Machine(model_of({"model": "serial-58"}))
    machine.receive(SLIP[:-3])

    assert [page.width for page in machine.parser.pages] == [384]


def test_on_the_network_it_answers_late_or_not_at_all_without_power() -> None:
    """Both have made other systems print twice."""
    with EscposEmulator() as emulator:
        host, _, port = emulator.address.partition(":")
        emulator.late_s = 0.05
        with socket.create_connection((host, int(port)), timeout=60) as line:
            began_s = time.monotonic()
            line.sendall(commands.ask(1))
            assert line.recv(16) == b"\x12"
            assert time.monotonic() - began_s >= 0.05
            emulator.power = False
            line.sendall(SLIP)
            with contextlib.suppress(ConnectionResetError):
                assert line.recv(16) == b""
        assert emulator.parser.pages == []
