# SPDX-License-Identifier: Apache-2.0
"""An administrator sets opening hours, an item's papers and a plan, on the screen and without writing any code."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.demo_hall import Faults, chromium, open_page
from tests.browser.test_set_up_devices import open_section, save
from tests.faults.hall_thread import HallThread, hall_thread

pytestmark = pytest.mark.browser
HALL, ITEMS, PLANS = "大厅", "事项", "预案"
"""What they are called in the list on the left."""


def set_up(hall: HallThread, page: Page) -> Any:  # noqa: ANN401 - the catalog
    """Save, and return what the hall then consists of."""
    save(page)
    return hall.door.service.hall.catalog


def in_dialog(page: Page) -> Any:  # noqa: ANN401 - a locator
    """Open the details of the first row; return the dialog."""
    page.locator(".details").first.click()
    return page.locator("dialog")


def close(dialog: Any) -> None:  # noqa: ANN401 - a locator
    """Close it."""
    dialog.get_by_role("button", name="关闭").last.click()


def hours_as_people_write_them(hall: HallThread, page: Page) -> None:
    """Full-width colons and dashes are what a Chinese keyboard gives."""
    open_section(page, HALL)
    dialog = page.locator(".row-form")
    dialog.get_by_label("开放时间 周一").fill("9：00—12：00，14:00-18:00")
    dialog.get_by_role("button", name="周二至周五与周一相同").click()
    dialog.get_by_label("开放时间 周六").fill("九点")
    assert dialog.locator(".wrong").count() == 1
    dialog.get_by_label("开放时间 周六").fill("")
    dialog.get_by_label("大厅可容纳人数").fill("120")
    row = set_up(hall, page).here
    assert row.hours == dict.fromkeys("12345", ("09:00-12:00", "14:00-18:00"))
    assert row.seats == 120


def papers_by_name(hall: HallThread, page: Page) -> None:
    """Whoever names a paper need not think of a slug."""
    open_section(page, ITEMS)
    dialog = in_dialog(page)
    for name in ("户口簿", "近期照片"):
        dialog.get_by_role("button", name="增加一项材料").click()
        dialog.locator(".paper-line input").nth(-2).fill(name)
    dialog.get_by_role("button", name="增加一项材料").click()
    close(dialog)
    (row,) = [it for it in set_up(hall, page).items.values() if it.papers]
    assert row.papers == {"paper-1": {"zh-Hans": "户口簿"}, "paper-2": {"zh-Hans": "近期照片"}}


def a_lunch_plan(hall: HallThread, page: Page) -> None:
    """Cells are pressed, lists chosen; what is left grey is no part of the plan."""
    open_section(page, PLANS)
    page.get_by_role("button", name="新增一行").click()
    row = page.locator("tbody tr").last
    row.locator("input").nth(0).fill("lunch")
    row.locator("input").nth(1).fill("午间轮换")
    row.locator("select").first.select_option("lunch")
    dialog = in_dialog(page)
    dialog.get_by_label("2号窗口 社会事务 不办").click()
    dialog.get_by_label("3号窗口 企业服务 主办").click()
    dialog.get_by_label("企业设立登记").select_option("off")
    dialog.get_by_label("B 企业服务", exact=True).select_option("limit")
    dialog.get_by_label("B 企业服务每日号数").fill("30")
    dialog.locator(".notices textarea").first.fill("午间由部分窗口办理")
    close(dialog)
    expect(page.locator(".details").first).to_contain_text("窗口 2 个")
    plan = set_up(hall, page).plans["lunch"]
    assert {slug: (duty.queues, duty.helps) for slug, duty in plan.counters.items()} == {
        "c2": (("firms", "social"), ()), "c3": (("social",), ("firms",)),
    }  # fmt: skip
    assert (plan.kind, plan.offered, plan.quotas) == ("lunch", {"founding": False}, {"firms": 30})
    assert plan.notice == {"zh-Hans": "午间由部分窗口办理"}


def test_hours_papers_and_a_plan_are_set_with_the_mouse(tmp_path: Path) -> None:
    """What the screen saves is what the hall has."""
    faults = Faults()
    with hall_thread(tmp_path / "hall") as hall, chromium() as browser:
        token = hall.do(hall.door.staff("admin")).partition(" ")[2]
        page = open_page(browser, f"{hall.door.base}/setup/#token={token}", (1366, 768), faults)
        hours_as_people_write_them(hall, page)
        papers_by_name(hall, page)
        a_lunch_plan(hall, page)
    assert faults == []
