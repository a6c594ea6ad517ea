# SPDX-License-Identifier: Apache-2.0
"""The stage of the scenes itself: screens, clock, journal, slips."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.devices.ptys import wait_for
from tests.stories.scenes.scene import Scene, agent_of, playing

pytestmark = pytest.mark.browser


def test_a_scene_has_its_screens_its_clock_and_its_journal(tmp_path: Path) -> None:
    """A leap of the clock is seen on the screens and in the journal; the agent prints what is taken."""
    with playing(tmp_path / "hall") as scene, agent_of(scene, tmp_path / "devices") as out:
        clerk = scene.page("clerk", "li")
        scene.ask("li", "open-counter", {"counter": "c1"})
        taken = scene.take("senior-card", who="kiosk-1")
        expect(clerk.locator("#hand")).to_contain_text("A001")
        scene.later(300)
        called = scene.ask("li", "call-next")
        expect(clerk.locator("#hand")).to_contain_text("A001")
        assert called["ticket"] == taken["ticket"]
        (issue,) = [entry for entry in scene.journal() if entry.kind == "TicketIssued"]
        (call,) = [entry for entry in scene.journal() if entry.kind == "TicketCalled"]
        assert 300e6 <= call.at_us - issue.at_us < 360e6
        assert scene.hall().tickets[taken["ticket"]].state == "called"
        wait_for(lambda: len(list((out / "printer-1").glob("*.png"))) == 1, 30)
        scene.shot(clerk, "stage")
        a_printer_without_paper_is_written_down_and_closed(scene, out / "printer-1" / "state")


def a_printer_without_paper_is_written_down_and_closed(scene: Scene, state: Path) -> None:
    """By the clock, in a running hall: a quarter of an hour after the printer itself said so, and when it says that it has paper."""

    def said(what: str) -> Callable[[], bool]:
        return lambda: any((it.device, it.state) == ("printer-1", what) for it in scene.events("DeviceReported"))

    state.write_text("out", encoding="utf-8")
    wait_for(said("out"), 30)
    scene.later(14 * 60)
    assert scene.events("EntryRegistered") == []
    scene.later(60)
    [entry] = scene.events("EntryRegistered")
    assert (entry.register, entry.fields) == ("fault", {"device": "printer-1", "kind": "out"})
    state.write_text("fine", encoding="utf-8")
    wait_for(said("fine"), 30)
    scene.later(1)
    [step] = scene.events("EntryStepped")
    assert (step.entry, step.step, step.closed) == (entry.entry, "recovered", True)
