# SPDX-License-Identifier: Apache-2.0
"""A hall to play a scene in: its server process, its people at their screens in one Chromium, and its clock."""

import asyncio
import os
import select
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from playwright.sync_api import Browser, Page

from devices.keys import write_key
from hallserver.clock import SimulatedClock
from hallserver.core import commands as c
from hallserver.core.events import Entry
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_DOOR, SERVICE_SETUP
from hallserver.demo.hall import sections
from hallserver.service import Service
from hallserver.store.accounts import Accounts
from hallserver.store.folder import Folder
from tests.browser.demo_hall import Faults, chromium, open_page
from tests.stories.caller import Said
from tests.stories.quick_start import QuickStart
from tests.stories.server_process import PATIENCE_S, ROOT, HallProcess, environment, journal_of
from tests.support import NINE_US, STANDARD, fold, names, new_folder

Rows = dict[str, list[dict[str, Any]]]
SHOTS: Final = "SCENE_SHOTS"
"""Folder into which scenes put their pictures; without it they take none."""
SIZES: Final[dict[str, tuple[int, int]]] = {
    "clerk": (1366, 768), "manager": (1366, 768), "setup": (1366, 768), "orders": (1366, 768), "guide": (1024, 768), "duty": (390, 844),
    "ticket": (390, 844), "site": (390, 844), "room": (1366, 768), "kiosk": (1080, 1920), "hall": (1920, 1080), "wall": (1920, 1080),
    "counter": (1024, 600), "rating": (1024, 600),
}  # fmt: skip
"""Page → the screen that people have it on, in CSS pixels."""
_KEYED: Final = frozenset({"kiosk", "hall-display", "counter-display", "rater"})


def rows(**changes: list[dict[str, Any]]) -> Rows:
    """Return the rows of a street hall with eight counters (the demo's), a trainee and a second guide; ``changes`` by section."""
    found = deepcopy(sections())
    known = {row["slug"] for row in found["people"]}
    more = [
        {"slug": "xin", "names": names("新宁"), "roles": ["trainee"], "mentor": "li"},
        {"slug": "fang", "names": names("方洁"), "roles": ["guide"]},
    ]
    found["people"] += [row for row in more if row["slug"] not in known]
    return found | changes


class Stage(Struct, frozen=True, kw_only=True):
    """A folder made ready: the tokens of its people and the keys of its devices."""

    path: Path
    tokens: dict[str, str]
    keys: dict[str, str]


async def _prepare(path: Path, given: Rows, from_us: int, *, opened: bool, here: tuple[str, ...], standard: str) -> Stage:
    folder, clock = Folder(path), SimulatedClock(from_us)
    service, accounts = Service(folder, clock), Accounts(folder.database, clock.now)
    try:
        await service.submit(c.AdoptStandard(text=standard), SERVICE_SETUP)
        for section, of in given.items():
            await service.submit(c.Configure(section=section, rows=of), SERVICE_SETUP)  # type: ignore[arg-type]
        if opened:
            await service.submit(c.OpenDay(), SERVICE_SETUP)
        for person in here:
            await service.submit(c.ReportSignIn(person=person, state="in"), SERVICE_DOOR)
        tokens = {row["slug"]: await accounts.sign_in(row["slug"]) for row in given["people"]}
        screens = [row["slug"] for row in given["devices"] if row["kind"] in _KEYED | {"agent"} and "driver" not in row]
        keys = {slug: await accounts.new_device_key(slug) for slug in screens}
        for slug in keys:
            await service.submit(c.ReportDevice(device=slug, state="paired"), SERVICE_DOOR)
        return Stage(path=path, tokens=tokens, keys=keys)
    finally:
        accounts.close()
        folder.close()


class LeapServer(HallProcess):
    """The server process of a scene: its clock leaps when told."""

    def __init__(self, path: Path, *, still: bool = False) -> None:
        """Serve the folder; ``still``: time passes in leaps alone."""
        command = ["-m", "tests.stories.scenes.leap_server", "--data", path, *(["--still"] if still else [])]
        super().__init__(command, path.with_suffix(".log"), typed=True, quick=True)

    def leap(self, seconds: float) -> None:
        """Move the clock, and wait until what is done by the clock is done."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{seconds}\n".encode())
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], PATIENCE_S)
        assert ready, self.said()
        assert process.stdout.readline().decode().strip() == str(seconds), self.said()

    def ended(self) -> int:
        """Wait until it has ended, for whatever reason; return its exit code."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        return super().ended()


class Scene:
    """The running hall. People and devices are named by slug, e.g. ``li``, ``guide``, ``duty``, ``manager``, ``kiosk-1``."""

    def __init__(self, stage: Stage, browser: Browser, server: LeapServer) -> None:
        """Begin with no screen on."""
        self.stage, self.server, self.faults = stage, server, Faults()
        self.browser = browser

    @property
    def base(self) -> str:
        """Return the server's address."""
        return self.server.base

    def page(self, page: str, who: str, *, size: tuple[int, int] | None = None, query: str = "") -> Page:
        """Open the screen of a person, signed in, or of a device, paired; ``query`` e.g. ``?strip=1``."""
        proof = f"token={self.stage.tokens[who]}" if who in self.stage.tokens else f"key={self.stage.keys[who]}"
        return open_page(self.browser, f"{self.base}/{page}/{query}#{proof}", size or SIZES[page], self.faults)

    def phone(self, token: str) -> Page:
        """Open the page of a visitor's ticket, by the token of its slip."""
        return open_page(self.browser, f"{self.base}/ticket/#t={token}", SIZES["ticket"], self.faults)

    def ask(self, who: str, command: str, fields: Mapping[str, object] | None = None) -> dict[str, Any]:
        """Let a person or device ask a command; return its result. Fails when it is refused."""
        return self.said(who, command, fields).result

    def said(self, who: str, command: str, fields: Mapping[str, object] | None = None) -> Said:
        """Let a person or device ask a command; return the whole answer."""
        with self.server.caller(f"Bearer {self.stage.tokens.get(who) or self.stage.keys[who]}") as caller:
            return caller.command(command, fields)

    def take(self, *services: str, who: str = "guide", **fields: object) -> dict[str, Any]:
        """Take a number; return ``{ticket, number, token, …}``."""
        return self.ask(who, "take-ticket", {"services": services, **fields})

    def later(self, seconds: float) -> None:
        """Let so much time pass at once; what the server does by the clock is done when this returns."""
        self.server.leap(seconds)

    def power_cut(self) -> None:
        """Take the server's power away and give it back: its clock stands at the last event, and pages must be opened anew."""
        self.server.kill()
        self.server = LeapServer(self.stage.path)

    def journal(self) -> list[Entry]:
        """Return what the journal has."""
        return journal_of(self.stage.path)

    def events(self, *kinds: str) -> list[Any]:
        """Return the events of these kinds, in order."""
        return [entry.event for entry in self.journal() if entry.kind in kinds]

    def hall(self) -> Hall:
        """Return the hall that the journal adds up to."""
        return fold(self.journal())

    def shot(self, page: Page, name: str) -> None:
        """Take a picture where ``SCENE_SHOTS`` names a folder."""
        folder = os.environ.get(SHOTS)
        if folder:
            page.wait_for_timeout(300)
            page.screenshot(path=Path(folder) / f"{name}.png")


@contextmanager
def playing(
    path: Path,
    given: Rows | None = None,
    *,
    from_us: int = NINE_US,
    opened: bool = True,
    still: bool = False,
    here: tuple[str, ...] = (),
    standard: str = STANDARD,
) -> Iterator[Scene]:
    """Play a scene in a new folder ``path``: the hall as ``given`` (default ``rows()``), at nine on a Monday, the day open unless said.

    ``still``: time passes in leaps alone; ``here``: who has signed in as the journal has it. At the end no page has complained of anything.
    """
    stage = asyncio.run(_prepare(new_folder(path), given or rows(), from_us, opened=opened, here=here, standard=standard))
    with chromium() as browser:
        scene = Scene(stage, browser, LeapServer(path, still=still))
        try:
            yield scene
            assert scene.faults == [], scene.faults[:5]
        finally:
            if scene.server.running:
                scene.server.kill()


@contextmanager
def agent_of(scene: Scene, out: Path) -> Iterator[Path]:
    """Run the device agent for a while; give its folder: ``<printer>/*.png``, ``<voice>/said.jsonl``, and ``<printer>/state`` to be set."""
    out.mkdir()
    command = ["-m", "devices", "--server", scene.base, "--agent", "agent-1", "--out", str(out)]
    write_key(out / "agent-keys.json", "agent-1", scene.stage.keys["agent-1"])
    with (out / "agent.log").open("wb") as log:
        process = QuickStart(command, str(ROOT), environment(), log)
        try:
            yield out
        finally:
            process.terminate()
            process.wait()
            process.stdout.close()
