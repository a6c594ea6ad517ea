# SPDX-License-Identifier: Apache-2.0
"""A printer that answers late or not at all: no slip comes out twice unless the second one says so."""

import asyncio
import queue
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import Struct

from devices.drivers import Place
from devices.printers.emulator import EscposEmulator
from devices.printers.escpos_printer import open_network
from devices.worker import Worker
from hallserver.core import commands as c
from hallserver.core.jobs import DeviceSpec, Job, JobReport, PrintSlip, SlipState
from hallserver.outbox import Outbox
from hallserver.words import say
from tests.support import AGENT, KIOSK, new_folder, open_service, set_up

SEED = 20261123
TIMEOUT_S = 0.05
MARK = say("slip.copy", copy=2)
ODDS = ("well", "well", "mute", "mute", "late", "dies", "runs out")
"""What a printer does with a slip, each as likely as it stands here."""


class OnPaper(Struct, frozen=True, kw_only=True):
    """One slip that came out whole, and whether it says that it is a copy."""

    ticket: str
    marked: bool


class Watched:
    """A printer of the product on the emulator; after each slip it is looked up what is on paper."""

    def __init__(self, emulator: EscposEmulator, *, blind: bool) -> None:
        """Keep the emulator. ``blind``: send again whatever was not confirmed, as many drivers do."""
        self._printer = open_network(Place(device="printer-1", address=emulator.address, options={"timeout": str(TIMEOUT_S)}, out=Path()))
        self._emulator, self._blind = emulator, blind
        self.paper: list[OnPaper] = []

    def print(self, job: PrintSlip, handing: Callable[[], None]) -> SlipState:
        """Print, and read the paper."""
        before = len(self._emulator.parser.pages)
        state = self._printer.print(job, handing)
        if self._blind and state == "unknown":
            state = self._printer.print(job, lambda: None)
        self._emulator.must_rest()
        marked = any(line.text == MARK for line in job.lines)
        self.paper += [OnPaper(ticket=job.ticket, marked=marked)] * (len(self._emulator.parser.pages) - before)
        return state

    def close(self) -> None:
        """Let go."""
        self._printer.close()


def behave(emulator: EscposEmulator, how: str, dice: random.Random) -> None:
    """Let the printer do that with the next slip."""
    emulator.paper, emulator.mute, emulator.late_s, emulator.dies_after, emulator.out_after_slip = "plenty", how == "mute", 0.0, None, False
    if how == "late":
        emulator.late_s = TIMEOUT_S * dice.uniform(0.5, 4)
    elif how == "dies":
        emulator.dies_after = dice.randrange(7, 9000)
    elif how == "runs out":
        emulator.out_after_slip = True


async def printed(
    path: Path, slips: int, *, blind: bool, seed: int = SEED, odds: tuple[str, ...] = ODDS
) -> tuple[list[OnPaper], Counter[str]]:
    """Take so many numbers at a kiosk whose printer misbehaves; return what came out, and how the slips ended."""
    service, folder, clock = open_service(new_folder(path))
    await set_up(service)
    loop, dice, ends = asyncio.get_running_loop(), random.Random(seed), Counter[str]()
    arrived: queue.SimpleQueue[JobReport] = queue.SimpleQueue()
    with EscposEmulator() as emulator:
        printer, outbox = Watched(emulator, blind=blind), Outbox(service, clock)
        worker = Worker(DeviceSpec(device="printer-1", kind="printer", driver="x"), lambda _: printer, arrived.put)

        def give(job: Job) -> None:
            if job.device == "printer-1":
                behave(emulator, "well" if not ends else dice.choice(odds), dice)
                worker.give(job)

        outbox.attach("agent-1", give)
        outbox.caught_up("agent-1")
        for _ in range(slips):
            ticket = str((await service.submit(c.TakeTicket(services=("seniors",)), KIOSK)).result["ticket"])
            while any(job.startswith(f"slip/{ticket}/") for job in outbox._open):
                report = await loop.run_in_executor(None, arrived.get)
                await service.settled()
                command = outbox.told(report)
                assert command is not None
                await service.submit(command, AGENT, f"{report.job}:{report.state}")
                ends[report.state] += report.state != "sent"
        await asyncio.to_thread(worker.stop)
        outbox.close()
        folder.close()
    return printer.paper, ends


async def printed_beside(path: Path, slips: int, printers: int) -> tuple[list[OnPaper], Counter[str]]:
    """Print so many slips on several printers at once, each in a hall of its own."""
    each = [printed(path / f"{n}", slips // printers, blind=False, seed=SEED + n) for n in range(printers)]
    done = await asyncio.gather(*each)
    return (
        [OnPaper(ticket=f"{n}/{it.ticket}", marked=it.marked) for n, (paper, _) in enumerate(done) for it in paper],
        sum((ends for _, ends in done), Counter()),
    )


def twins(paper: list[OnPaper]) -> int:
    """Return how many slips came out once more without saying so."""
    return sum(count - 1 for count in Counter(it.ticket for it in paper if not it.marked).values())


@pytest.mark.promise("R5")
def test_no_slip_comes_out_twice_without_its_mark(tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None]) -> None:
    """Two people with one number both come when it is called. A driver that sends again what was not confirmed makes them."""
    slips = size(10, 200)
    paper, ends = asyncio.run(printed_beside(tmp_path, slips, size(2, 8)))
    again, _ = asyncio.run(printed(tmp_path / "control", 3, blind=True, odds=("mute",)))
    copies = sum(it.marked for it in paper)
    figure(f"{slips} slips, {ends['unknown']} answers late or lost: {twins(paper)} unmarked twins, {copies} marked copies")

    assert twins(again) > 0, "the control must print twins"
    assert ends["unknown"] >= slips // 3, f"seed {SEED}: {ends}"
    assert twins(paper) == 0, f"seed {SEED}"
    assert copies > 0 or ends["done"] < slips // 3, f"seed {SEED}: {ends}"
    assert max(Counter(it.ticket for it in paper).values()) <= 2, f"seed {SEED}"
