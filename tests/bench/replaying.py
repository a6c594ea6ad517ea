# SPDX-License-Identifier: Apache-2.0
"""The replay of a real day beside its events appended one by one. Without the real day, one of the same shape is made from a seed."""

import asyncio
import os
import random
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from hallserver.cli.replay import _at_once
from hallserver.daysheet import Sheet, read_sheet
from hallserver.replay import zone_of
from hallserver.store.database import Database
from hallserver.store.folder import FILE, Folder, init_folder
from hallserver.store.reading import COLUMNS
from tests.bench.measure import Measured, Terms, cores, in_turn
from tests.bench.serve import slow_disk
from tests.stories.test_real_day import REAL

TICKETS, SERVICES = 1243, 11
"""As many as the real day has."""
_EVENT = (
    "CREATE TABLE event (epoch INTEGER NOT NULL, seq INTEGER NOT NULL, at_us INTEGER NOT NULL, day TEXT NOT NULL, kind TEXT NOT NULL,"
    " v INTEGER NOT NULL, actor TEXT NOT NULL, idem_key TEXT, body BLOB NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (epoch, seq))"
    " WITHOUT ROWID"
)
_APPEND = f"INSERT INTO event ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?)"  # noqa: S608 -- constants only


def made_day(path: Path) -> Path:
    """Write a day of the real one's shape: eight hours, eleven services of unlike demand, each called in the order of its numbers."""
    chance, zone = random.Random(13), timezone(timedelta(hours=1))
    eight = datetime(2020, 1, 13, 8, tzinfo=zone)
    letters = "ABCDEFGHJKL"[:SERVICES]
    free, given, rows = dict.fromkeys(letters, eight), dict.fromkeys(letters, 0), []
    for at in sorted(eight + timedelta(seconds=chance.randrange(8 * 3600)) for _ in range(TICKETS)):
        [letter] = chance.choices(letters, range(SERVICES, 0, -1))
        given[letter] += 1
        free[letter] = max(free[letter], at) + timedelta(seconds=chance.randrange(30, 180))
        rows.append(f"{at.isoformat()},{letter} service,{letter}{given[letter]:03d},{free[letter].isoformat()}")
    path.write_text("\n".join(["issued_at,service,number,called_at", *rows, ""]), encoding="utf-8")
    return path


def replay_day(terms: Terms) -> Measured:
    """Play the day at full speed, each command awaited until it is durable, beside appending the events that came of it."""
    store = slow_disk(terms.commit_delay_s) if terms.commit_delay_s else Database
    before = os.sched_getaffinity(0)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        sheet = read_sheet(REAL if REAL.exists() else made_day(place / "day.csv"))
        _replay(place / "first", sheet, Database)
        rows = _rows(place / "first" / FILE)
        try:
            os.sched_setaffinity(0, cores()[0] if terms.pinned else before)
            rounds = in_turn(
                lambda: _replay(_new(place), sheet, store), lambda: _append(_new(place), rows, terms.commit_delay_s), terms.rounds(7)
            )
        finally:
            os.sched_setaffinity(0, before)
    return Measured(rounds=rounds, unit="µs per event", also={"events": len(rows), "real_day": REAL.exists()})


def _new(place: Path) -> Path:
    return place / str(time.monotonic_ns())


def _rows(file: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file)) as database:
        return database.execute(f"SELECT {COLUMNS} FROM event ORDER BY epoch, seq").fetchall()  # noqa: S608 -- constants only


def _replay(path: Path, sheet: Sheet, store: type[Database]) -> tuple[float, float]:
    """Return µs and µs of CPU per event."""
    init_folder(path, "replay")
    folder = Folder(path, make=store)
    begun, cpu = time.perf_counter(), time.process_time()
    played = asyncio.run(_at_once(folder, sheet, zone_of(sheet)))
    return (time.perf_counter() - begun) * 1e6 / played.events, (time.process_time() - cpu) * 1e6 / played.events


def _append(path: Path, rows: list[tuple[Any, ...]], delay_s: float) -> tuple[float, float]:
    """Return µs and µs of CPU per event."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for setting in ("journal_mode=WAL", "synchronous=FULL"):
            database.execute(f"PRAGMA {setting}")
        database.execute(_EVENT)
        begun, cpu = time.perf_counter(), time.process_time()
        for row in rows:
            database.execute("BEGIN IMMEDIATE")
            database.execute(_APPEND, row)
            if delay_s:
                time.sleep(delay_s)
            database.execute("COMMIT")
        return (time.perf_counter() - begun) * 1e6 / len(rows), (time.process_time() - cpu) * 1e6 / len(rows)
