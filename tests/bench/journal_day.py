# SPDX-License-Identifier: Apache-2.0
"""A long day of the demo's hall, made from a seed by the real rules and written by the real store: what folding and starting read."""

import os
import random
import sys
from contextlib import closing
from pathlib import Path

from hallserver.clock import AnchoredClock
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.apply import apply
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_SETUP, Actor, visitor
from hallserver.core.rules import decide
from hallserver.demo.hall import COUNTER_OF, SHARE, sections
from hallserver.store.database import CHECKPOINT_EVERY
from hallserver.store.folder import Folder, init_folder
from tests.support import SECOND_US, STANDARD, append, keep

DAY_US = 9 * 3600 * SECOND_US
"""So long it lasts, however much happens in it."""
WAITING = 60
"""So many wait on the average; the hall is busy."""
_KIOSKS = [Actor(kind="device", name=f"kiosk-{n}", roles=frozenset({"kiosk"})) for n in (1, 2)]
_AGENT = Actor(kind="device", name="agent-1", roles=frozenset({"device"}))
_GUIDE = Actor(kind="person", name="guide", roles=frozenset({"guide"}))
_CLERKS = [Actor(kind="person", name=slug, roles=frozenset({"clerk"})) for slug in COUNTER_OF]


class BusyDay:
    """Plays a day in memory, as fast as the rules decide, and keeps its entries."""

    def __init__(self, events: int, now_us: int, seed: int) -> None:
        """Set the demo's hall up, open the day and every counter, so that so many events end just before ``now_us``."""
        self.hall, self.entries, self._events, self._chance = Hall(), list[e.Entry](), events, random.Random(seed)
        self._now_us, self._between_us = now_us - DAY_US, DAY_US // (events + 1000)
        self._services, self._shares = list(SHARE), list(SHARE.values())
        self._ask(c.AdoptStandard(text=STANDARD), SERVICE_SETUP)
        for section, rows in sections().items():
            self._ask(c.Configure(section=section, rows=rows), SERVICE_SETUP)  # type: ignore[arg-type]
        self._ask(c.OpenDay(), SERVICE_SETUP)
        for clerk in _CLERKS:
            self._ask(c.OpenCounter(counter=COUNTER_OF[clerk.name]), clerk)

    def play(self) -> "BusyDay":
        """Let visitors come, be served and rate until the journal is full; what people ask carries a key, as over HTTP."""
        while len(self.entries) < self._events:
            if sum(line.waiting for line in self.hall.lines.values()) < WAITING:
                self._take()
            else:
                self._serve(self._chance.choice(_CLERKS))
        return self

    def _take(self) -> None:
        [service] = self._chance.choices(self._services, self._shares)
        self._ask(c.TakeTicket(services=(service,)), self._chance.choice(_KIOSKS), keyed=True)
        ticket = f"1.{self.hall.seq}"
        self._ask(c.ReportSlip(job=f"slip/{ticket}/1", device="printer-1", ticket=ticket, state="done"), _AGENT)

    def _serve(self, clerk: Actor) -> None:
        if not any(self.hall.line(queue).waiting for queue in self.hall.catalog.counters[COUNTER_OF[clerk.name]].queues):
            return
        called = self._ask(c.CallNext(), clerk, keyed=True)
        assert isinstance(called, e.TicketCalled)
        job = f"call/{called.ticket}/1.1/voice-1"
        self._ask(c.ReportAnnouncement(job=job, device="voice-1", ticket=called.ticket, call=1, state="spoken"), _AGENT)
        self._ask(c.Start(), clerk, keyed=True)
        self._ask(c.Finish(), clerk, keyed=True)
        if self._chance.random() < 0.4:
            self._ask(c.Rate(stars=self._chance.choice((5, 5, 4, 3, 1))), visitor(called.ticket), keyed=True)

    def _ask(self, command: c.Command, by: Actor, *, keyed: bool = False) -> e.Event:
        """Decide and fold; return what happened last."""
        happened = decide(self.hall, command, by, self._now_us)
        key = f"{self._chance.getrandbits(128):032x}#{self._chance.getrandbits(64):016x}" if keyed else None
        self._now_us += self._between_us
        for event in happened:
            day = event.date if isinstance(event, e.DayOpened) else self.hall.day
            at = {"epoch": self.hall.epoch, "seq": self.hall.seq + 1, "at_us": self._now_us}
            entry = e.Entry(**at, day=day, actor=by.id, event=event, idem_key=key)
            apply(self.hall, entry)
            self.entries.append(entry)
        return happened[-1]


def long_day(path: Path, events: int, seed: int = 4) -> Hall:
    """Make a folder with an open day of so many events or a few more, closed in order; return the hall as it was folded live."""
    day = BusyDay(events, AnchoredClock().now(), seed).play()
    init_folder(path, "bench")
    with closing(Folder(path, sound=True)) as folder:
        keep(folder, day.entries)
    return day.hall


def work_and_fall(path: Path) -> None:
    """Give some more numbers, each durable before the next, as many as fit between two checkpoints; then end as by ``kill -9``."""
    folder = Folder(path)
    hall = folder.journal.load()
    for _ in range(CHECKPOINT_EVERY - 10):
        [event] = decide(hall, c.TakeTicket(services=("tenancy",)), _GUIDE, hall.at_us)
        entry = e.Entry(epoch=hall.epoch, seq=hall.seq + 1, at_us=hall.at_us, day=hall.day, actor=_GUIDE.id, event=event)
        apply(hall, entry)
        append(folder, [entry])
    os._exit(0)


if __name__ == "__main__":
    work_and_fall(Path(sys.argv[1]))
