# SPDX-License-Identifier: Apache-2.0
"""A visitor in a wheelchair: a priority that was named at the kiosk counts once a guide has looked, and the counter can be reached."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.stories.scenes.scene import playing

pytestmark = pytest.mark.browser


def test_a_wheelchair_goes_first_and_to_a_counter_that_it_can_reach(tmp_path: Path) -> None:
    """Of two who name a priority the guide finds one true; counter 2, which has a step, never gets the wheelchair."""
    with playing(tmp_path / "hall") as scene:
        scene.ask("li", "open-counter", {"counter": "c1"})
        scene.ask("wang", "open-counter", {"counter": "c2"})
        scene.take("senior-card", who="kiosk-1")
        chair = scene.take("senior-card", who="kiosk-1", group="disabled", needs=["mobility"])
        scene.take("senior-card", who="kiosk-2", group="elderly")
        guide = scene.page("guide", "guide")
        checks = guide.locator("#checks")
        expect(checks).to_contain_text("待核验：残疾人")
        expect(checks.locator("li")).to_have_count(2)
        scene.shot(guide, "wheelchair")
        checks.locator("[data-act=confirm][data-label=A002]").click()
        expect(guide.locator("#message")).to_contain_text("A002 核验属实")
        checks.locator("[data-act=deny][data-label=A003]").click()
        expect(checks).to_be_hidden()

        stepped, reachable = scene.page("clerk", "wang"), scene.page("clerk", "li")
        expect(stepped.locator("#hand")).to_contain_text("A001")  # who would be next
        expect(reachable.locator("#hand")).to_contain_text("A002")
        stepped.keyboard.press("F2")
        reachable.keyboard.press("F2")
        expect(guide.locator("#fetch")).to_contain_text("A002")
        expect(guide.locator("#fetch")).to_contain_text("行动不便")
        checked = scene.events("PriorityChecked")
        assert [(it.ticket == chair["ticket"], it.group) for it in checked] == [(True, "disabled"), (False, "")]
        calls = {it.label: (it.counter, it.reason.key) for it in scene.events("TicketCalled")}
        assert calls == {"A001": ("c2", "number-order"), "A002": ("c1", "credit-first")}
