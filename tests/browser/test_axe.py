# SPDX-License-Identifier: Apache-2.0
"""axe-core finds nothing of WCAG 2.2 A and AA on any screen, in any language, light or dark."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import CONTRAST, both, calm, swept, turn, violations
from tests.browser.demo_hall import Faults, open_page
from tests.browser.kiosk_hall import hears
from tests.browser.test_set_up_look import STANDARD
from tests.stories.scenes.scene import SIZES, Scene, playing

pytestmark = [pytest.mark.browser, pytest.mark.axe]
STAFF = {
    "clerk": "li", "guide": "guide", "duty": "duty", "orders": "manager", "manager": "manager", "site": "manager", "room": "manager",
    "setup": "admin",
}  # fmt: skip
DEVICES = {"kiosk": "kiosk-1", "hall": "hall-1", "counter": "counter-8", "rating": "rater-8", "wall": "hall-1"}
DRAWN = re.compile(r"(\S\s*){30}")
AGAIN = ("kiosk", "hall", "rating", "clerk", "guide", "duty")
"""Screens that later tests look at; the others are turned off once they were swept: one that stays on draws, and hears the hall."""


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Give a hall at work: two counters call, seven wait."""
    with playing(tmp_path_factory.mktemp("axe") / "hall") as played:
        for clerk, counter in (("li", "c8"), ("wang", "c3")):
            played.ask(clerk, "open-counter", {"counter": counter})
        for service in (*["tenancy"] * 6, "senior-card", "founding", "enquiry"):
            played.take(service)
        played.take("social-card", needs=["mobility"])
        played.later(200)
        played.ask("li", "call-next", {})
        played.ask("wang", "call-next", {})
        played.later(30)
        yield played


@pytest.fixture(scope="module")
def opened(scene: Scene) -> Callable[[str], Page]:
    """Give the one open page of a screen, its motion stopped."""
    pages: dict[str, Page] = {}

    def page_of(name: str) -> Page:
        if name not in pages:
            pages[name] = scene.page(name, {**STAFF, **DEVICES}[name])
            calm(pages[name])
            expect(pages[name].locator("body")).to_have_text(DRAWN)
        return pages[name]

    return page_of


def turned_off(name: str, page: Page) -> None:
    """Close a screen that nobody looks at again."""
    if name not in AGAIN:
        page.context.close()


@pytest.mark.parametrize("name", [*DEVICES, "clerk"])
def test_a_screen_at_work(name: str, opened: Callable[[str], Page]) -> None:
    """As it stands the whole day."""
    page = opened(name)
    found = swept(page)
    turned_off(name, page)
    assert found == []


@pytest.mark.parametrize("name", ["guide", "duty", "orders", "manager", "site", "room"])
def test_a_screen_with_its_tabs(name: str, opened: Callable[[str], Page]) -> None:
    """Each tab, where it has any."""
    page = opened(name)
    expect(page.locator("#app > *").first).to_be_visible()
    tabs = page.locator(".tab:visible").count()
    found = []
    for nth in range(max(tabs, 1)):
        if tabs:
            page.locator(".tab:visible").nth(nth).click()
        found += swept(page, within="#app" if nth else "")
    turned_off(name, page)
    assert found == []


def test_the_set_up_with_its_sections(opened: Callable[[str], Page]) -> None:
    """Each section's list, in Chinese and English, and the first with what stands around it."""
    page = opened("setup")
    expect(page.locator(".nav-button").first).to_be_visible()
    found = swept(page)
    sections = page.locator(".nav-button").count()
    for nth in range(sections):
        page.locator(".nav-button").nth(nth).click()
        if nth - sections == STANDARD:
            expect(page.locator("table.reading")).to_have_count(2)
        found += [f"{nth} {it}" for it in both(page, within="#sheet, #step")]
    turned_off("setup", page)
    assert found == []


@pytest.mark.parametrize("key", ["F6", "F7", "KeyG", "KeyC", "KeyT", "KeyL", "KeyS", "KeyV", "KeyN", "KeyW", "KeyM", "KeyO"])
def test_what_a_clerk_is_asked(key: str, opened: Callable[[str], Page]) -> None:
    """Every dialog that a key opens while somebody is in hand."""
    page = opened("clerk")
    found = []
    for language, look in (("zh-Hans", "light"), ("en", "dark")):
        turn(page, language, look)
        expect(page.locator("#pad button:enabled").first).to_be_visible()
        page.keyboard.press(key)
        expect(page.locator("dialog")).to_be_visible()
        found += [f"{language} {look} {it}" for it in violations(page, within="dialog")]
        page.keyboard.press("Escape")
        expect(page.locator("dialog")).to_have_count(0)
    turn(page, "zh-Hans", "light")
    assert found == []


def test_the_strip_of_a_clerk(scene: Scene) -> None:
    """At most 480 by 96."""
    page = scene.page("clerk", "wang", size=(480, 96), query="?strip=1")
    expect(page.locator(".strip-number")).to_be_visible()
    calm(page)
    assert swept(page) == []
    page.context.close()


@pytest.mark.parametrize("way", ["搜索业务", "按主题找", "要带什么", "优先与帮助", "已有号码"])
def test_the_ways_of_a_kiosk(way: str, opened: Callable[[str], Page]) -> None:
    """Each sheet that a visitor can open from the first page; Chinese in the light, English in the dark."""
    page = opened("kiosk")
    hears(page)
    page.get_by_role("button", name=way).click()
    back = page.get_by_role("button", name="返回")
    expect(back.first).to_be_visible()
    found = both(page)
    hears(page)
    back.first.click()
    expect(page.get_by_role("button", name=way)).to_be_visible()
    assert found == []


@pytest.mark.parametrize(
    ("begins", "ends", "of"),
    [("suspend", "resume-hall", {"reason": "power"}), ("stop-issuing", "resume-issuing", {"reason": "full"})],
)
def test_a_kiosk_that_gives_no_number(begins: str, ends: str, of: dict[str, str], scene: Scene, opened: Callable[[str], Page]) -> None:
    """The sheet that covers it, on the hall display as well; the sheets of a closed hall are drawn as these are."""
    kiosk, hall = opened("kiosk"), opened("hall")
    scene.ask("duty", begins, of)
    expect(kiosk.locator("#notice, .sheet").locator("visible=true").first).to_be_visible()
    found = [*both(kiosk), *(both(hall) if begins == "suspend" else [])]
    scene.ask("duty", ends, of if begins == "suspend" else {})
    expect(kiosk.locator("[data-service]").locator("visible=true").first).to_be_visible()
    assert found == []


@pytest.mark.parametrize(("name", "tab", "opens"), [("guide", 0, "[data-service=tenancy]"), ("duty", 4, "[data-act=suspend]")])
def test_what_a_guide_and_a_duty_manager_are_asked(name: str, tab: int, opens: str, opened: Callable[[str], Page]) -> None:
    """The sheets over their screens."""
    page = opened(name)
    page.locator(".tab:visible").nth(tab).click()
    page.locator(opens).click()
    found = both(page)
    page.keyboard.press("Escape")
    assert found == []


def test_a_rater_that_asks(scene: Scene, opened: Callable[[str], Page]) -> None:
    """Five faces and words, a reason after a bad one."""
    scene.ask("li", "start", {})
    scene.ask("li", "finish", {})
    page = opened("rating")
    face = page.locator(".face-1").first
    expect(face).to_be_visible()
    found = swept(page)
    page.wait_for_timeout(500)
    face.click()
    found += swept(page)
    assert found == []


def test_a_ticket_through_its_visit(scene: Scene) -> None:
    """Waiting, called, in hand; and one that was cancelled."""
    taken, other = scene.take("tenancy"), scene.take("tenancy")
    page = scene.phone(taken["token"])
    calm(page)
    expect(page.locator("body")).to_contain_text(taken["number"])
    found = swept(page)
    scene.ask("chen", "open-counter", {"counter": "c4"})
    scene.ask("chen", "call-ticket", {"ticket": taken["ticket"], "reason": "other"})
    expect(page.locator("body")).to_contain_text("4号窗口")
    found += both(page)
    scene.ask("chen", "start", {})
    found += both(page)
    page.context.close()
    page = scene.phone(other["token"])
    scene.ask("guide", "cancel", {"ticket": other["ticket"]})
    calm(page)
    expect(page.locator("body")).to_contain_text("已退号")
    found += both(page)
    page.context.close()
    assert found == []


@pytest.mark.parametrize("name", ["landing", "sign-in", "pairing"])
def test_the_ways_in(name: str, scene: Scene) -> None:
    """For whom the system does not know yet."""
    path = {"landing": "/", "sign-in": "/clerk/", "pairing": "/kiosk/"}[name]
    page = open_page(scene.browser, f"{scene.base}{path}", (1280, 800), scene.faults)
    expect(page.locator("#main h1" if name == "landing" else ".form-box h1")).to_be_visible()
    calm(page)
    assert swept(page) == []
    page.context.close()


def test_a_planted_fault_is_found(scene: Scene) -> None:
    """The control: a faint word in the dark, a picture and a field without a name, a button too small to hit."""
    page = open_page(scene.browser, f"{scene.base}/", SIZES["setup"], Faults())
    expect(page.locator("h1").first).to_be_visible()
    calm(page)
    page.evaluate("""() => {
      const faint = document.createElement("p");
      faint.textContent = "faint";
      faint.style.color = "#17212f";
      document.querySelector("main").append(faint, document.createElement("input"), document.createElement("img"));
    }""")
    rules = {it.partition(" ")[0] for it in violations(page)}
    assert {"label", "image-alt"} <= rules
    assert "color-contrast" not in rules
    turn(page, "zh-Hans", "dark")
    assert [it.split()[0] for it in violations(page, rules=CONTRAST)] == ["color-contrast"]
    page.context.close()
