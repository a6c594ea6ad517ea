# SPDX-License-Identifier: Apache-2.0
"""How numbers, counters and the way to them are said."""

import pytest

from displays.spoken import Spoken, Spot, Tongue
from hallserver.words import say

HERE = Spot(number=21, zone={})
THERE = Spot(number=21, zone={"zh-Hans": "东区", "en": "East wing"}, room="201")


@pytest.mark.parametrize(("number", "chinese", "english"), [
    (1, "一", "one"), (9, "九", "nine"), (10, "十", "ten"), (11, "十一", "eleven"), (19, "十九", "nineteen"), (20, "二十", "twenty"),
    (21, "二十一", "twenty one"), (99, "九十九", "ninety nine"), (100, "一百", "one hundred"), (101, "一百零一", "one hundred one"),
    (110, "一百一十", "one hundred ten"), (111, "一百一十一", "one hundred eleven"), (120, "一百二十", "one hundred twenty"),
    (200, "二百", "two hundred"), (999, "九百九十九", "nine hundred ninety nine"),
])  # fmt: skip
def test_counter_numbers_are_said_as_numbers(number: int, chinese: str, english: str) -> None:
    """十一 and 二十一, never 一一 and 二一."""
    assert "".join(Tongue("cmn", say).counted(number)) == chinese
    assert "".join(Tongue("yue", say).counted(number)) == chinese
    assert "".join(Tongue("en", say).counted(number)) == english


@pytest.mark.parametrize(("label", "chinese", "english"), [
    ("A012", "A零一二", "A zero one two"), ("B1000", "B一零零零", "B one zero zero zero"), ("AB7", "AB七", "A B seven"),
])  # fmt: skip
def test_ticket_numbers_are_said_character_by_character(label: str, chinese: str, english: str) -> None:
    """Also past 999."""
    assert "".join(Tongue("cmn", say).spelled(label)) == chinese
    assert "".join(Tongue("en", say).spelled(label)) == english


def test_a_one_may_be_yao_in_a_number_and_never_in_a_counter() -> None:
    """幺 is how a number is read out where 一 and 七 are confused; nobody says 幺号窗口."""
    told = Tongue("cmn", say, yao=True).sentence("voice.call", "A011", Spot(number=11, zone={}, room="101"))

    assert told.text == "请A零幺幺号到幺零幺室十一号窗口办理"
    assert "".join(Tongue("yue", say, yao=True).spelled("A011")) == "A零一一"
    assert "".join(Tongue("en", say, yao=True).spelled("A011")) == "A zero one one"


@pytest.mark.parametrize(("language", "pieces"), [
    ("cmn", ("请", "A", "零", "一", "二", "号到", "二", "十", "一", "号窗口办理")),
    ("yue", ("請", "A", "零", "一", "二", "號到", "二", "十", "一", "號窗口")),
    ("en", ("Number ", "A ", "zero ", "one ", "two", ", please proceed to counter ", "twenty ", "one", ".")),
])  # fmt: skip
def test_a_sentence_is_cut_where_clips_are_joined(language: Spoken, pieces: tuple[str, ...]) -> None:
    """Each character of the number and of the counter is a clip; what lies between are a few more."""
    told = Tongue(language, say).sentence("voice.call", "A012", HERE)

    assert told.pieces == pieces
    assert told.text == "".join(pieces)


@pytest.mark.parametrize(("language", "text"), [
    ("cmn", "请A零一二号到东区二零一室二十一号窗口办理"),
    ("yue", "請A零一二號到东区二零一室二十一號窗口"),
    ("en", "Number A zero one two, please proceed to counter twenty one, room two zero one, East wing."),
])  # fmt: skip
def test_zone_and_room_are_said_where_they_are_given(language: Spoken, text: str) -> None:
    """In the order of each language; a Cantonese name that is missing is read from the Chinese one."""
    assert Tongue(language, say).sentence("voice.call", "A012", THERE).text == text


def test_a_room_with_a_name_is_said_by_it_where_that_can_be_read() -> None:
    """An English voice cannot read 二楼东厅."""
    spot = Spot(number=3, zone={"zh-Hans": "东区"}, room="二楼东厅")

    assert Tongue("cmn", say).sentence("voice.call", "A1", spot).text == "请A一号到东区二楼东厅三号窗口办理"
    assert Tongue("en", say).sentence("voice.call", "A1", spot).text == "Number A one, please proceed to counter three."


@pytest.mark.parametrize(("language", "text"), [
    ("cmn", "请A零一二号返回二十一号窗口"),
    ("yue", "請A零一二號返回二十一號窗口"),
    ("en", "Number A zero one two, please return to counter twenty one."),
])  # fmt: skip
def test_a_finished_visitor_is_asked_back_in_words_of_its_own(language: Spoken, text: str) -> None:
    """Whoever hears 到 thinks of a first call."""
    assert Tongue(language, say).sentence("voice.call-back", "A012", HERE).text == text
