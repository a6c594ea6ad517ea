# SPDX-License-Identifier: Apache-2.0
"""What this agent has done: each job at most once, each report kept until the hall has noted it.

One JSON line per report, or per noted report, appended and synced before a slip's first byte leaves.
So after a crash the agent knows which slips may be on paper, and prints none of them again.
"""

import contextlib
import logging
import os
import threading
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from devices.errors import AgentStops
from hallserver.core.jobs import JobReport

_log = logging.getLogger(__name__)
KEEP = 2000
"""Jobs remembered: more than a hall's agent does in a day's busiest hours; the hall re-sends only open ones."""
LINES_A_JOB = 4
"""Handed over, ended, each noted. The file is written anew when it holds twice what that makes."""


class Line(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the file."""

    report: JobReport
    noted: bool = False


class Ledger:
    """Reports by job, in memory and in a file (``path`` None: in memory only). Safe to use from several threads."""

    def __init__(self, path: Path | None = None) -> None:
        """Read the file, settle what a crash left open, and write it anew without old lines. Raises OSError where none can be made."""
        self._lock = threading.Lock()
        self._last: dict[str, JobReport] = {}
        self._unnoted: dict[tuple[str, str], JobReport] = {}
        self._path = path
        self._file: BinaryIO | None = None
        self._lines = 0
        self._closed = self._is_full = False
        if path is not None:
            has_one = path.exists()
            self._load(path)
            self._settle()
            try:
                self._rewrite(path)
            except OSError:
                # a full disk must not keep an agent from coming back
                if not has_one:
                    raise
                self._say_full()

    def last(self, job: str) -> JobReport | None:
        """Return the last report of the job; None: it was never begun here."""
        return self._last.get(job)

    def record(self, report: JobReport) -> None:
        """Keep a report; it is on disk when this returns. Raises AgentStops when the ledger is closed: nothing may be begun any more."""
        with self._lock:
            if self._closed:
                raise AgentStops
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
        """Close the file; from here on no report is taken."""
        with self._lock:
            self._closed = True
            self._drop_file()

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
        if self._path is None or self._closed:
            return
        try:
            if self._file is None or self._lines >= 2 * LINES_A_JOB * KEEP:
                self._rewrite(self._path)  # it has this line too
                return
            self._file.write(msgspec.json.encode(line) + b"\n")
            self._file.flush()
            if sync:
                os.fsync(self._file.fileno())
            self._lines += 1
        except OSError:
            self._drop_file()
            self._say_full()

    def _say_full(self) -> None:
        # a full disk must not stop the hall's voice; only a crash now could lose what was done
        if not self._is_full:
            _log.exception("ledger cannot be written; going on in memory until it can")
        self._is_full = True

    def _drop_file(self) -> None:
        """Let go of the file; what it could not take is still in memory."""
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):
                file.close()

    def _load(self, path: Path) -> None:
        for raw in path.read_bytes().splitlines() if path.exists() else []:
            try:
                self._take(msgspec.json.decode(raw, type=Line))
            except (msgspec.DecodeError, UnicodeDecodeError):
                _log.warning("ledger %s: a torn line was skipped", path)

    def _settle(self) -> None:
        """Call unknown what was handed over when the process died: it may be on paper or not."""
        for report in [r for r in self._last.values() if r.state == "sent"]:
            self._take(Line(report=msgspec.structs.replace(report, state="unknown", detail="the agent stopped while printing")))

    def _rewrite(self, path: Path) -> None:
        """Write the file anew from what is in memory. Raises OSError; the old file is then as it was."""
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(path.name + ".new")
        lines = self._all()
        with fresh.open("wb") as file:
            file.writelines(msgspec.json.encode(line) + b"\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())
        self._drop_file()
        fresh.replace(path)
        self._file, self._lines, self._is_full = path.open("ab"), len(lines), False

    def _all(self) -> list[Line]:
        """Return all that is known, oldest first: also what is too old to be remembered but was never noted."""
        old = [Line(report=report) for report in self._unnoted.values() if report.job not in self._last]
        noted = [report for report in self._last.values() if (report.job, report.state) not in self._unnoted]
        return [*old, *(Line(report=it) for it in self._last.values()), *(Line(report=it, noted=True) for it in noted)]
