# SPDX-License-Identifier: Apache-2.0
"""Texts side by side in a cell: each separator can be meant as itself, and people's own ways of writing are understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallserver.setup.writing import BadCell, bare, guarded, parts_of, read_list, read_map, read_names, read_spans, say_map, say_names
from tests.hallserver.setup.made_up import NAMES, SOME


@given(st.lists(SOME, max_size=5))
def test_texts_come_apart_as_they_were_put_together(texts: list[str]) -> None:
    """Commas, bars, equals signs and backslashes of a text are its own."""
    assert read_list(", ".join(guarded(text) for text in texts)) == texts


@given(st.dictionaries(SOME, SOME, max_size=4))
def test_a_map_comes_back_as_it_was(rows: dict[str, str]) -> None:
    """A line a key."""
    assert {key: bare(value) for key, value in read_map(say_map({key: guarded(value) for key, value in rows.items()})).items()} == rows


@given(NAMES)
def test_names_come_back_in_their_languages(names: dict[str, str]) -> None:
    """Also a Chinese name that looks as if it had a language before it."""
    assert read_names(say_names(names)) == names
    assert read_names(say_names({"zh-Hans": "en: 名"})) == {"zh-Hans": "en: 名"}


def test_what_people_type_is_understood() -> None:
    """Full-width signs, names without their language, hours in every way there is."""
    assert read_list("身份证、户口簿，照片; a") == ["身份证", "户口簿", "照片", "a"]
    assert read_names("一楼 ｜ Ground floor | 一樓") == {"zh-Hans": "一楼", "en": "Ground floor", "zh-Hant": "一樓"}
    assert read_spans("9:00—12:00，14：00至18：00") == ["09:00-12:00", "14:00-18:00"]
    assert parts_of(r"a\,b,c", ",") == [r"a\,b", "c"]


@pytest.mark.parametrize("text", ["no equals sign", "a = 1\na = 2"])
def test_what_is_no_map_is_refused(text: str) -> None:
    """A line without a key, and a key twice, would lose something."""
    with pytest.raises(BadCell):
        read_map(text)
