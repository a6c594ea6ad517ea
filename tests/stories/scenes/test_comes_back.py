# SPDX-License-Identifier: Apache-2.0
"""Left and comes back: who missed the call is brought back by a guide; who lacks papers comes back the next day, first, with the slip."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from hallserver.core.short_code import short_code
from tests.browser.kiosk_hall import hears
from tests.devices.ptys import wait_for
from tests.stories.scenes.clerk_keys import stands
from tests.stories.scenes.scene import Scene, agent_of, playing

pytestmark = pytest.mark.browser
OVERNIGHT_S = 24 * 3600


def bring_back(scene: Scene, guide: Page, number: str) -> None:
    """Find a number at the guide desk and bring it back."""
    guide.get_by_role("button", name="名单").click()
    guide.locator("#find").fill(number)
    guide.get_by_role("button", name="查号").click()
    guide.locator("#sheet [data-act=bring-back]").click()
    expect(guide.locator("#sheet-state")).to_have_text("等候中")
    scene.shot(guide, "comes-back-guide")


def lacks_papers(scene: Scene, clerk: Page) -> None:
    """Finish whoever is served with 材料不全: two papers ticked, and printed."""
    clerk.locator("[data-outcome=incomplete]").click()
    clerk.keyboard.press("F8")
    papers = clerk.locator("dialog .papers label")
    papers.filter(has_text="照片").click()
    papers.filter(has_text="授权委托书").click()
    scene.shot(clerk, "comes-back-missing")
    clerk.keyboard.press("Enter")
    expect(clerk.locator("dialog")).to_have_count(0)
    expect(clerk.locator("#hand")).to_contain_text("下一位")


def type_code(kiosk: Page, code: str) -> None:
    """Type the code of a slip at a kiosk."""
    kiosk.locator("#have").click()
    for letter in code.replace(" ", ""):
        kiosk.locator(f"[data-key='{letter}']").click()


def test_who_left_comes_back_and_does_not_queue_twice(tmp_path: Path) -> None:
    """The guide brings one back; the notice of the other is on paper, and the kiosk takes its code on the next day."""
    with playing(tmp_path / "hall") as scene, agent_of(scene, tmp_path / "devices") as out:
        clerk, guide = scene.page("clerk", "li"), scene.page("guide", "guide", size=(390, 844))
        scene.ask("li", "open-counter", {"counter": "c1"})
        missed, lacks = scene.take("senior-card"), scene.take("senior-card", who="kiosk-1")
        scene.ask("li", "call-next")
        scene.later(95)
        scene.ask("li", "mark-absent")
        bring_back(scene, guide, missed["number"])
        scene.ask("li", "call-next")
        scene.ask("li", "start")
        stands(clerk, lacks["number"], "办理中")
        lacks_papers(scene, clerk)
        (notice,), (right,) = scene.events("NoticeGiven"), scene.events("ReturnGiven")
        assert (notice.missing, right.until, right.device) == (("photo", "authorisation"), "2026-11-26", "")
        wait_for(lambda: any(it.job.startswith("handout/") and it.state == "done" for it in scene.events("SlipReported")))
        (paper,) = out.glob("*/handout_*.png")
        assert Image.open(paper).height > 400
        assert scene.ask("li", "call-next")["ticket"] == missed["ticket"]
        scene.ask("li", "finish", {"outcome": "done"})

        scene.ask("duty", "close-day")
        scene.later(OVERNIGHT_S)
        scene.ask("duty", "open-day")
        early, _ = scene.take("senior-card"), scene.take("senior-card")
        kiosk = scene.page("kiosk", "kiosk-1")
        type_code(kiosk, short_code(lacks["token"]))
        expect(kiosk.locator(".holder")).to_contain_text("凭 A002 可以优先取号")
        scene.shot(kiosk, "comes-back-kiosk")
        hears(kiosk)
        kiosk.locator("[data-act=come-back]").click()
        expect(kiosk.locator("#number")).to_have_text("A003")
        scene.shot(kiosk, "comes-back-number")
        scene.ask("li", "open-counter", {"counter": "c1"})
        called = scene.ask("li", "call-next")
        assert (called["number"], called["reason"]["key"]) == ("A003", "credit")
        assert scene.ask("li", "finish-and-call", {"outcome": "done"})["ticket"] == early["ticket"]
        issued = scene.events("TicketIssued")[-1]
        assert (issued.returns, issued.group) == (lacks["ticket"], "returned")
