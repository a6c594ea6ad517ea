# SPDX-License-Identifier: Apache-2.0
"""The server's disk fills up while tickets are taken and called, and has room again, without a restart."""

import os
import random
import shutil
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from hallserver.core import events as e
from hallserver.service import Service
from hallserver.words import say
from tests.faults.crash_hall import LISTENS, Remembers, serve_on_small_disk
from tests.faults.forked import Forked, until
from tests.faults.mounts import fill, seen_by
from tests.stories.caller import Caller, Said, Unheard
from tests.stories.server_process import Prepared, journal_of, prepared

SEED = 28
DISK = 16_000_000
MOST = 3000
"""Tickets in one cycle, at most: more than the disk has room for."""


class Hall:
    """A hall on a small disk: its process, its people, and what they were told."""

    def __init__(self, process: Forked, ready: Prepared, folder: Path, port: int) -> None:
        """Keep where it is; ``folder`` is beside the disk."""
        self.process, self.port, self._ready, self._aside = process, port, ready, folder
        self.data = seen_by(process.pid, folder / "hall.disk" / "hall")
        self.taken: list[str] = []
        self.called: list[str] = []
        self.keys = (f"key-{n}" for n in range(1_000_000))

    @contextmanager
    def people(self) -> Iterator[None]:
        """Let a visitor and a clerk come."""
        with Caller(self.port, self._ready.kiosks[0]) as self.kiosk, Caller(self.port, self._ready.clerks[0].proof) as self.clerk:
            yield

    def tap(self, key: str) -> Said:
        """Ask for a ticket; note the number."""
        said = self.kiosk.command("take-ticket", {"services": ["seniors"]}, key=key)
        if said.status == 200 and said.result["number"] not in self.taken:
            self.taken.append(said.result["number"])
        return said

    def press(self) -> Said:
        """Finish and call the next; note the number."""
        said = self.clerk.command("finish-and-call" if self.called else "call-next", key=next(self.keys))
        if said.status == 200:
            self.called.append(said.result["number"])
        return said

    def shown(self) -> int:
        """Return how many wait, as the clerk's screen shows it."""
        view: dict[str, Any] = self.clerk.ask("GET", f"/api/v1/views/clerk?of={self._ready.clerks[0].slug}").json
        return next(int(queue["waiting"]) for queue in view["queues"] if queue["letter"] == "A")

    def kept(self) -> int:
        """Return how many wait, as the journal has it."""
        events = self.journal()
        return sum(isinstance(it, e.TicketIssued) for it in events) - sum(isinstance(it, e.TicketCalled) for it in events)

    def journal(self) -> list[e.Event]:
        """Return the journal, read from a copy of the files: nobody asks anything meanwhile."""
        copy = Path(tempfile.mkdtemp(dir=self._aside))
        for name in ("hall.sqlite3", "hall.sqlite3-wal", "keys.json"):
            shutil.copy(self.data / name, copy)
        return [entry.event for entry in journal_of(copy)]

    def until_full(self, rng: random.Random) -> str:
        """Take and call until nobody's wish fits any more; return the key of the last tap, which was refused."""
        fill(self.data.parent / "filler", rng.randrange(100_000, 1_500_000))
        refused = 0
        for _ in range(MOST):
            key = next(self.keys)
            # a tap needs less room than a call: what is left by the one may do for the other
            said = [self.press(), self.tap(key)]
            refusals = [it.refusal for it in said if it.status != 200]
            assert set(refusals) <= {(503, "disk-full"), (409, "nobody-waiting")}
            refused = refused + 1 if said[1].status != 200 else 0
            if refused > 1:
                assert said[1].json["detail"] == say("error.disk-full", "zh-Hans")
                return key
            if (503, "disk-full") in refusals:
                fill(self.data.parent / "filler", 0)
        message = f"{MOST} tickets and the disk is not full"
        raise AssertionError(message)


@contextmanager
def small_hall(folder: Path, service: type[Service] = Service) -> Iterator[Hall]:
    """Serve a hall on a small disk."""
    ready: Prepared = prepared(folder / "hall", clerks=1, kiosks=1)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with Forked(serve_on_small_disk, folder / "hall", port, DISK, service, log=folder / "log") as process:
        process.go()
        until(lambda: _listens(port) or not process.running, process.said)
        assert process.running, process.said()
        hall = Hall(process, ready, folder, port)
        with hall.people():
            yield hall


def _listens(port: int) -> bool:
    try:
        with Caller(port, "") as caller:
            return caller.ask("GET", "/healthz").status == 200
    except Unheard:
        return False


@pytest.mark.promise("R28")
@pytest.mark.privileged
def test_a_full_disk_refuses_and_recovers_by_itself(tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None]) -> None:
    """Whoever was answered is in the journal, who was refused is not; screens go on; the first tap after there is room is answered."""
    cycles, rng = size(3, 10), random.Random(SEED)
    unlike = 0
    with small_hall(tmp_path) as hall:
        for _ in range(cycles):
            key = hall.until_full(rng)
            assert hall.kiosk.ask("GET", "/healthz").status == 503
            unlike += hall.shown() != hall.kept()
            (hall.data.parent / "filler").unlink()
            assert hall.tap(key).status == 200, f"seed {SEED}: the first tap with room must be answered"
            assert hall.kiosk.ask("GET", "/healthz").status == 200
            unlike += hall.shown() != hall.kept()
        events = hall.journal()
        issued = [it.label for it in events if isinstance(it, e.TicketIssued)]
        lost = len(set(hall.taken) ^ set(issued)) + len(issued) - len(set(issued))
        figure(f"{lost} of {len(hall.taken)} answered tickets lost, {unlike} wrong screens in {cycles} full disks, no restart")
    assert lost == unlike == 0, f"seed {SEED}"


@pytest.mark.promise("R28")
@pytest.mark.privileged
def test_a_hall_that_is_started_on_a_full_disk_shows_what_it_has(tmp_path: Path) -> None:
    """Somebody who sees refusals restarts the server first of all: screens must come back, and then the tickets."""
    with small_hall(tmp_path) as hall:
        key = hall.until_full(random.Random(SEED))
        waiting = hall.kept()
        os.kill(hall.process.pid, signal.SIGTERM)
        until(lambda: hall.process.said().count(LISTENS) > 1, hall.process.said)
        with hall.people():
            assert hall.shown() == waiting == hall.kept()
            assert hall.tap(key).refusal == (503, "disk-full")
            (hall.data.parent / "filler").unlink()
            assert hall.tap(key).status == 200
        assert hall.process.stop() == 0, hall.process.said()


@pytest.mark.promise("R28")
@pytest.mark.privileged
def test_a_hall_that_keeps_its_memory_shows_a_ticket_that_is_not_kept(tmp_path: Path) -> None:
    """The control: the refused tap's ticket waits on the clerk's screen and nowhere else."""
    with small_hall(tmp_path, Remembers) as hall:
        fill(hall.data.parent / "filler", 0)
        while hall.tap(next(hall.keys)).status == 200:
            assert len(hall.taken) < MOST
        assert hall.shown() > hall.kept()
