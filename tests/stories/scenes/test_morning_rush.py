# SPDX-License-Identifier: Apache-2.0
"""The morning rush: a guide gives numbers in two taps each while the kiosks run."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.stories.scenes.scene import Scene, playing

pytestmark = pytest.mark.browser
_TAPS = "window.taps = 0; document.addEventListener('click', (event) => event.isTrusted && (window.taps += 1), true);"
_QUEUE = ("senior-card", "tenancy", "tenancy", "collection", "social-card", "illness-aid", "tenancy", "enquiry")
"""What those who stand before the guide have come for."""


def test_a_guide_gives_numbers_in_two_taps_each_while_the_kiosks_run(tmp_path: Path) -> None:
    """Not throttled as a kiosk is, no number twice; a priority and a second service on the same number cost two taps more each."""
    with playing(tmp_path / "hall") as scene:
        for clerk, counter in (("li", "c1"), ("wang", "c2"), ("huang", "c7")):
            scene.ask(clerk, "open-counter", {"counter": counter})
        guide = scene.page("guide", "guide")
        expect(guide.locator("#services")).to_be_visible()
        guide.evaluate(_TAPS)
        shown = []
        for nth, service in enumerate(_QUEUE):
            scene.take("tenancy", "senior-card", who="kiosk-1" if nth % 2 else "kiosk-2")
            shown.append(give(guide, service, "paperless" if nth % 3 == 2 else "printed"))
        assert guide.evaluate("window.taps") == 2 * len(_QUEUE)
        scene.shot(guide, "morning-rush")
        shown.append(_elderly(guide))

        issued = [entry for entry in scene.journal() if entry.kind == "TicketIssued"]
        mine = [entry for entry in issued if entry.actor == "person:guide"]
        assert [entry.event.label for entry in mine] == shown  # type: ignore[attr-defined]
        assert len({entry.event.label for entry in issued}) == 2 * len(_QUEUE) + 1  # type: ignore[attr-defined]
        assert {entry.event.channel for entry in mine} == {"guide"}  # type: ignore[attr-defined]
        assert mine[-1].event.group == "elderly"  # type: ignore[attr-defined]
        assert [leg.queue for leg in mine[-1].event.legs] == ["tenancy", "social"]  # type: ignore[attr-defined]
        _gives_no_more_to_one_finger(scene, guide)


def give(guide: Page, service: str, how: str) -> str:
    """Tap the service, then how the number is given; return the number that is shown."""
    guide.locator(f"[data-service={service}]").click()
    guide.wait_for_timeout(360)  # the second tap of a double tap is not heard
    guide.locator(f"[data-give={how}]").click()
    expect(guide.locator("#taken")).to_be_visible()
    return guide.locator("#taken").inner_text()


def _elderly(guide: Page) -> str:
    guide.locator("#more").click()
    guide.get_by_role("button", name="老年人", exact=True).click()
    guide.locator("#service-search").fill("HKB")
    expect(guide.locator("[data-service]")).to_have_count(1)
    guide.locator("[data-service=residence]").click()
    guide.get_by_role("button", name="再加业务").click()
    guide.locator("#service-search").fill("")
    number = give(guide, "senior-card", "printed")
    expect(guide.locator("#more")).to_have_text("优先 · 需求 · 语言")
    return number


def _gives_no_more_to_one_finger(scene: Scene, guide: Page) -> None:
    """Without a service that was chosen, a tap where the button was gives nothing."""
    before = len(scene.events("TicketIssued"))
    assert guide.locator("[data-give]").count() == 0
    assert len(scene.events("TicketIssued")) == before
