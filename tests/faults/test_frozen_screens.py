# SPDX-License-Identifier: Apache-2.0
"""Screens that have stopped to read: what they cost, and whether the others notice."""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import Struct

from tests.faults.line_hall import LineHall, line_hall
from tests.faults.raw_screen import RawScreen, serving_line
from tests.stories.server_process import HallProcess

FROZEN, MOST_MB, MOST_LINES = 50, 20.0, 100
TICKETS = 150
"""Each changes what every display shows."""
MANY_QUEUES = "CDEFGHJKLMNPQRSTUVWXYZ"
"""Makes a view as long as that of a big hall."""


class Cost(Struct, frozen=True, kw_only=True):
    """What frozen screens cost: memory that the server took more, lines in its log."""

    grown_mb: float
    lines: int


def memory_mb(server: HallProcess) -> float:
    """Return what the server holds in memory."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{server.pid}/status").read_text(encoding="ascii"))
    assert found is not None
    return int(found[1]) / 1024


def cost(hall: LineHall, *without: str) -> Cost:
    """Let many screens freeze in a busy hall while one more is read; that one must get the newest view all the time."""
    with serving_line(hall.path, *without, page_gap_s=0.0, links_per_key=2 * FROZEN) as server, server.caller(hall.boss) as boss:
        for _ in range(20):
            assert boss.command("take-ticket", {"services": ["seniors"]}).status == 200
        good = RawScreen(server.port, "hall", hall.keys["hall-1"])
        good.hear_of("view")
        before_mb, before_lines = memory_mb(server), server.said().count("\n")
        frozen = [RawScreen(server.port, "hall", hall.keys["hall-1"], small=True) for _ in range(FROZEN)]
        end_s = time.monotonic() + 60
        while f'hall_links{{page="hall"}} {FROZEN + 1}.0' not in boss.ask("GET", "/metrics").body.decode():
            assert time.monotonic() < end_s
        for _ in range(TICKETS):
            seq = boss.command("take-ticket", {"services": ["seniors"]}).json["seq"]
            while good.hear_of("view")["seq"] < seq:
                continue
        grown_mb = memory_mb(server) - before_mb
        for screen in frozen:
            screen.cut()
        while 'hall_links{page="hall"} 1.0' not in boss.ask("GET", "/metrics").body.decode():
            assert time.monotonic() < end_s
        good.close()
        return Cost(grown_mb=grown_mb, lines=server.said().count("\n") - before_lines)


@pytest.mark.promise("R21")
def test_frozen_screens_cost_little_and_hold_up_nobody(tmp_path: Path, figure: Callable[[str], None]) -> None:
    """Fifty displays hang in the afternoon; the hall goes on. A door that queues what they do not read runs out of memory."""
    with_it = cost(line_hall(tmp_path / "hall", more=MANY_QUEUES))
    without = cost(line_hall(tmp_path / "control", more=MANY_QUEUES), "newest-only", "probe")
    figure(f"{FROZEN} frozen displays: +{with_it.grown_mb:.0f} MB (control +{without.grown_mb:.0f} MB), {with_it.lines} log lines")
    assert without.grown_mb > MOST_MB, without
    assert with_it.grown_mb <= MOST_MB, with_it
    assert with_it.lines <= MOST_LINES, with_it
