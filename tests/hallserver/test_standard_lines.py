# SPDX-License-Identifier: Apache-2.0
"""What people read of a standard, in their language."""

from pathlib import Path

import pytest

from hallserver.core.deviation import TIERS
from hallserver.core.parameters import BINDS
from hallserver.core.profile import Caution, cautions, checked, compose
from hallserver.standard_lines import caution_text, differences, explained, lines, name_of, of_value, range_text, unit_text, unit_word
from hallserver.words import known
from tests.support import SHIPPED

SHANGHAI = (Path(__file__).resolve().parents[2] / "hallserver" / "standards" / "presets" / "shanghai.toml").read_text(encoding="utf-8")
HALL = """[layer]
tier = "hall"
name = "静安大厅"

[deviation."call.gap"]
value = 40
max = 60
locked = true
reason = "大厅太大"
author = "单明"
date = 2026-11-20
until = 2026-12-01
confirmed_by = "何主任"
confirmed_on = 2026-11-21

[group.elderly]
credit_s = 600
reason = "老人多"
author = "单明"
date = 2026-11-20
"""
STANDARD = checked(SHIPPED, (SHANGHAI, HALL), "2026-11-23")
PLAIN = compose(SHIPPED, (), "2026-11-23")


def line(key: str, language: str) -> str:
    """Return the line of a parameter."""
    [found] = [it for it in lines(STANDARD, language) if it.split()[0] == key]
    return found


def test_each_parameter_has_one_line_with_its_key_first() -> None:
    """So that they can be counted, sorted and searched."""
    for language in ("zh-Hans", "zh-Hant", "en"):
        found = list(lines(STANDARD, language))
        assert [it.split()[0] for it in found] == sorted(STANDARD.parameters)
        assert not any("\n" in it for it in found)


def test_a_line_says_value_range_binding_name_origin_and_whether_it_is_used() -> None:
    """In Chinese unless somebody wants English."""
    assert line("call.gap", "zh-Hans").split("  ", 1)[1].strip() == "40 秒 | 10–60 | 自定 | 重呼最小间隔 | 大厅“静安大厅”的偏离"
    assert line("bad.contact_wd", "en").endswith("| fixed | law | Time to contact the visitor | deviation of the preset “上海市”")
    assert line("book.late", "zh-Hans").endswith("| 已记录，尚未使用")
    assert line("book.late", "en").endswith("| recorded, not yet used")
    assert line("wait.promise_avg", "zh-Hans").endswith("| 本地尚未确认")


def test_why_a_parameter_has_its_value_is_told_from_the_root_down() -> None:
    """Meaning, value, range, what binds it, source, users, and each layer's word with reason, author and dates."""
    told = "\n".join(explained(STANDARD, PLAIN, "call.gap", "zh-Hans"))
    for part in ("40 秒", "10–60", "统一标准的值：30 秒", "大厅太大", "单明", "2026-12-01", "锁定", "何主任", "rules_counter"):
        assert part in told, part
    law = "\n".join(explained(STANDARD, PLAIN, "bad.contact_wd", "en"))
    assert "Binding: law (上海市优化营商环境条例 第三十条)" in law
    assert "Shanghai Regulations" in law, "the layer's own source"
    assert "来源：大厅通常间隔 20–30 秒" in told
    unused = "\n".join(explained(STANDARD, PLAIN, "book.horizon_wd", "en"))

    assert "recorded, not yet used" in unused
    assert "not yet confirmed" in unused


def test_a_difference_names_before_after_and_who_says_so() -> None:
    """Groups too; no difference, no line."""
    found = list(differences(PLAIN, STANDARD, "zh-Hans"))

    assert "call.gap：30 秒 [10–300] → 40 秒 [10–60]  大厅“静安大厅”的偏离: 大厅太大" in found
    assert "group.elderly：1200 s → 600 s" in found
    assert list(differences(PLAIN, PLAIN, "zh-Hans")) == []
    gone = compose(SHIPPED.replace('[parameter."call.gap"]', '[parameter."call.gapp"]'), (), "2026-11-23")
    assert "call.gap: 30 s [10–300] → (none)" in list(differences(PLAIN, gone, "en"))


def test_a_day_off_that_a_place_adds_is_a_difference() -> None:
    """Each such day; one that was off anyway is none."""
    days = '[layer]\ntier = "hall"\nname = "厅"\n[calendar.2026]\noff = [2026-12-25, 2026-12-26]\nwork = [2026-12-27]\nsource = "厅"\n'
    found = list(differences(PLAIN, compose(SHIPPED, (days,), "2026-11-23"), "zh-Hans"))
    assert found == ["calendar.2026-12-25：工作日 → 休息日", "calendar.2026-12-27：休息日 → 工作日"]


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_every_caution_is_a_sentence(language: str) -> None:
    """No place of it stays open."""
    found = [
        *cautions(STANDARD, "2026-11-23"),
        Caution(key="endless", parameter="call.gap", layer="x"),
        Caution(key="calendar", layer="x", year=2026),
        Caution(key="no-calendar", year=2027),
    ]

    assert {it.key for it in found} == {"unconfirmed", "ending", "endless", "calendar", "no-calendar"}
    assert all("{" not in caution_text(it, language) for it in found)


def test_values_are_said_as_people_read_them() -> None:
    """Yes or no, a choice in words beside its code, a number with its unit, nothing as a dash."""
    assert of_value("kiosk.paperless", True, "yes/no", "zh-Hans") == "是"  # noqa: FBT003 -- the value itself
    assert of_value("pi.face", "off", "word", "en") == "off (no)"
    assert of_value("voice.quiet", "", "HH:MM", "en") == "–"
    assert of_value("call.gap", 30, "s", "zh-Hans") == "30 秒"
    assert (unit_text("call/min", "zh-Hans"), unit_text("%", "zh-Hans")) == ("次/分钟", "%")
    assert (range_text(PLAIN.parameters["paper.letter"], "en"), range_text(PLAIN.parameters["pi.face"], "en")) == (
        "anything",
        "off/consent",
    )


def test_a_parameter_of_a_places_own_is_called_by_its_key() -> None:
    """Words of ours are for ours."""
    assert name_of("place.own", "en") == "place.own"


def test_bindings_and_tiers_have_words() -> None:
    """Each is put together at run time."""
    assert all(known(f"profile-bind.{bind}") for bind in BINDS)
    assert all(known(f"profile-tier.{tier}") for tier in TIERS)


def test_every_unit_and_every_choice_of_the_shipped_standard_has_words() -> None:
    """A hall reads 工作日, not working day; what is a sign in every language stands as it is."""
    signs = {"%", "px", "HH:MM", "HH:MM-HH:MM", "steps"}
    units = {it.unit for it in PLAIN.parameters.values()} - signs
    choices = [(key, word) for key, it in PLAIN.parameters.items() for word in it.one_of if not word.startswith("GB")]

    assert sorted(it for it in units if not known(unit_word(it))) == []
    assert [it for it in choices if not known(f"parameter-value.{it[0]}.{it[1]}")] == []
