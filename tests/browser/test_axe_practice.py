# SPDX-License-Identifier: Apache-2.0
"""axe-core finds nothing in a hall of practice: the frame stands around every screen, and its word over what they show."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import both, calm, violations
from tests.browser.demo_hall import DemoHall, Faults, chromium, demo_hall, open_page
from tests.browser.shots import ticket_address, token
from tests.browser.test_axe import DRAWN
from tests.stories.scenes.scene import SIZES

pytestmark = [pytest.mark.browser, pytest.mark.axe]
STAFF = {"guide": "guide", "duty": "duty", "manager": "manager"}
SIGN_IN = re.compile("请使用本人账号登录")
DEVICES = {"kiosk": "kiosk-1", "hall": "hall-1", "wall": "hall-1", "counter": "counter-1", "rating": "rater-1"}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoHall]:
    """Give a running hall of practice."""
    with demo_hall(tmp_path_factory.mktemp("practice") / "hall", verb="practice") as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give one Chromium."""
    with chromium() as running:
        yield running


def address(hall: DemoHall, screen: str) -> str:
    """Return where a screen is, signed in or paired; the clerk's before anybody signed in: its lessons are swept elsewhere."""
    if screen == "ticket":
        return ticket_address(hall, "kiosk-1")
    if screen in DEVICES:
        return hall.device_page(screen, DEVICES[screen])
    return f"{hall.base}/{screen}/#token={token(hall, STAFF[screen])}" if screen in STAFF else f"{hall.base}/clerk/"


@pytest.mark.parametrize("screen", [*DEVICES, *STAFF, "ticket", "clerk"])
def test_a_screen_with_the_frame_of_practice(screen: str, hall: DemoHall, browser: Browser) -> None:
    """Chinese in the light, English in the dark; at length everything."""
    page = open_page(browser, address(hall, screen), SIZES.get(screen, SIZES["clerk"]), Faults())
    expect(page.locator("body" if screen != "clerk" else ".form-box")).to_have_text(DRAWN if screen != "clerk" else SIGN_IN)
    calm(page)
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--practice')")
    found = both(page)
    page.context.close()
    assert found == []


def test_a_frame_that_makes_a_word_faint_is_found(hall: DemoHall, browser: Browser) -> None:
    """The control."""
    page = open_page(browser, address(hall, "guide"), SIZES["guide"], Faults())
    expect(page.locator("body")).to_have_text(DRAWN)
    calm(page)
    assert violations(page) == []
    page.evaluate("document.body.style.setProperty('--ink', '#dddddd')")
    assert {it.split()[0].rstrip(":") for it in violations(page)} == {"color-contrast"}
    page.context.close()
