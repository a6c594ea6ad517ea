# SPDX-License-Identifier: Apache-2.0
"""axe-core finds nothing where things end: a number's ends, the hall's break and its night; nor in the parts of the set-up's editors."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import both, calm, swept
from tests.browser.demo_hall import Faults, open_page
from tests.hallserver.store.test_media import picture
from tests.stories.scenes.scene import SIZES, Scene, playing, rows

pytestmark = [pytest.mark.browser, pytest.mark.axe]
ABSENT_S: Final = 600
"""Longer than anybody must be waited for."""
TO_NOON_S: Final = 3 * 3600 + 600
"""From nine o'clock into the break at noon."""
FORFEITS: Final = 3
"""Calls that are missed until a number is forfeited, at most."""

AT_NIGHT: Final = {"kiosk": "kiosk-1", "hall": "hall-1", "counter": "counter-8", "rating": "rater-8", "clerk": "li"}
"""Page → who has it; the first two are swept whole."""


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Give a hall at nine, with one counter, that has a break at noon."""
    here = rows()["hall"][0] | {"hours": {"1": ["09:00-12:00", "14:00-18:00"]}}
    with playing(tmp_path_factory.mktemp("ends") / "hall", rows(hall=[here])) as played:
        played.ask("li", "open-counter", {"counter": "c8"})
        yield played


@pytest.fixture(scope="module")
def setup(scene: Scene) -> Page:
    """Give the open set-up."""
    page = scene.page("setup", "admin")
    calm(page)
    expect(page.locator(".nav-button").first).to_be_visible()
    return page


def miss(scene: Scene, ticket: str) -> None:
    """Call a number to which nobody comes."""
    scene.ask("li", "call-ticket", {"ticket": ticket, "reason": "other"})
    scene.later(ABSENT_S)
    scene.ask("duty", "mark-absent", {"counter": "c8"})


def test_a_number_that_is_missed_and_forfeited(scene: Scene) -> None:
    """Absent, and absent once too often."""
    mine = scene.take("tenancy")
    page = scene.phone(mine["token"])
    calm(page)
    miss(scene, mine["ticket"])
    expect(page.locator("body")).to_have_attribute("data-state", "absent")
    found = swept(page)
    for _ in range(FORFEITS):
        if scene.hall().tickets[mine["ticket"]].state == "forfeited":
            break
        scene.ask("guide", "bring-back", {"ticket": mine["ticket"]})
        miss(scene, mine["ticket"])
    expect(page.locator("body")).to_have_attribute("data-state", "forfeited")
    found += both(page)
    page.context.close()
    assert found == []


def test_a_number_that_is_void_or_unknown(scene: Scene) -> None:
    """Taken back by the hall; and an address that has no number, or none any more."""
    mine = scene.take("tenancy")
    page = scene.phone(mine["token"])
    calm(page)
    scene.ask("duty", "void-run", {"tickets": [mine["ticket"]]})
    expect(page.locator("body")).to_have_attribute("data-state", "voided")
    found = both(page)
    page.context.close()
    page = open_page(scene.browser, f"{scene.base}/ticket/#t={mine['token'][::-1]}", SIZES["ticket"], Faults())
    expect(page.locator("body")).to_have_attribute("data-state", "gone")
    calm(page)
    found += both(page)
    page.context.close()
    assert found == []


@pytest.mark.parametrize("nth", range(6))
def test_a_step_of_the_guide_through_the_set_up(nth: int, setup: Page) -> None:
    """As in a hall that has everything; an empty hall's first run is swept by its own tests."""
    if not setup.locator("#steps").count():
        setup.locator(".nav-wizard").click()
    setup.locator("#steps button").nth(nth).click()
    expect(setup.locator("#steps button").nth(nth)).to_have_attribute("aria-current", "step")
    found = (both if nth else swept)(setup)
    if nth == 5:  # the last
        setup.locator("#to-tables").click()
        expect(setup.locator(".nav-button").first).to_be_visible()
    assert found == []


def test_a_row_of_the_media_with_its_picture_and_details(setup: Page, tmp_path: Path) -> None:
    """No file chosen, one chosen; and the dialog with its dates."""
    (tmp_path / "street.png").write_bytes(picture("PNG"))
    setup.locator(".nav-button", has_text="媒体").first.click()
    setup.get_by_role("button", name="新增一行").click()
    row = setup.locator("#sheet tbody tr").last
    row.get_by_label("代码").fill("street")
    found = swept(setup, within="#app")
    row = setup.locator("#sheet tbody tr").last
    row.locator("input[type=file]").set_input_files(tmp_path / "street.png")
    expect(row.locator(".media-shown img")).to_be_visible()
    found += both(setup, within="#app")
    setup.locator("#sheet tbody tr").last.locator(".details").click()
    expect(setup.locator("dialog")).to_be_visible()
    found += both(setup, within="dialog")
    setup.keyboard.press("Escape")
    assert found == []


def test_a_look_that_cannot_be_read(setup: Page) -> None:
    """What the theme's editor says of a colour that is too faint."""
    setup.locator(".nav-button", has_text="主题样式").first.click()
    setup.get_by_label("浅色 主色", exact=True).evaluate(
        "(node) => { node.value = '#dddddd'; node.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    expect(setup.locator(".sheet-message")).to_contain_text("看不清")
    assert swept(setup, within=".sheet-head, .sheet-message, .theme-told") == [], "but for the preview, which shows how faint it is"


def test_a_kiosk_in_the_break(scene: Scene) -> None:
    """Numbers are given, and it says when counters serve again."""
    page = scene.page("kiosk", "kiosk-1")
    calm(page)
    scene.later(TO_NOON_S)
    scene.take("tenancy")  # a kiosk looks at the clock when there is something new
    expect(page.locator("#lunch")).to_be_visible()
    found = swept(page)
    page.context.close()
    assert found == []


def test_a_hall_whose_day_is_over(scene: Scene) -> None:
    """Last of its file: the kiosk's sheet, the display's night, the counter's and the rater's, and what a clerk sees."""
    pages = [scene.page(name, who) for name, who in AT_NIGHT.items()]
    for page in pages:
        calm(page)
    scene.ask("duty", "close-day", {"rest": "served-late"})
    expect(pages[0].locator("#notice")).to_be_visible()
    expect(pages[1].locator("#night")).to_be_visible()
    found = [f"{nth} {it}" for nth, page in enumerate(pages) for it in (swept if nth < 2 else both)(page)]
    assert found == []
