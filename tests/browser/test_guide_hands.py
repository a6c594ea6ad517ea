# SPDX-License-Identifier: Apache-2.0
"""Hands that tremble, that are two, that come late or have only keys: the guide's screen does once what was meant, and to whom."""

import os
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.demo_hall import ROOT
from tests.browser.kiosk_hall import GOES_ON, HELD, LATER
from tests.stories.scenes.scene import Scene, playing

pytestmark = pytest.mark.browser
_PHONE = (390, 844)
_TREMBLE_MS = 180


def twice(page: Page, where: Locator, came: Locator) -> None:
    """Tap, and tap again where the first tap was, a moment later by the page's clock; ``came`` of it is there by then."""
    box = where.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.evaluate(HELD)
    page.mouse.click(x, y)
    expect(came).to_be_visible()
    page.evaluate(LATER, _TREMBLE_MS)
    page.mouse.click(x, y)
    page.evaluate(GOES_ON)


def test_a_double_tap_does_what_one_tap_does(tmp_path: Path) -> None:
    """The control hears both: where the number was given there is then the button that gives it back."""
    with playing(tmp_path / "hall") as scene:
        guide, control = scene.page("guide", "guide", size=_PHONE), _hears_all(scene)
        for page in (guide, control):
            page.locator("[data-service=enquiry]").click()
            page.wait_for_timeout(2 * _TREMBLE_MS)
            twice(page, page.locator("[data-give=paperless]"), page.locator("#taken"))
            expect(page.locator("#message" if page is control else "#taken")).to_be_visible()
        guide.locator(".tab[data-tab=desk]").click()
        enter = guide.locator("#paper button[type=submit]")
        enter.scroll_into_view_if_needed()
        twice(guide, enter, guide.locator("#paper-entered", has_text="1"))
        expect(guide.locator("#paper-entered")).to_have_text("1")
        guide.wait_for_timeout(_TREMBLE_MS)
        assert [(it.label, it.channel) for it in scene.events("TicketIssued")] == [("D001", "guide"), ("D002", "guide"), ("P001", "paper")]
        assert [scene.hall().tickets[it.ticket].label for it in scene.events("TicketCancelled")] == ["D002"]


def _hears_all(scene: Scene) -> Page:
    taps = (ROOT / "hallserver" / "shared" / "taps.js").read_text(encoding="utf-8")
    assert "DEAF_MS = 350;" in taps
    page = scene.browser.new_context(viewport={"width": _PHONE[0], "height": _PHONE[1]}, locale="zh-CN", service_workers="block").new_page()
    page.route("**/shared/taps.js", lambda route: route.fulfill(body=taps.replace("= 350;", "= 0;"), content_type="text/javascript"))
    page.goto(f"{scene.base}/guide/#token={scene.stage.tokens['fang']}")
    return page


def test_an_open_number_stays_open_and_true(tmp_path: Path) -> None:
    """It moves up with the queue while its buttons stay where they are, speaks the other language, and goes by Escape."""
    with playing(tmp_path / "hall") as scene:
        first = scene.take("founding")
        scene.take("founding")
        guide = scene.page("guide", "guide", size=_PHONE)
        guide.locator(".tab[data-tab=people]").click()
        guide.locator("#find").fill("ｃ２")  # the wide letters of Chinese typing
        expect(guide.locator("#list li")).to_have_count(1)
        guide.locator("[data-ticket=C002]").focus()
        guide.keyboard.press("Enter")
        expect(guide.locator("#sheet-facts")).to_contain_text("前面 1 人")
        assert guide.evaluate("document.activeElement.id") == "sheet"
        guide.locator("#sheet [data-act=change-service]").evaluate("(node) => { node.marked = true; }")
        scene.ask("fang", "cancel", {"ticket": first["ticket"]})
        expect(guide.locator("#sheet-facts")).to_contain_text("前面没有人")
        assert guide.locator("#sheet [data-act=change-service]").evaluate("(node) => node.marked")

        guide.get_by_role("button", name="English").click()
        expect(guide.locator("#sheet-state")).to_have_text("waiting")
        guide.get_by_role("button", name="简体").press("Enter")
        expect(guide.locator("#sheet-state")).to_have_text("等候中")
        guide.locator("#sheet").focus()
        guide.keyboard.press("Escape")
        expect(guide.locator("#sheet")).to_be_hidden()
        _is_found_again(scene, guide)


def _is_found_again(scene: Scene, guide: Page) -> None:
    """Look the same number up again just when the time of the first look-up is over, by a hall that is slow to answer."""
    guide.clock.install()
    guide.locator("[data-ticket=C002]").click()
    expect(guide.locator("#sheet")).to_be_visible()
    guide.locator("#sheet-close").click()
    assert guide.evaluate("document.activeElement.dataset.ticket") == "C002"
    guide.clock.run_for(4000)
    expect(guide.locator("#stale")).to_be_hidden()
    os.kill(scene.server.pid, signal.SIGSTOP)
    guide.locator("[data-ticket=C002]").click()
    guide.clock.run_for(1500)
    os.kill(scene.server.pid, signal.SIGCONT)
    expect(guide.locator("#sheet")).to_be_visible()


def test_who_needs_somebody_now_stands_above_what_does_not_work(tmp_path: Path) -> None:
    """And what was given is not offered any more once the hall stands still."""
    with playing(tmp_path / "hall") as scene:
        scene.ask("li", "open-counter", {"counter": "c1"})
        scene.take("founding")
        guide, other = scene.page("guide", "guide"), scene.page("guide", "fang")
        guide.locator("[data-service=senior-card]").click()
        guide.locator("[data-give=paperless]").click()
        expect(guide.locator("#taken")).to_be_visible()
        scene.ask("guide", "note-needs", {"ticket": "A001", "needs": ["hearing"], "language": "zh-Hans"})
        scene.ask("li", "call-next")
        expect(guide.locator("#fetch")).to_contain_text("A001")
        expect(guide.locator("[data-alarm=nobody]")).to_be_visible()
        heights = [guide.locator(name).bounding_box() for name in ("#fetch", "[data-alarm=nobody]")]
        assert heights[0] is not None
        assert heights[1] is not None
        assert heights[0]["y"] < heights[1]["y"]
        _enter_a_block_each(guide, other)

        scene.ask("duty", "suspend", {"reason": "evacuation"})
        guide.locator(".tab[data-tab=take]").click()
        expect(guide.locator("#dock")).to_contain_text("大厅已暂停")
        assert guide.locator("#dock [data-act=cancel]").count() == 0
        expect(guide.locator("#suspended")).to_contain_text("紧急疏散")


def _enter_a_block_each(one: Page, other: Page) -> None:
    """What one enters does not move the number that the other is about to enter."""
    for page, number in ((one, "1"), (other, "51"), (one, ""), (other, "")):
        page.locator(".tab[data-tab=desk]").click()
        if number:
            page.locator("#paper-number").fill(number)
        page.locator("#paper-number").press("Enter")
        expect(page.locator("#message")).to_contain_text({"1": "P001", "51": "P051"}.get(number, "P002" if page is one else "P052"))


def test_two_guides_at_one_number_lose_nothing_of_what_the_other_did(tmp_path: Path) -> None:
    """Needs that somebody notes while the dialog is open stay; another first service leaves the second where it is."""
    with playing(tmp_path / "hall") as scene:
        scene.take("tenancy", "founding")
        guide = scene.page("guide", "guide", size=_PHONE)
        guide.locator(".tab[data-tab=people]").click()
        guide.locator("[data-ticket=B001]").click()
        guide.locator("#sheet [data-act=note-needs]").click()
        guide.get_by_role("button", name="行动不便").press("Enter")
        scene.ask("fang", "note-needs", {"ticket": "B001", "needs": ["hearing"], "language": "en"})
        expect(guide.locator("#list")).to_contain_text("听力障碍")
        guide.get_by_role("button", name="确定").click()
        expect(guide.locator("#sheet-facts")).to_contain_text("行动不便")
        guide.locator("#sheet [data-act=change-service]").click()
        guide.locator("dialog input").fill("敬老")
        guide.get_by_role("option").first.click()
        expect(guide.locator("#sheet-facts")).to_contain_text("敬老优待证 → 企业设立登记")

        (ticket,) = scene.hall().tickets.values()
        assert (ticket.needs, ticket.language) == (("hearing", "mobility"), "en")
        assert [leg.services for leg in ticket.plan] == [("founding",)]
