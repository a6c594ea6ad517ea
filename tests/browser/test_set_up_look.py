# SPDX-License-Identifier: Apache-2.0
"""An administrator changes the look between two days, shows pictures on the displays and says a sentence otherwise."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from hallserver.core.standard import read_standard
from tests.browser.axe import CONTRAST, swept, turn, violations
from tests.stories.scenes.scene import Scene, playing

pytestmark = pytest.mark.browser
STANDARD = -2
"""Place of the standard in force among the parts."""
PANEL = {"zh-Hans": "全区说法", "zh-Hant": "全區說法", "en": "District's wording"}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Return a hall whose day has not begun."""
    with playing(tmp_path_factory.mktemp("hall") / "hall", opened=False) as running:
        yield running


def panel(scene: Scene, name: str) -> Page:
    """Open the set-up at a part of it."""
    page = scene.page("setup", "admin")
    page.locator(".nav-button", has_text=name).first.click()
    return page


def colour(page: Page, name: str, value: str) -> None:
    """Choose a colour as the browser's own chooser does."""
    page.get_by_label(name, exact=True).evaluate(
        "(node, value) => { node.value = value; node.dispatchEvent(new Event('input', { bubbles: true })); }", value
    )


def test_a_look_is_measured_as_it_is_chosen_and_adopted_between_two_days(scene: Scene) -> None:
    """What cannot be read cannot be adopted; what is adopted stands in the standard's text and on every screen."""
    before = scene.hall().rules
    page = panel(scene, "主题样式")
    adopt = page.get_by_role("button", name="存入标准并采用")
    expect(adopt).to_be_disabled()
    colour(page, "浅色 主色", "#dddddd")
    expect(page.locator(".sheet-message")).to_contain_text("看不清")
    expect(adopt).to_be_disabled()
    scene.shot(page, "theme-faint")
    colour(page, "浅色 主色", "#8c1216")
    page.get_by_label("字号（%）").fill("110")
    scene.shot(page, "theme-red")
    adopt.click()
    expect(page.get_by_label("浅色 主色", exact=True)).to_have_value("#8c1216")
    expect(page.locator(".nav-button[aria-current]")).to_have_css("background-color", "rgb(140, 18, 22)")
    after = scene.hall().rules
    assert (after.theme.light.main, after.theme.scale_percent, after.theme.dark) == ("#8c1216", 110, before.theme.dark)
    assert read_standard(after.text).parameters == before.parameters
    page.context.close()


def test_a_picture_is_sent_and_shown_with_its_dates(scene: Scene, tmp_path: Path) -> None:
    """Chosen, seen at once, kept with the row that is saved."""
    Image.new("RGB", (640, 360), "navy").save(tmp_path / "街道 Street.png")
    page = panel(scene, "媒体")
    page.get_by_role("button", name="新增一行").click()
    row = page.locator("#sheet tbody tr").last
    row.get_by_label("代码").fill("street")
    row.get_by_label("中文", exact=True).fill("街景")
    row.locator("input[type=file]").set_input_files(tmp_path / "街道 Street.png")
    expect(row.locator(".media-shown img")).to_be_visible()
    row.locator(".details").click()
    dialog = page.locator("dialog")
    dialog.get_by_label("结束日期（含当日）").fill("2026-12-31")
    dialog.get_by_label("播放时段（留空为全天）").fill("9：00-12:00")
    dialog.get_by_role("button", name="关闭").click()
    scene.shot(page, "media-row")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#note")).to_have_text("已保存")
    kept = scene.hall().catalog.media["street"]
    assert (kept.file, kept.until_day, kept.spans) == ("street.png", "2026-12-31", ("09:00-12:00",))
    page.context.close()


def test_a_sentence_is_found_by_its_words_and_said_otherwise(scene: Scene) -> None:
    """A gap that it does not have is marked as it is typed."""
    page = panel(scene, "大厅")
    editor = page.locator(".is-sentences")
    editor.get_by_role("searchbox").fill("setup.title")
    box = editor.get_by_label("简体 setup.title")
    box.fill("大厅设置 {who}")
    expect(editor).to_contain_text("{who} 不会被填上")
    box.fill("大厅设置")
    scene.shot(page, "sentences")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#note")).to_have_text("已保存")
    assert scene.hall().catalog.here.sentences == {"setup.title": {"zh-Hans": "大厅设置"}}
    page.context.close()


def test_every_panel_can_be_read_by_everybody(scene: Scene) -> None:
    """WCAG 2.2 A and AA, at every part that is no table of a section."""
    page = panel(scene, "开厅准备")
    for place in (0, 1, -4, -3, STANDARD):
        page.locator("#nav .nav-button").nth(place).click()
        expect(page.locator("#nav .nav-button").nth(place)).to_have_attribute("aria-current", "page")
        if place == STANDARD:
            expect(page.locator("table.reading")).to_have_count(2)
        scene.shot(page, f"panel{place}")
        assert [place, *swept(page, within="#sheet" if place else "")] == [place]
    page.context.close()


def test_the_district_says_a_sentence_otherwise_and_what_is_in_force_is_told(scene: Scene) -> None:
    """Shipped, district, hall: whoever edits one of them sees which is said; the standard's text has it, and nothing else of it changes."""
    before = scene.hall().rules
    page = panel(scene, "全区说法")
    adopt = page.get_by_role("button", name="存入标准并采用")
    expect(adopt).to_be_disabled()
    page.get_by_placeholder("输入句子中的文字或键名查找").fill("kiosk.home")
    box = page.locator(".sentence", has=page.locator("code", has_text=re.compile(r"^kiosk\.home$")))
    chinese = box.locator(".sentence-line").first
    expect(chinese.locator(".mark")).to_have_text("所用：出厂说法")
    chinese.locator("textarea").fill("请按一下 {gap}")
    expect(chinese.locator(".form-problem")).to_contain_text("{gap}")
    chinese.locator("textarea").fill("请轻按一下")
    expect(chinese.locator(".mark")).to_have_text("所用：全区说法")
    scene.shot(page, "words-district")
    for language, look in (("zh-Hans", "light"), ("zh-Hant", "light"), ("en", "dark")):
        turn(page, language, look)
        page.locator(".nav-button", has_text=PANEL[language]).click()
        scene.shot(page, f"words-{language}-{look}")
        assert violations(page, without=CONTRAST if language == "zh-Hant" else ()) == [], (language, look)
    turn(page, "zh-Hans", "light")
    page.locator(".nav-button", has_text=PANEL["zh-Hans"]).click()
    adopt.click()
    expect(page.locator(".sheet-message")).to_have_text("已采用。各屏幕自动换成新说法。")
    after = scene.hall().rules
    assert after.words["kiosk.home"] == {"zh-Hans": "请轻按一下"}
    assert (read_standard(after.text).parameters, after.theme) == (before.parameters, before.theme)
    page.locator(".nav-button", has_text="大厅").first.click()
    page.get_by_label("本厅说法").first.click()
    page.get_by_placeholder("输入句子中的文字或键名查找").fill("kiosk.home")
    chinese = box.locator(".sentence-line").first
    expect(chinese.locator(".mark")).to_have_text("所用：全区说法")
    expect(chinese).to_contain_text("区里的说法：请轻按一下")
    chinese.locator("textarea").fill("按这里")
    expect(chinese.locator(".mark")).to_have_text("所用：本厅说法")
    scene.shot(page, "words-hall")
    page.context.close()
