# SPDX-License-Identifier: Apache-2.0
"""From one star at the counter to the closed work order, through the real screens; and what a clerk and the visitor learn of it."""

import re
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from hallserver.core.short_code import short_code
from tests.browser.axe import both, calm, swept
from tests.browser.test_fits import cut
from tests.stories.scenes.scene import Scene, playing

pytestmark = pytest.mark.browser
SHORT: Final = (1366, 768)
WIDE: Final = "() => document.documentElement.scrollWidth > innerWidth"


def served(scene: Scene) -> dict[str, str]:
    """Serve one visitor at counter 1; return the number's token and label."""
    mine = scene.take("senior-card")
    scene.ask("li", "call-next")
    scene.ask("li", "start")
    scene.later(60)
    scene.ask("li", "finish", {"outcome": "accepted"})
    return {name: str(mine[name]) for name in ("ticket", "token", "number")} | {"code": short_code(str(mine["token"])).replace(" ", "")}


def one_star(rater: Page) -> None:
    """Touch the worst face on the rater, say a word and how to be reached, and send it."""
    rater.locator(".level.level-1, .face-1").first.click()
    rater.locator("#comment").fill("缺什么材料没有说清楚，跑了两趟。")
    rater.locator("#contact").fill("13800001234")
    rater.locator("#send").click()
    expect(rater.locator("body")).to_contain_text("感谢您的评价")


def step(page: Page, act: str, *chosen: str, words: str = "") -> None:
    """Take a step of the order that is looked at: its button, codes on theirs, a few words."""
    page.locator(f".case-acts [data-act={act}]").click()
    for each in chosen:
        page.locator("dialog .chip", has_text=re.compile(f"^{each}$")).first.click()
    if words:
        page.locator("dialog textarea").fill(words)
    page.locator("dialog [data-act=send]").click()
    expect(page.locator("#message")).to_contain_text("已登记")


def handled(page: Page, no: str) -> None:
    """Take every step as the hall manager does, on a desk."""
    page.locator(f"[data-order='{no}']").click()
    expect(page.locator("#case")).to_contain_text("跑了两趟")
    expect(page.locator("#case")).to_contain_text("13800001234")
    step(page, "verify-order", "属实合理", "可即时整改", words="录像核实，确实没有一次性告知。")
    step(page, "contact-visitor", "联系上了", "电话")
    step(page, "rectify-order", "教育培训", "告知不清")
    step(page, "reply-order", words="您好，已核实并整改，材料清单今后一次说清。")
    expect(page.locator(".way .now")).to_contain_text("回访")
    step(page, "call-visitor-back", "满意")
    step(page, "close-order")
    expect(page.locator("#case")).to_contain_text("已结案")
    expect(page.locator(".case-acts .button")).to_have_count(0)


def test_one_star_at_the_counter_becomes_a_closed_work_order(tmp_path: Path) -> None:
    """The phone has it at once; the visitor reads the answer on the slip's page, never who; every step is in the journal."""
    with playing(tmp_path / "hall") as scene:
        scene.ask("li", "open-counter", {"counter": "c1"})
        phone, rater = scene.page("duty", "duty"), scene.page("rating", "rater-1")
        expect(phone.locator("#alarms")).not_to_be_empty()
        mine = served(scene)
        one_star(rater)
        card = phone.locator("#orders [data-order]")
        expect(card).to_contain_text(f"非常不满意 {mine['number']}")
        expect(card).to_contain_text("群众可能还在大厅")
        no = str(card.get_attribute("data-order"))
        kiosk = scene.page("kiosk", "kiosk-1")
        expect(kiosk.locator("#services")).to_be_visible()
        kiosk.locator("#have").click()
        for letter in mine["code"]:
            kiosk.locator(f"[data-key='{letter}']").click()
        expect(kiosk.locator("#result")).to_contain_text("已收到，正在核实")
        scene.shot(kiosk, "kiosk-answer")
        kiosk.context.close()
        page = scene.page("orders", "manager", size=SHORT)
        handled(page, no)
        expect(card).to_have_count(0)
        page.locator("[data-filter=stands][data-value=past]").click()
        page.locator("[data-filter=month]").select_option("2026-11")
        page.locator("[data-filter=found]").select_option("unjustified")
        expect(page.locator("#orders")).to_contain_text("没有符合条件的已结案工单")
        page.locator("[data-filter=found]").select_option("justified")
        expect(page.locator(f"#orders [data-order='{no}']")).to_contain_text("结案")
        scene.shot(page, "orders-past")
        visitor = scene.phone(mine["token"])
        expect(visitor.locator("#answers")).to_contain_text("材料清单今后一次说清")
        expect(visitor.locator("#answers")).to_contain_text("已处理完毕")
        with page.expect_download() as download:
            page.locator(".print").click()
        assert download.value.suggested_filename == f"{no}.pdf"
        assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
        kinds = [
            "RatingGiven", "WorkOrderOpened", "OrderVerified", "VisitorContacted", "OrderRectified", "OrderReplied", "OrderCalledBack",
            "OrderClosed",
        ]  # fmt: skip
        assert [entry.kind for entry in scene.journal() if entry.kind in kinds] == kinds
        assert "13800001234" not in str(scene.journal())


def test_put_right_on_the_spot_in_two_taps(tmp_path: Path) -> None:
    """The duty manager has walked over: one tap opens the measures, the second does it, and how long it took is kept."""
    with playing(tmp_path / "hall") as scene:
        scene.ask("li", "open-counter", {"counter": "c1"})
        mine = served(scene)
        scene.ask("rater-1", "rate", {"ticket": mine["ticket"], "leg": 1, "stars": 1})
        scene.later(240)
        phone = scene.page("duty", "duty")
        calm(phone)
        assert both(phone, within="#app") == []
        assert cut(phone, "#orders") == []
        phone.locator("[data-act=settle]").click()
        expect(phone.locator("dialog.settling")).to_have_count(0)
        phone.locator("dialog [data-value=apologised]").click()
        expect(phone.locator("#message")).to_contain_text("现场立行立改，已登记")
        expect(phone.locator("#orders [data-order]")).to_have_count(0)
        [settled] = scene.events("OrderSettled")
        assert (settled.measure, settled.cause) == ("apologised", "other")
        assert 240_000_000 <= settled.took_us < 300_000_000


def test_the_register_is_for_everybody_and_fits(tmp_path: Path) -> None:
    """In three languages and both looks, on a desk and on a phone: the list, one order, a form; a case is registered by a guide."""
    with playing(tmp_path / "hall") as scene:
        scene.ask("li", "open-counter", {"counter": "c1"})
        mine = served(scene)
        no = scene.ask("rater-1", "rate", {"ticket": mine["ticket"], "leg": 1, "stars": 2, "comment": "等太久"})["order"]
        guide = scene.page("guide", "guide")
        guide.locator(".tab[data-tab=desk]").click()
        guide.locator("#register-open").click()
        guide.locator("dialog .chip", has_text="办不成事反映").click()
        guide.locator("#register-text").fill("两个窗口说法不一，办了三次没办成。")
        guide.locator("#register-counter").select_option("c3")
        guide.locator("#register-send").click()
        expect(guide.locator("#message")).to_contain_text("D20261123-001")

        page = scene.page("orders", "duty", size=SHORT)
        calm(page)
        expect(page.locator(".order")).to_have_count(2)
        found = swept(page)
        page.locator("[data-filter=source][data-value=cannot-do]").click()
        expect(page.locator(".order")).to_have_count(1)
        expect(page.locator(".order")).to_contain_text("3号窗口")
        page.locator("[data-filter=source][data-value='']").click()
        page.locator(f"[data-order='{no}']").click()
        expect(page.locator("#case")).to_contain_text("等太久")
        found += swept(page, within="#case")
        page.locator("[data-act=verify-order]").click()
        found += both(page, within="dialog")
        page.locator("dialog [data-act=send]").click()
        expect(page.locator("dialog .form-problem")).to_contain_text("请选择或填写")
        page.keyboard.press("Escape")
        page.set_viewport_size({"width": 390, "height": 844})
        found += both(page)
        assert page.evaluate(WIDE) is False
        page.locator(".back").click()
        expect(page.locator("#case h2")).to_contain_text("重复问题")
        assert page.evaluate(WIDE) is False
        assert cut(page, "#bar", "#orders") == []
        assert found == []


def test_a_clerk_appeals_the_day_after_and_somebody_else_decides(tmp_path: Path) -> None:
    """The clerk sees number, cause and outcome; who found it so is shown no button to review it."""
    with playing(tmp_path / "hall") as scene:
        scene.ask("li", "open-counter", {"counter": "c1"})
        mine = served(scene)
        no = scene.ask("rater-1", "rate", {"ticket": mine["ticket"], "leg": 1, "stars": 1, "comment": "态度不好"})["order"]
        scene.ask("duty", "verify-order", {"order": no, "found": "justified"})
        for _ in range(4):
            served(scene)  # among five nobody knows who it was
        scene.ask("li", "close-counter")
        scene.ask("duty", "close-day", {"rest": "left"})
        scene.later(24 * 3600)
        scene.ask("duty", "open-day")
        scene.ask("li", "open-counter", {"counter": "c1"})
        clerk = scene.page("clerk", "li")
        expect(clerk.locator("#pad")).to_be_visible()
        clerk.keyboard.press("KeyW")
        expect(clerk.locator("dialog")).to_contain_text("不足 5 条")
        expect(clerk.locator("dialog")).not_to_contain_text("态度不好")
        calm(clerk)
        found = both(clerk, within="dialog")
        clerk.locator(f"[data-appeal='{no}']").click()
        clerk.locator("dialog textarea").fill("当时系统故障，已向群众说明。")
        clerk.locator("[data-act=appeal-send]").click()
        expect(clerk.locator("#message")).to_contain_text("提出申诉")

        duty = scene.page("orders", "duty", size=SHORT)
        duty.locator(f"[data-order='{no}']").click()
        expect(duty.locator("#case .notice")).to_contain_text("须由另一人决定")
        expect(duty.locator("[data-act=review-appeal]")).to_have_count(0)
        page = scene.page("orders", "manager", size=SHORT)
        page.locator("[data-filter=stands][data-value=decide]").click()
        page.locator(f"[data-order='{no}']").click()
        step(page, "review-appeal", "申诉成立", words="系统日志证实故障。")
        expect(page.locator("#case")).to_contain_text("申诉成立，不计入个人")
        assert found == []
