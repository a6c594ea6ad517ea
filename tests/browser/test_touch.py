# SPDX-License-Identifier: Apache-2.0
"""A staff screen says that somebody is there: when a person presses something, and not by itself."""

from pathlib import Path

import pytest
from playwright.sync_api import WebSocket, expect

from tests.browser.demo_hall import Faults, chromium, demo_hall, open_page
from tests.browser.test_one_visit import sign_in

pytestmark = pytest.mark.browser


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
        assert not [it for it in sent if "touched" in it]
        for _ in range(3):
            page.keyboard.press("Shift")
            page.mouse.click(5, 5)
        page.wait_for_timeout(500)
        assert [it for it in sent if "touched" in it] == ['{"touched":true}']
        expect(page.locator(".bar-clock")).to_be_visible()
    assert not faults
