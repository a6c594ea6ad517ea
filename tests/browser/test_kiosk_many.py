# SPDX-License-Identifier: Apache-2.0
"""A kiosk of a hall with six hundred services: the home stays small, what is looked for is found, and the page does not grow with them."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP
from hallserver.service import Service
from tests.browser.axe import both, calm
from tests.browser.demo_hall import Faults
from tests.browser.kiosk_hall import LYING, STANDING, hears, kiosk_hall, kiosk_page
from tests.faults.hall_thread import HallThread
from tests.support import LI, SMALL_HALL, names

pytestmark = pytest.mark.browser
MANY: Final = 600
HOME: Final = 8
"""Buttons that a home has at most."""
NODES: Final = 1_500
"""Elements that the page may have, whatever the catalog holds; one button for each service would be several thousand."""
THEMES: Final = {f"t{n}": names(f"主题{n}", f"Theme {n}") for n in range(1, 13)}
MATTERS: Final = ("登记", "变更", "注销", "备案", "补领", "查询", "年检", "转移")
WANTED: Final = "w599"


def services() -> list[dict[str, Any]]:
    """Return six hundred services of long and short names, in twelve themes; the last is the one that is looked for."""
    rows = [
        {
            "slug": f"w{n}",
            "names": names(f"第{n}类经营许可{MATTERS[n % len(MATTERS)]}", f"Licence of class {n}, {MATTERS[n % len(MATTERS)]}"),
            "queue": "social",
            "initials": f"dlxk{n}",
            "themes": [f"t{n % len(THEMES) + 1}"],
            "for_whom": ("person", "firm", "both")[n % 3],
        }
        for n in range(MANY - 1)
    ]
    return [*SMALL_HALL["services"], *rows, {"slug": WANTED, "names": names("渡口经营许可", "Ferry licence"), "queue": "social"}]


async def six_hundred(service: Service) -> None:
    """Configure them, and open a counter."""
    here = SMALL_HALL["hall"][0] | {"themes": THEMES, "hours": {"1": ["09:00-17:00"]}}
    await service.submit(c.Configure(section="hall", rows=[here]), SERVICE_SETUP)
    await service.submit(c.Configure(section="services", rows=services()), SERVICE_SETUP)
    await service.submit(c.OpenCounter(counter="c1"), LI)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HallThread]:
    """Run the hall."""
    with kiosk_hall(tmp_path_factory.mktemp("many"), six_hundred) as running:
        yield running


def nodes(page: Page) -> int:
    """Return how many elements the page has."""
    count: int = page.evaluate("document.querySelectorAll('*').length")
    return count


@pytest.mark.parametrize("size", [STANDING, LYING])
def test_one_of_six_hundred_is_found_and_taken(hall: HallThread, browser: Browser, size: tuple[int, int]) -> None:
    """By its initials, which nobody had to write down; home, search and lists stay as small as in any hall."""
    faults = Faults()
    page = kiosk_page(hall, browser, size, faults)
    most = [nodes(page)]
    expect(page.locator("#services .service")).to_have_count(HOME)
    page.locator("#find-open").click()
    most.append(nodes(page))
    for letter in "DKJY":
        page.locator(f"[data-letter={letter}]").click()
    expect(page.locator("#find .service")).to_have_count(1)
    page.locator(".tab[data-tab=themes]").click()
    expect(page.locator("[data-theme]")).to_have_count(len(THEMES))
    edge = page.evaluate("Math.max(...[...document.querySelectorAll('[data-theme]')].map((it) => it.getBoundingClientRect().right))")
    assert edge <= page.evaluate("document.getElementById('find').getBoundingClientRect().right")
    page.locator("[data-theme=t12]").click()
    most.append(nodes(page))
    page.locator(".tab[data-tab=search]").click()
    page.locator("[data-letter=clear]").click()
    for letter in "DKJY":
        page.locator(f"[data-letter={letter}]").click()
    hears(page)
    page.locator(f"[data-service={WANTED}]").click()
    expect(page.locator(".taken-service")).to_have_text("渡口经营许可")
    assert max(most) < NODES, most
    assert faults == []


def test_a_kiosk_that_lost_the_hall_is_sound_to_whoever_reads_it(hall: HallThread, browser: Browser) -> None:
    """What covers the screen then is swept as everything else is."""
    page = kiosk_page(hall, browser, STANDING, Faults())
    calm(page)
    page.context.set_offline(True)
    expect(page.locator("#notice")).to_contain_text("请到导办台取号")
    assert both(page) == []
