# SPDX-License-Identifier: Apache-2.0
"""A server that runs for long: idle with a hundred screens, then a week of commands. Its bounds are figures, not a machine's limits."""

import asyncio
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.long_run_hall import Day, Hall, prepare
from tests.bench.measure import Benchmark, Measured, Round, Terms, cpu_s, rss_kib
from tests.bench.screens_on import screens_on
from tests.stories.server_process import HallProcess

IDLE_S, QUICK_IDLE_S = 600, 20
MOST_CPU_PCT = 1.0
DAYS, TICKETS = 6, 1000
MOST_MB = 100.0
MOST_GROWTH_PCT = 10.0
KIB_MB = 1024 / 1e6
_NIGHT_S = 1.0


def peak_mb(pid: int) -> float:
    """Return the memory of the highest moment of a process's life, as the kernel kept it, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) * KIB_MB


@contextmanager
def _served() -> Iterator[tuple[Hall, HallProcess]]:
    """Serve the hall by a clock with nights, its devices' screens on."""
    with tempfile.TemporaryDirectory() as place:
        hall = asyncio.run(prepare(Path(place) / "hall"))
        process = HallProcess(["-m", "tests.bench.serve", "--nights", "--data", hall.path], hall.path.with_suffix(".log"))
        try:
            with screens_on(process.port, hall.devices):
                yield hall, process
        finally:
            process.stop()


def idle(terms: Terms) -> Measured:
    """Leave an open hall with a hundred screens to itself; the bound is one per cent of one core."""
    with _served() as (hall, process):
        day = Day(process.port, hall, seed=0)
        day.begin()
        with screens_on(process.port, day.staff_screens()):
            time.sleep(5)
            before, begun = cpu_s(process.pid), time.perf_counter()
            time.sleep(QUICK_IDLE_S if terms.quick else IDLE_S)
            used_s, passed_s = cpu_s(process.pid) - before, time.perf_counter() - begun
            links = len(hall.devices) + len(day.staff_screens(0)) + 10
            rounds = [Round(ours=used_s / passed_s * 100, limit=MOST_CPU_PCT)]
            return Measured(
                rounds=rounds, unit="% of a core", also={"links": links, "idle_s": passed_s, "rss_mb": rss_kib(process.pid) * KIB_MB}
            )


def week(terms: Terms) -> Measured:
    """Play a week of full days; the bound is on the memory of the highest moment, and on what it grows by after the first day.

    The highest moments are the mornings, when staff signs in: checking a password takes 34 MB for a third of a second.
    What stays is compared at the end of each day, at the same moment of its life.
    """
    days, tickets = (2, 100) if terms.quick else (DAYS, TICKETS)
    evenings_mb, dates, commands_s = [], set(), 0.0
    with _served() as (hall, process):
        for number in range(days):
            day = Day(process.port, hall, seed=number)
            dates.add(day.begin())
            with screens_on(process.port, day.staff_screens()):
                begun = time.perf_counter()
                day.pass_by(tickets)
                commands_s += time.perf_counter() - begun
                day.end()
            evenings_mb.append(rss_kib(process.pid) * KIB_MB)
            os.kill(process.pid, signal.SIGUSR1)
            time.sleep(_NIGHT_S)
        rounds = [Round(ours=peak_mb(process.pid), limit=MOST_MB)]
    assert len(dates) == days, dates
    grown_pct = (max(evenings_mb) / evenings_mb[0] - 1) * 100
    also = {"growth_pct": grown_pct, "first_evening_mb": evenings_mb[0], "last_evening_mb": evenings_mb[-1]}
    return Measured(rounds=rounds, unit="MB", also=also | {"commands_per_s": 5 * tickets * days / commands_s})


BENCHMARKS: tuple[Benchmark, ...] = (
    Benchmark(
        name="week",
        says="100 connections, a week of commands at full speed: memory at its highest moment",
        limit_is="a bound, no limit: 100 MB",
        goal=1,
        run=week,
        bounds={"growth_pct": MOST_GROWTH_PCT},
        small_box=False,
    ),
    Benchmark(
        name="idle",
        says="100 connections, ten real minutes idle: CPU of one core",
        limit_is="a bound, no limit: 1 %",
        goal=1,
        run=idle,
        small_box=False,
    ),
)
