# SPDX-License-Identifier: Apache-2.0
"""Lines that are cut, and servers that are frozen: what every screen shows meanwhile, and how soon it is right again."""

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from hallserver.core.events import TicketIssued
from tests.browser.demo_hall import chromium
from tests.faults.lateness import Lateness
from tests.faults.line_hall import HIDDEN, UNWATCHED, LineHall, Screen, line_hall
from tests.faults.netns import THEIRS, Network, own_network
from tests.stories.caller import Caller
from tests.stories.server_process import HallProcess, journal_of, serving

COVERED_S, KIOSK_S, PHONE_S, BACK_S = 10.0, 3.0, 15.0, 3.0
LONG_CUT_S = 30
"""So long that Chromium has begun to put off new attempts, as it does after many that failed."""
CUT_S = 5
"""Longer than a kiosk waits for an answer, and not so long that the dead connection itself has ended."""
NUMBER = {"hall": "number", "counter": "ticket"}


class Screens:
    """Every screen of the hall, and among them a display and a kiosk without the protection."""

    def __init__(self, browser: Browser, base: str, hall: LineHall, phones: int, *, fast: bool) -> None:
        """Open them all."""

        def devices(page: str, kind: str) -> list[str]:
            return [f"{base}/{page}/#key={key}" for slug, key in hall.keys.items() if slug.startswith(kind)]

        kiosks = devices("kiosk", "kiosk-")
        self.displays = [Screen(browser, it, fast=fast) for it in (*devices("hall", "hall-"), *devices("counter", "counter-1"))]
        self.kiosks = [Screen(browser, it) for it in kiosks[:-1]]
        self.phones = [Screen(browser, f"{base}/ticket/#t={token}", fast=fast) for token in hall.tokens[-phones:]]
        self.clerk = Screen(browser, f"{base}/clerk/#token={hall.clerk_token}", fast=fast)
        self.bad_display = Screen(browser, devices("hall", "hall-")[0], script=UNWATCHED, fast=fast)
        self.bad_kiosk = Screen(browser, kiosks[-1], script=UNWATCHED)
        self.sound = [*self.displays, *self.kiosks, *self.phones, self.clerk]

    def right(self, label: str) -> None:
        """Wait until each shows what it should while that number is called; send kiosks home from what they said last."""
        for screen in (*self.kiosks, self.bad_kiosk):
            screen.page.evaluate("window.shown() === 'sheet' && setTimeout(() => document.getElementById('back').click(), 800)")
        for screen in (*self.displays, self.clerk, self.bad_display):
            screen.until(label)
        for screen in (*self.kiosks, self.bad_kiosk):
            screen.until("open")


class Took:
    """How long screens took, at most, by what was waited for."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.most_s: dict[str, float] = {}
        self.count: dict[str, int] = {}

    def said(self) -> str:
        """Return the figures in words."""
        kinds = (("display", "displays covered"), ("back", "right again"), ("kiosk", "kiosks"), ("phone", "phones"))
        return ", ".join(f"{words} ≤ {self.most_s[what]:.1f} s ({self.count[what]})" for what, words in kinds)

    def note(self, what: str, seconds: float) -> None:
        """Keep one."""
        self.most_s[what] = max(self.most_s.get(what, 0.0), seconds)
        self.count[what] = self.count.get(what, 0) + 1


@contextmanager
def cut(network: Network, server: HallProcess, *, freeze: bool) -> Iterator[None]:
    """Cut every line, or freeze the server, for a block."""
    if freeze:
        os.kill(server.pid, signal.SIGSTOP)
    else:
        network.drop(server.port)
    try:
        yield
    finally:
        os.kill(server.pid, signal.SIGCONT)
        network.heal()


def one_cut(
    screens: Screens, network: Network, server: HallProcess, clerk: Callable[[str], str], *, freeze: bool, lasts_s: float, took: Took
) -> None:
    """Cut, see every screen say so, heal, see every screen right again; note how long each took on its own clock.

    Kiosks are tapped in a cut that outlasts their patience, so that nobody may get a number from it.
    """
    label = screens.displays[0].shown()
    begun_s = {screen: screen.clock_s() for screen in screens.sound}
    end_s = time.monotonic() + lasts_s
    with cut(network, server, freeze=freeze):
        for kiosk in (*screens.kiosks, screens.bad_kiosk) if lasts_s >= CUT_S else ():
            kiosk.page.evaluate("document.querySelector('.service').click()")
        if not freeze:
            label = clerk("finish-and-call")
        for screen in screens.sound:
            if screen.fast:
                # the cut is real; only the page's own timers, which wait for nothing else, are hurried on
                screen.page.clock.run_for(9000)
            if screen not in screens.kiosks:
                screen.until("covered")
        assert_said(screens, begun_s, took)
        assert screens.bad_display.shown() not in {"covered", ""}, "the control must keep the old number"
        assert freeze or screens.bad_display.shown() != label, "and that number must be wrong by now"
        assert screens.bad_kiosk.shown() != "covered", "the control must not know that it is cut"
        time.sleep(max(0.0, end_s - time.monotonic()))  # the cut itself
        healed_s = {screen: screen.clock_s() for screen in screens.sound}
    for screen in (*screens.displays, screens.clerk):
        screen.until(label)
        took.note("back", screen.after(healed_s[screen], label))
    for phone in screens.phones:
        phone.until_not("covered")
    screens.right(label)


def assert_said(screens: Screens, begun_s: dict[Screen, float], took: Took) -> None:
    """Note how soon each screen said that it was cut; on displays nobody can see the number any more."""
    for kiosk in screens.kiosks:
        took.note("kiosk", kiosk.after(begun_s[kiosk], "covered"))
    for screen in screens.displays:
        took.note("display", screen.after(begun_s[screen], "covered"))
        assert screen.page.evaluate(HIDDEN, NUMBER[screen.page.url.split("/")[3]]), "the number can be seen beside the cover"
    for phone in screens.phones:
        took.note("phone", phone.after(begun_s[phone], "covered"))
        assert re.search(r"\d\d:\d\d:\d\d", phone.page.inner_text("#offline")), "a phone must say as of when"


def from_kiosks(hall: LineHall) -> list[str]:
    """Return the kiosks that gave a number, from the journal."""
    return sorted(
        entry.actor for entry in journal_of(hall.path) if isinstance(entry.event, TicketIssued) and entry.actor.startswith("device:kiosk-")
    )


@pytest.mark.browser
@pytest.mark.netns
@pytest.mark.promise("R8")
@pytest.mark.promise("R19")
@pytest.mark.promise("R24")
def test_every_screen_says_that_it_is_cut_and_is_soon_right_again(
    tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None]
) -> None:
    """A number that may be old must not stand there, and no kiosk may give one that the hall does not know of.

    The lines are dropped in silence and the server is frozen, in turn. Among the screens are two without the watchdog:
    the display goes on showing the old number, the kiosk gives a number behind the back of whoever was told that there was none.
    """
    displays, kiosks, phones, rounds, took = size(1, 9), size(2, 11), size(1, 4), size(2, 5), Took()
    hall = line_hall(tmp_path / "hall", displays=displays, kiosks=kiosks, tickets=20)
    with Lateness() as late, own_network() as network, serving(hall.path, quick=False) as server, chromium(own=True) as browser:

        def clerk(command: str) -> str:
            """Ask a command from where nothing is cut; return the number that it called."""
            with Caller(server.port, hall.clerk, THEIRS) as caller:
                return str(caller.command(command).result["number"])

        screens = Screens(browser, server.base, hall, phones, fast=rounds == 2)
        screens.right(clerk("call-next"))
        for number in range(rounds):
            freeze = number % 2 == 1
            lasts_s = size(CUT_S if freeze else 0, LONG_CUT_S if number == 0 else CUT_S)
            one_cut(screens, network, server, clerk, freeze=freeze, lasts_s=lasts_s, took=took)
    gave, bad = from_kiosks(hall), f"device:kiosk-{kiosks}"
    figure(took.said())
    assert bad in gave, "the control must give a number behind everybody's back"
    assert [kiosk for kiosk in gave if kiosk != bad] == [], "a kiosk gave a number that nobody got"
    for what, bound_s in (("display", COVERED_S), ("kiosk", KIOSK_S), ("phone", PHONE_S), ("back", BACK_S)):
        assert took.most_s[what] <= late.forgiven(bound_s), (what, took.most_s, late.most_s)
