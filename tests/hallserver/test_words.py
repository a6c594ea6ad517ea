# SPDX-License-Identifier: Apache-2.0
"""Sentences by key and language."""

import pytest

from hallserver.core.codes import OFFERED
from hallserver.core.commands import Command, name_of
from hallserver.core.roles import ROLES
from hallserver.words import LANGUAGES, known, name_in, of_areas, of_screens, say, table


def test_a_sentence_is_said_in_the_readers_language_with_its_places_filled() -> None:
    """Chinese where nothing else is asked for."""
    assert say("cli.folder-used", "en", path="x") == "x holds a hall already; choose an empty folder."
    assert say("cli.folder-used", path="x") == say("cli.folder-used", "zh-Hans", path="x") == "x 里已有大厅数据，请换一个空文件夹。"


@pytest.mark.parametrize("language", ["yue", "fr", ""])
def test_a_language_without_words_reads_chinese(language: str) -> None:
    """Cantonese is spoken and read as Chinese; an unknown tag is no reason for an empty screen."""
    assert say("cli.folder-used", language, path="x") == say("cli.folder-used", path="x")


def test_the_languages_of_the_readers_are_three() -> None:
    """Simplified and Traditional Chinese and English."""
    assert say("cli.folder-used", "zh-Hant", path="x") == "x 裡已有大廳數據，請換一個空資料夾。"


def test_an_unknown_key_is_a_fault_and_says_which() -> None:
    """A key on a screen would be read by visitors."""
    with pytest.raises(KeyError, match=r"cli\.gone"):
        say("cli.gone")
    assert known("cli.folder-used")
    assert not known("cli.gone")


@pytest.mark.parametrize(("language", "list_of_two"), [("zh-Hans", "a、b"), ("en", "a, b")])
def test_lists_are_joined_in_the_languages_way(language: str, list_of_two: str) -> None:
    """A、B in Chinese, A, B in English."""
    assert list_of_two in say("cli.folder-used", language, path=["a", "b"])


def test_a_code_is_said_in_its_own_words() -> None:
    """Nobody reads ``waiting`` on a Chinese screen."""
    assert known("state.called")
    said = say("error.ticket-not-in-state", ticket="A001", state="called", expected=["waiting"], counter="c1", clerk="li")

    assert "called" not in said
    assert table("zh-Hans")["state.called"] in said


def test_codes_under_another_argument_have_their_words_too() -> None:
    """`expected` is a list of states, `roles` of roles, a section is a table of the set-up."""
    assert say("error.role-needed", roles=["duty-manager", "hall-manager"]).endswith("值班长、大厅负责人。")
    assert "“开启业务日”" in say("error.not-allowed", command="open-day")
    assert "“人员”" in say("error.reference-unknown", section="people", slugs=["x"])
    assert "今日取号已截止" in say("error.issuing-stopped", stopped="closing")


def test_a_blank_stands_only_between_chinese_and_figures() -> None:
    """“预计 不到 1 分钟” is a slip of the pen."""
    assert say("kiosk.range", range="不到 1 分钟") == "预计不到 1 分钟"
    assert say("kiosk.range", range="5–15 分钟") == "预计 5–15 分钟"
    assert say("kiosk.range", "en", range="5 min") == "wait 5 min"


def test_what_fills_a_place_is_not_read_as_one() -> None:
    """A file may hold anything, a brace too."""
    said = say("cli.sheet", "en", file="{line}", line=3, column="c", value="{expected}", expected="x")

    assert said == "{line}, line 3, column c: {expected}; x. Nothing was loaded."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_role_command_and_kind_of_code_has_a_word(language: str) -> None:
    """A refusal names them."""
    asked = {f"role.{role}" for role in ROLES} | {f"command.{name_of(it)}" for it in Command.__subclasses__()}
    asked |= {f"kind.{kind}" for kind in OFFERED} | {f"{kind}.{code}" for kind, codes in OFFERED.items() for code in codes}

    assert asked <= table(language).keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_sentence(language: str) -> None:
    """The browser gets one table and need not look elsewhere."""
    assert table(language).keys() == table("zh-Hans").keys()


def test_a_row_without_a_name_in_the_language_has_its_chinese_one() -> None:
    """Names of people are rarely translated."""
    assert [name_in({"zh-Hans": "李敏", "en": "Li Min"}, tag) for tag in ("en", "zh-Hans", "yue")] == ["Li Min", "李敏", "李敏"]
    assert name_in({"zh-Hans": "李敏", "en": ""}, "en") == "李敏"


def test_screens_get_all_but_what_parameters_mean() -> None:
    """A clerk's terminal says none of it; whoever wants it names the area."""
    found = of_screens("en")

    assert not [key for key in found if key.startswith("parameter-")]
    assert set(table("en")) - set(found) == {key for key in table("en") if key.startswith("parameter-")}
    assert of_areas("en", ["parameter-name"])
