# SPDX-License-Identifier: Apache-2.0
"""代办: an agent brings 15 files on one number; they are counted, not queued for fifteen times."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.stories.scenes.clerk_keys import press, stands
from tests.stories.scenes.scene import playing

pytestmark = pytest.mark.browser
FILES = "15"


def count(clerk: Page) -> None:
    """Type how many of the ticket's own item, and find and count two of another, all by keys but the search."""
    press(clerk, "KeyI")
    clerk.locator("[data-quantity]:focus").wait_for()
    for digit in FILES:
        clerk.keyboard.press(digit)
    clerk.keyboard.press("Enter")
    clerk.get_by_role("searchbox", name="搜索其他事项").fill("户口本")
    other = clerk.locator(".items li", has_text="户口本打印")
    other.get_by_role("button", name="增加").click()
    other.get_by_role("button", name="增加").click()
    clerk.get_by_role("searchbox", name="搜索其他事项").fill("")


def test_an_agent_with_15_files_is_one_number_and_17_items(tmp_path: Path) -> None:
    """Who waits behind sees one visitor; the reports count the items; the clerk's own day counts one."""
    with playing(tmp_path / "hall") as scene:
        scene.take("tenancy")
        scene.take("tenancy")
        scene.ask("wang", "open-counter", {"counter": "c3"})
        clerk = scene.page("clerk", "wang")
        expect(clerk.locator(".hand-next")).to_have_text("B001")
        press(clerk, "Space")
        stands(clerk, "B001", "已叫号")
        press(clerk, "Space")
        stands(clerk, "B001", "办理中")
        scene.later(1500)
        count(clerk)
        expect(clerk.locator("[data-quantity=tenancy]")).to_have_value(FILES)
        expect(clerk.locator("[data-quantity=residence]")).to_have_value("2")
        scene.shot(clerk, "agent-with-files")

        press(clerk, "F9")
        expect(clerk.locator(".hand-label")).to_have_text("B002")
        (finished,) = scene.events("ServiceFinished")
        assert [(item.item, item.quantity) for item in finished.items] == [("tenancy", 15), ("residence", 2)]
        assert len(scene.events("TicketIssued")) == 2
        press(clerk, "KeyW")
        day = clerk.get_by_role("dialog")
        expect(day.locator(".sums dd").first).to_have_text("1")
        expect(day).to_contain_text("25 分钟")
        scene.shot(clerk, "agent-my-day")
