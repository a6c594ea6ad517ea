# SPDX-License-Identifier: Apache-2.0
"""A hall says a sentence otherwise: every open screen says it so at once, and a broken one never comes into force."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.stories.scenes.scene import playing, rows

pytestmark = pytest.mark.browser
OWN = {
    "kiosk.choose": {"zh-Hans": "您好，请点要办的事", "zh-Hant": "您好，請按要辦的事", "en": "Hello, what can we do for you?"},
    "hall.to": {"zh-Hans": "请前往{number}号窗口", "zh-Hant": "請前往{number}號窗口", "en": "go to counter {number}"},
}


def test_open_screens_say_what_the_hall_says_without_a_reload(tmp_path: Path) -> None:
    """The kiosk and the big display run for weeks; the language that a visitor has chosen stays."""
    with playing(tmp_path / "hall") as scene:
        kiosk, display = scene.page("kiosk", "kiosk-1"), scene.page("hall", "hall-1")
        kiosk.locator("[data-language=zh-Hant]").first.click()
        expect(kiosk.locator("body")).to_contain_text("請選擇要辦理的業務")
        scene.ask("wang", "open-counter", {"counter": "c2"})
        scene.take("social-card")
        scene.ask("wang", "call-next", {})
        expect(display.locator("body")).to_contain_text("请到2号窗口")

        (hall,) = rows()["hall"]
        scene.ask("admin", "configure", {"section": "hall", "rows": [{**hall, "sentences": OWN}]})
        expect(kiosk.locator("body")).to_contain_text("您好，請按要辦的事")
        expect(display.locator("body")).to_contain_text("请前往2号窗口")

        broken = {"hall.to": {"zh-Hans": "请到窗口"}}
        refused = scene.said("admin", "configure", {"section": "hall", "rows": [{**hall, "sentences": broken}]})
        assert (refused.status, refused.json["key"]) == (422, "sentence-gaps")
        assert "{number}" in refused.json["detail"], "it says which place is missing"
        assert scene.hall().catalog.here.sentences == OWN
