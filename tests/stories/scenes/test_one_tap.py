# SPDX-License-Identifier: Apache-2.0
"""The flood: the hall advises another counter, and one tap opens it for who is free, who reads it and calls; the ebb closes one so."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.stories.scenes.clerk_keys import press
from tests.stories.scenes.scene import playing

pytestmark = pytest.mark.browser


def test_one_tap_on_the_advice_opens_the_counter_for_who_is_free(tmp_path: Path) -> None:
    """On the duty manager's phone; the manager's screen has the same button until then. Raised, and over, in the journal."""
    with playing(tmp_path / "hall", here=("chen",)) as scene:
        scene.ask("li", "open-counter", {"counter": "c8"})
        for _ in range(11):
            scene.take("tenancy")
        scene.later(5)
        scene.later(5)
        duty, manager, clerk = scene.page("duty", "duty"), scene.page("manager", "manager"), scene.page("clerk", "chen")
        same = manager.locator("#needs [data-follow=open-for]")
        expect(same).to_have_text("一键开 2 号窗口（陈晨）")
        expect(manager.locator("#needs [data-alarm=crowded]")).to_contain_text("平均每窗达到 10 人")
        assert [violations(page, within=part) for page, part in ((duty, "#advice"), (manager, "#needs"))] == [[], []]
        tap = duty.locator("[data-act=open-for]")
        expect(tap).to_have_text("一键开 2 号窗口（陈晨）")

        tap.click()

        expect(duty.locator("#message")).to_contain_text("已为陈晨开 2 号窗口，并通知到人")
        expect(same).to_have_count(0)
        expect(clerk.locator("body")).to_contain_text("1 条新消息")
        clerk.keyboard.press("m")
        expect(clerk.locator("dialog[open]")).to_contain_text("已为您开窗，请到窗口就位叫号")
        scene.shot(clerk, "opened-for-you")
        clerk.keyboard.press("Escape")
        expect(clerk.locator("dialog[open]")).to_have_count(0)
        press(clerk, "Space")
        expect(clerk.locator("body")).to_contain_text("B001")
        scene.later(65)
        scene.later(65)

        opened, told = scene.events("CounterOpened", "MessageSent")[-2:]
        assert (opened.counter, opened.clerk, opened.assigned, told.to) == ("c2", "chen", True, "person:chen")
        raised = [(it.key, it.level) for it in scene.events("AlarmRaised")]
        assert raised.count(("crowded", "warning")) == 1
        assert "crowded.warning.queue.tenancy" in [it.alarm for it in scene.events("AlarmEnded")]

        for act in ("start", "finish", *("call-next", "start", "finish") * 10):
            scene.ask("chen", act)
        scene.ask("zhou", "open-counter", {"counter": "c3"})
        scene.later(16 * 60)
        again = manager.locator("#needs [data-follow=close-counter]")
        expect(again).to_have_text("一键关 3 号窗口")
        scene.shot(manager, "close-quiet-manager")
        scene.shot(duty, "close-quiet-duty")
        duty.locator("[data-act=close-quiet]").click()
        expect(duty.locator("#message")).to_contain_text("3 号窗口已关闭")
        expect(again).to_have_count(0)
        assert [(it.counter, it.reason) for it in scene.events("CounterClosed")] == [("c3", "quiet")]
