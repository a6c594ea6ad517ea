# SPDX-License-Identifier: Apache-2.0
"""What an agent remembers over a crash."""

import contextlib
import logging
import os
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from devices import ledger as ledgers
from devices.errors import AgentStops
from devices.ledger import Ledger
from hallserver.core.jobs import JobReport

State = Literal["sent", "done", "unknown", "failed", "spoken"]


def report(job: str, state: State) -> JobReport:
    """Return a report."""
    return JobReport(job=job, device="printer-1", state=state)


@contextlib.contextmanager
def full_after(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond so many bytes: the nearest to a full disk that needs no disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_report_is_kept_until_it_is_noted(tmp_path: Path) -> None:
    """The hall may have been gone when it was sent."""
    path = tmp_path / "ledger.jsonl"
    first = Ledger(path)
    first.record(report("slip/1.1/1", "sent"))
    first.record(report("slip/1.1/1", "done"))
    first.record(report("call/1.1/1.1/v", "spoken"))
    first.noted("call/1.1/1.1/v", "spoken")
    first.close()

    again = Ledger(path)
    assert again.unnoted() == [report("slip/1.1/1", "done")]
    assert again.last("call/1.1/1.1/v") == report("call/1.1/1.1/v", "spoken")
    assert again.last("slip/9.9/1") is None
    again.close()


def test_a_slip_that_was_handed_over_when_the_agent_died_is_unknown(tmp_path: Path) -> None:
    """It may be on paper: it must not be printed again, nor be called done."""
    path = tmp_path / "ledger.jsonl"
    first = Ledger(path)
    first.record(report("slip/1.1/1", "sent"))
    first.noted("slip/1.1/1", "sent")

    again = Ledger(path)
    assert [(it.job, it.state) for it in again.unnoted()] == [("slip/1.1/1", "unknown")]
    again.close()
    first.close()


def test_a_torn_line_costs_that_line_alone(tmp_path: Path) -> None:
    """Power may go in the middle of a write."""
    path = tmp_path / "ledger.jsonl"
    first = Ledger(path)
    first.record(report("slip/1.1/1", "done"))
    first.close()
    with path.open("ab") as file:
        file.write(b'{"report":{"job":"slip/1.2/1","dev')

    again = Ledger(path)
    assert again.last("slip/1.1/1") == report("slip/1.1/1", "done")
    assert again.last("slip/1.2/1") is None
    again.close()


def test_old_jobs_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file must not grow for years."""
    monkeypatch.setattr(ledgers, "KEEP", 3)
    path = tmp_path / "ledger.jsonl"
    first = Ledger(path)
    for number in range(10):
        first.record(report(f"slip/1.{number}/1", "done"))
        first.noted(f"slip/1.{number}/1", "done")
    first.close()
    Ledger(path).close()

    assert len(path.read_bytes().splitlines()) == 6


def test_without_a_file_it_remembers_all_the_same() -> None:
    """For a short try."""
    ledger = Ledger()
    ledger.record(report("slip/1.1/1", "done"))

    assert ledger.last("slip/1.1/1") is not None


def test_a_full_disk_costs_nothing_that_is_told_before_the_next_start(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A minute without room must not leave the rest of the day without a memory, nor fill the log."""
    path = tmp_path / "ledger.jsonl"
    first = Ledger(path)
    first.record(report("slip/1.1/1", "done"))
    with full_after(path.stat().st_size + 20), caplog.at_level(logging.ERROR):
        first.record(report("slip/1.2/1", "sent"))
        first.record(report("slip/1.2/1", "done"))
    first.record(report("slip/1.3/1", "sent"))

    again = Ledger(path)
    assert [(it.job, it.state) for it in again.unnoted()] == [("slip/1.1/1", "done"), ("slip/1.2/1", "done"), ("slip/1.3/1", "unknown")]
    assert len(caplog.records) == 1
    again.close()
    first.close()


def test_an_agent_starts_on_a_full_disk_where_it_has_a_ledger(tmp_path: Path) -> None:
    """It knows what it did; only the first start of all needs room."""
    path = tmp_path / "ledger.jsonl"
    first = Ledger(path)
    first.record(report("slip/1.1/1", "sent"))
    first.close()
    with full_after(10):
        again = Ledger(path)
        again.record(report("slip/1.2/1", "sent"))
        with pytest.raises(OSError, match="too large"):
            (tmp_path / "more").write_bytes(bytes(20))
    assert [(it.job, it.state) for it in again.unnoted()] == [("slip/1.1/1", "unknown"), ("slip/1.2/1", "sent")]
    again.close()


def test_bytes_that_are_no_text_cost_their_line_alone(tmp_path: Path) -> None:
    """What a power cut leaves in a file is not always half a line."""
    path = tmp_path / "ledger.jsonl"
    first = Ledger(path)
    first.record(report("slip/1.1/1", "done"))
    first.close()
    with path.open("ab") as file:
        file.write(b'{"report":{"job":"\xff\xfe","device":"d","state":"done"}}\n\x00\x00\xff\n')

    again = Ledger(path)
    assert [it.job for it in again.unnoted()] == ["slip/1.1/1"]
    again.close()


def test_after_the_end_nothing_is_begun(tmp_path: Path) -> None:
    """A slip that is handed over then would be on paper, and no next start would know of it."""
    ledger = Ledger(tmp_path / "ledger.jsonl")
    ledger.close()

    with pytest.raises(AgentStops):
        ledger.record(report("slip/1.1/1", "sent"))
    ledger.noted("slip/1.1/1", "sent")


def test_a_long_run_does_not_make_a_long_file_and_loses_nothing_unnoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An agent runs for months."""
    monkeypatch.setattr(ledgers, "KEEP", 3)
    path = tmp_path / "ledger.jsonl"
    ledger = Ledger(path)
    ledger.record(report("slip/1.0/1", "unknown"))
    for number in range(1, 200):
        ledger.record(report(f"slip/1.{number}/1", "done"))
        ledger.noted(f"slip/1.{number}/1", "done")

    assert len(path.read_bytes().splitlines()) <= 2 * ledgers.LINES_A_JOB * 3 + 1
    ledger.close()
    assert [it.job for it in Ledger(path).unnoted()] == ["slip/1.0/1"]


def test_a_report_is_on_disk_before_anything_else_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip's first byte leaves when ``record`` has returned: a power cut right after it must not take the line away."""
    path, synced = tmp_path / "ledger.jsonl", list[bytes]()
    ledger = Ledger(path)
    really = os.fsync

    def fsync(number: int) -> None:
        synced.append(path.read_bytes())
        really(number)

    monkeypatch.setattr(os, "fsync", fsync)
    ledger.record(report("slip/1.1/1", "sent"))
    ledger.noted("slip/1.1/1", "sent")

    assert [b"slip/1.1/1" in it for it in synced] == [True]
    ledger.close()
