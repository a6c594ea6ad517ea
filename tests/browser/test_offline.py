# SPDX-License-Identifier: Apache-2.0
"""The waiting list in a guide's pocket: there while the hall cannot be reached, at most 60 s old, gone with the sign-in."""

import re
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
_PATIENCE_S = 10
_PHONE = (390, 844)
_SHARED = ROOT / "hallserver" / "shared"
_UNREACHABLE = re.compile(r"ERR_CONNECTION_REFUSED|ERR_FAILED|Failed to fetch|WebSocket connection")
_FORGETFUL = (
    "const set = Storage.prototype.setItem; Storage.prototype.setItem = function (k, v) { if (k !== 'hall.list') set.call(this, k, v); };"
)
"""A browser that does not save the list."""


@contextmanager
def at_work(path: Path) -> Iterator[Scene]:
    """Play a hall in which four wait; that it cannot be reached is what pages may complain of."""
    with playing(path) as scene:
        for service in ("senior-card", "senior-card", "tenancy", "collection"):
            scene.take(service, who="kiosk-1")
        yield scene
        scene.faults[:] = [fault for fault in scene.faults if not _UNREACHABLE.search(fault)]


def changed(page: Page, name: str, old: str, new: str) -> None:
    """Let this page have a shared script in which something is otherwise."""
    text = (_SHARED / name).read_text(encoding="utf-8")
    assert old in text
    body = text.replace(old, new)
    page.route(f"**/shared/{name}", lambda route: _answer(route, body))


def until(page: Page, script: str) -> None:
    """Wait until this is true in the page. Fails when it never is."""
    wait_for(lambda: bool(page.evaluate(script)), _PATIENCE_S)


def _answer(route: Route, body: str) -> None:
    route.fulfill(body=body, content_type=MEDIA[".js"])


def kept(page: Page) -> Any:  # noqa: ANN401 - what the browser keeps
    """Return what the tab keeps; None: nothing."""
    return page.evaluate("JSON.parse(sessionStorage.getItem('hall.list'))")


def ready(page: Page) -> None:
    """Wait until the screen and its list are kept."""
    expect(page.locator("#services")).to_be_visible()
    until(page, "caches.open('hall/guide/').then((it) => it.keys()).then((keys) => keys.length > 15)")


def test_the_list_is_there_after_a_reload_without_the_hall_and_gone_after_sign_out(tmp_path: Path) -> None:
    """Read only, with its time; nobody else finds it on that phone."""
    with at_work(tmp_path / "hall") as scene:
        page = scene.page("guide", "guide", size=_PHONE)
        ready(page)
        scene.server.kill()
        page.reload()
        list_ = page.locator("#offline")
        expect(list_).to_be_visible()
        expect(list_.locator(".offline-at")).to_have_text(re.compile(r"断网，以下为 \d\d:\d\d:\d\d 的名单"))
        age_ms = page.evaluate("Date.now() - Number(document.getElementById('offline').dataset.saved)")
        assert 0 <= age_ms <= OLDEST_MS
        assert [it.get_attribute("data-label") for it in list_.locator("[data-label]").all()] == ["A001", "A002", "B001", "D001"]
        assert page.locator("#offline button").all_inner_texts() == ["退出"]
        assert page.locator("#app button:visible").count() == 0
        list_.locator("input").fill("b")
        expect(list_.locator("[data-label]")).to_have_count(1)
        scene.shot(page, "offline-phone")

        page.get_by_role("button", name="退出").click()
        expect(page.locator("input[name=password]")).to_be_visible()
        assert kept(page) is None
        assert page.locator("#offline").count() == 0


def test_what_makes_it_so_is_needed(tmp_path: Path) -> None:
    """Controls: without the saving there is no list; without the service worker there is no screen."""
    with at_work(tmp_path / "hall") as scene:
        page = scene.page("guide", "guide", size=_PHONE)
        page.add_init_script(_FORGETFUL)
        page.evaluate("sessionStorage.removeItem('hall.list')")
        page.reload()
        ready(page)
        bare = _without_worker(scene)
        scene.server.kill()
        with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
            bare.reload()
        page.reload()
        page.wait_for_timeout(4000)  # longer than the screen waits for the hall before it shows what it has
        assert kept(page) is None
        assert page.locator("#offline").count() == 0


def _without_worker(scene: Scene, **scripts: tuple[str, str]) -> Page:
    """Open the screen in a browser that keeps no files for it, with shared scripts in which something is otherwise."""
    browser = scene.page("guide", "fang", size=_PHONE).context.browser
    assert browser is not None
    page = browser.new_context(service_workers="block").new_page()
    for name, (old, new) in scripts.items():
        changed(page, f"{name}.js", old, new)
    page.goto(f"{scene.base}/guide/#token={scene.stage.tokens['fang']}")
    expect(page.locator("#services")).to_be_visible()
    return page


def test_the_list_is_saved_on_while_nothing_happens_and_shown_when_the_line_is_cut(tmp_path: Path) -> None:
    """Its time is when it was last true, not when something last changed; a closed day leaves nothing."""
    assert int((re.search(r"SAVE_MS = (\d+);", (_SHARED / "offline.js").read_text(encoding="utf-8")) or [0, 0])[1]) <= OLDEST_MS / 2
    with at_work(tmp_path / "hall") as scene:
        page = _without_worker(scene, offline=("SAVE_MS = 20000;", "SAVE_MS = 200;"), socket=("STALE_MS = 8000;", "STALE_MS = 4000;"))
        first = kept(page)
        until(page, f"JSON.parse(sessionStorage.getItem('hall.list')).at_us > {first['at_us'] + 500_000}")
        assert kept(page)["list"] == first["list"]
        scene.server.kill()
        expect(page.locator("#offline")).to_be_visible(timeout=8000)
        assert page.locator("#app").is_hidden()


def test_a_closed_day_and_another_day_leave_nothing(tmp_path: Path) -> None:
    """Yesterday's list helps nobody and need not lie about."""
    with at_work(tmp_path / "hall") as scene:
        page = scene.page("guide", "guide", size=_PHONE)
        ready(page)
        assert len(kept(page)["list"]["rows"]) == 4
        scene.ask("duty", "close-day", {"rest": "left"})
        until(page, "sessionStorage.getItem('hall.list') === null")
        page.evaluate("(it) => sessionStorage.setItem('hall.list', JSON.stringify(it))", {"at_us": 0, "saved_ms": 0, "list": {"rows": []}})
        scene.server.kill()
        page.reload()
        until(page, "sessionStorage.getItem('hall.list') === null")
        assert page.locator("#offline").count() == 0
