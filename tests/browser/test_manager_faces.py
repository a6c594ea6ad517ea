# SPDX-License-Identifier: Apache-2.0
"""The faces of the manager's screen that come by themselves: at their times, on a wall always, never under somebody's hands."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.faults.forked import until
from tests.stories.scenes.scene import Scene, playing
from tests.support import MINUTE_US, NINE_US

pytestmark = pytest.mark.browser
WORD_PX, FIGURE_PX = 28, 60
"""Letters of 28 px on a wall of 1080 lines and 1.2 m width are 18 mm high: read from five metres, figures from ten."""
_WORDS = """() => {
  const own = (it) => Array.from(it.childNodes).some((part) => part.nodeType === 3 && part.nodeValue.trim());
  const shown = (it) => it.offsetParent !== null && !it.classList.contains("visually-hidden");
  return Array.from(document.querySelectorAll("#bar *, #app *")).filter((it) => shown(it) && own(it))
    .filter((it) => parseFloat(getComputedStyle(it).fontSize) < %d).map((it) => it.outerHTML.slice(0, 80));
}"""
_FIGURES = (
    ".tile b, .tile-time, .sum dd, .queues .big, .queues .strong, .queues td.digits, .desk .big, .desk-ticket b,"
    " .longest b, .longest .strong, .star b"
)
_SMALL = """(nodes) => nodes.filter((it) => parseFloat(getComputedStyle(it).fontSize) < %d).map((it) => it.outerHTML.slice(0, 80))"""
_TORN = """() => {
  const app = document.getElementById("app"), from = app.getBoundingClientRect().top;
  const torn = (it) => {
    const { top, bottom, height } = it.getBoundingClientRect();
    return it.offsetParent !== null && top < from - 2 && bottom > from + 40 && height < app.clientHeight;
  };
  const parts = ".need, .tiles, .sums, .pane:not(.charts), .charts figure";
  return Array.from(app.querySelectorAll(parts)).filter(torn).map((it) => it.id || it.className);
}"""


def at_work(scene: Scene) -> None:
    """Let two counters call, and eleven wait."""
    for clerk, counter in (("li", "c8"), ("wang", "c3")):
        scene.ask(clerk, "open-counter", {"counter": counter})
    for service in (*["tenancy"] * 11, "enquiry"):
        scene.take(service)
    scene.ask("li", "call-next", {})
    scene.ask("wang", "call-next", {})
    scene.later(3900)


def test_briefing_and_picture_hang_on_the_wall_at_their_times_and_it_goes_back_to_live(tmp_path: Path) -> None:
    """From 08:45 to half an hour after the doors opened at half past eight, and for half an hour from 18:00; else it is live."""
    with playing(tmp_path / "hall", from_us=NINE_US - 16 * MINUTE_US) as played:
        page = played.page("wall", "hall-1", size=(1920, 1080))
        expect(page.locator("#live")).to_be_visible()
        for minutes, face in ((1, "briefing"), (16, "live"), (9 * 60, "picture"), (30, "live")):
            played.later(minutes * 60)
            expect(page.locator("body")).to_have_attribute("data-face", face)
            expect(page.locator(f"#{face}")).to_be_visible()


def test_whoever_works_at_the_screen_is_not_taken_away_from_it(tmp_path: Path) -> None:
    """The face that is due says so on its button; by hand it is there at once."""
    with playing(tmp_path / "hall", from_us=NINE_US - 14 * MINUTE_US) as played:
        page = played.page("manager", "manager")
        due = page.locator("[data-face=briefing].face")
        expect(due).to_contain_text("请看")
        expect(page.locator("#live")).to_be_visible()
        due.click()
        expect(page.locator("#briefing")).to_be_visible()


def test_on_a_phone_the_picture_is_its_parts_one_below_the_other(tmp_path: Path) -> None:
    """In one piece, made for a desk, its words would be half a millimetre high there."""
    with playing(tmp_path / "hall") as played:
        for size, charts in (((390, 844), ["sums", "load", "waits", "ratings"]), ((1366, 768), ["picture"])):
            page = played.page("manager", "manager", size=size)
            page.locator("[data-face=picture].face").click()
            expect(page.locator("#picture figure")).to_have_count(len(charts))
            assert page.locator("#picture figure").evaluate_all("(all) => all.map((it) => it.dataset.chart)") == charts
            page.context.close()


def test_a_wall_is_read_from_five_metres_and_no_panel_is_torn_by_its_pages(tmp_path: Path) -> None:
    """Every word and figure at work; each page begins with a whole panel; and whoever calls for help brings the first page back."""
    with playing(tmp_path / "hall") as played:
        at_work(played)
        page = played.page("wall", "hall-1", query="?turn=1")
        expect(page.locator(".need").first).to_be_visible()
        assert page.evaluate(_WORDS % WORD_PX) == []
        assert page.locator(_FIGURES).evaluate_all(_SMALL % FIGURE_PX) == []
        assert page.locator(_FIGURES).count() > 40
        tops: set[float] = set()

        def turned() -> bool:
            assert page.evaluate(_TORN) == []
            tops.add(page.evaluate("document.getElementById('app').scrollTop"))
            return len(tops) > 3

        until(turned)

        calm = played.page("wall", "hall-1", query="?turn=3600")
        expect(calm.locator(".need").first).to_be_visible()
        calm.evaluate("document.getElementById('app').scrollTop = 900")
        urgent = calm.locator("#bar .urgent")
        before = int(urgent.inner_text().split()[-1])  # who has waited for an hour is urgent too
        played.ask("li", "ask-help", {"kind": "ill"})
        expect(urgent).to_contain_text(str(before + 1))
        expect(calm.locator("#app")).to_have_js_property("scrollTop", 0)


def test_before_the_day_is_opened_the_briefing_is_of_today_and_says_how_yesterday_was(tmp_path: Path) -> None:
    """The doors are shut at 08:45, so the business day is still yesterday's."""
    with playing(tmp_path / "hall") as played:
        played.take("tenancy")
        played.ask("manager", "close-day", {"rest": "left"})
        played.later((24 * 60 - 14) * 60)
        page = played.page("manager", "manager")
        page.locator("[data-face=briefing].face").click()
        expect(page.locator("#briefing .face-title")).to_contain_text("2026-11-24")
        expect(page.locator("#briefing")).to_contain_text("2026-11-23")


def test_a_wall_whose_key_is_taken_back_shows_no_figure_any_more(tmp_path: Path) -> None:
    """It asks to be paired anew, as any display; a later picture is refused."""
    with playing(tmp_path / "hall") as played:
        page = played.page("wall", "hall-1")
        expect(page.locator("#tiles")).to_be_visible()
        with played.server.caller(f"Bearer {played.stage.tokens['admin']}") as caller:
            assert caller.ask("DELETE", "/api/v1/devices/hall-1/key").status in {200, 204}
        expect(page.locator("#tiles")).to_have_count(0)
