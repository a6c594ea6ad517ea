# SPDX-License-Identifier: Apache-2.0
"""Screens that are never turned off: after a day of 1,200 tickets they hold no more than before, and their clock is right."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from hallserver.web.limits import Limits
from tests.browser.soak import AGAIN, LEAK, Held, LivedPage, grown
from tests.stories.caller import Caller
from tests.stories.scenes.leap_server import LIMITS
from tests.stories.scenes.scene import Scene, playing
from tests.support import NINE_US

pytestmark = pytest.mark.browser
DAY_S: Final = 24 * 3600
MIDNIGHT_US: Final = NINE_US + 15 * 3600 * 1_000_000
ZONE: Final = ZoneInfo("Asia/Shanghai")
HEAP_B: Final = 250_000
NODES: Final = 120
"""So much more a page may hold: other numbers, one more row, what the engine keeps of code that it has made faster."""
TOGETHER: Final = 5
"""After so many tickets the pages have lived as long as the hall. A page left behind lives its hours without a pause, reads no pings
meanwhile, and the hall cuts it as one that is silent, or answers all of them at once, and is cut as one that floods."""
LEAP_S: Final = 600.0


class SoakedHall:
    """The hall, its screens, and what the time is there."""

    def __init__(self, scene: Scene, pages: list[LivedPage]) -> None:
        """Open the counter; it is nine."""
        self.scene, self.pages, self.now_us = scene, pages, NINE_US
        scene.ask("li", "open-counter", {"counter": "c1"})

    def later(self, seconds: float) -> None:
        """Let time pass."""
        self.scene.later(seconds)
        self.now_us += round(seconds * 1e6)

    def until(self, at_us: int, *, asleep: bool = False) -> None:
        """Let time pass until then; every page lives through it, or sleeps meanwhile."""
        for page in self.pages if asleep else ():
            page.sleeps(soundly=True)
        while self.now_us < at_us:
            self.later(min(LEAP_S, (at_us - self.now_us) / 1e6))
        for page in self.pages:
            page.lives_until(at_us)
            if asleep:
                page.sleeps(soundly=False)

    def serve(self, tickets: int, over_s: float) -> None:
        """Give so many numbers, and call and serve each; all this takes so long."""
        each_s = over_s / tickets
        server, stage = self.scene.server, self.scene.stage
        with server.caller(f"Bearer {stage.keys['kiosk-1']}") as kiosk, server.caller(f"Bearer {stage.tokens['li']}") as clerk:
            for nth in range(tickets):
                _done(kiosk, "take-ticket", {"services": ["senior-card"]})
                for step, part in (("call-next", 0.2), ("start", 0.3), ("finish", 0.5)):
                    self.later(each_s * part)
                    _by_clerk(clerk, step)
                if not nth % TOGETHER:
                    self.until(self.now_us)
        self.until(self.now_us)

    def held(self) -> list[Held]:
        """Return what each page holds."""
        return [page.held() for page in self.pages]


def _by_clerk(clerk: Caller, step: str) -> None:
    """Do it; a counter that was paused meanwhile, since its clerk has no screen on, is opened again."""
    if clerk.command(step).status != 200:
        _done(clerk, "open-counter", {"counter": "c1"})
        _done(clerk, step)


def _done(caller: Caller, command: str, fields: object = None) -> None:
    said = caller.command(command, fields)
    assert said.status == 200, said.body.decode()


@contextmanager
def soaked(path: Path) -> Iterator[SoakedHall]:
    """Run a hall with the screens that are always on; behind them two that leak."""
    with playing(path, still=True) as scene:
        sound = [("kiosk", "kiosk-1", ""), ("hall", "hall-1", ""), ("counter", "counter-1", "")]
        bad = [("kiosk", "kiosk-2", LEAK), ("counter", "counter-2", AGAIN)]
        hall = SoakedHall(scene, [LivedPage(scene, *it) for it in (*sound, *bad)])
        yield hall


def shown_at(at_us: int) -> tuple[str, str]:
    """Return how a clock of the hall shows this time."""
    at = datetime.fromtimestamp(at_us / 1e6, UTC).astimezone(ZONE)
    return f"{at.year}年{at.month}月{at.day}日 星期{'一二三四五六日'[at.weekday()]}", f"{at:%H:%M}"


def assert_clocks(hall: SoakedHall) -> None:
    """At the last second of a minute each clock shows it, and a moment later the next."""
    minute_us = hall.now_us - hall.now_us % 60_000_000 + 60_000_000
    for at_us in (minute_us - 1_000_000, minute_us + 1_000_000):
        hall.until(at_us)
        for page in hall.pages:
            assert page.name == "counter" or page.clock() == shown_at(at_us), page.name


def grown_by(before: list[Held], after: list[Held]) -> list[list[str]]:
    """Return what each page holds more of than it may."""
    return [grown(*it, heap_b=HEAP_B, nodes=NODES) for it in zip(before, after, strict=True)]


@pytest.mark.soak
def test_after_a_day_the_screens_hold_no_more_and_their_clocks_are_right(
    tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None]
) -> None:
    """A day from nine to nine, or an hour of it and its midnight. A device whose clock is wrong and runs fast shows the hall's time.

    The controls: a kiosk that lets go of nothing and a counter display that opens line after line are found.
    """
    tickets, over_s = size(40, 1200), size(3600, 9 * 3600)
    with soaked(tmp_path / "hall") as hall:
        hall.serve(tickets // 2, over_s / 2)
        before = hall.held()
        hall.serve(tickets - tickets // 2, over_s / 2)
        after = hall.held()
        assert_clocks(hall)
        hall.until(MIDNIGHT_US - 30_000_000, asleep=bool(size(1, 0)))
        assert_clocks(hall)
        hall.until(NINE_US + size(0, DAY_S) * 1_000_000)
        assert_clocks(hall)
        last = hall.held() if size(0, 1) else after
    found = grown_by(before, after)
    heaps = [it.heap_b for at in (before, last) for it in at]
    figure(f"{tickets} tickets: kiosk {heaps[5] - heaps[0]:+} B, hall display {heaps[6] - heaps[1]:+} B; lines opened: {last[1].opened}")
    assert found[:3] == [[], [], []]
    assert grown_by(before, last)[:3] == [[], [], []], "over night"
    assert {it.partition(":")[0] for it in found[3]} >= {"nodes", "listeners", "timers"}, found
    assert {it.partition(":")[0] for it in found[4]} >= {"opened"}, found


def test_a_screen_of_a_scene_may_be_silent_for_as_long_as_in_life() -> None:
    """Beats come quickly there, and are counted: in fewer real seconds a busy machine's screens would be cut."""
    assert LIMITS.beat_s * LIMITS.silent_beats == pytest.approx(Limits().beat_s * Limits().silent_beats)
