# SPDX-License-Identifier: Apache-2.0
"""Pictures and films on the hall display: real ones play, and what is late, hangs or is replaced holds nothing up."""

import base64
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP
from hallserver.service import Service
from tests.browser.demo_hall import Faults
from tests.browser.test_hall_display import called, display, next_call
from tests.faults.hall_thread import HallThread, hall_thread
from tests.hallserver.store.test_media import picture
from tests.support import names

pytestmark = pytest.mark.browser
RECORD = """async () => {
  const paper = document.body.appendChild(document.createElement("canvas")), pen = paper.getContext("2d");
  [paper.width, paper.height] = [320, 180];
  let nth = 0;
  const drawing = setInterval(() => {
    pen.fillStyle = `hsl(${nth++ * 12}, 70%, 50%)`;
    pen.fillRect(0, 0, 320, 180);
  }, 40);
  const film = async (mimeType) => {
    const recorder = new MediaRecorder(paper.captureStream(25), { mimeType, videoBitsPerSecond: 80000 }), parts = [];
    recorder.ondataavailable = (event) => parts.push(event.data);
    const over = new Promise((done) => (recorder.onstop = done));
    recorder.start();
    await new Promise((done) => setTimeout(done, 900));
    recorder.stop();
    await over;
    return btoa(Array.from(new Uint8Array(await new Blob(parts).arrayBuffer()), (byte) => String.fromCharCode(byte)).join(""));
  };
  const films = await Promise.all(["video/webm", "video/mp4"].map(film));
  clearInterval(drawing);
  return films;
}"""
"""Has Chromium record what is drawn: a WebM that does not say how long it lasts, and an MP4."""
SOON = """
const later = window.setTimeout;
window.setTimeout = (act, ms, ...rest) => later(act, [60000, 15000, 7000, 5000].includes(ms) ? 400 : ms, ...rest);
"""
"""Ahead of the page: what it waits for a minute for comes soon, as does the calm after a call."""
REST = """() => {
  window.rested = false;
  const note = () => (window.rested = window.rested || document.querySelector(".media video").paused);
  new MutationObserver(() => document.body.classList.contains("calling") && note()).observe(document.body, { attributes: true });
}"""
"""Notes that the film stood still while somebody was called: that is over in a moment."""
Row = dict[str, Any]


@pytest.fixture(scope="module")
def films(browser: Browser) -> dict[str, bytes]:
    """Record a film of each form."""
    page = browser.new_page()
    webm, mp4 = page.evaluate(RECORD)
    page.context.close()
    return {"film.webm": base64.b64decode(webm), "film.mp4": base64.b64decode(mp4)}


def put(hall: HallThread, name: str, content: bytes) -> None:
    """Hand a file in as the administrator does."""
    answer = hall.do(hall.door.ask("PUT", f"/api/v1/media/{name}", content, proof=hall.do(hall.door.staff("admin"))))
    assert answer.code == 201, answer.body


def show(hall: HallThread, *files: str) -> None:
    """Have the display show these files and no others."""
    others = [row.file for row in hall.door.service.hall.catalog.media.values() if row.file not in files]
    rows: list[Row] = [
        {
            "slug": file.replace(".", "-"),
            "names": names(file),
            "file": file,
            "kind": "picture" if file.endswith("png") else "film",
            "seconds": 3,
            "retired": file in others,
        }
        for file in (*files, *others)
    ]
    hall.do(hall.door.service.submit(c.Configure(section="media", rows=rows), SERVICE_SETUP))


async def quiet(service: Service) -> None:
    """Leave the hall as it is: nobody is called."""
    assert service.hall.open


def test_real_films_play_pause_for_a_call_and_begin_anew(tmp_path: Path, browser: Browser, films: dict[str, bytes]) -> None:
    """A WebM that does not say how long it lasts and an MP4, by turns; the last frame of none of them stands for ever."""
    faults = Faults()
    with hall_thread(tmp_path / "hall", arrange=called) as hall:
        for name, content in films.items():
            put(hall, name, content)
        show(hall, *films)
        page = display(hall, browser, faults, ahead=SOON.replace("15000, ", ""))
        for name in (*films, "film.webm"):
            expect(page.locator(f".media video[src^='/media/{name}?']")).to_have_count(1)
            page.wait_for_function("() => { const it = document.querySelector('.media video'); return it && it.currentTime > 0.1; }")
        page.evaluate(REST)
        hall.do(next_call(hall.door.service))
        page.wait_for_function("() => window.rested")
        page.wait_for_function("() => !document.querySelector('.media video').paused")
    assert faults == []


def test_a_film_that_stands_still_or_never_comes_gives_way(tmp_path: Path, browser: Browser, films: dict[str, bytes]) -> None:
    """And its line is given up: a browser has six to a server, and pictures need one."""
    with hall_thread(tmp_path / "hall", arrange=quiet) as hall:
        put(hall, "film.webm", films["film.webm"])
        put(hall, "film.png", picture("PNG", (64, 36)))
        page: Page = display(hall, browser, Faults(), ahead=SOON)
        given_up: list[str] = []
        page.on("requestfailed", lambda request: given_up.append(request.url.rpartition("/")[2].partition("?")[0]))
        page.route("**/media/hangs.webm?*", lambda _: None)
        page.route("**/media/never.webm", lambda _: None)
        put(hall, "hangs.webm", films["film.webm"])
        show(hall, "hangs.webm", "never.webm", "film.png")
        expect(page.locator(".media img")).to_have_attribute("src", re.compile("^/media/film.png"))
        page.wait_for_function("() => document.querySelector('.media img') && !document.querySelector('.media video')")
        assert {"hangs.webm", "never.webm"} <= set(given_up)
        show(hall, "film.webm")
        expect(page.locator(".media video")).to_have_count(1)
        page.evaluate("document.querySelector('.media video').playbackRate = 0")
        page.wait_for_function("() => document.querySelector('.media video').playbackRate === 1")


def test_a_picture_replaced_under_its_name_is_seen_though_it_is_the_only_one(tmp_path: Path, browser: Browser) -> None:
    """Nobody walks to the display to start it anew; and once its file is gone, its place is the calls' again."""
    wide = "(width) => { const it = document.querySelector('.media img'); return it && it.naturalWidth === width; }"
    with hall_thread(tmp_path / "hall", arrange=quiet) as hall:
        put(hall, "one.png", picture("PNG", (64, 36)))
        show(hall, "one.png")
        page = display(hall, browser, Faults(), ahead=SOON)
        page.wait_for_function(wide, arg=64)
        put(hall, "one.png", picture("PNG", (128, 72)))
        page.wait_for_function(wide, arg=128)
        media = hall.door.door.media
        assert media is not None
        (media.path / "one.png").unlink()
        expect(page.locator(".media")).to_be_hidden()
