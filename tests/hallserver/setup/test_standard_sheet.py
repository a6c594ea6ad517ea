# SPDX-License-Identifier: Apache-2.0
"""The standard as the screen shows it: whose each value is, what is to come, what somebody should see to."""

from hallserver.core import commands as c
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_SETUP
from hallserver.exchange_sheet import ParameterLine, StandardSheet
from hallserver.presets import preset_text
from hallserver.setup.standard_sheet import sheet
from tests.support import SHIPPED, Play

OWN = """[layer]
tier = "hall"
name = "莲花大厅"
[deviation."call.max_calls"]
value = 2
reason = "厅小"
author = "单明"
date = 2026-11-23
until = 2026-12-10
[deviation."call.gap"]
value = 40
reason = "厅大"
author = "单明"
date = 2026-11-23
from = 2026-12-20
[group.elderly]
credit_s = 900
reason = "老人多"
author = "单明"
date = 2026-11-23
"""


def shown(play: Play, language: str = "zh-Hans") -> StandardSheet:
    """Return what the screen shows of this hall."""
    found = sheet(play.hall, play.now_us, language)
    assert found is not None
    return found


def line(found: StandardSheet, key: str) -> ParameterLine:
    """Return one parameter."""
    return next(it for it in found.parameters if it.key == key)


def filed(*layers: str) -> Play:
    """Return a hall, in its day, for which these lie ready."""
    play = Play(standard=SHIPPED)
    play.ask(c.AdoptStandard(text=SHIPPED, layers=layers, at_opening=True), SERVICE_SETUP)
    return play


def test_every_parameter_is_there_with_words_binding_source_and_whether_it_is_used() -> None:
    """Which nobody uses yet is told from the others."""
    play = Play(standard=SHIPPED)
    found = shown(play)
    assert [it.key for it in found.parameters] == sorted(play.hall.rules.parameters)
    assert all(it.name and it.note and it.shown and it.binding and it.source and it.range for it in found.parameters)
    assert line(found, "call.max_calls").used_by
    assert not line(found, "permit.days").used_by
    assert (line(found, "permit.days").article, line(found, "permit.days").bind) == ("行政许可法 第四十二条", "LAW")
    assert line(found, "eval.max_per_stage").fixed
    assert [it.value for it in line(found, "eval.stage_rule").choices] == ["both", "accepted"]
    assert line(shown(play, "en"), "call.max_calls").name == "Calls before absent"
    assert {it.slug for it in found.groups} == set(play.hall.rules.groups)


def test_what_lies_ready_is_told_from_what_is_in_force() -> None:
    """During the day the old value counts; a later beginning stands beside the hall's own row."""
    play = filed(OWN)
    found = shown(play)
    calls = line(found, "call.max_calls")
    assert (calls.shown, calls.next, calls.tier) == ("3 次", "2 次", "")
    assert calls.own is not None
    assert (calls.own.reason, calls.own.author, calls.own.until) == ("厅小", "单明", "2026-12-10")
    gap = line(found, "call.gap")
    assert gap.own is not None
    assert (gap.next, gap.own.shown, gap.own.since) == ("", "40 秒", "2026-12-20")
    assert (found.filed, found.open, found.next_on) == (True, True, "2026-11-24")
    assert [it.key for it in found.coming] == ["call.max_calls", "group.elderly"]
    assert [(it.tier, it.deviations) for it in found.layers] == [("hall", 3)]


def test_a_value_in_force_says_whose_it_is_until_when_and_what_is_to_be_confirmed() -> None:
    """Of the place's rules those that nobody has confirmed; of the hall's own those that end within thirty days."""
    play = filed(preset_text("shanghai"), OWN)
    play.later(9 * 3600).ask(c.CloseDay(), SERVICE_SETUP)
    play.later(15 * 3600).ask(c.OpenDay(), SERVICE_SETUP)
    found = shown(play)
    calls, fix = line(found, "call.max_calls"), line(found, "bad.simple_fix_wd")
    assert (calls.shown, calls.root, calls.tier, calls.ending, calls.unconfirmed) == ("2 次", "3 次", "hall", "2026-12-10", False)
    assert "厅小" in calls.said[0]
    assert (fix.tier, fix.place, fix.unconfirmed) == ("preset", "预设“上海市”", True)
    assert line(found, "bad.public_reply").closed_by == "预设“上海市”"
    assert not line(found, "call.gap").next
    assert next(it for it in found.groups if it.slug == "elderly").place == "大厅“莲花大厅”"
    assert (found.filed, found.coming) == (False, ())


def test_a_hall_without_a_standard_shows_none() -> None:
    """The first administrator looks before anything is there."""
    assert sheet(Hall(), 0, "zh-Hans") is None
