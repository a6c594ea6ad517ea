# SPDX-License-Identifier: Apache-2.0
"""The reading room: from a day to a figure, its numbers, one number's story; a download; a report that two persons sign; an inspection."""

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, Route, expect

from hallserver.store.folder import init_folder
from tests.browser.axe import both, calm
from tests.browser.test_fits import cut
from tests.stories.scenes.scene import Scene, playing

pytestmark = pytest.mark.browser
WIDE = "() => document.documentElement.scrollWidth > innerWidth"
MADE_MS = 300_000
"""A report is made by a process of its own, at low priority: where others have much to do it gets next to nothing of the machine."""


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Give a hall whose day is over: two visitors were served, one gave up; it leads another, which has not opened yet."""
    folder = tmp_path_factory.mktemp("room")
    init_folder(folder / "other", "other")
    (folder / "hall").mkdir()
    (folder / "hall" / "settings.toml").write_text(f'district_folders = "{folder / "other"}"', encoding="utf-8")
    with playing(folder / "hall") as played:
        played.ask("li", "open-counter", {"counter": "c8"})
        for _ in range(3):
            played.take("tenancy")
        played.later(240)
        for _ in range(2):
            played.ask("li", "call-next", {})
            played.ask("li", "start", {})
            played.later(120)
            played.ask("li", "finish", {"outcome": "done"})
        played.ask("li", "close-counter", {})
        played.ask("duty", "close-day", {"rest": "left"})
        yield played


def opened(scene: Scene, who: str, size: tuple[int, int] | None = None) -> Page:
    """Return the room of somebody, with the last day on the screen."""
    page = scene.page("room", who, size=size)
    expect(page.locator("#headline")).to_be_visible(timeout=MADE_MS)
    return page


def one_at_a_time(route: Route) -> None:
    """Give the numbers behind a figure as if a page had room for one."""
    url, _, after = route.request.url.partition("&after=")
    answer = route.fetch(url=url)
    found = answer.json()
    rows = found["rows"]
    route.fulfill(response=answer, json=found | {"rows": rows[1:] if after else rows[:1], "next": "" if after else "2026-11-23/1/9/1/"})


def test_a_figure_leads_to_its_numbers_and_each_to_its_story(scene: Scene) -> None:
    """Three taps from the day to what befell one visitor, under which standard; a long list comes page by page."""
    page = opened(scene, "manager")
    page.route("**/api/v1/behind/*", one_at_a_time)
    expect(page.locator(".date.inside")).to_have_text("23")
    expect(page.locator("#headline [data-figure='tickets.issued']")).to_have_text("3")
    calm(page)
    found = both(page)
    page.locator("#headline [data-figure='wait.mean']").click()
    numbers = page.locator("[data-numbers='wait.mean']")
    expect(numbers.locator("[data-number]")).to_have_count(1)
    expect(numbers).to_contain_text("共 2 个，其中计入 2 个；按日期和号码列出 1 个")
    numbers.locator("[data-act='more']").click()
    expect(numbers.locator("[data-number]")).to_have_count(2)
    expect(numbers.locator("[data-act='more']")).to_be_hidden()
    found += both(page, within="dialog")
    wide = page.viewport_size
    page.set_viewport_size({"width": 360, "height": 740})
    expect(numbers.locator("thead")).to_be_hidden()
    assert numbers.locator(".across").evaluate("(it) => it.scrollWidth <= it.clientWidth"), "counter and clerk are on the phone's screen"
    page.set_viewport_size(wide or {"width": 1280, "height": 800})
    numbers.locator("[data-number]").first.click()
    story = page.locator("[data-timeline]")
    expect(story).to_contain_text("取号")
    expect(story.locator(".standard summary")).to_contain_text("当时执行的标准")
    found += both(page, within="dialog:last-of-type")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    assert found == []
    assert page.evaluate(WIDE) is False
    page.context.close()


def test_a_report_is_drafted_by_one_and_checked_and_signed_by_another(scene: Scene) -> None:
    """Who drafted it is offered neither; the other screen learns of each step by itself."""
    manager, duty = opened(scene, "manager"), opened(scene, "duty", (390, 844))
    duty.locator("#signing [data-act=draft]").click()
    duty.locator("dialog [data-field=work]").fill("当日平稳")
    calm(duty)
    assert both(duty, within="dialog") == []
    duty.locator("dialog [data-act=send]").click()
    expect(duty.locator("#signing [data-state=draft]")).to_be_visible(timeout=MADE_MS)
    expect(duty.locator("#signing")).to_contain_text("须由另一人审核和签发")
    expect(duty.locator("#signing [data-act=check]")).to_have_count(0)
    for act, state in (("check", "checked"), ("sign", "signed")):
        manager.locator(f"#signing [data-act={act}]").click()
        manager.locator("dialog [data-act=send]").click()
        expect(manager.locator(f"#signing [data-state={state}]")).to_be_visible()
        expect(duty.locator(f"#signing [data-state={state}]")).to_be_visible()
    expect(manager.locator("[data-paper='day/2026-11-23']")).to_contain_text("已签发")
    [drafted], [signed] = scene.events("ReportDrafted"), scene.events("ReportSigned")
    assert (signed.report, signed.from_date, signed.sha256) == ("day", "2026-11-23", drafted.sha256)
    assert "当日平稳" in drafted.content
    manager.locator("#signing [data-act=take-frozen]").click()
    expect(manager.locator("dialog")).to_contain_text("日报 第 1 版")
    manager.locator("dialog .chip", has_text="Word").click()
    with manager.expect_download(timeout=MADE_MS) as taken:
        manager.locator("dialog [data-act=take]").click()
    [exported] = scene.events("ReportExported")
    assert (exported.output, taken.value.suggested_filename) == ("docx", f"day-2026-11-23-{exported.draft}.docx")
    assert duty.evaluate(WIDE) is False
    assert cut(duty, "#bar") == []
    for page in (manager, duty):
        page.context.close()


def test_a_report_and_the_pack_are_taken_away_with_a_reason(scene: Scene, tmp_path: Path) -> None:
    """Of a week nothing goes without one; the pack holds the ledgers of the site."""
    page = opened(scene, "manager", (1024, 768))
    page.locator("#choice .chip", has_text="周报").click()
    expect(page.locator("[data-chart=heat] img")).to_be_visible(timeout=MADE_MS)
    page.wait_for_function("() => Array.from(document.querySelectorAll('[data-chart] img')).every((it) => it.naturalWidth)")
    page.locator("[data-chart=heat] summary").click()
    expect(page.locator("[data-chart=heat] tbody tr")).to_have_text(["9–103"])
    page.locator("[data-act=download]").click()
    page.locator("dialog .chip", has_text="CSV").click()
    page.locator("dialog [data-act=take]").click()
    expect(page.locator("dialog .form-problem")).to_have_text("请选择用途。")
    page.locator("dialog .chip", has_text="归档").click()
    with page.expect_download(timeout=MADE_MS) as taken:
        page.locator("dialog [data-act=take]").click()
    assert taken.value.suggested_filename == "week-2026-W48.csv"
    page.locator("#choice .chip", has_text="各厅现场管理月报").click()
    expect(page.locator(".texts tr", has_text="无数据")).to_have_count(1, timeout=MADE_MS)
    expect(page.locator(".texts tr", has_text="香蜜湖街道")).to_have_count(1)
    assert page.evaluate(WIDE) is False
    page.locator("[data-tab=inspect]").click()
    page.locator("[data-field=number]").fill("b001")
    page.locator("[data-act=look-up]").click()
    expect(page.locator("#story .moment").first).to_contain_text("取号")
    page.evaluate("location.hash = '#inspect=2026-11-23_B002'")  # as the number in a register leads here
    expect(page.locator("#story h2")).to_contain_text("B002")
    calm(page)
    assert both(page) == []
    page.locator("#tab-inspect .chip", has_text="审计检查").click()
    with page.expect_download(timeout=MADE_MS) as packed:
        page.locator("[data-act=pack]").click()
    packed.value.save_as(tmp_path / "pack.zip")
    names = ZipFile(tmp_path / "pack.zip").namelist()
    assert {"site/findings.csv", "ratings/work-orders.csv", "reports/day-2026-11-23.pdf", "journal/proof.json"} <= set(names)
    assert [it.reason for it in scene.events("ReportExported") if it.reason] == ["archive", "audit"]
    page.context.close()
