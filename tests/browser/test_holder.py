# SPDX-License-Identifier: Apache-2.0
"""What the holder of a number does at a kiosk, and what a card on its reader changes."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.demo_hall import DemoHall, Faults, chromium, demo_hall, open_page
from tests.browser.kiosk_hall import hears
from tests.browser.shots import post

pytestmark = pytest.mark.browser
_KEEP_SOCKETS = """(() => {
  window.sockets = [];
  const Kept = class extends window.WebSocket {
    constructor(...them) {
      super(...them);
      window.sockets.push(this);
      this.addEventListener("message", (message) => { const said = JSON.parse(message.data); if (said.view) window.seen = said; });
    }
  };
  window.WebSocket = Kept;
})()"""
_FAIL = """(ticket) => {
  const said = Object.assign({}, window.seen, { view: Object.assign({}, window.seen.view, { last: { ticket, slip: "failed" } }) });
  window.sockets[window.sockets.length - 1].onmessage({ data: JSON.stringify(said) });
  // read at once: the hall's own next view knows of no failure
  return [document.querySelector("#result").textContent, Boolean(document.querySelector("#code"))];
}"""
_WHISPER = "(said) => window.sockets[window.sockets.length - 1].onmessage({ data: JSON.stringify({ whisper: said }) })"


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DemoHall, Browser]]:
    """Run one hall and one browser for all of these stories."""
    with demo_hall(tmp_path_factory.mktemp("holder") / "hall", "--still") as hall, chromium() as browser:
        yield hall, browser


def type_code(kiosk: Page, code: str) -> None:
    """Type a short code at a kiosk."""
    kiosk.locator("#have").click()
    for letter in code.replace(" ", ""):
        kiosk.locator(f"[data-key='{letter}']").click()


def back(kiosk: Page) -> None:
    """Go back to the kiosk's home."""
    hears(kiosk)
    kiosk.locator("#back").click()
    expect(kiosk.locator("#services")).to_be_visible()


def eventually(true: Callable[[], bool], within_s: float = 60) -> None:
    """Wait until it is true."""
    end_s = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < end_s
        time.sleep(0.05)  # a poll, bounded


def take(hall: DemoHall, **fields: Any) -> dict[str, Any]:
    """Take a number at kiosk-1 over the interface; return what the kiosk is told of it."""
    answer: dict[str, Any] = post(hall, "/api/v1/commands/take-ticket", {"services": ["tenancy"], **fields}, hall.keys["kiosk-1"])["result"]
    return answer


def test_whoever_types_the_code_of_a_number_sees_it_and_may_act(scene: tuple[DemoHall, Browser]) -> None:
    """A number given without a slip is found by its code, gets its slip and is given back; a wrong code opens nothing."""
    (hall, browser), faults = scene, Faults()
    kiosk = open_page(browser, hall.device_page("kiosk", "kiosk-1"), (1080, 1920), faults)
    expect(kiosk.locator("#services")).to_be_visible()
    taken = take(hall, paperless=True)
    type_code(kiosk, taken["code"])
    expect(kiosk.locator("#holder")).to_have_text(taken["number"])
    expect(kiosk.locator(".taken-facts")).to_contain_text("前面还有")
    hears(kiosk)
    kiosk.locator("[data-act=reprint-slip]").click()
    expect(kiosk.locator("#done")).to_contain_text("正在补打")
    slip = hall.data / "devices" / "printer-1" / f"slip_{taken['ticket']}_1.png"
    back(kiosk)
    eventually(slip.exists)

    type_code(kiosk, taken["code"])
    expect(kiosk.locator("#holder")).to_be_visible()
    hears(kiosk)
    kiosk.locator("[data-act=cancel]").click()
    expect(kiosk.locator("#really")).to_be_visible()
    hears(kiosk)
    kiosk.locator("#really").click()
    expect(kiosk.locator("#done")).to_contain_text("已退号")
    back(kiosk)

    type_code(kiosk, "222222" if taken["code"] != "222 222" else "333333")
    expect(kiosk.locator("#unknown")).to_contain_text("今天没有这个号码")
    assert faults == []


def test_a_card_counts_for_one_number_and_a_failed_slip_is_owned_up_to(scene: tuple[DemoHall, Browser]) -> None:
    """The card is named, its priority chosen, all of it goes when cleared; a promised slip that fails gives way to the code."""
    (hall, browser), faults = scene, Faults()
    page = browser.new_context(viewport={"width": 1280, "height": 1024}, locale="zh-CN").new_page()
    faults.watch(page)
    page.add_init_script(_KEEP_SOCKETS)
    page.goto(hall.device_page("kiosk", "kiosk-2"))
    expect(page.locator("#services")).to_be_visible()
    card = {"card": {"ref": "r1", "elderly": True, "last": "002X", "for_s": 60}}
    page.evaluate(_WHISPER, card)
    expect(page.locator("#card")).to_contain_text("002X")
    expect(page.locator("#chosen")).to_contain_text("已选：老年人")
    page.locator("#card-clear").click()
    expect(page.locator("#card")).to_be_hidden()
    expect(page.locator("#chosen")).not_to_contain_text("已选")

    page.evaluate(_WHISPER, {"card": {"refused": "hk-macau-taiwan"}})
    expect(page.locator("#result")).to_contain_text("港澳台居民居住证")
    back(page)

    page.evaluate(_WHISPER, card)
    hears(page)
    page.locator("[data-service=tenancy]").click()
    expect(page.locator("#result")).to_be_visible()
    expect(page.locator("#number")).to_have_count(0)  # nobody laid that card on a reader: the hall refuses its reference
    back(page)
    expect(page.locator("#card")).to_be_hidden()

    hears(page)
    page.locator("[data-service=tenancy]").click()
    expect(page.locator(".taken-slip")).to_contain_text("请取小票")
    page.wait_for_function("() => window.seen.view.last && window.seen.view.last.ticket")
    text, has_code = page.evaluate(_FAIL, page.evaluate("window.seen.view.last.ticket"))
    assert "小票没有打印出来" in text
    assert has_code
    assert faults == []
