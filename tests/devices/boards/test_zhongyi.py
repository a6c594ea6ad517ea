# SPDX-License-Identifier: Apache-2.0
"""Frames of 重庆中意 cards against the code of deployed halls, and against everything else."""

from hypothesis import given
from hypothesis import strategies as st

from devices.boards import zhongyi
from devices.boards.letters import glyphs
from devices.boards.stream import Answer, Stream
from devices.boards.zhongyi import Panel, coloured

EXAMPLE = bytes.fromhex("A0 90 01 A5 00 05 C7 EB 00 38 01 B4")
PANEL = Panel(address=1, characters=((b"\xc7\xeb", zhongyi.RED), (b"8", zhongyi.GREEN)))

panels = st.builds(
    Panel,
    address=st.integers(0, 255),
    characters=st.tuples(st.text(max_size=40), st.integers(0, 2)).map(lambda it: coloured(glyphs(it[0]), it[1])),
)


def test_the_known_frame_is_made_and_read() -> None:
    """请 in red, 8 in green."""
    assert zhongyi.frame(PANEL) == EXAMPLE
    assert Stream(zhongyi.cut).feed(EXAMPLE) == [PANEL]


def test_a_card_says_whether_it_takes_a_frame() -> None:
    """AA and 55; our own frame that comes back is no answer."""
    assert zhongyi.answer(1) == bytes.fromhex("A0 90 01 A5 AA")
    assert zhongyi.answer(1, good=False) == bytes.fromhex("A0 90 01 A5 55")
    heard = Stream(zhongyi.cut_answer).feed(EXAMPLE + zhongyi.answer(1) + zhongyi.answer(2, good=False))
    assert heard == [Answer(address=1, good=True), Answer(address=2, good=False)]


def test_another_cards_answer_is_no_beginning_of_a_frame() -> None:
    """It looks like a head with a length; nobody sends so much."""
    assert Stream(zhongyi.cut).feed(zhongyi.answer(7) + EXAMPLE) == [PANEL]


@given(panels)
def test_what_was_sent_is_what_is_read(panel: Panel) -> None:
    """For every text."""
    assert Stream(zhongyi.cut).feed(zhongyi.frame(panel)) == [panel]


@given(panels, st.binary(max_size=8))
def test_noise_before_a_frame_does_not_hide_it(panel: Panel, noise: bytes) -> None:
    """Noise that looks like a head is over when the line was silent."""
    stream = Stream(zhongyi.cut)
    stream.feed(noise)
    stream.forget()

    assert stream.feed(zhongyi.frame(panel)) == [panel]


def test_every_single_flipped_bit_is_caught() -> None:
    """What two flips can do: ``faults/test_board_checks.py``."""
    for bit in range(8 * len(EXAMPLE)):
        assert Stream(zhongyi.cut).feed((int.from_bytes(EXAMPLE) ^ 1 << bit).to_bytes(len(EXAMPLE))) == [], bit


def test_half_a_character_at_the_end_is_none() -> None:
    """Its colour would be taken from the check."""
    covered = bytes([1, 0xA5, 0, 2, 0xC7, 0xEB])

    assert Stream(zhongyi.cut).feed(zhongyi.HEAD + covered + bytes([zhongyi.check(covered)])) == [Panel(address=1, characters=())]
