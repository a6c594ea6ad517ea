# SPDX-License-Identifier: Apache-2.0
"""The faces of the manager's screen that come by themselves: at their times, on a wall always, never under somebody's hands."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.stories.scenes.scene import playing
from tests.support import MINUTE_US, NINE_US

pytestmark = pytest.mark.browser


def test_briefing_and_picture_hang_on_the_wall_at_their_times_and_it_goes_back_to_live(tmp_path: Path) -> None:
    """From 08:45 to half an hour after the doors opened at half past eight, and for half an hour from 18:00; else it is live."""
    with playing(tmp_path / "hall", from_us=NINE_US - 16 * MINUTE_US) as played:
        page = played.page("wall", "hall-1", size=(1920, 1080))
        expect(page.locator("#live")).to_be_visible()
        for minutes, face in ((1, "briefing"), (16, "live"), (9 * 60, "picture"), (30, "live")):
            played.later(minutes * 60)
            expect(page.locator("body")).to_have_attribute("data-face", face)
            expect(page.locator(f"#{face}")).to_be_visible()


def test_whoever_works_at_the_screen_is_not_taken_away_from_it(tmp_path: Path) -> None:
    """The face that is due says so on its button; by hand it is there at once."""
    with playing(tmp_path / "hall", from_us=NINE_US - 14 * MINUTE_US) as played:
        page = played.page("manager", "manager")
        due = page.locator("[data-face=briefing].face")
        expect(due).to_contain_text("请看")
        expect(page.locator("#live")).to_be_visible()
        due.click()
        expect(page.locator("#briefing")).to_be_visible()
