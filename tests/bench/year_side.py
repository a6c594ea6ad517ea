# SPDX-License-Identifier: Apache-2.0
"""One side of the year's report, in a process of its own: `python -m tests.bench.year_side ours|limit`, folders as JSON on stdin.

Prints seconds and peak memory in MB. Imports are made before the clock starts, on either side.
"""

import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from hallserver.report_door import Opened, period_report
from hallserver.store.folder import FILE, open_reading

GROUPS = (
    "SELECT service, (first_called_us / 3600000000 + 8) % 24 AS hour, count(*), sum(first_called_us - opened_us),"
    " sum(first_called_us - opened_us <= target_s * 1000000) FROM leg GROUP BY service, hour"
)


def ours(folders: list[Path]) -> int:
    """Make the report as the command line does, up to its figures; return the tickets that it counts."""
    report = period_report(_opened(folders), "2026-01-01", "2026-12-31")
    return int(report.section("tickets").groups[0].figure("tickets.issued").value or 0)


def _opened(folders: list[Path]) -> Iterator[Opened]:
    for folder in folders:
        journal, reader = open_reading(folder)
        yield reader, journal.load().catalog


def limit(folders: list[Path]) -> int:
    """Ask each file and put the groups of the halls side by side; return the legs that they count."""
    groups: dict[tuple[str, str, int], tuple[int, int, int]] = {}
    for folder in folders:
        database = sqlite3.connect(f"{(folder / FILE).as_uri()}?mode=ro", uri=True)
        for service, hour, *sums in database.execute(GROUPS):
            groups[folder.name, service, hour] = tuple(sums)
        database.close()
    return sum(count for count, _, _ in groups.values())


def main() -> None:
    """Run the side that is named, once."""
    folders = [Path(it) for it in json.load(sys.stdin)]
    begun = time.perf_counter()
    found = {"ours": ours, "limit": limit}[sys.argv[1]](folders)
    took_s = time.perf_counter() - begun
    assert found > 0
    print(json.dumps([took_s, _peak_kib() * 1024 / 1e6]))


def _peak_kib() -> int:
    """Return the most memory that this process had; ``ru_maxrss`` would count what its parent had before it."""
    line = next(it for it in Path("/proc/self/status").read_text(encoding="ascii").splitlines() if it.startswith("VmHWM:"))
    return int(line.split()[1])


if __name__ == "__main__":
    main()
