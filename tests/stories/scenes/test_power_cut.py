# SPDX-License-Identifier: Apache-2.0
"""Power cut: numbers are given on paper by hand, entered when the power is back, called by the time on the paper, counted beside."""

from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hallserver.store.folder import Folder
from hallserver.store.rebuild import check
from tests.stories.scenes.scene import Scene, playing

pytestmark = pytest.mark.browser
DARK_S = 40 * 60


def suspend(scene: Scene) -> None:
    """Stop the hall on the duty manager's phone; then every screen goes dark."""
    duty = scene.page("duty", "duty")
    duty.locator(".tab[data-tab=day]").click()
    duty.locator("[data-act=suspend]").click()
    duty.locator("dialog [data-value=power]").click()
    expect(duty.locator("#bar")).to_contain_text("暂停服务")
    duty.close()


def enter(guide: Page, number: int, taken: str, served: str = "") -> None:
    """Enter one paper number at the guide desk."""
    expect(guide.locator("#paper-number")).to_have_value(str(number))  # it counts on by itself
    guide.locator("#paper-service").select_option("senior-card")
    guide.locator("#paper-taken").fill(taken)
    guide.locator("#paper-served").select_option(served)
    guide.locator("#paper-number").press("Enter")
    expect(guide.locator("#message")).to_contain_text(f"P{number:03}")
    expect(guide.locator("#paper-last")).to_contain_text(f"P{number:03}")


def press(clerk: Page, action: str, key: str) -> None:
    """Press the key of an action once the terminal takes it."""
    expect(clerk.locator(f"#pad [data-action={action}]")).to_be_enabled()
    clerk.keyboard.press(key)


def beside(scene: Scene) -> dict[str, float]:
    """Return what today's report counts beside the waits, and how many waits it has."""
    with scene.server.caller(f"Bearer {scene.stage.tokens['manager']}") as caller:
        report = caller.ask("GET", "/api/v1/reports/day.json?date=2026-11-23").json
    figures = [it for section in report["sections"] for group in section["groups"] for it in group["figures"]]
    return {it["key"]: it["numerator"] for it in figures if it["key"] in {"beside.paper", "legs.called", "wait.suspended"}} | {
        "waits": next(it["n"] for it in figures if it["key"] == "wait.mean")
    }


def test_nobody_loses_a_place_in_the_dark(tmp_path: Path) -> None:
    """The typed number of before is called first, then the papers by their time; the one served by hand is only entered."""
    with playing(tmp_path / "hall") as scene:
        scene.ask("li", "open-counter", {"counter": "c1"})
        before = scene.take("senior-card")
        suspend(scene)
        scene.power_cut()
        assert scene.hall().suspended == "power", "the server comes back as it went"
        scene.later(DARK_S)
        guide = scene.page("guide", "guide")
        guide.get_by_role("button", name="更多").click()
        enter(guide, 1, "09:10", served="c1")
        enter(guide, 2, "09:20")
        enter(guide, 3, "09:15")
        guide.locator("#paper-number").fill("2")
        guide.locator("#paper-number").press("Enter")
        expect(guide.locator("#message")).to_contain_text("P002 今天已经补录过")
        scene.shot(guide, "power-cut-papers")
        assert scene.said("li", "call-next").refusal == (409, "hall-suspended")

        duty = scene.page("duty", "duty")
        duty.locator(".tab[data-tab=day]").click()
        duty.locator("[data-act=resume-hall]").click()
        duty.locator("dialog [data-value=power]").click()
        expect(duty.locator("#bar")).to_contain_text("开放中")
        after = scene.take("senior-card")
        clerk = scene.page("clerk", "li")
        order = (before["number"], "P003", "P002", after["number"])
        for number, action, key in zip(order, ("call-next", *["finish-and-call"] * 3), ("F2", "F9", "F9", "F9"), strict=True):
            press(clerk, action, key)
            expect(clerk.locator("#hand")).to_contain_text(number)
            press(clerk, "start", "Space")
            expect(clerk.locator("#hand")).to_contain_text("办理中")
        scene.ask("li", "finish", {"outcome": "done"})
        assert [event.label for event in scene.events("TicketCalled")] == list(order)
        served = next(it for it in scene.hall().tickets.values() if it.label == "P001")
        assert (served.state, served.leg.counter, served.leg.clerk, served.leg.outcome) == ("finished", "c1", "li", "accepted")
        assert beside(scene) == {"beside.paper": 3, "legs.called": 4, "wait.suspended": 1, "waits": 2}
        scene.server.stop()
        with closing(Folder(scene.stage.path)) as folder:
            assert check(folder).differences == []
