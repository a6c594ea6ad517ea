# SPDX-License-Identifier: Apache-2.0
"""A report that somebody asks for while the hall is at its busiest: the p95 of a call with a report being made, beside without.

The limit is our own server, minutes before and after, with nobody asking for a report.
"""

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from threading import Event, Thread
from zoneinfo import ZoneInfo

from hallserver.clock import AnchoredClock
from tests.bench.commands import key
from tests.bench.house import Desk, Served, Wanted, served
from tests.bench.load import Line, post
from tests.bench.measure import Benchmark, Measured, Terms, cpu_s, in_turn, percentile

CLERKS = 13
"""Counters of the district's own hall."""
WAITING = 4000
VISITS = 90
"""Called, started and finished in a round, one request each ``PACE_S``."""
PACE_S = 0.05
"""Twenty commands a second: what no hall comes to."""
SHANGHAI = ZoneInfo("Asia/Shanghai")
STEPS = ("call-next", "start", "finish")


def calls_beside_a_report(terms: Terms) -> Measured:
    """Measure calls with one report after the other being made by the server's own jobs, and without."""
    with served(terms, Wanted(counters=CLERKS, queues=4, waiting=WAITING)) as hall:
        numbers, made = count(), list[str]()

        def alone() -> tuple[float, float]:
            before_s = cpu_s(hall.pid)
            took_ms = asyncio.run(_paced(hall, next(numbers)))
            return percentile(took_ms, 0.95), (cpu_s(hall.pid) - before_s) / len(took_ms) * 1e6

        def beside() -> tuple[float, float]:
            with reporting(hall, made):
                return alone()

        rounds = in_turn(beside, alone, terms.rounds(7))
    if len(made) < len(rounds):
        message = f"{len(made)} reports in {len(rounds)} rounds: the calls were not measured beside any"
        raise RuntimeError(message)
    return Measured(rounds=rounds, unit="ms p95", also={"reports": len(made)})


@contextmanager
def reporting(hall: Served, made: list[str]) -> Iterator[None]:
    """Have one report after the other made until the end, the last one to its own; each that is ready is noted."""
    ends, begun = Event(), Event()
    thread = Thread(target=_ask_for_reports, args=(hall, ends, begun, made))
    thread.start()
    assert begun.wait(60), "no report was begun"
    try:
        yield
    finally:
        ends.set()
        thread.join()


def _ask_for_reports(hall: Served, ends: Event, begun: Event, made: list[str]) -> None:
    today = datetime.fromtimestamp(AnchoredClock().now() // 1_000_000, tz=SHANGHAI).date().isoformat()
    asked = json.dumps({"report": "day", "date": today, "output": "pdf"}).encode()
    with hall.caller(f"Bearer {hall.manager}") as caller:
        while not ends.is_set():
            answer = caller.ask("POST", "/api/v1/report-jobs", asked)
            assert answer.status == 201, answer.body.decode()
            address, state = f"/api/v1/report-jobs/{answer.json['job']}", "waiting"
            begun.set()
            while state in {"waiting", "running"}:
                time.sleep(0.1)
                state = caller.ask("GET", address).json["state"]
            assert state == "ready", state
            made.append(address)
            caller.ask("DELETE", address)


async def _paced(hall: Served, turn: int) -> list[float]:
    """Return the ms of each call of a round, every request at its time, the clerks in turn."""
    took_ms: list[float] = []
    lines = [await Line.to(hall.port) for _ in hall.clerks]
    begun_s = time.perf_counter()
    for nth in range(VISITS * len(STEPS)):
        visit, step = divmod(nth, len(STEPS))
        clerk = visit % len(lines)
        await asyncio.sleep(max(0.0, begun_s + nth * PACE_S - time.perf_counter()))
        asked_s = time.perf_counter()
        await lines[clerk].ask(_request(hall, hall.clerks[clerk], STEPS[step], (turn, nth)))
        took_ms += [(time.perf_counter() - asked_s) * 1000] if step == 0 else []
    for line in lines:
        line.close()
    return took_ms


def _request(hall: Served, desk: Desk, step: str, of: tuple[int, int]) -> bytes:
    headers = {"Authorization": desk.proof, "Idempotency-Key": key("busy", *of)}
    return post(f"/api/v1/commands/{step}", f"127.0.0.1:{hall.port}", b"{}", headers)


BENCHMARKS = (
    Benchmark(
        name="call-beside-report",
        says="95th percentile of a call's time, 20 commands a second, while the server has one report after the other made",
        limit_is="the same hall and the same calls while nobody asks for a report",
        goal=1.2,
        run=calls_beside_a_report,
    ),
)
