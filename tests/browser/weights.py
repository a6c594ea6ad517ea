# SPDX-License-Identifier: Apache-2.0
"""``python -m tests.browser.weights``: what each screen weighs on the wire when it is opened for the first time.

Counted by the browser itself, headers and all: page, styles, scripts, words, pictures, and what comes over the WebSocket up to the
first view. In a hall where nothing goes on, so that one run is like another: in a busy one the report that the reading room shows first
adds up to some 150 kB, which are not packed, for they are one reader's own. The table of ``displays/README.md`` is what it prints.
"""

import re
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from playwright.sync_api import Browser, CDPSession, expect

from tests.browser.demo_hall import DemoHall, Faults, chromium, demo_hall
from tests.browser.shots import ticket_address, token
from tests.faults.forked import until

KB: Final = 1000
BOUNDS_KB: Final[dict[str, int]] = {
    "ticket": 60, "rating": 45, "counter": 52, "hall": 75, "kiosk": 115,
    "clerk": 205, "guide": 180, "duty": 190, "orders": 100, "manager": 210, "site": 150, "room": 170, "setup": 270,
}  # fmt: skip
"""Screen → the most that its first load may weigh. The phone's is a promise (a visitor pays for it), the others are a fence."""
WHO: Final = {
    "kiosk": "kiosk-1", "hall": "hall-1", "counter": "counter-1", "rating": "rater-1",
    "clerk": "li", "guide": "guide", "duty": "duty", "orders": "manager", "manager": "manager", "site": "manager", "room": "manager",
    "setup": "admin",
}  # fmt: skip
_DRAWN: Final = re.compile(r"(\S\s*){12}")
_CALM_MS: Final = 1500
"""What a page asks for after it has been drawn counts too."""


class Weight(Struct, frozen=True, kw_only=True):
    """What a screen's first load cost, in bytes on the wire, and in how many requests."""

    total_b: int
    requests: int
    socket_b: int
    """Of it over the WebSocket."""
    largest: str
    """Path of the heaviest part."""


def address(hall: DemoHall, screen: str) -> str:
    """Return where a screen of the demo is."""
    if screen == "ticket":
        ticket_address(hall)  # somebody is ahead: nobody's phone hums before it was touched
        return ticket_address(hall)
    who = WHO[screen]
    return hall.device_page(screen, who) if who in hall.keys else f"{hall.base}/{screen}/#token={token(hall, who)}"


class Scale:
    """Counts what one page gets."""

    def __init__(self, session: CDPSession) -> None:
        """Begin to count."""
        self.parts: dict[str, int] = {}
        self._paths: dict[str, str] = {}
        self.viewed = False
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._loaded)
        session.on("Network.webSocketFrameReceived", self._heard)

    def _asked(self, event: dict[str, Any]) -> None:
        self._paths[event["requestId"]] = event["request"]["url"].split("/", 3)[-1].split("#")[0]

    def _loaded(self, event: dict[str, Any]) -> None:
        path = self._paths.get(event["requestId"], "?")
        self.parts[path] = self.parts.get(path, 0) + int(event["encodedDataLength"])

    def _heard(self, event: dict[str, Any]) -> None:
        payload = event["response"]["payloadData"]
        if not self.viewed:
            self.parts["ws"] = self.parts.get("ws", 0) + len(payload.encode())
        self.viewed = self.viewed or '"view":' in payload

    def weight(self) -> Weight:
        """Return the sum."""
        largest = max(self.parts, key=lambda it: self.parts[it])
        return Weight(
            total_b=sum(self.parts.values()),
            requests=len(self.parts) - ("ws" in self.parts),
            socket_b=self.parts.get("ws", 0),
            largest=largest,
        )


def weighed(browser: Browser, hall: DemoHall) -> dict[str, Weight]:
    """Open every screen as a device that has never seen it; fails when one complains of anything."""
    scales, faults = {}, Faults()
    for screen in BOUNDS_KB:
        context = browser.new_context(viewport={"width": 1024, "height": 768}, locale="zh-CN")
        page = context.new_page()
        faults.watch(page)
        scales[screen] = Scale(context.new_cdp_session(page))
        page.goto(address(hall, screen))
        expect(page.locator("body")).to_have_text(_DRAWN)
    until(lambda: bool(page.evaluate("1") and all(it.viewed for it in scales.values())))  # asked, Playwright hears of what came
    page.wait_for_timeout(_CALM_MS)
    for context in browser.contexts:
        context.close()
    assert faults == [], faults
    return {screen: scale.weight() for screen, scale in scales.items()}


def row(screen: str, it: Weight) -> str:
    """Return a row of the table."""
    most = BOUNDS_KB[screen]
    return f"| `{screen}` | {it.total_b / KB:.0f} kB | {most} kB | {it.requests} | {it.socket_b / KB:.1f} kB | `{it.largest}` |"


def too_heavy(weights: dict[str, Weight]) -> list[str]:
    """Return the screens that weigh more than they may."""
    return [f"{screen}: {it.total_b} B, {it.largest}" for screen, it in weights.items() if it.total_b > BOUNDS_KB[screen] * KB]


def main() -> int:
    """Print the table; return 1 where a bound is passed."""
    with tempfile.TemporaryDirectory() as data, demo_hall(Path(data) / "hall", "--still") as hall, chromium() as browser:
        weights = weighed(browser, hall)
    head = ("| screen | first load | at most | requests | of it WebSocket | heaviest |", "|---|---|---|---|---|---|")
    sys.stdout.write("\n".join([*head, *(row(*it) for it in weights.items()), ""]))
    return int(bool(too_heavy(weights)))


if __name__ == "__main__":
    sys.exit(main())
