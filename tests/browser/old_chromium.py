# SPDX-License-Identifier: Apache-2.0
"""Chromium 67, driven by its own protocol (Chrome DevTools Protocol 1.3): what drives today's browsers does not speak to it."""

import base64
import json
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.request import urlopen

from websockets.sync.client import ClientConnection, connect

OLD_CHROMIUM: Final = Path(__file__).parents[2] / "build" / "old-kiosk" / "chromium"
"""Where ``make old-kiosk`` puts it."""
PATIENCE_S: Final = 30.0
_OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--single-process", "--no-zygote", "--remote-debugging-port=0")
_CODES: Final = {"Space": 32, "F9": 120, "F8": 119, "KeyZ": 90}
"""Key → its Windows virtual key code."""


class OldPage:
    """One page. ``complaints`` are its uncaught errors and the errors of its console."""

    def __init__(self, line: ClientConnection, size: tuple[int, int]) -> None:
        """Listen, and make the screen so large."""
        self.complaints: list[str] = []
        self._line, self._asked = line, 0
        for domain in ("Page", "Runtime", "Log"):
            self.ask(f"{domain}.enable")
        width, height = size
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def ask(self, method: str, **params: object) -> dict[str, Any]:
        """Ask the browser something; return its answer."""
        self._asked += 1
        self._line.send(json.dumps({"id": self._asked, "method": method, "params": params}))
        while True:
            message = json.loads(self._line.recv(PATIENCE_S))
            if message.get("id") == self._asked:
                assert "error" not in message, message
                result: dict[str, Any] = message["result"]
                return result
            self._note(message)

    def _note(self, message: dict[str, Any]) -> None:
        said = message.get("params", {})
        if message["method"] == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(said["exceptionDetails"]))
        elif message["method"] == "Log.entryAdded" and said["entry"]["level"] == "error":
            self.complaints.append(f"{said['entry']['text']} {said['entry'].get('url', '')}")

    def go(self, address: str) -> None:
        """Load an address."""
        self.ask("Page.navigate", url=address)

    def text(self, selector: str) -> str:
        """Return what stands in the first element of this kind; empty where there is none."""
        script = f"(document.querySelector({json.dumps(selector)}) || {{}}).innerText || ''"
        return str(self.ask("Runtime.evaluate", expression=script)["result"].get("value", ""))

    def shows(self, selector: str, text: str, patience_s: float = PATIENCE_S) -> None:
        """Wait until the element says this. Fails with what it says instead."""
        end_s = time.monotonic() + patience_s
        while text not in self.text(selector):
            assert time.monotonic() < end_s, f"{selector} says {self.text(selector)!r}, not {text!r}; {self.complaints}"
            time.sleep(0.05)  # a poll of another process, bounded by PATIENCE_S

    def click(self, selector: str, patience_s: float = PATIENCE_S) -> None:
        """Click the first element of this kind that is shown, once there is one. Fails when none comes."""
        shown = f"Array.from(document.querySelectorAll({json.dumps(selector)})).find((it) => it.getClientRects().length)"
        end_s = time.monotonic() + patience_s
        script = f"(() => {{ const it = {shown}; if (it) it.click(); return Boolean(it); }})()"
        while not self.ask("Runtime.evaluate", expression=script)["result"].get("value"):
            assert time.monotonic() < end_s, f"{selector} is not shown; {self.complaints}"
            time.sleep(0.05)  # a poll of another process, bounded by PATIENCE_S

    def has(self, selector: str) -> None:
        """Wait until something stands there. Fails when nothing comes."""
        end_s = time.monotonic() + PATIENCE_S
        while not self.text(selector).strip():
            assert time.monotonic() < end_s, f"nothing stands in {selector}; {self.complaints}"
            time.sleep(0.05)  # a poll of another process, bounded by PATIENCE_S

    def stands(self, selector: str) -> None:
        """Wait until the page has such an element. Fails when none comes."""
        end_s = time.monotonic() + PATIENCE_S
        script = f"Boolean(document.querySelector({json.dumps(selector)}))"
        while not self.ask("Runtime.evaluate", expression=script)["result"].get("value"):
            assert time.monotonic() < end_s, f"no {selector}; {self.complaints}"
            time.sleep(0.05)  # a poll of another process, bounded by PATIENCE_S

    def press(self, key: str) -> None:
        """Press and release a key, named by its code."""
        for kind in ("rawKeyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, code=key, key=" " if key == "Space" else key, windowsVirtualKeyCode=_CODES[key])

    def shoot(self, path: Path) -> None:
        """Write a picture of the page."""
        path.write_bytes(base64.b64decode(self.ask("Page.captureScreenshot")["data"]))


@contextmanager
def old_page(size: tuple[int, int]) -> Iterator[OldPage]:
    """Run the old browser with one empty page for a block."""
    with tempfile.TemporaryDirectory() as home:
        command = [str(OLD_CHROMIUM), *_OPTIONS, f"--user-data-dir={home}", "about:blank"]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        try:
            # It answers no ping of ours, and ends a line on which one came.
            with connect(_page(_port(process)), proxy=None, max_size=None, ping_interval=None) as line:
                yield OldPage(line, size)
        finally:
            process.kill()
            process.communicate()


def _port(process: "subprocess.Popen[str]") -> int:
    """Return where the browser listens, as it says itself."""
    assert process.stderr is not None
    for said in process.stderr:
        found = re.search(r"DevTools listening on ws://127\.0\.0\.1:(\d+)/", said)
        if found:
            return int(found[1])
    raise AssertionError(process.wait(PATIENCE_S))


def _page(port: int) -> str:
    """Return the address of the browser's one page, which comes a moment after the browser itself."""
    end_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < end_s:
        with urlopen(f"http://127.0.0.1:{port}/json", timeout=PATIENCE_S) as answer:
            pages = json.load(answer)
        if pages:
            return str(pages[0]["webSocketDebuggerUrl"])
        time.sleep(0.05)  # a poll of another process, bounded by PATIENCE_S
    message = "Chromium 67 opened no page"
    raise AssertionError(message)
