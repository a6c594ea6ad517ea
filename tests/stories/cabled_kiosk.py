# SPDX-License-Identifier: Apache-2.0
"""The kiosk of the hall with cabled devices: its screen, and visitors who lay cards and slips on its readers."""

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any, Final

from msgspec import Struct
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from devices.readers.emulator import resident
from hallserver.core.id_number import with_check
from tests.devices.readers.desk import until
from tests.stories.cabled_hall import CLOCK, URL, Equipped

ANSWER_S: Final = 2.0
SLOW_ANSWER_S: Final = 20.0
"""Where no fault explains a silence, it is the machine that is slow: nobody concludes from the first two seconds."""


class Shown(Struct):
    """One thing that a visitor showed to a reader, and what the screen said to it: ``""`` nothing."""

    what: str
    wanted: str
    from_us: int
    until_us: int = 0
    said: str = ""


class KioskScreen:
    """The page of the kiosk: hears what is said to it alone, comes back after each break."""

    def __init__(self, port: int, key: str) -> None:
        """Connect; the server stays at this port."""
        self.heard: list[tuple[int, str]] = []
        """(UTC µs, what it heard: ``card <last four>``, ``scan <ticket>``, or else)."""
        self._url, self._key = f"ws://127.0.0.1:{port}/ws?page=kiosk", key
        self._stop = threading.Event()
        self.is_there = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Hang up."""
        self._stop.set()
        self._thread.join(5)

    def _run(self) -> None:
        while not self._stop.is_set():
            with suppress(OSError, WebSocketException), connect(self._url, proxy=None, close_timeout=0.2) as line:
                line.send(json.dumps({"key": self._key}))
                self._hear(line)
            self.is_there = False
            self._stop.wait(0.1)

    def _hear(self, line: Any) -> None:  # noqa: ANN401 -- a connection of a library without a narrow type
        while not self._stop.is_set():
            with suppress(TimeoutError):
                message = json.loads(line.recv(0.1))
                self.is_there = self.is_there or "view" in message
                if "whisper" in message:
                    self.heard.append((CLOCK.now(), said(message["whisper"])))


def said(whisper: dict[str, dict[str, Any]]) -> str:
    """Return what a whisper says, in one line."""
    card, scan = whisper.get("card", {}), whisper.get("scan", {})
    if "last" in card:
        return f"card {card['last']}"
    return f"scan {scan['ticket']}" if "ticket" in scan else json.dumps(whisper)


class Visitors:
    """Show cards and slips, one at a time, and note what the screen says."""

    def __init__(
        self, equipped: Equipped, screen: KioskScreen, tokens: dict[str, str], random: Random, is_disturbed: Callable[[int], bool]
    ) -> None:
        """``tokens``: those of the slips so far, by ticket; others fill it. ``is_disturbed``: by a fault, from then."""
        self.shown: list[Shown] = []
        self._equipped, self._screen, self._tokens, self._random = equipped, screen, tokens, random
        self._is_disturbed = is_disturbed

    def try_readers(self) -> bool:
        """Show a card and a text that no slip has; return whether the screen heard of both. What was shown and heard is forgotten."""
        self.show_card()
        self._show("scan", "", "no slip of this hall")
        heard = [it.said for it in self.shown]
        self.shown.clear()
        self._screen.heard.clear()
        return all(heard)

    def show_card(self) -> None:
        """Lay a card down, take it away."""
        number = with_check(f"110105{self._random.randrange(1940, 2000)}1231{self._random.randrange(1000):03}")
        it = Shown(what="card", wanted=f"card {number[-4:]}", from_us=CLOCK.now())
        self._equipped.sam.lay(resident(number))
        self._await(it)
        self._equipped.sam.take_away()

    def show_slip(self) -> None:
        """Hold a slip under the scanner."""
        tickets = list(self._tokens)
        if not tickets:
            return
        ticket = self._random.choice(tickets[-10:])
        self._show("scan", f"scan {ticket}", f"{URL}/ticket/#t={self._tokens[ticket]}")

    def _show(self, what: str, wanted: str, text: str) -> None:
        it = Shown(what=what, wanted=wanted, from_us=CLOCK.now())
        with suppress(OSError):
            self._equipped.scans.say(f"{text}\r\n".encode())
        self._await(it)

    def _await(self, it: Shown) -> None:
        before = len(self._screen.heard)

        def is_heard() -> bool:
            return len(self._screen.heard) > before

        until(is_heard, ANSWER_S)
        until(lambda: is_heard() or self._is_disturbed(it.from_us), SLOW_ANSWER_S)
        it.until_us = CLOCK.now()
        it.said = self._screen.heard[before][1] if len(self._screen.heard) > before else ""
        self.shown.append(it)
