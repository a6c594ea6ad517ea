# SPDX-License-Identifier: Apache-2.0
"""人号不符: A001 is called, and the holder of A003 sits down. One step puts it right; nobody loses a place."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.stories.scenes.clerk_keys import press, stands
from tests.stories.scenes.scene import playing

pytestmark = pytest.mark.browser


def test_the_wrong_person_sits_down(tmp_path: Path) -> None:
    """Found out when the slip is looked at, after service had begun: C, the number, Enter. The one who was called is called next."""
    with playing(tmp_path / "hall") as scene:
        called, _, sits = (scene.take("senior-card", who="kiosk-1")["ticket"] for _ in range(3))
        scene.ask("li", "open-counter", {"counter": "c1"})
        board = scene.page("hall", "hall-1")
        clerk = scene.page("clerk", "li")
        expect(clerk.locator(".hand-next")).to_have_text("A001")
        press(clerk, "Space")
        expect(board.locator("body")).to_contain_text("A001")
        stands(clerk, "A001", "已叫号")
        press(clerk, "Space")
        stands(clerk, "A001", "办理中")
        scene.later(40)

        press(clerk, "KeyC")
        dialog = clerk.get_by_role("dialog")
        expect(dialog).to_contain_text("来的不是 A001")
        clerk.keyboard.type("a3")
        expect(dialog.get_by_role("option").first).to_contain_text("A003")
        scene.shot(clerk, "wrong-person")
        clerk.keyboard.press("Enter")
        stands(clerk, "A003", "办理中")
        expect(clerk.locator("#message")).to_have_text("号码已对换。")
        expect(clerk.locator("#line li").first).to_contain_text("A001")
        scene.shot(clerk, "wrong-person-after")

        press(clerk, "F9")
        expect(clerk.locator(".hand-label")).to_have_text("A001")
        (swap,) = scene.events("TicketsSwapped")
        assert (swap.back, swap.ticket, swap.clerk, swap.to) == (called, sits, "li", "serving")
        served = scene.hall().tickets[sits]
        assert (served.state, served.leg.counter) == ("finished", "c1")
        assert scene.hall().tickets[called].misses == 0
