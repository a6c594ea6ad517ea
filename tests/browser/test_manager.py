# SPDX-License-Identifier: Apache-2.0
"""The manager's live screen: what needs a person comes first and is acknowledged, on a desk, a phone and a wall."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import both, calm, turn, violations
from tests.stories.scenes.scene import Scene, playing

pytestmark = pytest.mark.browser
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Give a hall in which many wait for one counter, which asks for help."""
    with playing(tmp_path_factory.mktemp("manager") / "hall") as played:
        played.ask("li", "open-counter", {"counter": "c8"})
        for _ in range(9):
            played.take("tenancy")
        played.ask("li", "call-next")
        played.later(1000)
        played.ask("li", "ask-help", {"kind": "ill"})
        yield played


def test_an_alarm_is_acknowledged_once_and_everybody_sees_by_whom(scene: Scene) -> None:
    """It goes quiet on both screens, with name and time, and stays."""
    manager, duty = scene.page("manager", "manager"), scene.page("duty", "duty")
    loud = manager.locator("#needs .need[data-alarm=help]")
    expect(loud).to_contain_text("请求支援：有人身体不适")
    expect(loud).to_contain_text("紧急")
    expect(duty.locator(".alarm[data-alarm=help]")).to_be_visible()

    expect(manager.get_by_role("alert").filter(has_text="请求支援")).to_have_count(1)
    loud.get_by_role("button", name="知悉").focus()
    manager.keyboard.press("Enter")

    expect(manager.locator(".seen-alarms [data-alarm=help]")).to_contain_text("何主任")
    expect(loud).to_have_count(0)
    expect(duty.locator(".seen-alarms [data-alarm=help]")).to_contain_text("何主任")
    assert [it.alarm for it in scene.events("AlarmAcknowledged")] == ["help.critical.counter.c8"]


def test_advice_says_what_opening_would_do(scene: Scene) -> None:
    """Which queue, how many, from how long to how long, which counters, and who is free."""
    manager = scene.page("manager", "manager")
    advice = manager.locator("#needs [data-advice=open]").first

    expect(advice).to_contain_text("房屋租赁")
    expect(advice).to_contain_text("建议再开")
    expect(advice).to_contain_text("可开：")


def test_briefing_and_picture_open_by_hand_and_the_picture_is_saved(scene: Scene) -> None:
    """Alarms stay on top; the picture becomes a file that any phone shows."""
    manager = scene.page("manager", "manager")
    manager.locator("[data-face=briefing].face").click()
    expect(manager.locator("#briefing")).to_contain_text("上一个业务日")
    expect(manager.locator("#briefing")).to_contain_text("尚未登录")
    expect(manager.locator("#live")).to_be_hidden()
    expect(manager.locator("#needs")).to_be_visible()

    manager.locator("[data-face=picture].face").click()
    expect(manager.locator("#picture img")).to_have_js_property("complete", value=True)
    for name, magic in (("保存图片", b"\x89PNG"), ("保存 PDF", b"%PDF")):
        with manager.expect_download() as saved:
            manager.get_by_role("button", name=name).click()
        assert saved.value.path().read_bytes().startswith(magic)
    manager.locator("[data-face=live].face").click()
    expect(manager.locator("#tiles")).to_be_visible()


@pytest.mark.axe
@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_nothing_is_cut_off_and_axe_finds_nothing(scene: Scene, size: tuple[int, int]) -> None:
    """On a desk and a phone, in each face, light and dark."""
    page = scene.page("manager", "manager", size=size)
    calm(page)
    for face in ("live", "briefing", "picture"):
        page.locator(f"[data-face={face}].face").click()
        expect(page.locator(f"#{face}")).to_be_visible()
        assert page.evaluate(WIDE) <= 0, face
        assert both(page) == []
        turn(page, "en", "dark")
        assert page.evaluate(WIDE) <= 0, face
        turn(page, "zh-Hans", "light")


def test_a_message_reaches_the_manager_and_is_answered(scene: Scene) -> None:
    """To be read and marked; and a few words back to the duty managers."""
    manager = scene.page("manager", "manager")
    scene.ask("duty", "send-message", {"to": "person:manager", "text": "请到大厅"})
    fresh = manager.locator("#inbox .fresh")
    expect(fresh).to_contain_text("请到大厅")
    fresh.get_by_role("button", name="已读").click()
    expect(manager.locator("#inbox .fresh")).to_have_count(0)

    manager.get_by_role("button", name="发消息").click()
    dialog = manager.get_by_role("dialog")
    dialog.get_by_role("button", name="发送").click()
    expect(dialog).to_contain_text("请输入内容")
    dialog.get_by_role("textbox").fill("马上到")
    dialog.get_by_role("button", name="发送").click()
    expect(manager.locator("#message")).to_contain_text("消息已发送")
    assert [(it.to, it.text) for it in scene.events("MessageSent")][-1] == ("duty", "马上到")


def wall(scene: Scene) -> Page:
    """Open the wall by a display's key."""
    return scene.page("wall", "hall-1", size=(1920, 1080), query="?turn=1")


def test_the_wall_has_no_buttons_and_no_names_and_turns_its_pages(scene: Scene) -> None:
    """By a display's key, so that it never asks for a sign-in; what is longer than the wall is high comes by itself."""
    page = wall(scene)
    expect(page.locator("#tiles")).to_contain_text("正在等候")
    expect(page.locator("#needs [data-advice=open]").first).to_be_visible()
    expect(page.locator(".chart").first).to_have_js_property("complete", value=True)

    assert page.locator("button:visible").count() == 0
    assert violations(page) == []
    assert "李敏" not in page.inner_text("body")
    assert page.evaluate(WIDE) <= 0
    expect(page.locator("#app")).not_to_have_js_property("scrollTop", 0)


def test_one_of_several_that_is_over_keeps_nobody_from_the_others(scene: Scene) -> None:
    """A switch failed and one display came back at the moment of the tap; whoever sees to one alarm alone is told that it is over."""
    manager = scene.page("manager", "manager")
    scene.ask("wang", "open-counter", {"counter": "c3"})
    scene.ask("wang", "ask-help", {"kind": "ill"})
    expect(manager.locator("#needs .need[data-alarm=help]")).to_be_visible()
    seeing = "async (ids) => (await import('/manager/doing.js')).acknowledge(ids.map((id) => ({ id })))"
    manager.evaluate(seeing, ["lost.warning.device.hall-1", "help.critical.counter.c3"])
    expect(manager.locator("#needs .need[data-alarm=help]")).to_have_count(0)
    expect(manager.locator("#message:not(.bad)")).to_be_visible()

    manager.evaluate(seeing, ["lost.warning.device.hall-1"])
    expect(manager.locator("#message.bad")).to_be_visible()
