# SPDX-License-Identifier: Apache-2.0
"""The counter display on the screens that hang over counters: wide, upright, stretched; and the talk in writing with a deaf visitor."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP
from hallserver.service import Service
from tests.browser.axe import calm, turn, violations
from tests.browser.demo_hall import Faults, open_page
from tests.browser.test_fits import cut
from tests.faults.hall_thread import HallThread, hall_thread
from tests.support import DUTY, GUIDE, LI, SMALL_HALL, STANDARD

pytestmark = pytest.mark.browser
SIZES = ((1024, 600), (1920, 1080), (1280, 390), (600, 1024))
TYPED = "请问是补办社保卡吗"


async def called(service: Service) -> None:
    """Call a deaf visitor to an accessible counter."""
    rows = [row | ({"accessible": True} if row["slug"] == "c1" else {}) for row in SMALL_HALL["counters"]]
    await service.submit(c.Configure(section="counters", rows=rows), SERVICE_SETUP)
    await service.submit(c.OpenCounter(counter="c1"), LI)
    await service.submit(c.TakeTicket(services=("seniors",), needs=("hearing",)), GUIDE)
    await service.submit(c.CallNext(), LI)


async def at_the_top(service: Service) -> None:
    """Adopt a district's door sign: the number at the top, no queues, no badge; then call."""
    text = STANDARD + '\n[theme.door]\nnumber = "top"\nqueues = false\nbadge = false\n'
    await service.submit(c.CloseDay(), DUTY)
    await service.submit(c.AdoptStandard(text=text), SERVICE_SETUP)
    await service.submit(c.OpenDay(), SERVICE_SETUP)
    await called(service)


def display(hall: HallThread, browser: Browser, faults: Faults, size: tuple[int, int] = SIZES[0], *, touch: bool = True) -> Page:
    """Open the display of counter 1."""
    query = "?touch=1" if touch else ""
    return open_page(browser, f"{hall.door.base}/counter/{query}#key={hall.do(hall.door.key('counter-1'))}", size, faults)


def terminal(hall: HallThread, browser: Browser, faults: Faults, person: str = "li") -> Page:
    """Open the terminal of a clerk."""
    token = hall.do(hall.door.staff(person)).partition(" ")[2]
    return open_page(browser, f"{hall.door.base}/clerk/#token={token}", (1366, 768), faults)


def draw(page: Page) -> None:
    """Draw a line on the pad."""
    box = page.locator(".pad-paper").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    for step in range(10):
        page.mouse.move(box["x"] + 40 + 12 * step, box["y"] + 40 + 6 * step)
    page.mouse.up()


def inked(page: Page, selector: str) -> int:
    """Return how many points of a canvas are drawn on."""
    found: int = page.evaluate(
        """(selector) => {
          const paper = document.querySelector(selector);
          const { data } = paper.getContext("2d").getImageData(0, 0, paper.width, paper.height);
          return data.filter((value, nth) => nth % 4 === 3 && value > 0).length;
        }""",
        selector,
    )
    return found


def test_on_every_screen_each_state_is_whole_and_can_be_read(tmp_path: Path, browser: Browser) -> None:
    """Called, paused, closed, suspended: four shapes of screen, three languages, both looks."""
    faults = Faults()
    with hall_thread(tmp_path / "hall", arrange=called) as hall:
        page, submit = display(hall, browser, faults), hall.door.service.submit
        calm(page)
        steps: tuple[tuple[str, list[tuple[c.Command, Any]]], ...] = (
            ("called", []),
            ("paused", [(c.Finish(), LI), (c.PauseCounter(reason="lunch"), LI)]),
            ("closed", [(c.CloseCounter(counter="c1", reason="shift"), DUTY)]),
        )
        for state, acts in steps:
            for command, by in acts:
                hall.do(submit(command, by))
            expect(page.locator(f"body[data-state={state}]")).to_be_visible()
            for (width, height), (language, look) in zip(
                SIZES, (("zh-Hans", "light"), ("en", "dark"), ("zh-Hant", "light"), ("en", "light")), strict=True
            ):
                page.set_viewport_size({"width": width, "height": height})
                turn(page, language, look)
                assert cut(page, ".body", ".side", "body") == [], (state, width, language)
                assert violations(page) == [], (state, language, look)
    assert faults == []


def test_the_sign_is_laid_out_as_the_district_says(tmp_path: Path, browser: Browser) -> None:
    """The number at the top, no queues, no badge; the control: the usual sign has all of them at the left."""
    above = """() => {
      const side = document.getElementById("side").getBoundingClientRect(), body = document.getElementById("body").getBoundingClientRect();
      return side.bottom <= body.top + 1;
    }"""
    for arrange, is_top in ((at_the_top, True), (called, False)):
        with hall_thread(tmp_path / arrange.__name__, arrange=arrange) as hall:
            page = display(hall, browser, Faults())
            expect(page.locator("#ticket")).to_have_text("A001")
            assert page.evaluate(above) is is_top
            expect(page.locator("#queues li")).to_have_count(0 if is_top else 1)
            assert cut(page, ".body", ".side", "body") == []


def test_a_clerk_and_a_deaf_visitor_talk_in_writing_and_nothing_of_it_stays(tmp_path: Path, browser: Browser) -> None:
    """Offered by itself; canned and typed one way, pressed and drawn the other; gone from screens, hall and disk with the visitor."""
    faults = Faults()
    with hall_thread(tmp_path / "hall", arrange=called) as hall:
        screen, clerk, other = display(hall, browser, faults), terminal(hall, browser, faults), terminal(hall, browser, faults, "wang")
        clerk.get_by_role("button", name="文字交流").click()
        expect(screen.locator("#talk")).to_contain_text("工作人员将在这里写给您看")
        clerk.get_by_role("button", name="请出示身份证").click()
        expect(screen.locator(".talk-sentence")).to_have_text("请出示身份证")
        clerk.locator("#talk input").fill(TYPED)
        clerk.locator("#talk input").press("Enter")
        expect(screen.locator(".talk-sentence")).to_have_text(TYPED)
        screen.locator("[data-reply=no]").click()
        expect(clerk.locator(".talk-log")).to_contain_text("不是")
        assert inked(clerk, ".talk-ink") == 0
        draw(screen)
        clerk.wait_for_function(
            "() => document.querySelector('.talk-ink').getContext('2d').getImageData(0, 0, 300, 100).data.some(Boolean)"
        )
        for (width, height), (language, look) in zip(
            SIZES, (("zh-Hans", "light"), ("en", "dark"), ("zh-Hans", "dark"), ("en", "light")), strict=True
        ):
            screen.set_viewport_size({"width": width, "height": height})
            turn(screen, language, look)
            expect(screen.locator("[data-reply=yes] > span").first).to_have_text("Yes" if language == "en" else "是")
            assert cut(screen, ".body", "body") == [], (width, language)
            assert violations(screen) == [], (language, look)
            assert inked(screen, ".pad-paper") > 0
        assert violations(clerk, within="#talk") == []

        screen.reload()  # a display that was restarted has all of it
        expect(screen.locator(".talk-sentence")).to_have_text(TYPED)
        assert inked(screen, ".pad-paper") > 0
        expect(other.locator("#app")).to_contain_text("请选择今天的窗口")
        expect(other.locator("#talk")).to_have_count(0)
        other.keyboard.press("KeyH")  # the control: who has not the counter writes nowhere
        expect(screen.locator(".talk-sentence")).to_have_text(TYPED)

        hall.do(hall.door.service.submit(c.Finish(), LI))
        for page in (screen, clerk):
            expect(page.locator("#talk .talk-sentence, .talk-log")).to_have_count(0)
            assert TYPED not in page.content()
        hall.do(hall.door.service.settled())
        folder = Path(hall.door.service._folder.path)
        content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
        assert b"A001" in content
        for trace in (TYPED.encode(), json.dumps(TYPED).strip('"').encode()):
            assert trace not in content
    assert faults == []


def test_a_display_that_nobody_can_touch_shows_the_sentence_alone_and_the_clerk_is_told(tmp_path: Path, browser: Browser) -> None:
    """Large, without a pad; the clerk has pen and paper ready."""
    with hall_thread(tmp_path / "hall", arrange=called) as hall:
        screen, clerk = display(hall, browser, Faults(), touch=False), terminal(hall, browser, Faults())
        expect(screen.locator("#ticket")).to_have_text("A001")
        expect(clerk.locator("#hand")).to_contain_text("A001")
        expect(clerk.locator("[data-action=more]")).to_be_enabled()
        clerk.keyboard.press("KeyH")
        clerk.get_by_role("button", name="请稍等").click()
        expect(screen.locator(".talk-sentence")).to_have_text("请稍等")
        expect(screen.locator(".pad")).to_have_count(0)
        expect(clerk.locator("#talk")).to_contain_text("请备纸笔")
        clerk.get_by_role("button", name="结束交流").click()
        expect(screen.locator("#talk")).to_be_hidden()
        expect(clerk.locator("#talk")).to_have_count(0)
