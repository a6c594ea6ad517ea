# SPDX-License-Identifier: Apache-2.0
"""The terminal's quieter sides: rest before an automatic call, undo, silent help, messages, trainee, idle, suspended, and the strip."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_fits import cut
from tests.stories.scenes.clerk_keys import at_one_moment, press, serve, stands
from tests.stories.scenes.scene import Scene, playing, rows

pytestmark = pytest.mark.browser
REST_S = 8


def a_rest(scene: Scene, clerk: Page) -> None:
    """After a finish the next is called by itself; any key stops that; a pause too."""
    press(clerk, "Space")
    serve(clerk, "A001")
    expect(clerk.locator("#rest")).to_contain_text("秒后自动叫下一位，按任意键停止")
    scene.shot(clerk, "terminal-rest")
    scene.later(REST_S)
    stands(clerk, "A002", "已叫号")
    serve(clerk, "A002")
    expect(clerk.locator("#rest")).to_be_visible()
    press(clerk, "Escape")
    expect(clerk.locator("#rest")).to_be_hidden()
    scene.later(REST_S)
    expect(clerk.locator(".hand-next")).to_have_text("A003")
    assert len(scene.events("TicketCalled")) == 2


def taken_back(scene: Scene, clerk: Page) -> None:
    """A finish a moment too early, pressed twice, and the next already called: one key puts both right, within ten seconds."""
    press(clerk, "Space")
    stands(clerk, "A003", "已叫号")
    press(clerk, "Space")
    stands(clerk, "A003", "办理中")
    clerk.locator("#pad button.main:enabled").wait_for()
    with at_one_moment(clerk):
        clerk.keyboard.press("F9")
        stands(clerk, "A004", "已叫号")
        expect(clerk.locator("#pad [data-action=more]")).to_be_enabled()
        clerk.keyboard.press("F9")
    expect(clerk.locator("[data-action=undo] .pad-count")).to_contain_text("秒内")
    press(clerk, "KeyZ")
    stands(clerk, "A003", "办理中")
    expect(clerk.locator("#line li").first).to_contain_text("A004")
    press(clerk, "F9")
    stands(clerk, "A004", "已叫号")
    scene.later(11)
    expect(clerk.locator("[data-action=undo]")).to_be_disabled()
    assert [event.put_back != "" for event in scene.events("FinishUndone")] == [True]


def told(scene: Scene, clerk: Page) -> None:
    """A message leaves a mark and takes no focus, as does what is to be put right on site; a call for help nothing before the visitor."""
    display = scene.page("counter", "counter-1")
    expect(display.locator("body")).to_contain_text("A004")
    before = display.locator("body").inner_text()
    clerk.get_by_role("searchbox").focus()
    scene.ask("duty", "send-message", {"to": "counter:c1", "code": "visitor-here"})
    expect(clerk.get_by_role("button", name="1 条新消息")).to_be_visible()
    scene.ask("guide", "open-finding", {"found": {"check": "goods-sort", "zone": "main", "counter": "c1", "responsible": "li"}})
    expect(clerk.locator("#site a[href^='/site/']")).to_have_text(re.compile(r"您有 1 项现场整改最早 11月\d+日到期"))
    expect(clerk.get_by_role("searchbox")).to_be_focused()
    clerk.keyboard.press("F1")
    expect(clerk.locator(".help-mark")).to_have_text("已求助")
    clerk.keyboard.press("Escape")
    press(clerk, "KeyM")
    expect(clerk.get_by_role("dialog")).to_contain_text("群众已到")
    scene.shot(clerk, "terminal-messages")
    clerk.keyboard.type("马上来")
    clerk.keyboard.press("Enter")
    expect(clerk.get_by_role("button", name="新消息")).to_have_count(0)
    expect(clerk.locator("#message")).to_have_text("消息已发送。")
    assert [event.text for event in scene.events("MessageSent")] == ["", "马上来"]
    assert [event.kind for event in scene.events("HelpAsked")] == ["come"]
    assert display.locator("body").inner_text() == before


def registered(scene: Scene, clerk: Page) -> None:
    """What the visitor in hand says is registered in a few keys, with the number that is there already."""
    press(clerk, "KeyE")
    expect(clerk.locator("#register-ticket")).to_have_value("A004")
    clerk.locator("#register-text").fill("材料一次说清，办得快。")
    clerk.locator("dialog .chip", has_text="表扬").click()
    scene.shot(clerk, "terminal-register")
    clerk.locator("#register-send").press("Enter")
    expect(clerk.locator("#message")).to_have_text("已登记，工单 D20261123-001")
    [opened] = scene.events("WorkOrderOpened")
    assert (opened.source, opened.label, opened.counter) == ("praise", "A004", "c1")


def stopped(scene: Scene, clerk: Page) -> None:
    """A suspended hall says so and lets who is here be finished; a counter that stands idle is asked about."""
    scene.ask("duty", "suspend", {"reason": "power"})
    expect(clerk.locator("#hand")).to_contain_text("在办的可以办完")
    expect(clerk.locator("[data-action=finish-and-call]")).to_be_disabled()
    scene.shot(clerk, "terminal-suspended-serving")
    press(clerk, "F8")
    expect(clerk.locator("#hand")).to_contain_text("大厅已暂停服务")
    scene.shot(clerk, "terminal-suspended")
    scene.ask("duty", "resume-hall")
    expect(clerk.locator(".hand-next")).to_have_text("A005")
    scene.later(200)
    expect(clerk.locator(".notice.idle")).to_contain_text("2 人在等候")
    scene.shot(clerk, "terminal-idle")


def served_directly(scene: Scene, clerk: Page) -> None:
    """Somebody without a number is served while others wait: the terminal asks why, and the list of such acts says so."""
    press(clerk, "KeyD")
    expect(clerk.get_by_role("dialog").get_by_role("combobox")).to_be_focused()
    clerk.keyboard.type("gljt")
    clerk.keyboard.press("Enter")
    expect(clerk.get_by_role("dialog")).to_contain_text("有人在等候：为什么先办这位？")
    scene.shot(clerk, "terminal-direct-why")
    clerk.keyboard.press("2")
    stands(clerk, "A007", "办理中")
    press(clerk, "F8")
    press(clerk, "Escape")
    assert [(it.kind, it.reason) for it in scene.hall().acts if it.kind == "direct"] == [("direct", "call-reason.agreed")]


def handed_over(scene: Scene, clerk: Page) -> None:
    """The trainee goes on where the clerk leaves off, under the mentor's name."""
    press(clerk, "KeyJ")
    expect(clerk.get_by_role("dialog")).to_contain_text("把窗口交给谁")
    clerk.keyboard.type("新宁")
    clerk.keyboard.press("Enter")
    expect(clerk.locator(".opening")).to_be_visible()
    trainee = scene.page("clerk", "xin", size=(1024, 700))
    expect(trainee.locator("#bar")).to_contain_text("见习 · 带教：李敏")
    scene.shot(trainee, "terminal-trainee-1024")
    assert scene.hall().counter("c1").clerk == "xin"


def test_the_terminal_of_a_clerk_from_rest_to_hand_over(tmp_path: Path) -> None:
    """One counter, six visitors, everything by keys."""
    given = rows()
    given["counters"][0] |= {"auto_next_s": REST_S}
    with playing(tmp_path / "hall", given) as scene:
        for _ in range(6):
            scene.take("senior-card")
        scene.ask("li", "open-counter", {"counter": "c1"})
        clerk = scene.page("clerk", "li")
        a_rest(scene, clerk)
        taken_back(scene, clerk)
        told(scene, clerk)
        registered(scene, clerk)
        stopped(scene, clerk)
        served_directly(scene, clerk)
        handed_over(scene, clerk)


def test_the_strip_does_a_visit_in_two_lines(tmp_path: Path) -> None:
    """480 × 96 and 360 × 96 beside another program: whole in every state, everything by key; what has no room opens the whole page."""
    with playing(tmp_path / "hall") as scene:
        for _ in range(3):
            scene.take("senior-card")
        strip = scene.page("clerk", "li", size=(480, 96), query="?strip=1")

        def whole(name: str) -> None:
            for width in (480, 360):
                strip.set_viewport_size({"width": width, "height": 96})
                assert cut(strip, "body", ".strip", ".strip-keys") == []
                scene.shot(strip, f"strip-{name}-{width}")

        expect(strip.locator("#pad button").first).to_be_enabled()
        whole("closed")
        strip.keyboard.press("Space")
        strip.keyboard.press("1")
        expect(strip.locator(".strip-next")).to_contain_text("3 人等候 · 下一位 A001")
        whole("idle")
        press(strip, "Space")
        expect(strip.locator(".strip-number")).to_have_text("A001")
        whole("called")
        press(strip, "Space")
        expect(strip.locator(".strip-what")).to_contain_text("办理中")
        strip.keyboard.press("1")
        expect(strip.locator("#strip-outcome")).to_have_text("已受理")
        whole("serving")
        press(strip, "F6")
        expect(strip.get_by_role("dialog")).to_be_visible()
        scene.shot(strip, "strip-hold")
        strip.keyboard.press("Escape")
        press(strip, "3", "F9")
        expect(strip.get_by_role("dialog")).to_contain_text("缺哪些材料")
        scene.shot(strip, "strip-missing")
        strip.keyboard.press("1")
        strip.keyboard.press("Enter")
        expect(strip.locator(".strip-number")).to_have_text("A002")
        press(strip, "F7")
        strip.keyboard.type("qysl")  # initials of 企业设立登记: who knows the service need not know its queue
        expect(strip.get_by_role("option").first).to_contain_text("企业服务")
        strip.keyboard.press("Escape")
        with strip.context.expect_page() as opened:
            press(strip, "KeyG")
        expect(opened.value.get_by_role("dialog")).to_contain_text("群众与号码")
        assert [event.outcome for event in scene.events("ServiceFinished")] == ["incomplete"]
