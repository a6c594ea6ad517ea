# SPDX-License-Identifier: Apache-2.0
"""A district's year for the benchmark: data folders of halls whose tables are filled at once, and rolled up by the product.

The set-up and the close of a real small day go through the journal, so that a folder opens like any other; the year's rows
are put into the tables as their events would have left them. Seeded: the same folder number gives the same year.
"""

import random
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP
from hallserver.store.database import writable
from hallserver.store.folder import FILE, Folder, init_folder
from hallserver.store.roll_up import MONTH, put, put_month
from reports.names import names_of
from reports.rows import DayRow
from tests.support import Play, keep, names

DAYS = 250
PER_DAY = 35
FIRST = date(2026, 1, 5)
S = 1_000_000
SERVICES = {"seniors": ("social", "敬老优待证"), "lease": ("firms", "房屋租赁登记"), "permit": ("firms", "营业执照"),
            "family": ("social", "计划生育服务证"), "household": ("social", "户口本打印")}  # fmt: skip
COUNTERS = {f"c{no}": queues for no, queues in enumerate((["social"], ["firms"], ["social", "firms"]), 1)}
STANDARD = "0f3a9c21d7be"
_FAST: dict[str, str | int] = {"journal_mode": "memory", "synchronous": "off", "busy_timeout": 5000}
_TICKET = (
    "INSERT INTO ticket (id, day, letter, number, label, issued_us, grp, declared, needs, party, language, channel, actor, ahead,"
    " standard, misses, state, ended_us) VALUES (?,?,?,?,?,?,'','','[]',1,'cmn','kiosk','device:kiosk-1',0,?,?,?,?)"
)
_LEG = (
    "INSERT INTO leg (ticket, leg, day, queue, service, services, opened_by, opened_us, target_s, grp, credit_s, counter, clerk, calls,"
    " first_called_us, last_called_us, started_us, held_us, finished_us, outcome, state, ended_us)"
    " VALUES (?,1,?,?,?,'[]','issue',?,1200,'',0,?,'li',?,?,?,?,?,?,?,?,?)"
)
_RATING = (
    "INSERT INTO rating (ticket, leg, stage, nth, day, at_us, stars, counter, clerk, channel, device, tags)"
    " VALUES (?,1,'accepted',1,?,?,?,?,'li','rater','rater-1','[]')"
)
_HAND = "INSERT INTO hand (epoch, seq, day, counter, clerk, ticket, leg, from_us, until_us) VALUES (1,?,?,?,'li',?,1,?,?)"
_SPAN = "INSERT INTO counter_span (epoch, seq, day, counter, clerk, state, reason, from_us, until_us) VALUES (1,?,?,?,'li',?,?,?,?)"
_ITEM = "INSERT INTO item_done (ticket, leg, item, day, quantity) VALUES (?,1,?,?,1)"


class Rows(NamedTuple):
    """A day's rows by table."""

    tickets: list[Any]
    legs: list[Any]
    ratings: list[Any]
    hands: list[Any]
    spans: list[Any]
    items: list[Any]


def workdays(count: int) -> list[date]:
    """Return so many days of the year, Mondays to Fridays."""
    every = (FIRST + timedelta(days=no) for no in range(2 * count + 7))
    return list(islice((day for day in every if day.weekday() < 5), count))


def make_folders(folder: Path, halls: int, tickets: int) -> list[Path]:
    """Make the halls' data folders, two at a time, and return them; each hall has its share of the tickets over a year."""
    per_day = tickets / halls / DAYS
    paths = [folder / f"hall-{no:03d}" for no in range(halls)]
    with get_context("spawn").Pool(2) as pool:
        pool.starmap(make_folder, [(path, no, per_day) for no, path in enumerate(paths)], chunksize=4)
    return paths


def make_folder(path: Path, number: int, per_day: float) -> None:
    """Make one hall's folder: its set-up by real events, then a year of rows, then the roll-ups."""
    play = Play(_rows_of_set_up(number))
    play.ask(c.CloseDay(), SERVICE_SETUP)
    init_folder(path, f"hall-{number:03d}")
    with closing(Folder(path)) as opened:
        keep(opened, play.entries)
    dice = random.Random(number)
    database = writable(path / FILE, _FAST)
    with database.connection_context(), database.atomic("IMMEDIATE"):
        execute_many, places = database.connection().executemany, iter(range(10_000, 10_000_000))
        database.execute_sql("DELETE FROM business_day")
        database.execute_sql("DELETE FROM roll_up")
        hall = names_of(play.hall.catalog)
        owed = 0.0
        for day in workdays(DAYS):
            owed += per_day
            tickets, owed = int(owed), owed - int(owed)
            rows, opened_us = Rows([], [], [], [], [], []), _at(day, 8.5)
            fill_day(rows, dice, day, tickets, places)
            for sql, found in zip((_TICKET, _LEG, _RATING, _HAND, _SPAN, _ITEM), rows, strict=True):
                execute_many(sql, found)
            closed_us = max(_at(day, 18), max((leg[-1] for leg in rows.legs), default=0))
            execute_many("INSERT INTO business_day VALUES (?,?,?)", [(day.isoformat(), opened_us, closed_us)])
            put(database.execute_sql, DayRow(day.isoformat(), opened_us, closed_us), hall)
        for month in sorted({day.isoformat()[:MONTH] for day in workdays(DAYS)})[:-1]:
            put_month(database.execute_sql, month)


def _rows_of_set_up(number: int) -> dict[str, list[dict[str, Any]]]:
    return {
        "hall": [{"slug": f"hall-{number:03d}", "names": names(f"第{number + 1}街道政务服务大厅"), "zone": "Asia/Shanghai"}],
        "queues": [
            {"slug": "social", "names": names("社会事务"), "letter": "A"},
            {"slug": "firms", "names": names("企业服务"), "letter": "B"},
        ],
        "services": [{"slug": slug, "names": names(name), "queue": queue} for slug, (queue, name) in SERVICES.items()],
        "counters": [
            {"slug": slug, "names": names(f"{slug[1:]}号窗口"), "number": int(slug[1:]), "queues": queues}
            for slug, queues in COUNTERS.items()
        ],
    }  # fmt: skip


def _at(day: date, hour: float) -> int:
    """Return an hour in Shanghai as UTC microseconds."""
    return int((datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() + (hour - 8) * 3600) * S)


def fill_day(rows: Rows, dice: random.Random, day: date, tickets: int, places: Iterator[int]) -> None:
    """Add a day: visitors in the order of their coming, each to the counter of their queue that is free first."""
    date_text = day.isoformat()
    free = {slug: _at(day, 9) for slug in COUNTERS}
    came = sorted(_at(day, dice.choice((9, 13.5)) + dice.random() ** 2 * 2.8) + dice.randrange(S) for _ in range(tickets))
    for number, issued_us in enumerate(came, 1):
        _visit(rows, dice, date_text, (number, issued_us), free, places)
    for slug, until_us in free.items():
        lunch, back = _at(day, 12), _at(day, 12 + dice.choice((0.5, 1.0)))
        for state, from_us, to_us in (("open", _at(day, 9), lunch), ("paused", lunch, back), ("open", back, max(until_us, _at(day, 17.5)))):
            rows.spans.append((next(places), date_text, slug, state, "lunch" if state == "paused" else "", from_us, to_us))


def _visit(rows: Rows, dice: random.Random, day: str, came: tuple[int, int], free: dict[str, int], places: Iterator[int]) -> None:
    number, issued_us = came
    place = next(places)
    ticket, service = f"1.{place}", dice.choice([*SERVICES])
    queue = SERVICES[service][0]
    counter = min((slug for slug, queues in COUNTERS.items() if queue in queues), key=free.__getitem__)
    called = max(free[counter] + dice.randrange(2 * S, 20 * S), issued_us + 5 * S)
    chance = dice.random()
    started = finished = None
    if chance < 0.04:
        state, outcome, ended = "cancelled", "", issued_us + dice.randrange(60 * S, 900 * S)
        calls, called_us, counter_of = 0, None, ""
    else:
        absent = chance < 0.08
        state, outcome = ("forfeited", "") if absent else ("finished", "accepted")
        started = None if absent else called + dice.randrange(5 * S, 60 * S)
        finished = None if started is None else started + dice.randrange(60 * S, 1800 * S)
        ended = finished or called + 90 * S
        calls, called_us, counter_of = 1 + absent, called, counter
        free[counter] = ended
        rows.hands.append((place, day, counter, ticket, called, ended))
    missed = state == "forfeited"
    letter = "B" if queue == "firms" else "A"
    rows.tickets.append((ticket, day, letter, number, f"{letter}{number:03d}", issued_us, STANDARD, missed, state, ended))
    held = 30 * S if finished and chance > 0.97 else 0
    served = (counter_of, calls, called_us, called_us, started, held, finished, outcome)
    rows.legs.append((ticket, day, queue, service, issued_us, *served, state, ended))
    if finished:
        rows.items.append((ticket, service, day))
        if chance < 0.6:
            rows.ratings.append((ticket, day, ended, dice.choices((5, 4, 3, 2, 1), (900, 80, 15, 3, 2))[0], counter))
