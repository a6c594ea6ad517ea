# SPDX-License-Identifier: Apache-2.0
"""What the checks of LED boards catch, and how much they let through: counted, so that nobody has to believe it.

A frame that slips through stands for one refresh, 2 s: no family lets a board be read back. At one wrong bit in 100,000
the figures below make one wrong number in eleven years for a 平安力合 number, in one and a half for a 重庆中意 board, in
three for a 平安力合 text. Onbon's CRC lets through one in 65,536 of what has four wrong bits or more.
"""

import itertools
import random
from collections.abc import Callable, Iterator

import pytest

from devices.boards import onbon, pingan, zhongyi
from devices.boards.emulator import AnyCard, pingan_card, zhongyi_card
from devices.boards.letters import glyphs
from devices.boards.onbon import Area, Packet, crc16
from devices.boards.stream import Stream
from tests.faults.test_board_noise import numbers

CELLS = [b" ", *glyphs("请A012号")]
FRAMES: dict[str, tuple[bytes, Callable[[int], AnyCard]]] = {
    "number": (pingan.frame(pingan.number(pingan.CALL, 3, 1234, 3, prefix="B")), pingan_card),
    "text": (pingan.text_frame(pingan.Text(address=3, style=pingan.STRIP_STYLE, text=b"".join(CELLS))), pingan_card),
    "coloured": (zhongyi.frame(zhongyi.Panel(address=3, characters=zhongyi.coloured(CELLS[1:], 1))), zhongyi_card),
}
PACKET = onbon.frame(Packet(to=3, source=onbon.PC, data=onbon.show(Area(text="请A012号".encode("gb2312")))))


def spoilt(frame: bytes, bits: int) -> Iterator[bytes]:
    """Give the frame with every choice of so many bits the other way."""
    whole = int.from_bytes(frame)
    for chosen in itertools.combinations(range(8 * len(frame)), bits):
        yield (whole ^ sum(1 << bit for bit in chosen)).to_bytes(len(frame))


def let_through(name: str, bits: int) -> tuple[int, int, int]:
    """Return of how many spoilt frames how many are taken, and how many of them show another number."""
    frame, make = FRAMES[name]
    right = make(3)
    right.feed(frame)
    tried = taken = wrong = 0
    for wave in spoilt(frame, bits):
        card = make(3)
        card.feed(wave)
        tried, taken = tried + 1, taken + card.taken
        wrong += card.taken and numbers(card.face) != numbers(right.face)
    return tried, taken, wrong


@pytest.mark.parametrize("name", FRAMES)
def test_no_single_wrong_bit_is_let_through(name: str) -> None:
    """The commonest fault by far."""
    tried, taken, _ = let_through(name, 1)

    assert tried == 8 * len(FRAMES[name][0])
    assert taken == 0


@pytest.mark.parametrize(("name", "figures"), [("number", (3828, 58, 58)), ("text", (14028, 459, 213)), ("coloured", (14028, 840, 409))])
def test_what_two_wrong_bits_can_do_is_known(name: str, figures: tuple[int, int, int]) -> None:
    """Of all pairs: how many there are, are taken, make another number. Two that cancel in a sum, or stand in one column of an XOR."""
    assert let_through(name, 2) == figures


def test_two_wrong_bits_make_another_number() -> None:
    """The plainest case: one more hundred, one counter less, and the sum is the same."""
    right = pingan.number(pingan.CALL, 3, 1234, 3)
    wrong = pingan.number(pingan.CALL, 3, 1334, 2)

    assert pingan.frame(right)[-2] == pingan.frame(wrong)[-2]
    assert sum((a ^ b).bit_count() for a, b in zip(pingan.frame(right), pingan.frame(wrong), strict=True)) == 2


def test_onbon_lets_no_single_wrong_bit_through() -> None:
    """In head, escapes and tail too; the first seven bytes of the head do not matter."""
    taken = [it for wave in spoilt(PACKET[7:], 1) for it in Stream(onbon.cut).feed(wave)]

    assert taken == []


def test_onbon_lets_no_two_wrong_bits_through() -> None:
    """A CRC is linear: bits with syndromes of their own cannot cancel each other, here in frames of up to 128 bytes."""
    size = 128
    syndromes = {crc16((1 << bit).to_bytes(size)) for bit in range(8 * size)}

    assert len(syndromes) == 8 * size
    assert 0 not in syndromes


def test_onbon_lets_no_two_wrong_bits_through_where_escapes_are_hit() -> None:
    """A spoilt escape makes the frame shorter or longer; this takes some of the 122,760 pairs, all of which were tried once."""
    dice, bits = random.Random(5), 8 * len(PACKET[7:])
    for _ in range(4000):
        wave = int.from_bytes(PACKET[7:]) ^ sum(1 << bit for bit in dice.sample(range(bits), 2))
        assert Stream(onbon.cut).feed(wave.to_bytes(len(PACKET[7:]))) == []


def test_onbon_lets_no_odd_number_of_wrong_bits_through() -> None:
    """The polynomial has the factor x + 1: a wrong frame of three, five, … bits never has the check of nothing wrong."""
    assert all(crc16((1 << bit).to_bytes(64)).bit_count() % 2 == 1 for bit in range(8 * 64))


def test_onbon_lets_no_burst_of_sixteen_bits_through() -> None:
    """What a bad contact does: neighbours, in the order in which the line carries them, lowest bit first."""
    assert all(crc16((burst << 5).to_bytes(4, "little")) for burst in range(1, 1 << 16))


def test_addresses_of_text_boards_should_differ_in_two_bits() -> None:
    """No check covers the address of an instant text: with one wrong bit another board would take it. With these none does."""
    apart = [address for address in range(1, 64) if address.bit_count() % 2 == 0]
    assert apart[:8] == [3, 5, 6, 9, 10, 12, 15, 17]
    frame, make = FRAMES["text"]
    cards = [make(address) for address in apart if address != 3]
    for wave in spoilt(frame, 1):
        for card in cards:
            card.feed(wave)
            card.silence()

    assert [card.taken for card in cards] == [0] * len(cards)
