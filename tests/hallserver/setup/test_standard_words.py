# SPDX-License-Identifier: Apache-2.0
"""What two standards say otherwise: values, ranges, groups, the calendar."""

from hallserver.core.profile import compose
from hallserver.setup.standard_words import changes_between, place_text
from tests.support import SHIPPED

HEAD = '[layer]\ntier = "district"\nname = "福田区"\n'
WHY = 'reason = "试行"\nauthor = "单明"\ndate = 2026-11-23\n'
ON = "2026-11-23"


def changes(layer: str) -> list[tuple[str, str, str]]:
    """Return what this layer changes."""
    before, after = compose(SHIPPED, (), ON), compose(SHIPPED, (HEAD + layer,), ON)
    return [(it.key, it.before, it.after) for it in changes_between(before, after, "zh-Hans")]


def test_a_value_and_a_narrowed_range_are_changes() -> None:
    """A range that lower places may no longer use is one too, though no value differs."""
    assert changes(f'[deviation."call.gap"]\nvalue = 40\n{WHY}') == [("call.gap", "30 秒", "40 秒")]
    assert changes(f'[deviation."call.gap"]\nmax = 60\n{WHY}') == [("call.gap", "30 秒 [10–300]", "30 秒 [10–60]")]
    law = f'[deviation."call.gap"]\nbind = "LAW"\narticle = "区条例 §3"\n{WHY}'
    assert changes(law) == [("call.gap", "30 秒 · 自定", "30 秒 · 法律")]


def test_a_group_and_the_calendar_are_changes() -> None:
    """By name, with the credit; days off are said to be others."""
    assert changes(f"[group.elderly]\ncredit_s = 900\n{WHY}")[0][2] == "15 分钟"
    own = f'[group.heroes]\nnames = {{ zh-Hans = "见义勇为者" }}\nbasis = "区规"\nfront = true\n{WHY}'
    assert changes(own) == [("group.heroes", "（无）", "最前")]
    assert [it[0] for it in changes("[calendar.2026]\noff = [2026-08-26]\n")] == ["calendar"]


def test_a_place_has_its_tier_and_name() -> None:
    """As people say it."""
    assert place_text("street", "莲花街道", "zh-Hans") == "街道“莲花街道”"
