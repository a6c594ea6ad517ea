# SPDX-License-Identifier: Apache-2.0
"""A printer without paper: the kiosk says so before anybody taps, and gives no number that is on no paper."""

import asyncio
import random
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec
import pytest

from devices import worker
from devices.agent import Agent
from devices.config import Config
from devices.keys import write_key
from devices.printers.emulator import EscposEmulator
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_SETUP, Actor
from hallserver.core.rules import decide
from hallserver.service import Service
from tests.faults.lateness import Lateness
from tests.hallserver.web.running import Line, running, until
from tests.support import SMALL_HALL, names

SEED = 20261123
MOST_S = 1.0
PATTERNS: dict[str, tuple[tuple[int, int] | None, str]] = {
    "well": ((0x12, 0x12), "ready"),
    "near its end": ((0x12, 0x1E), "ready"),
    "out, near-end sensor dry": ((0x12, 0x72), "out"),
    "out": ((0x12, 0x7E), "out"),
    "out and off-line": ((0x1A, 0x7E), "out"),
    "cover open": ((0x1A, 0x12), "unable"),
    "cover open, near its end": ((0x1A, 0x1E), "unable"),
    "says nothing": (None, ""),
}
"""What the printer answers to ``DLE EOT 1`` and ``4`` → what the kiosk shows; a silent printer changes nothing."""


def careless(hall: Hall, command: c.Command, by: Actor, now_us: int) -> list[e.Event]:
    """Give numbers whatever the printer says: the control."""
    return decide(hall, msgspec.structs.replace(command, paperless=True) if isinstance(command, c.TakeTicket) else command, by, now_us)


class Place:
    """One kiosk, its printer, and what the kiosk's screen was last sent."""

    def __init__(self, number: int) -> None:
        """Switch the printer on."""
        self.kiosk, self.printer, self.emulator = f"kiosk-{number}", f"printer-{number}", EscposEmulator()
        self.shows = ""
        self.shown_s = 0.0
        self.answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def watch(self, line: Line) -> None:
        """Follow the kiosk's line."""
        while (message := await line.hear()) is not None:
            if "view" in message and message["view"]["printer"] != self.shows:
                self.shows, self.shown_s = message["view"]["printer"], time.monotonic()
            elif "id" in message:
                self.answers.put_nowait(message)

    async def take(self, line: Line, name: str, *, paperless: bool = False) -> dict[str, Any]:
        """Tap a service; return the answer."""
        fields = {"services": ["seniors"]} | ({"paperless": True} if paperless else {})
        await line.send({"id": f"{self.kiosk}-{name}", "command": "take-ticket", "fields": fields})
        return await asyncio.wait_for(self.answers.get(), 30)


async def one_step(place: Place, line: Line, name: str) -> float:
    """Let the printer get into a state; return how long the kiosk took to show it, and tap: it gives a number only with paper."""
    said, shows = PATTERNS[name]
    began_s, before = time.monotonic(), place.shows
    place.emulator.mute, place.emulator.bytes_said = said is None, said or place.emulator.bytes_said
    shows = shows or before
    await until(lambda: place.shows == shows)
    took_s = max(0.0, place.shown_s - began_s) if shows != before else 0.0
    answer = await place.take(line, f"{began_s}")
    assert ("answer" in answer) == (shows == "ready"), (name, answer)
    if shows == "out":
        assert answer["problem"]["key"] == "printer-no-paper"
        assert answer["problem"]["detail"]
    return took_s


def rows_of(number: int) -> list[dict[str, Any]]:
    """Return so many kiosks, each with a printer of its own on one agent; the addresses come later."""
    wired = {"names": names("小票机"), "kind": "printer", "agent": "agent-1", "driver": "escpos-network"}
    return [
        *(row for row in SMALL_HALL["devices"] if row["kind"] == "agent"),
        *({"slug": f"printer-{n}"} | wired for n in range(number)),
        *({"slug": f"kiosk-{n}", "names": names("取号机"), "kind": "kiosk", "printer": f"printer-{n}"} for n in range(number)),
    ]


async def play(folder: Path, places: list[Place], act: Callable[[Place, Line], Any]) -> bool:
    """Open a hall with these kiosks and printers and a real agent between them; act at all kiosks at once.

    Return whether the control, at the end, gave a number at a kiosk without paper.
    """
    addresses = {place.printer: f"{place.emulator.address}?timeout=0.2" for place in places}

    async def arrange(service: Service) -> None:
        rows = [row | ({"address": addresses[row["slug"]]} if row["kind"] == "printer" else {}) for row in rows_of(len(places))]
        seen = {row["slug"] for row in rows}
        rest = [row | {"retired": True} for row in SMALL_HALL["devices"] if row["slug"] not in seen]
        await service.submit(c.Configure(section="devices", rows=[*rows, *rest]), SERVICE_SETUP)

    async with running(folder, arrange=arrange) as door:
        write_key(folder / "agent-keys.json", "agent-1", await door.key("agent-1"))
        config = Config(server=door.base, agent="agent-1", keys=folder / "agent-keys.json", out=folder / "out")
        agent = asyncio.create_task(Agent(config).run())
        lines = [await door.line("kiosk", {"key": await door.key(place.kiosk)}) for place in places]
        watching = [asyncio.create_task(place.watch(line)) for place, line in zip(places, lines, strict=True)]
        await until(lambda: all(place.shows == "ready" and place.emulator.connections for place in places))
        try:
            await asyncio.gather(*(act(place, line) for place, line in zip(places, lines, strict=True)))
            await one_step(places[0], lines[0], "out")
            door.service._decide = careless
            return "answer" in await places[0].take(lines[0], "careless")
        finally:
            for task in (agent, *watching):
                task.cancel()
            await asyncio.gather(agent, *watching, return_exceptions=True)


@pytest.mark.promise("R3")
def test_a_kiosk_without_paper_says_so_and_gives_no_number(
    tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight states of a printer in random order; a number without a slip comes only when the visitor agrees to it."""
    monkeypatch.setattr(worker, "SETTLE_S", 0.0)  # it only spares the journal a trembling sensor
    kiosks, rounds = size(8, 20), size(1, 5)
    places, took_s = [Place(n) for n in range(kiosks)], []

    async def act(place: Place, line: Line) -> None:
        dice = random.Random(f"{SEED} {place.kiosk}")
        for _ in range(rounds):
            took_s.extend([await one_step(place, line, name) for name in dice.sample(list(PATTERNS), len(PATTERNS))])
        await one_step(place, line, "out")
        assert "answer" in await place.take(line, "agreed", paperless=True)

    with Lateness() as late, ExitStack() as switched_on:
        for place in places:
            switched_on.enter_context(place.emulator)
        gave = asyncio.run(play(tmp_path, places, act))
    most_s = max(took_s)
    figure(f"{len(took_s)} printer states: on the kiosk ≤ {most_s:.2f} s, 0 numbers while it could not print")
    assert gave, "the control must give a number while there is no paper"
    assert most_s <= late.forgiven(MOST_S), f"seed {SEED}: {most_s}"
