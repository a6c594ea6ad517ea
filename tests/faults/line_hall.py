# SPDX-License-Identifier: Apache-2.0
"""A hall with every kind of screen, and the screens as pages of one Chromium that keep a record of what they showed when."""

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from playwright.sync_api import Browser, Page, Route

from hallserver.clock import AnchoredClock
from hallserver.core import commands as c
from hallserver.core.roles import Actor
from hallserver.service import Service
from hallserver.store.accounts import Accounts
from hallserver.store.folder import Folder
from tests.stories.server_process import PATIENCE_S, ROOT, wide_hall
from tests.support import names, new_folder, set_up

_GUIDE = Actor(kind="person", name="boss", roles=frozenset({"duty-manager"}))
SOCKET = (ROOT / "hallserver" / "shared" / "socket.js").read_text(encoding="utf-8")
WATCHDOG = "const silent = now - this.heard > this.stale_ms;"
DEADLINE = "before_us: open.before_us"
UNWATCHED = SOCKET.replace(WATCHDOG, "const silent = false;").replace(DEADLINE, "before_us: undefined")
"""The control: the line of a screen that never doubts it, and whose commands may be done at any time."""
assert SOCKET.count(WATCHDOG) == SOCKET.count(DEADLINE) == 1, "the control must take away what there is"

RECORD = """
(() => {
  const on = (id) => { const node = document.getElementById(id); return Boolean(node) && node.getClientRects().length > 0; };
  const words = (id) => { const node = document.getElementById(id); return node && on(id) ? node.textContent : ""; };
  const shown = {
    hall: () => (on("stale") ? "covered" : words("number")),
    counter: () => (on("stale") ? "covered" : words("ticket")),
    clerk: () => (on("stale") ? "covered" : (document.querySelector(".hand-label") || {}).textContent || ""),
    ticket: () => (on("offline") ? "covered" : words("number")),
    kiosk: () => {
      if (on("notice") && document.getElementById("notice").dataset.tone === "red") return "covered";
      return on("result") ? "sheet" : on("home") ? "open" : "";
    },
  }[location.pathname.split("/")[1]];
  window.record = [];
  window.shown = shown;
  const note = () => {
    const now = shown();
    const last = window.record.length ? window.record[window.record.length - 1][1] : "";
    if (now !== last) window.record.push([performance.now(), now]);
  };
  new MutationObserver(note).observe(document, { attributes: true, childList: true, characterData: true, subtree: true });
})();
"""
"""Notes (when, what) at each change of what a screen shows: a number, ``open``, ``sheet``, or that it is off-line (``covered``)."""

HIDDEN = """
(id) => {
  const box = document.getElementById(id).getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return Boolean(top) && top.closest("#stale") !== null;
}
"""
"""Whether somebody who looks where the number stands sees the cover."""


class LineHall(Struct, frozen=True, kw_only=True):
    """A prepared data folder: keys by device, ticket tokens, the Authorization header and the token of the first clerk."""

    path: Path
    keys: dict[str, str]
    tokens: list[str]
    clerk: str
    clerk_token: str
    boss: str
    """Authorization header of a duty manager."""


def line_hall(
    path: Path, *, counters: int = 1, kiosks: int = 1, displays: int = 1, tickets: int = 4, agent: bool = False, more: str = ""
) -> LineHall:
    """Make the hall: day and counters open, ``tickets`` waiting, a display for every counter, so many for the hall.

    ``more``: letters of further queues with long names, where it matters how long a view is.
    """
    rows = wide_hall(counters, kiosks, agent=agent)
    rows["queues"] = [*rows["queues"], *({"slug": f"q{it.lower()}", "names": names(it * 80), "letter": it} for it in more)]
    rows["counters"] = [row | {"queues": [queue["slug"] for queue in rows["queues"]]} for row in rows["counters"]]
    rows["devices"] += [{"slug": f"hall-{n}", "names": names(f"综合屏{n}"), "kind": "hall-display"} for n in range(1, displays + 1)]
    rows["devices"] += [
        {"slug": f"counter-{n}", "names": names(f"窗口屏{n}"), "kind": "counter-display", "counter": f"c{n}"}
        for n in range(1, counters + 1)
    ]
    return asyncio.run(_prepare(new_folder(path), rows, tickets))


async def _prepare(path: Path, rows: dict[str, list[dict[str, Any]]], tickets: int) -> LineHall:
    folder, clock = Folder(path), AnchoredClock()
    service, accounts = Service(folder, clock), Accounts(folder.database, clock.now)
    try:
        await set_up(service, rows)
        for n in range(1, len(rows["counters"]) + 1):
            await service.submit(c.OpenCounter(counter=f"c{n}"), Actor(kind="person", name=f"clerk-{n}", roles=frozenset({"clerk"})))
        taken = [await service.submit(c.TakeTicket(services=("seniors",)), _GUIDE) for _ in range(tickets)]
        token = await accounts.sign_in("clerk-1")
        return LineHall(
            path=path,
            keys={
                row["slug"]: await accounts.new_device_key(row["slug"])
                for row in rows["devices"]
                if row["kind"] not in {"printer", "voice"}
            },
            tokens=[service.token(str(answer.result["ticket"])) for answer in taken],
            clerk=f"Bearer {token}",
            clerk_token=token,
            boss=f"Bearer {await accounts.sign_in('boss')}",
        )
    finally:
        accounts.close()
        folder.close()


class Screen:
    """One page, its record, and how its clock lies to that of this process."""

    def __init__(self, browser: Browser, address: str, *, script: str = SOCKET, fast: bool = False) -> None:
        """Open the address as a device of its own. ``script`` replaces ``socket.js``; ``fast``: its clock can be moved on."""
        self.page: Page = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN").new_page()
        self.fast = fast
        if fast:
            self.page.clock.install()
        self.page.add_init_script(RECORD)
        if script != SOCKET:
            self.page.route("**/shared/socket.js", lambda route: _serve(route, script))
        self.page.goto(address, wait_until="commit")  # pages load side by side

    def clock_s(self) -> float:
        """Return the page's own time."""
        now_ms: float = self.page.evaluate("performance.now()")
        return now_ms / 1000

    def shown(self) -> str:
        """Return what the page shows now."""
        now: str = self.page.evaluate("window.shown()")
        return now

    def until(self, wanted: str) -> None:
        """Wait until the page shows this."""
        self._poll(lambda: self.shown() == wanted, wanted)

    def until_not(self, unwanted: str) -> None:
        """Wait until the page shows something else."""
        self._poll(lambda: self.shown() != unwanted, f"anything but {unwanted}")

    def after(self, since_s: float, wanted: str) -> float:
        """Return how long after this moment of its own clock the page first showed that; wait for it."""
        found: list[float] = []

        def seen() -> bool:
            record: Sequence[Sequence[Any]] = self.page.evaluate("window.record")
            found.extend(at_ms / 1000 - since_s for at_ms, shown in record if shown == wanted and at_ms / 1000 > since_s)
            return bool(found)

        self._poll(seen, f"{wanted} after {since_s} s")
        return found[0]

    def _poll(self, is_so: Callable[[], bool], wanted: str) -> None:
        end_s = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < end_s, f"{self.page.url} shows {self.shown()!r}, not {wanted}: {self.page.evaluate('window.record')}"
            time.sleep(0.02)


def _serve(route: Route, script: str) -> None:
    route.fulfill(status=200, content_type="text/javascript", body=script)
