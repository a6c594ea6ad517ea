# SPDX-License-Identifier: Apache-2.0
"""The demo from an empty folder to live screens: set up, fill the last four hours, give out keys, go on."""

import asyncio
import json
import os
import secrets
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from msgspec import Struct

from hallserver.app import Composition, HallServer
from hallserver.clock import AnchoredClock, Clock, SimulatedClock
from hallserver.core import events as e
from hallserver.core.commands import AdoptStandard, Configure, OpenDay, ReportDevice
from hallserver.core.roles import SERVICE_DOOR, SERVICE_SETUP
from hallserver.demo.hall import COUNTER_OF, Rows, sections
from hallserver.demo.patrol import AFTER_S, patrol
from hallserver.demo.people import clerks, prints, speaks, visitors
from hallserver.demo.stage import Stage
from hallserver.service import Service
from hallserver.settings import Settings
from hallserver.store.accounts import Accounts
from hallserver.store.folder import Folder
from hallserver.tls import is_everywhere
from hallserver.web.demo_links import DemoLinks
from hallserver.wire import pin_of

FILLED_S = 4 * 3600
"""So much of the past is there from the first second."""
FILE = "demo.json"
_PAIRED = frozenset({"kiosk", "hall-display", "counter-display", "rater"})


class Cast(Struct, frozen=True, kw_only=True):
    """Who and what a pretend hall consists of: the rows that it was made from, and its people."""

    rows: Mapping[str, Rows]
    people: Callable[[Service, Clock, str], Stage] | None
    """(service, clock, seed) → a stage with everybody ready to act; None: nobody comes."""
    counter_of: Mapping[str, str]
    """Clerk → counter, for the links of the landing page."""
    composition: Composition = Composition()


async def fill(folder: Folder, standard: str, *, still: bool, seed: str) -> None:
    """Set the hall up and, unless it stays still, let the last four hours happen at full speed."""
    now_us = AnchoredClock().now()
    clock = SimulatedClock(now_us - (0 if still else FILLED_S * 1_000_000))
    service = Service(folder, clock)
    await service.submit(AdoptStandard(text=standard), SERVICE_SETUP)
    await set_up(service, at_any_hour(sections()))
    if not still:
        stage = peopled(service, clock, seed)
        stage.after(AFTER_S, patrol)
        leave = service.bus.listen(lambda entries: pretend_devices(stage, entries))
        await stage.play_until(now_us, clock)
        leave()


def at_any_hour(rows: dict[str, Rows]) -> dict[str, Rows]:
    """Return the rows of a hall without hours: a demo is looked at in the evening too, and by its hours would give no numbers."""
    return rows | {"hall": [row | {"hours": {}, "issue_until_min": 0} for row in rows["hall"]]}


async def set_up(service: Service, rows: Mapping[str, Rows]) -> None:
    """Configure every section and open the day."""
    for section, of_section in rows.items():
        await service.submit(Configure(section=section, rows=of_section), SERVICE_SETUP)  # type: ignore[arg-type]
    await service.submit(OpenDay(), SERVICE_SETUP)


def peopled(service: Service, clock: Clock, seed: str) -> Stage:
    """Return a stage with visitors and clerks ready to act."""
    stage = Stage(service, clock)
    stage.after(0, visitors(Random(seed)))  # noqa: S311 -- pretend visitors, not secrets
    for nth, look in enumerate(clerks(seed)):
        stage.after(1 + nth, look)
    return stage


def pretend_devices(stage: Stage, entries: Sequence[e.Entry]) -> None:
    """Let each slip be printed and each call be spoken in the hours before any agent runs."""
    for entry in entries:
        match entry.event:
            case e.TicketIssued():
                stage.after(2, prints(f"{entry.epoch}.{entry.seq}"))
            case e.TicketCalled() | e.TicketRecalled() as it:
                stage.after(4, speaks(it.ticket, it.leg, it.call))
            case _:
                pass


def demo_cast(*, still: bool) -> Cast:
    """Return the demo's cast; ``still``: nobody comes."""
    return Cast(rows=sections(), people=None if still else peopled, counter_of=COUNTER_OF)


async def give_keys(folder: Folder, accounts: Accounts, base: str, cast: Cast | None = None) -> dict[str, Any]:
    """Give every account a new password and every screen a new key; return what ``demo.json`` holds."""
    it = cast or demo_cast(still=True)
    rows = it.rows
    people = [await _account(accounts, row, it.counter_of) for row in rows["people"]]
    devices = [
        {"kind": row["kind"], "name": row["slug"], "key": await accounts.new_device_key(row["slug"])}
        for row in rows["devices"]
        if row["kind"] in _PAIRED and "driver" not in row
    ]
    links: dict[str, Any] = {"base": base, "accounts": people, "devices": devices}
    if folder.is_practice:
        links["practice"] = True
    descriptor = os.open(folder.path / FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(links, file, ensure_ascii=False, indent=1)
    return links


async def _account(accounts: Accounts, row: dict[str, object], counter_of: Mapping[str, str]) -> dict[str, object]:
    slug, password = str(row["slug"]), secrets.token_urlsafe(9)
    await accounts.set_password(slug, password)
    return {"name": slug, "password": password, "roles": row.get("roles", ["clerk"]), "counter": counter_of.get(slug, "")}


class Demo:
    """A running demo: the hall server, its device agent, and its people unless it is still."""

    def __init__(self, folder: Folder, settings: Settings, cast: Cast, *, seed: str) -> None:
        """Build the server on a filled folder."""
        self._folder, self._cast, self._seed = folder, cast, seed
        self.server = HallServer(folder, settings, cast.composition)
        self._near = f"https://localhost:{self.server.port}" if is_everywhere(settings.text("host")) else self.server.base
        self._pin = ("--pin", pin_of(self.server.tls.seen.authority)) if self.server.tls else ()
        self.secret = secrets.token_urlsafe(12)
        self._out = folder.path / "devices"
        self._out.mkdir(exist_ok=True)
        self._people: asyncio.Task[None] | None = None
        self._agent: asyncio.subprocess.Process | None = None

    async def start(self) -> str:
        """Open the door, start the agent and the people; return the address to open."""
        server = self.server
        links = await give_keys(self._folder, server.accounts, server.base, self._cast)
        for device in links["devices"]:
            await server.service.submit(ReportDevice(device=device["name"], state="paired"), SERVICE_DOOR)
        server.start(DemoLinks(secret=self.secret, links=links))
        code = await server.accounts.new_code("pairing", "agent-1", 600_000_000)
        self._agent = await _start_agent(self._near, ("--code", code, *self._pin), self._out)
        if self._cast.people is not None:
            stage = self._cast.people(server.service, server.clock, self._seed)
            self._people = asyncio.get_running_loop().create_task(stage.play())
        return f"{server.base}/#demo={self.secret}"

    async def stop(self) -> None:
        """Stop the people, the agent and the server, in this order."""
        if self._people is not None:
            self._people.cancel()
        if self._agent is not None and self._agent.returncode is None:
            self._agent.terminate()
            await self._agent.wait()
        await self.server.stop()


async def _start_agent(base: str, proofs: Sequence[str], out: Path) -> asyncio.subprocess.Process:
    # What the agent says goes to a file: a pipe that nobody reads would stop it once it is full.
    with open(out / "agent.log", "ab") as log:  # noqa: ASYNC230, PTH123 -- opened once, before anything is served
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "devices", "--server", base, "--agent", "agent-1", *proofs, "--out", str(out),
            stdout=log, stderr=log,
        )  # fmt: skip
