# SPDX-License-Identifier: Apache-2.0
"""A year of a district: the whole report of 900,000 tickets beside one GROUP BY over the same legs.

Both are processes of their own that begin with nothing and read the same 103 files, warm in the machine's cache. Ours reads
the roll-ups of the closed days; the limit has no medians, no percentiles, no ratings, no idle counters.
"""

import json
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from tests.bench.measure import Benchmark, Measured, Terms, in_turn
from tests.bench.year_data import make_folders

HALLS = 103
TICKETS = 900_000
MOST_MB = 200


def run(terms: Terms) -> Measured:
    """Make the folders and measure both in turn."""
    with tempfile.TemporaryDirectory() as folder:
        paths = make_folders(Path(folder), HALLS, terms.count(TICKETS))
        limit, ours = (partial(_measured, side, paths) for side in ("limit", "ours"))
        peaks = {"ours": 0.0, "limit": 0.0}

        def side(name: str) -> tuple[float, float]:
            took_s, peak_mb = (ours if name == "ours" else limit)()
            peaks[name] = max(peaks[name], peak_mb)
            return took_s, 0.0

        rounds = in_turn(lambda: side("ours"), lambda: side("limit"), terms.rounds())
        return Measured(rounds=rounds, unit="s", also={"peak_mb": peaks["ours"], "limit_peak_mb": peaks["limit"]})


def _measured(side: str, paths: list[Path]) -> tuple[float, float]:
    """Return seconds and peak memory in MB of one side, in a process of its own."""
    asked = json.dumps([str(path) for path in paths])
    done = subprocess.run([sys.executable, "-m", "tests.bench.year_side", side], input=asked, stdout=subprocess.PIPE, text=True, check=True)
    took_s, peak_mb = json.loads(done.stdout)
    return took_s, peak_mb


BENCHMARKS = (
    Benchmark(
        name="year-report",
        says="The report of a year: 900,000 tickets of 103 halls × 250 days, every figure, by hall, month, service and half hour",
        limit_is="count, Σ wait and Σ within target by hall, service and hour: one GROUP BY over each hall's legs",
        goal=3,
        bounds={"peak_mb": MOST_MB},
        run=run,
        grows="tickets of the year: opening 103 files and adding a row per hall and month cost the same whatever they hold, and only the"
        " seconds from which percentiles are taken grow with the tickets, so that four times as many cost far less than four times as much",
        sizes=(1 / 16, 1 / 4, 1),
        small_box=False,
    ),
)
