# SPDX-License-Identifier: Apache-2.0
"""A clerk leaves without closing: after 3 minutes the clerk is asked, after 5 the duty manager is told, after 10 the counter is paused."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.stories.scenes.scene import playing

pytestmark = pytest.mark.browser


def test_a_counter_that_was_left_does_not_keep_people_waiting(tmp_path: Path) -> None:
    """At last somebody else has the counter, with the visitor who was on hold there."""
    with playing(tmp_path / "hall") as scene:
        clerk, duty = scene.page("clerk", "li"), scene.page("duty", "duty")
        scene.ask("li", "open-counter", {"counter": "c1"})
        held, waits = scene.take("senior-card"), scene.take("social-card")
        scene.ask("li", "call-next")
        scene.ask("li", "start")
        scene.ask("li", "hold", {"reason": "copy"})
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
        expect(duty.locator("#message")).to_have_text("1 号窗口已交接给王强")
        (handed,) = scene.events("CounterHandedOver")
        assert (handed.clerk, handed.to, handed.reason) == ("li", "wang", "gone")
        scene.ask("wang", "open-counter", {"counter": "c1"})
        expect(gone).to_have_count(0)
        assert scene.ask("wang", "call-next")["ticket"] == waits["ticket"]
        assert scene.hall().tickets[held["ticket"]].leg.clerk == "wang"
        scene.shot(duty, "leaves-handed-over")
