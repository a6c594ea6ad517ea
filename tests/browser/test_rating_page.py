# SPDX-License-Identifier: Apache-2.0
"""The rater at a counter: one touch is enough, more is free, and it never stands in the way of the next visitor."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import swept, turn
from tests.stories.scenes.scene import Scene, playing
from tests.support import changed

pytestmark = pytest.mark.browser
SIZES = ((1024, 600), (1280, 800), (800, 1280))


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Give a hall with one counter open, whose rater asks as long as it ever may."""
    with playing(tmp_path_factory.mktemp("rating") / "hall", standard=changed("eval.window_device", "120")) as played:
        played.ask("li", "open-counter", {"counter": "c1"})
        yield played


@pytest.fixture(scope="module")
def rater(scene: Scene) -> Page:
    """Give the one tablet at that counter: a device has one line, and a second screen of it is sent away."""
    return scene.page("rating", "rater-1", size=SIZES[0])


def visit(scene: Scene) -> str:
    """Serve one visitor; return the ticket."""
    ticket = scene.take("senior-card")["ticket"]
    scene.ask("li", "call-next")
    scene.ask("li", "start")
    scene.later(60)
    scene.ask("li", "finish")
    return str(ticket)


def given(scene: Scene, ticket: str) -> dict[str, Any]:
    """Return what was given for a ticket."""
    [event] = [it for it in scene.events("RatingGiven") if it.ticket == ticket]
    return {"stars": event.stars, "tags": event.tags, "dimensions": event.dimensions, "said": event.comment is not None}


def test_one_touch_is_enough(scene: Scene, rater: Page) -> None:
    """Whoever walks off has rated; the page thanks and rests."""
    rater.clock.install()
    ticket = visit(scene)
    rater.locator("[data-stars='5']").click()
    expect(rater.locator("#main")).to_contain_text("您的评价：非常满意")
    rater.clock.run_for(11_000)
    expect(rater.locator("#main")).to_have_attribute("data-step", "thanks")
    assert given(scene, ticket) == {"stars": 5, "tags": (), "dimensions": {}, "said": False}
    rater.clock.run_for(7_000)
    expect(rater.locator("#main")).to_have_attribute("data-step", "idle")


def test_a_bad_rating_asks_why_and_takes_what_is_said(scene: Scene, rater: Page) -> None:
    """Tags, dimensions, words: by keyboard as well."""
    ticket = visit(scene)
    rater.locator("[data-stars='1']").focus()
    rater.keyboard.press("Enter")
    expect(rater.locator("h1")).to_be_focused()
    expect(rater.locator("h1")).to_have_text("请问哪方面需要改进？")
    rater.locator("[data-tag='long-wait']").focus()
    rater.keyboard.press("Space")
    rater.locator("[data-dimension='efficiency'][data-of='1']").click()
    rater.locator("[data-dimension='attitude'][data-of='3']").click()
    rater.locator("[data-dimension='attitude'][data-of='3']").click()
    rater.locator("#comment").fill("等了很久")
    rater.locator("#send").click()
    expect(rater.locator("#main")).to_have_attribute("data-step", "thanks")
    assert given(scene, ticket) == {"stars": 1, "tags": ("long-wait",), "dimensions": {"efficiency": 1}, "said": True}
    rater.clock.run_for(7_000)


def test_it_asks_for_a_while_only(scene: Scene, rater: Page) -> None:
    """``eval.window_device``: the next one to sit down finds no question that is not theirs; nothing was rated."""
    ticket = visit(scene)
    expect(rater.locator("#main")).to_have_attribute("data-step", "levels")
    for then_s, step in ((80, "levels"), (41, "idle")):  # a busy machine may take a third for itself
        scene.later(then_s)  # both clocks: a page that lost its line meanwhile has the hall's
        rater.clock.fast_forward(1000 * then_s)
        expect(rater.locator("#main")).to_have_attribute("data-step", step)
    assert [it for it in scene.events("RatingGiven") if it.ticket == ticket] == []


def test_the_next_start_ends_it_and_keeps_what_was_chosen(scene: Scene, rater: Page) -> None:
    """The clerk waits for nobody; a second thought is not lost."""
    ticket = visit(scene)
    rater.locator("[data-stars='2']").click()
    rater.locator("[data-tag='other']").click()
    scene.take("senior-card")
    scene.ask("li", "call-next")
    scene.ask("li", "start")
    expect(rater.locator("#main")).to_have_attribute("data-step", "thanks")
    assert given(scene, ticket) == {"stars": 2, "tags": ("other",), "dimensions": {}, "said": False}
    scene.ask("li", "finish")
    rater.clock.run_for(7_000)


def test_it_fits_every_tablet_and_is_sound(rater: Page) -> None:
    """Nothing is cut off or found by axe, in three languages, light and dark; the next visitor finds it in Chinese."""
    found = []
    expect(rater.locator(".levels")).to_be_visible()
    for stars in ("", "5", "1"):
        if stars:
            rater.locator(f"[data-stars='{stars}']").click()
        for language in ("zh-Hans", "zh-Hant", "en"):
            for width, height in SIZES:
                rater.set_viewport_size({"width": width, "height": height})
                room = rater.evaluate("[document.getElementById('main').scrollHeight, document.getElementById('main').clientHeight]")
                found += [f"{stars} {language} {width}: {room}"] if room[0] > room[1] else []
            turn(rater, language, "light")
        found += [f"{stars} {it}" for it in swept(rater)]
        if stars:
            rater.locator("#back").click()
    assert found == []
    rater.locator("[data-stars='4']").click()
    rater.locator("#send").click()
    expect(rater.locator("#main")).to_have_attribute("data-step", "thanks")
    rater.clock.run_for(7_000)
    expect(rater.locator("#main")).to_contain_text("很高兴为您服务")
