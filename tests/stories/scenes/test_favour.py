# SPDX-License-Identifier: Apache-2.0
"""打招呼: the boss asks for a favour, and the duty manager brings a late number to the front. It works, and it stands everywhere."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.stories.scenes.scene import Scene, playing, rows

pytestmark = pytest.mark.browser


def report(scene: Scene, path: str) -> dict[str, Any]:
    """Return what the hall manager fetches."""
    with scene.server.caller(f"Bearer {scene.stage.tokens['manager']}") as caller:
        return caller.ask("GET", path).json


def test_a_favour_stands_in_every_list(tmp_path: Path) -> None:
    """On the manager's screen at once, in the answer to whom it passed, in the day's report, with reason and who ordered it."""
    with playing(tmp_path / "hall") as scene:
        for _ in range(3):
            scene.take("senior-card", who="kiosk-1")
            scene.later(20)
        scene.take("senior-card", who="kiosk-1")
        scene.ask("li", "open-counter", {"counter": "c1"})
        duty, manager = scene.page("duty", "duty"), scene.page("manager", "manager")
        expect(manager.locator("#passings")).to_contain_text("今日没有非常规操作")

        duty.locator(".tab[data-tab=tickets]").click()
        duty.locator("#number").fill("a4")
        duty.locator(".rows li").first.click()
        duty.locator("dialog [data-value=lift]").click()
        duty.locator("dialog select").select_option("manager")
        scene.shot(duty, "favour-asked")
        duty.locator("dialog [data-value=ordered]").click()
        listed = manager.locator("#passings tr.alarm")
        expect(listed.first).to_contain_text("提到队首")
        expect(listed.first).to_contain_text("A004")
        expect(listed.first).to_contain_text("值班长")
        expect(listed.first).to_contain_text("何主任")
        expect(listed.first).to_contain_text("领导安排")

        assert scene.ask("li", "call-next")["number"] == "A004"
        expect(listed).to_have_count(2)
        scene.ask("admin", "configure", {"section": "plans", "rows": rows()["plans"]})
        expect(listed).to_have_count(3)
        expect(manager.locator("#passings")).to_contain_text("何主任")
        manager.get_by_role("button", name="标注数据").click()
        manager.get_by_role("dialog").get_by_role("textbox", name="号码").fill("a004")
        manager.get_by_role("dialog").get_by_role("button", name="其他").click()
        scene.shot(manager, "favour-annotate")
        manager.get_by_role("dialog").get_by_role("button", name="标注数据").click()
        expect(listed.first).to_contain_text("标注数据存疑")
        scene.shot(manager, "favour-manager")

        day = report(scene, "/api/v1/reports/day.json")
        acts = [(it["kind"], it["number"], it["by"], it["ordered-by"], it["reason"]) for it in day["acts"]]
        assert acts[0] == ("lift", "A004", "值班长", "何主任", "领导安排")
        assert [kind for kind, *_ in acts] == ["lift", "call-lifted", "configure", "annotate"]
        beside = next(section for section in day["sections"] if section["key"] == "beside")["groups"][0]["figures"]
        assert {it["key"]: it["value"] for it in beside}["beside.wait-doubts"] == 1
        why = report(scene, "/api/v1/why/A001-A004.json")
        assert why["first"] == "A004"
        assert why["summary"][1] == "这不是按次序叫的：A004 由何主任提到队首，原因是“领导安排”。已记录，督查可查。"
