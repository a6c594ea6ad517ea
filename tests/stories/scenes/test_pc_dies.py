# SPDX-License-Identifier: Apache-2.0
"""电脑坏了: browser and session are gone in the middle of a service. The clerk signs in at another PC and goes on."""

import json
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.demo_hall import open_page
from tests.browser.test_one_visit import sign_in
from tests.stories.scenes.clerk_keys import press, stands
from tests.stories.scenes.scene import SIZES, Scene, playing

pytestmark = pytest.mark.browser
PASSWORD = "a long enough password"


def give_password(scene: Scene) -> None:
    """Let the administrator give the clerk a password."""
    with scene.server.caller(f"Bearer {scene.stage.tokens['admin']}") as caller:
        body = json.dumps({"password": PASSWORD}).encode()
        assert caller.ask("POST", "/api/v1/people/li/password", body, {"Content-Type": "application/json"}).status == 204


def at_a_pc(scene: Scene, browser: Browser) -> Page:
    """Sign in with name and password in a browser that has never seen this hall."""
    page = open_page(browser, f"{scene.base}/clerk/", SIZES["clerk"], scene.faults)
    sign_in(page, "li", PASSWORD)
    return page


def test_a_clerk_whose_pc_dies_goes_on_at_another(tmp_path: Path) -> None:
    """Who is served stays in hand with what was noted, who is held stays held, nobody is called meanwhile, and nobody twice."""
    with playing(tmp_path / "hall") as scene:
        give_password(scene)
        tickets = [scene.take("senior-card", who="kiosk-1")["ticket"] for _ in range(4)]
        browser = scene.page("hall", "hall-1").context.browser
        assert browser is not None
        dead = at_a_pc(scene, browser)
        dead.locator(".counter-card").first.click()
        expect(dead.locator(".hand-next")).to_have_text("A001")
        press(dead, "Space")
        stands(dead, "A001", "已叫号")
        press(dead, "Space")
        stands(dead, "A001", "办理中")
        press(dead, "F6")
        expect(dead.get_by_role("dialog")).to_be_visible()
        dead.keyboard.press("1")
        stands(dead, "A002", "已叫号")
        press(dead, "Space")
        stands(dead, "A002", "办理中")
        press(dead, "KeyT")
        expect(dead.get_by_role("dialog")).to_be_visible()
        dead.keyboard.type("SZ-2026-0001")
        dead.keyboard.press("Enter")
        expect(dead.locator(".facts")).to_contain_text("SZ-2026-0001")
        dead.context.close()

        scene.later(240)
        scene.take("senior-card", who="kiosk-1")
        alive = at_a_pc(scene, browser)
        stands(alive, "A002", "办理中")
        expect(alive.locator(".facts")).to_contain_text("SZ-2026-0001")
        expect(alive.locator("#held")).to_contain_text("A001")
        scene.shot(alive, "pc-dies")
        press(alive, "F9")
        expect(alive.locator(".hand-label")).to_have_text("A003")

        finished = scene.events("ServiceFinished")
        assert [(event.ticket, event.case_no) for event in finished] == [(tickets[1], "SZ-2026-0001")]
        assert Counter(event.ticket for event in scene.events("TicketCalled")) == Counter(tickets[:3])
        served = scene.hall().tickets[tickets[1]].leg
        assert served.started_us is not None
        assert served.finished_us is not None
        assert served.finished_us - served.started_us >= 240_000_000
        assert scene.events("CounterClosed", "CounterPaused") == []
