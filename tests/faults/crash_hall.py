# SPDX-License-Identifier: Apache-2.0
"""The programs that are killed: the hall server and the agent with its printer, as ``Forked`` runs them; and one control."""

import asyncio
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from devices.__main__ import run as run_agent
from devices.agent import Agent
from devices.config import Config
from devices.posix_only import on_stop
from devices.protocols import Device
from displays.slip import slip_id
from hallserver import app
from hallserver.__main__ import main as hallserver_main
from hallserver.answers import Asked
from hallserver.app import Composition, HallServer
from hallserver.cli.running import until_stopped
from hallserver.core import events as e
from hallserver.core.jobs import DeviceSpec, PrintSlip, SlipState
from hallserver.service import Service
from hallserver.settings import load
from hallserver.store import database
from hallserver.store.folder import Folder
from hallserver.store.journal import VaultRow
from hallserver.turns import Group
from hallserver.web.limits import Limits
from tests.faults.mounts import mount_memory, own_mounts

BEAT_S = 0.05
"""The server's beat in the short form: a marked copy waits for the agent's answer to one."""


def serve(path: Path, port: int) -> object:
    """Serve the folder as ``hallserver serve`` does."""
    return hallserver_main(["serve", "--data", str(path), "--port", str(port), "--log-level", "WARNING"])


def serve_quick(path: Path, port: int) -> None:
    """Serve the folder with a quick beat."""
    asyncio.run(_serve(path, port))


def serve_print_first(path: Path, port: int, roll: Path) -> None:
    """Serve the folder by a composition that prints a number before it is written down."""
    PrintsFirst.roll = roll
    setattr(app, "Service", PrintsFirst)  # noqa: B010 - the composition root has no door for this
    asyncio.run(_serve(path, port))


def serve_carrying_over(path: Path, port: int) -> None:
    """Serve the folder with checkpoints after every few transactions instead of a few a day."""
    database.CHECKPOINT_EVERY = 5
    asyncio.run(_serve(path, port))


def serve_shrugging(path: Path, port: int) -> None:
    """Serve the folder by a composition that answers although a commit failed."""
    setattr(app, "Service", Shrugs)  # noqa: B010 - the composition root has no door for this
    asyncio.run(_serve(path, port))


def serve_on_small_disk(path: Path, port: int, size: int, service: type[Service] = Service) -> None:
    """Serve a copy of the folder ``path`` on a disk of so many bytes, and when it is stopped serve it once more.

    The disk's place is ``path`` with the ending ``.disk``.
    """
    own_mounts()
    disk = path.with_suffix(".disk")
    mount_memory(disk, size)
    shutil.copytree(path, disk / "hall")
    setattr(app, "Service", service)  # noqa: B010 - the composition root has no door for this
    for _ in range(2):
        asyncio.run(_serve(disk / "hall", port))


async def _serve(path: Path, port: int) -> None:
    server = HallServer(Folder(path), load(None, {"port": port}, {}), Composition(limits=Limits(beat_s=BEAT_S)))
    PrintsFirst.agents = server.outbox._lines
    server.start()
    print(LISTENS, flush=True)  # noqa: T201 - to its log
    await until_stopped()
    await server.stop()


LISTENS = "the hall is served"
"""What the log says once the door is open."""


class PrintsFirst(Service):
    """Control: tells everybody at once, and writes only when the slip is out of the printer, if there is an agent."""

    roll: Path
    agents: Mapping[str, object] = MappingProxyType({})

    def __init__(self, *more: Any, **parts: Any) -> None:
        """Tell each group once."""
        super().__init__(*more, **parts)
        self._told: list[e.Entry] = []
        tell = self.bus.tell
        self.bus.tell = lambda entries: None if entries is self._told else tell(entries)  # type: ignore[method-assign]

    def _committed(self, group: list[Asked], entries: list[e.Entry], error: BaseException | None) -> None:
        """Answer; who listens was told before."""
        self._told = entries
        super()._committed(group, entries, error)

    def _next_group(self, turn: Group) -> None:
        """Decide as the service does; tell before the commit instead of after it."""
        group = turn.asked
        vault: list[VaultRow] = []
        for asked in group:
            self._decide_one(asked, vault)
        entries = [entry for asked in group for entry in asked.entries]
        if not entries:
            self._reply(group)
            return
        self._busy = True
        loop = asyncio.get_running_loop()
        self._tokens.know_issued(entries)
        self.bus.tell(entries)

        def written(error: BaseException | None) -> None:
            loop.call_soon_threadsafe(self._committed, group, entries, error)

        jobs = {slip_id(f"{entry.epoch}.{entry.seq}", 1) for entry in entries if isinstance(entry.event, e.TicketIssued)}

        def once_printed() -> None:
            if jobs <= printed(self.roll) or not self.agents:
                self._folder.journal.append_then(entries, vault, written)
            else:
                loop.call_later(0.002, once_printed)

        once_printed()


class Shrugs(Service):
    """Control: takes a commit that failed for one that was made."""

    def __init__(self, folder: Folder, *more: Any, **parts: Any) -> None:
        """Hear nothing of faults."""
        super().__init__(folder, *more, **parts)
        folder.database.on_fault = lambda _: None

    def _committed(self, group: list[Asked], entries: list[e.Entry], _: BaseException | None) -> None:
        """Go on as if there were no error."""
        super()._committed(group, entries, None)


class Remembers(Service):
    """Control: keeps in memory what the full disk did not take."""

    def _read(self) -> None:
        """Read the journal at the start, and never again."""
        if not hasattr(self, "hall"):
            super()._read()
        self.committed = self.hall.seq


class Roll:
    """A printer whose paper is a file: one write is one slip."""

    def __init__(self, path: Path) -> None:
        """Load the paper."""
        self._paper = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def print(self, job: PrintSlip, handing: Callable[[], None]) -> SlipState:
        """Print the slip."""
        handing()
        os.write(self._paper, msgspec.json.encode(job) + b"\n")
        return "done"

    def close(self) -> None:
        """Let the paper be."""
        os.close(self._paper)


def printed(roll: Path) -> set[str]:
    """Return the jobs that are on the paper."""
    return {msgspec.json.decode(line, type=PrintSlip).job for line in roll.read_bytes().splitlines()} if roll.exists() else set()


def drive_quick(config: Config, roll: Path) -> None:
    """Run the agent with a printer on a roll, trying the line often."""

    def opener(_: DeviceSpec, __: Path) -> Device:
        return Roll(roll)

    async def run() -> None:
        task = asyncio.ensure_future(Agent(config, opener).run())
        on_stop(asyncio.get_running_loop(), task.cancel)
        await asyncio.wait([task])

    asyncio.run(run())


def drive(config: Config, _: Path) -> object:
    """Run the agent as ``python -m devices`` does, with the printer that the hall names."""
    return asyncio.run(run_agent(config))
