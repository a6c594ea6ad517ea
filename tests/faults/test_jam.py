# SPDX-License-Identifier: Apache-2.0
"""A printer that jams or dies after any byte of a slip: one whole slip comes out, and whatever comes twice says so."""

import asyncio
import queue
from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from msgspec import Struct

from devices.drivers import Place
from devices.printers.emulator import EscposEmulator
from devices.printers.escpos_printer import open_network
from devices.printers.models import model_of
from devices.worker import Worker
from hallserver.core import commands as c
from hallserver.core.jobs import DeviceSpec, Job, JobReport, PrintSlip, SlipState
from hallserver.core.roles import SERVICE_SETUP
from hallserver.outbox import Outbox
from tests.support import AGENT, KIOSK, SMALL_HALL, new_folder, open_service, set_up

pytestmark = pytest.mark.promise("R4")
ASKED = 6
"""Bytes of the two questions before a slip."""
TEXT_BYTES, PICTURE_BYTES = 700, 40_000
"""No slip as text, and none as a picture, is longer."""
Breaks = tuple[str, int]
"""``jams``, ``dies`` or ``mute`` (whole, but it says nothing any more), and after which byte of the slip."""


class OnPaper(Struct, frozen=True, kw_only=True):
    """One slip that came out whole, and whether its code can be read."""

    ticket: str
    copy: int
    readable: bool


class Breaking:
    """A printer of the product on the emulator, which breaks within every first slip; somebody mends it before the next."""

    def __init__(self, emulator: EscposEmulator, breaks: list[Breaks], *, text: bool, blind: bool) -> None:
        """Keep them. ``blind``: send again whatever was not confirmed, as many drivers do."""
        options = {"timeout": "1"} | ({"text": "gbk"} if text else {})
        self._printer = open_network(Place(device="printer-1", address=emulator.address, options=options, out=Path()))
        self._emulator, self._blind, self._breaks = emulator, blind, iter(breaks)
        self._confirmed = False
        self.paper: list[OnPaper] = []

    def print(self, job: PrintSlip, handing: Callable[[], None]) -> SlipState:
        """Break, print, and read the paper."""
        self._emulator.must_rest()
        before = len(self._emulator.parser.pages)
        self._emulator.mend()
        self._emulator.mute = False
        if job.copy == 1 and self._confirmed:
            how, byte = next(self._breaks)
            self._emulator.mute = how == "mute"
            self._emulator.jams_after = ASKED + byte if how == "jams" else None
            self._emulator.dies_after = ASKED + byte if how == "dies" else None
        state = self._printer.print(job, handing)
        if self._blind and state == "unknown":
            self._emulator.mend()
            state = self._printer.print(job, lambda: None)
        self._confirmed = True
        self._emulator.must_rest()
        for page in self._emulator.parser.pages[before:]:
            readable = [found.text for found in zxingcpp.read_barcodes(page)] == [job.qr]
            self.paper.append(OnPaper(ticket=job.ticket, copy=job.copy, readable=readable))
        return state

    def close(self) -> None:
        """Let go."""
        self._printer.close()


async def printed(path: Path, breaks: list[Breaks], *, text: bool, blind: bool = False) -> tuple[list[OnPaper], bytes]:
    """Take a number for each of these breaks; return what came out, and the garbage among it."""
    service, folder, clock = open_service(new_folder(path))
    await set_up(service)
    await service.submit(c.Configure(section="hall", rows=[SMALL_HALL["hall"][0] | {"public_url": "http://10.8.0.5"}]), SERVICE_SETUP)
    loop = asyncio.get_running_loop()
    arrived: queue.SimpleQueue[JobReport] = queue.SimpleQueue()
    with EscposEmulator(model_of({})) as emulator:
        printer, outbox = Breaking(emulator, breaks, text=text, blind=blind), Outbox(service, clock)
        worker = Worker(DeviceSpec(device="printer-1", kind="printer", driver="x"), lambda _: printer, arrived.put)

        def give(job: Job) -> None:
            if job.device == "printer-1":
                worker.give(job)

        outbox.attach("agent-1", give)
        outbox.caught_up("agent-1")
        for _ in range(len(breaks) + 1):
            ticket = str((await service.submit(c.TakeTicket(services=("seniors",)), KIOSK)).result["ticket"])
            while any(job.startswith(f"slip/{ticket}/") for job in outbox._open):
                report = await loop.run_in_executor(None, arrived.get)
                await service.settled()
                command = outbox.told(report)
                assert command is not None
                await service.submit(command, AGENT, f"{report.job}:{report.state}")
        await asyncio.to_thread(worker.stop)
        outbox.close()
        folder.close()
        return printer.paper, bytes(emulator.parser.stray)


def wrong(paper: list[OnPaper], tickets: int) -> list[str]:
    """Return every ticket that is on no paper, twice without a mark, or cannot be read."""
    by_ticket: dict[str, list[OnPaper]] = {}
    for it in paper:
        by_ticket.setdefault(it.ticket, []).append(it)
    faults = [f"{tickets - len(by_ticket)} tickets on no paper"] * (len(by_ticket) != tickets)
    faults += [
        f"{ticket}: copies {[it.copy for it in slips]}"
        for ticket, slips in by_ticket.items()
        if [it.copy for it in slips] not in ([1], [2], [1, 2])
    ]
    return faults + [f"{it.ticket}: not readable" for it in paper if not it.readable]


@pytest.mark.parametrize("text", [True, False], ids=["text", "picture"])
def test_after_a_jam_at_any_byte_there_is_one_whole_slip(
    tmp_path: Path,
    size: Callable[[int, int], int],
    text: bool,  # noqa: FBT001
    figure: Callable[[str], None],
) -> None:
    """Of a slip as text at length every byte; of a picture some of them, as most are dots like the others."""
    most = TEXT_BYTES if text else PICTURE_BYTES
    steps = size(4, most if text else 200)
    bytes_ = sorted({1, *(most * step // steps for step in range(1, steps))})
    breaks: list[Breaks] = [(how, byte) for byte in bytes_ for how in ("jams", "dies")]
    paper, stray = asyncio.run(printed(tmp_path, breaks, text=text))

    assert wrong(paper, len(breaks) + 1) == []
    assert stray == b""
    assert any(it.copy == 2 for it in paper)
    figure(f"{'text' if text else 'picture'}: {len(breaks)} breaks, 0 lost, 0 unmarked twins, 0 stray bytes")


def test_a_driver_that_sends_again_prints_twins(tmp_path: Path) -> None:
    """The control: the last byte is out, the answer is lost, and two people have one number."""
    first, _ = asyncio.run(printed(tmp_path / "sound", [("dies", PICTURE_BYTES * 10)], text=False))
    whole, _ = asyncio.run(printed(tmp_path / "blind", [("mute", 0)], text=True, blind=True))

    assert wrong(first, 2) == []
    assert wrong(whole, 2) != []
