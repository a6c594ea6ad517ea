# SPDX-License-Identifier: Apache-2.0
"""The kiosk for who sees little, sits low, reads another language or hears: every part of it in every mode."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import calm, turn, violations
from tests.browser.demo_hall import Faults
from tests.browser.kiosk_hall import LYING, OLD, STANDING, hears, kiosk_hall, kiosk_page
from tests.browser.sweep import Sweep
from tests.faults.hall_thread import HallThread

pytestmark = pytest.mark.browser
LARGE_PX, TOUCH_PX, REACH = 30, 60, 0.45
"""The standard's text and target sizes; what is touched in low mode lies below this part of the screen."""
PARTS = ("home", "search", "themes", "look", "wish", "have", "number")
_TEXTS = """() => [...document.querySelectorAll("main *, .foot *")]
  .filter((it) => it.offsetParent && [...it.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
  .map((it) => [parseFloat(getComputedStyle(it).fontSize), it.textContent])
  .sort((one, other) => one[0] - other[0])[0]"""
_TOUCHED = """() => [...document.querySelectorAll("button, input")].filter((it) => it.offsetParent).map((it) => {
  const box = it.getBoundingClientRect();
  const name = it.textContent.trim().slice(0, 20);
  return [name, Math.round(box.width), Math.round(box.height), box.top / innerHeight, box.bottom - innerHeight, box.right - innerWidth];
})"""


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HallThread]:
    """Run one hall for all of them."""
    with kiosk_hall(tmp_path_factory.mktemp("modes")) as running:
        yield running


def open_part(page: Page, part: str) -> None:
    """Bring a part of the kiosk on the screen, from its home."""
    if part in {"search", "themes"}:
        page.locator("#find-open").click()
        page.locator(f".tab[data-tab={part}]").click()
    elif part == "number":
        hears(page)
        page.locator("[data-service=aid]").click()
        expect(page.locator("#number")).to_be_visible()
    elif part != "home":
        page.locator(f"#{part}").click()


def go_home(page: Page) -> None:
    """Leave whatever is on the screen."""
    hears(page)
    for way in ("#back:visible", "#find-back:visible", "#look[aria-pressed=true]:visible"):
        if page.locator(way).count():
            page.locator(way).click()
            break
    expect(page.locator("#home")).to_be_visible()


@pytest.mark.parametrize("size", [STANDING, LYING, OLD], ids=str)
def test_in_the_elder_mode_all_text_is_large_and_all_that_is_touched_too(hall: HallThread, browser: Browser, size: tuple[int, int]) -> None:
    """A number is two presses away at most. The control: the usual look has smaller text."""
    faults = Faults()
    page = kiosk_page(hall, browser, size, faults)
    assert page.evaluate(_TEXTS)[0] < LARGE_PX
    for part in PARTS:
        if not page.locator("html.elder").count():
            page.locator("[data-mode=elder]").click()
        open_part(page, part)
        assert page.evaluate(_TEXTS)[0] >= LARGE_PX, (part, page.evaluate(_TEXTS))
        small = [it for it in page.evaluate(_TOUCHED) if min(it[1], it[2]) < TOUCH_PX]
        assert small == [], part
        assert [it for it in page.evaluate(_TOUCHED) if it[4] > 1 or it[5] > 1] == [], part
        go_home(page)
    assert faults == []


def test_in_the_wheelchair_mode_all_that_is_touched_lies_low(hall: HallThread, browser: Browser) -> None:
    """Within 1.2 m of the floor on a standing screen. The control: otherwise something lies above."""
    faults = Faults()
    page = kiosk_page(hall, browser, STANDING, faults)
    assert [it for it in page.evaluate(_TOUCHED) if it[3] < REACH]
    for part in PARTS:
        if not page.locator("html.low").count():
            page.locator("[data-mode=low]").click()
        open_part(page, part)
        assert [it for it in page.evaluate(_TOUCHED) if it[3] < REACH or it[4] > 1 or min(it[1], it[2]) < TOUCH_PX] == [], part
        go_home(page)
    assert faults == []


@pytest.mark.axe
@pytest.mark.parametrize(("size", "mode"), [(STANDING, ""), (LYING, "elder"), (STANDING, "low")], ids=str)
def test_nobody_is_shut_out_in_any_mode_language_or_look(hall: HallThread, browser: Browser, size: tuple[int, int], mode: str) -> None:
    """Axe-core finds nothing on any part; by turns in each language, light and dark; at length every part in all of them."""
    faults = Faults()
    page = kiosk_page(hall, browser, size, faults)
    calm(page)
    turns = [("zh-Hans", "light"), ("en", "dark"), ("zh-Hant", "light"), ("zh-Hans", "dark"), ("en", "light"), ("zh-Hant", "dark")]
    for at, part in enumerate(PARTS):
        if mode and not page.locator(f"html.{mode}").count():
            page.locator(f"[data-mode={mode}]").click()
        open_part(page, part)
        for language, look in turns if Sweep.whole else [turns[at % len(turns)]]:
            turn(page, language, look)
            assert violations(page) == [], part
        go_home(page)
    assert faults == []
