# SPDX-License-Identifier: Apache-2.0
"""An administrator wires a keypad, gives the hall its logo and tries devices out, on the screen and with the mouse alone."""

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, expect

from tests.browser.demo_hall import DemoHall, Faults, demo_hall, open_page
from tests.browser.shots import token

pytestmark = pytest.mark.browser
DEVICES, HALL = "设备", "大厅"
"""What they are called in the list on the left."""


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoHall]:
    """Return a demo in which nobody acts."""
    with demo_hall(tmp_path_factory.mktemp("demo") / "hall", "--still") as running:
        yield running


def rows(hall: DemoHall, section: str) -> dict[str, dict[str, Any]]:
    """Return the rows of a section as the journal has them last."""
    line = HTTPConnection(hall.base.removeprefix("http://"))
    line.request("GET", "/api/v1/views/setup", headers={"Authorization": f"Bearer {token(hall, 'admin')}"})
    view = json.load(line.getresponse())
    line.close()
    found = next(it for it in view["sections"] if it["name"] == section)
    return {row["slug"]: row for row in found["rows"]}


def row(page: Page, slug: str) -> Any:  # noqa: ANN401 -- a locator
    """Return a row of the table."""
    return page.locator("tr", has=page.locator("code", has_text=slug))


def open_section(page: Page, name: str) -> None:
    """Choose a section."""
    page.locator(".nav-button", has_text=name).first.click()


def save(page: Page) -> None:
    """Save, and see that it is saved."""
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#note")).to_have_text("已保存")


def test_a_keypad_is_wired_with_the_keys_that_it_comes_with(hall: DemoHall, browser: Browser) -> None:
    """Choosing the driver explains the address and offers its usual keys; all of it arrives."""
    faults = Faults()
    page = open_page(browser, f"{hall.base}/setup/#token={token(hall, 'admin')}", (1366, 768), faults)
    open_section(page, DEVICES)
    row(page, "keypad-8").locator(".is-wiring .details").click()
    dialog = page.locator("dialog")
    dialog.get_by_label("驱动").select_option("hid")
    expect(dialog).to_contain_text("/dev/input/by-id/")
    dialog.get_by_label("地址", exact=True).fill("/dev/input/by-id/usb-Pad-event-kbd")
    dialog.get_by_role("button", name="填入常用按键").click()
    keys = dialog.locator("textarea")
    keys.fill(f"{keys.input_value()}\nF1 = call\nno line at all")
    dialog.get_by_role("button", name="关闭").click()
    expect(row(page, "keypad-8").locator(".is-wiring .details")).to_contain_text("USB 数字小键盘")
    save(page)

    kept = rows(hall, "devices")["keypad-8"]
    assert (kept["driver"], kept["address"]) == ("hid", "/dev/input/by-id/usb-Pad-event-kbd")
    assert (kept["keys"]["KPENTER"], kept["keys"]["F1"]) == ("call", "call")
    assert faults == []
    page.context.close()


def test_a_wrong_wiring_is_refused_with_a_sentence(hall: DemoHall, browser: Browser) -> None:
    """And stays on the screen to be put right."""
    page = open_page(browser, f"{hall.base}/setup/#token={token(hall, 'admin')}", (1366, 768), Faults())
    open_section(page, DEVICES)
    row(page, "stars-8").locator(".is-wiring .details").click()
    page.locator("dialog textarea").fill("01 = call")
    page.locator("dialog").get_by_role("button", name="关闭").click()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#note")).to_contain_text("8号有线评价器")
    assert rows(hall, "devices")["stars-8"]["keys"] != {"01": "call"}
    page.context.close()


def test_a_logo_becomes_black_and_white_and_small(hall: DemoHall, browser: Browser, tmp_path: Path) -> None:
    """A photo of a sign is more than a printer of slips can print."""
    picture = Image.new("RGB", (1600, 900), "white")
    ImageDraw.Draw(picture).ellipse((500, 150, 1100, 750), fill=(20, 80, 200))
    picture.save(tmp_path / "logo.png")
    page = open_page(browser, f"{hall.base}/setup/#token={token(hall, 'admin')}", (1366, 768), Faults())
    open_section(page, HALL)
    page.locator(".is-logo input[type=file]").set_input_files(tmp_path / "logo.png")
    expect(page.locator(".is-logo canvas")).to_be_visible()
    page.get_by_label("大厅 Wi-Fi 名称").fill("Hall-Guest")
    page.locator(".is-zones textarea").fill("main = 一楼大厅 | Ground floor")
    save(page)

    [kept] = rows(hall, "hall").values()
    assert kept["logo"].startswith("iVBORw0KGgo")
    assert len(kept["logo"]) < 24_000
    assert (kept["wifi"], kept["zones"]) == ("Hall-Guest", {"main": {"zh-Hans": "一楼大厅", "en": "Ground floor"}})
    page.context.close()


def test_a_device_is_tried_out_and_what_came_of_it_stands_beside_it(hall: DemoHall, browser: Browser) -> None:
    """The demo's pretend printer prints it, and the screen says so without being drawn anew."""
    page = open_page(browser, f"{hall.base}/setup/#token={token(hall, 'admin')}", (1366, 768), Faults())
    open_section(page, DEVICES)
    printer = row(page, "printer-1")
    printer.get_by_role("button", name="测试").click()
    expect(page.locator("#note")).to_contain_text("小票机")
    expect(printer.locator(".device-state")).to_contain_text("测试已打印")
    page.context.close()
