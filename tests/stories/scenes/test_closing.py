# SPDX-License-Identifier: Apache-2.0
"""Closing with forty left: no more numbers, everybody gets a disposition, who may come back first gets a slip, the day is closed."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.devices.ptys import wait_for
from tests.stories.scenes.scene import agent_of, playing, rows
from tests.support import MINUTE_US, NINE_US

pytestmark = pytest.mark.browser
LEFT = 40


def test_forty_people_are_left_and_nobody_is_forgotten(tmp_path: Path) -> None:
    """One goes of his own will, the others come first tomorrow: chosen once for all, printed for each."""
    given = rows()
    given["hall"][0] |= {"hours": {"1": ["09:00-17:00"], "2": ["09:00-17:00"]}, "issue_until_min": 15}
    with playing(tmp_path / "hall", given, from_us=NINE_US + 460 * MINUTE_US) as scene, agent_of(scene, tmp_path / "devices") as out:
        for _ in range(LEFT):
            scene.take("tenancy", paperless=True)
        duty, kiosk = scene.page("duty", "duty"), scene.page("kiosk", "kiosk-1", size=(768, 1024))
        duty.locator(".tab[data-tab=day]").click()
        expect(duty.locator("#day-state")).to_contain_text("16:45 自动停止取号")
        duty.locator("[data-act=stop-issuing]").click()
        duty.locator("dialog [data-value=all]").click()
        duty.locator("dialog [data-value=closing]").click()
        expect(duty.locator("#bar")).to_contain_text("停止取号")
        expect(kiosk.locator("body")).to_contain_text("今日取号已截止")
        scene.later(21 * 60)
        expect(duty.locator("#day-state")).to_contain_text("正在延时办理")

        closing = duty.locator("#day-closing")
        expect(closing).to_contain_text("还有 40 个号码")
        duty.locator("[data-act=close-day]").click()
        expect(duty.locator("dialog")).to_contain_text("还有 40 个号码没有去向")
        duty.locator("dialog .dialog-end .button").click()
        closing.locator("[data-fold=closing]").click()
        closing.locator("[data-left=B040]").click()
        duty.locator("dialog [data-value=left]").click()
        expect(closing).to_contain_text("39 个号码还没有去向")
        closing.locator("[data-rest=first-next-day]").click()
        expect(closing).to_contain_text("每个号码都有去向")
        scene.shot(duty, "closing-decided")
        duty.locator("[data-act=close-day]").click()
        expect(duty.locator("dialog")).to_contain_text("次日优先 39 · 自愿离开 1")
        duty.locator("dialog .big.danger").click()
        expect(duty.locator("#bar")).to_contain_text("未开放")

        unserved = scene.events("TicketUnserved")
        assert sorted(event.disposition for event in unserved) == ["first-next-day"] * (LEFT - 1) + ["left"]
        assert len(scene.events("ReturnGiven")) == LEFT - 1
        assert len(scene.events("DayClosed")) == 1
        hall = scene.hall()
        assert (hall.open, len(hall.returns)) == (False, LEFT - 1)
        wait_for(lambda: len(list((out / "printer-1").glob("*.png"))) == LEFT - 1, 60)
        scene.shot(duty, "closing-closed")
