# SPDX-License-Identifier: Apache-2.0
"""Screens that live through a day in minutes: what they hold at some moment, and a page that leaks, to be found."""

import time
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from playwright.sync_api import CDPSession

from tests.stories.scenes.scene import SIZES, Scene
from tests.stories.server_process import PATIENCE_S

CLOCK: Final = Path(__file__).with_name("soak_clock.js").read_text(encoding="utf-8")
LEAK: Final = """
addEventListener("DOMContentLoaded", () => setInterval(() => {
  const node = document.createElement("p");
  window.leaked = (window.leaked || []).concat([[node, new Array(500).fill(window.soak.at_us)]]);
  node.addEventListener("click", () => window.leaked);
  setTimeout(() => window.leaked, 1e12);
}, 10000));
"""
"""The control: every ten seconds an array, an element with a listener and a timer that nobody lets go of."""
AGAIN: Final = """
addEventListener("DOMContentLoaded", () =>
  setInterval(() => soak.opened > 100 || new WebSocket(`${location.origin.replace("http", "ws")}/ws?page=hall&of=`), 300000));
"""
"""The control of the lines: another one every five minutes, up to a hundred: a browser has 255 for all its pages."""

_ROUNDED_US: Final = 1000
_SHOWN: Final = """[".clock-date", ".clock-time"].map((it) => (document.querySelector(it) || {}).textContent || "")"""
"""Not read by a locator: the machinery of those would be taken for growth."""


class Held(Struct, frozen=True, kw_only=True):
    """What a page holds after its rubbish was collected."""

    heap_b: int
    nodes: int
    listeners: int
    timers: int
    sockets: int
    """WebSockets that are open or opening."""
    opened: int
    """WebSockets since the page was loaded."""


class LivedPage:
    """A screen whose time is the hall's."""

    def __init__(self, scene: Scene, page: str, device: str, more: str = "") -> None:
        """Open it; ``more`` is a script that is planted in it."""
        width, height = SIZES[page]
        context = scene.browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
        self.name, self.page = page, context.new_page()
        if not more:  # the hall refuses a screen that asks for too much, and such a page complains
            scene.faults.watch(self.page)
        self.page.add_init_script(CLOCK + more)
        self.page.goto(f"{scene.base}/{page}/#key={scene.stage.keys[device]}")
        self._browser: CDPSession = context.new_cdp_session(self.page)

    def lives_until(self, at_us: int) -> None:
        """Wait until it is as late for the page."""
        end_s = time.monotonic() + PATIENCE_S
        while (behind_us := at_us - self.page.evaluate("soak.at_us")) > _ROUNDED_US:
            assert time.monotonic() < end_s, f"{self.name} is {behind_us} us behind: {self.page.evaluate('soak')}"
            time.sleep(0.02)  # a poll of another process, bounded by PATIENCE_S

    def held(self) -> Held:
        """Return what it holds."""
        for _ in range(2):  # what ends in the first round frees more for the second
            self._browser.send("HeapProfiler.collectGarbage")
        counted = self._browser.send("Memory.getDOMCounters")
        own: dict[str, Any] = self.page.evaluate("({timers: soak.timers(), sockets: soak.open(), opened: soak.opened})")
        heap_b = round(self._browser.send("Runtime.getHeapUsage")["usedSize"])
        return Held(heap_b=heap_b, nodes=counted["nodes"], listeners=counted["jsEventListeners"], **own)

    def clock(self) -> tuple[str, str]:
        """Return the date and the time that the screen shows."""
        date, time_of_day = self.page.evaluate(_SHOWN)
        return date, time_of_day

    def sleeps(self, *, soundly: bool) -> None:
        """Let the device sleep, or be awake again."""
        self.page.evaluate("(soundly) => { soak.sleeps = soundly; }", soundly)


def grown(before: Held, after: Held, *, heap_b: int, nodes: int) -> list[str]:
    """Return what a page holds more of than before, beyond what may differ between two moments of the same day.

    No line ends meanwhile, and none is opened.
    """
    spare = {"heap_b": heap_b, "nodes": nodes, "listeners": nodes // 2, "timers": 3, "sockets": 0, "opened": 0}
    return [
        f"{what}: {getattr(before, what)} → {getattr(after, what)}"
        for what, more in spare.items()
        if getattr(after, what) > getattr(before, what) + more
    ]
