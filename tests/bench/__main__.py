# SPDX-License-Identifier: Apache-2.0
"""``make bench``: measure everything beside its limit, print the table, keep the figures and draw how they grow.

``python -m tests.bench [NAME …] [--small-box] [--growth] [--quick]``: only these, only there. Results of earlier runs of
the others stay in ``bench.json``; ``--quick`` tries a benchmark out and keeps nothing.
"""

import argparse
import json
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import structs

from tests.bench import commands, crowd, fanout, growth, journal, long_run, page, pixel, report_busy, slip, small_box, year
from tests.bench.measure import Benchmark, Terms, rounded, row_of
from tests.promises import machine

HERE = Path(__file__).parent
AREAS = (commands, fanout, pixel, slip, crowd, journal, year, report_busy, small_box, long_run)
BENCHMARKS: tuple[Benchmark, ...] = tuple(benchmark for area in AREAS for benchmark in area.BENCHMARKS)
"""Every row of the table, in its order."""
Json = dict[str, Any]


def kept() -> Json:
    """Return the figures of the last run."""
    path = HERE / "bench.json"
    empty: Json = {"machine": "", "date": "", "benchmarks": [], "small_box": [], "growth": []}
    return empty | (json.loads(path.read_text(encoding="utf-8")) if path.exists() else {})


def keep(results: Json) -> None:
    """Write the figures, the page that shows them and its picture."""
    (HERE / "bench.json").write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (HERE / "growth.svg").write_text(growth.draw(results["growth"]), encoding="utf-8")
    (HERE / "README.md").write_text(page.render(results), encoding="utf-8")


def replaced(rows: list[Json], new: Json) -> list[Json]:
    """Return the rows with one put in the place of its name, in the table's order."""
    by_name = {row["name"]: row for row in rows} | {new["name"]: new}
    return [by_name[it.name] for it in BENCHMARKS if it.name in by_name]


def measured(benchmark: Benchmark, terms: Terms) -> Json:
    """Measure one benchmark, print its line and return its row."""
    row = row_of(benchmark, benchmark.run(terms))
    low, high = row["spread"]
    also = "".join(f", {name} {value:g}" for name, value in row["also"].items())
    print(
        f"{'met   ' if row['met'] else 'MISSED'} {benchmark.name:22} {row['ratio']:>6g} ({low:g}–{high:g}) {row['goal']:>8}"
        f"   ours {row['ours']:g}, limit {row['limit']:g} {row['unit']};"
        f" CPU {row['cpu_us']:g} and {row['limit_cpu_us']:g} µs{also}",
        flush=True,
    )
    return row


def grown(benchmark: Benchmark, terms: Terms) -> Json:
    """Measure one benchmark at each of its sizes, a few rounds each; the cost of a rate is the time that one operation takes."""
    rows = [measured(benchmark, structs.replace(terms, scale=size, quick=True)) for size in benchmark.sizes]
    points = [
        [rounded(size / benchmark.sizes[0]), rounded(1e6 / row["ours"]) if benchmark.at_least else row["ours"]]
        for size, row in zip(benchmark.sizes, rows, strict=True)
    ]
    unit = "µs" if benchmark.at_least else rows[0]["unit"]
    return {"name": benchmark.name, "unit": unit, "grows": benchmark.grows, "points": points}


def asked_for(given: argparse.Namespace) -> Iterator[tuple[str, str, Callable[[], Json]]]:
    """Give what is to be measured: the section of the results, the benchmark's name, and what makes its row."""
    everything = not given.small_box and not given.growth
    usual, small = Terms(quick=given.quick), structs.replace(small_box.SMALL_BOX, quick=given.quick)
    chosen = [it for it in BENCHMARKS if not given.names or it.name in given.names]
    if everything:
        yield from (("benchmarks", it.name, partial(measured, it, usual)) for it in chosen if it.usual)
    if given.small_box or everything:
        smalls = [it for it in chosen if it.small_box and (given.small_box or not given.names or not it.usual)]
        yield from (("small_box", it.name, partial(measured, it, small)) for it in smalls)
    if given.growth or (everything and not given.names):
        yield from (("growth", it.name, partial(grown, it, usual)) for it in chosen if it.grows)


def main() -> int:
    """Measure what is asked for; return 1 when something could not be measured. A missed goal is a figure, no failure."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(it.name for it in BENCHMARKS))
    parser.add_argument("--small-box", action="store_true", help="only on the small box: one core, 5 ms for a commit")
    parser.add_argument("--growth", action="store_true", help="only the growth at three sizes")
    parser.add_argument("--quick", action="store_true", help="fewer rounds; nothing is kept")
    given = parser.parse_args()
    unknown = set(given.names) - {it.name for it in BENCHMARKS}
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    asked = list(asked_for(given))
    if not asked:
        parser.error("nothing to measure: no such row on the small box, or no growth of it")
    results, failed = kept(), False
    for section, name, measure in asked:
        try:
            rows = replaced(results[section], measure())
        except Exception:  # noqa: BLE001 - the others are measured all the same; the exit code tells
            traceback.print_exc()
            # A figure of an earlier day would stand there as if it were of this one.
            rows, failed = [row for row in results[section] if row["name"] != name], True
        results |= {section: rows, "machine": machine(), "date": time.strftime("%Y-%m-%d", time.gmtime())}
        if not given.quick:
            keep(results)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
