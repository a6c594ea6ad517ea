# SPDX-License-Identifier: Apache-2.0
"""What stands in a report beside its own rows, over real files: earlier times, and what the standards say."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import msgspec
import pytest

from hallserver.core import commands as c
from hallserver.core.catalog import Catalog
from hallserver.core.roles import SERVICE_SETUP
from hallserver.core.standard import read_standard
from hallserver.report_beside import under
from hallserver.report_door import made_day, period_report
from hallserver.store.folder import Folder
from reports.text import date_text, group_name, value_text
from tests.reports.sample_day import names
from tests.support import DUTY, LI, STANDARD, Play, changed, keep, new_folder

MONDAY, TUESDAY, FRIDAY = "2026-11-23", "2026-11-24", "2026-11-27"


def week() -> Play:
    """Return a Monday with six visitors and, after three days without data, a Friday with two; each day closed."""
    play = Play(standard=changed("report.small_n", "5"))
    for visitors, hours in ((6, 4 * 24), (2, 0)):
        play.open()
        for _ in range(visitors):
            play.later(30).take()
            play.serve(LI, seconds=90)
        play.later(600).ask(c.CloseDay(), DUTY)
        if hours:
            play.later(hours * 3600).ask(c.OpenDay(), SERVICE_SETUP)
    return play


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Folder, Catalog]]:
    """Give the folder of that week, and its set-up."""
    play = week()
    with closing(Folder(new_folder(tmp_path_factory.mktemp("week") / "hall"))) as folder:
        keep(folder, play.entries)
        yield folder, play.hall.catalog


def test_a_day_stands_beside_the_last_one_that_was_open(hall: tuple[Folder, Catalog]) -> None:
    """Friday beside Monday, for nothing is known of Thursday; a year ago there was no system."""
    folder, catalog = hall
    with folder.database.reader() as database:
        groups = made_day(database, FRIDAY, catalog).section("compared").groups

    told = [(group_name(it, "zh-Hans"), value_text(it.figure("tickets.issued"), "zh-Hans")) for it in groups]
    assert told == [
        ("本期 2026-11-27 周五", "2"), ("上期 2026-11-23 周一", "6"), ("比上期", "−4"), ("去年同期 2025-11-27 周四", "无数据"),
    ]  # fmt: skip


def test_a_week_says_which_days_have_no_data_and_prints_no_zero_for_them(hall: tuple[Folder, Catalog]) -> None:
    """Tuesday to Thursday; the Sunday that is to come is not missing."""
    folder, catalog = hall
    report = period_report([(folder.database.reader, catalog)], MONDAY, "2026-11-29")

    days = {it.slug: value_text(it.figure("tickets.issued"), "zh-Hans") for it in report.section("by-day").groups}
    assert days == {MONDAY: "6", TUESDAY: "无数据", "2026-11-25": "无数据", "2026-11-26": "无数据", FRIDAY: "2"}
    [note] = [it for it in report.notes if it.key == "no-days"]
    assert note.args == {"n": 3, "of": 5, "days": "2026-11-24 2026-11-25 2026-11-26"}
    assert [value_text(it.figure("wait.mean"), "zh-Hans") for it in report.section("compared").groups[1:]] == ["无数据", "无数据"]


def test_a_week_that_is_not_over_stands_beside_as_many_days(hall: tuple[Folder, Catalog]) -> None:
    """Looked at on its Friday, which is open; on Saturday; on the Monday after, when it is over and its Sunday never was a workday."""
    folder, catalog = hall
    moments = [at_us(day) for day in ("2026-11-27", "2026-11-28", "2026-11-30")]
    found = [period_report([(folder.database.reader, catalog)], MONDAY, "2026-11-29", now_us=it) for it in moments]

    assert [(it.come, it.over, it.notes[0].key) for it in found] == [(5, False, "not-over"), (5, False, "not-over"), (0, True, "no-days")]
    assert [group_name(it.section("compared").groups[1], "zh-Hans") for it in found] == [
        *["上期 2026-11-16 至 2026-11-20，同样 5 天"] * 2, "上期 2026-W47",
    ]  # fmt: skip
    assert ["期间未结束" in date_text(it, "zh-Hans") for it in found] == [True, True, False]
    december = period_report([(folder.database.reader, catalog)], MONDAY, "2026-12-04", now_us=at_us("2027-06-01"))
    dark = next(it.args for it in december.notes if it.key == "no-days-dark")
    assert (dark["n"], dark["of"], dark["last"]) == (8, 10, FRIDAY)
    lines = [value_text(it.figure("tickets.issued"), "zh-Hans") for it in december.section("by-day").groups]
    assert lines == ["6", *["无数据"] * 3, "2", *["无数据"] * 7], "up to the end of the period"


def at_us(day: str) -> int:
    """Return noon of a day by the hall's clock, in UTC µs."""
    return int(datetime.fromisoformat(f"{day}T12:00:00+08:00").timestamp()) * 1_000_000


def test_a_hall_that_has_data_of_one_time_only_is_no_change(hall: tuple[Folder, Catalog], tmp_path: Path) -> None:
    """Friday of two halls, of which the other was open on Monday alone: the difference is that of the one."""
    folder, catalog = hall
    play = Play().open()
    play.take()
    play.serve(LI, seconds=90)
    play.later(600).ask(c.CloseDay(), DUTY)
    with closing(Folder(new_folder(tmp_path / "other"))) as other:
        keep(other, play.entries)
        halls = [(folder.database.reader, catalog), (other.database.reader, play.hall.catalog)]
        report = period_report(halls, FRIDAY, FRIDAY)

    told = [(group_name(it, "zh-Hans"), it.figure("tickets.issued").value) for it in report.section("compared").groups[:3]]
    assert told == [("本期 2026-11-27 周五", 2), ("上期 2026-11-23 周一（2 厅 · 2 厅日）", 7), ("比上期（两期都有的 1 厅）", -4)]
    assert [(it.key, it.args) for it in report.notes if it.key == "halls-differ"] == [("halls-differ", {"now": 1, "then": 2, "both": 1})]


def test_hours_are_those_of_the_day_whatever_was_set_up_since(hall: tuple[Folder, Catalog]) -> None:
    """Opened to the public around the clock since: how many counters were open on average stays what it was."""
    folder, catalog = hall
    since = Catalog()
    for section in ("hall", "queues", "services", "counters"):
        since.replace(section, [msgspec.to_builtins(row) for row in getattr(catalog, section).values()])
    since.replace("hall", [msgspec.to_builtins(catalog.here) | {"hours": {day: ["00:00-23:59"] for day in "1234567"}}])
    was, now = (period_report([(folder.database.reader, it)], MONDAY, FRIDAY) for it in (catalog, since))
    with folder.database.reader() as database:
        days = [made_day(database, MONDAY, it).section("late").groups for it in (catalog, since)]

    assert now.pictured.days == was.pictured.days
    assert days[0] == days[1]


def test_half_open_days_are_neither_lost_nor_counted_twice(hall: tuple[Folder, Catalog]) -> None:
    """Monday to Thursday and Friday alone add up to the week."""
    folder, catalog = hall
    spans = ((MONDAY, "2026-11-26"), (FRIDAY, FRIDAY), (MONDAY, FRIDAY))
    found = [
        period_report([(folder.database.reader, catalog)], *span).section("tickets").groups[0].figure("tickets.issued").value
        for span in spans
    ]

    assert found == [6, 2, 8]


def test_how_few_are_too_few_is_the_standards(hall: tuple[Folder, Catalog]) -> None:
    """With report.small_n at five, six visitors say something about Li and two do not; under the shipped ten neither would."""
    folder, catalog = hall
    with folder.database.reader() as database:
        reports = [made_day(database, day, catalog) for day in (MONDAY, FRIDAY)]
    both = period_report([(folder.database.reader, catalog)], MONDAY, FRIDAY)

    assert [it.section("by-clerk").groups[0].figure("service.mean").value is None for it in (*reports, both)] == [False, True, False]
    assert under([read_standard(STANDARD)], names()).small_n == 10
