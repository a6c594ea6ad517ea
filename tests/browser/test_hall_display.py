# SPDX-License-Identifier: Apache-2.0
"""The hall display as people see it: no call is lost whatever else is shown, and every size is the same picture."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP
from hallserver.service import Service
from tests.browser.axe import CONTRAST, calm, turn, violations
from tests.browser.demo_hall import Faults, open_page
from tests.browser.test_fits import cut
from tests.faults.hall_thread import HallThread, hall_thread
from tests.hallserver.store.test_media import picture
from tests.stories.scenes.leap_server import LeapClock
from tests.support import DUTY, GUIDE, LI, NINE_US, SMALL_HALL, names

pytestmark = pytest.mark.browser
WIDE, UPRIGHT = (1366, 768), (1080, 1920)
LETTERS = "DEFGHJKLM"
MANY: list[dict[str, Any]] = [
    *SMALL_HALL["queues"],
    *({"slug": f"q{it.lower()}", "names": names(f"业务{it}"), "letter": it} for it in LETTERS),
]
FILES: list[dict[str, Any]] = [
    {"slug": "gone", "names": names("不在"), "file": "gone.png", "seconds": 3},
    {"slug": "welcome", "names": names("欢迎"), "file": "welcome.png", "seconds": 3},
    {"slug": "film", "names": names("短片"), "file": "film.webm", "kind": "film"},
]
QUICK = """
const later = window.setTimeout, often = window.setInterval;
// What stands for seconds stands for a moment; pages of queues turn all the time.
window.setTimeout = (act, ms, ...rest) => later(act, ms >= 1000 && ms <= 9000 ? 40 : ms, ...rest);
window.setInterval = (act, ms, ...rest) => often(act, ms === 8000 ? 30 : ms, ...rest);
window.shown = [];
window.pages = new Set();
document.addEventListener("DOMContentLoaded", () => {
  const number = document.getElementById("number");
  const note = () => {
    const seen = getComputedStyle(number).visibility === "visible" && number.getClientRects().length > 0;
    if (seen && shown[shown.length - 1] !== number.textContent) shown.push(number.textContent);
    const first = document.querySelector("#queues .queue");
    if (first) pages.add(first.dataset.queue);
  };
  new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
});
"""
"""Ahead of the page: time runs faster in it, and every number that has the big place is noted."""
HELD = """
const later = window.setTimeout;
window.over = [];
window.setTimeout = (act, ms, ...rest) => ([5000, 7000, 9000].includes(ms) ? -window.over.push(act) : later(act, ms, ...rest));
"""
"""Ahead of the page: a call has the big place, and the calm after it lasts, until the test says that it is over."""
OVER = "() => window.over.splice(0).forEach((act) => act())"
PLACES = """() => [...document.querySelectorAll(".top, .now, .calls, .queues, .foot, #number, .now-to, .clock-time")].map((node) => {
  const it = node.getBoundingClientRect();
  return [it.left / innerWidth, it.top / innerHeight, it.right / innerWidth, it.bottom / innerHeight].map((part) => Math.round(part * 100));
})"""


async def crowded(service: Service) -> None:
    """Set up eleven queues with media, and let one visitor be called."""
    await service.submit(c.Configure(section="queues", rows=MANY), SERVICE_SETUP)
    await service.submit(c.Configure(section="counters", rows=_counters()), SERVICE_SETUP)
    await service.submit(c.Configure(section="media", rows=FILES), SERVICE_SETUP)
    await called(service)


def _counters() -> list[dict[str, Any]]:
    own = [row["slug"] for row in MANY if row["slug"] not in {it["slug"] for it in SMALL_HALL["queues"]}]
    return [row | ({"helps": own} if row["slug"] == "c2" else {}) for row in SMALL_HALL["counters"]]


async def called(service: Service) -> None:
    """Call a visitor. Where the hall's clock stands, the call is as fresh as it is, however slowly a display comes."""
    await service.submit(c.OpenCounter(counter="c1"), LI)
    await service.submit(c.TakeTicket(services=("seniors",)), GUIDE)
    await service.submit(c.CallNext(), LI)


def display(hall: HallThread, browser: Browser, faults: Faults, size: tuple[int, int] = WIDE, ahead: str = "") -> Page:
    """Open the display; ``ahead`` is a script that runs before the page's own."""
    key = hall.do(hall.door.key("hall-1"))
    if not ahead:
        return open_page(browser, f"{hall.door.base}/hall/#key={key}", size, faults)
    page: Page = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN").new_page()
    faults.watch(page)
    page.add_init_script(ahead)
    page.goto(f"{hall.door.base}/hall/#key={key}")
    return page


async def thirty_calls(service: Service) -> list[str]:
    """Call thirty visitors as fast as the hall can; return their numbers."""
    labels = []
    for _ in range(30):
        await service.submit(c.TakeTicket(services=("seniors",)), GUIDE)
        await service.submit(c.Finish(), LI)
        await service.submit(c.CallNext(), LI)
        labels.append(service.hall.tickets[service.hall.counter("c1").ticket].label)
    return labels


def put_media(hall: HallThread) -> None:
    """Lay a picture into the media folder; the other files of the rows are not there."""
    proof = hall.do(hall.door.staff("admin"))
    answer = hall.do(hall.door.ask("PUT", "/api/v1/media/welcome.png", picture("PNG", (640, 360)), proof=proof))
    assert answer.code == 201


def test_thirty_quick_calls_are_all_seen_while_pages_and_pictures_turn(tmp_path: Path, browser: Browser) -> None:
    """Each gets the big place, in order; the pages of eleven queues go round meanwhile, and files that are not there are passed over."""
    faults = Faults()
    with hall_thread(tmp_path / "hall", arrange=crowded, clock=LeapClock(NINE_US, still=True)) as hall:
        put_media(hall)
        page = display(hall, browser, faults, ahead=QUICK)
        expect(page.locator(".media img")).to_have_attribute("src", re.compile("^/media/welcome.png"))
        expect(page.locator("body")).not_to_have_class("calling")
        labels = hall.do(thirty_calls(hall.door.service))
        page.wait_for_function("(last) => shown[shown.length - 1] === last", arg=labels[-1])
        assert page.evaluate("shown")[-len(labels) :] == labels
        page.wait_for_function("() => pages.size >= 3")
    assert {it for it in faults if "404" not in it and "media" not in it} == set()


async def next_call(service: Service) -> None:
    """Let the next visitor be called."""
    await service.submit(c.Finish(), LI)
    await service.submit(c.TakeTicket(services=("seniors",)), GUIDE)
    await service.submit(c.CallNext(), LI)


def gives_back(page: Page) -> None:
    """Let the moment of the call pass, and the calm after it; the picture is there again."""
    for _ in range(2):
        page.evaluate(OVER)
    expect(page.locator(".media")).to_be_visible()


def test_a_call_takes_the_room_of_pictures_at_once_and_gives_it_back(tmp_path: Path, browser: Browser) -> None:
    """Beside a picture the last call stays in sight; a fresh one has all of its place."""
    height = "document.getElementById('number').getBoundingClientRect().height"
    with hall_thread(tmp_path / "hall", arrange=crowded, clock=LeapClock(NINE_US, still=True)) as hall:
        put_media(hall)
        page = display(hall, browser, Faults(), ahead=HELD)
        expect(page.locator("#now.fresh #number")).to_have_text("A001")
        gives_back(page)
        calm(page)
        for size in (UPRIGHT, WIDE):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            expect(page.locator("#number")).to_be_visible()
            assert cut(page, ".now", ".calls", ".queues", ".media", "body") == []
        beside = page.evaluate(height)
        hall.do(next_call(hall.door.service))
        expect(page.locator(".media")).to_be_hidden()
        assert page.evaluate(height) > 1.5 * beside
        expect(page.locator("#number")).to_have_text("A002")
        gives_back(page)
        expect(page.locator("#number")).to_be_visible()


def test_every_size_is_the_same_picture(tmp_path: Path, browser: Browser) -> None:
    """On four times as many points everything is larger, nothing is elsewhere; upright the same."""
    with hall_thread(tmp_path / "hall", arrange=called) as hall:
        page = display(hall, browser, Faults())
        expect(page.locator("#number")).to_have_text("A001")
        calm(page)
        for small, large in (((1920, 1080), (3840, 2160)), (UPRIGHT, (2160, 3840))):
            seen = []
            for width, height in (small, large):
                page.set_viewport_size({"width": width, "height": height})
                assert cut(page, ".now", ".calls", ".queues", "body") == []
                seen.append(page.evaluate(PLACES))
            assert all(abs(one - other) <= 1 for a, b in zip(*seen, strict=True) for one, other in zip(a, b, strict=True)), seen


def test_it_can_be_read_in_every_language_look_and_state(tmp_path: Path, browser: Browser) -> None:
    """WCAG 2.2 with a call, a notice, an urgent one, suspended, an evacuation, closed; nothing is cut off."""
    faults = Faults()
    with hall_thread(tmp_path / "hall", arrange=called) as hall:
        page = display(hall, browser, faults)
        expect(page.locator("#number")).to_have_text("A001")
        calm(page)
        submit = hall.door.service.submit
        for state, command in (
            ("#number", None),
            ("#notice", c.Announce(text={"zh-Hans": "请勿吸烟", "en": "No smoking"})),
            ("#notice.urgent", c.Suspend(reason="system")),
            ("#full", c.Suspend(reason="evacuation")),
        ):
            if command is not None:
                if isinstance(command, c.Suspend) and command.reason == "evacuation":
                    hall.do(submit(c.ResumeHall(), DUTY))
                hall.do(submit(command, DUTY))
            expect(page.locator(state)).to_be_visible()
            for language, look in (("zh-Hans", "light"), ("en", "dark"), ("zh-Hant", "light")):
                turn(page, language, look)
                assert violations(page, without=CONTRAST if language == "zh-Hant" else ()) == [], (state, language, look)
                assert cut(page, ".now", ".calls", "body") == [], (state, language)
            turn(page, "zh-Hans", "light")
    assert faults == []


def test_an_evacuation_covers_everything_and_says_what_the_staff_typed(tmp_path: Path, browser: Browser) -> None:
    """Nobody looks for a counter then."""
    with hall_thread(tmp_path / "hall", arrange=called) as hall:
        page = display(hall, browser, Faults())
        expect(page.locator("#number")).to_have_text("A001")
        submit = hall.door.service.submit
        hall.do(submit(c.Suspend(reason="evacuation"), DUTY))
        expect(page.locator("#full")).to_contain_text("紧急疏散")
        expect(page.locator("#full")).to_contain_text("EVACUATE")
        on_top = "document.elementFromPoint(innerWidth / 2, innerHeight / 2).closest('#full') !== null"
        assert page.evaluate(on_top)
        hall.do(submit(c.Announce(text={"zh-Hans": "请从东门离开"}, urgent=True), DUTY))
        expect(page.locator("#full")).to_contain_text("请从东门离开")
        hall.do(submit(c.ResumeHall(), DUTY))
        expect(page.locator("#full")).to_be_hidden()
        expect(page.locator("#number")).to_be_visible()


def test_the_call_in_the_big_place_follows_the_language_and_the_end_of_a_suspension(tmp_path: Path, browser: Browser) -> None:
    """Not only the next one: it has its place for seconds, and somebody looks at it."""
    with hall_thread(tmp_path / "hall", arrange=called, clock=LeapClock(NINE_US, still=True)) as hall:
        page, submit = display(hall, browser, Faults(), ahead=HELD), hall.door.service.submit
        expect(page.locator("#now.fresh #number")).to_have_text("A001")
        turn(page, "en", "light")
        expect(page.locator("#to")).to_contain_text("counter")
        expect(page.locator("#now-title")).to_have_text("Now calling")
        hall.do(submit(c.Suspend(reason="power"), DUTY))
        expect(page.locator("#number")).to_be_hidden()
        hall.do(submit(c.ResumeHall(), DUTY))
        expect(page.locator("#number")).to_be_visible()


def test_a_stopped_queue_is_marked_and_says_why(tmp_path: Path, browser: Browser) -> None:
    """Who stands before the display need not queue at the kiosk to learn it; the other queues stay as they are."""
    with hall_thread(tmp_path / "hall", arrange=called) as hall:
        page = display(hall, browser, Faults())
        hall.do(hall.door.service.submit(c.StopIssuing(reason="full", queue="firms"), DUTY))
        expect(page.locator("[data-queue=firms].stopped")).to_contain_text("今日号源已满")
        expect(page.locator(".queue.stopped")).to_have_count(1)


def test_nothing_stands_still_on_the_screen_by_day_or_night(tmp_path: Path, browser: Browser) -> None:
    """The picture wanders within its frame; at night a dim clock does, and says when the hall opens. Right after hours of running."""
    hours = {day: ["09:00-17:00"] for day in "12345"}
    with hall_thread(tmp_path / "hall", arrange=called) as hall:
        page = display(hall, browser, Faults())
        expect(page.locator("#number")).to_be_visible()
        steps = """async () => {
          const { wander } = await import("/shared/wander.js"), picture = document.getElementById("picture");
          return Array.from({ length: 18 }, (_, minute) => {
            wander(picture, minute * 60e6);
            const it = picture.getBoundingClientRect();
            const whole = it.left > -0.5 && it.top > -0.5 && it.right < innerWidth + 0.5 && it.bottom < innerHeight + 0.5;
            return [Math.round(it.left), Math.round(it.top), whole];
          });
        }"""
        seen = page.evaluate(steps)
        assert len({(x, y) for x, y, _ in seen}) == 9
        assert all(whole for *_, whole in seen)
        submit = hall.door.service.submit
        hall.do(submit(c.Configure(section="hall", rows=[SMALL_HALL["hall"][0] | {"hours": hours}]), SERVICE_SETUP))
        hall.do(submit(c.Finish(), LI))
        hall.do(submit(c.CloseCounter(counter="c1", reason="shift"), LI))
        hall.do(submit(c.CloseDay(), DUTY))
        expect(page.locator("#night")).to_be_visible()
        expect(page.locator("#night")).to_contain_text("09:00")
        assert violations(page, within="#night") == []
        places = """async () => {
          const { drawNight } = await import("/hall/rest.js"), box = document.querySelector(".night-box");
          const view = { hall: { open: false, time_zone: "Asia/Shanghai", names: {} }, notices: [], opens_us: null };
          return Array.from({ length: 12 }, (_, minute) => (drawNight(view, minute * 60e6, false), `${box.style.left} ${box.style.top}`));
        }"""
        assert len(set(page.evaluate(places))) == 12


def test_who_cannot_bear_motion_sees_a_frame(tmp_path: Path, browser: Browser) -> None:
    """The control: with motion the number beats."""
    moves = "getComputedStyle(document.getElementById('number')).animationName"
    with hall_thread(tmp_path / "hall", arrange=called, clock=LeapClock(NINE_US, still=True)) as hall:
        page = display(hall, browser, Faults(), ahead=HELD)
        expect(page.locator("#now.fresh")).to_be_visible()
        assert page.evaluate(moves) == "beat"
        page.emulate_media(reduced_motion="reduce")
        assert page.evaluate(moves) == "none"
        hall.do(next_call(hall.door.service))
        expect(page.locator("#calls")).to_contain_text("A002")
        page.evaluate(OVER)
        expect(page.locator("#number")).to_have_text("A002")
        assert page.evaluate(
            "getComputedStyle(document.getElementById('now')).borderColor === getComputedStyle(document.getElementById('number')).color"
        )
