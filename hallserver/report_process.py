# SPDX-License-Identifier: Apache-2.0
"""Has a report made by a process of its own, at low priority: a call at a counter never waits for it. It can be cancelled at any time."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Timer

from msgspec import Struct

from hallserver.core.errors import Malformed
from hallserver.core.rules_delivery import INSPECTION
from hallserver.district import DISTRICT, NO_DISTRICT, District
from reports.kinds import Span, between, span_of

NOTHING = 66
"""Exit code (sysexits EX_NOINPUT), for programs, where the hall did not open on any of the days."""
BROKEN = 76
"""Exit code (sysexits EX_PROTOCOL), for programs, where the journal of what is to be signed was changed."""
UNREADABLE = 65
"""Exit code (sysexits EX_DATAERR), for programs, where one of several halls cannot be read."""
LONGEST_S = 1800.0
"""After which a report is given up."""


def span_asked(kind: str, first: str, last: str | None) -> Span:
    """Return the business dates of what is asked for: the range that holds a date, or of a period from one to another. Raises Malformed."""
    if (kind == "period") != (last is not None):
        raise Malformed("report-last")
    return span_of(kind, first) if last is None else between(first, last)


class Order(Struct, frozen=True, kw_only=True):
    """Which report: kind, business dates, format, language, watermark; ``named`` False leaves out whatever names staff."""

    kind: str
    span: Span
    output: str
    language: str = "zh-Hans"
    marked: str = ""
    named: bool = True
    boxes: str = ""
    """What people wrote into a report that is to be frozen, as JSON."""
    draft: str = ""
    """``<epoch>.<seq>`` of the frozen version that is wanted; empty: it is made anew."""
    person: str = ""
    """Who takes an inspection pack away."""


class NotMade(Exception):
    """The report was not made: what the process said; whether there is nothing to report, a hall cannot be read, or was changed."""

    def __init__(self, says: str, code: int) -> None:
        """Keep them."""
        super().__init__(says or str(code))
        self.empty, self.unreadable, self.broken = code == NOTHING, code == UNREADABLE, code == BROKEN


class ReportProcess:
    """One report being made of a data folder that may be in service."""

    def __init__(self, data: Path, order: Order, district: District = NO_DISTRICT, now: Callable[[], int] | None = None) -> None:
        """Keep what is asked for, and the further halls for a report of all of them; nothing runs yet.

        ``now`` is the hall's clock (UTC µs); without it the program takes the machine's.
        """
        self._data, self._order, self._district, self._now = data, order, district, now
        self._process: subprocess.Popen[str] | None = None
        self._cancelled = Event()
        self.percent = 0
        """How far it is."""

    def run(self) -> bytes:
        """Return the report; takes as long as it takes, so call it off the event loop. Raises NotMade, OSError."""
        if self._cancelled.is_set():
            raise NotMade("", -1)
        with tempfile.TemporaryDirectory(prefix="report-") as folder:
            out = Path(folder) / "report"
            said = self._run(out)
            code = self._process.returncode if self._process is not None else -1
            if self._cancelled.is_set() or code or not out.exists():
                raise NotMade(" ".join(said)[-400:], -1 if self._cancelled.is_set() else code)
            return out.read_bytes()

    def cancel(self) -> None:
        """End it; the process leaves nothing behind."""
        self._cancelled.set()
        if self._process is not None:
            self._process.terminate()

    def _run(self, out: Path) -> list[str]:
        """Run the process to its end, hearing how far it is; return what else it said."""
        self._process = subprocess.Popen(  # noqa: S603 -- our own program
            self._command(out), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )
        _be_gentle(self._process.pid)
        with self._process as process:
            if self._cancelled.is_set():
                process.terminate()
            assert process.stdin is not None
            assert process.stderr is not None
            with suppress(BrokenPipeError):  # it was ended before it read
                process.stdin.write(f"{self._order.marked}\n{self._order.boxes}\n")
                process.stdin.close()
            with _given_up(process):
                said = self._heard(process.stderr)
        return said

    def _heard(self, lines: Iterable[str]) -> list[str]:
        """Hear how far it is; return what else is said."""
        said: list[str] = []
        for line in lines:
            if line.startswith(AT):
                self.percent = int(line.removeprefix(AT))
            else:
                said.append(line.strip())
        return said

    def _command(self, out: Path) -> Sequence[str]:
        span = self._order.span
        if self._order.kind == INSPECTION:
            asked = ("--from", span.first.isoformat(), "--to", span.last.isoformat(), "--language", self._order.language)
            who = ("--but", self._order.person)
            return (
                sys.executable,
                "-m",
                "hallserver",
                "inspect",
                "--gently",
                "--data",
                str(self._data),
                *asked,
                *who,
                "--out",
                str(out),
                *self._as_of(),
            )
        return (
            *(sys.executable, "-m", "hallserver", "report", *self._which(), "--gently"),
            *(part for folder in self._folders() for part in ("--data", str(folder))),
            *("--format", self._order.output, "--language", self._order.language),
            *("--out", str(out), "--marked", "-"),
            *(() if self._order.named else ("--unnamed",)),
            *self._as_of(),
        )

    def _as_of(self) -> Sequence[str]:
        """Return the argument that says when it is made."""
        return () if self._now is None else ("--as-of", datetime.fromtimestamp(self._now() // 1_000_000, UTC).isoformat())

    def _folders(self) -> Sequence[Path]:
        """Return whose report it is: a frozen one is the leading hall's, the others have its photos while they are there."""
        if self._order.kind != DISTRICT:
            return [self._data]
        return [self._data, *(self._district.there if self._order.draft else self._district.folders)]

    def _which(self) -> Sequence[str]:
        """Return the arguments that say which report it is."""
        first, last = self._order.span.first.isoformat(), self._order.span.last.isoformat()
        dates = ("--from", first, "--to", last) if self._order.kind == "period" else ("--date", first)
        return (self._order.kind, *dates, *(("--frozen", self._order.draft) if self._order.draft else ()))


def _be_gentle(pid: int) -> None:
    """Have a process begin at low priority: what it loads before it reads its arguments is a third of a short report's work."""
    if sys.platform != "win32":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, pid, GENTLE)


@contextmanager
def _given_up(process: subprocess.Popen[str]) -> Iterator[None]:
    """End the process when it has taken too long: others wait for their turn."""
    timer = Timer(LONGEST_S, process.kill)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


GENTLE = 10
"""So much less of a busy processor than the server gets."""
AT = "at "
"""How a line begins that says how far a report is, for programs."""
