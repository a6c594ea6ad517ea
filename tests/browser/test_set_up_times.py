# SPDX-License-Identifier: Apache-2.0
"""An administrator sets special days, numbers by time of the day and a shift, with the mouse; the hall then goes by them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from hallserver.core.shifts import planned
from hallserver.core.timetable import spans_on
from tests.browser.axe import violations
from tests.browser.demo_hall import Faults, chromium, open_page
from tests.browser.test_set_up_devices import open_section, save
from tests.faults.hall_thread import HallThread, hall_thread

pytestmark = pytest.mark.browser
HALL, QUEUES, SHIFTS = "大厅", "队列", "班次"


def catalog(hall: HallThread, page: Page) -> Any:  # noqa: ANN401 -- the catalog
    """Save, and return what the hall then consists of."""
    save(page)
    return hall.door.service.hall.catalog


def special_days(hall: HallThread, page: Page) -> None:
    """Weekday hours, a holiday on which the hall serves, a make-up day, and two days of its own."""
    open_section(page, HALL)
    form = page.locator(".row-form")
    form.get_by_label("开放时间 周一").fill("09:00-12:00 14:00-17:30")
    form.get_by_role("button", name="周二至周五与周一相同").click()
    form.get_by_label("节假日").fill("10:00-12:00")
    form.get_by_label("调休上班日").fill("不开放")
    for day, hours, why in (("2026-12-24", "", "停电检修"), ("2026-12-26", "9：00—12：00", "加开")):
        form.get_by_role("button", name="增加一天").click()
        line = form.locator(".of-special .time-line").last
        line.get_by_label("日期").fill(day)
        line.get_by_label("当天开放时间").fill(hours)
        line.get_by_label("对群众的说明").fill(why)
    form.get_by_role("button", name="增加一天").click()
    form.locator(".of-special .time-line").last.get_by_role("button", name="删除").click()
    here = catalog(hall, page).here
    calendar = hall.door.service.hall.rules.calendar
    days = ("2026-10-01", "2026-10-10", "2026-12-24", "2026-12-26", "2026-12-27", "2026-12-28")
    assert [spans_on(here, calendar, date.fromisoformat(day)) for day in days] == [
        ("10:00-12:00",), (), (), ("09:00-12:00",), (), ("09:00-12:00", "14:00-17:30"),
    ]  # fmt: skip
    assert here.special["2026-12-24"].names == {"zh-Hans": "停电检修"}


def numbers_by_time(hall: HallThread, page: Page) -> None:
    """A wrong time is marked and not taken."""
    open_section(page, QUEUES)
    page.locator(".details").first.click()
    dialog = page.locator("dialog")
    for time, most in (("9:00-10:00", "20"), ("上午", "5"), ("10:00-11:00", "0")):
        dialog.get_by_role("button", name="增加时段").click()
        line = dialog.locator(".time-line").last
        line.get_by_label("时段").fill(time)
        line.get_by_label("号数").fill(most)
    expect(dialog.locator(".wrong")).to_have_count(1)
    assert violations(page, within="dialog") == []
    dialog.get_by_role("button", name="关闭").last.click()
    expect(page.locator(".details").first).to_have_text("2 个时段")
    assert catalog(hall, page).queues["social"].slots == {"09:00-10:00": 20, "10:00-11:00": 0}


def a_shift(hall: HallThread, page: Page) -> None:
    """Two counters on Mondays, one of them with its clerk."""
    open_section(page, SHIFTS)
    page.get_by_role("button", name="新增一行").click()
    row = page.locator("tbody tr").last
    row.locator("input").nth(0).fill("day")
    row.locator("input").nth(1).fill("白班")
    row.locator("button.several").first.click()
    days = page.locator("dialog")
    days.get_by_label("周一").check()
    days.get_by_role("button", name="关闭").click()
    row.locator(".details").click()
    dialog = page.locator("dialog")
    dialog.get_by_label("1号窗口", exact=True).check()
    dialog.get_by_label("2号窗口", exact=True).check()
    dialog.get_by_label("1号窗口的当班人").select_option("li")
    assert violations(page, within="dialog") == []
    dialog.get_by_role("button", name="关闭").last.click()
    expect(row.locator(".details")).to_have_text("窗口 2 个")
    assert catalog(hall, page).shifts["day"].counters == {"c1": "li", "c2": ""}
    plan = planned(hall.door.service.hall, date(2026, 12, 28))
    assert [(it.counter, it.since, it.person) for it in plan] == [
        ("c1", "09:00", "li"),
        ("c2", "09:00", ""),
        ("c1", "14:00", "li"),
        ("c2", "14:00", ""),
    ]


def test_times_are_set_with_the_mouse(tmp_path: Path) -> None:
    """What the screen saves is what the hall goes by."""
    faults = Faults()
    with hall_thread(tmp_path / "hall") as hall, chromium() as browser:
        token = hall.do(hall.door.staff("admin")).partition(" ")[2]
        page = open_page(browser, f"{hall.door.base}/setup/#token={token}", (1366, 768), faults)
        special_days(hall, page)
        numbers_by_time(hall, page)
        a_shift(hall, page)
    assert faults == []
