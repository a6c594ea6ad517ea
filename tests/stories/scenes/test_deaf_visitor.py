# SPDX-License-Identifier: Apache-2.0
"""A deaf visitor: the guide notes it, sees the call at once, and goes; until then nobody may write the number off."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.stories.scenes.scene import playing

pytestmark = pytest.mark.browser


def test_a_deaf_visitor_is_fetched_and_not_missed(tmp_path: Path) -> None:
    """The clerk cannot mark the number absent before somebody has gone; the public screens show nothing of the need."""
    with playing(tmp_path / "hall") as scene:
        scene.ask("li", "open-counter", {"counter": "c1"})
        taken = scene.take("senior-card", who="kiosk-1")
        guide, clerk, board = scene.page("guide", "guide"), scene.page("clerk", "li"), scene.page("hall", "hall-1")
        guide.get_by_role("button", name="名单").click()
        guide.locator("[data-ticket=A001]").click()
        guide.locator("#sheet [data-act=note-needs]").click()
        guide.get_by_role("button", name="听力障碍").click()
        guide.get_by_role("button", name="确定").click()
        expect(guide.locator("#sheet .facts")).to_contain_text("听力障碍")

        expect(clerk.locator("#hand")).to_contain_text("A001")  # who would be next
        clerk.keyboard.press("F2")
        fetch = guide.locator("#fetch")
        expect(fetch).to_contain_text("A001")
        expect(fetch).to_contain_text("1号窗口")
        expect(board.locator("body")).to_contain_text("A001")
        assert "听力" not in board.locator("body").inner_text()
        scene.later(300)
        refused = scene.said("li", "mark-absent")
        assert refused.refusal == (422, "absent-not-fetched")
        expect(fetch).to_contain_text("5:0")  # the screen knows what time it is
        scene.shot(guide, "deaf-visitor")

        fetch.get_by_role("button", name="已接引").click()
        expect(fetch).to_be_hidden()
        expect(guide.locator("#sheet-way")).to_contain_text("已有人接引")
        expect(clerk.locator("#pad [data-action=start]")).to_be_enabled()
        clerk.keyboard.press("F4")
        expect(guide.locator("#sheet-state")).to_have_text("办理中")
        life = [entry.kind for entry in scene.journal() if getattr(entry.event, "ticket", "") == taken["ticket"]]
        assert life == ["NeedsNoted", "TicketCalled", "VisitorEscorted", "ServiceStarted"]
