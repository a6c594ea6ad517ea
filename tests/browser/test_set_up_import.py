# SPDX-License-Identifier: Apache-2.0
"""An administrator brings in three hundred items from a list with mistakes, mends it, and a visitor takes a number of a new service."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.stories.scenes.scene import Scene, playing

pytestmark = pytest.mark.browser
MANY = 300


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Return a hall at nine in the morning."""
    with playing(tmp_path_factory.mktemp("hall") / "hall") as running:
        yield running


def panel(scene: Scene, name: str) -> Page:
    """Open the set-up at a part of it."""
    page = scene.page("setup", "admin")
    page.locator(".nav-button", has_text=name).first.click()
    return page


def book(path: Path, kind: str, queue: str) -> Path:
    """Write three hundred items and a service that has one of them; ``kind`` stands in row 20, ``queue`` is the service's."""
    made = Workbook()
    items = made.worksheets[0]
    items.title = "事项"
    items.append(["事项编码", "事项名称", "英文名称", "实施部门", "办理对象", "办件类型", "申请材料"])
    for n in range(MANY):
        items.append([f"SZ-{n:03}", f"许可事项{n}", f"Licence {n}", "市监局", "企业", kind if n == 18 else "承诺", "申请书、身份证"])
    services = made.create_sheet("业务")
    services.append(["代码", "名称", "队列", "事项", "关键词"][:4])
    services.append(["food-licence", "食品经营许可", queue, "sz-000"])
    made.save(path)
    return path


def test_three_hundred_items_are_mended_taken_and_used(scene: Scene, tmp_path: Path) -> None:
    """Each mistake is named by sheet, row and column; nothing is done before all is right; then all at once."""
    page = panel(scene, "导入导出")
    file = page.locator(".drop-place input[type=file]")
    file.set_input_files(book(tmp_path / "items.xlsx", "马上", "nowhere"))
    faults = page.locator(".preview-faults tbody tr")
    expect(faults).to_have_count(1)
    expect(faults).to_contain_text("马上")
    expect(faults.locator("td").nth(1)).to_have_text("20")
    expect(faults).to_contain_text("即办件、承诺件")
    expect(page.locator(".preview")).to_contain_text("规则不允许")
    expect(page.get_by_role("button", name="确认导入")).to_be_disabled()
    scene.shot(page, "import-faults")
    assert violations(page) == []
    assert "food-licence" not in scene.hall().catalog.services

    file.set_input_files(book(tmp_path / "items.xlsx", "即办", "firms"))
    expect(page.locator(".preview")).to_contain_text(f"将有 {MANY + 1} 处变化")
    scene.shot(page, "import-preview")
    page.get_by_role("button", name="确认导入").click()
    expect(page.locator(".sheet-message.good")).to_contain_text(f"新增 {MANY + 1} 行")
    assert scene.hall().catalog.items["sz-018"].promise == "on-the-spot"
    assert scene.take("food-licence")["number"].startswith("C")
    page.context.close()


def test_a_table_of_hundreds_is_paged_searched_and_a_step_taken_back(scene: Scene, tmp_path: Path) -> None:
    """Nobody waits for three hundred rows to be drawn; what was typed can be undone before it is saved."""
    page = panel(scene, "导入导出")
    page.locator(".drop-place input[type=file]").set_input_files(book(tmp_path / "items.xlsx", "即办", "firms"))
    again = page.get_by_role("button", name="确认导入")
    expect(again.or_(page.get_by_text("与现有设置相同"))).to_be_visible()
    if again.is_visible():
        again.click()
        expect(page.locator(".sheet-message.good")).to_be_visible()
    page.locator(".nav-button", has_text="事项").first.click()
    rows = page.locator("#sheet tbody tr")
    expect(rows).to_have_count(40)
    expect(page.locator(".pager")).to_contain_text(f"{MANY + 12} 行")
    scene.shot(page, "items")
    page.get_by_role("button", name="下一页").click()
    expect(page.locator(".pager")).to_contain_text("第 2 / 8 页")
    page.get_by_role("searchbox").fill("许可事项299")
    expect(rows).to_have_count(1)
    name = rows.get_by_label("中文", exact=True)
    name.fill("改过的名称")
    page.get_by_role("button", name="撤销一步").click()
    page.get_by_role("searchbox").fill("许可事项299")
    expect(rows.get_by_label("中文", exact=True)).to_have_value("许可事项299")
    expect(page.get_by_role("button", name="保存", exact=True)).to_be_disabled()
    page.context.close()


def test_what_is_exported_comes_back_without_a_change(scene: Scene, tmp_path: Path) -> None:
    """Both files, through the browser's own download."""
    page = panel(scene, "导入导出")
    for button, name in (("整套设置（XLSX 表格）", "a.xlsx"), ("整套设置（TOML 文本）", "a.toml")):
        with page.expect_download() as begun:
            page.get_by_role("button", name=button).click()
        begun.value.save_as(tmp_path / name)
        page.locator(".drop-place input[type=file]").set_input_files(tmp_path / name)
        expect(page.locator(".preview .good")).to_contain_text("与现有设置相同")
        page.locator(".nav-button", has_text="大厅").first.click()
        page.locator(".nav-button", has_text="导入导出").first.click()
    page.context.close()
