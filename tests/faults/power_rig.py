# SPDX-License-Identifier: Apache-2.0
"""A disk that loses its power: an ext4 image on a loop device, copied while the writer stands still.

The copy holds what had reached the device and nothing that only the kernel's memory held; mounting it runs
ext4's own recovery. It simulates "nothing more reached the disk", not torn sectors. The acknowledgements are kept
on another disk.
"""

import asyncio
import ctypes
import os
import random
import signal
import traceback
from pathlib import Path

import msgspec
from msgspec import Struct

from hallserver.boot import open_sound
from hallserver.clock import AnchoredClock
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import HallError
from hallserver.service import Service
from hallserver.store.database import PRAGMAS
from hallserver.store.folder import Folder
from hallserver.store.rebuild import check
from tests.faults.forked import until
from tests.faults.mounts import mounted, new_disk, own_mounts, run
from tests.support import KIOSK, new_folder, set_up

_DIE_WITH_PARENT = 1
_SIZE = 64 << 20
_MOST_ACKS = 12
"""Acknowledgements that are waited for before the next cut, at most: a letter has 999 numbers a day."""
_TAKE = c.TakeTicket(services=("seniors",))


class Cuts(Struct, kw_only=True):
    """What the cuts found: how many, how many tickets had been acknowledged at the last one, and what was wrong after each."""

    cuts: int = 0
    acked: int = 0
    lost: int = 0
    twins: int = 0
    damaged: int = 0


def cut_power(work: Path, cuts: int, seed: int, pragmas: dict[str, str | int]) -> None:
    """Write tickets on a disk of its own and cut its power so many times; leaves ``cuts.json`` in ``work``."""
    own_mounts()
    image, disk, acks = work / "disk.img", work / "disk", work / "acks"
    new_disk(image, _SIZE)
    acks.touch()
    with mounted(image, disk):
        new_folder(disk / "hall")
        writer = os.fork()
        if writer == 0:
            _write(disk / "hall", acks, PRAGMAS | pragmas)
        try:
            found = _cut(work, writer, random.Random(seed), cuts)
        finally:
            os.kill(writer, signal.SIGKILL)
            os.waitpid(writer, 0)
    (work / "cuts.json").write_bytes(msgspec.json.encode(found))


def _cut(work: Path, writer: int, rng: random.Random, cuts: int) -> Cuts:
    found, copy, acks = Cuts(), work / "copy.img", work / "acks"
    for _ in range(cuts):
        goal = _count(acks) + rng.randint(1, _MOST_ACKS)
        until(lambda goal=goal: _count(acks) >= goal)  # type: ignore[misc]
        os.kill(writer, signal.SIGSTOP)
        until(lambda: Path(f"/proc/{writer}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "T")
        run("cp", "--sparse=always", work / "disk.img", copy)
        acked = acks.read_text(encoding="utf-8").split()
        with mounted(copy, work / "after"):
            _look(work / "after" / "hall", acked, found)
        os.kill(writer, signal.SIGCONT)
        found.cuts += 1
        found.acked = len(acked)
    return found


def _look(path: Path, acked: list[str], found: Cuts) -> None:
    """Open what is left and go on: every acknowledged ticket must be there, the journal whole, the next number a new one."""
    opened = open_sound(path, None, AnchoredClock().now())
    folder = opened.folder
    try:
        found.damaged += bool(check(folder).differences) or opened.mended is not None
        labels = {it.event.label for it in folder.journal.after(0, 0, -1) if isinstance(it.event, e.TicketIssued)}
        found.lost += len(set(acked) - labels)
        number = asyncio.run(_take_one(folder))
        found.twins += number in acked
    finally:
        folder.close()


async def _take_one(folder: Folder) -> str:
    """Return the number that the next visitor gets; empty where the hall was not even open any more."""
    try:
        return str((await Service(folder, AnchoredClock()).submit(_TAKE, KIOSK)).result["number"])
    except HallError:
        return ""


def _write(path: Path, acks: Path, pragmas: dict[str, str | int]) -> None:
    """Take tickets until killed, a few at the same moment; each that is answered is noted on the other disk."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    out = os.open(acks, os.O_WRONLY | os.O_APPEND)

    async def take(service: Service) -> None:
        while True:
            answer = await service.submit(_TAKE, KIOSK)
            os.write(out, f"{answer.result['number']}\n".encode())

    async def live() -> None:
        service = Service(Folder(path, pragmas=pragmas), AnchoredClock())
        await set_up(service)
        await asyncio.gather(*(take(service) for _ in range(3)))

    try:
        asyncio.run(live())
    except BaseException:  # noqa: BLE001 - this is the end of the process
        traceback.print_exc()
    os._exit(1)


def _count(acks: Path) -> int:
    return acks.read_bytes().count(b"\n")
