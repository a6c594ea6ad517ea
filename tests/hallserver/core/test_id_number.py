# SPDX-License-Identifier: Apache-2.0
"""ID numbers are told from other figures by their date and check character, however they are typed."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallserver.core import id_number
from hallserver.core.id_number import age_on, compact, digest, is_id_number, masked, with_check

NUMBER = "11010519491231002X"
"""The example of GB 11643 itself."""
FULL_WIDTH = "".join(chr(ord(sign) + 0xFEE0) for sign in NUMBER)


@pytest.mark.parametrize(
    "typed",
    [NUMBER, NUMBER.lower(), FULL_WIDTH, "110105 19491231 002X", "110105-1949-1231-002X", " ".join(NUMBER), "110105\u200b19491231002×"],
)
def test_a_number_is_known_however_it_is_typed(typed: str) -> None:
    """Readers, phones and people write it differently; it is the same person's."""
    assert is_id_number(typed)
    assert compact(typed).replace("×", "X") == NUMBER
    assert digest(typed, b"k", "hall") == digest(NUMBER, b"k", "hall")


@pytest.mark.parametrize(
    "other",
    [
        "",
        NUMBER[:-1],
        NUMBER[:-1] + "1",
        "01010519491231002X",
        with_check("11010518991231002"),
        with_check("11010519491331002"),
        with_check("11010519491232002"),
        "110105491231002",
        f"{NUMBER}1",
        "A12",
    ],
)
def test_other_figures_are_none(other: str) -> None:
    """Neither a wrong check character nor an impossible date, nor an old number of 15 digits."""
    assert not is_id_number(other)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (NUMBER, "**************002X"),
        (f"证件{NUMBER}，谢谢", "证件**************002X，谢谢"),
        (FULL_WIDTH, "**************００２Ｘ"),
        ("110105-19491231-002X", "******-********-002X"),
        (f"{NUMBER}{NUMBER}", "**************002X**************002X"),
        (f"99{NUMBER}13800138000", "99**************002X13800138000"),
        ("case 440304-2026-000123", "case 440304-2026-000123"),
        ("1795395600000000", "1795395600000000"),
        ("110105491231002", "110105491231002"),
    ],
)
def test_a_number_in_a_text_is_masked_up_to_its_last_four(text: str, shown: str) -> None:
    """Enough to find the paper it stands on; all else stays as it was typed."""
    assert masked(text) == shown


@settings(max_examples=300, derandomize=True)
@given(st.text(max_size=30), st.integers(0, 10**9), st.text(max_size=30))
def test_no_valid_number_is_left_in_any_text(before: str, seed: int, after: str) -> None:
    """Whatever stands around it."""
    chance = random.Random(seed)
    body = f"{chance.randrange(110000, 999999)}{chance.randrange(1900, 2100)}{chance.randrange(1, 13):02d}{chance.randrange(1, 32):02d}"
    number = with_check(f"{body}{chance.randrange(1000):03d}")
    clean = masked(before + number + after)

    assert number not in clean
    assert len(clean) == len(before + number + after)
    assert masked(clean) == clean


def test_few_other_figures_are_masked() -> None:
    """A mask over what is no number costs a hall its own figures: less than one of ten thousand may be lost."""
    chance = random.Random(11643)
    others = [f"{chance.randrange(10**17, 10**18)}" for _ in range(20_000)]

    assert sum(masked(other) != other for other in others) < 4


def test_the_digest_depends_on_hall_and_key() -> None:
    """Two halls cannot compare their visitors."""
    assert len({digest(NUMBER, key, hall) for key in (b"a", b"b") for hall in ("futian", "nanshan")}) == 4


def test_a_glance_lets_nothing_through_that_a_long_look_masks() -> None:
    """Texts in ASCII with too few figures near each other are not looked at sign by sign: the same comes out."""
    chance, seen = random.Random(4), 0
    for _ in range(3000):
        born = f"{chance.randint(1950, 2020)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
        number = with_check(f"440301{born}{chance.randint(0, 999):03}")
        gaps = "".join(figure + chance.choice(("", "", "", "", " ", "-", ". ", "_ -", "\t", "\x00", "a")) for figure in number)
        noise = "".join(chance.choice("0123456789abcdefX -.") for _ in range(chance.randint(0, 40)))
        text = chance.choice((number, number.lower(), gaps, noise, noise + number + noise, noise + gaps, number[:17], gaps[:-2]))
        assert masked(text) == (id_number._masked(text) if len(text) >= id_number.LENGTH else text)
        seen += masked(text) != text
    assert seen > 1000


def test_the_age_is_counted_in_whole_years_on_the_date() -> None:
    """The day before the birthday is still the year before; a 29th of February comes on the 1st of March."""
    born = with_check("11010519560229002")
    dates = ("2026-02-28", "2026-03-01", "2028-02-28", "2028-02-29", "1956-02-28")

    assert [age_on(born, date) for date in dates] == [69, 70, 71, 72, -1]
