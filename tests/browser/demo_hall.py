# SPDX-License-Identifier: Apache-2.0
"""A demo hall in its own process, and the pages that look at it."""

import asyncio
import atexit
import json
import os
import re
import select
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.stories.quick_start import QuickStart

ROOT = Path(__file__).parents[2]
READY_S = 120
CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
"""The same engine without the windows, menus and address bar that nobody sees, where it is installed: a page costs half."""
_OFF = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
    # Playwright's own list: of two such lists the last alone counts.
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch",
)  # fmt: skip
"""What is turned off in Chromium: first what its address bar, which nobody sees, keeps ready. For each page these are two pages more
to be started and drawn: half of all the work."""
_CHROMIUM = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--autoplay-policy=no-user-gesture-required", f"--disable-features={','.join(_OFF)}",
]  # fmt: skip


class DemoHall(Struct, kw_only=True):
    """A running demo: where it is, whom it knows, and where it keeps its data."""

    process: Any
    data: Path
    base: str
    landing: str
    passwords: dict[str, str]
    keys: dict[str, str]

    def device_page(self, page: str, device: str) -> str:
        """Return the address of a device's screen with its key."""
        return f"{self.base}/{page}/#key={self.keys[device]}"

    def pause(self) -> None:
        """Freeze the server: it keeps its links and says nothing."""
        os.kill(self.process.pid, 19)

    def go_on(self) -> None:
        """Thaw the server."""
        os.kill(self.process.pid, 18)


@contextmanager
def demo_hall(data: Path, *arguments: str, verb: str = "demo") -> Iterator[DemoHall]:
    """Run ``hallserver demo``, or ``practice``, on a free port until the block ends."""
    command = ["-m", "tests.browser.quick_demo", verb, "--data", str(data), "--port", "0", *arguments]
    with (data.parent / f"{data.name}.log").open("w+b") as log:
        process = QuickStart(command, str(ROOT), os.environ, log)
        try:
            landing = _address(process, Path(log.name))
            known = json.loads((data / "demo.json").read_text(encoding="utf-8"))
            yield DemoHall(
                process=process,
                data=data,
                base=known["base"],
                landing=landing,
                passwords={it["name"]: it["password"] for it in known["accounts"]},
                keys={it["name"]: it["key"] for it in known["devices"]},
            )
        finally:
            if process.poll() is None:
                os.kill(process.pid, 18)
                process.terminate()
                process.wait()
            process.stdout.close()


def _address(process: QuickStart, log: Path) -> str:
    """Return the address that the demo prints. Fails with its log when it ends or takes too long."""
    said = b""
    while select.select([process.stdout], [], [], READY_S)[0] and (more := os.read(process.stdout.fileno(), 4096)):
        said += more
        found = re.search(r"http://\S+#demo=\S+(?=\s)", said.decode(errors="ignore"))
        if found:
            return found[0]
    raise AssertionError(log.read_text(encoding="utf-8"))


class _Chromium:
    """A Chromium that is started when it is first asked for."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._started, self._borrowers = ExitStack(), 0
        self._browser: Browser | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def borrow(self) -> Browser:
        """Return it, with Playwright's loop the running one of this thread."""
        asyncio._set_running_loop(self._loop)
        if self._browser is None or not self._browser.is_connected():
            self._browser = self._start()
        self._borrowers += 1
        return self._browser

    def give_back(self) -> None:
        """Let others begin an event loop, once nobody has it: Playwright's stays the running one for as long as nobody says otherwise."""
        self._borrowers -= 1
        if not self._borrowers:
            asyncio._set_running_loop(None)

    def _start(self) -> Browser:
        self.end()
        playwright = self._started.enter_context(sync_playwright())
        self._loop = asyncio.get_running_loop()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_CHROMIUM)
        self._started.callback(browser.close)
        return browser

    def end(self) -> None:
        """End it; the next who asks gets another."""
        asyncio._set_running_loop(self._loop)
        self._started.close()
        self._browser = self._loop = None
        asyncio._set_running_loop(None)


_shared = _Chromium()
atexit.register(_shared.end)


@contextmanager
def chromium(*, own: bool = False) -> Iterator[Browser]:
    """Lend the one Chromium of this process for a block; what the block opened in it is closed at its end.

    A start costs more than a page or two. ``own``: start another, for a block in a network of its own.
    """
    lender = _Chromium() if own else _shared
    browser = lender.borrow()
    others = browser.contexts
    try:
        yield browser
    finally:
        for context in browser.contexts:
            if context not in others:
                context.close()
        lender.give_back()
        if own:
            lender.end()


class Faults(list[str]):
    """What pages complained of; a sound page complains of nothing."""

    def watch(self, page: Page) -> None:
        """Note errors of the console and uncaught exceptions."""
        page.on("console", lambda said: self.append(f"{page.url}: {said.text}") if said.type == "error" else None)
        page.on("pageerror", lambda error: self.append(f"{page.url}: {error}"))


def open_page(browser: Browser, address: str, size: tuple[int, int], faults: Faults, language: str = "zh-CN") -> Page:
    """Open an address in a context of its own, as on a device of its own."""
    context: BrowserContext = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale=language)
    page = context.new_page()
    faults.watch(page)
    page.goto(address)
    return page
