# SPDX-License-Identifier: Apache-2.0
"""Nobody at work needs a mouse: a clerk's visit, a guide's number, the duty manager, the manager, the set-up, all by keys."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.demo_hall import open_page
from tests.browser.keyboard import press, reach, walk
from tests.stories.scenes.scene import SIZES, Scene, playing

pytestmark = pytest.mark.browser
PASSWORD = "keys-only-2026"
WALKED = {"clerk": "wang", "guide": "guide", "duty": "duty", "manager": "manager", "setup": "admin"}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Give a hall with one counter open and two people waiting; one clerk has a password."""
    with playing(tmp_path_factory.mktemp("keys") / "hall") as played:
        with played.server.caller(f"Bearer {played.stage.tokens['admin']}") as caller:
            assert caller.ask("POST", "/api/v1/people/li/password", json.dumps({"password": PASSWORD}).encode()).status == 204
        played.ask("wang", "open-counter", {"counter": "c3"})
        for service in ("tenancy", "senior-card", "enquiry"):
            played.take(service)
        yield played


def opened(scene: Scene, page: str) -> Page:
    """Open a screen and wait until it is drawn."""
    found = scene.page(page, WALKED[page])
    expect(found.locator("#app > *").first).to_be_visible()
    return found


@pytest.mark.parametrize("name", WALKED)
def test_the_focus_comes_round_and_is_seen_everywhere(name: str, scene: Scene) -> None:
    """What cannot be reached cannot be used; what has no ring is pressed blindly."""
    page = opened(scene, name)
    assert walk(page) == []
    page.context.close()


def test_a_walk_finds_what_is_wrong(scene: Scene) -> None:
    """The control: a button without a ring, one out of sight, one that Tab does not reach, and a trap."""
    page = open_page(scene.browser, f"{scene.base}/", SIZES["setup"], scene.faults)
    expect(page.locator("#main h1")).to_be_visible()
    assert walk(page) == []
    page.evaluate("""() => {
      const button = (text, how) => {
        const it = document.createElement("button");
        it.textContent = text;
        how(it);
        document.querySelector("main").append(it);
      };
      button("ringless", (it) => { it.style.outline = "none"; });
      button("hidden", (it) => { Object.assign(it.style, { position: "fixed", left: "-500px" }); });
      button("skipped", (it) => { it.addEventListener("focus", () => it.blur()); });
    }""")
    wrong = walk(page)
    assert "no ring: ringless" in wrong
    assert "out of sight: hidden" in wrong
    assert any("skipped" in it for it in wrong)
    page.evaluate("""() => document.addEventListener("keydown", (event) => event.key === "Tab" && event.preventDefault())""")
    page.locator("a").first.focus()
    assert any(it.startswith(("trapped", "not reached")) for it in walk(page))
    page.context.close()


def test_a_clerk_signs_in_and_serves_a_visit(scene: Scene) -> None:
    """From the name and password to the finished visit; a dialog gives the focus back when it is left."""
    page = open_page(scene.browser, f"{scene.base}/clerk/", SIZES["clerk"], scene.faults)
    expect(page.locator(".form-box")).to_be_visible()
    page.keyboard.type("li")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#app")).to_contain_text("请选择今天的窗口")
    press(page, "1")
    expect(page.locator("#bar")).to_contain_text("1号窗口")
    expect(page.locator("[data-action=call-next]")).to_be_enabled()  # until the hall has said so the counter is not open
    page.keyboard.press("F2")
    expect(page.locator("#app")).to_contain_text("A001")
    expect(page.locator("[data-action=start]")).to_be_enabled()  # the second of a double press must not be one
    page.keyboard.press("F4")
    expect(page.locator("#app")).to_contain_text("办理中")
    expect(page.locator("[data-action=more]")).to_be_enabled()
    press(page, "更多")
    expect(page.locator("dialog")).to_be_visible()
    expect(page.locator("[data-action=more]")).to_be_disabled()  # it rests while something is asked, and cannot have the focus
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("[data-action=more]")).to_be_focused()
    page.keyboard.press("1")
    expect(page.locator("[data-action=finish]")).to_be_enabled()
    page.keyboard.press("F8")
    expect(page.locator("#app")).not_to_contain_text("办理中")
    assert [event.outcome for event in scene.events("ServiceFinished")] == ["accepted"]
    page.context.close()


def test_a_guide_takes_a_number(scene: Scene) -> None:
    """Search, choose, print."""
    page = opened(scene, "guide")
    before = len(scene.events("TicketIssued"))
    reach(page, "业务或拼音首字母")
    page.keyboard.type("fwzl")
    press(page, "房屋租赁")
    press(page, "打印")
    expect(page.locator("#app")).to_contain_text("B002")
    assert len(scene.events("TicketIssued")) == before + 1
    page.context.close()


def test_a_duty_manager_suspends_and_resumes(scene: Scene) -> None:
    """On a PC as well as on the phone."""
    page = opened(scene, "duty")
    press(page, "开闭厅")
    press(page, "暂停大厅服务")
    expect(page.locator("dialog")).to_be_visible()
    page.wait_for_timeout(800)  # a sheet is deaf at first, so that a double tap does not choose
    press(page, "停电")
    expect(page.locator("#bar")).to_contain_text("暂停服务")
    expect(page.locator("dialog")).to_have_count(0)
    press(page, "恢复")
    expect(page.locator("dialog")).to_be_visible()
    page.wait_for_timeout(800)
    press(page, "恢复")
    expect(page.locator("#bar")).not_to_contain_text("暂停服务")
    assert len(scene.events("HallSuspended")) == len(scene.events("HallResumed")) == 1
    page.context.close()


def test_a_manager_acknowledges_an_alarm(scene: Scene) -> None:
    """A clerk has asked for help."""
    scene.ask("wang", "ask-help", {"kind": "come"})
    page = opened(scene, "manager")
    expect(page.locator("#app")).to_contain_text("请来窗口")
    press(page, "知悉")
    expect(page.locator("#app")).to_contain_text("已知悉")
    assert len(scene.events("AlarmAcknowledged")) == 1
    page.context.close()


def test_the_set_up_changes_a_name(scene: Scene) -> None:
    """In the form of the hall."""
    page = opened(scene, "setup")
    reach(page, "英文")
    page.keyboard.press("Control+A")
    page.keyboard.type("Keyboard Hall")
    press(
        page,
        "保存",
    )
    expect(page.locator("body")).to_contain_text("已保存")
    assert scene.hall().catalog.here.names["en"] == "Keyboard Hall"
    page.context.close()
