# SPDX-License-Identifier: Apache-2.0
"""Nothing that people must see is cut off: the called number beside the longest notice, a guide's phone in both languages."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP
from hallserver.service import Service
from tests.browser.demo_hall import Faults, chromium, open_page
from tests.browser.kiosk_hall import STANDING, kiosk_page
from tests.faults.hall_thread import HallThread, hall_thread
from tests.support import DUTY, GUIDE, LI, SMALL_HALL

pytestmark = pytest.mark.browser
LONGEST: dict[c.Language, str] = {"zh-Hans": "请" * 200, "en": "Please leave the hall by the east doors. " * 4 + "Please do not run."}
CALLS = 7
_CALM = """
const sheet = new CSSStyleSheet();
sheet.replaceSync("* { animation: none !important; }");
document.adoptedStyleSheets = [sheet];
"""
_RENUMBER = """(number) => {
  const node = document.getElementById("number");
  node.textContent = number;
  node.dataset.length = number.length;
}"""
_OVER_THE_EDGE = """() => {
  const text = document.createRange();
  text.selectNodeContents(document.getElementById("number"));
  const it = text.getBoundingClientRect();
  return it.left < 0 || it.right > innerWidth;
}"""
_IN_ITS_CIRCLE = """(selector) => {
  const circle = document.querySelector(selector), text = document.createRange();
  text.selectNodeContents(circle);
  return text.getBoundingClientRect().width < 0.8 * circle.getBoundingClientRect().width;
}"""
_CUT = """(boxes) => boxes.flatMap((selector) => [...document.querySelectorAll(selector)]).flatMap((box) => {
  const out = box.getBoundingClientRect();
  const cut = (node) => {
    const it = node.getBoundingClientRect();
    return it.width > 0 && (it.top < out.top - 1 || it.bottom > out.bottom + 1 || it.left < out.left - 1 || it.right > out.right + 1);
  };
  return [...box.querySelectorAll("*")].filter(cut).map((node) => `${node.className} ${node.textContent}`);
})"""


def cut(page: Page, *boxes: str) -> list[Any]:
    """Return what stands out of these boxes, and so is not or not wholly seen."""
    found: list[Any] = page.evaluate(_CUT, list(boxes))
    return found


async def two_letters(service: Service) -> None:
    """Let the numbers be as long as they may be."""
    rows = [row | ({"letter": "WX"} if row["slug"] == "social" else {}) for row in SMALL_HALL["queues"]]
    await service.submit(c.Configure(section="queues", rows=rows), SERVICE_SETUP)


async def busy(service: Service) -> None:
    """Serve some visitors and call one more."""
    await service.submit(c.OpenCounter(counter="c1"), LI)
    for _ in range(CALLS):
        await service.submit(c.TakeTicket(services=("seniors",)), GUIDE)
    for _ in range(CALLS - 1):
        await service.submit(c.CallNext(), LI)
        await service.submit(c.Finish(), LI)
    await service.submit(c.CallNext(), LI)


def cut_beside_the_longest(hall: HallThread, page: Page, *, urgent: bool) -> list[Any]:
    """Have the longest text shown; return what is cut off beside it, on a screen that lies and on one that stands."""
    hall.do(hall.door.service.submit(c.Announce(text=LONGEST, urgent=urgent), DUTY))
    expect(page.locator("#notice.urgent" if urgent else "#notice")).to_be_visible()
    expect(page.locator("#number")).to_be_visible()
    found = []
    for width, height in ((1366, 768), (1080, 1920)):
        page.set_viewport_size({"width": width, "height": height})
        found += [(width, it) for it in cut(page, ".now", ".calls", "body")]
    return found


def test_the_call_is_whole_beside_the_longest_notice(tmp_path: Path) -> None:
    """Two hundred characters in each language, urgent or not, on a screen that lies or stands; and no half row of calls."""
    faults = Faults()
    with hall_thread(tmp_path / "hall", arrange=busy) as hall, chromium() as browser:
        page = open_page(browser, f"{hall.door.base}/hall/#key={hall.do(hall.door.key('hall-1'))}", (1366, 768), faults)
        page.evaluate(_CALM)
        assert cut_beside_the_longest(hall, page, urgent=False) == []
        assert cut_beside_the_longest(hall, page, urgent=True) == []
    assert faults == []


def test_without_its_own_sizes_something_would_be_cut(tmp_path: Path) -> None:
    """The control of the test above."""
    with hall_thread(tmp_path / "hall", arrange=busy) as hall, chromium() as browser:
        page = open_page(browser, f"{hall.door.base}/hall/#key={hall.do(hall.door.key('hall-1'))}", (1366, 768), Faults())
        page.evaluate(_CALM)
        assert cut_beside_the_longest(hall, page, urgent=False) == []
        page.set_viewport_size({"width": 1366, "height": 768})
        page.evaluate("document.body.classList.remove('wordy'); document.getElementById('notice').dataset.size = 'long'")
        assert cut(page, ".now")


def test_a_guide_with_a_phone_can_sign_out_and_reads_one_language(tmp_path: Path) -> None:
    """What was typed outlives the change of language."""
    faults = Faults()
    with hall_thread(tmp_path / "hall") as hall, chromium() as browser:
        token = hall.do(hall.door.staff("guo")).partition(" ")[2]
        guide = open_page(browser, f"{hall.door.base}/guide/#token={token}", (390, 844), faults)
        guide.get_by_role("button", name="名单").click()
        guide.locator("#find").fill("A01")
        assert cut(guide, "#bar") == []
        guide.get_by_role("button", name="English").click()
        expect(guide.get_by_role("button", name="Sign out")).to_be_visible()
        expect(guide.get_by_role("button", name="People")).to_have_attribute("aria-current", "page")
        expect(guide.locator("#find")).to_have_value("A01")
        assert cut(guide, "#bar") == []
    assert faults == []


def test_a_kiosk_shows_the_longest_number_whole(tmp_path: Path) -> None:
    """It is all that a visitor without a slip takes along. The control: in the size of a short number it is cut."""
    faults = Faults()
    with hall_thread(tmp_path / "hall", arrange=two_letters) as hall, chromium() as browser:
        kiosk = kiosk_page(hall, browser, STANDING, faults)
        assert kiosk.evaluate(_IN_ITS_CIRCLE, ".service-letter") is True
        kiosk.locator("[data-service=seniors]").click()
        expect(kiosk.locator("#number")).to_have_text("WX001")
        for number in ("WX001", "WX1001"):
            kiosk.evaluate(_RENUMBER, number)
            assert cut(kiosk, "body") == []
            assert kiosk.evaluate(_OVER_THE_EDGE) is False
        kiosk.evaluate("delete document.getElementById('number').dataset.length")
        assert kiosk.evaluate(_OVER_THE_EDGE) is True
    assert faults == []
