# SPDX-License-Identifier: Apache-2.0
"""A hall server as a process of its own: started, ended by its id, and told apart from its data folder."""

import asyncio
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct

from hallserver.clock import AnchoredClock
from hallserver.core import commands as c
from hallserver.core.events import Entry
from hallserver.core.roles import Actor
from hallserver.service import Service
from hallserver.store.accounts import Accounts
from hallserver.store.folder import Folder, open_reading
from hallserver.store.reading import NO_LIMIT
from tests.hallserver.cli import running
from tests.stories.caller import Caller, Unheard
from tests.stories.quick_start import QuickStart
from tests.support import SMALL_HALL, names, new_folder, set_up

ROOT = Path(__file__).parent.parent.parent
PATIENCE_S = 60.0
"""How long anything may take before the story is given up; nothing is expected to take so long."""
Rows = dict[str, list[dict[str, Any]]]
_GUIDE = Actor(kind="person", name="boss", roles=frozenset({"duty-manager"}))


def environment() -> dict[str, str]:
    """Return this process's environment without settings of a hall server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("HALLSERVER_")}


def hallserver(*arguments: object, extra: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    """Run a verb of the command line to its end, with ``extra`` in its environment."""
    command = [sys.executable, "-m", "hallserver", *map(str, arguments)]
    there = environment() | dict(extra or {})
    return subprocess.run(command, cwd=ROOT, env=there, capture_output=True, encoding="utf-8", timeout=PATIENCE_S, check=False)


def rebuilt(path: Path) -> dict[str, Any]:
    """Return what ``rebuild --check`` says of the folder; its exit code must be 0."""
    done = running.hallserver("rebuild", "--check", "--data", path)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def journal_of(path: Path) -> list[Entry]:
    """Return every entry of the folder's journal."""
    journal, _ = open_reading(path)
    return journal.after(0, 0, NO_LIMIT)


class HallProcess:
    """A running server: its address, its log, and how to end it."""

    def __init__(
        self, command: Sequence[object], log: Path, extra: Mapping[str, str] | None = None, *, typed: bool = False, quick: bool = False
    ) -> None:
        """Start the command, with ``extra`` in its environment, and wait until it has printed its address and takes commands.

        ``typed``: it has a standard input; ``quick``: it is forked from what has the program loaded already.
        """
        self._log = log
        given, there = [*map(str, command)], environment() | dict(extra or {})
        with log.open("ab") as file:
            self._process = (
                QuickStart(given, str(ROOT), there, file, typed=typed)
                if quick
                else subprocess.Popen(
                    [sys.executable, *given],
                    cwd=ROOT, env=there, stdin=subprocess.PIPE if typed else None, stdout=subprocess.PIPE, stderr=file,
                )
            )  # fmt: skip
        try:
            self.base = self._address()
            self.port = int(self.base.rpartition(":")[2])
            self._until_healthy()
        except BaseException:
            self.kill()
            raise

    def _address(self) -> str:
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], PATIENCE_S)
        line = self._process.stdout.readline().decode().strip() if ready else ""
        assert line.startswith("http://127.0.0.1:"), f"no address but {line!r}\n{self.said()}"
        return line

    def _until_healthy(self) -> None:
        until_s = time.monotonic() + PATIENCE_S
        while True:
            try:
                with self.caller("") as caller:
                    if caller.ask("GET", "/healthz").status == 200:
                        return
            except Unheard:
                time.sleep(0.01)
            assert time.monotonic() < until_s, self.said()
            assert self.running, self.said()

    @property
    def pid(self) -> int:
        """Return the process's id."""
        return self._process.pid

    def caller(self, proof: str) -> Caller:
        """Return a connection of somebody with this Authorization header."""
        return Caller(self.port, proof)

    def said(self) -> str:
        """Return what it wrote to its log."""
        return self._log.read_text(encoding="utf-8")

    def kill(self) -> None:
        """End it as a power cut would, whatever it is doing."""
        self._process.kill()
        self.ended()

    def stop(self) -> int:
        """Ask it to end; return its exit code."""
        self._process.terminate()
        return self.ended()

    def ended(self) -> int:
        """Wait until it has ended, for whatever reason; return its exit code."""
        code = self._process.wait(PATIENCE_S)
        if self._process.stdout is not None:
            self._process.stdout.close()
        return code

    @property
    def running(self) -> bool:
        """Tell whether it still runs."""
        return self._process.poll() is None


@contextmanager
def serving(
    path: Path, *without: str, extra: Mapping[str, str] | None = None, beat_s: float = 0, quick: bool = True
) -> Iterator[HallProcess]:
    """Serve the folder; with names of protections, by a composition that lacks them. Killed at the end if it still runs.

    ``extra`` goes into its environment; with ``beat_s`` it beats as often as that. Not ``quick``: it starts from nothing, and where this
    process is, e.g. in a network of its own.
    """
    beats = ["--beat-s", beat_s] if beat_s else []
    command: list[object] = ["-m", "tests.stories.serve_with", *beats] if without or beat_s else ["-m", "hallserver", "serve", "--port", 0]
    server = HallProcess(
        [*command, "--data", path, *(part for name in without for part in ("--without", name))],
        path.with_suffix(".log"),
        extra,
        quick=quick and not extra,  # what is loaded already has read its environment
    )
    try:
        yield server
    finally:
        if server.running:
            server.kill()


class Clerk(Struct, frozen=True, kw_only=True):
    """A clerk of the prepared hall: name, how it is written, the counter and its name, the Authorization header."""

    slug: str
    name: str
    counter: str
    counter_name: str
    proof: str


class Prepared(Struct, frozen=True, kw_only=True):
    """A data folder with a hall that is open, staffed and not yet served."""

    path: Path
    clerks: list[Clerk]
    kiosks: list[str]
    """Authorization headers."""
    agent: str
    """Device key of the agent that prints and speaks; empty where there is none."""
    manager: str
    """Authorization header of somebody who may see every screen."""
    tickets: list[str]
    """Ids of those who wait, in order."""


def wide_hall(clerks: int, kiosks: int, *, agent: bool) -> Rows:
    """Return a hall with so many counters, each for both queues, a clerk for each who may call a certain ticket, and kiosks.

    With ``agent`` the kiosks print and the calls are spoken.
    """
    some = range(1, clerks + 1)
    queues = ["social", "firms"]
    printer = {"printer": "printer-1"} if agent else {}
    staff = {"slug": "boss", "names": names("主任"), "roles": ["hall-manager", "duty-manager", "system-admin", "security-admin"]}
    return SMALL_HALL | {
        "counters": [{"slug": f"c{n}", "names": names(f"{n}号窗口"), "number": n, "queues": queues} for n in some],
        "people": [*({"slug": f"clerk-{n}", "names": names(f"职员{n}号"), "rights": ["call-ticket"]} for n in some), staff],
        "devices": [
            *(row for row in SMALL_HALL["devices"] if agent and row["kind"] in {"agent", "printer", "voice"}),
            *({"slug": f"kiosk-{n}", "names": names(f"取号机{n}"), "kind": "kiosk"} | printer for n in range(1, kiosks + 1)),
        ],
    }


def prepared(path: Path, *, clerks: int = 2, kiosks: int = 1, tickets: int = 0, agent: bool = False) -> Prepared:
    """Make the hall in a new folder through the real service: day open, counters open, ``tickets`` waiting in both queues in turn."""
    rows = wide_hall(clerks, kiosks, agent=agent)
    return asyncio.run(_prepare(new_folder(path), rows, tickets))


async def _prepare(path: Path, rows: Rows, tickets: int) -> Prepared:
    folder, clock = Folder(path), AnchoredClock()
    service, accounts = Service(folder, clock), Accounts(folder.database, clock.now)
    slugs = {kind: [row["slug"] for row in rows["devices"] if row["kind"] == kind] for kind in ("kiosk", "agent")}
    try:
        await set_up(service, rows)
        for n in range(1, len(rows["counters"]) + 1):
            await service.submit(c.OpenCounter(counter=f"c{n}"), Actor(kind="person", name=f"clerk-{n}", roles=frozenset({"clerk"})))
        wishes = [c.TakeTicket(services=("seniors" if n % 2 else "founding",)) for n in range(1, tickets + 1)]
        taken = await asyncio.gather(*(service.submit(wish, _GUIDE) for wish in wishes))
        return Prepared(
            path=path,
            clerks=[await _clerk(accounts, n) for n in range(1, len(rows["counters"]) + 1)],
            kiosks=[f"Bearer {await accounts.new_device_key(slug)}" for slug in slugs["kiosk"]],
            agent="".join([await accounts.new_device_key(slug) for slug in slugs["agent"]]),
            manager=f"Bearer {await accounts.sign_in('boss')}",
            tickets=[str(answer.result["ticket"]) for answer in taken],
        )
    finally:
        accounts.close()
        folder.close()


async def _clerk(accounts: Accounts, n: int) -> Clerk:
    proof = f"Bearer {await accounts.sign_in(f'clerk-{n}')}"
    return Clerk(slug=f"clerk-{n}", name=f"职员{n}号", counter=f"c{n}", counter_name=f"{n}号窗口", proof=proof)
