# SPDX-License-Identifier: Apache-2.0
"""A month of a three-tier district as data folders, to make reports of: ``python -m tests.bench.district FOLDER [--first …] [--days 30]``.

One district hall, 10 of streets, 92 of communities, 900,000 visitors a year. Every hall's month is played by the pure rules, second by
second, sealed and kept as the service keeps it; seeded, so that the same arguments give the same month. It prints how long it took.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from hallserver.store.folder import Folder, init_folder
from tests.bench.district_day import Floor
from tests.bench.district_site import Site
from tests.support import append

FIRST = date(2026, 11, 1)
DAYS = 30
A_YEAR = 900_000
WEEKEND = 0.35
"""Visitors of a Saturday or Sunday, of those of a workday."""
SHUT = {17: {11}, 60: {21, 22}}
"""Hall → days, counted from 1, on which it did not open though it should have."""
STREETS = ("园岭", "南园", "福田", "沙头", "香蜜湖", "梅林", "莲花", "华富", "华强北", "福保")
LONG = "香蜜湖街道东海社区党群服务中心综合服务大厅（含税务、公安出入境、不动产登记自助服务专区）"


class Tier(NamedTuple):
    """Halls of one size: how many, their part of the district's visitors, counters in each."""

    halls: int
    share: float
    counters: int


TIERS = (Tier(1, 0.16, 13), Tier(10, 0.44, 4), Tier(92, 0.40, 2))


class Hall(NamedTuple):
    """One hall of the district: number, Chinese name, visitors of a workday, counters."""

    number: int
    name: str
    per_workday: float
    counters: int


def halls(days: list[date]) -> Iterator[Hall]:
    """Give the halls, the district's first; together they have their part of a year's visitors on these days."""
    visitors = A_YEAR * len(days) / 365
    weight = sum(weight_of(day) for day in days)
    number = 0
    for tier in TIERS:
        for _ in range(tier.halls):
            yield Hall(number, _name(number), visitors * tier.share / tier.halls / weight, tier.counters)
            number += 1


def _name(number: int) -> str:
    """Return what a hall is called; one has a name that is too long for any line."""
    if number == 0:
        return "福田区政务服务中心"
    if number <= len(STREETS):
        return f"{STREETS[number - 1]}街道政务服务大厅"
    street, nth = STREETS[number % len(STREETS)], (number - 11) // len(STREETS) + 1
    return LONG if number == 40 else f"{street}街道第{nth}社区服务站"


def weight_of(day: date) -> float:
    """Return how busy a day is: a workday is 1."""
    return WEEKEND if day.isoweekday() > 5 else 1.0


def make_hall(path: Path, hall: Hall, days: list[date]) -> int:
    """Make one hall's data folder, day by day; return how many numbers it gave."""
    dice = random.Random(hall.number)
    floor = Floor(hall.name, hall.number, hall.counters, dice)
    site = Site(floor, dice)
    init_folder(path, f"hall-{hall.number:03d}")
    given, owed = 0, 0.0
    with closing(Folder(path)) as folder:
        folder.journal.load()
        for nth, day in enumerate(days, 1):
            owed += hall.per_workday * weight_of(day) * dice.uniform(0.85, 1.15)
            site.night(day)
            if nth not in SHUT.get(hall.number, ()):
                site.morning(day)
                given += floor.day(day, int(owed))
                site.evening(day)
            append(folder, floor.entries, floor.vault)
            floor.entries.clear()
            floor.vault.clear()
            owed -= int(owed)
    return given


def make_district(folder: Path, first: date = FIRST, days: int = DAYS, most: int | None = None) -> tuple[list[Path], int]:
    """Make the halls' folders, two at a time; return them and how many numbers were given in all. ``most``: only the first so many."""
    dates = [first + timedelta(days=no) for no in range(days)]
    wanted = [*halls(dates)][:most]
    paths = [folder / f"hall-{hall.number:03d}" for hall in wanted]
    with get_context("spawn").Pool(2) as pool:
        given = pool.starmap(make_hall, [(path, hall, dates) for path, hall in zip(paths, wanted, strict=True)], chunksize=1)
    return paths, sum(given)


def main() -> None:
    """Make the district where it is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.district", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the halls' folders are made; it must not be in the project")
    parser.add_argument("--first", type=date.fromisoformat, default=FIRST)
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--halls", type=int, help="only the first so many, the district's hall first")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    began_s = time.perf_counter()
    paths, tickets = make_district(given.folder, given.first, given.days, given.halls)
    print(json.dumps({"halls": len(paths), "tickets": tickets, "seconds": round(time.perf_counter() - began_s, 1)}))


if __name__ == "__main__":
    main()
