# SPDX-License-Identifier: Apache-2.0
"""Slugs in a refusal become the names that people know."""

import pytest

from hallserver.core import commands as c
from hallserver.core.errors import AgainstStandard, Arg, Conflict, HallError, NotFound
from hallserver.naming import named, sentence
from tests.support import DUTY, Play

_DRILL: dict[str, str | int] = {"kind": "fire", "date": "2026-11-20", "people": 12, "result": "good"}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("counter", "c3", "3号窗口"),
        ("counters", ["c1", "c3"], ["1号窗口", "3号窗口"]),
        ("clerk", "li", "李敏"),
        ("person", "li", "李敏"),
        ("people", ["li", "gone"], ["李敏", "gone"]),
        ("queue", "social", "社会事务"),
        ("queues", ["firms"], ["企业服务"]),
        ("service", "aid", "疾病救助"),
        ("items", ["senior-card", "gone"], ["敬老优待证", "gone"]),
        ("device", "printer-1", "取号小票机"),
        ("ticket", "A012", "A012"),
        ("wait_s", 12, 12),
        ("slugs", ["c1"], ["c1"]),
        ("clerk", "", ""),
    ],
)
def test_what_names_a_row_is_said_by_its_name(name: str, value: Arg, said: Arg) -> None:
    """What has no row, or is no slug, stays as it is."""
    assert named(Play().hall, name, value, "zh-Hans") == said


def test_a_refusal_is_a_whole_sentence_in_either_language() -> None:
    """The loser of a race reads where the visitor went."""
    hall = Play().hall
    taken = Conflict("counter-taken", counter="c3", clerk="li")

    assert "3号窗口" in sentence(hall, taken, "zh-Hans")
    assert "李敏" in sentence(hall, taken, "zh-Hans")
    assert sentence(hall, taken, "en") != sentence(hall, taken, "zh-Hans")
    assert "Illness aid" in sentence(hall, NotFound("service-unknown", service="aid"), "en")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (c.RegisterEntry(register="drill", fields=_DRILL | {"people": "many"}), "“人数”一栏填写不对：应为 0–1000000。"),
        (c.RegisterEntry(register="drill", fields=_DRILL | {"result": "so-so"}), "“结果”一栏填写不对：应为达到要求、需要改进。"),
        (c.RegisterEntry(register="drill", fields=_DRILL | {"lesson": 7}), "“改进之处”一栏填写不对：应为一行文字。"),
        (c.RegisterEntry(register="drill", fields=_DRILL | {"date": ""}), "“应急演练”台账的“日期”一栏要填写。"),
        (c.StepAction(action="C20261123-001", step="check"), "“实施”"),
    ],
)
def test_a_register_and_an_action_are_refused_in_the_words_of_the_screen(command: c.Command, said: str) -> None:
    """Nobody reads `people` or `do` on the screen."""
    play = Play()
    play.ask(c.PlanAction(measure="线缆入槽", owner="dan", due="2026-12-01"), DUTY)
    with pytest.raises(HallError) as found:
        play.ask(command, DUTY)

    assert said in sentence(play.hall, found.value, "zh-Hans")


def test_codes_to_choose_from_are_said_in_the_words_of_their_kind() -> None:
    """`meeting` is a code; the screen offers 工作会议."""
    refusal = AgainstStandard("code-unknown", kind="pause", code="nap", known=["lunch", "meeting", "new"])

    assert sentence(Play().hall, refusal, "zh-Hans") == "没有“nap”这种暂停原因，可选：午间轮休、工作会议、new。"
    assert "reason for a pause" in sentence(Play().hall, refusal, "en")
