# SPDX-License-Identifier: Apache-2.0
"""One device, one ordered queue; each job ends in a report whatever the driver does."""

import queue
import threading
from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace

from devices.errors import DeviceGone, VoiceFailed
from devices.protocols import Form
from devices.worker import SETTLE_S, Worker
from hallserver.core.jobs import AnnouncementState, DeviceSpec, JobReport, PrinterState, PrintSlip, SlipState, Speak
from tests.devices.samples import call, slip

PRINTER = DeviceSpec(device="printer-1", kind="printer", driver="fake")
VOICE = DeviceSpec(device="voice-1", kind="voice", driver="fake")


class FakePrinter:
    """Prints as told: a state, or an error before or after the first byte."""

    def __init__(self, outcomes: list[SlipState | Exception], *, hands: bool = True) -> None:
        """Keep what is to happen, slip by slip."""
        self.outcomes, self.hands = outcomes, hands

    def print(self, _: PrintSlip, handing: Callable[[], None]) -> SlipState:
        """Do what is next."""
        outcome = self.outcomes.pop(0)
        if self.hands and outcome != "failed":
            handing()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def close(self) -> None:
        """Let go."""


class TellingPrinter(FakePrinter):
    """A printer that says of itself whatever it is set to."""

    def __init__(self) -> None:
        """Be near the end of the paper."""
        super().__init__(["done"] * 10)
        self.says: PrinterState | None = "low"

    def state(self) -> PrinterState | None:
        """Say it."""
        return self.says


class FakeVoice:
    """Speaks until ``go`` is set; notes what it said in which form."""

    def __init__(self) -> None:
        """Be free to speak."""
        self.said: list[tuple[str, Form]] = []
        self.began = threading.Event()
        self.go = threading.Event()
        self.go.set()
        self.broken: Exception | None = None

    def say(self, job: Speak, form: Form) -> AnnouncementState:
        """Speak, or fail."""
        self.said.append((job.job, form))
        self.began.set()
        assert self.go.wait(30)
        if self.broken is not None:
            raise self.broken
        return "short" if form == "short" else "spoken"

    def close(self) -> None:
        """Let go."""


def states(reports: "queue.SimpleQueue[JobReport]", count: int) -> list[tuple[str, str]]:
    """Return the next reports as (job, state)."""
    found = [reports.get(timeout=30) for _ in range(count)]
    return [(report.job, report.state) for report in found]


def printing(printer: FakePrinter) -> "tuple[Worker, queue.SimpleQueue[JobReport]]":
    """Return a worker with this printer, and its reports."""
    reports: queue.SimpleQueue[JobReport] = queue.SimpleQueue()
    return Worker(PRINTER, lambda _: printer, reports.put), reports


def test_slips_are_sent_and_done_in_order() -> None:
    """The hall sees each step."""
    worker, reports = printing(FakePrinter(["done", "unknown", "failed", "done"]))
    for number in range(4):
        worker.give(slip(number))

    assert states(reports, 7) == [
        ("slip/1.0/1", "sent"), ("slip/1.0/1", "done"),
        ("slip/1.1/1", "sent"), ("slip/1.1/1", "unknown"),
        ("slip/1.2/1", "failed"),
        ("slip/1.3/1", "sent"), ("slip/1.3/1", "done"),
    ]  # fmt: skip
    worker.stop()


@pytest.mark.parametrize("error", [DeviceGone("no line"), ValueError("a fault of the driver")])
def test_an_error_before_the_first_byte_is_failed_and_after_it_unknown(error: Exception) -> None:
    """The difference decides whether a repeat needs its mark."""
    worker, reports = printing(FakePrinter([error], hands=False))
    worker.give(slip(1))
    assert states(reports, 1) == [("slip/1.1/1", "failed")]
    worker.stop()

    worker, reports = printing(FakePrinter([error, "done"]))
    worker.give(slip(1))
    worker.give(slip(2))
    assert states(reports, 4)[1:] == [("slip/1.1/1", "unknown"), ("slip/1.2/1", "sent"), ("slip/1.2/1", "done")]
    worker.stop()
    assert worker.ready


def test_a_device_that_cannot_be_opened_is_tried_again_at_each_job() -> None:
    """Somebody plugs it in."""
    tries: Iterator[DeviceGone | FakePrinter] = iter([DeviceGone("off"), DeviceGone("off"), FakePrinter(["done"])])

    def opened(_: DeviceSpec) -> FakePrinter:
        found = next(tries)
        if isinstance(found, DeviceGone):
            raise found
        return found

    reports: queue.SimpleQueue[JobReport] = queue.SimpleQueue()
    worker = Worker(PRINTER, opened, reports.put)
    worker.give(slip(1))
    worker.give(slip(2))

    assert states(reports, 3) == [("slip/1.1/1", "failed"), ("slip/1.2/1", "sent"), ("slip/1.2/1", "done")]
    worker.stop()


def test_calls_that_come_late_are_shortened_then_shown_only_and_none_is_lost() -> None:
    """Age counts from the hand-over, so the clock of the hall does not matter."""
    now_s = [0.0]
    voice = FakeVoice()
    voice.go.clear()
    reports: queue.SimpleQueue[JobReport] = queue.SimpleQueue()
    worker = Worker(VOICE, lambda _: voice, reports.put, mono=lambda: now_s[0])
    worker.give(call(1))
    assert voice.began.wait(30)
    worker.give(call(2))
    now_s[0] = 5.0
    worker.give(call(3))
    now_s[0] = 19.0
    worker.give(call(4))
    now_s[0] = 34.0
    voice.go.set()

    assert states(reports, 4) == [
        ("call/1.1/1.1/voice-1", "spoken"), ("call/1.2/1.1/voice-1", "screen-only"),
        ("call/1.3/1.1/voice-1", "short"), ("call/1.4/1.1/voice-1", "spoken"),
    ]  # fmt: skip
    assert [form for _, form in voice.said] == ["whole", "short", "whole"]
    worker.stop()


def test_an_emergency_is_said_next_and_cuts_nothing() -> None:
    """It waits for the sentence that is being said, and for nothing else; a repetition gives way to whoever waits."""
    voice = FakeVoice()
    voice.go.clear()
    reports: queue.SimpleQueue[JobReport] = queue.SimpleQueue()
    worker = Worker(VOICE, lambda _: voice, reports.put, mono=lambda: 0.0)
    worker.give(call(1))
    assert voice.began.wait(30)
    for job in (replace(call(2), again=1), call(3), replace(call(4), kind="notice"), replace(call(5), kind="emergency")):
        worker.give(job)
    voice.go.set()

    assert [(job.split("/")[1], state) for job, state in states(reports, 5)] == [
        ("1.1", "spoken"), ("1.5", "spoken"), ("1.2", "screen-only"), ("1.3", "spoken"), ("1.4", "spoken"),
    ]  # fmt: skip
    worker.stop()
    assert reports.empty(), "one end each"


def test_a_voice_that_fails_leaves_its_calls_to_the_screen_and_comes_back() -> None:
    """No call vanishes with the engine."""
    voice = FakeVoice()
    voice.broken = VoiceFailed("no answer within 10 s")
    reports: queue.SimpleQueue[JobReport] = queue.SimpleQueue()
    worker = Worker(VOICE, lambda _: voice, reports.put)
    worker.give(call(1))
    assert states(reports, 1) == [("call/1.1/1.1/voice-1", "screen-only")]
    assert not worker.ready

    voice.broken = None
    worker.give(call(2))
    assert states(reports, 1) == [("call/1.2/1.1/voice-1", "spoken")]
    assert worker.ready
    worker.stop()


def test_a_device_that_hangs_holds_up_nobody_else() -> None:
    """Each has a thread of its own."""
    stuck = FakeVoice()
    stuck.go.clear()
    reports: queue.SimpleQueue[JobReport] = queue.SimpleQueue()
    hanging = Worker(VOICE, lambda _: stuck, reports.put)
    hanging.give(call(1))
    worker, printed = printing(FakePrinter(["done"]))
    worker.give(slip(1))

    assert states(printed, 2)[-1] == ("slip/1.1/1", "done")
    stuck.go.set()
    hanging.stop()
    worker.stop()


def test_a_worse_state_is_told_at_once_and_a_better_one_when_it_holds() -> None:
    """A sensor that trembles at the end of the roll must not fill the journal; missing paper must not wait."""
    now_s = [0.0]
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    printer = TellingPrinter()
    reports: queue.SimpleQueue[JobReport] = queue.SimpleQueue()
    worker = Worker(PRINTER, lambda _: printer, reports.put, lambda: now_s[0], tell=lambda _, state: told.put(state))
    assert told.get(timeout=30) == "low"
    printer.says = "out"
    assert told.get(timeout=30) == "out"
    now_s[0] = SETTLE_S - 0.1
    printer.says = "fine"
    for number in (1, 2):
        worker.give(slip(number))
        states(reports, 2)
    assert told.empty(), "it was asked between the two slips"
    now_s[0] = 2 * SETTLE_S
    assert told.get(timeout=30) == "fine"
    worker.stop()


def test_jobs_are_done_between_two_questions() -> None:
    """Asking a printer how it is must not keep slips waiting or lose them."""
    reports: queue.SimpleQueue[JobReport] = queue.SimpleQueue()
    worker = Worker(PRINTER, lambda _: TellingPrinter(), reports.put)
    for number in range(5):
        worker.give(slip(number))

    assert [state for _, state in states(reports, 10)] == ["sent", "done"] * 5
    worker.stop()


def test_a_job_that_came_late_is_older() -> None:
    """It lay on the line before it was given."""
    reports: queue.SimpleQueue[JobReport] = queue.SimpleQueue()
    worker = Worker(VOICE, lambda _: FakeVoice(), reports.put, mono=lambda: 0.0)
    for number, late_s in ((1, 0.0), (2, 16.0), (3, 31.0)):
        worker.give(call(number), late_s)

    assert [state for _, state in states(reports, 3)] == ["spoken", "short", "screen-only"]
    worker.stop()


def test_a_report_that_cannot_be_made_costs_its_job_alone(caplog: pytest.LogCaptureFixture) -> None:
    """A driver's message that is no text, for one; without its thread the device would seem to work and do nothing."""
    reports: queue.SimpleQueue[JobReport] = queue.SimpleQueue()

    def report(it: JobReport) -> None:
        if it.job == slip(1).job:
            message = "no text"
            raise ValueError(message)
        reports.put(it)

    worker = Worker(PRINTER, lambda _: FakePrinter(["done"] * 2), report)
    worker.give(slip(1))
    worker.give(slip(2))

    assert [state for _, state in states(reports, 2)] == ["sent", "done"]
    assert f"job {slip(1).job} has no end" in caplog.text
    worker.stop()
