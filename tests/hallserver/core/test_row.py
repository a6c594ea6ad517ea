# SPDX-License-Identifier: Apache-2.0
"""Characters that nobody sees are found wherever they stand, and nothing that people write is taken for one."""

import pytest

from hallserver.core.row import seen_line, unseen_in

UNSEEN = list("\x00\x07\t\n\x7f\x85\u200b\u200c\u200e\u2028\u202a\u202e\u2066\u2069\ufeff")
FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize("sign", UNSEEN, ids=lambda it: f"U+{ord(it):04X}")
def test_a_character_that_nobody_sees_is_found_with_its_place(sign: str) -> None:
    """In a text, in what a text is filed under, and in a list."""
    code = f"U+{ord(sign):04X}"

    assert unseen_in({"names": {"zh-Hans": f"社保{sign}卡"}}) == ("names.zh-Hans", code)
    assert unseen_in({"names": {f"en{sign}": "Card"}}) == ("names", code)
    assert unseen_in({"keywords": ["医保", sign]}) == ("keywords.2", code)


SEEN = ["社会保障卡（补领）·“加急”", "Ünïté № 3 – 50 %", "ခ\u1039", "窗口\u3000A", "办\ufe0f", FAMILY, "🏳️\u200d🌈", "a\u00adb"]


@pytest.mark.parametrize("text", SEEN)
def test_what_people_write_is_not_taken_for_one(text: str) -> None:
    """Wide blanks, combining marks, and joiners between pictures are seen."""
    assert unseen_in({"names": {"zh-Hans": text}}) is None


@pytest.mark.parametrize("text", ["\u200d社保", "社\u200d保", "社保\u200d", "👨\u200d", "\u200d👨", "a\u200db"])
def test_a_joiner_that_joins_no_pictures_is_found(text: str) -> None:
    """Between letters it only makes one name pass for another."""
    assert unseen_in(text, path="names.en") == ("names.en", "U+200D")


def test_lines_are_for_what_may_have_them() -> None:
    """A sentence may; whatever else nobody sees may not stand in it either."""
    assert unseen_in("请坐\n稍候", lines=True) is None
    assert unseen_in("请坐\n\u202e稍候", lines=True) == ("", "U+202E")


def test_what_holds_no_text_is_passed_over() -> None:
    """Numbers, yes and no, nothing."""
    assert unseen_in({"number": 3, "accessible": True, "target_s": None, "pair": (1.5, False)}) is None


def test_a_line_keeps_what_people_see_of_it() -> None:
    """Full-width spaces and families stay; an end of line is a space; marks that turn the direction, and what has no width, are gone."""
    assert seen_line("\u200b 李　女士 👩\u200d👧 \u202e在\n三楼\x07\ufeff ") == "李　女士 👩\u200d👧 在 三楼"
    assert seen_line("\u200b\u202e\n") == ""
