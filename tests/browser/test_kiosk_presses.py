# SPDX-License-Identifier: Apache-2.0
"""Nothing at the kiosk comes between a finger and its button, a visitor and the screen, a voice and what it reads."""

import io
import json
import wave
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from hallserver.core.short_code import short_code
from tests.browser.demo_hall import Faults
from tests.browser.kiosk_hall import DEAF_MS, LATER, STANDING, comprehensive, hears, kiosk_hall
from tests.faults.forked import until
from tests.faults.hall_thread import HallThread

pytestmark = pytest.mark.browser
_WATCHED = """(() => {
  Object.assign(window, { views: 0, started: 0, line: null });
  window.WebSocket = class extends window.WebSocket {
    constructor(...them) {
      super(...them);
      window.line = this;
      this.addEventListener("message", (message) => { if (JSON.parse(message.data).view) window.views += 1; });
    }
  };
  // a sound that lasts until it is stopped
  AudioBufferSourceNode.prototype.start = () => { window.started += 1; };
  AudioBufferSourceNode.prototype.stop = () => {};
})()"""
_WHISPER = "(said) => window.line.onmessage({ data: JSON.stringify({ whisper: said }) })"
_COPY = "(at) => { const it = document.querySelector(at); it.replaceWith(it.cloneNode(true)); }"
_TWICE = "(it) => { it.click(); it.click(); }"
_COUNTED_S = 12
"""How long the sheet of a number stays where nobody needs more time."""


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HallThread]:
    """Run a hall whose kiosk begins with large type, and reads aloud."""
    with kiosk_hall(tmp_path_factory.mktemp("presses"), comprehensive) as running:
        yield running


def opened(hall: HallThread, browser: Browser, faults: Faults) -> tuple[Page, list[dict[str, Any]]]:
    """Open the kiosk on a touch screen; return it, and all that it will say to the hall."""
    context = browser.new_context(viewport={"width": STANDING[0], "height": STANDING[1]}, locale="zh-CN", has_touch=True)
    page, said = context.new_page(), list[dict[str, Any]]()
    faults.watch(page)
    page.add_init_script(_WATCHED)
    page.on("websocket", lambda line: line.on("framesent", lambda frame: said.append(json.loads(str(frame)))))
    page.goto(f"{hall.door.base}/kiosk/#key={hall.do(hall.door.key('kiosk-1'))}")
    expect(page.locator("#services .service").first).to_be_visible()
    hears(page)
    return page, said


def hold(page: Page, at: str) -> None:
    """Put a finger on a button."""
    box = page.locator(at).bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()


def another_view(hall: HallThread, page: Page) -> None:
    """Let somebody else take a number, and wait until the kiosk knows."""
    views = page.evaluate("window.views")
    hall.do(hall.door.ticket())
    page.wait_for_function("(views) => window.views > views", arg=views)


def test_a_press_is_not_lost_when_a_view_arrives_under_the_finger(hall: HallThread, browser: Browser) -> None:
    """A key and a mode stay the same nodes. The control: a node that was replaced under the finger hears nothing."""
    faults = Faults()
    page, _ = opened(hall, browser, faults)
    page.locator("#find-open").click()
    hold(page, "[data-letter=S]")
    page.evaluate(_COPY, "[data-letter=S]")
    page.mouse.up()
    expect(page.locator("#search")).to_have_value("")
    for at, now in (("[data-letter=H]", "h"), ("[data-letter=B]", "hb")):
        hold(page, at)
        another_view(hall, page)
        page.mouse.up()
        expect(page.locator("#search")).to_have_value(now)
    hold(page, "[data-mode=elder]")
    another_view(hall, page)
    page.mouse.up()
    expect(page.locator("html.elder")).to_have_count(0)
    assert faults == []


def test_a_touch_that_keeps_the_screen_presses_nothing(hall: HallThread, browser: Browser) -> None:
    """The button under the count hears the next touch, not the one that stopped the count. The voice's choice ends with the visit."""
    faults = Faults()
    page, _ = opened(hall, browser, faults)
    page.locator("[data-mode=speech]").tap()
    expect(page.locator("[data-mode=speech]")).to_have_attribute("aria-pressed", "false")
    box = page.locator("[data-mode=low]").bounding_box()
    assert box
    at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.evaluate(LATER, 82_000)  # large type has twice the patience
    expect(page.locator("#away")).to_be_visible()
    assert page.evaluate("(at) => document.elementFromPoint(...at).id", at) == "away"
    page.touchscreen.tap(*at)
    expect(page.locator("#away")).to_be_hidden()
    expect(page.locator("html.low")).to_have_count(0)
    page.touchscreen.tap(*at)
    expect(page.locator("html.low")).to_have_count(1)
    page.locator("[data-mode=low]").tap()
    expect(page.locator("html.low")).to_have_count(0)
    page.evaluate(LATER, 91_000)
    expect(page.locator("[data-mode=speech]")).to_have_attribute("aria-pressed", "true")
    assert faults == []


def sent(page: Page, is_there: Callable[[], bool]) -> None:
    """Wait until something is among what the kiosk said: the browser tells of it when it comes to it."""
    until(lambda: page.evaluate("true") and is_there())


def test_a_card_is_seen_in_a_search_and_its_end_ends_no_visit(hall: HallThread, browser: Browser) -> None:
    """It is named there too; when it no longer counts the letters stand as they were."""
    faults = Faults()
    page, said = opened(hall, browser, faults)
    page.locator("[data-mode=elder]").click()
    page.locator("#find-open").click()
    page.locator("[data-letter=S]").click()
    page.evaluate(_WHISPER, {"card": {"ref": "r1", "elderly": False, "last": "002X", "for_s": 10}})
    expect(page.locator("#find-card")).to_contain_text("002X")
    page.evaluate(LATER, 11_000)
    expect(page.locator("#find-card")).to_be_hidden()
    sent(page, lambda: {"clear": "card"} in said)
    expect(page.locator("#search")).to_have_value("s")
    page.evaluate(_WHISPER, {"card": {"ref": "r2", "elderly": False, "last": "0031", "for_s": 60}})
    page.locator("#find-card-clear").click()
    expect(page.locator("#find-card")).to_be_hidden()
    expect(page.locator("#search")).to_be_visible()
    assert faults == []


def test_a_second_press_by_keys_asks_for_nothing_more(hall: HallThread, browser: Browser) -> None:
    """What is being done covers the buttons for a finger, not for keys."""
    faults = Faults()
    page, said = opened(hall, browser, faults)
    mine, *_ = [hall.do(hall.door.ticket()) for _ in range(3)]
    page.locator("#have").click()
    for letter in short_code(mine["token"]).replace(" ", ""):
        page.locator(f"[data-key='{letter}']").click()
    expect(page.locator("#holder")).to_have_text(mine["number"])
    hears(page)
    page.locator("[data-act=yield-place]").click()
    hears(page)
    page.locator("[data-places='1']").evaluate(_TWICE)
    expect(page.locator("#done")).to_be_visible()
    sent(page, lambda: any("yield-place" in json.dumps(it) for it in said))
    assert sum("yield-place" in json.dumps(it) for it in said) == 1
    assert faults == []


def test_a_voice_reads_the_screen_that_is_there_and_is_heard_to_its_end(hall: HallThread, browser: Browser) -> None:
    """A sound that comes too late is not played; while one is, nobody is sent away. The control: a sound in time is played."""
    faults, held = Faults(), list[Route]()
    page, said = opened(hall, browser, faults)

    def keep(route: Route) -> None:
        """Let the kiosk wait for its sound."""
        held.append(route)

    page.route("**/a-sound", keep)

    def read() -> list[int]:
        """Return which readings were asked for."""
        return [it["nth"] for it in said if "aloud" in it]

    offered = [0]

    def comes() -> Route:
        """Say that the last reading can be fetched; return the kiosk's question for it."""

        def asked() -> bool:
            page.evaluate("1")  # asked anything, Playwright hears of what was sent
            if len(read()) > offered[-1]:
                offered.append(len(read()))
                page.evaluate(_WHISPER, {"play": {"job": f"read/kiosk-1/{read()[-1]}", "url": "/a-sound"}})
            return bool(held)

        until(asked)
        return held.pop()

    page.locator("#find-open").click()
    late = comes()
    page.locator("#find-back").click()
    with page.expect_response("**/a-sound"):
        late.fulfill(body=silence())
    page.wait_for_timeout(DEAF_MS)
    assert page.evaluate("window.started") == 0
    page.locator(".service.big").click()
    expect(page.locator("#number")).to_be_visible()
    comes().fulfill(body=silence())
    page.wait_for_function("() => window.started === 1")
    left = page.locator("#back").text_content() or ""
    assert _COUNTED_S < int("".join(filter(str.isdigit, left))) <= 2 * _COUNTED_S  # large type: twice as long
    page.wait_for_timeout(2 * DEAF_MS)
    expect(page.locator("#back")).to_have_text(left)
    page.evaluate(LATER, 61_000)  # no sound holds the screen for ever
    expect(page.locator("#back")).not_to_have_text(left)
    assert faults == []


def silence() -> bytes:
    """Return a short sound."""
    whole = io.BytesIO()
    with wave.open(whole, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(1600))
    return whole.getvalue()


def test_a_card_of_sixty_names_its_group_for_major_matters_alone(hall: HallThread, browser: Browser) -> None:
    """The hall said for which services; for another one the same card names nothing."""
    faults = Faults()
    page, said = opened(hall, browser, faults)
    services = [str(it.get_attribute("data-service")) for it in page.locator("#services .service:not([disabled])").all()[:2]]
    for nth, service in enumerate(services):
        page.evaluate(_WHISPER, {"card": {"ref": f"r{nth}", "elderly": False, "elderly_for": services[:1], "last": "002X", "for_s": 60}})
        expect(page.locator("#card")).to_contain_text("002X")
        hears(page)
        page.locator(f"#services [data-service={service}]").click()
        expect(page.locator("#result")).to_be_visible()  # the hall knows no such card
        hears(page)
        page.locator("#result button").last.click()
        expect(page.locator("#result")).to_be_hidden()

    def taken() -> list[dict[str, Any]]:
        return [it["fields"] for it in said if it.get("command") == "take-ticket"]

    sent(page, lambda: len(taken()) == len(services))
    assert [(it["services"], it.get("group")) for it in taken()] == [([services[0]], "elderly"), ([services[1]], None)]
    assert faults == []
