# SPDX-License-Identifier: Apache-2.0
"""From the finger to the slip: a real Chromium at the kiosk, and the agent that its printer hangs on.

Time runs on the page's clock from the finger's touch until the number has been drawn (two frames of animation after it stands in the
page), and on the clerk's clock until the agent has the job of the slip. Beside it a bare page: one button, a durable row, one frame to a
socket. Needs Chromium.
"""

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from msgspec import Struct
from playwright.sync_api import Browser, Page, ViewportSize
from websockets.sync.client import ClientConnection, connect

from devices.keys import write_key
from tests.bench.bare import Yardstick, bare
from tests.bench.house import placed
from tests.bench.measure import Benchmark, Measured, Round, Terms, cpu_s, percentile
from tests.bench.pixel import clock_offset_s
from tests.browser.demo_hall import Faults, chromium
from tests.stories.server_process import ROOT, environment, prepared, serving

TOUCHES: Final = 30
WARM: Final = 4
ROUNDS: Final = 5
PAUSE_S: Final = 0.75
"""The kiosk hears no touch so soon after something new has appeared."""
PATIENCE_S: Final = 20.0
SIZE: Final[ViewportSize] = {"width": 1080, "height": 1920}
BARE: Final = "<!DOCTYPE html><meta charset=utf-8><button class=service style='font-size:5em'>取号</button><p id=number></p>"
WATCH: Final = """(() => {
  window.bench = { touched: 0, drawn: 0 };
  document.addEventListener("pointerdown", () => Object.assign(bench, { touched: performance.now(), drawn: 0 }), true);
  new MutationObserver(() => {
    const number = document.getElementById("number");
    if (!number || !number.textContent || bench.drawn || !bench.touched) return;
    bench.drawn = -1;
    requestAnimationFrame(() => requestAnimationFrame(() => { bench.drawn = performance.now(); }));
  }).observe(document, { subtree: true, childList: true, characterData: true });
})();"""
ASK: Final = """() => document.querySelector(".service").addEventListener("click", async () => {
  document.getElementById("number").textContent = "";
  const answer = await fetch("/told", { method: "POST", body: "{}", headers: { "Content-Type": "application/json" } });
  document.getElementById("number").textContent = (await answer.json()).seq;
})"""


class Ear:
    """A socket that notes when each frame came."""

    def __init__(self, line: ClientConnection) -> None:
        """Listen."""
        self._came = 0
        self._thread = threading.Thread(target=self._listen, args=(line,), daemon=True)
        self._thread.start()

    def _listen(self, line: ClientConnection) -> None:
        for _ in line:
            self._came += 1

    def __call__(self) -> int:
        """Return how many came."""
        return self._came


Count = Callable[[], int]
"""How many slips there are by now."""


class Kiosk:
    """A page with a button, and what comes out at the printer's end."""

    def __init__(self, page: Page, slips: Count, pid: int) -> None:
        """Know both, and the server's process."""
        self.page, self._slips, self._pid = page, slips, pid
        self._offset_s = clock_offset_s(page)
        self.numbers_ms: list[float] = []
        self.slips_ms: list[float] = []
        self.spent_s = 0.0

    def touch(self) -> None:
        """Touch the first service once, and wait for the number and for the slip."""
        before_s, slips = cpu_s(self._pid), self._slips()
        self.page.locator(".service").first.click()
        slip_s = _until(lambda: self._slips() > slips)
        _until(lambda: self.page.evaluate("bench.drawn > 0"))
        touched_ms, drawn_ms = self.page.evaluate("[bench.touched, bench.drawn]")
        self.numbers_ms.append(drawn_ms - touched_ms)
        self.slips_ms.append((slip_s - self._offset_s) * 1000 - touched_ms)
        self.spent_s += cpu_s(self._pid) - before_s
        self.page.evaluate("bench.touched = 0")
        time.sleep(PAUSE_S)
        self.page.evaluate("{ const back = document.getElementById('back'); if (back) back.click(); }")
        time.sleep(PAUSE_S)

    def round(self, touches: int) -> tuple[float, float]:
        """Return of the last touches the median until the slip in ms, and µs of the server's CPU for each."""
        spent_us, self.spent_s = self.spent_s / touches * 1e6, 0.0
        return percentile(self.slips_ms[-touches:], 0.5), spent_us


def _until(true: Callable[[], bool]) -> float:
    """Wait until it is so; return when that was seen (our clock)."""
    end_s = time.perf_counter() + PATIENCE_S
    while not true():
        assert time.perf_counter() < end_s, "nothing came"
        time.sleep(0.001)  # a poll of other processes, bounded by PATIENCE_S
    return time.perf_counter()


def _page(browser: Browser, address: str, faults: Faults) -> Page:
    page = browser.new_context(viewport=SIZE, locale="zh-CN").new_page()
    faults.watch(page)
    page.add_init_script(WATCH)
    page.goto(address)
    return page


@contextmanager
def _agent(base: str, key: str, out: Path) -> Iterator[Count]:
    """Run the device agent; count the slips that its pretend printer has written."""
    out.mkdir()
    write_key(out / "agent-keys.json", "agent-1", key)
    command = [sys.executable, "-m", "devices", "--server", base, "--agent", "agent-1", "--out", str(out)]
    with (out / "agent.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=log, stderr=log)
        try:
            yield lambda: len(list((out / "printer-1").glob("*.png")))
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


class Printing(Struct, frozen=True, kw_only=True):
    """A hall in service with one kiosk, its printer and its agent: the kiosk's address, the server's process, the slips so far."""

    kiosk: str
    pid: int
    slips: Count


@contextmanager
def printing(terms: Terms) -> Iterator[Printing]:
    """Run such a hall."""
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        hall = prepared(place / "hall", clerks=1, kiosks=1, agent=True)
        server = stack.enter_context(serving(hall.path))
        stack.enter_context(placed(server.pid, terms))
        slips = stack.enter_context(_agent(server.base, hall.agent, place / "agent"))
        key = hall.kiosks[0].removeprefix("Bearer ")
        yield Printing(kiosk=f"{server.base}/kiosk/#key={key}", pid=server.pid, slips=slips)


def ours_of(browser: Browser, hall: Printing, faults: Faults) -> Kiosk:
    """Open the kiosk, and wait until its printer is ready."""
    page = _page(browser, hall.kiosk, faults)
    page.locator(".service:enabled").first.wait_for()
    page.locator("#printer").wait_for(state="hidden")
    time.sleep(PAUSE_S)
    return Kiosk(page, hall.slips, hall.pid)


@contextmanager
def limit_of(browser: Browser, yardstick: Yardstick, faults: Faults) -> Iterator[Kiosk]:
    """Show the bare page; a socket stands for the printer."""
    base = f"127.0.0.1:{yardstick.port}"
    page = browser.new_context(viewport=SIZE, locale="zh-CN").new_page()
    faults.watch(page)
    page.add_init_script(WATCH)
    page.route(f"http://{base}/page", lambda route: route.fulfill(content_type="text/html", body=BARE))
    page.goto(f"http://{base}/page")
    page.evaluate(ASK)
    with connect(f"ws://{base}/ws", proxy=None) as line:
        yield Kiosk(page, Ear(line), yardstick.pid)


def touched(terms: Terms, rounds: int, touches: int) -> Measured:
    """Let both be touched in turn; a first short round only warms both up."""
    faults, found = Faults(), []
    with ExitStack() as stack:
        hall, yardstick = stack.enter_context(printing(terms)), stack.enter_context(bare(terms))
        browser = stack.enter_context(chromium())
        ours = ours_of(browser, hall, faults)
        limit = stack.enter_context(limit_of(browser, yardstick, faults))
        for number in (min(WARM, touches), *[touches] * rounds):
            for nth in range(number):
                for kiosk in (limit, ours) if nth % 2 else (ours, limit):
                    kiosk.touch()
            (here, here_us), (there, there_us) = ours.round(number), limit.round(number)
            found.append(Round(ours=here, limit=there, ours_cpu_us=here_us, limit_cpu_us=there_us))
        assert faults == [], faults
    return Measured(
        rounds=found[1:],
        unit="ms p50",
        also={
            "number_p50_ms": percentile(ours.numbers_ms, 0.5), "number_p95_ms": percentile(ours.numbers_ms, 0.95),
            "slip_p95_ms": percentile(ours.slips_ms, 0.95), "limit_number_p50_ms": percentile(limit.numbers_ms, 0.5),
        },
    )  # fmt: skip


def slip(terms: Terms) -> Measured:
    """Measure both sides in turn, round by round."""
    return touched(terms, terms.rounds(ROUNDS), 6 if terms.quick else TOUCHES)


BENCHMARKS: tuple[Benchmark, ...] = (
    Benchmark(
        name="touch-to-slip",
        says="from the touch of a kiosk's button in Chromium until the agent has written the picture of its slip (median)",
        limit_is="a bare page whose button makes one row durable and writes one ready frame to a socket",
        goal=15,
        run=slip,
        bounds={"number_p95_ms": 300, "slip_p95_ms": 1000},
    ),
)
