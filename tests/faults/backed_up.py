# SPDX-License-Identifier: Apache-2.0
"""A busy hall whose backups are taken while people come and go, and what a restored one must hold."""

import asyncio
import hashlib
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from hallserver.clock import SimulatedClock
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.roles import Actor, visitor
from hallserver.service import Service
from hallserver.store import chain
from hallserver.store.backup.full import copy_database
from hallserver.store.backup.keeper import Copy, Keeper
from hallserver.store.backup.keyfile import make_key
from hallserver.store.backup.place import Place
from hallserver.store.folder import FILE, Folder
from hallserver.store.reading import COLUMNS
from tests.support import GUIDE, NINE_US, SMALL_HALL, names, new_folder, set_up

T = TypeVar("T")
CLERKS = 3
_ROWS = SMALL_HALL | {
    "counters": [{"slug": f"c{n}", "names": names(f"{n}号窗口"), "number": n, "queues": ["social", "firms"]} for n in range(1, CLERKS + 1)],
    "people": [*({"slug": f"clerk-{n}", "names": names(f"职员{n}号")} for n in range(1, CLERKS + 1)), *SMALL_HALL["people"][2:]],
}
EVERY_ROW = f"SELECT {COLUMNS} FROM event ORDER BY epoch, seq"  # noqa: S608 -- constants only


class BusyHall:
    """A hall at work with a place for its backups, on a clock that only the test moves."""

    def __init__(self, root: Path, seed: int, *, copy: Copy = copy_database) -> None:
        """Make the data folder, the place and the key."""
        self.data, self.place, self.rng = new_folder(root / "hall"), root / "backups", random.Random(seed)
        self.place.mkdir()
        self.key = make_key(root / "backup.key", self.data)
        self.clock = SimulatedClock(NINE_US)
        self.folder = Folder(self.data)
        self.service = Service(self.folder, self.clock)
        self.keeper = Keeper(self.data, self.place, self.key, copy=copy)
        self.acknowledged: list[str] = []
        """Tickets whose numbers somebody holds, in order."""

    async def open(self) -> "BusyHall":
        """Set the hall up and let every clerk begin."""
        await set_up(self.service, _ROWS)
        for n in range(1, CLERKS + 1):
            await self.service.submit(c.OpenCounter(counter=f"c{n}"), _clerk(n))
        return self

    async def close(self) -> None:
        """Close the folder."""
        await self.service.settled()
        self.folder.close()

    async def take(self) -> str:
        """Give a visitor a number; return the ticket's id."""
        answer = await self.service.submit(c.TakeTicket(services=(self.rng.choice(("seniors", "founding")),)), GUIDE)
        self.acknowledged.append(str(answer.result["ticket"]))
        return self.acknowledged[-1]

    async def serve(self, n: int, visitors: int) -> None:
        """Let a clerk serve so many visitors, each of whom comes first and leaves a comment."""
        for _ in range(visitors):
            await self.take()
            called = await self.service.submit(c.CallNext(), _clerk(n))
            ticket = str(called.result["ticket"])
            await self.service.submit(c.Start(), _clerk(n))
            await self.service.submit(c.Finish(), _clerk(n))
            comment = c.Personal(f"谢谢 {ticket}")
            await self.service.submit(c.Rate(stars=5, comment=comment), visitor(ticket))

    async def during(self, job: Callable[[int], T], visitors: int = 4) -> T:
        """Run the job on a thread while every clerk is at work; return its result. Somebody has come since the one before."""
        self.clock.move_to(self.clock.now() + 1_000_000)
        await self.take()
        working = asyncio.gather(*(self.serve(n, visitors) for n in range(1, CLERKS + 1)))
        done = await asyncio.to_thread(job, self.clock.now())
        await working
        return done


def _clerk(n: int) -> Actor:
    return Actor(kind="person", name=f"clerk-{n}", roles=frozenset({"clerk"}))


def rows_of(database: Path, sql: str = EVERY_ROW) -> list[tuple[Any, ...]]:
    """Return the rows of a query on a data folder's file."""
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as reader:
        return reader.execute(sql).fetchall()


def differences(live: Path, restored: Path, upto: Place) -> list[str]:
    """Return what a restored folder lacks or has too much, against the live one up to a place: events byte for byte, comments."""
    expected = [row for row in rows_of(live / FILE) if row[:2] <= upto]
    *kept, begun = rows_of(restored / FILE)
    faults = [] if kept == expected else [f"{len(kept)} events instead of {len(expected)}, or other bytes"]
    faults += [] if begun[:2] == (upto.epoch + 1, upto.seq + 1) and begun[4] == "Restored" else [f"the epoch begins with {begun[:5]}"]
    held = {
        ref: hashlib.sha256(salt + text.encode()).hexdigest()
        for ref, salt, text in rows_of(restored / FILE, "SELECT ref, salt, content FROM vault")
    }
    for row in expected:
        event = chain.entry_of(row[:9]).event
        if isinstance(event, e.RatingGiven) and event.comment is not None and held.get(event.comment.ref) != event.comment.digest:
            faults.append(f"the comment of {row[:2]} is not the visitor's")
    return faults
