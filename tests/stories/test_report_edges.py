# SPDX-License-Identifier: Apache-2.0
"""Days that break reports: clocks that go forward or back, a leap day, a day with nobody, with one, one that goes on after midnight.

Each is played in one hall in Warsaw, whose clocks change, and read through the report of the day, of a period and on on-site management.
"""

from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec import Struct

from hallserver.core import commands as c
from hallserver.core.errors import NotFound
from hallserver.core.roles import SERVICE_SETUP
from hallserver.osm_door import Standing, made_osm
from hallserver.report_door import made_day, period_report
from hallserver.store.folder import Folder, open_reading
from reports.kinds import Span, between, span_of
from reports.report import DayReport
from tests.support import GUIDE, LI, NINE_US, SMALL_HALL, Play, keep, new_folder

WARSAW = ZoneInfo("Europe/Warsaw")


class Day(Struct, frozen=True):
    """A day that is played: its date; of each visitor when by the clock on the wall he comes and is called (``+``: its second time)."""

    date: str
    comes: tuple[tuple[str, str], ...] = ()


DAYS = (
    Day("2027-03-27", (("10:00", "10:05"),)),
    Day("2027-03-28", (("01:50", "03:10"), ("10:00", "10:05"))),  # 02:00 to 03:00 is not there
    Day("2027-10-31", (("02:30", "+02:20"), ("+02:40", "+02:50"))),  # 02:00 to 03:00 comes twice
    Day("2028-02-28", (("10:00", "10:05"),)),
    Day("2028-02-29", (("10:00", "10:10"), ("10:20", "10:25"))),
    Day("2028-03-01", (("10:00", "10:05"),)),
    Day("2028-03-02"),
    Day("2028-03-03", (("23:50", "24:10"),)),
)


def us_of(day: str, clock: str) -> int:
    """Return a time on the wall of Warsaw as UTC microseconds; ``+``: when it comes again, 24:10: ten past midnight."""
    said = clock.removeprefix("+")
    days, hour = divmod(int(said[:2]), 24)
    at = datetime.combine(date.fromisoformat(day) + timedelta(days=days), time(hour, int(said[3:])), tzinfo=WARSAW)
    return int(at.replace(fold=int(clock.startswith("+"))).astimezone(UTC).timestamp()) * 1_000_000


def played() -> Play:
    """Return the hall after all of its days, the last one still open."""
    play = Play(SMALL_HALL | {"hall": [SMALL_HALL["hall"][0] | {"zone": "Europe/Warsaw"}]})
    assert play.now_us == NINE_US
    for day in DAYS:
        play.later(60).ask(c.CloseDay(), SERVICE_SETUP)
        play.now_us = us_of(day.date, day.comes[0][0] if day.comes else "09:00") - 60_000_000
        play.ask(c.OpenDay(), SERVICE_SETUP)
        if day.comes:
            play.open("c1", LI)
        for comes, called in day.comes:
            play.now_us = us_of(day.date, comes)
            play.take()
            play.now_us = us_of(day.date, called)
            play.serve(LI)
        play.ask(c.RecordPatrol(checked={"main": ("space-exits",)}), GUIDE)
    return play


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Standing:
    """Return the hall's folder as reports read it."""
    play = played()
    path = new_folder(tmp_path_factory.mktemp("edges") / "hall")
    with closing(Folder(path)) as folder:
        keep(folder, play.entries)
    return open_reading(path)[1], play.hall


def of_day(hall: Standing, day: str) -> DayReport:
    """Return the report of one day."""
    with hall[0]() as database:
        return made_day(database, day, hall[1].catalog)


def of_period(hall: Standing, first: str, last: str) -> DayReport:
    """Return the report from one day to another, the last one included."""
    return period_report([(hall[0], hall[1].catalog)], first, last)


def value(report: DayReport, key: str) -> float | None:
    """Return a figure of the whole report."""
    found = (it for section in report.sections for group in section.groups[:1] for it in group.figures if it.key == key)
    return next(found).value


@pytest.mark.parametrize(
    ("day", "issued", "wait_s"),
    [
        ("2027-03-28", 2, (20 * 60 + 5 * 60) / 2),  # from 01:50 to 03:10 are twenty minutes
        ("2027-10-31", 2, (50 * 60 + 10 * 60) / 2),  # from 02:30 to 02:20 are fifty
        ("2028-02-29", 2, (10 * 60 + 5 * 60) / 2),
        ("2028-03-01", 1, 5 * 60),
        ("2028-03-02", 0, None),
        ("2028-03-03", 1, 20 * 60),
    ],
)
def test_an_odd_day_is_the_same_in_every_report(hall: Standing, day: str, issued: int, wait_s: float | None) -> None:
    """By itself, as a period of one day, and as the service block of the report on on-site management."""
    alone, period = of_day(hall, day), of_period(hall, day, day)
    osm = made_osm(hall, between(day, day))

    assert [value(it, "tickets.issued") for it in (alone, period)] == [issued, issued]
    assert [value(it, "wait.mean") for it in (alone, period)] == [wait_s, wait_s]
    assert (alone.from_date, alone.to_date) == (period.from_date, period.to_date) == (osm.from_date, osm.to_date)
    assert (osm.days, osm.service[0].now.value, osm.coverage.fixed) == (1, issued, 1)
    assert [value(it, "tickets.finished") for it in (alone, period)] == [issued, issued]


def test_the_day_with_nobody_has_no_mean_and_is_a_day_all_the_same(hall: Standing) -> None:
    """Nought numbers are a figure; a mean of nought waits is none; the day before, on which nobody opened, is no data."""
    empty = of_day(hall, "2028-03-02")
    assert (value(empty, "tickets.issued"), value(empty, "wait.median"), value(empty, "wait.within")) == (0, None, None)
    with pytest.raises(NotFound):
        of_day(hall, "2028-03-04")
    with pytest.raises(NotFound):
        of_period(hall, "2028-03-04", "2028-03-09")


def test_with_one_visitor_every_percentile_is_that_visitors(hall: Standing) -> None:
    """Nearest rank: no percentile lies between or beyond what was measured."""
    for report in (of_day(hall, "2028-03-01"), of_period(hall, "2028-03-01", "2028-03-01")):
        assert [value(report, key) for key in ("wait.median", "wait.p90", "wait.max")] == [300, 300, 300]


def _month(text: str) -> Span:
    return span_of("month", text)


def test_a_range_holds_its_last_day_and_nothing_of_the_next(hall: Standing) -> None:
    """February of a leap year ends with the 29th; the ticket called after midnight is of the day on which it was issued."""
    february, march = (of_period(hall, span.first.isoformat(), span.last.isoformat()) for span in map(_month, ("2028-02", "2028-03")))
    both = of_period(hall, "2028-02-01", "2028-03-31")

    assert (february.to_date, march.from_date) == ("2028-03-01", "2028-03-01")
    assert [value(it, "tickets.issued") for it in (february, march, both)] == [3, 2, 5]
    assert [made_osm(hall, _month(it)).days for it in ("2028-02", "2028-03")] == [2, 3]
    assert [group.slug for group in march.section("by-day").groups] == ["2028-03-01", "2028-03-02", "2028-03-03"]
