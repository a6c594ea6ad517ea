# SPDX-License-Identifier: Apache-2.0
"""What a hurried clerk's hands do to the terminal: pressed twice, scanned into it, typed while the hall goes on, the page loaded anew."""

import re
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_fits import cut
from tests.stories.scenes.clerk_keys import at_one_moment, press, stands
from tests.stories.scenes.scene import Scene, playing, rows

pytestmark = pytest.mark.browser
REST_S: Final = 8
UNDER_TWO_MINUTES: Final = re.compile(r"^[01]:\d\d$")
_AS_KEYS: Final = """(keys) => keys.forEach((key) => {
  const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : /^[0-9]$/.test(key) ? `Digit${key}` : key;
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }));
})"""
_LEFT_TO_BROWSER: Final = """(code) => (document.querySelector("dialog") || document.body)
  .dispatchEvent(new KeyboardEvent("keydown", { key: code, code, bubbles: true, cancelable: true }))"""


def scan(clerk: Page, text: str) -> None:
    """Type as a scanner does that pretends to be a keyboard: characters at once, then Enter."""
    clerk.evaluate(_AS_KEYS, [*text, "Enter"])


def pressed_twice(scene: Scene, clerk: Page) -> None:
    """The space bar calls; the same stroke felt twice does not begin to serve somebody who is still on the way."""
    clerk.locator("#pad button.main:enabled").wait_for()
    with at_one_moment(clerk):
        clerk.keyboard.press("Space")
        stands(clerk, "A001", "已叫号")
        expect(clerk.locator("#pad [data-action=more]")).to_be_enabled()  # nothing is under way: a second stroke would be heard
        clerk.keyboard.press("Space")
    press(clerk, "Space")
    stands(clerk, "A001", "办理中")
    assert len(scene.events("ServiceStarted")) == 1


def scanned_into(scene: Scene, clerk: Page) -> None:
    """None of the characters of a barcode is a key, in a dialog neither; a key alone still is."""
    before = len(scene.journal())
    scan(clerk, "ZT7-L3A")
    expect(clerk.locator("#message")).to_contain_text("没有当作按键")
    expect(clerk.locator("[data-outcome=done]")).to_have_attribute("aria-pressed", "true")
    expect(clerk.get_by_role("dialog")).to_have_count(0)
    press(clerk, "F6")
    expect(clerk.get_by_role("dialog")).to_be_visible()
    scan(clerk, "6901234567892")
    expect(clerk.get_by_role("dialog")).to_be_visible()
    assert clerk.evaluate(_LEFT_TO_BROWSER, "F6") is False, "the browser would take the focus to its address"
    clerk.keyboard.press("Escape")
    assert len(scene.journal()) == before
    press(clerk, "4")
    expect(clerk.locator("[data-outcome=not-eligible]")).to_have_attribute("aria-pressed", "true")


def answered(scene: Scene, clerk: Page) -> None:
    """A digit that answers a question is no outcome of the ticket in hand as well."""
    press(clerk, "KeyO")
    expect(clerk.get_by_role("dialog")).to_be_visible()
    clerk.keyboard.press("3")
    expect(clerk.locator("#message")).to_have_text("咨询已登记。")
    assert len(scene.events("EnquiryCounted")) == 1
    expect(clerk.locator("[data-outcome=not-eligible]")).to_have_attribute("aria-pressed", "true")


def typed_on(scene: Scene, clerk: Page) -> None:
    """Something is noted for the ticket from elsewhere in the middle of a number: it is typed on; a page loaded anew still has it."""
    press(clerk, "KeyI")
    count = clerk.locator("[data-quantity]:focus")
    count.wait_for()
    clerk.keyboard.press("1")
    scene.ask("li", "note-case", {"ticket": scene.hall().counter("c1").ticket, "case_no": "SZ-1"})
    expect(clerk.locator(".facts")).to_contain_text("SZ-1")
    clerk.keyboard.press("5")
    expect(count).to_have_value("15")
    clerk.keyboard.press("Enter")
    clerk.reload()
    stands(clerk, "A001", "办理中")
    expect(clerk.locator("[data-outcome=not-eligible]")).to_have_attribute("aria-pressed", "true")
    expect(clerk.locator("[data-quantity]").first).to_have_value("15")


def put_aside(scene: Scene, clerk: Page) -> None:
    """Minutes at the copier are no service time, and what was filled in before is there again."""
    ticket = scene.hall().counter("c1").ticket
    scene.ask("li", "hold", {"ticket": ticket, "reason": "copy"})
    scene.later(150)
    scene.ask("li", "resume", {"ticket": ticket})
    stands(clerk, "A001", "办理中")
    expect(clerk.locator(".hand-time")).to_have_text(UNDER_TWO_MINUTES)


def led_here(scene: Scene, clerk: Page) -> None:
    """A link that somebody sends opens the terminal, and nothing more; a finish that is undone leaves what was filled in."""
    clerk.goto(f"{scene.base}/clerk/?do=finish-and-call")
    stands(clerk, "A001", "办理中")
    clerk.locator("#pad button.main:enabled").wait_for()
    press(clerk, "F8")
    expect(clerk.locator(".hand-next")).to_have_text("A002")
    (finished,) = scene.events("ServiceFinished")
    assert (finished.outcome, [item.quantity for item in finished.items]) == ("not-eligible", [15])
    press(clerk, "KeyZ")
    stands(clerk, "A001", "办理中")
    expect(clerk.locator("[data-quantity]").first).to_have_value("15")


def test_a_hurried_clerk_does_nothing_by_accident(tmp_path: Path) -> None:
    """One counter, two visitors."""
    with playing(tmp_path / "hall") as scene:
        for _ in range(2):
            scene.take("senior-card")
        scene.ask("li", "open-counter", {"counter": "c1"})
        clerk = scene.page("clerk", "li")
        pressed_twice(scene, clerk)
        scanned_into(scene, clerk)
        answered(scene, clerk)
        typed_on(scene, clerk)
        put_aside(scene, clerk)
        led_here(scene, clerk)


def test_the_strip_says_what_is_about_to_happen(tmp_path: Path) -> None:
    """The call that comes by itself, how many wait when the counter is closed, and their number beside every mark."""
    given = rows()
    given["counters"][0] |= {"auto_next_s": REST_S}
    with playing(tmp_path / "hall", given) as scene:
        for _ in range(3):
            scene.take("senior-card")
        scene.ask("li", "open-counter", {"counter": "c1"})
        strip = scene.page("clerk", "li", size=(360, 96), query="?strip=1")
        press(strip, "F2")
        expect(strip.locator(".strip-number")).to_have_text("A001")
        press(strip, "F1")
        scene.ask("duty", "send-message", {"to": "counter:c1", "code": "visitor-here"})
        expect(strip.locator(".strip-notes .mark")).to_have_count(2)
        assert cut(strip, ".strip-waiting") == []
        press(strip, "F8")
        expect(strip.locator("#rest")).to_contain_text("秒后自动叫下一位")
        press(strip, "KeyQ")
        expect(strip.get_by_role("dialog").get_by_text("2 人等候")).to_be_visible()
        strip.keyboard.press("Escape")
        expect(strip.locator("#rest")).to_be_hidden()
