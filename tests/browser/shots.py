# SPDX-License-Identifier: Apache-2.0
"""``python -m tests.browser.shots FOLDER``: every state of every screen, at each size, in each language, light and dark.

``--only kiosk,hall-busy`` takes those rows of the table (``shots_table.py``) whose names begin so; ``index.html`` shows all that were
taken. A state that could not be reached is in red there, and the exit code is 1. With ``--readme`` the hall display at work also
becomes the picture of the README.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final

from PIL import Image
from playwright.sync_api import Browser, Error, Page, expect
from websockets.sync.client import connect

from tests.browser.axe import calm, turn
from tests.browser.demo_hall import ROOT, DemoHall, Faults, chromium, demo_hall, open_page
from tests.browser.shots_table import SHOTS, SLIDE, TALK, Act, Shot

PICTURE = ROOT / "tests" / "golden" / "hall-at-work.png"
_README = ("hall-busy", (1920, 1080))
_README_PX = (960, 540)
_SETTLE_MS = 1500
"""Fonts, the first view and the calls' motion are over by then; a picture proves nothing, so nothing depends on it."""
_TURNED_MS = 150
_PATIENCE_MS = 90_000  # a slide waits until no call is fresh any more
LANGUAGES: Final = ("zh-Hans", "zh-Hant", "en")
LOOKS: Final = ("light", "dark")
_HEAD: Final = """<!DOCTYPE html><meta charset="utf-8"><title>shots</title>
<style>body{font:14px sans-serif;margin:1em}figure{display:inline-block;margin:.3em;vertical-align:top}img{height:15em;border:1px solid}
.missing{color:#b00}</style>"""


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


def talk(hall: DemoHall, person: str, **said: str) -> None:
    """Let a clerk say something to the deaf visitor at the counter; returns once the counter's display has it."""
    with connect(f"{hall.base.replace('http', 'ws')}/ws?page=clerk", proxy=None) as line:
        line.send(json.dumps({"token": token(hall, person)}))
        while "view" not in json.loads(line.recv(_PATIENCE_MS / 1000)):
            pass
        line.send(json.dumps({"talk": said}))
        if said.get("do") != "end":
            while not json.loads(line.recv(_PATIENCE_MS / 1000)).get("whisper", {}).get("talk"):
                pass


def lay_picture(hall: DemoHall) -> None:
    """Put a picture into the hall's media folder; a row of the set-up shows it."""
    folder = hall.data / "media"
    folder.mkdir(exist_ok=True)
    Image.linear_gradient("L").resize((1280, 720)).save(folder / SLIDE)


def ticket_address(hall: DemoHall, kiosk: str = "kiosk-2") -> str:
    """Take a ticket at a kiosk and return the address of its page."""
    taken = post(hall, "/api/v1/commands/take-ticket", {"services": ["tenancy"]}, hall.keys[kiosk])
    return f"{hall.base}/ticket/#t={taken['result']['token']}"


def address(hall: DemoHall, shot: Shot) -> str:
    """Return where a row's screen is, signed in or paired."""
    if shot.screen == "landing":
        return hall.landing
    if shot.screen == "ticket":
        return ticket_address(hall)
    if shot.who in hall.keys:
        return f"{hall.base}/{shot.screen}/{shot.query}#key={hall.keys[shot.who]}"
    query, _, place = shot.query.partition("#")
    return f"{hall.base}/{shot.screen}/{query}#{place + '&' if place else ''}token={token(hall, shot.who)}"


@contextmanager
def made(hall: DemoHall, shot: Shot) -> Iterator[None]:
    """Make the state of a row for a block, and take it back."""

    def act(acts: tuple[Act, ...]) -> None:
        for who, command, fields in acts:
            if command == TALK:
                talk(hall, who, **fields)
                continue
            post(hall, f"/api/v1/commands/{command}", fields, token(hall, who))

    act(shot.before)
    try:
        yield
    finally:
        act(shot.after)


def go(page: Page, shot: Shot) -> None:
    """Do what a hand does until the state stands there. Raises what the browser raises when something is not to be found."""
    page.set_default_timeout(_PATIENCE_MS)
    page.locator("body:not(:empty)").wait_for()
    page.wait_for_timeout(_SETTLE_MS)
    for kind, what, text in shot.steps:
        if kind == "press":
            page.keyboard.press(what)
        elif kind == "type":
            page.locator(what).first.fill(text)
        else:
            page.locator(what).locator("visible=true").first.click()
        page.wait_for_timeout(_SETTLE_MS // 2)  # a screen is deaf to the second tap of a double tap
    expect(page.locator(shot.shows).first).to_be_visible(timeout=_PATIENCE_MS)


def shoot(page: Page, shot: Shot, size: tuple[int, int], folder: Path) -> list[Path]:
    """Write a picture in each language and look; their names tell page, size, language and look."""
    calm(page)
    paths = []
    for language in LANGUAGES:
        for look in LOOKS:
            turn(page, language, look)
            page.wait_for_timeout(_TURNED_MS)
            paths.append(folder / f"{shot.name}-{size[0]}x{size[1]}-{language}-{look}.png")
            page.screenshot(path=paths[-1])
    return paths


def take(browser: Browser, hall: DemoHall, shot: Shot, folder: Path) -> dict[str, list[Path] | str]:
    """Take all pictures of a row: size → its pictures, or why there are none."""
    taken: dict[str, list[Path] | str] = {}
    where = address(hall, shot)  # while numbers are given
    with made(hall, shot):
        for size in shot.sizes:
            page = open_page(browser, where, size, Faults())
            try:
                go(page, shot)
                taken[f"{size[0]}x{size[1]}"] = shoot(page, shot, size, folder)
            except (AssertionError, Error) as error:
                taken[f"{size[0]}x{size[1]}"] = str(error).strip().splitlines()[0]
            page.context.close()
    return taken


def sheet(taken: dict[str, dict[str, list[Path] | str]]) -> str:
    """Return the contact sheet."""
    parts = [_HEAD]
    for name, sizes in taken.items():
        for size, found in sizes.items():
            parts.append(f"<h2>{escape(name)} {size}</h2>")
            if isinstance(found, str):
                parts.append(f'<p class="missing">{escape(found)}</p>')
            else:
                parts += [f'<figure><a href="{it.name}"><img src="{it.name}" loading="lazy"></a></figure>' for it in found]
    return "\n".join(parts)


def keep_readme_picture(folder: Path) -> None:
    """Make the README's picture of the hall at work."""
    name, (width, height) = _README
    with Image.open(folder / f"{name}-{width}x{height}-zh-Hans-light.png") as picture:
        picture.convert("RGB").resize(_README_PX, Image.Resampling.LANCZOS).quantize(128).save(PICTURE, optimize=True)


def picked(only: str) -> list[Shot]:
    """Return the rows that were asked for; all where nothing was. Raises SystemExit where no row is called so."""
    found = [it for it in SHOTS if it.name.startswith(tuple(filter(None, only.split(","))) or ("",))]
    if not found:
        problem = f"no row begins with {only}: there are {', '.join(sorted({it.screen for it in SHOTS}))}"
        raise SystemExit(problem)
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Write every picture; return 1 where a state could not be reached."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.shots")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="beginnings of names, e.g. kiosk,hall-busy")
    parser.add_argument("--readme", action="store_true")
    given = parser.parse_args(argv)
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, demo_hall(Path(data) / "hall", "--seed", "shots") as hall, chromium() as browser:
        lay_picture(hall)
        taken = {shot.name: take(browser, hall, shot, given.folder) for shot in picked(given.only)}
    (given.folder / "index.html").write_text(sheet(taken), encoding="utf-8")
    found = [(name, size, it) for name, sizes in taken.items() for size, it in sizes.items()]
    missing = [f"{name} {size}: {it}" for name, size, it in found if isinstance(it, str)]
    pictures = sum(len(it) for _, _, it in found if not isinstance(it, str))
    sys.stdout.write("\n".join([*missing, f"{pictures} pictures", ""]))
    if given.readme and _README[0] in taken:
        keep_readme_picture(given.folder)
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())
