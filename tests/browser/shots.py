# SPDX-License-Identifier: Apache-2.0
"""``python -m tests.browser.shots FOLDER``: every screen of a hall at work, at the sizes that people use, in Chinese.

With ``--readme`` the hall display also becomes the picture of the README.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser

from tests.browser.demo_hall import ROOT, DemoHall, Faults, chromium, demo_hall, open_page

PICTURE = ROOT / "tests" / "golden" / "hall-at-work.png"
_README_PX = (960, 540)
_SETTLE_MS = 3000
"""Fonts, the first view and the calls' motion are over by then; a picture proves nothing, so nothing depends on it."""
DEVICES = (
    ("kiosk", "kiosk-1", (1080, 1920)),
    ("kiosk", "kiosk-1", (1920, 1080)),
    ("hall", "hall-1", (1920, 1080)),
    ("hall", "hall-1", (1080, 1920)),
    ("hall", "hall-1", (1366, 768)),
    ("counter", "counter-1", (1024, 600)),
    ("rating", "rater-3", (1024, 768)),
    ("rating", "rater-3", (800, 1280)),
)
PEOPLE = (
    ("clerk", "li", (1366, 768)),
    ("clerk", "li", (1024, 768)),
    ("guide", "guide", (1024, 768)),
    ("guide", "guide", (390, 844)),
    ("duty", "duty", (390, 844)),
    ("manager", "manager", (1366, 768)),
    ("manager", "manager", (1920, 1080)),
    ("manager", "manager", (390, 844)),
    ("duty", "duty", (390, 844)),
    ("duty", "duty", (1024, 768)),
    ("setup", "admin", (1366, 768)),
)


def post(hall: DemoHall, path: str, body: dict[str, Any], key: str = "") -> dict[str, Any]:
    """Return the demo's answer to a JSON request."""
    line = HTTPConnection(hall.base.removeprefix("http://"))
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})}
    line.request("POST", path, json.dumps(body), headers)
    answer: dict[str, Any] = json.load(line.getresponse())
    line.close()
    return answer


def token(hall: DemoHall, name: str) -> str:
    """Sign in and return the session's token."""
    return str(post(hall, "/api/v1/session", {"name": name, "password": hall.passwords[name]})["token"])


def ticket_address(hall: DemoHall) -> str:
    """Take a ticket at the kiosk and return the address of its page."""
    taken = post(hall, "/api/v1/commands/take-ticket", {"services": ["tenancy"]}, hall.keys["kiosk-2"])
    return f"{hall.base}/ticket/#t={taken['result']['token']}"


def shoot(browser: Browser, address: str, name: str, size: tuple[int, int], folder: Path) -> Path:
    """Write one picture; its name tells page and size."""
    page = open_page(browser, address, size, Faults())
    page.wait_for_timeout(_SETTLE_MS)
    path = folder / f"{name}-{size[0]}x{size[1]}.png"
    page.screenshot(path=path)
    page.context.close()
    return path


def main(argv: Sequence[str] | None = None) -> int:
    """Write every picture."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.shots")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--readme", action="store_true")
    given = parser.parse_args(argv)
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, demo_hall(Path(data) / "hall", "--seed", "shots") as hall, chromium() as browser:
        shoot(browser, hall.landing, "landing", (1280, 800), given.folder)
        shoot(browser, ticket_address(hall), "ticket", (390, 844), given.folder)
        for page, device, size in DEVICES:
            path = shoot(browser, hall.device_page(page, device), page, size, given.folder)
            if given.readme and (page, size) == ("hall", (1920, 1080)):
                with Image.open(path) as picture:
                    picture.convert("RGB").resize(_README_PX, Image.Resampling.LANCZOS).quantize(128).save(PICTURE, optimize=True)
        for page, person, size in PEOPLE:
            shoot(browser, f"{hall.base}/{page}/#token={token(hall, person)}", page, size, given.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
