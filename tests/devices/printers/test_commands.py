# SPDX-License-Identifier: Apache-2.0
"""Bytes as Epson's command reference has them."""

from devices.printers import commands


def test_the_bytes_are_those_of_the_reference() -> None:
    """Driver and emulator share them: only the reference can tell that both are wrong."""
    assert commands.size(1, 1) == b"\x1d!\x00"
    assert commands.size(2, 2) == b"\x1d!\x11"
    assert commands.size(commands.LARGEST, 1) == b"\x1d!\x70"
    assert commands.ask(4) == b"\x10\x04\x04"
    assert commands.ask_who(67) == b"\x1dIC"
    assert (commands.RESET, commands.CHINESE, commands.CENTRE, commands.BOLD) == (b"\x1b@", b"\x1c&", b"\x1ba\x01", b"\x1bE\x01")
    assert commands.ask_when_printed(b"0001") == bytes.fromhex("1d284806003030") + b"0001"
    assert commands.printed(b"0001") == b"\x37\x220001\x00"
