# SPDX-License-Identifier: Apache-2.0
"""One device, one thread, one ordered queue. What one device does or fails to do never holds up another."""

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import assert_never

import msgspec

from devices.errors import AgentStops, DeviceError
from devices.protocols import Device, Printer, Tells, Voice
from devices.saying import Lineup, Pace, Waiting, plan
from hallserver.core.jobs import DeviceSpec, Job, JobReport, PrinterState, PrintSlip, Speak

_log = logging.getLogger(__name__)
ASK_S = 0.4
"""A device that tells its state and has nothing to do is asked so often."""
SETTLE_S = 2.0
"""A better state must hold so long: a sensor that trembles must not fill the journal. A worse one is told at once."""
_WORSE: dict[PrinterState | None, int] = {None: 0, "fine": 0, "low": 1, "unable": 2, "out": 3}


class Worker:
    """Does the jobs of one device in the order in which they were given."""

    def __init__(
        self,
        spec: DeviceSpec,
        open_device: Callable[[DeviceSpec], Device],
        report: Callable[[JobReport], None],
        mono: Callable[[], float] = time.monotonic,
        *,
        tell: Callable[[str, PrinterState], None] = lambda _device, _state: None,
    ) -> None:
        """Start the thread. On it ``report`` is called with each state that a job reaches, ``tell`` with each new one of the device.

        Where ``report`` raises AgentStops the thread ends, and nothing more is begun.
        """
        self.spec = spec
        self.ready = False
        """Whether the device worked when it was last used."""
        self._open = open_device
        self._report = report
        self._mono = mono
        self._tell = tell
        self._told: PrinterState | None = None
        self._worse_s = -SETTLE_S
        """When the device was last as bad as was told."""
        self._device: Device | None = None
        self._jobs = Lineup()
        self._pace = Pace()
        self._thread = threading.Thread(target=self._run, name=f"device {spec.device}", daemon=True)
        self._thread.start()

    def give(self, job: Job, late_s: float = 0.0) -> None:
        """Put the job at its place in the queue; its age counts from ``late_s`` seconds before now."""
        self._jobs.put(job, self._mono() - late_s)

    def stop(self, timeout_s: float = 5.0) -> None:
        """Finish what was given, let go of the device; after ``timeout_s`` seconds go on without it."""
        self._jobs.end()
        self._thread.join(timeout_s)

    def _run(self) -> None:
        self._attempt(self._opened)
        try:
            while (waiting := self._next()) is not None:
                self._do(waiting)
        except AgentStops:
            _log.info("device %s: what waits is left to the next start", self.spec.device)
        finally:
            if self._device is not None:
                self._device.close()

    def _do(self, waiting: Waiting) -> None:
        job = waiting.job
        try:
            if isinstance(job, PrintSlip):
                self._print(job)
            elif isinstance(job, Speak):
                self._speak(job, waiting)
            else:
                assert_never(job)
        except AgentStops:
            raise
        except Exception:  # noqa: BLE001 - a thread that died would leave a device that seems to work and does nothing
            _log.exception("device %s: job %s has no end", self.spec.device, job.job)

    def _next(self) -> Waiting | None:
        """Wait for the next job; meanwhile ask the device how it is, where it can tell."""
        while (device := self._telling()) is not None:
            self._attempt(partial(self._look, device))
            with contextlib.suppress(queue.Empty):
                return self._jobs.next(ASK_S)
        return self._jobs.next()

    def _telling(self) -> Tells | None:
        """Return the device if it is there and can be asked how it is."""
        device: object = self._device
        return device if isinstance(device, Tells) else None

    def _look(self, device: Tells) -> None:
        state = device.state()
        if state is None or state == self._told:
            self._worse_s = self._mono()
            return
        if _WORSE[state] > _WORSE[self._told] or self._told is None or self._mono() - self._worse_s >= SETTLE_S:
            self._told, self._worse_s = state, self._mono()
            _log.info("device %s: %s", self.spec.device, state)
            self._tell(self.spec.device, state)

    def _opened(self) -> Device:
        if self._device is None:
            self._device = self._open(self.spec)
        return self._device

    def _attempt(self, use: Callable[[], object]) -> str:
        """Use the device; return what went wrong, or an empty string. Says lost and back once each."""
        try:
            use()
        except AgentStops:
            raise
        except DeviceError as error:
            wrong = str(error) or type(error).__name__
        except Exception as error:  # noqa: BLE001 - reason below
            # whatever a driver or its library raises, the queue of this device goes on
            _log.exception("device %s: driver failed", self.spec.device)
            wrong = f"{type(error).__name__}: {error}"
        else:
            if not self.ready:
                _log.info("device %s works", self.spec.device)
            self.ready = True
            return ""
        if self.ready or self._device is None:
            _log.warning("device %s does not work: %s", self.spec.device, wrong)
        self.ready = False
        return wrong

    def _print(self, job: PrintSlip) -> None:
        handed = threading.Event()
        result = JobReport(job=job.job, device=self.spec.device, state="failed")

        def handing() -> None:
            self._report(JobReport(job=job.job, device=self.spec.device, state="sent"))
            handed.set()

        def use() -> None:
            nonlocal result
            printer = self._opened()
            assert isinstance(printer, Printer), self.spec
            result = JobReport(job=job.job, device=self.spec.device, state=printer.print(job, handing))
            if result.state == "failed":
                message = "nothing was printed"
                raise DeviceError(message)

        wrong = self._attempt(use)
        if wrong:
            result = JobReport(job=job.job, device=self.spec.device, state="unknown" if handed.is_set() else "failed", detail=wrong)
        self._report(result)

    def _speak(self, job: Speak, waiting: Waiting) -> None:
        began_s = self._mono()
        it = plan(waiting, self._jobs.behind(), began_s, self._pace)
        result = JobReport(job=job.job, device=self.spec.device, state="screen-only", detail=it.detail, why=it.why)

        def use() -> None:
            nonlocal result
            assert it.form is not None
            voice = self._opened()
            assert isinstance(voice, Voice), self.spec
            said = msgspec.structs.replace(job, chime=self._pace.rings(job, began_s))
            result = JobReport(job=job.job, device=self.spec.device, state=voice.say(said, it.form), detail=it.detail)
            self._pace.took(said, it.form, began_s, self._mono())

        wrong = self._attempt(use) if it.form else ""
        if wrong:
            result = JobReport(job=job.job, device=self.spec.device, state="screen-only", detail=wrong, why="failed")
        self._report(result)
