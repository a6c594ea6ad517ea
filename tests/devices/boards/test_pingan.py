# SPDX-License-Identifier: Apache-2.0
"""Frames of 平安力合 cards against the maker's document, and against everything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.boards import pingan
from devices.boards.letters import glyphs
from devices.boards.pingan import Command, Text
from devices.boards.stream import Answer, Stream

B1234 = bytes.fromhex("A0 07 28 03 01 0C 22 03 42 42 FF")

bytes_but_end = st.integers(0, 254)
commands = st.builds(
    Command, command=bytes_but_end, address=bytes_but_end, sub=bytes_but_end, data=st.lists(bytes_but_end, max_size=10).map(bytes)
)
texts = st.builds(
    Text,
    address=bytes_but_end,
    style=st.lists(bytes_but_end, min_size=5, max_size=5).map(bytes),
    text=st.text(max_size=30).map(lambda text: b"".join(glyphs(text))),
)


@pytest.mark.parametrize(("command", "frame"), [
    (pingan.number(pingan.CALL, 3, 1234, 3), "A0 06 28 03 01 0C 22 03 63 FF"),
    (pingan.number(pingan.CALL, 3, 1234, 3, prefix="B"), "A0 07 28 03 01 0C 22 03 42 42 FF"),
    (Command(command=pingan.VERSION, address=3, sub=pingan.REPLY), "A0 03 98 03 50 26 FF"),
    (pingan.online(3), "A0 03 29 03 00 2F FF"),
    (pingan.ascii_ticket(pingan.CALL, 3, "AB012", 3), "A0 09 2B 03 01 41 42 30 31 32 03 25 FF"),
])  # fmt: skip
def test_frames_are_those_of_the_document(command: Command, frame: str) -> None:
    """The first two are the maker's; of the others the layout is, the sums are ours."""
    assert pingan.frame(command) == bytes.fromhex(frame)
    assert Stream(pingan.cut).feed(bytes.fromhex(frame)) == [command]


@pytest.mark.parametrize(("style", "frame"), [
    (pingan.STRIP_STYLE, "AA 05 BB 51 54 AE 01 00 99 00 63 C7 EB FF"),
    (pingan.SUMMARY_STYLE, "AA 05 BB 51 54 B7 08 02 99 00 63 C7 EB FF"),
])  # fmt: skip
def test_instant_text_is_built_as_deployed_halls_build_it(style: bytes, frame: str) -> None:
    """The sum begins behind itself and takes the end in."""
    text = Text(address=5, style=style, text=b"\xc7\xeb")

    assert pingan.text_frame(text) == bytes.fromhex(frame)


def test_a_card_answers_with_its_address() -> None:
    """An acknowledgement and a version are both a sign of life; a frame of ours that comes back is none."""
    assert pingan.answer(3) == bytes.fromhex("A0 03 14 03 50 06 FF")
    heard = Stream(pingan.cut_answer).feed(B1234 + pingan.answer(3) + pingan.answer(9, pingan.VERSION))
    assert heard == [Answer(address=3, good=True), Answer(address=9, good=True)]


@given(commands)
def test_what_was_sent_is_what_is_read(command: Command) -> None:
    """For every command that fits."""
    assert Stream(pingan.cut).feed(pingan.frame(command)) == [command]


@given(texts)
def test_a_text_is_read_whole(text: Text) -> None:
    """No character, and no check byte, ends a text before its end."""
    assert Stream(pingan.cut).feed(pingan.text_frame(text)) == [text]


@pytest.mark.parametrize(("ticket", "counter", "prefix"), [(10_000, 1, ""), (-1, 1, ""), (1, 255, ""), (1, 1, "AB"), (1, 1, "甲")])
def test_what_has_no_room_is_refused(ticket: int, counter: int, prefix: str) -> None:
    """A number that is cut is another number; 255 would be an end."""
    with pytest.raises(ValueError, match="no room"):
        pingan.number(pingan.CALL, 1, ticket, counter, prefix=prefix)


@pytest.mark.parametrize("label", ["ABCDEFG", "甲001", "A\x1b1"])
def test_a_label_that_has_no_room_is_refused(label: str) -> None:
    """Six printable ASCII characters, no more."""
    with pytest.raises(ValueError, match="no room"):
        pingan.ascii_ticket(pingan.CALL, 1, label, 1)


def test_every_single_flipped_bit_of_a_number_is_caught() -> None:
    """No power of two is a multiple of 100. What two flips can do: ``faults/test_board_checks.py``."""
    for bit in range(8 * len(B1234)):
        assert Stream(pingan.cut).feed(flipped(B1234, bit)) == [], bit


def test_no_flipped_bit_of_a_text_makes_another_text() -> None:
    """But one in the address makes it another board's: so addresses should differ in two bits."""
    sent = Text(address=5, style=pingan.STRIP_STYLE, text="请A012号".encode("gb2312"))
    frame = pingan.text_frame(sent)
    found = [it for bit in range(8 * len(frame)) for it in Stream(pingan.cut).feed(flipped(frame, bit))]
    wrong = [it for it in found if isinstance(it, Text)]

    assert len(wrong) == len(found) == 8
    assert {it.text for it in wrong} == {sent.text}
    assert all((it.address ^ 5).bit_count() == 1 for it in wrong)


def flipped(frame: bytes, bit: int) -> bytes:
    """Return the frame with one bit the other way."""
    return (int.from_bytes(frame) ^ 1 << bit).to_bytes(len(frame))
