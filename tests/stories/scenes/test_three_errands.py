# SPDX-License-Identifier: Apache-2.0
"""三件事一个号: somebody has three errands at three counters, and one number for all of them."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.stories.scenes.clerk_keys import press, serve
from tests.stories.scenes.scene import playing

pytestmark = pytest.mark.browser
ERRANDS = (("li", "c1", "敬老优待证"), ("wang", "c3", "房屋租赁登记备案"), ("zhang", "c5", "企业设立登记"))

ONE_MINUTE = re.compile(r"^1:\d\d$")


def test_three_errands_are_done_on_one_number(tmp_path: Path) -> None:
    """The visitor never queues for a second slip; each counter sees what is still to come, and the phone says where to go."""
    with playing(tmp_path / "hall") as scene:
        taken = scene.take("senior-card", "tenancy", "founding", who="kiosk-1")
        phone = scene.phone(taken["token"])
        phone.mouse.click(10, 10)  # whoever has touched a phone is told by its trembling too; before that the browser complains
        clerks = []
        for who, counter, _ in ERRANDS:
            scene.ask(who, "open-counter", {"counter": counter})
            clerks.append(scene.page("clerk", who))
        expect(clerks[0].locator(".hand-next")).to_have_text("A001")
        expect(clerks[2].locator("#hand")).to_contain_text("暂无等候人员")
        for clerk, (_, counter, errand), left in zip(clerks, ERRANDS, ("还有 2 项", "还有 1 项", "目标"), strict=True):
            scene.later(60)
            expect(clerk.locator("#line [data-since]")).to_have_text(ONE_MINUTE)
            press(clerk, "Space")
            expect(clerk.locator(".hand-services")).to_have_text(errand)
            expect(clerk.locator(".facts")).to_contain_text(left)
            expect(phone.locator("body")).to_contain_text(re.compile(rf"请到\s*{counter[1:]}\s*号窗口"))
            scene.shot(clerk, f"three-errands-{counter}")
            serve(clerk, "A001")

        assert len(scene.events("TicketIssued")) == 1
        legs = scene.hall().tickets[taken["ticket"]].legs
        assert [(leg.counter, leg.clerk, leg.queue) for leg in legs] == [
            ("c1", "li", "social"),
            ("c3", "wang", "tenancy"),
            ("c5", "zhang", "firms"),
        ]
        assert [(leg.no, leg.finished_us is not None) for leg in legs] == [(1, True), (2, True), (3, True)]
        assert scene.hall().tickets[taken["ticket"]].state == "finished"
