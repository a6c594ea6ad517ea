# SPDX-License-Identifier: Apache-2.0
"""A clerk leaves without closing: after 3 minutes the clerk is asked, after 5 the duty manager is told, after 10 the counter is paused."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.stories.scenes.scene import playing

pytestmark = pytest.mark.browser


def press(clerk: Page, action: str, key: str, shown: str) -> None:
    """Press a key of the terminal once its act is offered, and see what came of it."""
    expect(clerk.locator(f"#pad [data-action={action}]")).to_be_enabled()
    clerk.keyboard.press(key)
    expect(clerk.locator("#hand")).to_contain_text(shown)


def test_a_counter_that_was_left_does_not_keep_people_waiting(tmp_path: Path) -> None:
    """At last somebody else has the counter, with the visitor who was on hold there."""
    with playing(tmp_path / "hall") as scene:
        clerk, duty = scene.page("clerk", "li"), scene.page("duty", "duty")
        held = scene.take("senior-card")
        clerk.locator(".counter-card").first.click()
        expect(clerk.locator("#bar")).to_contain_text("1号窗口")
        press(clerk, "call-next", "F2", "A001")
        press(clerk, "start", "F4", "办理中")
        expect(clerk.locator("#pad [data-action=hold]")).to_be_enabled()
        clerk.keyboard.press("F6")
        clerk.locator("dialog .pick").first.click()
        duty.locator(".tab[data-tab=tickets]").click()
        expect(duty.locator("[data-ticket=A001]")).to_contain_text("挂起")
        waits = scene.take("social-card")
        duty.locator(".tab[data-tab=desks]").click()
        card = duty.locator("[data-desk=c1]")
        expect(card).to_contain_text("空闲")

        scene.later(185)
        expect(card).to_contain_text("无人办理")
        expect(clerk.locator("body")).to_contain_text("窗口空闲 3:")
        assert scene.hall().counter("c1").state == "open"
        scene.later(120)
        duty.locator(".tab[data-tab=now]").click()
        alarm = duty.locator("[data-alarm=idle].warning")
        expect(alarm).to_contain_text("1号窗口 有人等候，窗口 5 分钟没有叫号")
        scene.shot(duty, "leaves-five-minutes")
        assert scene.events("CounterPaused") == []
        scene.later(300)
        (paused,) = scene.events("CounterPaused")
        assert (paused.reason, paused.clerk) == ("unattended", "li")
        assert [entry.actor for entry in scene.journal() if entry.kind == "CounterPaused"] == ["service:clock"]
        expect(alarm).to_have_count(0)
        gone = duty.locator("[data-alarm=unattended]")
        expect(gone).to_contain_text("1号窗口")

        gone.locator("[data-act=hand-over]").click()
        duty.locator("dialog [data-value=wang]").click()
        duty.locator("dialog [data-value=gone]").click()
        expect(duty.locator("#message")).to_have_text("1号窗口已交接给王强")
        (handed,) = scene.events("CounterHandedOver")
        assert (handed.clerk, handed.to, handed.reason) == ("li", "wang", "gone")
        other = scene.page("clerk", "wang")
        expect(other.locator("#bar")).to_contain_text("1号窗口")
        other.locator("#pad [data-action=open-counter]").click()
        expect(other.locator("#hand")).to_contain_text("A002")
        expect(gone).to_have_count(0)
        press(other, "call-next", "F2", "已叫号")
        assert scene.hall().counter("c1").ticket == waits["ticket"]
        assert scene.hall().tickets[held["ticket"]].leg.clerk == "wang"
        scene.shot(duty, "leaves-handed-over")
