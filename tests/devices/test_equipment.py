# SPDX-License-Identifier: Apache-2.0
"""The devices of an agent are always just those that the hall names."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from devices.equipment import Ears, Equipment
from devices.errors import DeviceGone
from devices.ledger import Ledger
from devices.protocols import Device
from hallserver.core.jobs import DeviceSpec, JobReport, PrintSlip, Shown, SlipState
from tests.devices.ptys import wait_for
from tests.devices.samples import call, slip
from tests.devices.test_station import A012, Panel
from tests.devices.test_worker import FakePrinter

PRINTER = DeviceSpec(device="printer-1", kind="printer", driver="fake")
BOARD = DeviceSpec(device="board-1", kind="board", driver="fake", address="1")
MOVED = DeviceSpec(device="board-1", kind="board", driver="fake", address="2")


class Bench:
    """Equipment whose boards are panels by address, and what was reported."""

    def __init__(self, folder: Path, opener: Callable[[DeviceSpec, Path], Device] | None = None) -> None:
        """Begin with no device."""
        self.reports: list[JobReport] = []
        self.panels = {"1": Panel(), "2": Panel()}
        ears = Ears(report=self.reports.append, tell=lambda *_: None, hear=lambda *_: None)
        self.equipment = Equipment(opener or self._open, folder, ears)

    def _open(self, spec: DeviceSpec, _: Path) -> Device:
        return self.panels[spec.address].open(spec) if spec.kind == "board" else FakePrinter(["done"] * 10)


def test_what_changed_is_opened_anew_and_the_rest_is_left_alone(tmp_path: Path) -> None:
    """A slip that is being printed must not suffer from a board's new address."""
    bench = Bench(tmp_path)
    assert bench.equipment.equip([PRINTER, BOARD]) == []
    printer = bench.equipment._devices["printer-1"]
    wait_for(lambda: bench.equipment.ready() == ("printer-1", "board-1"))

    assert bench.equipment.equip([PRINTER, MOVED]) == ["board-1"]
    assert bench.equipment._devices["printer-1"] is printer
    wait_for(lambda: bench.panels["2"].opened)
    assert bench.panels["1"].closed == 1
    assert bench.equipment.equip([]) == ["printer-1", "board-1"]
    assert bench.panels["2"].closed == 1


def test_showing_and_beeping_reach_the_device_that_is_named(tmp_path: Path) -> None:
    """Others, and those that only do jobs, are left alone."""
    bench = Bench(tmp_path)
    bench.equipment.equip([PRINTER, BOARD])
    for device in ("board-1", "printer-1", "board-9"):
        bench.equipment.show(device, A012)
        bench.equipment.beep(device, 1)
    panel = bench.panels["1"]
    wait_for(lambda: panel.shown[-1:] == [A012] and panel.beeps == [1])

    bench.equipment.show_nothing()
    wait_for(lambda: panel.shown[-1] == Shown())
    bench.equipment.stop(5.0)


def test_a_job_goes_to_its_device_or_is_reported_as_not_done(tmp_path: Path) -> None:
    """The hall then knows at once, instead of waiting. A board does no jobs."""
    bench = Bench(tmp_path)
    bench.equipment.equip([PRINTER, BOARD])
    bench.equipment.give(slip(1), 0.0)
    bench.equipment.give(slip(2, device="printer-9"), 0.0)
    bench.equipment.give(call(3, device="board-1"), 0.0)
    wait_for(lambda: len(bench.reports) == 4)

    ends = {report.job: report.state for report in bench.reports if report.state != "sent"}
    assert ends == {"slip/1.1/1": "done", "slip/1.2/1": "failed", "call/1.3/1.1/board-1": "screen-only"}
    bench.equipment.stop(5.0)


def test_many_devices_that_hang_are_left_as_soon_as_one(tmp_path: Path) -> None:
    """The agent's one loop waits meanwhile: the hall would take it for dead."""
    go = threading.Event()

    def hang(_: DeviceSpec, __: Path) -> Device:
        go.wait(60)
        raise DeviceGone

    bench = Bench(tmp_path, hang)
    bench.equipment.equip([DeviceSpec(device=f"board-{n}", kind="board", driver="fake") for n in range(12)])
    began_s = time.monotonic()
    bench.equipment.stop(0.5)
    assert time.monotonic() - began_s < 12 * 0.5 / 2
    go.set()


class SlowPrinter(FakePrinter):
    """Prints when it may."""

    def __init__(self) -> None:
        """It may not yet."""
        super().__init__(["done"] * 10)
        self.may = threading.Event()
        self.begun: list[str] = []

    def print(self, job: PrintSlip, handing: Callable[[], None]) -> SlipState:
        """Wait, print."""
        handing()
        self.begun.append(job.job)
        self.may.wait(60)
        return "done"


def test_what_waits_when_the_agent_ends_is_not_begun_any_more(tmp_path: Path) -> None:
    """Its hand-over could not be written down: the next start would print it once more, without a mark."""
    printer, ledger = SlowPrinter(), Ledger(tmp_path / "ledger.jsonl")
    ears = Ears(report=ledger.record, tell=lambda *_: None, hear=lambda *_: None)
    equipment = Equipment(lambda _, __: printer, tmp_path, ears)
    equipment.equip([PRINTER])
    for number in (1, 2, 3):
        equipment.give(slip(number), 0)
    wait_for(lambda: printer.begun)
    equipment.stop(timeout_s=0.01)
    ledger.close()
    printer.may.set()
    thread = equipment._devices["printer-1"]._thread
    thread.join(60)

    assert not thread.is_alive()
    assert printer.begun == [slip(1).job]
    again = Ledger(tmp_path / "ledger.jsonl")
    assert [(it.job, it.state) for it in again.unnoted()] == [(slip(1).job, "unknown")]
    again.close()
