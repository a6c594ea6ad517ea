# SPDX-License-Identifier: Apache-2.0
"""Screens that lose the hall again and again while numbers are called: none ever shows an old number as if it were true now."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.demo_hall import chromium
from tests.faults.line_hall import SOCKET, UNWATCHED, LineHall, line_hall
from tests.stories.cabled_day import BESIDE, Crossing
from tests.stories.caller import Caller
from tests.stories.server_process import PATIENCE_S, HallProcess

pytestmark = pytest.mark.browser
SILENCE_MS: Final = 9000
"""So long that every screen must have doubted what it shows."""
TICKETS: Final = 40
OPENED: Final = "socket.onopen = () => {"
EAGER: Final = SOCKET.replace(OPENED, f"{OPENED} this.stale = false; this.listeners.onStale && this.listeners.onStale(false);")
"""The control: a line that is trusted again before it has brought anything."""
assert SOCKET.count(OPENED) == 1, "the control must take away what there is"
RECORD: Final = r"""
(() => {
  const on = (id) => { const node = document.getElementById(id); return Boolean(node) && node.getClientRects().length > 0; };
  const words = (selector) => (document.querySelector(selector) || {}).textContent || "";
  const count = (selector) => (words(selector).match(/\d+/) || [""])[0];
  const cover = { kiosk: "notice", hall: "stale", counter: "stale", clerk: "stale", ticket: "offline" };
  const number = {
    hall: () => words("#number"), counter: () => words("#ticket"), clerk: () => words(".hand-label"),
    ticket: () => count("#facts dd"), kiosk: () => count(".service-waiting"),
  };
  const page = location.pathname.split("/")[1];
  window.shown = () => (on(cover[page]) ? "covered" : number[page]());
  window.record = [];
  const note = () => window.record[window.record.length - 1] !== window.shown() && window.record.push(window.shown());
  new MutationObserver(note).observe(document, { attributes: true, childList: true, characterData: true, subtree: true });
})();
"""
"""Notes each change of what a screen shows as true now: the called number, how many wait, or that it does not know (``covered``)."""


class Watched:
    """A screen, and what it must show by the number of calls so far."""

    def __init__(self, browser: Browser, address: str, script: str = SOCKET) -> None:
        """Open it with a clock that can be hurried on. ``script`` replaces ``socket.js``."""
        self.page: Page = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN", service_workers="block").new_page()
        self.page.clock.install()
        self.page.add_init_script(RECORD)
        if script != SOCKET:
            self.page.route("**/shared/socket.js", lambda route: route.fulfill(content_type="text/javascript", body=script))
        self.page.goto(address)
        self.kind = address.split("/")[3]

    def until(self, wanted: str) -> None:
        """Wait until it shows this."""
        end_s = time.monotonic() + PATIENCE_S
        while (now := self.page.evaluate("window.shown()")) != wanted:
            assert time.monotonic() < end_s, f"{self.kind} shows {now!r}, not {wanted!r}: {self.record()}"
            time.sleep(0.02)  # a poll of another process, bounded by PATIENCE_S

    def record(self) -> list[str]:
        """Return what it showed, one after the other."""
        found: list[str] = self.page.evaluate("window.record")
        return found

    def hurry(self, by_ms: int) -> None:
        """Let so much time pass for it at once; the cut is real, only its own timers are hurried on."""
        self.page.clock.run_for(by_ms)


class Lost:
    """The hall behind a line that can be cut, and how it is lost and found."""

    def __init__(self, hall: LineHall) -> None:
        """Serve it."""
        self.hall = hall
        self.server = self._serve(0)
        self.crossing = Crossing(self.server.port)
        self.ways: tuple[tuple[Callable[[], None], Callable[[], None]], ...] = (
            (self.crossing.cut, lambda: None),
            (self.crossing.flows.clear, lambda: None),
            (self._kill, self._serve_again),
            (self._freeze, self._thaw),
        )
        """How it is lost, and what must be done before anybody can act there again."""

    def _serve(self, port: int) -> HallProcess:
        command = ["-m", "hallserver", "serve", "--port", port, "--hosts", BESIDE, "--data", self.hall.path]
        return HallProcess(command, self.hall.path.with_suffix(".log"), quick=True)

    def _kill(self) -> None:
        self.crossing.cut()
        self.server.kill()

    def _serve_again(self) -> None:
        self.server = self._serve(self.server.port)

    def _freeze(self) -> None:
        self.crossing.flows.clear()
        os.kill(self.server.pid, signal.SIGSTOP)

    def _thaw(self) -> None:
        os.kill(self.server.pid, signal.SIGCONT)

    def heal(self) -> None:
        """Let everybody come through again."""
        self.crossing.is_cut = False
        self.crossing.flows.set()

    def clerk(self, command: str) -> str:
        """Ask a command from where nothing is cut; return the number that it called."""
        with Caller(self.server.port, self.hall.clerk) as caller:
            return str(caller.command(command).result["number"])

    def close(self) -> None:
        """End it."""
        self.crossing.close()
        if self.server.running:
            self._thaw()
            self.server.kill()


class Screens:
    """Every kind of screen, and two without a protection."""

    def __init__(self, browser: Browser, lost: Lost) -> None:
        """Open them."""
        base, keys = lost.crossing.base, lost.hall.keys
        numbers = [f"hall/#key={keys['hall-1']}", f"counter/#key={keys['counter-1']}", f"clerk/#token={lost.hall.clerk_token}"]
        counts = [f"kiosk/#key={keys['kiosk-1']}", f"ticket/#t={lost.hall.tokens[-1]}"]
        self.sound = [Watched(browser, f"{base}/{it}") for it in (*numbers, *counts)]
        self.trusting = Watched(browser, f"{base}/hall/#key={keys['hall-2']}", UNWATCHED)
        self.eager = Watched(browser, f"{base}/hall/#key={keys['hall-3']}", EAGER)

    @property
    def all(self) -> list[Watched]:
        """Return the sound ones and the two."""
        return [*self.sound, self.trusting, self.eager]

    def show(self, label: str, calls: int) -> None:
        """Wait until each shows what is true after so many calls."""
        waiting = {"kiosk": str(TICKETS - calls), "ticket": str(TICKETS - calls - 1)}
        for screen in self.all:
            screen.until(waiting.get(screen.kind, label))


def old_after_cover(screen: Watched, before: int) -> list[str]:
    """Return what a screen showed, after it had covered itself, of what it showed before."""
    said = screen.record()
    after = said[before:]
    assert "covered" in after, f"{screen.kind} showed {after} and never doubted it"
    return [it for it in after[after.index("covered") :] if it == said[before - 1]]


@contextmanager
def looked_at(path: Path) -> Iterator[tuple[Lost, Screens]]:
    """Run the hall with every kind of screen."""
    lost = Lost(line_hall(path, displays=3, tickets=TICKETS))
    try:
        with chromium() as browser:
            yield lost, Screens(browser, lost)
    finally:
        lost.close()


def one_loss(lost: Lost, screens: Screens, way: int) -> str:
    """Lose the hall, see every screen cover what it cannot know, call the next meanwhile, find the hall again; return that number."""
    lose, find = lost.ways[way % len(lost.ways)]
    old = screens.trusting.page.evaluate("window.shown()")
    lose()
    for screen in screens.all:
        screen.hurry(SILENCE_MS)
    for screen in (*screens.sound, screens.eager):
        screen.until("covered")
    assert screens.trusting.page.evaluate("window.shown()") == old, "the control must keep the old number"
    find()
    label = lost.clerk("finish-and-call")
    lost.heal()
    return label


@pytest.mark.soak
def test_after_twenty_losses_no_screen_showed_an_old_number(
    tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None]
) -> None:
    """The line is cut, is silent, the server is killed, is frozen, in turn; each time somebody else is called before it is back.

    The controls: a display that never doubts its line shows the old number all the while, one that trusts a new line before that has
    brought anything shows it for a moment.
    """
    losses, flashed = size(4, 20), 0
    with looked_at(tmp_path / "hall") as (lost, screens):
        screens.show(lost.clerk("call-next"), 1)
        for loss in range(losses):
            before = [len(it.record()) for it in screens.all]
            label = one_loss(lost, screens, loss)
            screens.show(label, loss + 2)
            shown = {it.kind: old_after_cover(it, at) for it, at in zip(screens.sound, before[:-2], strict=True)}
            assert not any(shown.values()), f"loss {loss + 1}: {shown}"
            flashed += bool(old_after_cover(screens.eager, before[-1]))
    figure(f"0 old numbers on {len(screens.sound)} screens after {losses} losses; the control showed {flashed}")
    assert flashed
