# SPDX-License-Identifier: Apache-2.0
"""A number of an earlier day is what the server found of it, and without that it is refused."""

import pytest

from hallserver.core import commands as c
from hallserver.core.asking import Traced
from hallserver.core.earlier import must_have_traced, number_asked, number_read
from hallserver.core.errors import HallError

DAY = "2026-11-20"
SAID = {"side": "found", "what": "伞", "date": DAY, "label": "A12"}
GIVEN = Traced("A12", DAY, ticket="1.70", label="A012", opened=True)


@pytest.mark.parametrize(
    ("typed", "read"),
    [(" a12 ", "A12"), ("ａ０１２号", "A012"), ("GZ0012", "GZ0012"), ("12", ""), ("A12345", ""), ("昨天", ""), ("1.70", "")],
)
def test_a_number_is_read_as_somebody_types_it(typed: str, read: str) -> None:
    """Letters and digits; nothing else is one."""
    assert number_read(typed) == read


@pytest.mark.parametrize(
    ("register", "fields", "asked"),
    [
        ("lost-found", {"date": DAY, "ticket": "a12"}, ("A12", DAY)),
        ("lost-found", {"date": "20261120", "ticket": "A12"}, ("A12", DAY)),
        ("lost-found", {"ticket": "A12"}, ("", "")),
        ("lost-found", {"date": DAY}, ("", "")),
        ("lost-found", {"date": "gestern", "ticket": "A12"}, ("", "")),
        ("drill", {"date": DAY, "ticket": "A12"}, ("", "")),
        ("diary", {"date": DAY, "ticket": "A12"}, ("", "")),
    ],
)
def test_a_number_with_its_day_is_looked_for(register: str, fields: dict[str, str | int], asked: tuple[str, str]) -> None:
    """Without a day it is today's, which the hall knows; what is no number or no date the rules refuse by themselves."""
    assert number_asked(c.RegisterEntry(register=register, fields=fields)) == asked


def test_what_was_found_is_what_is_kept() -> None:
    """Ticket and label as on the slip; of a day whose records are lost the label as it was typed, and no ticket: nobody could check it."""
    assert must_have_traced(SAID, GIVEN) == {"ticket": "1.70", "label": "A012"}
    assert must_have_traced(SAID, Traced("A12", DAY, opened=True, lost=True)) == {"label": "A12"}
    assert must_have_traced({"ticket": "1.7", "label": "A001"}, None) == must_have_traced({"what": "伞"}, None) == {}


@pytest.mark.parametrize(
    ("traced", "key"),
    [
        (Traced("A12", DAY, opened=True), "number-not-given"),
        (Traced("A12", DAY), "number-no-day"),
        (None, "number-not-traced"),
        (Traced("A13", DAY, ticket="1.71", label="A013", opened=True), "number-not-traced"),
        (Traced("A12", "2026-11-19", ticket="1.70", label="A012", opened=True), "number-not-traced"),
    ],
)
def test_what_was_not_found_is_refused(traced: Traced | None, key: str) -> None:
    """By number and day; and so is what the server has not looked for, or looked for otherwise."""
    with pytest.raises(HallError) as refused:
        must_have_traced(SAID, traced)
    assert (refused.value.key, refused.value.args_by_name) == (key, {"ticket": "A12", "date": DAY})
