# SPDX-License-Identifier: Apache-2.0
"""Pushing to many: from a call to the last of the displays, and to the last of the phones whose place it changes."""

import random
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from itertools import count

import msgspec
from msgspec import Struct

from tests.bench.bare import Yardstick, bare
from tests.bench.house import Served, Wanted, served
from tests.bench.load import post
from tests.bench.measure import Benchmark, Measured, Terms, cpu_s, in_turn, percentile, rss_kib
from tests.bench.screens import Asking, Screen, Screens, all_told, clear

DISPLAYS, PHONES = 40, 5000
CALLS, WARM = 200, 5
"""Of so many, the 99th percentile is not yet the one that was unlucky."""
ANSWER_BYTES, FRAME_BYTES = 900, 2300
BACKGROUND_PER_S = 20
PHONE_GAP_S = 5.0
"""So long a phone is not told of its place again; a call within it would be measured by the gap alone."""
QUIET_S = PHONE_GAP_S + 0.4
MAX_LINKS = 6500
"""A setting of the server: a fifth of it is kept for staff and devices. No other limit stands in the way of so many phones."""
_NUMBERS = count()


class Party(Struct, frozen=True, kw_only=True):
    """One side: its process, its screens, who calls and who keeps it busy meanwhile, and what these two send."""

    pid: int
    port: int
    screens: list[Screen]
    visit: Callable[[], Sequence[bytes]]
    """Gives the requests of one visit; the first is the call."""
    background: Callable[[], bytes]


def forty_displays(terms: Terms) -> Measured:
    """Call with all displays looking on and 20 commands a second beside; a figure is the 99th percentile of a round."""
    many, calls = terms.count(DISPLAYS), CALLS // 4 if terms.quick else CALLS
    wanted = Wanted(queues=4, waiting=400, displays=many)
    with ExitStack() as stack:
        hall = stack.enter_context(served(terms, wanted))
        stick = stack.enter_context(bare(terms, answer_bytes=ANSWER_BYTES, frame_bytes=FRAME_BYTES))
        loop = stack.enter_context(Screens())
        ours = Party(
            pid=hall.pid,
            screens=loop.join(hall.port, "/ws?page=hall&of=main", [msgspec.json.encode({"key": key}) for key in hall.displays[:many]]),
            port=hall.port,
            visit=lambda: [command(hall, hall.clerks[0].proof, name) for name in ("call-next", "start", "finish")],
            background=lambda: command(hall, hall.kiosks[0], "take-ticket", b'{"services":["%s"]}' % hall.services[0].encode()),
        )
        limit = Party(
            pid=stick.pid,
            screens=loop.join(stick.port, "/ws", [b""] * many),
            port=stick.port,
            visit=lambda: [plain(stick, path) for path in ("/told", "/kept", "/kept")],
            background=lambda: plain(stick, "/kept"),
        )
        rng, medians_ms = random.Random(4), list[float]()
        rounds = in_turn(lambda: called(loop, ours, calls, rng, medians_ms), lambda: called(loop, limit, calls, rng, []), terms.rounds())
        return Measured(rounds=rounds, unit="ms", also={"p50_ms": percentile(medians_ms, 0.5)})


def command(hall: Served, proof: str, name: str, body: bytes = b"{}") -> bytes:
    """Return a request for a command, with a key of its own."""
    headers = {"Authorization": proof, "Idempotency-Key": f"fan-{next(_NUMBERS)}"}
    return post(f"/api/v1/commands/{name}", f"127.0.0.1:{hall.port}", body, headers)


def plain(stick: Yardstick, path: str) -> bytes:
    """Return a request to the yardstick, as long as one for a command."""
    headers = {"Authorization": "Bearer " + "x" * 43, "Idempotency-Key": f"fan-{next(_NUMBERS)}"}
    return post(path, f"127.0.0.1:{stick.port}", b"{}", headers)


def called(loop: Screens, side: Party, calls: int, rng: random.Random, medians_ms: list[float]) -> tuple[float, float]:
    """Return the 99th percentile in ms from a call to the last screen, and µs of CPU for each visit with what went on beside it."""
    took_ms: list[float] = []
    with loop.asking(side.port) as clerk, loop.asking(side.port) as kiosk:
        busy = Busy(loop, kiosk, side.background, rng)
        for number in range(WARM + calls):
            if number == WARM:
                took_ms, before_s = [], cpu_s(side.pid)
            busy.go_on(rng.uniform(0.03, 0.07))
            took_ms.append(one_visit(side, clerk, busy) * 1000)
        busy.until(lambda: kiosk.answer is not None)
    medians_ms.append(percentile(took_ms, 0.5))
    return percentile(took_ms, 0.99), (cpu_s(side.pid) - before_s) / calls * 1e6


def one_visit(side: Party, clerk: Asking, busy: "Busy") -> float:
    """Call; return the seconds until the last screen was told. Then serve that visitor."""
    call, *rest = side.visit()
    clear(side.screens)
    begun_s = time.perf_counter()
    clerk.ask(call)
    busy.until(lambda: clerk.answer is not None)
    seq: int = msgspec.json.decode(clerk.answer or b"")["seq"]
    busy.until(lambda: all_told(side.screens, seq) is not None)
    ended_s = all_told(side.screens, seq)
    assert ended_s is not None, "not all were told"
    for request in rest:
        clerk.ask(request)
        busy.until(lambda: clerk.answer is not None)
    return ended_s - begun_s


class Busy:
    """Twenty commands a second beside what is measured, each when its time has come, on the loop of the screens."""

    def __init__(self, loop: Screens, kiosk: Asking, request: Callable[[], bytes], rng: random.Random) -> None:
        """Begin."""
        self._loop, self._kiosk, self._request, self._rng = loop, kiosk, request, rng
        self._next_s = time.perf_counter()

    def until(self, done: Callable[[], bool], wait_s: float = 30.0) -> None:
        """Read, and keep the server busy, until it is done or the time is over."""
        end_s = time.perf_counter() + wait_s
        while not done() and (now_s := time.perf_counter()) < end_s:
            if now_s >= self._next_s and self._kiosk.answer is not None:
                self._next_s = now_s + self._rng.uniform(0.5, 1.5) / BACKGROUND_PER_S
                self._kiosk.ask(self._request())
            self._loop.until(done, wait_s=max(0.0005, min(end_s, self._next_s) - now_s))

    def go_on(self, seconds: float) -> None:
        """Do so for so long."""
        self.until(lambda: False, seconds)


def five_thousand_phones(terms: Terms) -> Measured:
    """Call where everybody waits in one queue, each with a phone; a figure is the time until the last was told."""
    many, rounds = terms.count(PHONES), terms.rounds(6)
    with ExitStack() as stack:
        wanted = Wanted(counters=rounds + 2, waiting=many)
        hall = stack.enter_context(served(terms, wanted, settings={"max_links": MAX_LINKS}))
        loop = stack.enter_context(Screens())
        before_kib = rss_kib(hall.pid)
        phones = loop.join(hall.port, "/ws?page=ticket", [b'{"ticket":"%s"}' % token.encode() for token in hall.tokens])
        kib = (rss_kib(hall.pid) - before_kib) / many
        size = len(phones[-1].view)
        stick = stack.enter_context(bare(terms, answer_bytes=ANSWER_BYTES, frame_bytes=size))
        lines = loop.join(stick.port, "/ws", [b""] * many)
        desks = enumerate(hall.clerks)

        def ours() -> tuple[float, float]:
            quiet(loop)
            number, desk = next(desks)
            # Who was called has left the line, in the order in which they came.
            took = told(loop, hall.pid, phones[number:], command(hall, desk.proof, "call-next"), hall.port)
            assert places(phones[number + 1 :]) == list(range(many - number - 1)), "a phone was not told its new place"
            return took

        def limit() -> tuple[float, float]:
            return told(loop, stick.pid, lines, plain(stick, "/each"), stick.port)

        ours(), limit()  # the first time memory is asked for
        found = in_turn(ours, limit, rounds)
        grown_kib = (rss_kib(hall.pid) - before_kib) / many
        return Measured(rounds=found, unit="ms", also={"kib_per_phone": kib, "kib_per_phone_at_the_end": grown_kib})


def places(phones: Sequence[Screen]) -> list[int]:
    """Return how many each of them was last told to be ahead."""
    return [msgspec.json.decode(phone.view)["view"]["ticket"]["ahead"] for phone in phones]


def quiet(loop: Screens) -> None:
    """Read until nobody has been told anything for longer than the gap: devices that are lost or back make events too."""
    before = -1
    while loop.views != before:
        before = loop.views
        loop.listen(QUIET_S)


def told(loop: Screens, pid: int, screens: Sequence[Screen], request: bytes, port: int) -> tuple[float, float]:
    """Return the ms from a request to the last screen's next view, and µs of CPU for each of them."""
    clear(screens)
    with loop.asking(port) as asking:
        before_s, wanted = cpu_s(pid), loop.views + len(screens)
        begun_s = time.perf_counter()
        asking.ask(request)
        assert loop.until(lambda: loop.views >= wanted and asking.answer is not None), "not all were told"
    used_s = cpu_s(pid) - before_s
    ended_s = max(screen.told[0][1] for screen in screens)
    return (ended_s - begun_s) * 1000, used_s / len(screens) * 1e6


BENCHMARKS: tuple[Benchmark, ...] = (
    Benchmark(
        name="forty-displays",
        says="from a clerk's call to the last of 40 displays that has its frame, while 20 commands a second run (99th percentile)",
        limit_is="a bare handler that makes one row durable and writes a ready frame to 40 sockets, as busy",
        goal=3.0,
        run=forty_displays,
        grows="displays: the frame is built once, so that each further display costs one write",
        sizes=(0.25, 1, 4),
    ),
    Benchmark(
        name="five-thousand-phones",
        says="from a call that changes the place of 5,000 phones to the last phone that has its frame",
        limit_is="a bare handler that writes 5,000 different ready frames of the same size",
        goal=2.0,
        run=five_thousand_phones,
        bounds={"kib_per_phone": 20.0},
        grows="phones in one line: the line is walked once, each phone costs one formatted place and one write",
        sizes=(0.0625, 0.25, 1),
    ),
)
