# SPDX-License-Identifier: Apache-2.0
"""Another look in the standard's text: only its tables change, and what is read back is what was asked for."""

from typing import Any

import pytest

from hallserver.core.errors import AgainstStandard, Malformed
from hallserver.core.standard import adoptable, read_standard
from hallserver.core.theme import Theme
from hallserver.exchange import ThemeForm, WordsForm
from hallserver.setup.theming import replaced, theme_file, with_theme, with_words
from tests.support import STANDARD, Play

RED = {"names": {"zh-Hans": "红"}, "light": {"main": "#8c1216"}, "dark": {"main": "#ffb8b3"}, "scale_percent": 110}


def themed(theme: dict[str, Any], text: str = STANDARD) -> str:
    """Return a standard's text with a look."""
    return with_theme(text, ThemeForm(theme=theme)).text


def test_only_the_tables_of_the_look_change() -> None:
    """Every other line stays, in its place, with its comments."""
    before = [line for line in STANDARD.split("[theme]")[0].splitlines() if line]
    after = themed(RED)
    assert [line for line in after.splitlines() if line][: len(before)] == before
    assert adoptable(after).theme.light.main == "#8c1216"
    assert adoptable(after).parameters == read_standard(STANDARD).parameters


def test_a_second_look_takes_the_place_of_the_first() -> None:
    """However often it is changed, the text does not grow."""
    once = themed(RED)
    assert themed(RED, once) == once
    assert themed({"names": {"zh-Hans": "政务蓝", "zh-Hant": "政務藍", "en": "Civic blue"}}, once).count("[theme") == 1


def test_what_stands_behind_the_look_stays_with_its_comment() -> None:
    """A table in the middle, sub-tables apart, a comment about what follows."""
    text = '[theme]\nfont = "A"\n# its own\n[theme.door]\nbadge = false\n\n# about words\n[words]\n[theme.light]\nmain = "#000000"\n'
    assert replaced(text, "theme", {"font": "B"}) == '[theme]\nfont = "B"\n\n# about words\n[words]\n'


def test_a_text_without_a_look_gets_one_at_its_end() -> None:
    """Older standards have none."""
    assert read_standard(replaced("[words]\n", "theme", {"font": "B"})).theme.font == "B"


def test_a_text_that_only_looks_like_a_table_is_not_touched() -> None:
    """A string over several lines may hold anything."""
    with pytest.raises(AgainstStandard, match="theme-unplaceable"):
        replaced('[words."a.b"]\nen = """\n[theme]\nx\n"""\n', "theme", {"font": "B"})


def test_colours_that_cannot_be_read_are_named() -> None:
    """The text is made all the same; adopting it is refused."""
    faint = with_theme(STANDARD, ThemeForm(theme={"light": {"main": "#eeeeee"}}))
    assert any("main on paper" in pair for pair in faint.faint)
    with pytest.raises(AgainstStandard, match="theme-faint"):
        adoptable(faint.text)


def test_a_file_of_a_district_is_taken_by_a_hall() -> None:
    """What goes out comes in as it was."""
    play = Play()
    told = with_theme(STANDARD, ThemeForm(file=theme_file(play.hall).decode()))
    assert adoptable(told.text).theme == play.hall.rules.theme


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ({"file": "= "}, "toml-unreadable"),
        ({"file": "[items]\n"}, "theme-none"),
        ({"theme": {"light": {"main": "red"}}}, "theme-unreadable"),
    ],
)
def test_what_is_no_look_is_refused(form: dict[str, Any], key: str) -> None:
    """With what was wrong."""
    with pytest.raises((Malformed, AgainstStandard), match=key):
        with_theme(STANDARD, ThemeForm(**form))


def test_the_usual_look_needs_no_words() -> None:
    """What a district has not decided is not written down for it."""
    assert with_theme(STANDARD, ThemeForm(theme={})).text.count("#") == STANDARD.count("#")
    assert adoptable(themed({})).theme == Theme()


SAID = {"kiosk.home": {"zh-Hans": "请选“业务”", "en": "Tap"}, "hall.now": {"zh-Hans": "到"}}


def test_sentences_are_put_into_the_text_and_nothing_else_changes() -> None:
    """As a look is: in the place of those that stood there, however they were written."""
    text = themed(RED) + '\n[words."kiosk.home"]\nen = "Old"\n\n# about the rest\n[rating.tag.late]\nnames = { zh-Hans = "晚" }\n'
    put = with_words(text, WordsForm(words=SAID)).text
    assert adoptable(put).words == SAID
    assert (adoptable(put).theme, adoptable(put).parameters) == (read_standard(text).theme, read_standard(text).parameters)
    assert put.endswith('\n# about the rest\n[rating.tag.late]\nnames = { zh-Hans = "晚" }\n')
    assert with_words(put, WordsForm(words=SAID)).text == put
    assert "[words" not in with_words(put, WordsForm(words={})).text


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ({"kiosk.nothing": {"zh-Hans": "无"}}, "sentence-unknown"),
        ({"kiosk.home": {"fr": "Accueil"}}, "sentence-language"),
        ({"kiosk.home": {"zh-Hans": "首页 {gap}"}}, "sentence-gaps"),
    ],
)
def test_a_sentence_that_cannot_be_said_is_refused_before_it_stands_in_the_text(words: dict[str, dict[str, str]], key: str) -> None:
    """With the sentence, not when a whole standard is adopted."""
    with pytest.raises(AgainstStandard, match=key):
        with_words(STANDARD, WordsForm(words=words))
