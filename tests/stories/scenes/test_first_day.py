# SPDX-License-Identifier: Apache-2.0
"""A new clerk's first day: practice in a framed hall of its own, then the real one, as a trainee with a mentor."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hallserver.core import events as e
from hallserver.practice.hall import LEARNER
from hallserver.store.folder import open_reading
from tests.browser.axe import both, calm, swept
from tests.browser.demo_hall import Faults, chromium, demo_hall, open_page
from tests.browser.test_one_visit import sign_in
from tests.stories.scenes.clerk_keys import press
from tests.stories.scenes.scene import SHOTS, SIZES, playing

pytestmark = pytest.mark.browser
FRAMED = "() => getComputedStyle(document.documentElement, '::before').borderTopWidth !== '0px' && "
WORD = "getComputedStyle(document.documentElement, '::after').content.includes('练习')"
SCREENS = {"kiosk": "kiosk-1"}
"""One that stands in the hall; that every screen loads the style with the frame is a test of the door."""


def framed(page: Page) -> bool:
    """Tell whether the frame is drawn and says what it is."""
    return bool(page.evaluate(f"{FRAMED}{WORD}"))


def shot(page: Page, name: str) -> None:
    """Take a picture where the scenes' folder is named."""
    if folder := os.environ.get(SHOTS):
        page.wait_for_timeout(300)
        page.screenshot(path=Path(folder) / f"{name}.png")


def done(page: Page, *lessons: str) -> None:
    """See these lessons ticked off."""
    for lesson in lessons:
        expect(page.locator(f"[data-lesson={lesson}]")).to_have_class("done")


@pytest.mark.axe
def test_a_new_clerk_practises_in_a_framed_hall_by_the_keys_of_the_real_terminal(tmp_path: Path) -> None:
    """Every screen says that it is practice; what the keys did is ticked off by the practice hall's own journal."""
    faults = Faults()
    with demo_hall(tmp_path / "practice", verb="practice") as hall, chromium() as browser:
        terminal = open_page(browser, f"{hall.base}/clerk/", SIZES["clerk"], faults)
        sign_in(terminal, LEARNER, hall.passwords[LEARNER])
        expect(terminal.locator("#practice")).to_contain_text("请先选一个窗口开窗")
        terminal.locator(".counter-card").nth(1).click()
        terminal.locator("#practice button").click()
        expect(terminal.locator("#practice .practice-now")).to_contain_text("请叫号")
        press(terminal, "F2")
        expect(terminal.locator("#practice .practice-now")).to_contain_text("正走过来")
        for screen, device in SCREENS.items():
            assert framed(open_page(browser, hall.device_page(screen, device), SIZES[screen], faults)), screen
        press(terminal, "F4")
        done(terminal, "open", "call", "start")
        shot(terminal, "first-day-practice")
        calm(terminal)
        assert swept(terminal) == [], "the lessons, some of them ticked off, and the frame"
        press(terminal, "2", "F8")
        expect(terminal.locator("#pad [data-action=undo]")).to_be_enabled()  # for ten seconds
        terminal.keyboard.press("z")
        done(terminal, "finish", "undo")
        expect(terminal.locator("#pad [data-action=more]")).to_be_enabled()  # nothing is under way
        terminal.keyboard.press("F1")
        done(terminal, "help")
        assert both(terminal) == [], "the card of the keys over the lessons"
        terminal.reload()
        expect(terminal.locator("#practice .practice-count")).to_contain_text("已学 6")
        assert framed(terminal)
        assert framed(open_page(browser, f"{hall.base}/duty/", SIZES["duty"], faults)), "before anybody signed in"
        assert not faults
    learnt = open_reading(tmp_path / "practice")[0].load()
    assert learnt.catalog.here.names["zh-Hans"].startswith("（练习）")


def test_then_in_the_real_hall_she_is_a_trainee_with_a_mentor_and_nothing_is_framed(tmp_path: Path) -> None:
    """The control of the frame, and the first real turn: the journal has who answers for her."""
    with playing(tmp_path / "hall") as scene:
        scene.take("senior-card", who="kiosk-1")
        terminal = scene.page("clerk", "xin")
        terminal.locator(".counter-card").first.click()
        expect(terminal.locator("#bar")).to_contain_text("李敏")
        press(terminal, "F2")
        expect(terminal.locator("#hand")).to_contain_text("A001")
        scene.shot(terminal, "first-day-real")
        assert terminal.locator("#practice").count() == 0
        assert not framed(terminal)
        assert not framed(scene.page("kiosk", "kiosk-1"))
        (opened,) = scene.events(e.CounterOpened.__name__)
        assert (opened.clerk, opened.mentor) == ("xin", "li")
        (called,) = scene.events(e.TicketCalled.__name__)
        assert called.clerk == "xin"
