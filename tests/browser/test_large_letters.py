# SPDX-License-Identifier: Apache-2.0
"""Letters twice as large (WCAG 2.2, 1.4.4): on every staff screen each button can still be brought into sight, and none is cut."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.stories.scenes.scene import playing

pytestmark = pytest.mark.browser
STAFF = {"clerk": "li", "guide": "guide", "duty": "duty", "manager": "manager", "setup": "admin"}
TWICE = (683, 384)
"""A window of 1366 by 768 pixels at 200 %."""
_LOST = """() => {
  const lost = [];
  for (const it of document.querySelectorAll("button, a[href], input:not([type=file]), select, textarea, h1, h2")) {
    if (!it.getClientRects().length || it.closest("table")) continue;
    it.scrollIntoView({ block: "nearest", inline: "nearest" });
    const box = it.getBoundingClientRect();
    const tall = box.height > innerHeight / 2;
    const inside = box.left >= -1 && box.right <= innerWidth + 1 && box.top >= -1 && (tall || box.bottom <= innerHeight + 1);
    if (!inside) lost.push(`${it.localName} ${it.getAttribute("aria-label") || it.innerText}`);
  }
  if (document.scrollingElement.scrollWidth > innerWidth + 1) lost.push(`the page is ${document.scrollingElement.scrollWidth} wide`);
  return lost;
}"""
_SHRUNK = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("#app { height: 60px; flex: none; overflow: clip !important; }");
  document.adoptedStyleSheets = [sheet];
}"""


def lost(page: Page) -> list[str]:
    """Return what cannot be brought into sight whole; tables scroll by themselves, across too."""
    found: list[str] = page.evaluate(_LOST)
    return found


def test_nothing_is_lost_at_twice_the_size(tmp_path: Path) -> None:
    """Each staff screen in Chinese, with somebody in hand. The control: where the screen does not scroll, something is."""
    with playing(tmp_path / "hall") as scene:
        scene.ask("li", "open-counter", {"counter": "c8"})
        for service in ("tenancy", "tenancy", "enquiry"):
            scene.take(service)
        scene.ask("li", "call-next", {})
        for name, who in STAFF.items():
            page = scene.page(name, who, size=TWICE)
            expect(page.locator("#app > *").first).to_be_visible()
            assert [name, *lost(page)] == [name]
            if name == "clerk":
                page.evaluate(_SHRUNK)
                assert lost(page), "the control"
            page.context.close()
