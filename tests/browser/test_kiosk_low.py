# SPDX-License-Identifier: Apache-2.0
"""The kiosk's search, themes and lists for who sits low or sees little, on every shape of screen: whole buttons, none under another."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.demo_hall import Faults, chromium
from tests.browser.kiosk_hall import LYING, OLD, STANDING, hears, kiosk_hall, kiosk_page
from tests.faults.hall_thread import HallThread

pytestmark = pytest.mark.browser
SMALL_LYING = (1366, 768)
TOUCH_PX, LARGE_PX = 60, 30
"""The standard's sizes of what is touched and, in the elder mode, read."""
REACH = {LYING: 0.35, SMALL_LYING: 0.35, STANDING: 0.45, OLD: 0.45}
"""In low mode all that is touched lies below this part; a lying screen of the same height above the floor is half as tall."""
LEAST: dict[tuple[int, int], dict[str, int]] = {
    LYING: {"search": 4, "all": 6, "themes": 6},
    SMALL_LYING: {"search": 4, "all": 6, "themes": 6},
    STANDING: {"search": 2, "all": 4, "themes": 4},
    OLD: {"search": 2, "all": 4, "themes": 4},
}
"""So many services stand on one page of each tab in low mode."""
WRONG = """([touch, large]) => {
  const found = [];
  const say = (why, node) => found.push(`${why}: ${node.textContent.trim().slice(0, 16) || node.id || node.className}`);
  for (const node of document.querySelectorAll("button, input")) {
    if (!node.offsetParent) continue;
    const box = node.getBoundingClientRect();
    if (Math.min(box.width, box.height) < touch - 0.5) say(`${Math.round(box.width)}x${Math.round(box.height)} is small`, node);
    if (box.bottom > innerHeight + 1 || box.right > innerWidth + 1 || box.left < -1) say("off the screen", node);
    for (const [x, y] of [[0.5, 0.5], [0.5, 0.06], [0.5, 0.94], [0.06, 0.5], [0.94, 0.5]]) {
      const at = document.elementFromPoint(box.left + x * box.width, box.top + y * box.height);
      if (node.disabled || !at || node === at || node.contains(at)) continue;
      say(`under ${at.className || at.id}`, node);
      break;
    }
    const over = node.scrollHeight > node.clientHeight + 1 || node.scrollWidth > node.clientWidth + 1;
    if (over && node.tagName === "BUTTON") say("cut", node);
  }
  for (const node of document.querySelectorAll("main *, .foot *")) {
    if (!node.offsetParent) continue;
    if (![...node.childNodes].some((it) => it.nodeType === 3 && it.textContent.trim())) continue;
    if (parseFloat(getComputedStyle(node).fontSize) < large - 0.01) say(`${getComputedStyle(node).fontSize} is faint`, node);
  }
  return found;
}"""
TOP = """() => {
  const seen = [...document.querySelectorAll("button, input")].filter((it) => it.offsetParent);
  return Math.min(...seen.map((it) => it.getBoundingClientRect().top)) / innerHeight;
}"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Give the one kiosk of a hall with ten services; it has complained of nothing at the end."""
    with kiosk_hall(tmp_path_factory.mktemp("low")) as running, chromium() as browser:
        faults = Faults()
        yield opened(running, browser, faults)
        assert faults == []


def opened(hall: HallThread, browser: Browser, faults: Faults) -> Page:
    """Open the kiosk."""
    return kiosk_page(hall, browser, STANDING, faults)


def begin(page: Page, size: tuple[int, int], modes: tuple[str, ...]) -> None:
    """Let a fresh visitor choose these modes on a screen of this size."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for mode in ("elder", "low"):
        if (mode in modes) != bool(page.locator(f"html.{mode}").count()):
            page.locator(f"[data-mode={mode}]").click()


def find(page: Page, tab: str, typed: str = "") -> int:
    """Open a tab of the search and type; return how many services stand there."""
    if not page.locator("#find").is_visible():
        page.locator("#find-open").click()
    page.locator(f".tab[data-tab={tab}]").click()
    for letter in typed:
        page.locator(f"[data-letter={letter.upper()}]").click()
    expect(page.locator("#found .service").first).to_be_visible()
    return page.locator("#found .service").count()


def home(page: Page) -> None:
    """Go back to the home."""
    hears(page)
    page.locator("#find-back").click()
    expect(page.locator("#home")).to_be_visible()


@pytest.mark.parametrize("modes", [("low",), ("low", "elder")], ids="+".join)
@pytest.mark.parametrize("size", LEAST, ids=str)
def test_sitting_low_one_finds_services_as_whole_buttons_within_reach(page: Page, size: tuple[int, int], modes: tuple[str, ...]) -> None:
    """Letters, lists and themes; a lying screen holds at least three whole results."""
    begin(page, size, modes)
    sizes = [TOUCH_PX, LARGE_PX if "elder" in modes else 0]
    for tab, least in LEAST[size].items():
        count = find(page, tab, "s" if tab == "search" else "")
        assert count >= least, tab
        assert page.evaluate(WRONG, sizes) == [], tab
        assert page.evaluate(TOP) >= REACH[size], tab
    home(page)


@pytest.mark.parametrize("size", [OLD, SMALL_LYING], ids=str)
def test_with_large_type_a_small_screen_finds_services_as_whole_buttons(page: Page, size: tuple[int, int]) -> None:
    """The elder mode by itself, where there is least room for it."""
    begin(page, size, ("elder",))
    for tab, least in {"search": 2, "all": 4, "themes": 4}.items():
        assert find(page, tab, "s" if tab == "search" else "") >= least, tab
        assert page.evaluate(WRONG, [TOUCH_PX, LARGE_PX]) == [], tab
    home(page)


def test_a_button_that_is_squeezed_covered_or_faint_is_found(page: Page) -> None:
    """The control: what the other tests ask is seen to be missing."""
    begin(page, STANDING, ())
    find(page, "all")
    page.evaluate("() => { document.querySelector('#found').style.maxHeight = '40px'; }")
    wrong = " ".join(page.evaluate(WRONG, [TOUCH_PX, LARGE_PX]))
    assert "is small" in wrong
    assert "is faint" in wrong
    home(page)
