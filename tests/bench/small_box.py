# SPDX-License-Identifier: Apache-2.0
"""A small fanless box with a slow disk: one core for the server, 5 ms for a commit, and thirty clerks who call at the same moment."""

import asyncio
from itertools import count

from tests.bench.bare import Store, bare, kept
from tests.bench.commands import key
from tests.bench.house import Wanted, served
from tests.bench.load import Request, each_its_own, post
from tests.bench.measure import Benchmark, Measured, Terms, cpu_s, in_turn, percentile

COMMIT_S = 0.005
SMALL_BOX = Terms(commit_delay_s=COMMIT_S, pinned=True)
"""The terms of a small box."""
CLERKS = 30
_TIMES = 20
"""Bursts in a round."""


def thirty_clerks(terms: Terms) -> Measured:
    """Measure the time to the committed answer when all clerks call at once; beside it a burst without a store, and one commit."""
    with (
        served(terms, Wanted(counters=CLERKS, queues=4, waiting=CLERKS * _TIMES * 8)) as hall,
        bare(terms) as yardstick,
        kept(terms) as store,
    ):
        host = f"127.0.0.1:{hall.port}"
        headers, numbers = [{"Authorization": desk.proof} for desk in hall.clerks], count()
        finish = [post("/api/v1/commands/finish", host, b"{}", it) for it in headers]

        def call(number: int) -> bytes:
            return post("/api/v1/commands/call-next", host, b"{}", headers[number] | {"Idempotency-Key": key(next(numbers))})

        plain = post("/", host, b"{}", headers[0] | {"Idempotency-Key": key(-1)})
        rounds = in_turn(
            lambda: asyncio.run(_bursts(hall.port, hall.pid, call, finish)),
            lambda: _and_commit(asyncio.run(_bursts(yardstick.port, yardstick.pid, lambda _: plain, [])), store),
            terms.rounds(),
        )
    return Measured(rounds=rounds, unit="ms p95")


async def _bursts(port: int, pid: int, request: Request, after: list[bytes]) -> tuple[float, float]:
    """Return the p95 in ms of the time to an answer over all bursts, and µs of CPU per answer; ``after`` is sent between bursts."""
    took_ms: list[float] = []
    used_s = 0.0
    for _ in range(_TIMES):
        before_s = cpu_s(pid)
        took_ms += (await each_its_own(port, [[request(number)] for number in range(CLERKS)])).took_ms
        used_s += cpu_s(pid) - before_s
        await each_its_own(port, [[asked] for asked in after])
    return percentile(took_ms, 0.95), used_s / len(took_ms) * 1e6


def _and_commit(burst: tuple[float, float], store: Store) -> tuple[float, float]:
    """Return the burst with the time of one durable insert on top: all thirty could share it."""
    return burst[0] + percentile([store.keep(b"{}") for _ in range(_TIMES)], 0.5) * 1e3, burst[1]


BENCHMARKS = (
    Benchmark(
        name="thirty-clerks",
        says="30 clerks call at the same moment: p95 of the time to the committed answer, 5 ms for a commit, one core",
        limit_is="the same burst on a bare handler without a store, and one durable insert with the same 5 ms",
        goal=2.0,
        run=thirty_clerks,
        usual=False,
    ),
)
