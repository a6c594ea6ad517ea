# SPDX-License-Identifier: Apache-2.0
"""What this agent has done: each job at most once, each report kept until the hall has noted it.

One JSON line per report, or per noted report, appended and synced before a slip's first byte leaves.
So after a crash the agent knows which slips may be on paper, and prints none of them again.
"""

import logging
import os
import threading
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from hallserver.core.jobs import JobReport

_log = logging.getLogger(__name__)
KEEP = 2000
"""Jobs remembered: more than a hall's agent does in a day's busiest hours; the hall re-sends only open ones."""


class Line(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the file."""

    report: JobReport
    noted: bool = False


class Ledger:
    """Reports by job, in memory and in a file (``path`` None: in memory only). Safe to use from several threads."""

    def __init__(self, path: Path | None = None) -> None:
        """Read the file, settle what a crash left open, and write it anew without old lines."""
        self._lock = threading.Lock()
        self._last: dict[str, JobReport] = {}
        self._unnoted: dict[tuple[str, str], JobReport] = {}
        self._file: BinaryIO | None = None
        if path is not None:
            self._load(path)
            self._settle()
            self._rewrite(path)

    def last(self, job: str) -> JobReport | None:
        """Return the last report of the job; None: it was never begun here."""
        return self._last.get(job)

    def record(self, report: JobReport) -> None:
        """Keep a report; it is on disk when this returns."""
        with self._lock:
            self._take(Line(report=report))
            self._append(Line(report=report))

    def noted(self, job: str, state: str) -> None:
        """Keep that the hall has this report: it need not be sent again."""
        with self._lock:
            report = self._unnoted.pop((job, state), None)
            if report is not None:
                self._append(Line(report=report, noted=True), sync=False)

    def unnoted(self) -> list[JobReport]:
        """Return the reports that the hall has not noted, oldest first."""
        with self._lock:
            return list(self._unnoted.values())

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _take(self, line: Line) -> None:
        report = line.report
        if line.noted:
            self._unnoted.pop((report.job, report.state), None)
            return
        self._last.pop(report.job, None)
        self._unnoted.pop((report.job, "sent"), None)  # the end says it too
        self._last[report.job] = report
        self._unnoted[report.job, report.state] = report
        while len(self._last) > KEEP:
            del self._last[next(iter(self._last))]

    def _append(self, line: Line, *, sync: bool = True) -> None:
        if self._file is None:
            return
        try:
            self._file.write(msgspec.json.encode(line) + b"\n")
            self._file.flush()
            if sync:
                os.fsync(self._file.fileno())
        except OSError:
            # a full disk must not stop the hall's voice; only a crash now could lose what was done
            _log.exception("ledger cannot be written; going on in memory")
            self._file = None

    def _load(self, path: Path) -> None:
        for raw in path.read_bytes().splitlines() if path.exists() else []:
            try:
                self._take(msgspec.json.decode(raw, type=Line))
            except msgspec.DecodeError:
                _log.warning("ledger %s: a torn line was skipped", path)

    def _settle(self) -> None:
        """Call unknown what was handed over when the process died: it may be on paper or not."""
        for report in [r for r in self._last.values() if r.state == "sent"]:
            self._take(Line(report=msgspec.structs.replace(report, state="unknown", detail="the agent stopped while printing")))

    def _rewrite(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(path.name + ".new")
        with fresh.open("wb") as file:
            for report in self._last.values():
                file.write(msgspec.json.encode(Line(report=report)) + b"\n")
                if (report.job, report.state) not in self._unnoted:
                    file.write(msgspec.json.encode(Line(report=report, noted=True)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        self._file = path.open("ab")
