# SPDX-License-Identifier: Apache-2.0
"""A visit is rated at home, days later, and once more after that: the slip's page opens for as long as ``eval.window_online`` says."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import swept, turn
from tests.faults.forked import until
from tests.stories.scenes.scene import Scene, playing

pytestmark = pytest.mark.browser
LANGUAGES = ("zh-Hans", "zh-Hant", "en")


def served(scene: Scene) -> dict[str, str]:
    """Serve one visitor at counter 1."""
    mine = scene.take("senior-card")
    scene.ask("li", "call-next")
    scene.ask("li", "start")
    scene.later(90)
    scene.ask("li", "finish", {"outcome": "accepted", "case_no": "SZ-2026-7"})
    scene.ask("li", "close-counter")
    return {"ticket": str(mine["ticket"]), "token": str(mine["token"]), "number": str(mine["number"])}


def another_day(scene: Scene, days: int) -> None:
    """Close the hall, and open it so many days later."""
    scene.ask("duty", "close-day", {"rest": "left"})
    scene.later(days * 24 * 3600)
    scene.ask("duty", "open-day")


def looked(scene: Scene, page: Page, name: str) -> list[str]:
    """Return what axe finds in three languages, light and dark, and whatever is wider than the phone."""
    found = swept(page)
    for language in LANGUAGES:
        turn(page, language, "light")
        scene.shot(page, f"{name}-{language}")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{language}: wider than the screen")
    turn(page, "zh-Hans", "dark")
    scene.shot(page, f"{name}-dark")
    turn(page, "zh-Hans", "light")
    return found


def test_a_visit_is_rated_days_later_and_added_to_and_then_no_more(tmp_path: Path) -> None:
    """Seven natural days; the addition is offered, never asked for; on the eighth nothing is."""
    with playing(tmp_path / "hall") as scene:
        scene.ask("li", "open-counter", {"counter": "c1"})
        mine = served(scene)
        another_day(scene, 7)
        page = scene.phone(mine["token"])
        expect(page.locator("#number")).to_have_text(mine["number"])
        expect(page.locator("#state")).to_have_text("2026-11-23 的号，已办理结束")
        expect(page.locator("#rate")).to_contain_text("截至 2026-11-30")
        scene.shot(page, "rate-past")
        page.locator("[data-stars='2']").click()
        page.locator("#contact").fill("13800000000")
        assert looked(scene, page, "rate-past-bad") == []
        page.locator("#send").click()
        expect(page.locator("#rate h2")).to_have_text("感谢您的评价")
        scene.shot(page, "rate-past-thanks")
        page.locator("[data-opens='rate-more']").click()
        expect(page.locator("#rate h2")).to_be_focused()
        page.locator("[data-stars='4']").click()
        page.locator("#send").click()
        expect(page.locator("[data-opens='rate-more']")).to_have_count(0)

        until(lambda: len(scene.events("RatingGiven")) == 2)  # its form is gone before the hall has it
        first, added = scene.events("RatingGiven")
        assert (first.stars, first.kind, first.channel, first.named, first.case_no) == (2, "given", "qr", True, "SZ-2026-7")
        assert first.contact is not None
        assert "13800000000" not in str(first)
        assert (added.stars, added.kind, added.nth) == (4, "follow-up", 2)

        another_day(scene, 1)
        page.reload()
        expect(page.locator("#answers")).to_be_visible()  # what came of the bad rating may still be looked up
        expect(page.locator("#rate")).to_be_hidden()
