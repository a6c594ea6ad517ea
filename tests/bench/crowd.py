# SPDX-License-Identifier: Apache-2.0
"""Ten thousand who wait must cost what a hundred do: a call with screens looking on, and a phone's place and forecast.

The limit is our own server with a hundred waiting in as many queues, measured in turn with the crowded one.
"""

import json
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count, islice

from displays.ticket.view import view
from hallserver.core import commands as c
from tests.bench.house import Served, Wanted, rows, served
from tests.bench.load import post
from tests.bench.measure import Benchmark, Measured, Round, Side, Terms, cpu_s, in_turn
from tests.bench.screens import Asking, Screens, all_told, clear
from tests.support import LI, Play

CROWD, FEW = 10_000, 100
QUEUES, COUNTERS = 40, 8
CALLS, LOOKS, VIEWS = 14, 300, 400
PAUSE_S = 0.11
"""Twice the least time between two pushes of one view: every call is told at once to every screen, and pays for it."""
SIZES = (1 / 16, 1 / 4, 1)


class Desk:
    """The duty manager at a counter, with a terminal that lists whom to call out of turn; and phones."""

    def __init__(self, hall: Served, screens: Screens, line: Asking) -> None:
        """Take over the last counter and connect the terminal."""
        self.pid, self._hall, self._screens, self._line = hall.pid, hall, screens, line
        self._numbers, self._boss, last = count(), f"Bearer {hall.manager}", hall.clerks[-1]
        self._ask("close-counter", {}, last.proof)
        self._ask("open-counter", {"counter": last.counter}, self._boss)
        self._terminal = screens.join(hall.port, "/ws?page=clerk&of=main", [json.dumps({"token": hall.manager}).encode()])
        tokens = hall.tokens[:: max(1, len(hall.tokens) // FEW)]
        self._pages = [f"GET /api/v1/tickets/{token} HTTP/1.1\r\nHost: 127.0.0.1:{hall.port}\r\n\r\n".encode() for token in tokens]
        self.told_ms: list[float] = []
        """From each call until the terminal was told of it."""

    def _ask(self, command: str, fields: dict[str, object], proof: str) -> float:
        """Return the ms until the answer came."""
        headers = {"Authorization": proof, "Idempotency-Key": f"crowd-{next(self._numbers)}"}
        return self._timed(post(f"/api/v1/commands/{command}", f"127.0.0.1:{self._hall.port}", json.dumps(fields).encode(), headers))

    def _timed(self, request: bytes) -> float:
        begun_s = time.perf_counter()
        self._line.ask(request)
        assert self._screens.until(lambda: self._line.answer is not None), "no answer came"
        return (time.perf_counter() - begun_s) * 1000

    def call(self) -> float:
        """Call, serve and let another come; return the ms of the call alone."""
        self._screens.listen(PAUSE_S)
        begun_s = time.perf_counter()
        took_ms = self._ask("call-next", {}, self._boss)
        seq = json.loads(self._line.answer or b"")["seq"]
        assert self._screens.until(lambda: all_told(self._terminal, seq) is not None), "the terminal was not told"
        self.told_ms.append(((all_told(self._terminal, seq) or 0) - begun_s) * 1000)
        clear(self._terminal)
        self._ask("start", {}, self._boss)
        self._ask("finish", {}, self._boss)
        service = self._hall.services[next(self._numbers) % len(self._hall.services)]
        self._ask("take-ticket", {"services": [service]}, self._hall.kiosks[0])
        return took_ms

    def look(self) -> float:
        """Ask for the page of a ticket from somewhere in the lines; return the ms."""
        return self._timed(self._pages[next(self._numbers) % len(self._pages)])


@contextmanager
def desks(terms: Terms) -> Iterator[tuple[Desk, Desk]]:
    """Give the desk of a crowded hall and that of one with few."""
    with ExitStack() as halls:

        def desk(waiting: int) -> Desk:
            hall = halls.enter_context(served(terms, Wanted(counters=COUNTERS, queues=QUEUES, waiting=waiting)))
            screens = halls.enter_context(Screens())
            return Desk(hall, screens, halls.enter_context(screens.asking(hall.port)))

        yield desk(terms.count(CROWD)), desk(FEW)


def one_by_one(ours: Desk, limit: Desk, act: Callable[[Desk], float], times: int) -> Round:
    """Let both do it in turn, so many times each; return the medians, and the CPU of each time."""
    took_ms: tuple[list[float], list[float]] = ([], [])
    before_s = [cpu_s(it.pid) for it in (ours, limit)]
    for number in range(times):
        for side in (0, 1) if number % 2 else (1, 0):
            took_ms[side].append(act((ours, limit)[side]))
    cpu_us = [(cpu_s(it.pid) - began_s) / times * 1e6 for it, began_s in zip((ours, limit), before_s, strict=True)]
    here, there = (statistics.median(it) for it in took_ms)
    return Round(ours=here, limit=there, ours_cpu_us=cpu_us[0], limit_cpu_us=cpu_us[1])


def call_next(terms: Terms) -> Measured:
    """Call with a manager, a display and a terminal looking on."""
    with desks(terms) as (ours, limit):
        rounds = [one_by_one(ours, limit, Desk.call, CALLS) for _ in range(terms.rounds(7))]
        told_ms = statistics.median(ours.told_ms)
        ratios = {
            "told_ratio": told_ms / statistics.median(limit.told_ms),
            "cpu_ratio": statistics.median(it.ours_cpu_us / it.limit_cpu_us for it in rounds),
        }
        return Measured(rounds=rounds, unit="ms", also=ratios | {"told_ms": told_ms})


def phone_position(terms: Terms) -> Measured:
    """Ask for places over HTTP; beside it the view alone."""
    with desks(terms) as (ours, limit):
        rounds = [one_by_one(ours, limit, Desk.look, LOOKS) for _ in range(terms.rounds(7))]
    views = in_turn(_view_of(terms.count(CROWD)), _view_of(FEW), terms.rounds())
    ratio = statistics.median(it.ratio for it in views)
    return Measured(rounds=rounds, unit="ms", also={"view_ratio": ratio, "view_us": statistics.median(it.ours for it in views)})


def _view_of(waiting: int) -> Side:
    """Return the side that builds the page of tickets from all over the lines; its figure is the median µs of one."""
    play = Play(rows(Wanted(counters=COUNTERS, queues=QUEUES)))
    play.ask(c.OpenCounter(counter="c1"), LI)
    for number in range(waiting):
        play.later(0.1).take(f"s-q{number % QUEUES + 1}")
    some = list(islice(play.hall.tickets, 0, None, max(1, waiting // FEW)))

    def built() -> tuple[float, float]:
        took_us = []
        for number in range(VIEWS):
            begun_s = time.perf_counter()
            view(play.hall, some[number % len(some)], play.now_us)
            took_us.append((time.perf_counter() - begun_s) * 1e6)
        return statistics.median(took_us), 0

    return built


BENCHMARKS: tuple[Benchmark, ...] = (
    Benchmark(
        name="call-next-10000",
        says="one call with 10,000 waiting in 40 queues, a manager, a display and a terminal told of it",
        limit_is="the same with 100 waiting in as many queues",
        goal=1.3,
        run=call_next,
        bounds={"told_ratio": 1.3, "cpu_ratio": 1.3},
        grows="tickets that wait: lines, states and waits are kept sorted, so that no screen and no rule looks at all of them",
        sizes=SIZES,
    ),
    Benchmark(
        name="phone-position-10000",
        says="place and forecast of one ticket over HTTP with 10,000 waiting in 40 queues",
        limit_is="the same with 100 waiting in as many queues",
        goal=1.5,
        run=phone_position,
        bounds={"view_ratio": 1.5},
        grows="tickets that wait: a place is found by halving the sorted line, so four times as many are two looks more",
        sizes=SIZES,
    ),
)
