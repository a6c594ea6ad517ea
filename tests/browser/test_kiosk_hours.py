# SPDX-License-Identifier: Apache-2.0
"""A kiosk through a day in February, 2026: too early, a time of the day that is full, days to come, the last numbers."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP
from hallserver.service import Service
from tests.browser.axe import violations
from tests.browser.demo_hall import Faults, open_page
from tests.browser.kiosk_hall import STANDING, hears, leave
from tests.faults.hall_thread import HallThread, hall_thread
from tests.stories.scenes.leap_server import LIMITS, LeapClock
from tests.support import GUIDE, LI, MINUTE_US, NINE_US, SMALL_HALL

pytestmark = pytest.mark.browser
DAY_US = 24 * 60 * MINUTE_US
TUESDAY_US = NINE_US - 286 * DAY_US
"""2026-02-10 09:00 in Shanghai: the week before Spring Festival."""


async def with_hours(service: Service) -> None:
    """Give the hall its hours, its last numbers twenty minutes before the end, and two numbers of a queue until half past nine."""
    hours = {str(day): ["09:00-12:00", "14:00-17:30"] for day in range(1, 6)}
    queues = [SMALL_HALL["queues"][0] | {"slots": {"09:00-09:30": 2}}, SMALL_HALL["queues"][1]]
    rows: dict[str, list[dict[str, Any]]] = {
        "hall": [SMALL_HALL["hall"][0] | {"hours": hours, "issue_until_min": 20}],
        "queues": queues,
    }
    for section, given in rows.items():
        await service.submit(c.Configure(section=section, rows=given), SERVICE_SETUP)  # type: ignore[arg-type]
    await service.submit(c.OpenCounter(counter="c1"), LI)


def too_early(page: Page) -> None:
    """The day is open, and the hall in forty minutes."""
    expect(page.locator("#notice")).to_contain_text("还没到取号时间")
    expect(page.locator("#notice")).to_contain_text("今天 08:30 开始取号")
    assert violations(page) == []


def full_for_now(hall: HallThread, page: Page, service: Service) -> None:
    """Two numbers are taken; the others of that letter wait for half past nine, and the other letter does not."""
    for _ in range(2):
        hall.do(service.submit(c.TakeTicket(services=("seniors",)), GUIDE))
    seniors = page.locator("[data-service=seniors]")
    expect(seniors).to_contain_text("本时段已满，09:30 起可取号")
    expect(seniors).to_be_disabled()
    expect(page.locator("[data-service=founding]")).to_be_enabled()


def test_a_kiosk_goes_by_the_hours_of_the_hall(browser: Browser, tmp_path: Path) -> None:
    """What changes with the clock alone changes on the screen without anything having happened in the hall."""
    faults, clock = Faults(), LeapClock(TUESDAY_US - 40 * MINUTE_US)
    with hall_thread(tmp_path / "hall", arrange=with_hours, clock=clock, limits=LIMITS) as hall:
        page = open_page(browser, f"{hall.door.base}/kiosk/#key={hall.do(hall.door.key('kiosk-1'))}", STANDING, faults)
        too_early(page)
        clock.leapt_s += 41 * 60
        expect(page.locator("#notice")).to_be_hidden()
        told = page.locator("#lunch")
        expect(told).to_contain_text("2月14日调休上班，服务时间：09:00–12:00 14:00–17:30；2月15日至2月23日放假")
        expect(told).to_contain_text("2月24日 09:00 恢复服务")
        full_for_now(hall, page, hall.door.service)
        clock.leapt_s += 30 * 60
        expect(page.locator("[data-service=seniors]")).to_be_enabled()
        hears(page)
        page.locator("[data-service=seniors]").click()
        expect(page.locator("#number")).to_be_visible()
        leave(page)
        clock.leapt_s += 7 * 3600
        expect(told).to_have_text("今天取号到 17:10 为止")
    assert faults == []
