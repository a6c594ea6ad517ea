# SPDX-License-Identifier: Apache-2.0
"""A slip under the counter's scanner: the clerk's terminal says whose it is and offers the one thing that it is probably for."""

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from hallserver.core import commands as c
from tests.browser.demo_hall import _CHROMIUM, CHROMIUM
from tests.hallserver.web.running import Running, run
from tests.hallserver.web.test_telling import Lobby, lobby, readers
from tests.support import LI

pytestmark = pytest.mark.browser


async def terminal(door: Running, browser: Browser, faults: list[str]) -> Page:
    """Open the clerk's terminal at counter 1."""
    page = await (await browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")).new_page()
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(f"{door.base}/clerk/#token={(await door.staff('li'))[7:]}")
    await expect(page.locator("#pad button").first).to_be_visible()
    return page


async def held_then_waiting(door: Running, at: Lobby, page: Page) -> None:
    """In hand, unknown, held, waiting: a word, a word, a question, the dialog with the number in its place; a case; another person."""
    tokens = [(await door.ticket())["token"] for _ in range(2)]
    dialog, message = page.get_by_role("dialog"), page.locator("#message")

    async def scan(token: str) -> None:
        await at.read("scan", f"https://hall.example/ticket/#t={token}", "desk-1")

    await door.service.submit(c.CallNext(), LI)
    await expect(page.locator("#hand")).to_contain_text("已叫号")
    await scan(tokens[0])
    await expect(message).to_have_text("扫到 A001，就是本窗口当前的号码。")
    await scan("x" * 22)
    await expect(message).to_contain_text("扫到的不是今天的小票")
    await door.service.submit(c.Hold(reason="copy"), LI)
    await expect(page.locator("#held")).to_contain_text("A001")
    await scan(tokens[0])
    await expect(dialog).to_contain_text("扫到 A001（挂起）")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await scan(tokens[1])
    await expect(dialog.get_by_role("combobox")).to_have_value("A002")
    await expect(dialog.get_by_role("option")).to_have_count(1)
    await scan(tokens[0])
    await expect(dialog.get_by_role("combobox")).to_have_value("A001")  # what was asked for, and nothing is chosen by it
    await dialog.get_by_role("button", name="取消").click()
    await expect(dialog).to_have_count(0)
    await scan(tokens[0])
    await expect(dialog).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.locator("#hand")).to_contain_text("A001")
    assert door.service.hall.counter("c1").ticket
    await expect(page.locator("#hand")).to_contain_text("办理中")
    await expect(page.locator("#pad [data-action=more]")).to_be_enabled()
    await page.keyboard.press("KeyT")
    await expect(dialog.get_by_role("textbox")).to_be_focused()
    await at.read("scan", "SZ-2026-0002", "desk-1")
    await expect(dialog.get_by_role("textbox")).to_have_value("SZ-2026-0002")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await at.read("scan", "SZ-2026-0001", "desk-1")
    await expect(page.locator(".facts")).to_contain_text("SZ-2026-0001")
    await expect(message).to_have_text("受理编号 SZ-2026-0001 已登记")
    await expect(page.locator("#pad [data-action=more]")).to_be_enabled()
    await scan(tokens[1])
    await expect(dialog).to_contain_text("来的不是 A001")
    await expect(dialog.get_by_role("combobox")).to_have_value("A002")
    await page.keyboard.press("Escape")


def test_the_terminal_says_whose_slip_it_is_and_offers_what_it_is_for() -> None:
    """Nothing is done by the scan alone."""
    faults: list[str] = []

    async def story(door: Running) -> None:
        at = await lobby(door)
        await door.service.submit(c.OpenCounter(counter="c1"), LI)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=_CHROMIUM)
            await held_then_waiting(door, at, await terminal(door, browser, faults))
            await browser.close()

    run(story, arrange=readers)
    assert faults == []
