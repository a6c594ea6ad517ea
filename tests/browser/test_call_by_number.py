# SPDX-License-Identifier: Apache-2.0
"""In a crowd the terminal lists only the first; whoever stands at the counter is called by the number on the slip."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.bench.house import Served, Wanted, served
from tests.bench.measure import Terms
from tests.browser.demo_hall import Faults, chromium, open_page

pytestmark = pytest.mark.browser


def take_counter(hall: Served) -> None:
    """Let the duty manager sit down in the clerk's place."""
    desk = hall.clerks[0]
    with hall.caller(desk.proof) as clerk, hall.caller(f"Bearer {hall.manager}") as boss:
        clerk.command("close-counter")
        assert boss.command("open-counter", {"counter": desk.counter}).status == 200


def call(page: Page, number: str, *, reason: str = "其他") -> None:
    """Call a certain number through the dialog."""
    expect(page.locator("#pad [data-action=more]")).to_be_enabled()
    page.keyboard.press("/")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=reason).click()
    dialog.get_by_role("combobox").fill(number)
    dialog.get_by_role("combobox").press("Enter")
    expect(dialog).to_have_count(0)


def test_a_number_that_is_not_listed_is_called_when_it_is_typed_whole(tmp_path: Path) -> None:
    """The list narrows as before; a whole number stands first, listed or not, and a wrong one is refused with a sentence."""
    faults = Faults()
    with served(Terms(), Wanted(queues=1, waiting=150)) as hall, chromium() as browser:
        take_counter(hall)
        page = open_page(browser, f"http://127.0.0.1:{hall.port}/clerk/#token={hall.manager}", (1366, 768), faults)
        expect(page.locator("#pad [data-action=more]")).to_be_enabled()
        page.keyboard.press("/")
        dialog = page.get_by_role("dialog")
        found, search = dialog.get_by_role("option"), dialog.get_by_role("combobox")
        expect(found).to_have_count(40)
        search.fill("09")
        expect(found).to_have_count(11)
        search.fill("a9")
        expect(found).to_have_text(["A009q1业务"])
        search.fill("a149")
        expect(found).to_have_text(["A149不在列表中，按此号码呼叫"])
        page.screenshot(path=tmp_path / "by-number.png")
        dialog.get_by_role("button", name="取消").click()

        call(page, "a999")
        expect(page.get_by_text("没有这个排队号（A999）")).to_be_visible()
        call(page, "a149")
        expect(page.get_by_text("A149").first).to_be_visible()
        page.screenshot(path=tmp_path / "called.png")
    assert faults == []
