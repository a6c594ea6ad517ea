# SPDX-License-Identifier: Apache-2.0
"""Another district's theme reaches every screen that is open; a device and a person each keep their own look."""

import base64
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import CONTRAST, calm, turn, violations
from tests.browser.demo_hall import open_page
from tests.stories.scenes.scene import SIZES, Scene, playing, rows
from tests.support import STANDARD

pytestmark = pytest.mark.browser
SCREENS = {"kiosk": "kiosk-1", "hall": "hall-1", "rating": "rater-8", "clerk": "li", "duty": "duty", "setup": "admin"}
"""Page → who has it open. That each page loads the theme at all is a habit (`test_pages.py`)."""
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle cx="32" cy="32" r="30" fill="#f4d58d"/>
<path d="M32 10 L50 46 H14 Z" fill="#8d1b2b"/></svg>"""
THEME = f"""
logo = "data:image/svg+xml;base64,{base64.b64encode(DRAWING.encode()).decode()}"
scale_percent = 110

[theme.light]
main = "#8d1b2b"
main_deep = "#5c0f1b"
main_tint = "#fbecee"
on_deep_soft = "#f3d9dc"
accent = "#3f8f5b"

[theme.dark]
main = "#ffb3ba"
main_deep = "#3a0a12"
main_tint = "#4a1a22"
on_main = "#3a0a12"
on_deep_soft = "#f3d9dc"
"""
"""A red and green district with a logo of its own and larger type, as the table ``[theme]`` of its standard goes on."""
READ = ("kiosk", "clerk", "duty")
"""Screens on which the contrast is measured too; `test_axe.py` has them all in the usual theme."""
_OWN = """() => {
  const root = getComputedStyle(document.documentElement), sign = document.querySelector(".sign");
  const of = (name) => root.getPropertyValue(name).trim();
  return { main: of("--main"), logo: of("--logo"), sign: sign ? getComputedStyle(sign).backgroundImage : "" };
}"""


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Give a hall between two days."""
    with playing(tmp_path_factory.mktemp("look") / "hall", opened=False) as played:
        yield played


def own(page: Page) -> dict[str, str]:
    """Return the colours that a page has now."""
    found: dict[str, str] = page.evaluate(_OWN)
    return found


def follows(page: Page, main: str) -> None:
    """Wait until a page has the theme with this colour."""
    expect(page.locator("html")).to_have_css("--main", main)


def test_screens_that_are_open_take_the_theme_of_the_next_standard(scene: Scene) -> None:
    """Nobody walks round the hall in the morning to reload them; and what was open can still be read, light and dark."""
    pages = {name: scene.page(name, who) for name, who in SCREENS.items()}
    for page in pages.values():
        follows(page, "#14488f")
    scene.ask("admin", "adopt-standard", {"text": STANDARD + THEME})
    pages["landing"] = open_page(scene.browser, f"{scene.base}/", SIZES["setup"], scene.faults)
    for name, page in pages.items():
        follows(page, "#8d1b2b")
        assert "/theme/logo" in own(page)["logo"], name
        expect(page.locator('link[href^="/theme.css"]'), name).to_have_count(1)
        scene.shot(page, f"district-{name}")
        turn(page, "zh-Hans", "dark")
        assert own(page)["main"] == "#ffb3ba"
        scene.shot(page, f"district-{name}-dark")
    for name in READ:
        calm(pages[name])
        for look in ("light", "dark"):
            turn(pages[name], "zh-Hans", look)
            assert [name, *violations(pages[name], rules=CONTRAST)] == [name]
    assert "/theme/logo" in own(pages["kiosk"])["sign"]
    expect(pages["kiosk"].locator(".sign > *").first).to_be_hidden()
    for page in pages.values():
        page.context.close()


def test_a_display_is_dark_when_its_row_says_so_and_a_person_when_they_choose(scene: Scene) -> None:
    """The display follows its row while it is open and keeps the look over a restart; a clerk's choice is the clerk's alone."""
    display, clerk = scene.page("hall", "hall-1"), scene.page("clerk", "li")
    dark = [row | ({"look": "dark"} if row["slug"] == "hall-1" else {}) for row in rows()["devices"]]
    expect(display.locator("html")).to_have_attribute("data-look", "light")
    scene.ask("admin", "configure", {"section": "devices", "rows": dark})
    expect(display.locator("html")).to_have_attribute("data-look", "dark")
    display.reload()
    assert display.evaluate("document.documentElement.dataset.look") == "dark", "before anything has come over the line"
    expect(clerk.locator("html")).to_have_attribute("data-look", "light")
    clerk.get_by_role("button", name="深色").click()
    expect(clerk.get_by_role("button", name="深色")).to_have_attribute("aria-pressed", "true")
    clerk.reload()
    expect(clerk.locator("html")).to_have_attribute("data-look", "dark")
    scene.ask("admin", "configure", {"section": "devices", "rows": [row | {"look": ""} for row in dark]})
    expect(display.locator("html")).to_have_attribute("data-look", "light")
    display.context.close()
    clerk.context.close()


def test_the_address_decides_over_everything(scene: Scene) -> None:
    """For whoever takes pictures or tries a look: it ends with the page."""
    page = scene.page("hall", "hall-1", query="?look=dark")
    expect(page.locator("#clock")).not_to_be_empty()
    page.wait_for_timeout(1000)  # a beat comes five times a second here, and must change nothing
    expect(page.locator("html")).to_have_attribute("data-look", "dark")
    page.context.close()


def test_a_persons_system_decides_where_nobody_has_chosen(scene: Scene) -> None:
    """A phone that is dark at night; a kiosk's look is the hall's."""
    context = scene.browser.new_context(color_scheme="dark")
    page = context.new_page()
    for path, look in (("/", "dark"), ("/clerk/", "dark"), ("/kiosk/", "light"), ("/clerk/?look=light", "light")):
        page.goto(f"{scene.base}{path}")
        assert page.evaluate("document.documentElement.dataset.look") == look, path
    context.close()
