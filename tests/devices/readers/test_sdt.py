# SPDX-License-Identifier: Apache-2.0
"""Frames of ID card readers: the vectors of the sheet, and answers that come cut, late, spoilt or with noise."""

import random

import pytest

from devices.readers import sdt
from devices.readers.emulator import NOISE, Sam


def answered(command: bytes, sam: Sam | None = None) -> bytes:
    """Return what a reader answers."""
    return (sam or Sam()).answer(command)


@pytest.mark.parametrize(
    ("made", "vector"),
    [
        (sdt.STATUS, "AA AA AA 96 69 00 03 11 FF ED"),
        (sdt.FIND, "AA AA AA 96 69 00 03 20 01 22"),
        (sdt.SELECT, "AA AA AA 96 69 00 03 20 02 21"),
        (sdt.READ, "AA AA AA 96 69 00 03 30 01 32"),
        (sdt.radio_most(0x50), "AA AA AA 96 69 00 04 61 FF 50 CA"),
    ],
)
def test_commands_are_those_of_the_sheet(made: bytes, vector: str) -> None:
    """One wrong bit and the reader says nothing at all."""
    assert made == bytes.fromhex(vector)


def test_an_answer_is_whole_only_with_its_last_byte() -> None:
    """A serial line cuts anywhere."""
    said, answer = answered(sdt.FIND), sdt.Answer()
    seen = []
    for place in range(len(said)):
        answer.take(said[place : place + 1])
        seen.append(answer.whole())

    assert seen == [False] * (len(said) - 1) + [True]
    assert answer.status == sdt.NO_CARD


def test_noise_and_half_answers_before_the_right_one_are_passed_over() -> None:
    """Two cables in one duct: what comes first is not always meant."""
    answer = sdt.Answer()
    answer.take(NOISE + answered(sdt.READ)[:9] + NOISE + answered(sdt.STATUS) + NOISE)

    assert answer.whole()
    assert answer.status == sdt.READY


def test_a_flipped_bit_is_never_taken_for_an_answer() -> None:
    """The check must be looked at: each single flip in a hundred answers."""
    said, chance = answered(sdt.FIND), random.Random(5)
    for _ in range(100):
        spoilt = bytearray(said)
        spoilt[chance.randrange(len(said))] ^= 1 << chance.randrange(8)
        answer = sdt.Answer()
        answer.take(spoilt)
        assert not answer.whole()


def test_more_than_any_answer_has_is_thrown_away() -> None:
    """A line that never falls silent must not fill the memory."""
    answer = sdt.Answer()
    for _ in range(100):
        answer.take(bytes(1000))
    answer.wipe()
    answer.take(answered(sdt.STATUS))

    assert answer.whole()


def test_nothing_is_left_in_an_answer_that_was_wiped() -> None:
    """What was read is somebody's name and face."""
    answer = sdt.Answer()
    answer.take(b"\xaa" * 3000)
    answer.wipe()

    assert not any(answer._bytes)
