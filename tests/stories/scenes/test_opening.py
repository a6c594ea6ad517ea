# SPDX-License-Identifier: Apache-2.0
"""Opening: twenty minutes before, one list says what is wrong; paper is filled, a clerk signs in, the day begins."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.demo_hall import open_page
from tests.browser.test_one_visit import sign_in
from tests.devices.ptys import wait_for
from tests.stories.scenes.scene import SIZES, Scene, agent_of, playing, rows
from tests.support import MINUTE_US, NINE_US

pytestmark = pytest.mark.browser
PASSWORD = "a long enough password"


def paper(scene: Scene, out: Path, state: str) -> None:
    """Let the printer have paper or none, and the hall know of it."""
    (out / "printer-1").mkdir(exist_ok=True)
    (out / "printer-1" / "state").write_text(state, encoding="utf-8")
    wait_for(lambda: scene.hall().printers.get("printer-1", "fine") == state, 30)


def check(duty: Page) -> None:
    """Look at everything once more."""
    duty.locator("[data-act=check-opening]").click()
    expect(duty.locator("#message")).to_have_text("已检查")


def clerk_signs_in(scene: Scene, duty: Page) -> Page:
    """Give a clerk a password; the clerk comes and signs in with it."""
    with scene.server.caller(f"Bearer {scene.stage.tokens['admin']}") as caller:
        headers = {"Content-Type": "application/json"}
        body = json.dumps({"password": PASSWORD}).encode()
        assert caller.ask("POST", "/api/v1/people/li/password", body, headers).status == 204
    browser = duty.context.browser
    assert browser is not None
    clerk = open_page(browser, f"{scene.base}/clerk/", SIZES["clerk"], scene.faults)
    sign_in(clerk, "li", PASSWORD)
    expect(clerk.locator("#bar")).to_contain_text("李敏")
    return clerk


def test_the_hall_is_looked_over_and_opens(tmp_path: Path) -> None:
    """The check is made by the clock; what was red turns green as it is seen to; all of it stays in the journal."""
    given = rows()
    given["hall"][0] |= {"hours": {"1": ["09:00-17:00"]}}
    with (
        playing(tmp_path / "hall", given, from_us=NINE_US - 30 * MINUTE_US, opened=False) as scene,
        agent_of(scene, tmp_path / "devices") as out,
    ):
        paper(scene, out, "out")
        assert scene.events("OpeningChecked") == []
        scene.later(10 * 60)
        duty = scene.page("duty", "duty")
        duty.locator(".tab[data-tab=day]").click()
        opening = duty.locator("#day-opening")
        expect(opening.locator(".section-title")).to_contain_text("08:40 自动检查")
        expect(opening.locator("[data-check=printer-out].red")).to_have_text("小票机 没有小票纸，请换纸")
        expect(opening.locator("[data-check=staff-nobody].red")).to_contain_text("民生社保")
        scene.shot(duty, "opening-red")

        paper(scene, out, "fine")
        clerk = clerk_signs_in(scene, duty)
        check(duty)
        expect(opening.locator("[data-check=printer-out]")).to_have_count(0)
        expect(opening.locator("[data-check=staff-nobody]")).to_have_count(0)
        opening.locator("[data-fold=opening]").click()
        expect(opening.locator("[data-check=printer-ready].green")).to_have_text("小票机 可以打印")
        expect(opening.locator(".section-title")).to_contain_text("值班长")
        assert [len(event.checks) > 0 for event in scene.events("OpeningChecked")] == [True, True]

        scene.later(15 * 60)
        duty.locator("[data-act=open-day]").click()
        expect(duty.locator("dialog")).to_contain_text("开厅检查没有红色项目")
        duty.locator("dialog .big.main").click()
        expect(duty.locator("#bar")).to_contain_text("开放中")
        assert [event.date for event in scene.events("DayOpened")] == ["2026-11-23"]
        scene.take("senior-card", who="kiosk-1")
        clerk.locator(".counter-card").first.click()
        expect(clerk.locator("#hand")).to_contain_text("A001")
        expect(clerk.locator("#pad [data-action=call-next]")).to_be_enabled()
        clerk.keyboard.press("F2")
        duty.locator(".tab[data-tab=desks]").click()
        expect(duty.locator("[data-desk=c1]")).to_contain_text("李敏")
        expect(duty.locator("[data-desk=c1]")).to_contain_text("A001")
        scene.shot(duty, "opening-open")
