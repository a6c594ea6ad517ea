# SPDX-License-Identifier: Apache-2.0
"""The waiting list in a guide's pocket: there while the hall cannot be reached, at most 60 s old, gone with the sign-in."""

import datetime as dt
import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page, Route, expect

from hallserver.web.pages import MEDIA
from tests.browser.demo_hall import ROOT
from tests.devices.ptys import wait_for
from tests.stories.scenes.scene import Scene, playing

pytestmark = pytest.mark.browser
OLDEST_MS = 60_000
EIGHT = dt.datetime(2026, 11, 23, 20)  # noqa: DTZ001 - by the browser's own clock, wherever it is
_PATIENCE_S = 60
_WAITING = 4
_SHARED = ROOT / "hallserver" / "shared"
_UNREACHABLE = re.compile(r"ERR_CONNECTION_REFUSED|ERR_FAILED|Failed to fetch|WebSocket connection")
_FORGETFUL = (
    "const set = Storage.prototype.setItem; Storage.prototype.setItem = function (k, v) { if (k !== 'hall.list') set.call(this, k, v); };"
)
"""A browser that does not save the list."""
_KEEP_OLD = """caches.open('hall/guide/').then((it) => it.put('/guide/guide.css', new Response(':root { outline-style: dotted; }',
  { headers: { 'Content-Type': 'text/css', 'ETag': 'old' } })))"""
"""A browser that kept a file of an earlier release."""
_KEPT_WHOLE = """navigator.serviceWorker.ready.then(async () => {
  const scope = location.pathname, shelf = await caches.open(`hall${scope}`);
  const asked = performance.getEntriesByType("resource").map((it) => new URL(it.name).pathname);
  const files = asked.filter((path) => [scope, "/shared/", "/words/"].some((beginning) => path.startsWith(beginning)));
  const kept = await Promise.all([scope, ...files].map((path) => shelf.match(path, { ignoreSearch: true })));
  return files.length > 15 && kept.every(Boolean);
})"""
"""Whether every file that the screen has asked for is kept, and there is who gives it: with all but one the screen does not open."""
_SAVE_MS = int(re.findall(r"SAVE_MS = (\d+);", (_SHARED / "offline.js").read_text(encoding="utf-8"))[0])


@contextmanager
def at_work(path: Path) -> Iterator[Scene]:
    """Play a hall in which four wait; that it cannot be reached is what pages may complain of."""
    with playing(path) as scene:
        for service in ("senior-card", "senior-card", "tenancy", "collection"):
            scene.take(service, who="kiosk-1")
        yield scene
        scene.faults[:] = [fault for fault in scene.faults if not _UNREACHABLE.search(fault)]


def opened(
    scene: Scene,
    who: str,
    at: str = "guide",
    *,
    forgetful: bool = False,
    worker: bool = True,
    evening: bool = False,
    **scripts: tuple[str, str],
) -> Page:
    """Open a screen on a phone of its own.

    ``forgetful``: it saves no list. ``worker``: it may keep the screen's files. ``evening``: its clock is at eight in the evening, and can
    be moved. ``scripts``: shared ones in which something is otherwise.
    """
    page = scene.browser.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", service_workers="allow" if worker else "block"
    ).new_page()
    scene.faults.watch(page)
    if evening:
        page.clock.install(time=EIGHT)
    if forgetful:
        page.add_init_script(_FORGETFUL)
    for name, (old, new) in scripts.items():
        _change(page, name, old, new)
    page.goto(f"{scene.base}/{at}/#token={scene.stage.tokens[who]}")
    expect(page.locator("#bar .bar-end")).to_be_visible()
    if worker:
        until(page, _KEPT_WHOLE)
    if at != "site" and not forgetful:
        until(page, "sessionStorage.getItem('hall.list') !== null")
    return page


def _change(page: Page, name: str, old: str, new: str) -> None:
    text = (_SHARED / f"{name}.js").read_text(encoding="utf-8")
    assert old in text
    page.route(f"**/shared/{name}.js", lambda route: _answer(route, text.replace(old, new)))


def _answer(route: Route, body: str) -> None:
    route.fulfill(body=body, content_type=MEDIA[".js"])


def until(page: Page, script: str) -> None:
    """Wait until this is true in the page. Fails when it never is."""
    wait_for(lambda: bool(page.evaluate(script)), _PATIENCE_S)


def kept(page: Page) -> Any:  # noqa: ANN401 - what the browser keeps
    """Return what the tab keeps; None: nothing."""
    return page.evaluate("JSON.parse(sessionStorage.getItem('hall.list'))")


def test_the_list_is_there_without_the_hall_and_gone_after_sign_out(tmp_path: Path) -> None:
    """Also after a reload; read only, with its time, which is when it was last true, not when something last changed."""
    assert _SAVE_MS <= OLDEST_MS / 2
    with at_work(tmp_path / "hall") as scene:
        watched = opened(
            scene,
            "fang",
            worker=False,
            offline=(f"SAVE_MS = {_SAVE_MS};", "SAVE_MS = 200;"),
            socket=("STALE_MS = 8000;", "STALE_MS = 4000;"),
        )
        page, duty = opened(scene, "guide"), opened(scene, "duty", "duty")
        first = kept(watched)
        until(watched, f"JSON.parse(sessionStorage.getItem('hall.list')).at_us > {first['at_us'] + 500_000}")
        assert kept(watched)["list"] == first["list"]
        scene.server.kill()
        duty.reload()
        page.reload()
        _is_shown_to_its_person_alone(scene, page)
        expect(watched.locator("#offline")).to_be_visible()
        expect(watched.locator("#app")).to_be_hidden()
        expect(duty.locator("#offline [data-label]")).to_have_count(_WAITING)


def _is_shown_to_its_person_alone(scene: Scene, page: Page) -> None:
    shown = page.locator("#offline")
    expect(shown.locator(".offline-at")).to_have_text(re.compile(r"断网，以下为 \d\d:\d\d:\d\d 的名单"))
    age_ms = page.evaluate("Date.now() - Number(document.getElementById('offline').dataset.saved)")
    assert 0 <= age_ms <= OLDEST_MS
    assert [it.get_attribute("data-label") for it in shown.locator("[data-label]").all()] == ["A001", "A002", "B001", "D001"]
    assert page.locator("button:visible").all_inner_texts() == ["退出"]
    shown.locator("input").fill("b")
    expect(shown.locator("[data-label]")).to_have_count(1)
    scene.shot(page, "offline-phone")
    page.get_by_role("button", name="退出").click()
    expect(page.locator("input[name=password]")).to_be_visible()
    assert kept(page) is None
    assert page.locator("#offline").count() == 0


def test_a_closed_day_leaves_nothing_and_what_makes_it_so_is_needed(tmp_path: Path) -> None:
    """Controls: without the saving there is no list; without the service worker there is no screen."""
    with at_work(tmp_path / "hall") as scene:
        forgetful, bare, page = opened(scene, "guide", forgetful=True), opened(scene, "fang", worker=False), opened(scene, "duty")
        assert len(kept(page)["list"]["rows"]) == len(kept(bare)["list"]["rows"]) == _WAITING
        scene.ask("duty", "close-day", {"rest": "left"})
        until(page, "sessionStorage.getItem('hall.list') === null")
        page.evaluate("(it) => sessionStorage.setItem('hall.list', JSON.stringify(it))", {"at_us": 0, "saved_ms": 0, "list": {"rows": []}})
        scene.server.kill()
        with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
            bare.reload()
        for other in (forgetful, page):
            other.reload()
        until(page, "sessionStorage.getItem('hall.list') === null")  # what was saved on another day is gone too
        for other in (forgetful, page):
            assert kept(other) is None
            assert other.locator("#offline").count() == 0


def test_a_phone_that_slept_or_lay_about_shows_nothing_of_yesterday(tmp_path: Path) -> None:
    """It says since when by the moment at which the list was true, so that a night's sleep makes it old; what is shown goes at midnight."""
    with at_work(tmp_path / "hall") as scene:
        asleep, awake = opened(scene, "guide", worker=False, evening=True), opened(scene, "fang", worker=False, evening=True)
        fooled = opened(scene, "duty", "duty", worker=False, evening=True, offline=("kept.at_us / 1000 + kept.fast_ms", "Date.now()"))
        scene.server.kill()
        awake.clock.run_for(12_000)
        expect(awake.locator("#offline [data-label]")).to_have_count(_WAITING)
        for page in (asleep, fooled, awake):
            page.clock.fast_forward("12:00:00")
            page.clock.run_for(3000)
        expect(fooled.locator("#offline [data-label]")).to_have_count(_WAITING)  # the control
        assert asleep.locator("#offline").count() == 0
        expect(awake.locator("#offline")).to_have_text(re.compile("连接已中断"))
        assert kept(asleep) is kept(awake) is None


def test_a_slow_hall_hides_no_new_release(tmp_path: Path) -> None:
    """A screen that was given a kept file, because the hall took too long, takes the newer one as soon as it comes."""
    with at_work(tmp_path / "hall") as scene:
        page = opened(scene, "guide")
        until(page, "caches.match('/theme.css').then(Boolean)")  # without the look a page that hangs shows nothing
        page.reload()  # from now on the worker alone keeps files: nothing comes after the old one and takes its place
        expect(page.locator("#bar .bar-end")).to_be_visible()
        page.evaluate(_KEEP_OLD)
        os.kill(scene.server.pid, signal.SIGSTOP)
        page.reload(wait_until="commit")
        expect(page.locator("html")).to_have_css("outline-style", "dotted", timeout=_PATIENCE_S * 1000)
        os.kill(scene.server.pid, signal.SIGCONT)
        expect(page.locator("html")).to_have_css("outline-style", "none", timeout=_PATIENCE_S * 1000)
        expect(page.locator("#bar .bar-end")).to_be_visible()
