# SPDX-License-Identifier: Apache-2.0
"""What an agent remembers over a crash."""

from pathlib import Path
from typing import Literal

import pytest

from devices import ledger as ledgers
from devices.ledger import Ledger
from hallserver.core.jobs import JobReport

State = Literal["sent", "done", "unknown", "failed", "spoken"]


def report(job: str, state: State) -> JobReport:
    """Return a report."""
    return JobReport(job=job, device="printer-1", state=state)


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
