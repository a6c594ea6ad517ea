# SPDX-License-Identifier: Apache-2.0
"""A visitor's phone: what it weighs, how it waits, rings, lets others first, and stands without a network; then the rating."""

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import calm, swept, turn
from tests.hallserver.store.test_media import picture
from tests.stories.scenes.scene import SIZES, Scene, playing, rows
from tests.support import names

pytestmark = pytest.mark.browser
MOST_BYTES: Final = 60_000
"""What the whole page may weigh on the wire at its first opening."""
LANGUAGES: Final = ("zh-Hans", "zh-Hant", "en")
NOTES: Final = """
window.felt = [];
window.rung = 0;
navigator.vibrate = (pattern) => window.felt.push(pattern.length);
const oscillator = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () { window.rung += 1; return oscillator.call(this); };
"""
"""Writes down what a phone does besides showing."""
SPILT: Final = """
Array.from(document.querySelectorAll(".level-word"))
  .filter((it) => it.getBoundingClientRect().width > it.closest("button").clientWidth)
  .map((it) => it.textContent)
"""
"""The levels whose words do not fit."""


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Give a hall in which one counter serves the first queue."""
    folder = tmp_path_factory.mktemp("ticket") / "hall"
    plan = {"slug": "plan", "names": names("大厅平面图"), "file": "plan.png", "kind": "map"}
    with playing(folder, rows(media=[plan])) as played:
        (folder / "media").mkdir(exist_ok=True)
        (folder / "media" / "plan.png").write_bytes(picture("PNG"))
        played.ask("li", "open-counter", {"counter": "c1"})
        yield played


def serve(scene: Scene, *, until: str, seconds: float = 90) -> None:
    """Serve one after the other until this ticket is called."""
    while scene.ask("li", "call-next")["ticket"] != until:
        scene.ask("li", "start")
        scene.later(seconds)
        scene.ask("li", "finish")


def phone(scene: Scene, token: str) -> Page:
    """Open the page of a number on a phone that writes down what it does."""
    page = scene.browser.new_context(viewport=dict(zip(("width", "height"), SIZES["ticket"], strict=True)), locale="zh-CN").new_page()  # type: ignore[arg-type]
    scene.faults.watch(page)
    page.add_init_script(NOTES)
    page.goto(f"{scene.base}/ticket/#t={token}")
    return page


def weight(scene: Scene, token: str) -> tuple[int, list[str]]:
    """Return the bytes on the wire of a first opening, and what was fetched."""
    page = scene.browser.new_context(locale="zh-CN", service_workers="block").new_page()
    wire, fetched, sizes = page.context.new_cdp_session(page), list[str](), list[int]()
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda it: sizes.append(int(it["encodedDataLength"])))
    wire.on("Network.requestWillBeSent", lambda it: fetched.append(it["request"]["url"].removeprefix(scene.base)))
    wire.on("Network.webSocketFrameReceived", lambda it: sizes.append(len(it["response"]["payloadData"].encode())))
    page.goto(f"{scene.base}/ticket/#t={token}")
    expect(page.locator("#facts dd").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.context.close()
    return sum(sizes), sorted(fetched)


def test_the_whole_page_weighs_less_than_60_kb(scene: Scene) -> None:
    """Page, styles, scripts, words, theme, headers and the first view: on a weak line that is a second or two."""
    mine = scene.take("senior-card")
    weighs, fetched = weight(scene, mine["token"])
    scene.ask("guide", "cancel", {"ticket": mine["ticket"]})

    assert weighs < MOST_BYTES, (weighs, fetched)
    assert {it for it in fetched if it.startswith("/words/")} == {"/words/zh-Hans.json?areas=ticket,answer,rating,shared,suspension"}
    assert not [it for it in fetched if it.startswith("/media/")], "pictures are loaded when somebody asks for them"


def test_a_whole_visit(scene: Scene) -> None:
    """Time for a break, others first, next, called, on the way; each is felt, and heard once that was allowed."""
    ahead = [scene.take("senior-card") for _ in range(9)]
    mine = scene.take("senior-card", "tenancy")
    behind = [scene.take("senior-card") for _ in range(3)]
    page = phone(scene, mine["token"])
    expect(page.locator("#facts dd").first).to_have_text(f"{len(ahead)} 人")
    expect(page.locator("#break")).to_contain_text("可以离开约")
    expect(page.locator("#steps li")).to_have_count(2)

    page.locator("#yield").click()
    expect(page.locator("#let-3")).to_contain_text("之后前面有 12 人")
    page.locator("#let-3").click()
    expect(page.locator("#told")).to_contain_text("已让 3 位先办")
    expect(page.locator("#facts dd").first).to_have_text("12 人")
    assert scene.events("PlaceYielded")[-1].places == 3
    expect(page.locator("#yield")).to_have_count(0)

    page.locator("#ring").click()
    expect(page.locator("#ring")).to_have_attribute("aria-pressed", "true")
    page.wait_for_function("() => window.rung > 0")  # the visitor hears at once what it will sound like
    tried = page.evaluate("window.rung")

    page.locator("#way-open").click()
    expect(page.locator(".desk.own")).not_to_have_count(0)
    expect(page.locator("#go-to")).to_contain_text("1、")
    page.wait_for_function("() => document.querySelector('.map').naturalWidth > 0")

    serve(scene, until=behind[-1]["ticket"])
    expect(page.locator("body")).to_have_attribute("data-next", "yes")
    expect(page.locator("#break")).to_be_hidden()
    page.wait_for_function(f"() => window.rung > {tried}")
    scene.ask("li", "start")
    scene.ask("li", "finish-and-call")
    expect(page.locator("#counter")).to_contain_text("请到1号窗口")
    page.wait_for_function("() => window.felt.join() === '1,5'")
    page.locator("#on-my-way").click()
    expect(page.locator("#said-on-way")).to_be_visible()
    scene.ask("li", "start")
    expect(page.locator("#state")).to_have_text("正在办理")
    scene.later(60)
    scene.ask("li", "finish")

    expect(page.locator("[data-opens='rate-other']")).to_be_visible()
    expect(page.locator("#rate .levels")).to_have_count(0)  # the visit goes on: nobody is asked yet
    page.locator("[data-opens='rate-other']").click()
    page.locator("[data-stars='2']").click()
    expect(page.locator("#rate")).to_contain_text("请问哪方面需要改进？")
    page.locator("[data-tag='unclear']").click()
    page.locator("[data-dimension='attitude'][data-of='4']").click()
    page.locator("#comment").fill("请把材料一次说清")
    page.locator("#send").click()
    expect(page.locator("#rate")).to_contain_text("感谢您的评价")
    given = scene.events("RatingGiven")[-1]
    assert (given.ticket, given.stars, given.tags, given.dimensions) == (mine["ticket"], 2, ("unclear",), {"attitude": 4})
    assert given.comment is not None


def test_why_others_went_first_is_said(scene: Scene) -> None:
    """Somebody with priority is called: the place is the same, and the reason stands there."""
    first, mine = scene.take("senior-card"), scene.take("senior-card")
    scene.take("senior-card", group="elderly")
    page = phone(scene, mine["token"])
    expect(page.locator("#facts dd").first).to_have_text("2 人")
    serve(scene, until=first["ticket"])
    expect(page.locator("#passed")).to_contain_text("有 1 位优先")
    scene.ask("li", "start")
    scene.ask("li", "finish")
    serve(scene, until=mine["ticket"])
    scene.later(400)
    scene.ask("li", "mark-absent")
    expect(page.locator("#state")).to_contain_text("在取号机扫小票")


def test_whom_the_hall_called_first_has_no_priority_and_is_not_said_to_have(scene: Scene) -> None:
    """Called by name: one alone, then beside one with priority."""
    first, mine, other = (scene.take("senior-card") for _ in range(3))
    old = scene.take("senior-card", group="elderly")
    page = phone(scene, mine["token"])
    scene.ask("li", "call-ticket", {"ticket": other["ticket"], "reason": "other"})
    expect(page.locator("#passed")).to_have_text("有 1 位由大厅指定先办理，您的次序没有变")
    for nxt in (old, first, mine):
        scene.ask("li", "start")
        scene.ask("li", "finish")
        serve(scene, until=nxt["ticket"])
        if nxt is old:
            expect(page.locator("#passed")).to_contain_text("有 2 位先办理：1 位由大厅指定")
            scene.shot(page, "called-by-the-hall")
    scene.later(400)
    scene.ask("li", "mark-absent")
    page.context.close()


def test_every_state_is_sound_in_every_language_and_look(scene: Scene) -> None:
    """Nothing of WCAG is broken, also with the question of how many and the plan open, and with the rating half given."""
    [mine, *_] = [scene.take("senior-card", "tenancy"), *(scene.take("senior-card") for _ in range(4))]
    page = phone(scene, mine["token"])
    calm(page)
    page.locator("#way-open").click()
    page.locator("#yield").click()
    found = looked(page)
    page.locator("#not").click()
    serve(scene, until=mine["ticket"])
    expect(page.locator("#on-my-way")).to_be_visible()
    found += looked(page)
    scene.ask("li", "start")
    scene.ask("li", "finish")
    page.locator("[data-opens='rate-other']").click()
    page.locator("[data-stars='1']").click()
    found += looked(page)

    assert found == []


def looked(page: Page) -> list[str]:
    """Return what axe finds in three languages, light and dark, and whatever is wider than the phone."""
    found = swept(page)
    for language in LANGUAGES:
        turn(page, language, "light")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{language}: wider than the screen")
        found += [f"{language}: {word} is wider than its button" for word in page.evaluate(SPILT)]
    turn(page, "zh-Hans", "light")
    return found


def kept(page: Page) -> list[dict[str, Any]]:
    """Return what the phone has kept of its numbers, the newest first."""
    found: list[dict[str, Any]] = json.loads(page.evaluate("localStorage.getItem('hall.ticket.seen')"))
    return found


@pytest.mark.parametrize("size", [(360, 640), (412, 915)])
def test_large_type_stays_within_the_screen(scene: Scene, size: tuple[int, int]) -> None:
    """Type of 130 % on a small phone: nothing is cut off at the side."""
    mine = scene.take("senior-card", "tenancy")
    page = phone(scene, mine["token"])
    page.set_viewport_size({"width": size[0], "height": size[1]})
    expect(page.locator("#facts dd").first).to_be_visible()
    page.evaluate("document.documentElement.style.fontSize = '138%'")
    page.locator("#way-open").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_a_finger_that_touches_twice_asks_once(scene: Scene) -> None:
    """Letting others first twice would be six places for three; and no second answer stands there as a problem."""
    mine, *_ = [scene.take("senior-card") for _ in range(9)]
    page = phone(scene, mine["token"])
    page.locator("#yield").click()
    page.locator("#let-3").dblclick()
    expect(page.locator("#told")).to_contain_text("已让 3 位先办")
    assert [it.places for it in scene.events("PlaceYielded") if it.ticket == mine["ticket"]] == [3]


def test_what_was_chosen_outlives_a_reload_and_belongs_to_its_errand(scene: Scene) -> None:
    """A rating half given is there again, unsent; of the next errand nothing is chosen; a refusal leaves the button alive."""
    mine = scene.take("senior-card", "tenancy")
    page = phone(scene, mine["token"])
    serve(scene, until=mine["ticket"])
    scene.ask("li", "start")
    scene.ask("li", "finish")
    page.locator("[data-opens='rate-other']").click()
    page.locator("[data-stars='2']").click()
    page.locator("[data-tag='unclear']").click()
    page.locator("#comment").fill("第一项")
    page.reload()
    expect(page.locator("[data-stars='2']")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-tag='unclear']")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#comment")).to_have_value("第一项")
    assert [it for it in scene.events("RatingGiven") if it.ticket == mine["ticket"]] == []

    scene.ask("wang", "open-counter", {"counter": "c3"})
    scene.ask("wang", "call-ticket", {"ticket": mine["ticket"], "reason": "agreed"})
    scene.ask("wang", "start")
    scene.ask("wang", "finish")
    expect(page.locator("#rate")).to_contain_text("租赁")
    expect(page.locator("#rate [aria-pressed='true']")).to_have_count(0)
    page.locator("[data-stars='4']").click()
    expect(page.locator("#comment")).to_have_value("")
    page.locator("#send").click()
    expect(page.locator("#rate")).to_contain_text("感谢您的评价")  # one ask a visit: the other errand waits behind a button
    page.locator("[data-opens='rate-other']").click()
    expect(page.locator("#rate")).to_contain_text("敬老优待证")
    expect(page.locator("#rate [aria-pressed='true']")).to_have_count(0)


def test_a_page_that_shows_no_number_stays_so(scene: Scene) -> None:
    """Without a code, and with one that is refused: no clock starts to tick there, and another language says the same."""
    for token in ("", "nobody-has-this-token"):
        page = phone(scene, token)
        said = expect(page.locator("body"))
        said.to_have_attribute("data-state", "gone")
        before = page.locator("#state").inner_text()
        page.locator("[data-language='en']").click()
        expect(page.locator("#state")).not_to_have_text(before)
        said.to_have_attribute("data-state", "gone")
        expect(page.locator("#state")).to_contain_text("Please")
    scene.faults.clear()


def test_another_language_is_no_second_call(scene: Scene) -> None:
    """Who is next is told once, whatever language is chosen then; a page of somebody who hears Cantonese is not drawn anew each time."""
    first, mine = scene.take("senior-card"), scene.take("senior-card", language="yue")
    page = phone(scene, mine["token"])
    page.locator("#way-open").click()
    page.evaluate("document.querySelector('[data-language]').dataset.drawn = 'once'")
    serve(scene, until=first["ticket"])
    expect(page.locator("body")).to_have_attribute("data-next", "yes")
    expect(page.locator("[data-drawn='once']")).to_have_count(1)
    page.locator("[data-language='en']").click()
    scene.take("senior-card")
    scene.later(30)
    expect(page.locator("#yield")).to_be_visible()
    page.wait_for_function("() => window.felt.join() === '1'")


def test_without_a_network_it_says_when_that_was_so(scene: Scene) -> None:
    """Also after a reload, and beside a second number; yesterday's is yesterday's. Last of its file: the hall is gone then."""
    mine = scene.take("senior-card")
    page = phone(scene, mine["token"])
    expect(page.locator("#facts dd").first).to_be_visible()
    page.wait_for_function("() => caches.keys().then((keys) => keys.length > 0) && navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-old", "no")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    second = page.context.new_page()
    second.goto(f"{scene.base}/ticket/#t={scene.take('senior-card')['token']}")
    expect(second.locator("#facts dd").first).to_be_visible()
    second.close()
    scene.server.kill()
    scene.faults.clear()
    page.reload()
    expect(page.locator("#number")).to_have_text(mine["number"])
    expect(page.locator("body")).to_have_attribute("data-old", "yes")
    expect(page.locator("#offline")).to_contain_text("网络已断开，以下为")
    expect(page.locator("#state")).to_contain_text("时：")
    expect(page.locator("#actions button")).to_have_count(0)

    page.locator("[data-language='en']").click()
    page.wait_for_timeout(300)
    expect(page.locator("#offline")).to_contain_text("网络已断开")
    assert not [it for it in scene.faults if "fetch" in it], "no words in that language here: it is no fault of the page"

    of_yesterday = kept(page)
    for one in of_yesterday:
        one["here_ms"] -= 86_400_000
    page.evaluate("(kept) => localStorage.setItem('hall.ticket.seen', kept)", json.dumps(of_yesterday))
    page.reload()
    expect(page.locator("#state")).to_contain_text("已经失效")
    expect(page.locator("#number")).to_be_empty()
    scene.faults.clear()
