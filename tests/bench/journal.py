# SPDX-License-Identifier: Apache-2.0
"""Reading the journal back and writing it event by event: the fold, the start of a server, the replay of a day."""

import gc
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from hallserver.store.folder import FILE, open_reading
from hallserver.store.reading import COLUMNS
from tests.bench.journal_day import long_day
from tests.bench.measure import Benchmark, Measured, Terms, cores, in_turn
from tests.bench.replaying import replay_day
from tests.stories.server_process import ROOT, HallProcess, environment

EVENTS = 30_000
SIZES = (0.25, 1.0, 4.0)
"""A hall's day ends at 9,999 numbers a letter: 120,000 events are the most that the demo's hall can have."""
_ROWS = f"SELECT {COLUMNS} FROM event ORDER BY epoch, seq"  # noqa: S608 -- constants only
_START = f"""
import sqlite3, sys
import hallserver.cli.serve
database = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
rows = database.execute("{_ROWS}").fetchall()
assert len(rows) >= int(sys.argv[2])
"""
"""What a start cannot do without: the interpreter, the program's modules, the rows."""


@contextmanager
def _folder(terms: Terms) -> Iterator[Path]:
    """Give the folder of an open day, and run everything on one core if the terms say so."""
    before = os.sched_getaffinity(0)
    with tempfile.TemporaryDirectory() as place:
        long_day(Path(place) / "hall", terms.count(EVENTS))
        try:
            os.sched_setaffinity(0, cores()[0] if terms.pinned else before)
            yield Path(place) / "hall"
        finally:
            os.sched_setaffinity(0, before)


def _timed(act: Callable[[], Any]) -> tuple[float, float]:
    """Return the milliseconds that an act takes, the best of three times: others use the machine as well."""
    return min(_once(act) for _ in range(3)), 0


def _once(act: Callable[[], Any]) -> float:
    gc.collect()
    begun = time.perf_counter()
    kept = act()
    took_ms = (time.perf_counter() - begun) * 1000
    del kept
    return took_ms


def read_rows(path: Path) -> list[tuple[Any, ...]]:
    """Return every row of the journal, plainly read."""
    with closing(sqlite3.connect(f"file:{path / FILE}?mode=ro", uri=True)) as database:
        return database.execute(_ROWS).fetchall()


def fold(terms: Terms) -> Measured:
    """Fold one open day with its chain checked, beside reading its rows."""
    with _folder(terms) as path:
        journal, _ = open_reading(path)
        rounds = in_turn(lambda: _timed(journal.load), lambda: _timed(lambda: read_rows(path)), terms.rounds(11))
        return Measured(rounds=rounds, unit="ms", also={"us_per_event": min(it.ours for it in rounds) * 1000 / journal.anchor.seq})


def _started(path: Path) -> tuple[float, HallProcess]:
    """Start the real server; return how long its first answer took, in ms."""
    begun = time.perf_counter()
    server = HallProcess(["-m", "hallserver", "serve", "--port", 0, "--data", path], path.with_suffix(".log"))
    return (time.perf_counter() - begun) * 1000, server


def _start(path: Path, *, cut: bool) -> tuple[float, float]:
    """Return the milliseconds of a start of the server, ended in order before or cut off at work."""
    if cut:
        subprocess.run([sys.executable, "-m", "tests.bench.journal_day", str(path)], cwd=ROOT, env=environment(), check=True)
    took_ms, server = _started(path)
    assert server.stop() == 0, server.said()
    return took_ms, 0


def _least_start(path: Path, events: int) -> tuple[float, float]:
    """Return the milliseconds that a process takes which only loads the program and reads the rows."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", _START, str(path / FILE), str(events)], cwd=ROOT, env=environment(), check=True)
    return (time.perf_counter() - begun) * 1000, 0


def _starts(terms: Terms, *, cut: bool) -> Measured:
    with _folder(terms) as path:
        events = terms.count(EVENTS)
        _start(path, cut=False)
        return Measured(rounds=in_turn(lambda: _start(path, cut=cut), lambda: _least_start(path, events), terms.rounds(9)), unit="ms")


def start(terms: Terms) -> Measured:
    """Start a server that was ended in order."""
    return _starts(terms, cut=False)


def start_after_cut(terms: Terms) -> Measured:
    """Start a server that was killed: everything in the folder is proved first."""
    return _starts(terms, cut=True)


BENCHMARKS: tuple[Benchmark, ...] = (
    Benchmark(
        name="replay-real-day",
        says="replay of the real day, `--speed max`, each command awaited",
        limit_is="the same events appended one by one, each in a durable transaction",
        goal=3,
        run=replay_day,
    ),
    Benchmark(
        name="fold-30000",
        says="fold of 30,000 events with chain check",
        limit_is="reading the same rows",
        goal=6,
        run=fold,
        grows="events of the day: in proportion, for every event is read, proved and folded once",
        sizes=SIZES,
        small_box=False,
    ),
    Benchmark(
        name="start-30000",
        says="process start to first answer, a day of 30,000 events, ended in order before",
        limit_is="interpreter + the program's imports + reading the rows",
        goal=3,
        run=start,
        grows="events of the day: the imports once, then in proportion to the events that are folded",
        sizes=SIZES,
        small_box=False,
    ),
    Benchmark(
        name="start-after-cut",
        says="the same after `kill -9`: the chain, every table and the vault are proved first",
        limit_is="interpreter + the program's imports + reading the rows",
        goal=3,
        run=start_after_cut,
        small_box=False,
    ),
)
