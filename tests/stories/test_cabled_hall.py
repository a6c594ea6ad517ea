# SPDX-License-Identifier: Apache-2.0
"""A hall with every kind of device on a cable, at work with one fault after the other: what each device did is what the journal has."""

import asyncio
import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hallserver.core import events as e
from hallserver.core.events import Entry
from hallserver.service import Service
from hallserver.store.folder import Folder
from tests.devices.ptys import wait_for
from tests.stories import cabled_check as check
from tests.stories.cabled_day import FAULTS, Day
from tests.stories.cabled_hall import CLOCK, Equipped, prepare
from tests.stories.server_process import journal_of
from tests.stories.test_keypad_day import _at_once

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="not run: needs ptys")
SEED = "a hall of cables"
QUIET_S = 60.0
GAP_S = 0.2


@contextmanager
def a_day(folder: Path) -> Iterator[Day]:
    """Run the hall."""
    path, out = folder / "hall", folder / "agent"
    out.mkdir()
    equipped = Equipped(folder, SEED)
    proofs = asyncio.run(prepare(path, out, equipped, _at_once()))
    day = Day(path, out, equipped, proofs, SEED)
    try:
        yield day
    finally:
        day.close()
        equipped.close()


def commission(day: Day) -> None:
    """Try the rater out, so that it may rate."""
    press = day.equipped.presser.press
    for _ in range(10):
        if day.commission() and press(0, rated=True) == 1 and press(4, rated=True) == 1:
            day.equipped.presser.presses.clear()
            return
    raise AssertionError((day.out / "agent.log").read_text(encoding="utf-8"))


def faults(day: Day, length_s: float) -> list[check.Span]:
    """Let one thing after the other go wrong for so long; return what it was and when."""
    done: list[check.Span] = []
    end_us = CLOCK.now() + int(length_s * 1e6)
    order = list(FAULTS)
    while order or CLOCK.now() < end_us:
        fault = order.pop(0) if order else day.random.choice(FAULTS)
        from_us, day.fault_until_us = CLOCK.now(), math.inf
        fault(day)
        day.fault_until_us = CLOCK.now()
        done.append(check.Span(fault.__name__, from_us, CLOCK.now()))
        day.stop.wait(GAP_S)
    return done


def unended(entries: list[Entry]) -> set[str]:
    """Return the slips and calls of which the journal has no end yet."""
    slips = {f"slip/{it.epoch}.{it.seq}" for it in entries if isinstance(it.event, e.TicketIssued)}
    last = {it.event.ticket: it.event.state for it in entries if isinstance(it.event, e.SlipReported)}
    calls = {
        f"call/{it.event.ticket}/{it.event.leg}.{it.event.call}/voice-1"
        for it in entries if isinstance(it.event, e.TicketCalled | e.TicketRecalled)
    }  # fmt: skip
    told = {it.event.job for it in entries if isinstance(it.event, e.AnnouncementReported)}
    return {it for it in slips if last.get(it.removeprefix("slip/"), "sent") == "sent"} | (calls - told)


def until_quiet(day: Day) -> list[Entry]:
    """Wait until every slip and call has its end; return the journal."""
    end_us = CLOCK.now() + int(QUIET_S * 1e6)
    while unended(journal_of(day.path)) and CLOCK.now() < end_us:
        day.stop_waiting.wait(0.2)
    day.stop_waiting.wait(5.0)  # two refreshes, and a beat
    return journal_of(day.path)


def tokens(path: Path, entries: list[Entry]) -> dict[str, str]:
    """Return token → ticket of every ticket that was issued."""

    async def read() -> dict[str, str]:
        folder = Folder(path)
        service = Service(folder, CLOCK)
        found = {service.token(it): it for it in (f"{it.epoch}.{it.seq}" for it in entries if isinstance(it.event, e.TicketIssued))}
        folder.close()
        return found

    return asyncio.run(read())


LEAST_KEYS, LEAST_READ = 5, 1


class Evidence:
    """What the journal has, and what the devices did."""

    def __init__(self, day: Day, entries: list[Entry], done: list[check.Span], end_us: int) -> None:
        """Gather it; both processes have ended."""
        self.entries, self.done, self.end_us = entries, done, end_us
        self.cuts = [it for it in done if it.what in {"cut_line", "crash_server", "crash_agent"}]
        self.spans = check.in_hand(entries, end_us)
        self.shown = {slug: [it for it in line.shown if it[0] <= end_us] for slug, line in day.equipped.boards.items()}
        self.pages = [page for printer in day.equipped.printers.values() for page in printer.parser.pages]
        self.tokens = tokens(day.path, entries)
        said = day.out / "voice-1" / "said.jsonl"
        self.said = [json.loads(line) for line in said.read_text(encoding="utf-8").splitlines()]
        self.presses = day.equipped.presser.answered()
        self.readings, self.heard = list(day.readers.shown), list(day.screen.heard)

    def differences(self) -> dict[str, list[str]]:
        """Return all differences, by what they are of."""
        return {
            "boards": check.boards(self.spans, self.shown, self.cuts) + check.last_faces(self.spans, self.shown, self.end_us),
            "slips": check.slips(self.entries, self.pages, self.tokens),
            "voice": check.voice(self.entries, self.said),
            "keys": check.keys(self.entries, self.presses, [it for it in self.done if it.what in {"crash_agent", "unplug_key_line"}]),
            "readers": check.readers(self.entries, self.readings, self.heard, self.done),
        }

    def spoil(self) -> None:
        """Plant one lie of each kind: a number that was nowhere, second slips, a second call, an act without a key, a card of nobody."""
        self.shown["board-1"].append((self.end_us, "请Z999号"))
        self.pages.extend(self.pages)
        self.said.append(self.said[0])
        self.presses.remove(next(it for it in self.presses if it.beeps == 1))
        self.heard.append((self.end_us, "card 0000"))


def at_work(day: Day) -> bool:
    """Tell whether keys enough were taken and readings enough heard that something can be said of them."""
    taken = sum(it.beeps == 1 for it in list(day.equipped.presser.presses))
    return taken > LEAST_KEYS + 3 and sum(it.said == it.wanted for it in list(day.readers.shown)) > LEAST_READ


@pytest.mark.promise("D1")
@pytest.mark.slow
def test_with_one_fault_after_the_other_every_device_did_what_the_journal_has(
    tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None]
) -> None:
    """First a whole visit, then each fault once; at length for ten minutes. Last, a lie of each kind is found."""
    with a_day(tmp_path) as day:
        day.fault_s = (day.fault_s[0], size(8, 30) / 10)
        commission(day)
        day.begin()
        wait_for(lambda: any(it.rated and it.beeps == 1 for it in day.equipped.presser.presses), 60)
        done = faults(day, size(1, 600))
        wait_for(lambda: at_work(day), 300)  # on a busy machine the faults are over before the people have done much
        day.end_people()
        entries = until_quiet(day)
        end_us = CLOCK.now()
        assert day.server.stop() == 0
    evidence = Evidence(day, entries, done, end_us)
    found = evidence.differences()
    presses, kinds = Counter(it.beeps for it in evidence.presses), Counter(entry.kind for entry in entries)
    read = sum(it.said == it.wanted for it in evidence.readings)
    did = f"{len(evidence.pages)} slips, {len(evidence.said)} calls said, {len(evidence.presses)} keys, {read} readings"
    figure(f"{sum(map(len, found.values()))} differences after {len(done)} faults; {did}")
    assert not any(found.values()), found
    assert all(kinds[name] for name in ("TicketIssued", "TicketCalled", "ServiceFinished", "RatingGiven", "AnnouncementReported"))
    assert presses[1] > LEAST_KEYS
    assert read > LEAST_READ
    evidence.spoil()
    assert all(evidence.differences().values())
