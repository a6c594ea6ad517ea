# SPDX-License-Identifier: Apache-2.0
"""The duty manager's phone: nothing is cut off, a double tap does nothing twice, and any number can be looked up."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from hallserver.core import commands as c
from hallserver.service import Service
from tests.browser.demo_hall import Faults, chromium, open_page
from tests.browser.test_fits import cut
from tests.faults.hall_thread import HallThread, hall_thread
from tests.support import GUIDE, LI

pytestmark = pytest.mark.browser
PHONE = (390, 844)
TABS = ("now", "desks", "tickets", "plans", "day")
_WIDE = "() => [...document.querySelectorAll('body *')].filter((it) => it.getBoundingClientRect().right > innerWidth + 1).length"
_LOW = """() => [...document.querySelectorAll('button')].filter((it) => {
  const box = it.getBoundingClientRect();
  return box.height > 0 && box.height < 40 && !it.closest('#bar');
}).map((it) => it.textContent)"""

_HEARS = """() => {
  const it = document.querySelector("dialog [data-value=evacuation]"), box = it.getBoundingClientRect();
  return it.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
}"""
_TAP_TWICE = f"""() => {{
  document.querySelector("[data-act=suspend]").click();
  return ({_HEARS})();
}}"""
"""The second tap meets whatever lies under the finger by then."""


async def busy(service: Service) -> None:
    """Serve one visitor, call another, let more wait, and have help asked for."""
    await service.submit(c.OpenCounter(counter="c1"), LI)
    for _ in range(4):
        await service.submit(c.TakeTicket(services=("seniors",)), GUIDE)
    await service.submit(c.TakeTicket(services=("founding",)), GUIDE)
    await service.submit(c.CallNext(), LI)
    await service.submit(c.Finish(), LI)
    await service.submit(c.CallNext(), LI)
    await service.submit(c.AskHelp(kind="quarrel"), LI)


def phone(hall: HallThread, browser: Any, faults: Faults) -> Page:  # noqa: ANN401 - a browser
    """Open the screen."""
    token = hall.do(hall.door.staff("dan")).partition(" ")[2]
    return open_page(browser, f"{hall.door.base}/duty/#token={token}", PHONE, faults)


def ill_fitting(page: Page) -> list[Any]:
    """Return what is cut off in the bar, wider than the phone, or too low for a thumb, on every part of the screen."""
    found = []
    for tab in TABS:
        page.locator(f".tab[data-tab={tab}]").click()
        found += [(tab, it) for it in [*cut(page, "#bar", "#tabs"), *page.evaluate(_LOW)]]
        found += [(tab, "too wide")] * page.evaluate(_WIDE)
    return found


def test_the_phone_shows_everything_and_takes_no_second_tap(tmp_path: Path) -> None:
    """In both languages. A tap right after the sheet came up is the second of a double tap; the control: a moment later it counts."""
    faults = Faults()
    with hall_thread(tmp_path / "hall", arrange=busy) as hall, chromium() as browser:
        page = phone(hall, browser, faults)
        expect(page.locator("[data-alarm=help]")).to_contain_text("群众情绪激动")
        assert ill_fitting(page) == []
        assert page.evaluate(_TAP_TWICE) is False
        expect(page.locator("dialog.settling")).to_have_count(0)
        assert page.evaluate(_HEARS) is True
        assert hall.door.service.hall.suspended == ""
        page.locator("dialog [data-value=evacuation]").click()
        expect(page.locator("#bar")).to_contain_text("暂停服务")
        page.locator(".tab[data-tab=tickets]").click()
        page.locator("#number").fill("a1")
        page.locator("[data-act=look-up]").click()
        expect(page.locator("dialog")).to_contain_text("已完成")
        page.locator("dialog .dialog-end .button").click()
        page.get_by_role("button", name="English").click()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        assert ill_fitting(page) == []
    assert faults == []
