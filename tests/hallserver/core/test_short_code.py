# SPDX-License-Identifier: Apache-2.0
"""The short code of a ticket."""

import pytest

from hallserver.core.short_code import LETTERS, short_code, typed

TOKEN = "Zk3x9QmPq0aBcDeFgHiJkL"


def test_the_short_code_tells_nothing_of_the_token() -> None:
    """It is read out at a desk; the token opens the ticket page."""
    assert len(short_code(TOKEN)) == 7
    assert not set(short_code(TOKEN)) & set("01OIL")
    assert short_code(TOKEN) != short_code(TOKEN[::-1])


def test_codes_of_a_day_hardly_ever_meet() -> None:
    """Two tickets of one code could only be told apart by their numbers."""
    assert len({short_code(f"{number:022}") for number in range(5_000)}) == 5_000


def test_a_code_is_taken_as_people_type_it() -> None:
    """Small letters, with the blank or without."""
    code = short_code(TOKEN)

    assert typed(code) == typed(code.lower()) == typed(f" {code.replace(' ', '-')} ") == code.replace(" ", "")


@pytest.mark.parametrize("text", ["", "ABCDE", "ABCDEFG", "ABC DE0", "A012", "甲乙丙丁戊己", "ABC\0DE"])
def test_what_is_no_code_is_none(text: str) -> None:
    """Not even looked up."""
    assert typed(text) == ""


def test_the_letters_are_those_that_nobody_mixes_up() -> None:
    """31 of them."""
    assert len(set(LETTERS)) == len(LETTERS) == 31
