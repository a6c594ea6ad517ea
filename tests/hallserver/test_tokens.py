# SPDX-License-Identifier: Apache-2.0
"""Visitors' tokens."""

import re

import pytest

from hallserver.core.short_code import short_code
from hallserver.tokens import Tokens

KEY = b"k" * 32


def test_a_token_is_22_characters_of_base64url() -> None:
    """It stands in a QR code and in an address."""
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", Tokens(KEY, "futian").of("1.57"))


def test_the_same_ticket_has_the_same_token_after_a_restart() -> None:
    """The slip in the visitor's hand must go on working."""
    assert Tokens(KEY, "futian").of("1.57") == Tokens(KEY, "futian").of("1.57")


@pytest.mark.parametrize(("key", "hall", "ticket"), [(b"x" * 32, "futian", "1.57"), (KEY, "luohu", "1.57"), (KEY, "futian", "1.58")])
def test_another_key_hall_or_ticket_is_another_token(key: bytes, hall: str, ticket: str) -> None:
    """Nobody gets from one's own token to the neighbour's."""
    assert Tokens(key, hall).of(ticket) != Tokens(KEY, "futian").of("1.57")


def test_only_known_tickets_are_found() -> None:
    """A true token of yesterday opens nothing today."""
    tokens = Tokens(KEY, "futian")
    tokens.know("1.57")
    assert tokens.ticket(tokens.of("1.57")) == "1.57"
    tokens.know_only(["1.58", "1.59"])

    assert [tokens.ticket(tokens.of(ticket)) for ticket in ("1.57", "1.58", "1.59")] == [None, "1.58", "1.59"]
    assert tokens.ticket("") is None


def test_a_ticket_is_found_by_its_short_code_today() -> None:
    """For whoever cannot scan: as it is printed, or as it is typed."""
    tokens = Tokens(KEY, "futian")
    code = short_code(tokens.of("1.57"))
    assert tokens.ticket_of_code(code) is None
    tokens.know("1.57")
    assert tokens.ticket_of_code(code) == tokens.ticket_of_code(code.lower().replace(" ", "")) == "1.57"
    tokens.know_only(["1.58"])

    assert tokens.ticket_of_code(code) is None
    assert tokens.ticket_of_code(short_code(tokens.of("1.58"))) == "1.58"
    assert tokens.ticket_of_code("") is None


def test_a_code_of_two_tickets_opens_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever typed it must be asked for the number: the wrong visitor's ticket is worse than none."""
    monkeypatch.setattr("hallserver.tokens.short_code", lambda _: "ABC DEF")
    tokens = Tokens(KEY, "futian")
    tokens.know("1.57")
    tokens.know("1.57")
    assert tokens.ticket_of_code("ABCDEF") == "1.57"
    tokens.know("1.58")

    assert tokens.ticket_of_code("ABCDEF") is None


def test_a_code_of_an_earlier_number_never_stands_in_the_way_of_todays(monkeypatch: pytest.MonkeyPatch) -> None:
    """A week's numbers may be rated: the day's own comes first, and two earlier ones with one code open neither."""
    tokens = Tokens(KEY, "futian")
    tokens.know_only(["1.58"], ["1.57", "1.58"])
    assert [tokens.ticket_of_code(short_code(tokens.of(it))) for it in ("1.57", "1.58")] == ["1.57", "1.58"]
    assert tokens.ticket(tokens.of("1.57")) == "1.57"
    monkeypatch.setattr("hallserver.tokens.short_code", lambda _: "ABC DEF")
    tokens.know_only(["1.58"], ["1.57"])
    assert tokens.ticket_of_code("ABCDEF") == "1.58"
    tokens.know_only([], ["1.56", "1.57"])
    assert tokens.ticket_of_code("ABCDEF") is None
