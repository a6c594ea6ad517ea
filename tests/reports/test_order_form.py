# SPDX-License-Identifier: Apache-2.0
"""What stands on the printed form of a work order."""

from hallserver.core import commands as c
from reports.order_form import Form, Told, form_of
from tests.hallserver.core.work import rated, steps, the_order
from tests.support import BOSS, DUTY, Play, register

SAID = {"said": "没讲清楚，我的电话是 13800001234。", "phone": "13800001234"}


def form(play: Play, said: dict[str, str] | None = None) -> Form:
    """Return the form of the only order, in Chinese."""
    return form_of(the_order(play), Told(hall=play.hall, said=SAID if said is None else said, language="zh-Hans"))


def test_a_fresh_order_is_a_form_for_a_pen() -> None:
    """What is not done yet is empty, each step with its box."""
    found = form(rated())
    assert (found.title, found.number) == ("差评办理工单", "G20261123-001")
    assert ("窗口", "1号窗口") in found.facts
    assert ("事项", "敬老优待证") in found.facts
    assert ("号码", "A001") in found.facts
    assert [it.label for it in found.boxes] == ["群众说", "核实", "联系群众", "整改或解释", "答复", "回访"]
    assert all(not it.lines for it in found.boxes[1:])
    assert found.dues == [("核实联系时限", "2026-11-26 24:00 前", "")]


def test_what_was_said_stands_on_it_masked_and_how_to_reach_the_visitor_never_does() -> None:
    """The form lies about in offices."""
    play = rated()
    steps(play, "verify", "contact", "rectify", "reply", "call-back", "close")
    found = form(play)
    words = str(found)
    assert "13800001234" not in words
    assert "138******34" in found.boxes[0].lines[0]
    assert "核实 · 属实合理 · 可即时整改（单明 2026-11-23 09:02）" in words
    assert "回访 · 满意 · 电话" in words
    assert [done for _, _, done in found.dues] == ["2026-11-23 09:03", "2026-11-23 09:05", "2026-11-23 09:07"]


def test_what_is_erased_by_now_is_said_to_be_so() -> None:
    """Nobody wonders whether it was ever said."""
    assert form(rated(), said={}).boxes[0].lines == ["（已按期删除）"]


def test_a_nameless_visitor_has_no_boxes_for_contact_and_praise_has_one() -> None:
    """Only what may be done."""
    assert [it.label for it in form(rated(contact=False)).boxes] == ["群众说", "核实", "整改或解释", "答复"]
    praised = Play()
    register(praised, "praise")
    assert [it.label for it in form(praised).boxes] == ["群众说", "答复"]


def test_who_decided_to_leave_a_rating_out_stands_on_it() -> None:
    """Both, with their reasons."""
    play = rated()
    order = steps(play, "verify")
    play.ask(c.ProposeExclusion(order=order.no, why="mistaken", reason="按错了键"), DUTY)
    play.ask(c.DecideExclusion(order=order.no, agree=True, reason="录像为证"), BOSS)
    lines = " ".join(form(play).boxes[-1].lines)
    assert "误评 · 理由：按错了键" in lines
    assert "同意" in lines


def test_the_time_that_putting_it_right_on_the_spot_took_stands_on_it() -> None:
    """In minutes."""
    play = rated()
    play.later(300)
    play.ask(c.SettleOnSpot(order=the_order(play).no), DUTY)
    assert "用时 5 分钟" in str(form(play))
