# SPDX-License-Identifier: Apache-2.0
"""The way of a command over HTTP: many at once, the three of each visitor, and one alone."""

import asyncio
import hashlib
import statistics
from collections.abc import Awaitable, Callable, Iterator
from itertools import count

from tests.bench.bare import Yardstick, bare
from tests.bench.house import Desk, Served, Wanted, served
from tests.bench.load import Request, Round, each_its_own, load, post
from tests.bench.measure import Benchmark, Measured, Side, Terms, cpu_s, in_turn, percentile

AT_ONCE = 32
QUEUES = 4
WAITING = 500
REQUESTS = 1600
VISITORS = 16
"""Each clerk serves so many in a round, with three requests each."""
ALONE = 400
TICKET_BYTES, VISIT_BYTES = 450, 310
"""Size of the yardstick's answers: that of a ticket's, and of the mean of a visit's three."""
Turn = Callable[[int], Awaitable[Round]]
"""The n-th time that one side is loaded."""


def take_ticket(terms: Terms) -> Measured:
    """Take tickets from a kiosk, 32 at once."""
    with served(terms, Wanted(queues=QUEUES, waiting=terms.count(WAITING))) as hall, bare(terms, answer_bytes=TICKET_BYTES) as stick:
        ticket, plain = kiosk_request(hall), echo(stick, hall, handler(terms))
        ours = rate(hall.pid, lambda n: load(hall.port, ticket, requests=REQUESTS, connections=AT_ONCE, first=n * REQUESTS))
        limit = rate(stick.pid, lambda _: load(stick.port, plain, requests=REQUESTS, connections=AT_ONCE))
        return Measured(rounds=in_turn(ours, limit, terms.rounds()), unit="requests/s")


def call_start_finish(terms: Terms) -> Measured:
    """Let 32 clerks call, start and finish, each as fast as the answers come."""
    asked = AT_ONCE * VISITORS * terms.rounds()
    wanted = Wanted(counters=terms.count(AT_ONCE), queues=QUEUES, waiting=asked + terms.count(WAITING))
    with served(terms, wanted) as hall, bare(terms, answer_bytes=VISIT_BYTES) as stick:
        plain = echo(stick, hall, handler(terms))
        ours = rate(hall.pid, lambda n: each_its_own(hall.port, [visits(hall, desk, n) for desk in hall.clerks[:AT_ONCE]]))
        limit = rate(stick.pid, lambda _: load(stick.port, plain, requests=3 * VISITORS * AT_ONCE, connections=AT_ONCE))
        return Measured(rounds=in_turn(ours, limit, terms.rounds()), unit="requests/s")


def one_command(terms: Terms) -> Measured:
    """Take tickets one after the other over one connection; the figure of a round is the median of their times."""
    with served(terms, Wanted(queues=QUEUES, waiting=terms.count(WAITING))) as hall, bare(terms, answer_bytes=TICKET_BYTES) as stick:
        ticket, kept = kiosk_request(hall), echo(stick, hall, "/kept")
        tails_ms: list[float] = []

        async def alone(number: int) -> Round:
            done = await load(hall.port, ticket, requests=ALONE, connections=1, first=number * ALONE)
            tails_ms.append(done.percentile_ms(0.99))
            return done

        ours = median(hall.pid, alone)
        limit = median(stick.pid, lambda _: load(stick.port, kept, requests=ALONE, connections=1))
        rounds = in_turn(ours, limit, terms.rounds(7))
        return Measured(rounds=rounds, unit="ms", also={"p99_ms": percentile(tails_ms, 0.5)})


def rate(pid: int, turn: Turn) -> Side:
    """Return the side whose figure is requests a second."""
    return _side(pid, turn, lambda done: done.per_s)


def median(pid: int, turn: Turn) -> Side:
    """Return the side whose figure is the median time of a request, in ms."""
    return _side(pid, turn, lambda done: statistics.median(done.took_ms))


def _side(pid: int, turn: Turn, figure: Callable[[Round], float]) -> Side:
    numbers = count()

    def measured() -> tuple[float, float]:
        before_s = cpu_s(pid)
        done = asyncio.run(_awaited(turn(next(numbers))))
        return figure(done), (cpu_s(pid) - before_s) / len(done.took_ms) * 1e6

    return measured


async def _awaited(turn: Awaitable[Round]) -> Round:
    return await turn


def kiosk_request(hall: Served) -> Request:
    """Return the maker of requests for a ticket from the first kiosk, each with a key of its own, over the services in turn."""
    bodies = [b'{"services":["%s"]}' % service.encode() for service in hall.services]

    def request(number: int) -> bytes:
        headers = {"Authorization": hall.kiosks[0], "Idempotency-Key": key(number)}
        return post("/api/v1/commands/take-ticket", f"127.0.0.1:{hall.port}", bodies[number % len(bodies)], headers)

    return request


def visits(hall: Served, desk: Desk, turn: int) -> Iterator[bytes]:
    """Give a clerk's requests of one round: call, start, finish, for one visitor after the other."""
    for visitor in range(VISITORS):
        for command in ("call-next", "start", "finish"):
            headers = {"Authorization": desk.proof, "Idempotency-Key": key(turn, visitor, command)}
            yield post(f"/api/v1/commands/{command}", f"127.0.0.1:{hall.port}", b"{}", headers)


def handler(terms: Terms) -> str:
    """Return the yardstick's handler that does nothing, under the terms: on a slow disk it answers as much later."""
    return "/late" if terms.commit_delay_s else "/"


def key(*of: object) -> str:
    """Return an idempotency key as our screens make them, 32 hexadecimal digits: the same for the same."""
    return hashlib.sha256(repr(of).encode()).hexdigest()[:32]


def echo(stick: Yardstick, hall: Served, path: str = "/") -> Request:
    """Return the maker of requests to the yardstick, as long as the hall's."""
    headers = {"Authorization": hall.kiosks[0], "Idempotency-Key": key(1)}
    asked = post(path, f"127.0.0.1:{stick.port}", b'{"services":["%s"]}' % hall.services[0].encode(), headers)
    return lambda _number: asked


BENCHMARKS: tuple[Benchmark, ...] = (
    Benchmark(
        name="take-ticket",
        says="tickets taken over HTTP by 32 at once, each answered after its commit",
        limit_is="a bare Tornado handler that reads the same body and answers with as much",
        goal=0.45,
        at_least=True,
        run=take_ticket,
        grows="tickets that wait: a new one is put behind its line and counted there, whoever waits elsewhere",
    ),
    Benchmark(
        name="call-start-finish",
        says="calling, starting and finishing by 32 clerks at once, each answered after its commit",
        limit_is="a bare Tornado handler that reads the same body and answers with as much, per request",
        goal=0.40,
        at_least=True,
        run=call_start_finish,
        grows="counters and tickets that wait: the next one is at the head of a line, but every screen that lists counters grows",
    ),
    Benchmark(
        name="one-command",
        says="one ticket alone, from the request to the answer after its commit (median)",
        limit_is="a bare handler that makes one row durable before it answers",
        goal=2.5,
        run=one_command,
    ),
)
