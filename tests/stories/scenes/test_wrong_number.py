# SPDX-License-Identifier: Apache-2.0
"""Somebody took the number of the wrong service: the guide changes it, and the time in the queue is not lost."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.stories.scenes.scene import playing

pytestmark = pytest.mark.browser


def test_a_wrong_number_gets_the_right_service_and_keeps_its_place(tmp_path: Path) -> None:
    """Found by the short code of the slip; called by its time, before those who came later, under the number that it has."""
    with playing(tmp_path / "hall") as scene:
        scene.ask("li", "open-counter", {"counter": "c1"})
        wrong = scene.take("tenancy", who="kiosk-1")
        scene.later(120)
        scene.take("senior-card", who="kiosk-2")
        guide = scene.page("guide", "guide", size=(390, 844))
        guide.get_by_role("button", name="名单").click()
        guide.locator("#find").fill(wrong["code"].lower())
        guide.get_by_role("button", name="查号").click()
        expect(guide.locator("#sheet-number")).to_have_text("B001")
        guide.locator("#sheet [data-act=change-service]").click()
        guide.locator("dialog input").fill("jlyd")
        scene.shot(guide, "wrong-number-dialog")
        guide.get_by_role("option").first.click()
        expect(guide.locator("#message")).to_contain_text("B001 的业务已更改")
        expect(guide.locator("#sheet .facts")).to_contain_text("敬老优待证")
        expect(guide.locator("#sheet .facts")).to_contain_text("前面没有人")
        scene.shot(guide, "wrong-number")

        clerk = scene.page("clerk", "li")
        expect(clerk.locator("#hand")).to_contain_text("B001")  # who would be next
        clerk.keyboard.press("F2")
        expect(guide.locator("#sheet-state")).to_have_text("已叫号")
        (changed,) = scene.events("ServiceChanged")
        assert (changed.ticket, changed.next.queue, changed.next.services) == (wrong["ticket"], "social", ("senior-card",))
        assert [it.label for it in scene.events("TicketCalled")] == ["B001"]
