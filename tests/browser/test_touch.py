# SPDX-License-Identifier: Apache-2.0
"""A staff screen says that somebody is there: when a person presses something, and not by itself."""

from pathlib import Path

import pytest
from playwright.sync_api import WebSocket, expect

from tests.browser.demo_hall import Faults, chromium, demo_hall, open_page
from tests.browser.test_one_visit import sign_in
from tests.faults.forked import until

pytestmark = pytest.mark.browser


def told(sent: list[str]) -> list[str]:
    """Return what of all that was sent says that somebody is there."""
    return [it for it in sent if "touched" in it]


@pytest.mark.promise("S12")
def test_only_a_real_touch_is_told_and_once_a_minute(tmp_path: Path) -> None:
    """A script's clicks and the page's own doings are none; many touches are one message."""
    faults = Faults()
    sent: list[str] = []

    def watch(line: WebSocket) -> None:
        line.on("framesent", lambda payload: sent.append(str(payload)))

    with demo_hall(tmp_path / "hall", "--still") as hall, chromium() as browser:
        page = open_page(browser, f"{hall.base}/manager/", (1280, 800), faults)
        page.on("websocket", watch)
        sign_in(page, "manager", hall.passwords["manager"])
        expect(page.locator(".bar-clock")).to_be_visible()
        page.evaluate("document.body.dispatchEvent(new Event('pointerdown', {bubbles: true}))")
        page.wait_for_timeout(500)
        assert not told(sent)
        for _ in range(3):
            page.keyboard.press("Shift")
            page.mouse.click(5, 5)
        page.wait_for_timeout(500)
        until(lambda: bool(page.evaluate("1") and told(sent)))  # to ask the page lets Playwright hear of what was sent
        assert told(sent) == ['{"touched":true}']
        expect(page.locator(".bar-clock")).to_be_visible()
    assert not faults
