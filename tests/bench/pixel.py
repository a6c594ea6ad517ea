# SPDX-License-Identifier: Apache-2.0
"""From a call to the pixel: a real Chromium shows the hall display while others look on, told by the hall or by a bare socket.

Time runs on the clerk's clock, from before the call is written until the page has drawn the number at both its places, in
the list and as the big one: two frames of animation after both hold it. Needs Chromium.
"""

import random
import time
from contextlib import ExitStack
from typing import Any

from msgspec import Struct
from playwright.sync_api import BrowserContext, Page, ViewportSize

from tests.bench.house import Served, Wanted, served
from tests.bench.measure import Benchmark, Measured, Round, Terms, cpu_s, percentile
from tests.bench.onlookers import onlookers
from tests.bench.pixel_bare import Side, frames, page_of, yardstick
from tests.browser.demo_hall import Faults, chromium

CALLS = 60
WARM = 6
ROUNDS = 5
DISPLAYS = 40
COUNTERS = 8
QUEUES = 4
EARLIER = 16
"""Calls before the first one that is measured: the list of the screen is full."""
SIZE: ViewportSize = {"width": 1920, "height": 1080}
PAUSE_S = 0.07
"""Longer than the hall waits between two pushes; a random part of a frame comes on top, so that no side keeps step with the screen."""
SEEN_S = 0.1
"""Longer than nearly any call takes to be drawn; one that takes longer is counted all the same."""
FRAME_S = 1 / 60
LOOKS = 40
WATCH = """(() => {
  window.benchDrawn = {};
  const plain = window.setTimeout;
  // The big place is left to the next call after 60 ms instead of 5 s, and the motion is cut short: neither is what is measured.
  window.setTimeout = (act, ms, ...rest) => plain(act, [5000, 2500, 1200].includes(ms) ? 60 : ms, ...rest);
  const rest = () => document.getElementById("now").classList.remove("fresh");
  let last = "";
  new MutationObserver(() => {
    const big = document.getElementById("number");
    const rows = Array.from(document.querySelectorAll("#calls .call-number"));
    if (!big || big.textContent === last || !rows.some((row) => row.textContent === big.textContent)) return;
    const label = (last = big.textContent);
    const held = performance.now();
    const drawn = () => {
      window.benchDrawn[label] = [held, performance.now()];
      plain(rest, 20);
    };
    requestAnimationFrame(() => requestAnimationFrame(drawn));
  }).observe(document, { subtree: true, childList: true, characterData: true });
})();"""
DRAWN = "all => all.every((label) => label in benchDrawn)"
SETTLED = """() => {
  const row = document.querySelector("#calls .call-number");
  return row && row.textContent === document.getElementById("number").textContent;
}"""
"""The newest call has the big place: all earlier ones have had it."""


class Seen(Struct, frozen=True, kw_only=True):
    """When a call was in the page, and when it was drawn, in ms from its beginning."""

    held_ms: float
    drawn_ms: float


def clock_offset_s(page: Page) -> float:
    """Return what the page's clock is behind ours, from the quickest of some looks at it."""
    looks: list[tuple[float, float]] = []
    for _ in range(LOOKS):
        before = time.perf_counter()
        there: float = page.evaluate("performance.now()")
        after = time.perf_counter()
        looks.append((after - before, (before + after) / 2 - there / 1000))
    return min(looks)[1]


class Clerks:
    """The clerks of a hall, who call in turn; each finishes with the one before just before the next call."""

    def __init__(self, hall: Served) -> None:
        """Begin with the first."""
        self._hall = hall
        self._busy = [False] * len(hall.clerks)
        self._turn = 0
        self._line = hall.caller("")

    def finish(self) -> None:
        """Connect the next clerk, and let them finish with whom they have."""
        self._line.__exit__(None, None, None)
        self._line = self._hall.caller(self._hall.clerks[self._turn].proof)
        if self._busy[self._turn]:
            self._line.command("finish").result  # noqa: B018 - must not be refused
        self._busy[self._turn] = False

    def call(self) -> str:
        """Let that clerk call; return the number called."""
        result = self._line.command("call-next").result
        self._busy[self._turn] = True
        self._turn = (self._turn + 1) % len(self._busy)
        return str(result["number"])


class Screen:
    """A display in a browser; keeps when every call was seen."""

    def __init__(self, context: BrowserContext, side: Side) -> None:
        """Open the page, and wait until it is at rest."""
        self._side = side
        self._rng = random.Random(side.address)
        self._begun: dict[str, float] = {}
        self._spent_s = 0.0
        self.faults = Faults()
        self.seen: list[Seen] = []
        context.add_init_script(WATCH)
        self._page = context.new_page()
        self.faults.watch(self._page)
        self._page.goto(side.address)
        self._page.wait_for_function(SETTLED)

    def call(self) -> None:
        """Make one call, and leave the page its time."""
        self._side.before()
        time.sleep(PAUSE_S + FRAME_S * self._rng.random())
        before_s, at = cpu_s(self._side.pid), time.perf_counter()
        self._begun[self._side.call()] = at
        time.sleep(SEEN_S)
        self._spent_s += cpu_s(self._side.pid) - before_s

    def round(self) -> tuple[float, float]:
        """Return of the calls since the last round the 95th percentile in ms, and µs of the server's CPU for each."""
        self._page.wait_for_function(DRAWN, arg=list(self._begun))
        offset_ms = clock_offset_s(self._page) * 1000
        drawn: dict[str, list[float]] = self._page.evaluate("benchDrawn")
        times = [[there + offset_ms - at * 1000 for there in drawn[label]] for label, at in self._begun.items()]
        seen = [Seen(held_ms=held, drawn_ms=then) for held, then in times]
        cpu_us = self._spent_s / len(seen) * 1e6
        self.seen += seen
        self._begun, self._spent_s = {}, 0.0
        return percentile([it.drawn_ms for it in seen], 0.95), cpu_us

    def halves(self) -> tuple[float, float]:
        """Return the medians of all calls: in the page, and drawn."""
        return percentile([it.held_ms for it in self.seen], 0.5), percentile([it.drawn_ms for it in self.seen], 0.5)


def rounds_of(ours: Screen, limit: Screen, rounds: int) -> list[Round]:
    """Let both call in turn, call by call; a first short round only warms both up."""
    found: list[Round] = []
    for calls in (WARM, *[CALLS] * rounds):
        for number in range(calls):
            for screen in (limit, ours) if number % 2 else (ours, limit):
                screen.call()
        (here, here_us), (there, there_us) = ours.round(), limit.round()
        found.append(Round(ours=here, limit=there, ours_cpu_us=here_us, limit_cpu_us=there_us))
    return found[1:]


def full(hall: Served) -> tuple[Clerks, dict[str, Any]]:
    """Let the clerks call until the list of a display is full; return them, and what the display then shows."""
    clerks = Clerks(hall)
    for _ in range(EARLIER):
        clerks.finish()
        clerks.call()
    return clerks, hall.caller(f"Bearer {hall.displays[0]}").ask("GET", "/api/v1/views/hall?of=main").json


def pixel(terms: Terms) -> Measured:
    """Measure both sides in turn, round by round."""
    rounds, displays = terms.rounds(ROUNDS if terms.scale == 1 else 3), terms.count(DISPLAYS)
    total = rounds * CALLS + WARM
    wanted = Wanted(counters=COUNTERS, queues=QUEUES, waiting=total + EARLIER + COUNTERS, displays=displays + 1)
    with ExitStack() as stack:
        hall = stack.enter_context(served(terms, wanted))
        key, *others = hall.displays[:-1]
        clerks, view = full(hall)
        ours = Side(address=f"{page_of(hall.port)}#key={key}", port=hall.port, pid=hall.pid, before=clerks.finish, call=clerks.call)
        limit = stack.enter_context(yardstick(terms, frames(view, total)))
        for side in (ours, limit):
            stack.enter_context(onlookers(side.port, others))
        browser = stack.enter_context(chromium())
        here, there = (Screen(browser.new_context(viewport=SIZE, locale="zh-CN"), side) for side in (ours, limit))
        found = rounds_of(here, there, rounds)
        faults = [*here.faults, *there.faults]
        assert not faults, faults
    names = "in_page_p50_ms", "drawn_p50_ms", "limit_in_page_p50_ms", "limit_drawn_p50_ms"
    return Measured(rounds=found, unit="ms p95", also=dict(zip(names, (*here.halves(), *there.halves()), strict=True)))


BENCHMARKS: tuple[Benchmark, ...] = (
    Benchmark(
        name="call-to-pixel",
        says="95th percentile of the time from a call to its number drawn on a hall display in Chromium, 40 other displays connected",
        limit_is="the same page fed by a bare socket, 40 others told too",
        goal=1.5,
        run=pixel,
        grows="Displays connected, from 40 on: the frame is built once, so each more costs one write of it, some 17 µs, before or after"
        " the one that is looked at; what the page does and its wait for the next two frames of the screen do not grow.",
    ),
)
