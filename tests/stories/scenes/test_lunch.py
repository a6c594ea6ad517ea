# SPDX-License-Identifier: Apache-2.0
"""Lunch with a queue that nobody serves: a critical alarm, answered by the lunch plan, and by giving a counter to a colleague."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.stories.scenes.scene import playing, rows
from tests.support import MINUTE_US, NINE_US, names

pytestmark = pytest.mark.browser
LUNCH = {
    "slug": "lunch", "names": names("午间轮换"), "kind": "lunch",
    "counters": {"c2": {"queues": ["social", "tenancy", "firms"]}},
    "quotas": {"firms": 30}, "notice": {"zh-Hans": "午间由2号窗口办理企业服务。"},
}  # fmt: skip
WITHIN_MS = 60_000
"""A queue that nobody serves is an alarm within this time."""


def test_a_queue_that_everybody_left_is_served_again(tmp_path: Path) -> None:
    """One tap on the alarm leads to the plan; for the other queue a paused counter gets a new clerk."""
    with playing(tmp_path / "hall", rows(plans=[LUNCH]), from_us=NINE_US + 180 * MINUTE_US) as scene:
        for who, counter in (("wang", "c2"), ("liu", "c5"), ("huang", "c7")):
            scene.ask(who, "open-counter", {"counter": counter})
        firm, collects = scene.take("founding"), scene.take("collection")
        duty = scene.page("duty", "duty")
        expect(duty.locator("#alarms")).to_contain_text("现场正常")
        for who in ("liu", "huang"):
            scene.ask(who, "pause-counter", {"reason": "lunch"})
        alarms = duty.locator("[data-alarm=nobody].critical")
        expect(alarms).to_have_count(2, timeout=WITHIN_MS)
        expect(alarms.first).to_contain_text("企业服务")
        scene.shot(duty, "lunch-alarm")

        alarms.first.locator("[data-act=see-plans]").click()
        duty.locator("[data-plan=lunch]").click()
        expect(duty.locator("dialog")).to_contain_text("2号窗口 A B → A B C")
        scene.shot(duty, "lunch-preview")
        duty.locator("dialog [data-value=apply]").click()
        expect(duty.locator("[data-plan=lunch]")).to_contain_text("启用中")
        (applied,) = scene.events("PlanApplied")
        assert (applied.plan, applied.quotas) == ("lunch", {"firms": 30})
        assert [event.text["zh-Hans"] for event in scene.events("Announced")] == ["午间由2号窗口办理企业服务。"]
        clerk = scene.page("clerk", "wang")
        expect(clerk.locator("#hand")).to_contain_text("C001")
        clerk.keyboard.press("F2")
        expect(clerk.locator("#hand")).to_contain_text("已叫号")
        assert scene.hall().counter("c2").ticket == firm["ticket"]

        duty.locator(".tab[data-tab=now]").click()
        expect(alarms).to_have_count(1)
        alarms.locator("[data-act=open-another]").click()
        duty.locator("dialog [data-value=c7]").click()
        duty.locator("dialog [data-value=zhou]").click()
        duty.locator("dialog [data-value=lunch]").click()
        expect(duty.locator("#message")).to_have_text("7号窗口已交接给周宁")
        (handed,) = scene.events("CounterHandedOver")
        assert (handed.clerk, handed.to, handed.reason) == ("huang", "zhou", "lunch")
        scene.ask("zhou", "open-counter", {"counter": "c7"})
        expect(alarms).to_have_count(0)
        assert scene.ask("zhou", "call-next")["ticket"] == collects["ticket"]
