# SPDX-License-Identifier: Apache-2.0
"""The duty manager's phone: nothing is cut off, a double tap does nothing twice, and any number can be looked up."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from hallserver.core import commands as c
from hallserver.service import Service
from tests.browser.demo_hall import Faults, chromium, open_page
from tests.browser.test_fits import cut
from tests.faults.hall_thread import HallThread, hall_thread
from tests.support import GUIDE, LI

pytestmark = pytest.mark.browser
PHONE = (390, 844)
TABS = ("now", "desks", "tickets", "plans", "day")
_WIDE = "() => [...document.querySelectorAll('body *')].filter((it) => it.getBoundingClientRect().right > innerWidth + 1).length"
_LOW = """() => [...document.querySelectorAll('button')].filter((it) => {
  const box = it.getBoundingClientRect();
  return box.height > 0 && box.height < 40 && !it.closest('#bar');
}).map((it) => it.textContent)"""

_HEARS = """() => {
  const it = document.querySelector("dialog [data-value=evacuation]"), box = it.getBoundingClientRect();
  return it.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
}"""
_TAP_TWICE = f"""() => {{
  document.querySelector("[data-act=suspend]").click();
  return ({_HEARS})();
}}"""
"""The second tap meets whatever lies under the finger by then."""


async def busy(service: Service) -> None:
    """Serve one visitor, call another, let more wait, and have help asked for."""
    await service.submit(c.OpenCounter(counter="c1"), LI)
    for _ in range(4):
        await service.submit(c.TakeTicket(services=("seniors",)), GUIDE)
    await service.submit(c.TakeTicket(services=("founding",)), GUIDE)
    await service.submit(c.CallNext(), LI)
    await service.submit(c.Finish(), LI)
    await service.submit(c.CallNext(), LI)
    await service.submit(c.AskHelp(kind="quarrel"), LI)


def phone(hall: HallThread, browser: Any, faults: Faults) -> Page:  # noqa: ANN401 - a browser
    """Open the screen."""
    token = hall.do(hall.door.staff("dan")).partition(" ")[2]
    return open_page(browser, f"{hall.door.base}/duty/#token={token}", PHONE, faults)


def ill_fitting(page: Page) -> list[Any]:
    """Return what is cut off in the bar, wider than the phone, or too low for a thumb, on every part of the screen."""
    found = []
    for tab in TABS:
        page.locator(f".tab[data-tab={tab}]").click()
        found += [(tab, it) for it in [*cut(page, "#bar", "#tabs"), *page.evaluate(_LOW)]]
        found += [(tab, "too wide")] * page.evaluate(_WIDE)
    return found


def test_the_phone_shows_everything_and_takes_no_second_tap(tmp_path: Path) -> None:
    """In both languages. A tap right after the sheet came up is the second of a double tap; the control: a moment later it counts."""
    faults = Faults()
    with hall_thread(tmp_path / "hall", arrange=busy) as hall, chromium() as browser:
        page = phone(hall, browser, faults)
        expect(page.locator("[data-alarm=help]")).to_contain_text("群众情绪激动")
        assert ill_fitting(page) == []
        assert page.evaluate(_TAP_TWICE) is False
        expect(page.locator("dialog.settling")).to_have_count(0)
        assert page.evaluate(_HEARS) is True
        assert hall.door.service.hall.suspended == ""
        page.locator("dialog [data-value=evacuation]").click()
        expect(page.locator("#bar")).to_contain_text("暂停服务")
        page.locator(".tab[data-tab=tickets]").click()
        page.locator("#number").fill("a1")
        page.locator("[data-act=look-up]").click()
        expect(page.locator("dialog")).to_contain_text("已完成")
        page.locator("dialog .dialog-end .button").click()
        page.get_by_role("button", name="English").click()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        assert ill_fitting(page) == []
    assert faults == []


def choose(page: Page, *values: str) -> None:
    """Answer one sheet after the other."""
    for value in values:
        page.locator(f"dialog [data-value={value}]").click()


def open_ticket(page: Page, label: str, act: str) -> None:
    """Open a number and begin an act."""
    page.locator(f"#part-tickets [data-ticket={label}]").click()
    choose(page, act)


def acts_on_numbers(page: Page, hall: HallThread) -> None:
    """With reason and who decided it; what was asked for is so in the hall."""
    state = hall.door.service.hall
    page.locator(".tab[data-tab=tickets]").click()
    open_ticket(page, "A004", "lift")
    page.locator("dialog select").select_option("boss")
    choose(page, "ordered")
    expect(page.locator("#message")).to_contain_text("A004")
    assert state.tickets[state.numbers["A4"]].leg.lifted_by == "boss"
    open_ticket(page, "B001", "change-service")
    page.locator("dialog .chip", has_text="企业设立登记").click()
    page.locator("dialog .chip", has_text="疾病救助").click()
    page.locator("dialog .dialog-end .main").click()
    expect(page.locator("#message")).to_contain_text("改业务")
    assert state.tickets[state.numbers["B1"]].leg.services == ("aid",)
    open_ticket(page, "B001", "cancel")
    choose(page, "duplicate")
    expect(page.locator("#message")).to_contain_text("退号")
    assert (state.acts[0].kind, state.acts[0].reason) == ("cancel", "cancel.duplicate")
    open_ticket(page, "A003", "give-return")
    choose(page, "closing")
    expect(page.locator("#message")).to_contain_text("可二次优先")
    assert [it.label for it in state.returns.values()] == ["A003"]


def tells_staff_and_visitors(page: Page, hall: HallThread) -> None:
    """A phrase to a counter, a few words to everybody in the hall, and the counter that asked for help knows who comes."""
    state = hall.door.service.hall
    page.locator(".tab[data-tab=now]").click()
    page.locator("[data-act=answer-help]").click()
    expect(page.locator("[data-alarm=help]")).to_have_count(0)
    page.locator("[data-act=write]").last.click()
    page.locator("dialog [data-value='counter:c1']").click()
    choose(page, "thanks")
    expect(page.locator("#message")).to_contain_text("消息已发给1号窗口")
    assert next((it.to, it.code) for it in state.messages) == ("counter:c1", "thanks")
    page.locator("[data-act=announce]").click()
    page.locator("#announce-zh").fill("请车主移车")
    page.locator("dialog .chip", has_text="紧急").click()
    page.locator("dialog .dialog-end .main").click()
    expect(page.locator("#inbox")).to_contain_text("请车主移车")
    assert (state.notices[0].text, state.notices[0].urgent) == ({"zh-Hans": "请车主移车"}, True)


def enters_papers(page: Page, hall: HallThread) -> None:
    """One after the other, the number going on by itself; a number that was entered is refused and said so."""
    page.locator(".tab[data-tab=day]").click()
    page.locator("[data-act=enter-paper]").click()
    enter = page.locator("dialog .dialog-end .main")
    enter.click()
    expect(page.locator(".entered")).to_contain_text("P001 已录入")
    page.locator("#paper-served").select_option("c2")
    enter.click()
    expect(page.locator(".entered")).to_contain_text("P002 已录入")
    page.locator("#paper-number").fill("2")
    enter.click()
    expect(page.locator(".entered .late")).not_to_be_empty()
    state = hall.door.service.hall
    assert [state.tickets[state.numbers[number]].state for number in ("P1", "P2")] == ["waiting", "finished"]
    page.locator("dialog .dialog-end .button").first.click()


def lifts_a_pause(page: Page, hall: HallThread) -> None:
    """The counter is paused for its clerk, and goes on with the same clerk; both are the duty manager's acts."""
    state = hall.door.service.hall
    page.locator(".tab[data-tab=desks]").click()
    desk = page.locator("[data-desk=c1]")
    for values, comes in ((("finish", "done"), "空闲"), (("pause-counter", "meeting"), "暂停"), (("go-on",), "空闲")):
        desk.click()
        choose(page, *values)
        expect(page.locator("dialog")).to_have_count(0)
        expect(desk).to_contain_text(comes)
        expect(page.locator("#message")).to_contain_text("已完成")
    expect(page.locator("#message")).to_have_text("1号窗口：恢复叫号，已完成")
    assert (state.counter("c1").state, state.counter("c1").clerk) == ("open", "li")
    assert [(it.kind, it.by) for it in state.acts[:2]] == [("resume-counter", "person:dan"), ("pause-counter", "person:dan")]


def test_a_duty_manager_acts_for_any_number_and_is_heard(tmp_path: Path) -> None:
    """Through the sheets of the phone; the hall has it when the phone says so."""
    faults = Faults()
    with hall_thread(tmp_path / "hall", arrange=busy) as hall, chromium() as browser:
        page = phone(hall, browser, faults)
        acts_on_numbers(page, hall)
        tells_staff_and_visitors(page, hall)
        enters_papers(page, hall)
        lifts_a_pause(page, hall)
    assert faults == []
