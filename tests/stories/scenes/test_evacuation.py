# SPDX-License-Identifier: Apache-2.0
"""Evacuation: every screen says so, nobody is called, the order is kept; afterwards waits are known with and without it."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.stories.scenes.scene import Scene, playing

pytestmark = pytest.mark.browser
AWAY_S, SLACK_S = 3600, 600
"""So long the hall is left; and so long this test may take beside, on a slow machine."""


def finished(scene: Scene) -> tuple[dict[str, float], dict[str, int]]:
    """Return the closed day's figures about waits, by key, and of how many legs its notes tell, as the manager downloads them."""
    with scene.server.caller(f"Bearer {scene.stage.tokens['manager']}") as caller:
        report = caller.ask("GET", f"/api/v1/reports/day.json?date={scene.hall().day}").json
    groups = [group for section in report["sections"] for group in section["groups"] if not group["slug"]]
    figures = {it["key"]: it["value"] for group in groups for it in group["figures"] if it["key"].startswith("wait.")}
    return figures, {it["key"]: it["args"]["n"] for it in report["notes"]}


def test_the_hall_is_left_and_goes_on_where_it_stood(tmp_path: Path) -> None:
    """Two taps stop it, and two let it go on; the notes of the finished day tell of it."""
    with playing(tmp_path / "hall") as scene:
        scene.ask("li", "open-counter", {"counter": "c1"})
        taken = [scene.take("senior-card") for _ in range(4)]
        scene.ask("li", "call-next")
        screens = [
            scene.page("hall", "hall-1", size=(1366, 768)),
            scene.page("kiosk", "kiosk-1", size=(768, 1024)),
            scene.page("counter", "counter-1"),
            scene.page("clerk", "li"),
            scene.page("guide", "guide"),
            scene.phone(taken[1]["token"]),
        ]
        duty = scene.page("duty", "duty")
        duty.locator(".tab[data-tab=day]").click()
        duty.locator("[data-act=suspend]").click()
        expect(duty.locator("dialog")).to_contain_text("3 人在等候，1 人在窗口")
        scene.shot(duty, "evacuation-asks")
        duty.locator("dialog [data-value=evacuation]").click()
        expect(duty.locator("#bar")).to_contain_text("暂停服务")
        scene.shot(screens[2], "evacuation-counter")
        scene.shot(screens[0], "evacuation-hall")
        for screen in screens[:-1]:
            expect(screen.locator("body")).to_contain_text("暂停")
        expect(screens[-1].locator("body")).to_contain_text("紧急疏散")
        for screen in screens[1:]:
            screen.context.close()
        assert [event.reason for event in scene.events("HallSuspended")] == ["evacuation"]
        for who, command, fields in (
            ("li", "call-next", {}), ("duty", "call-ticket", {"ticket": "A003", "reason": "urgent", "counter": "c1"}),
            ("kiosk-1", "take-ticket", {"services": ["tenancy"]}),
        ):  # fmt: skip
            assert scene.said(who, command, fields).refusal == (409, "hall-suspended"), command
        calls = len(scene.events("TicketCalled"))
        scene.later(AWAY_S)
        assert len(scene.events("TicketCalled", "TicketAbsent", "CounterPaused")) == calls

        duty.locator("[data-act=resume-hall]").click()
        duty.locator("dialog [data-value=over]").click()
        expect(duty.locator("#bar")).to_contain_text("开放中")
        expect(screens[0].locator("body")).not_to_contain_text("暂停叫号")
        assert next((it.kind, it.reason) for it in scene.hall().acts if it.by == "person:duty") == ("resume-hall", "resumed.over")
        scene.ask("li", "start")
        scene.ask("li", "finish")
        order = []
        for _ in taken[1:]:
            order.append(scene.ask("li", "call-next")["ticket"])
            scene.ask("li", "finish")
        assert order == [it["ticket"] for it in taken[1:]]
        scene.ask("manager", "annotate-record", {"ticket": "A001", "leg": 1, "what": "service", "reason": "wrong-key"})
        scene.ask("duty", "close-day")
        figures, notes = finished(scene)
        assert notes == {"implicit": len(order), "annotated": 1, "suspended": len(order)}
        with_s, without_s = figures["wait.mean"], figures["wait.less.mean"]
        assert figures["wait.suspended"] == len(order)
        assert with_s - without_s == pytest.approx(AWAY_S * len(order) / len(taken), abs=SLACK_S)
        assert without_s < SLACK_S < with_s
