# SPDX-License-Identifier: Apache-2.0
"""What reaches a device: printable characters, and nothing else."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from devices.safe_text import safe_name, safe_speech, safe_text


@given(st.text())
def test_no_control_character_gets_through(text: str) -> None:
    """ESC, GS, DLE, bidi overrides, lone surrogates, private use: all gone."""
    assert all(char == " " or unicodedata.category(char)[0] in "LMNPS" for char in safe_text(text))


@given(st.text())
def test_making_safe_twice_changes_nothing(text: str) -> None:
    """Each door may do it again."""
    assert safe_text(safe_text(text)) == safe_text(text)


@given(st.text())
def test_speech_bears_no_markup(text: str) -> None:
    """Neither SSML nor phoneme input nor commands."""
    assert not set(safe_speech(text)) & set("[]<>{}&|\\")


@given(st.text())
def test_a_name_is_one_file_in_its_folder(text: str) -> None:
    """No job id can name a file elsewhere."""
    name = safe_name(text)

    assert name
    assert name.isascii()
    assert "/" not in name
    assert not name.startswith(".")


def test_chinese_and_punctuation_stay() -> None:
    """The control: a filter that removes everything is safe, too."""
    assert safe_text("过号不必重新取号，请持本票。\tA012 (9–22 min)") == "过号不必重新取号，请持本票。 A012 (9–22 min)"
    assert safe_name("slip/1.57/2") == "slip_1.57_2"
