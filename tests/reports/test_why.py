# SPDX-License-Identifier: Apache-2.0
"""The answer to "who was first?" in words."""

import json
import re

import pytest

from hallserver import words
from hallserver.core import commands as c
from hallserver.core.why import why
from hallserver.core.why_story import Said
from reports.why import Answer, Setting, answer_of, sentence, to_json
from tests.support import GUIDE, LI, Play, varied_day


def setting(play: Play) -> Setting:
    """Return where and by which rules."""
    return Setting(catalog=play.hall.catalog, groups=play.hall.rules.groups, day=play.hall.day, journal="1.77:0123456789abcdef")


def quarrel(language: str = "zh-Hans") -> Answer:
    """Return the answer about an ordinary number and one with priority."""
    play = Play().open()
    play.take()
    play.later(40).take(group="elderly", by=GUIDE)
    play.later(20).call()
    return answer_of(why(play.entries, "A001", "A002"), setting(play), language)


def test_the_answer_says_who_when_where_and_by_which_law() -> None:
    """Counters by their number, times by the clock on the wall."""
    answer = quarrel()

    assert answer.summary == (
        "先叫的是 A002：09:01:00 到1号窗口。",
        "A002 属于依规优先（老年人），依据：《老年人权益保障法》第五十五条、第五十八条。优先有上限，不会一直插在前面。",
        "A001 在所列时段内没有叫到（或叫到后没有应答）。",
    )
    assert [(it.at, it.who, it.number, it.call) for it in answer.lines] == [
        ("09:00:00", "a", "A001", False),
        ("09:00:40", "b", "A002", False),
        ("09:01:00", "b", "A002", True),
    ]
    assert answer.about == "业务日 2026-11-23，时区 Asia/Shanghai，审计锚点 1.77:0123456789abcdef"
    assert "art. 55" in quarrel("en").summary[1]


def test_the_json_is_the_same_in_other_clothes() -> None:
    """For whoever builds a screen of it."""
    body = json.loads(to_json(quarrel()))

    assert (body["a"], body["b"], body["first"]) == ("A001", "A002", "A002")
    assert [line["number"] for line in body["lines"]] == ["A001", "A002", "A002"]


def test_an_ordered_call_names_who_ordered_it() -> None:
    """A person who is gone from the set-up is named by the slug; nobody named is said so."""
    play = Play().open()
    play.take()
    play.ask(c.CallTicket(ticket=play.take().id, reason="urgent", ordered_by="dan"), LI)
    answer = answer_of(why(play.entries, "A001", "A002"), setting(play), "zh-Hans")

    assert "由单明决定指定叫号，原因是“突发紧急情况”" in answer.summary[1]
    said = {
        by: sentence(Said(key="lifted", args={"by": by, "reason": "call-reason.late"}), setting(play), "zh-Hans") for by in ("", "gone")
    }
    assert said[""].startswith("由（未记名）提到队首")
    assert said["gone"].startswith("由 gone 提到队首")


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_any_two_numbers_of_a_varied_day_give_whole_sentences(language: str) -> None:
    """No gap stays open, and no ticket goes by another name than its number."""
    play = varied_day()
    labels = [ticket.label for ticket in play.hall.tickets.values()]
    for other in labels[1:]:
        answer = answer_of(why(play.entries, labels[0], other), setting(play), language)
        text = " ".join([*answer.summary, *(line.text for line in answer.lines)])
        assert not re.search(r"\{\w+\}", text), text
        assert not set(play.hall.tickets) & set(text.split())


def test_a_group_and_a_counter_that_are_gone_are_named_as_they_were() -> None:
    """The set-up may have changed since."""
    play = Play()
    bare = Setting(catalog=play.hall.catalog, groups={}, day="2026-11-23", journal="")

    assert "现行服务标准" in sentence(Said(key="sum.credit", args={"first": "A002", "group": "veterans"}), bare, "zh-Hans")
    assert "c9" in sentence(Said(key="started", args={"counter": "c9"}), bare, "zh-Hans")


def test_every_reason_of_a_call_has_its_sentence() -> None:
    """One that has none here, of a newer hall, is told as a call all the same. A swap is no call: it has its own sentence."""
    reasons = [key.removeprefix("reason.") for key in words.table("zh-Hans") if key.startswith("reason.") and key != "reason.swapped"]

    assert [key for key in reasons if not words.known(f"why.call.{key}")] == []
    assert sentence(Said(key="call.by-lot", args={"counter": "c1"}), setting(Play()), "zh-Hans") == "叫到1号窗口。"
