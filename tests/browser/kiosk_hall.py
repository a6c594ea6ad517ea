# SPDX-License-Identifier: Apache-2.0
"""A hall with more services than a home has room for, and its kiosk."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, expect

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP
from hallserver.service import Service
from tests.browser.demo_hall import Faults, open_page
from tests.faults.hall_thread import HallThread, hall_thread
from tests.stories.scenes.leap_server import LIMITS, LeapClock
from tests.support import LI, NINE_US, SMALL_HALL, names

STANDING: Final = (1080, 1920)
LYING: Final = (1920, 1080)
OLD: Final = (768, 1366)
DEAF_MS: Final = 750
"""What has just appeared is deaf so long, as to the second tap of a double tap."""
LATER: Final = "(ms) => { const now = performance.now.bind(performance); performance.now = () => now() + ms; }"
"""Moves the clock by which a kiosk measures how long it is deaf, counts and waits."""
HELD: Final = "() => { const now = performance.now(); performance.now = () => now; }"
"""Holds the clock by which a page measures how long ago something was; ``LATER`` moves it still."""
GOES_ON: Final = "() => { delete performance.now; }"
"""Lets that clock be the true one again."""
_MORE: Final = (
    ("card", "社会保障卡", "Social security card", "person", ("life",), ("社保卡",)),
    ("lease", "房屋租赁登记备案", "Tenancy registration", "both", ("home",), ("租房",)),
    ("register", "户口本打印", "Household register print", "person", ("home",), ()),
    ("permit", "公共场所卫生许可", "Public place sanitation permit", "firm", ("shop",), ()),
    ("kitchen", "饭店开办", "Opening a restaurant", "firm", ("shop",), ("餐饮",)),
    ("ask", "咨询", "Enquiry", "both", (), ()),
    ("collect", "出件领证", "Collection of results", "both", (), ()),
)
"""Service, Chinese, English, for whom, themes, other words."""


def _services() -> list[dict[str, Any]]:
    more = [
        {
            "slug": slug,
            "names": names(chinese, english),
            "queue": "social",
            "for_whom": whom,
            "themes": list(themes),
            "keywords": list(words),
        }
        for slug, chinese, english, whom, themes, words in _MORE
    ]
    return [*SMALL_HALL["services"], *more]


async def many_services(service: Service) -> None:
    """Configure ten services, three themes and what a senior card needs; open a counter."""
    themes = {"life": names("生活", "Life"), "home": names("安家", "A home"), "shop": names("开店", "A shop")}
    hours = {"1": ["09:00-12:00", "14:00-17:00"]}
    papers = {"id": names("身份证原件", "ID card"), "photo": names("一寸照片", "One-inch photo")}
    rows: dict[str, list[dict[str, Any]]] = {
        "hall": [SMALL_HALL["hall"][0] | {"themes": themes, "hours": hours}],
        "items": [SMALL_HALL["items"][0] | {"papers": papers}],
        "services": _services(),
    }
    for section, given in rows.items():
        await service.submit(c.Configure(section=section, rows=given), SERVICE_SETUP)  # type: ignore[arg-type]
    await service.submit(c.OpenCounter(counter="c1"), LI)


async def comprehensive(service: Service) -> None:
    """Make of it a hall whose visitors need not choose, with a kiosk for old people that has a voice of its own."""
    await many_services(service)
    here = SMALL_HALL["hall"][0] | {"comprehensive": "ask"}
    devices = [row | ({"elder": True, "speech": True} if row["slug"] == "kiosk-1" else {}) for row in SMALL_HALL["devices"]]
    voice = {"slug": "voice-k", "names": names("取号机语音"), "kind": "voice", "agent": "agent-1", "driver": "page", "address": "kiosk-1"}
    await service.submit(c.Configure(section="hall", rows=[here]), SERVICE_SETUP)
    await service.submit(c.Configure(section="devices", rows=[*devices, voice]), SERVICE_SETUP)


@contextmanager
def kiosk_hall(folder: Path, arrange: Callable[[Service], Awaitable[None]] = many_services) -> Iterator[HallThread]:
    """Run such a hall at nine on a Monday, and in a time of its own: it may be night where its tests run.

    Its beats come quickly, so that a line is not silent for long where the kiosk's clock leaps.
    """
    with hall_thread(folder / "hall", arrange=arrange, clock=LeapClock(NINE_US), limits=LIMITS) as running:
        yield running


def hears(page: Page) -> None:
    """Let the moment pass in which the kiosk is deaf to what has just appeared."""
    page.evaluate(LATER, DEAF_MS)


def kiosk_page(hall: HallThread, browser: Browser, size: tuple[int, int], faults: Faults, query: str = "") -> Page:
    """Open the kiosk and wait until it hears presses."""
    page = open_page(browser, f"{hall.door.base}/kiosk/{query}#key={hall.do(hall.door.key('kiosk-1'))}", size, faults)
    expect(page.locator("#services .service").first).to_be_visible()
    hears(page)
    return page


def leave(page: Page) -> None:
    """Leave the sheet that lies over the screen, when it hears presses."""
    hears(page)
    page.locator("#back").click()
