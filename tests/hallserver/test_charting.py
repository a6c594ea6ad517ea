# SPDX-License-Identifier: Apache-2.0
"""The pictures of the day from a real folder: equal to the day report, drawn once a minute, and without anybody's name."""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from hallserver.charting import NAMES, Charting, must_be_known
from hallserver.clock import SimulatedClock
from hallserver.core.errors import NotFound
from hallserver.core.theme import DARK
from hallserver.report_door import day_report
from hallserver.store.folder import Folder
from hallserver.store.report_rows import Reader
from reports.manager.view import view
from tests.support import MINUTE_US, SMALL_HALL, Play, keep, new_folder, next_day, ordinary_day, varied_day

TODAY, TOMORROW = "2026-11-23", "2026-11-24"


class Desk:
    """A folder with a varied day and the one after it, and what draws from it; counts how often the file is opened."""

    def __init__(self, path: Path) -> None:
        """Write both days."""
        self.play: Play = next_day(varied_day(), 23)
        self.folder, self.clock, self.opened = Folder(new_folder(path)), SimulatedClock(self.play.now_us), 0
        keep(self.folder, self.play.entries)
        self.charting = Charting(self._connect, lambda: self.play.hall, self.clock)

    def _connect(self) -> AbstractContextManager[Reader]:
        self.opened += 1
        return self.folder.database.reader()

    def report(self, day: str) -> dict[str, Any]:
        """Return the day report."""
        with self.folder.database.reader() as reader:
            connection: Reader = reader
            hall = self.play.hall
            made: dict[str, Any] = json.loads(day_report(connection, day, "json", "zh-Hans", hall.catalog, groups=hall.rules.groups))
            return made


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Give the desk."""
    found = Desk(tmp_path_factory.mktemp("charting") / "hall")
    yield found
    found.folder.close()


def figures(report: dict[str, Any]) -> dict[str, Any]:
    """Return the figures of the whole hall by key."""
    whole = (section["groups"][0] for section in report["sections"] if len(section["groups"]) == 1 and "by-" not in section["key"])
    return {it["key"]: it for group in whole for it in group["figures"]}


def test_yesterdays_figures_in_the_briefing_are_the_day_reports(desk: Desk) -> None:
    """Value, numerator, denominator and n of each."""
    briefed = json.loads(desk.charting.make(("briefing.json", TOMORROW, "zh-Hans", "light")))
    report = figures(desk.report(TODAY))

    assert briefed["before"]["date"] == TODAY
    assert briefed["weekday"] is None
    for key, said in briefed["before"]["figures"].items():
        it = report[key]
        assert said == {"value": it["value"], "of": [it["numerator"], it["denominator"]], "n": it["n"], "unit": it["unit"]}, key


def test_the_first_day_has_none_before_it(desk: Desk) -> None:
    """And says so instead of inventing one."""
    assert json.loads(desk.charting.make(("briefing.json", TODAY, "zh-Hans", "light"))) == {"before": None, "weekday": None}


def test_a_picture_is_drawn_once_a_minute_however_many_look(desk: Desk) -> None:
    """All charts of a day are drawn from one reading; the next minute reads anew."""
    desk.clock.move_to(desk.clock.now() + MINUTE_US)
    before = desk.opened
    for _ in range(5):
        for name in ("load.svg", "waits.svg", "ratings.svg", "picture.svg", "picture.pdf"):
            desk.charting.make((name, TODAY, "zh-Hans", "light"))
    assert desk.opened == before + 1

    desk.clock.move_to(desk.clock.now() + MINUTE_US)
    desk.charting.make(("load.svg", TODAY, "zh-Hans", "light"))
    assert desk.opened == before + 2


def test_language_and_look_are_those_that_were_asked_for(desk: Desk) -> None:
    """And kept apart from each other."""
    chinese, english, dark = (
        desk.charting.make(("load.svg", TODAY, language, look)).decode()
        for language, look in (("zh-Hans", "light"), ("en", "light"), ("en", "dark"))
    )

    assert "取号" in chinese
    assert "Arrivals" in english
    assert DARK.ink in dark
    assert DARK.ink not in english


def test_no_picture_names_anybody(desk: Desk) -> None:
    """A picture is passed on to whoever wants it; clerks, people's reasons and words stay in the hall."""
    people = [row["names"]["zh-Hans"] for row in SMALL_HALL["people"]]
    for name in NAMES:
        if name.endswith((".svg", ".json")):
            drawn = desk.charting.make((name, TODAY if name.endswith("svg") else TOMORROW, "zh-Hans", "light")).decode()
            assert [it for it in people if it in drawn] == [], name


def test_what_there_is_not_is_refused(desk: Desk) -> None:
    """A picture of another name, and a day on which the hall was closed."""
    for name in ("nothing.svg", "load.pdf", "../day.pdf"):
        with pytest.raises(NotFound, match="report-unknown"):
            must_be_known(name)
    with pytest.raises(NotFound, match="report-no-day"):
        desk.charting.make(("load.svg", "2026-11-01", "zh-Hans", "light"))


def test_the_live_figures_are_those_of_the_day_report(tmp_path: Path) -> None:
    """What the screen counts on the way and what the report reckons of the rows: one hall, one truth."""
    play = ordinary_day()
    folder = Folder(new_folder(tmp_path))
    keep(folder, play.entries)
    live: dict[str, Any] = view(play.hall, "", play.now_us)
    with folder.database.reader() as reader:
        hall = play.hall
        report = figures(json.loads(day_report(reader, TODAY, "json", "zh-Hans", hall.catalog, groups=hall.rules.groups)))
    folder.close()

    assert live["totals"]["issued"] == report["tickets.issued"]["value"]
    assert live["totals"]["called"] == report["legs.called"]["value"]
    assert (live["waits"]["within"], live["waits"]["called"]) == (report["wait.within"]["numerator"], report["wait.within"]["denominator"])
    assert live["waits"]["p90_s"] == int(report["wait.p90"]["value"])
    assert [live["ratings"]["stars"][str(star)] for star in (1, 2, 3, 4, 5)] == [
        report[f"ratings.{star}"]["value"] for star in (1, 2, 3, 4, 5)
    ]
    assert (live["ratings"]["rated"], live["ratings"]["rateable"]) == (
        report["ratings.response"]["numerator"],
        report["ratings.response"]["denominator"],
    )
