# SPDX-License-Identifier: Apache-2.0
"""争执: two visitors quarrel about who was first. The manager asks the system, shows both the answer, and prints it."""

from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.stories.scenes.scene import playing

pytestmark = pytest.mark.browser


def test_a_quarrel_is_settled_by_what_happened(tmp_path: Path) -> None:
    """A001 waited first, A002 was called first: priority by law. Every call between is there; no name of a visitor or a clerk."""
    with playing(tmp_path / "hall") as scene:
        scene.take("senior-card", who="kiosk-1")
        scene.later(40)
        scene.take("senior-card", group="elderly")
        scene.later(40)
        scene.take("senior-card", who="kiosk-1")
        scene.ask("li", "open-counter", {"counter": "c1"})
        for _ in range(3):
            scene.ask("li", "call-next")
            scene.ask("li", "start")
            scene.later(120)
            scene.ask("li", "finish", {"outcome": "done"})
        manager = scene.page("manager", "manager")

        manager.get_by_role("button", name="谁先谁后").click()
        asking = manager.get_by_role("dialog")
        asking.get_by_role("textbox").first.fill("a1")
        asking.get_by_role("textbox").last.fill("吵架")
        manager.keyboard.press("Enter")
        expect(asking.locator(".form-problem")).to_contain_text("号码应为字母加数字")
        scene.shot(manager, "quarrel-asked")
        asking.get_by_role("textbox").last.fill("a002")
        manager.keyboard.press("Enter")
        answer = manager.get_by_role("dialog", name="A001 与 A002")
        expect(answer.locator(".why-sum")).to_contain_text("先叫的是 A002")
        expect(answer.locator(".why-sum")).to_contain_text("《老年人权益保障法》第五十五条")
        expect(answer.locator(".why-lines tr")).to_contain_text(["取号", "取号", "依规优先（老年人），先于 1 人", "按号码次序"])
        expect(answer.locator(".why-lines")).not_to_contain_text("A003")
        scene.shot(manager, "quarrel-answer")

        with manager.expect_download() as printed:
            answer.get_by_role("button", name="打印说明").click()
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(printed.value.path().read_bytes())).pages)
        assert "A001 与 A002" in text
        assert "依规优先（老年人）" in text
        assert "李敏" not in text
        manager.keyboard.press("Escape")

        phone = scene.page("duty", "duty")
        phone.locator(".tab[data-tab=tickets]").click()
        phone.get_by_role("button", name="谁先谁后").click()
        asked = phone.get_by_role("dialog").get_by_role("textbox")
        asked.first.fill("A003")
        asked.last.fill("A001")
        phone.get_by_role("button", name="说明次序").click()
        expect(phone.get_by_role("dialog", name="A003 与 A001")).to_contain_text("按先后次序：A001 在 09:00:00 开始等候")
        scene.shot(phone, "quarrel-phone")
