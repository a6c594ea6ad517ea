# SPDX-License-Identifier: Apache-2.0
"""The emulator understands what our drivers send, and names the rest."""

import pytest

from devices.printers import commands
from devices.printers.emulated_language import Parser

SLIP = (
    commands.RESET + commands.CHINESE + commands.CENTRE + commands.size(2, 2) + "取号A012".encode("gb18030") + b"\n" + b"\x1bd\x06\x1dV\x00"
)


def parser(*, cutter: bool = True) -> Parser:
    """Return one whose status is well."""
    return Parser(lambda _: 0x12, cutter=cutter)


def test_the_bytes_may_come_in_any_pieces() -> None:
    """A line cuts where it likes, also between the halves of a character."""
    whole, pieces = parser(), parser()
    whole.feed(SLIP)
    for number in range(len(SLIP)):
        pieces.feed(SLIP[number : number + 1])

    assert len(whole.pages) == len(pieces.pages) == 1
    assert whole.pages[0].tobytes() == pieces.pages[0].tobytes()
    assert not whole.stray + pieces.stray


@pytest.mark.parametrize("data", [b"\x1bp\x00\x19\xfa", b"A012", b"\x1c&\x01", b"\x1b=\x02", "取号".encode("gb18030"), b"\x1c&\xff\xff"])
def test_what_no_slip_needs_is_stray(data: bytes) -> None:
    """The drawer's command, text before ``FS &``, control bytes in text: nobody may overlook them."""
    paper = parser()
    paper.feed(data + b"\x1b@")

    assert paper.stray


def test_questions_are_answered() -> None:
    """One byte to ``DLE EOT``; ``_``, text and NUL to ``GS I``."""
    paper = parser()

    assert paper.feed(commands.ask(1) + commands.ask(4)) == b"\x12\x12"
    assert paper.feed(commands.ask_who(67)) == b"_HALL-80\0"
    assert paper.feed(commands.ask_who(99)) == b""


def test_a_slip_that_was_never_cut_is_a_half_one() -> None:
    """The next slip starts clean, the half one hangs on it."""
    paper = parser()
    paper.feed(SLIP[:-3])
    assert paper.half()
    paper.feed(SLIP)

    assert (len(paper.pages), len(paper.halves)) == (1, 1)
    assert not paper.half()


def test_without_a_cutter_a_long_feed_ends_the_slip() -> None:
    """There it is torn off."""
    paper = parser(cutter=False)
    paper.feed(SLIP[:-3])

    assert len(paper.pages) == 1


def test_zeros_are_nothing_between_commands() -> None:
    """Drivers fill up with them what a lost slip has left open."""
    paper = parser()
    paper.feed(bytes(100) + SLIP)

    assert (len(paper.pages), bytes(paper.stray)) == (1, b"")
