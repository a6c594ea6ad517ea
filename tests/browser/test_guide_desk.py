# SPDX-License-Identifier: Apache-2.0
"""What a guide does at the desk, in a real browser: enquiries, missing papers, numbers given on paper, returns, help, runs."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.devices.ptys import wait_for
from tests.stories.scenes.scene import Rows, agent_of, playing, rows

pytestmark = pytest.mark.browser
LEAST_PX = 48
_PHONE, _TABLET = (390, 844), (1024, 768)
_SMALL = f"""() => Array.from(document.querySelectorAll('button, select, input, a'))
  .filter((node) => node.offsetParent && node.type !== 'checkbox')
  .map((node) => [node.textContent || node.id, node.getBoundingClientRect()])
  .filter(([, box]) => Math.min(box.height, box.width) < {LEAST_PX} - 0.5)
  .map(([name]) => name)"""
_WIDE = "document.documentElement.scrollWidth > innerWidth"


def with_papers() -> Rows:
    """Return a hall in which the tenancy has a list of papers."""
    found = rows()
    for row in found["items"]:
        if row["slug"] == "tenancy":
            row["papers"] = {"contract": {"zh-Hans": "租赁合同原件"}, "deed": {"zh-Hans": "房屋产权证明"}}
    return found


def test_the_desk_counts_prints_and_enters(tmp_path: Path) -> None:
    """Each thing once, in the journal as on the screen; a trembling finger counts one enquiry."""
    with playing(tmp_path / "hall", with_papers()) as scene, agent_of(scene, tmp_path / "devices") as out:
        scene.ask("wang", "open-counter", {"counter": "c2"})
        scene.take("tenancy")
        for command in ("call-next", "start"):
            scene.ask("wang", command)
        scene.ask("wang", "finish", {"outcome": "incomplete"})
        guide = scene.page("guide", "guide")
        guide.locator(".tab[data-tab=desk]").click()
        guide.locator("[data-topic=papers]").dblclick()
        expect(guide.locator("[data-topic=papers] b")).to_have_text("1")

        printed = len(list((out / "printer-1").glob("*.png")))
        guide.locator("#notice").click()
        guide.locator("#item-search").fill("fwzl")
        guide.locator("[data-item=tenancy]").click()
        guide.locator("#notice-print").click()
        expect(guide.locator("dialog .form-problem")).to_contain_text("至少勾选一份")
        guide.get_by_role("button", name="房屋产权证明").click()
        guide.locator("#notice-print").click()
        expect(guide.locator("#message")).to_contain_text("正在打印")
        wait_for(lambda: len(list((out / "printer-1").glob("*.png"))) > printed, 30)

        for number in (5, 6):
            expect(guide.locator("#paper-number")).to_have_value("1" if number == 5 else "6")
            if number == 5:
                guide.locator("#paper-number").fill("5")
            guide.locator("#paper-number").press("Enter")
            expect(guide.locator("#message")).to_contain_text(f"P00{number} 已录入")
        guide.locator("[data-act=come-back]").click()
        guide.locator("dialog .button.main").click()
        expect(guide.locator("#message")).to_contain_text("的二次优先号是 B002")

        hall = scene.hall()
        assert hall.enquiries == {"papers": 1}
        (notice,) = scene.events("NoticeGiven")
        assert (notice.missing, notice.item, notice.clerk) == (("deed",), "tenancy", "guide")
        issued: list[Any] = scene.events("TicketIssued")
        assert [(it.label, it.channel, it.group) for it in issued[1:]] == [
            ("P005", "paper", ""),
            ("P006", "paper", ""),
            ("B002", "guide", "returned"),
        ]


def test_help_runs_and_messages_are_answered_by_one_tap(tmp_path: Path) -> None:
    """On a phone, from the tab that counts them; nothing is smaller than a finger or wider than the screen."""
    with playing(tmp_path / "hall") as scene:
        scene.ask("wang", "open-counter", {"counter": "c2"})
        for _ in range(9):
            scene.take("founding", who="kiosk-1")
        scene.ask("wang", "ask-help", {"kind": "quarrel"})
        scene.ask("duty", "send-message", {"to": "guides", "code": "queue-long"})
        phone = scene.page("guide", "guide", size=_PHONE)
        expect(phone.locator(".tab[data-tab=care] .badge")).to_have_text("4")  # help, message, run, and a queue that nobody serves
        phone.locator(".tab[data-tab=care]").click()
        expect(phone.locator("#help")).to_contain_text("群众情绪激动")
        phone.get_by_role("button", name="我去").click()
        expect(phone.locator("#help")).to_be_hidden()
        phone.locator("#messages [data-act=see-message]").click()
        phone.locator("#runs [data-act=void-run]").click()
        phone.get_by_role("button", name="恶意或误触大量取号").click()
        expect(phone.locator("#message")).to_contain_text("已作废 9 张")
        expect(phone.locator(".tab[data-tab=care] .badge")).to_be_hidden()
        scene.take("senior-card", who="kiosk-2")
        _fits_fingers(phone)
        _fits_fingers(scene.page("guide", "fang", size=_TABLET))
        _would_be_found(phone)
        assert [it.by for it in scene.events("HelpAnswered")] == ["person:guide"]


def _fits_fingers(page: Page) -> None:
    """Fail when something to press is too small, or the page too wide, on any tab or on a number's sheet."""
    for tab in ("take", "people", "care", "desk"):
        button = page.locator(f".tab[data-tab={tab}]")
        if button.is_visible():
            button.click()
            assert (tab, page.evaluate(_SMALL), page.evaluate(_WIDE)) == (tab, [], False)
    page.locator(".tab[data-tab=people]").click()
    page.locator("[data-ticket=A001]").click()
    expect(page.locator("#sheet")).to_be_visible()
    assert (page.evaluate(_SMALL), page.evaluate(_WIDE)) == ([], False)


def _would_be_found(page: Page) -> None:
    """The control: in the size of a clerk's button it is found."""
    page.locator(".tab[data-tab=take]").click()
    page.locator("#more").evaluate("(node) => { node.style.minHeight = '2.75rem'; node.parentNode.style.alignItems = 'center'; }")
    assert page.evaluate(_SMALL) == ["优先 · 需求 · 语言"]
