# SPDX-License-Identifier: Apache-2.0
"""What a measurement is: rounds of two things measured in turn, the ratio of each round, its median and spread.

Machines differ and are shared; the ratio of two things that were measured in the same minute says more than either.
"""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct, field


class Terms(Struct, frozen=True, kw_only=True):
    """Under which terms is measured: how large, and whether on a small box."""

    scale: float = 1
    """Factor on the nominal size of what the benchmark's ``grows`` names."""
    commit_delay_s: float = 0
    """What each durable write takes longer, ours and the limit's alike: a slow disk."""
    pinned: bool = False
    """Servers on one core, clients on the other."""
    quick: bool = False
    """Fewer rounds, shorter waits: to try a benchmark out, and for growth, where three sizes say more than many rounds."""

    def count(self, nominal: int) -> int:
        """Return a size at this scale, at least 1."""
        return max(1, round(nominal * self.scale))

    def rounds(self, usual: int = 5) -> int:
        """Return how many rounds to make."""
        return 2 if self.quick else usual


class Round(Struct, frozen=True, kw_only=True):
    """One pair: ours and the limit in the benchmark's unit, and what each operation cost its server in µs of CPU (0: not measured)."""

    ours: float
    limit: float
    ours_cpu_us: float = 0
    limit_cpu_us: float = 0

    @property
    def ratio(self) -> float:
        """Return ours ÷ limit."""
        return self.ours / self.limit


class Measured(Struct, frozen=True, kw_only=True):
    """All rounds of a benchmark, and figures beside them whose names end in their unit."""

    rounds: list[Round]
    unit: str
    also: dict[str, float] = field(default_factory=dict)


class Benchmark(Struct, frozen=True, kw_only=True):
    """One row of the table: what is measured beside what, and how near to it we want to be."""

    name: str
    says: str
    """What is measured."""
    limit_is: str
    """What the machine can do at best, measured beside it."""
    goal: float
    """Bound of the ratio ours ÷ limit."""
    run: Callable[[Terms], Measured]
    at_least: bool = False
    """The ratio of rates must reach the goal; else the ratio of times must not pass it."""
    bounds: dict[str, float] = field(default_factory=dict)
    """Upper bounds of figures in ``Measured.also``."""
    grows: str = ""
    """What ``scale`` enlarges, and one sentence on how the cost grows and why; empty: not drawn."""
    sizes: tuple[float, ...] = (1, 4, 16)
    """Scales of the growth table."""
    usual: bool = True
    """Measured on the machine as it is."""
    small_box: bool = True
    """Measured (again) on the small box."""


def row_of(benchmark: Benchmark, measured: Measured) -> dict[str, Any]:
    """Return the result as it is kept: medians over the rounds, the spread of the ratios, and whether the goal is met."""
    ratios = sorted(it.ratio for it in measured.rounds)
    ratio = statistics.median(ratios)
    near = ratio >= benchmark.goal if benchmark.at_least else ratio <= benchmark.goal
    return {
        "name": benchmark.name,
        "says": benchmark.says,
        "limit_is": benchmark.limit_is,
        "goal": f"{'≥' if benchmark.at_least else '≤'} {benchmark.goal:g}",
        "bounds": benchmark.bounds,
        "ratio": rounded(ratio),
        "met": near and all(measured.also[name] <= most for name, most in benchmark.bounds.items()),
        "ours": rounded(statistics.median(it.ours for it in measured.rounds)),
        "limit": rounded(statistics.median(it.limit for it in measured.rounds)),
        "unit": measured.unit,
        "spread": [rounded(ratios[0]), rounded(ratios[-1])],
        "cpu_us": rounded(statistics.median(it.ours_cpu_us for it in measured.rounds)),
        "limit_cpu_us": rounded(statistics.median(it.limit_cpu_us for it in measured.rounds)),
        "also": {name: rounded(value) for name, value in measured.also.items()},
    }


def rounded(value: float) -> float:
    """Return three significant digits: more would be noise."""
    return float(f"{value:.3g}")


def percentile(values: Sequence[float], share: float) -> float:
    """Return the nearest-rank percentile, e.g. of share 0.99."""
    ordered = sorted(values)
    return ordered[max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1)]


Side = Callable[[], tuple[float, float]]
"""Measures one side once: its figure, and µs of server CPU per operation (0: not measured)."""


def in_turn(ours: Side, limit: Side, rounds: int) -> list[Round]:
    """Measure both sides in turn, each round in the other order, so that drift of the machine hits both."""
    found: list[Round] = []
    for number in range(rounds):
        if number % 2:
            there, here = limit(), ours()
        else:
            here, there = ours(), limit()
        found.append(Round(ours=here[0], limit=there[0], ours_cpu_us=here[1], limit_cpu_us=there[1]))
    return found


def cpu_s(pid: int) -> float:
    """Return the CPU seconds that a process has used, all its threads, to the nanosecond."""
    # A process's CPU clock as the C library names it: clock_getcpuclockid(3).
    return time.clock_gettime((~pid << 3) | 2)


def rss_kib(pid: int) -> int:
    """Return the memory that a process has in use, in KiB."""
    line = next(it for it in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines() if it.startswith("VmRSS:"))
    return int(line.split()[1])


@cache
def cores() -> tuple[set[int], set[int]]:
    """Return the cores for servers and for clients on a small box, as they were at first. Raises RuntimeError where there is one core."""
    known = sorted(os.sched_getaffinity(0))
    if len(known) < 2:
        message = "a small box needs two cores: one for the server, one for its clients"
        raise RuntimeError(message)
    return {known[0]}, set(known[1:])
