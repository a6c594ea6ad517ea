# SPDX-License-Identifier: Apache-2.0
"""What is taken from a card: a resident's number, and of other cards nothing but their layout."""

import pytest

from devices.readers import card, emulator, sdt
from devices.readers.card import Seen, card_in
from hallserver.core.id_number import is_id_number, with_check

NUMBER = with_check("11010519491231002")
FOREIGN = with_check("91131019990101001")
MACAO = with_check("82000019900101001")


def seen(text: bytes) -> Seen:
    """Return what is seen of a card with this text."""
    sam, answer = emulator.Sam(), sdt.Answer()
    sam.lay(text)
    answer.take(sam.answer(sdt.SELECT + sdt.READ)[sdt_reply_length() :])
    assert answer.whole()
    return card_in(answer.view())


def sdt_reply_length() -> int:
    """Return how many bytes the answer to ``SELECT`` has."""
    return len(sdt.HEAD) + 2 + 12


def test_a_residents_number_is_read() -> None:
    """The only thing that is taken from a card."""
    assert seen(emulator.resident(NUMBER)) == ("card", NUMBER)


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        (emulator.foreigner(), "foreign-residence"),
        (emulator.foreigner_2023(FOREIGN), "foreign-residence"),
        (emulator.hong_kong_macao_taiwan(MACAO), "hk-macau-taiwan"),
        (emulator.resident(NUMBER)[:248] + "Q".encode("utf-16-le") + emulator.resident(NUMBER)[250:], "unknown-layout"),
        (emulator.resident("E12345678".ljust(18)), "unknown-layout"),
        (bytes(256), "unknown-layout"),
        (b"\xff\xdf" * 128, "unknown-layout"),
    ],
)
def test_another_card_is_refused_by_name(text: bytes, layout: str) -> None:
    """Its number must never be hashed as garbage: its holder goes to the guide."""
    assert seen(text) == ("card-refused", layout)


@pytest.mark.parametrize(("number", "layout"), [(FOREIGN, "foreign-residence"), (MACAO, "hk-macau-taiwan")])
def test_the_number_tells_another_card_too(number: str, layout: str) -> None:
    """A module that leaves the letter away must not turn a foreigner into a resident."""
    assert seen(emulator.resident(number)) == ("card-refused", layout)


def test_a_wrong_check_character_is_refused() -> None:
    """A bit that flipped in the card would be another person."""
    wrong = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")

    assert seen(emulator.resident(wrong)) == ("card-refused", "unreadable")


def test_an_answer_without_a_text_of_the_known_size_is_refused() -> None:
    """What stands where is known of 256 bytes only."""
    assert seen(emulator.resident(NUMBER) + bytes(2)) == ("card-refused", "unknown-layout")


def test_both_halves_of_the_house_find_the_same_numbers_right() -> None:
    """An agent may not import the rules; what it lets through the hall must not refuse."""
    for order in range(1000):
        number = f"1101051949123100{order % 10}"[:17].ljust(17, "0")
        tried = number[:14] + f"{order:03d}" + "0123456789X"[order % 11]
        assert card.checks(tried) == is_id_number(tried)
