# SPDX-License-Identifier: Apache-2.0
"""The devices that hang on this agent: those that do jobs have a worker, those that show and hear have a station."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from devices.protocols import Device
from devices.station import HearInput, Station
from devices.worker import Worker
from hallserver.core.jobs import DeviceSpec, Job, JobReport, PrinterState, PrintSlip, Shown

JOBS: frozenset[str] = frozenset({"printer", "voice"})
"""Kinds of devices that are given jobs."""
STOP_S = 2.0


class Ears(Struct, frozen=True, kw_only=True):
    """Who is told what, on the threads of the devices."""

    report: Callable[[JobReport], None]
    tell: Callable[[str, PrinterState], None]
    hear: HearInput


class Equipment:
    """Starts, changes and stops devices so that they are those that the hall names."""

    def __init__(self, opener: Callable[[DeviceSpec, Path], Device], out: Path, ears: Ears) -> None:
        """Begin with no device."""
        self._open = lambda spec: opener(spec, out)
        self._ears = ears
        self._devices: dict[str, Worker | Station] = {}

    def equip(self, specs: Sequence[DeviceSpec]) -> list[str]:
        """Have just these devices from now on; return those that are gone or were changed."""
        wanted = {spec.device: spec for spec in specs}
        gone = [slug for slug, device in self._devices.items() if wanted.get(slug) != device.spec]
        left = [self._devices.pop(slug) for slug in gone]
        _let_go([it for it in left if isinstance(it, Worker)], 0.0)  # it may sit in a long job
        _let_go([it for it in left if isinstance(it, Station)], STOP_S)  # a port must be free before it is opened anew
        self._devices.update({slug: self._started(spec) for slug, spec in wanted.items() if slug not in self._devices})
        return gone

    def give(self, job: Job, late_s: float) -> None:
        """Hand a job to its device; where no such device hangs here that is reported."""
        worker = self._devices.get(job.device)
        if isinstance(worker, Worker):
            worker.give(job, late_s)
            return
        lost = JobReport(job=job.job, device=job.device, state="screen-only", detail="no such device hangs here")
        self._ears.report(msgspec.structs.replace(lost, state="failed") if isinstance(job, PrintSlip) else lost)

    def show(self, device: str, shown: Shown) -> None:
        """Have a device show this from now on."""
        station = self._devices.get(device)
        if isinstance(station, Station):
            station.show(shown)

    def beep(self, device: str, times: int) -> None:
        """Have a device beep."""
        station = self._devices.get(device)
        if isinstance(station, Station):
            station.beep(times)

    def show_nothing(self) -> None:
        """Take everything off all boards: what they show may not be true any more."""
        for slug in self._devices:
            self.show(slug, Shown())

    def ready(self) -> tuple[str, ...]:
        """Return the devices that worked when they were last used."""
        return tuple(slug for slug, device in self._devices.items() if device.ready)

    def stop(self, timeout_s: float) -> None:
        """Let go of all devices; after ``timeout_s`` seconds in all go on without them."""
        _let_go(list(self._devices.values()), timeout_s)

    def _started(self, spec: DeviceSpec) -> Worker | Station:
        if spec.kind in JOBS:
            return Worker(spec, self._open, self._ears.report, tell=self._ears.tell)
        return Station(spec, self._open, self._ears.hear)


def _let_go(devices: Sequence[Worker | Station], timeout_s: float) -> None:
    """Stop these at once, so that many that hang take no longer than one."""
    for device in devices:
        device.stop(timeout_s=0.0)
    until_s = time.monotonic() + timeout_s
    for device in devices:
        device.stop(timeout_s=max(0.0, until_s - time.monotonic()))
