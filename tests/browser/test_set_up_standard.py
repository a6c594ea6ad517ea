# SPDX-License-Identifier: Apache-2.0
"""An administrator deviates from the standard with a reason, sees what comes of it, and finds it in force the next day."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Struct
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from hallserver.clock import SimulatedClock
from hallserver.core import commands as c
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_SETUP
from tests.browser.axe import both, violations
from tests.browser.demo_hall import Faults, chromium, open_page
from tests.browser.test_set_up_devices import open_section
from tests.faults.hall_thread import HallThread, hall_thread
from tests.support import NINE_US, SHIPPED

pytestmark = pytest.mark.browser
HOUR_US = 3_600_000_000
DISTRICT: FilePayload = {
    "name": "district.toml",
    "mimeType": "application/toml",
    "buffer": (
        '[layer]\ntier = "district"\nname = "福田区"\n[deviation."call.gap"]\nvalue = 40\nlocked = true\n'
        'reason = "全区一致"\nauthor = "单明"\ndate = 2026-11-20\n'
    ).encode(),
}


class Stage(Struct, frozen=True, kw_only=True):
    """A hall whose time passes when it is told, and the browser that looks at it."""

    thread: HallThread
    clock: SimulatedClock
    browser: Browser
    faults: Faults

    @property
    def hall(self) -> Hall:
        """Return the hall as it is now."""
        return self.thread.door.service.hall

    def page(self) -> Page:
        """Open the standard as the administrator, newly signed in."""
        token = self.thread.do(self.thread.door.staff("admin")).partition(" ")[2]
        page = open_page(self.browser, f"{self.thread.door.base}/setup/#token={token}", (1366, 768), self.faults)
        open_section(page, "现行标准")
        expect(page.locator(".standard-table")).to_be_visible()
        return page

    def ask(self, command: c.Command, *, later_h: int = 0) -> None:
        """Have something done, so many hours later."""

        async def done() -> None:
            self.clock.move_to(self.clock.now() + later_h * HOUR_US)
            await self.thread.door.service.submit(command, SERVICE_SETUP)

        self.thread.do(done())


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Give a hall under the shipped standard, at nine on a Monday, its day open; at the end no page has complained of anything."""
    clock, faults = SimulatedClock(NINE_US), Faults()
    with hall_thread(tmp_path_factory.mktemp("set-up") / "hall", clock=clock) as hall, chromium() as browser:
        found = Stage(thread=hall, clock=clock, browser=browser, faults=faults)
        found.ask(c.AdoptStandard(text=SHIPPED, at_opening=True))
        found.ask(c.CloseDay(), later_h=9)
        found.ask(c.OpenDay(), later_h=15)
        yield found
    assert faults == []


def row(page: Page, key: str) -> Locator:
    """Return the line of a parameter."""
    return page.locator(f"tr[data-key='{key}']")


def explained(page: Page, key: str) -> Locator:
    """Open all there is to say of a parameter."""
    row(page, key).get_by_role("button").click()
    return page.locator("dialog")


def test_a_hall_deviates_with_a_reason_and_has_it_the_next_day(stage: Stage) -> None:
    """What the law fixes is refused with its article; what is allowed lies ready and comes into force with the day."""
    page = stage.page()
    dialog = explained(page, "permit.days")
    dialog.get_by_label("本厅的值").fill("25")
    dialog.get_by_role("button", name="记入改动").click()
    expect(dialog.get_by_role("alert")).to_have_text("请写明理由。")
    dialog.get_by_label("理由").fill("忙不过来")
    dialog.get_by_role("button", name="记入改动").click()
    expect(dialog.get_by_role("alert")).to_contain_text("违反行政许可法 第四十二条，应为 1–20 个工作日")
    assert violations(page, within="dialog") == []
    dialog.get_by_role("button", name="关闭").click()
    expect(page.locator(".standard-draft")).to_have_count(0)

    page.get_by_label("查找参数").fill("max_calls")
    dialog = explained(page, "call.max_calls")
    dialog.get_by_label("本厅的值").fill("2")
    dialog.get_by_label("理由").fill("厅小，听得见")
    dialog.get_by_label("到哪天止").fill("2026-12-31")
    dialog.get_by_role("button", name="记入改动").click()
    draft = page.locator(".standard-draft")
    expect(draft.locator("tbody tr").first).to_contain_text("3 次2 次")
    expect(draft.locator("caption")).to_have_text(["2026-11-25 起", "2027-01-01 起"])
    expect(draft.get_by_role("button", name="现在采用")).to_be_disabled()
    assert both(page, within="#sheet") == []
    draft = page.locator(".standard-draft")
    draft.get_by_role("button", name="下次开门起采用").click()
    expect(page.locator("#sheet .sheet-message")).to_contain_text("已备好")
    expect(page.locator(".standard-coming")).to_contain_text("厅小，听得见")
    expect(row(page, "call.max_calls")).to_contain_text("下次开门：2 次")
    assert (stage.hall.rules.whole("call.max_calls"), stage.hall.filed is not None) == (3, True)

    stage.ask(c.CloseDay(), later_h=9)
    stage.ask(c.OpenDay(), later_h=15)
    assert stage.hall.rules.whole("call.max_calls") == 2
    page = stage.page()
    page.get_by_label("筛选").select_option("deviating")
    expect(page.locator(".standard-table tr[data-key]")).to_have_count(1)
    expect(row(page, "call.max_calls")).to_contain_text("2 次")
    expect(row(page, "call.max_calls")).to_contain_text("大厅“")
    dialog = explained(page, "call.max_calls")
    expect(dialog.locator("dl")).to_contain_text("厅小，听得见")
    expect(dialog.locator("dl")).to_contain_text("统一标准的值3 次")
    dialog.get_by_role("button", name="关闭").click()
    page.get_by_role("button", name="历史").click()
    first = page.locator(".standard-history tbody tr").first
    expect(first).to_contain_text("2026-11-25")
    expect(first).to_contain_text("3 次 → 2 次")
    expect(first).to_contain_text(stage.hall.rules.hash[:12])
    assert violations(page, within="#sheet") == []


def test_a_places_rule_is_confirmed_and_a_deviation_taken_back_between_two_days(stage: Stage) -> None:
    """Adopted at once: no day is open. What was laid ready can be withdrawn."""
    page = stage.page()
    expect(row(page, "eval.window_online")).to_contain_text("待确认")
    dialog = explained(page, "eval.window_online")
    dialog.get_by_label("理由").fill("区办 7 号")
    dialog.get_by_role("button", name="确认现行值").click()
    expect(page.locator(".standard-draft")).to_contain_text("区办 7 号")
    page.get_by_role("button", name="下次开门起采用").click()
    page.get_by_role("button", name="撤回，保持现行标准").click()
    expect(page.locator("#sheet .sheet-message")).to_contain_text("已撤回")
    assert stage.hall.filed is not None
    assert stage.hall.filed.layers == stage.hall.rules.layers

    stage.ask(c.CloseDay(), later_h=9)
    page = stage.page()
    for key, reason in (("eval.window_online", "区办 7 号"), ("call.gap", "厅大")):
        dialog = explained(page, key)
        dialog.get_by_label("理由").fill(reason)
        if key == "call.gap":
            dialog.get_by_label("本厅的值").fill("40")
            dialog.get_by_role("button", name="记入改动").click()
        else:
            dialog.get_by_role("button", name="确认现行值").click()
        expect(dialog).to_have_count(0)
    expect(page.locator(".standard-chips li")).to_have_count(2)
    page.get_by_role("button", name="现在采用").click()
    expect(page.locator("#sheet .sheet-message")).to_contain_text("已采用")
    expect(row(page, "eval.window_online")).not_to_contain_text("待确认")
    assert stage.hall.rules.whole("call.gap") == 40
    dialog = explained(page, "call.gap")
    dialog.get_by_role("button", name="取消本厅的偏离").click()
    page.get_by_role("button", name="现在采用").click()
    expect(page.locator(".standard-draft")).to_have_count(0)
    expect(row(page, "call.gap")).to_contain_text("30 秒")
    assert {it.key: it.value for it in stage.hall.rules.deviations if it.key in {"eval.window_online", "call.gap"}} == {
        "eval.window_online": None
    }


def test_a_districts_file_is_laid_under_the_halls_and_closes_what_it_says(stage: Stage) -> None:
    """Previewed like any change; the hall's own file is handed out."""
    page = stage.page()
    page.get_by_role("button", name="文件").click()
    page.locator("#sheet input[type=file]").set_input_files(DISTRICT)
    expect(page.locator(".standard-draft tbody tr").first).to_contain_text("40 秒")
    page.get_by_label("各地预设").select_option("shanghai")
    page.get_by_role("button", name="采用此预设").click()
    expect(page.locator(".standard-draft")).to_contain_text("预设“上海市”：条例")
    page.get_by_role("button", name="下次开门起采用").click()
    expect(page.locator(".standard-layers")).to_contain_text("区“福田区”（1 项）")
    assert violations(page, within="#sheet") == []
    page.get_by_role("button", name="参数", exact=True).click()
    dialog = explained(page, "call.gap")
    expect(dialog).to_contain_text("区“福田区”已锁定")
    expect(dialog.get_by_label("本厅的值")).to_have_count(0)
    dialog.get_by_role("button", name="关闭").click()
    page.get_by_role("button", name="文件").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="本厅的偏离（TOML）").click()
    assert '[layer]\ntier = "hall"' in Path(download.value.path()).read_text(encoding="utf-8")
