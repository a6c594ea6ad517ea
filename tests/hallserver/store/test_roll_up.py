# SPDX-License-Identifier: Apache-2.0
"""Roll-ups of a real folder: they follow every event that changes a closed day, and equal what the rows say at any moment."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from playhouse.migrations import Runner

from hallserver.core import commands as c
from hallserver.core.catalog import Catalog
from hallserver.core.events import DayClosed
from hallserver.core.roles import SERVICE_SETUP, visitor
from hallserver.report_door import made_day, period_report
from hallserver.store import roll_up
from hallserver.store.database import PRAGMAS, STEPS, migrate, writable
from hallserver.store.folder import FILE, Folder
from hallserver.store.rebuild import check
from hallserver.store.report_rows import read_extent, read_period
from hallserver.store.roll_up import read_days
from hallserver.store.selecting import Execute
from reports.day import make_day
from reports.names import HallNames, names_of, spans_of
from reports.report import DayReport, Section
from reports.rows import DayRow
from reports.spells import USUAL, Spells
from tests.hallserver.core.test_rules_annotate import MANAGER
from tests.reports.test_period import _figures, assert_same
from tests.support import DUTY, LI, SMALL_HALL, STANDARD, Play, append, changed, keep, new_folder, next_day, ordinary_day, varied_day

FROM, TO = "2026-11-01", "2027-01-01"
Rows = list[tuple[str, bytes, bytes]]


def some_days() -> Play:
    """Return a varied day that is rated after its close, opened again, closed; its month's last day; two days of the next month."""
    return and_more(varied_day())


def and_more(play: Play) -> Play:
    """Let the day be rated after its close, opened again and closed, then its month's last day and two of the next month."""
    served = play.serve(LI).id
    play.later(60).ask(c.CloseDay(rest="left"), DUTY)
    play.later(600).ask(c.Rate(stars=1), visitor(served))
    play.later(60).ask(c.OpenDay(), DUTY)
    play.open()
    play.take()
    again = play.serve(LI).id
    play.later(60).ask(c.CloseDay(rest="left"), DUTY)
    play.later(600).ask(c.Rate(stars=4), visitor(again))
    play.later(7 * 24 * 3600).ask(c.OpenDay(), DUTY)
    for hours in (24, 24):
        play.open()
        for _ in range(3):
            play.take()
            play.serve(LI, seconds=90)
        next_day(play, hours=hours)
    return play.open()


def kept(folder: Folder) -> Rows:
    """Return the roll-ups."""
    with closing(sqlite3.connect(folder.path / FILE)) as database:
        return database.execute("SELECT day, body, ratings FROM roll_up ORDER BY day").fetchall()


@pytest.fixture(scope="module")
def play() -> Play:
    """Return the days."""
    return some_days()


@pytest.fixture
def folder(tmp_path: Path, play: Play) -> Iterator[Folder]:
    """Give an open folder with these days, all written at once."""
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        keep(folder, play.entries)
        yield folder


def test_closed_days_and_ended_months_have_a_row(folder: Folder, play: Play) -> None:
    """The open day has none, nor has its month."""
    dates = [day for day, _, _ in kept(folder)]

    assert dates == ["2026-11", "2026-11-23", "2026-11-30", "2026-12-01"]
    assert play.hall.day == "2026-12-02"
    assert check(folder).differences == []


def test_one_event_after_the_other_gives_the_same_as_all_at_once(tmp_path: Path, folder: Folder, play: Play) -> None:
    """How commands were grouped leaves no trace."""
    with closing(Folder(new_folder(tmp_path / "single"))) as single:
        for entry in play.entries:
            keep(single, [entry])
        assert kept(single) == kept(folder)


def test_at_every_moment_they_say_what_the_rows_say(tmp_path: Path, play: Play) -> None:
    """Behind each event that may change a roll-up: read back, it equals one made anew of the tables."""
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        done = 0
        for at, entry in enumerate(play.entries, 1):
            if entry.kind in {"DayOpened", "DayClosed", "RatingGiven"}:
                keep(folder, play.entries[done:at])
                done = at
                assert_made_of_rows(folder)


def assert_made_of_rows(folder: Folder) -> None:
    """Compare what is kept with what ``fill`` makes of the tables."""
    before = kept(folder)
    database = writable(folder.path / FILE, PRAGMAS)
    with database.connection_context(), database.atomic() as transaction:
        database.execute_sql("DELETE FROM roll_up")
        roll_up.fill(database.execute_sql)
        after = database.execute_sql("SELECT day, body, ratings FROM roll_up ORDER BY day").fetchall()
        transaction.rollback()
    assert after == before


def test_a_report_of_roll_ups_is_that_of_the_rows(folder: Folder, play: Play) -> None:
    """Months, days and the open day together; sums exact, percentiles to the second."""
    catalog = play.hall.catalog
    report = period_report([(folder.database.reader, catalog)], FROM, "2026-12-31")
    with folder.database.reader() as database:
        twin = make_day(read_period(database, FROM, TO), names_of(catalog))

    assert report.section("tickets").groups[0].figure("tickets.issued").value == 26
    assert_same(_figures(report), _figures(twin))
    assert (report.days, report.journal, report.as_of_us, report.closed_us) == (4, twin.journal, twin.as_of_us, None)
    own = {note.key: note.args["n"] for note in report.notes if note.key in {"no-days", "not-over"}}
    assert [note for note in report.notes if note.key not in own] == [*twin.notes]
    assert own == {"not-over": 32, "no-days": 4}, "of 61 days; working days since the first"


def test_a_month_that_is_only_partly_asked_for_is_read_by_days(folder: Folder, play: Play) -> None:
    """From the 24th on."""
    names = names_of(play.hall.catalog)
    with folder.database.reader() as database:
        whole = read_extent(database.execute_sql, FROM, TO)
        part = read_extent(database.execute_sql, "2026-11-24", TO)
        read = [[date for date, _, _ in read_days(database.execute_sql, of, names)] for of in (whole, part)]
        each = [date for date, _, _ in read_days(database.execute_sql, whole, names, each_day=True)]

    assert read == [["2026-11", "2026-12-01", "2026-12-02"], ["2026-11-30", "2026-12-01", "2026-12-02"]]
    assert each == ["2026-11-23", "2026-11-30", "2026-12-01", "2026-12-02"], "for charts that show each day"


def test_an_update_fills_in_the_days_that_closed_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The file as an older program left it, which knew of nothing but ordinary days; each is rolled up once, not by each step."""
    put, days = roll_up.put, list[str]()

    def noted(execute: Execute, day: DayRow, names: HallNames) -> None:
        days.append(day.date)
        put(execute, day, names)

    with closing(Folder(new_folder(tmp_path))) as folder:
        keep(folder, and_more(ordinary_day()).entries)
        rows = kept(folder)
        _down(folder.path / FILE)
        assert _tables(folder.path / FILE) == 0
        monkeypatch.setattr(roll_up, "put", noted)
        with caplog.at_level("INFO"):
            migrate(folder.path / FILE)
            migrate(folder.path / FILE)

        assert kept(folder) == rows
        assert days == [day for day, _, _ in rows if len(day) > roll_up.MONTH]
        assert caplog.text.count("up to date") == 1
        assert check(folder).differences == []


def test_what_an_older_server_rolled_up_is_not_read_and_made_anew(folder: Folder, play: Play) -> None:
    """It knew no waits one by one and no ratings told apart; going back to it leaves what it can read."""
    before, asked = kept(folder), [(folder.database.reader, play.hall.catalog)]
    report = period_report(asked, FROM, "2026-12-31")
    _down(folder.path / FILE, roll_up.LATEST)
    assert kept(folder) == before
    with closing(sqlite3.connect(folder.path / FILE)) as database, database:
        for day, body, ratings in before:
            database.execute("UPDATE roll_up SET body=?, ratings=? WHERE day=?", (*_as_before(body, ratings), day))

    assert kept(folder) != before
    assert period_report(asked, FROM, "2026-12-31").sections == report.sections, "of the rows"
    migrate(folder.path / FILE)
    assert kept(folder) == before


def _as_before(body: bytes, ratings: bytes) -> tuple[bytes, bytes]:
    """Return a roll-up without what stands behind the rest since ``LATEST``."""
    days, rated = msgspec.msgpack.decode(body), msgspec.msgpack.decode(ratings)
    for places in days[-1][:6]:
        for place in places.values():
            del place[-2:]
    del rated[-1]
    return msgspec.msgpack.encode(days), msgspec.msgpack.encode(rated)


def test_a_day_that_closed_twice_is_filled_in_as_it_closed_last(tmp_path: Path) -> None:
    """Between the closes a counter lost its queues."""
    play = Play().open()
    play.take()
    play.serve(LI)
    play.later(60).ask(c.CloseDay(), DUTY)
    play.ask(c.Configure(section="counters", rows=[row | {"queues": []} for row in SMALL_HALL["counters"]]), SERVICE_SETUP)
    play.later(60).ask(c.OpenDay(), DUTY)
    play.later(60).ask(c.CloseDay(), DUTY)
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        keep(folder, play.entries)
        assert len(kept(folder)) == 1
        assert_made_of_rows(folder)


LATER = frozenset({
    "beside", "voluntary", "orders", "orders-done", "by-alarm", "cases", "by-jump-reason", "by-jump-person", "by-group", "compared",
})  # fmt: skip
"""Sections with what an older file has no table for: not even the names of groups."""


def test_a_file_that_was_not_updated_yet_is_read_all_the_same(folder: Folder, play: Play) -> None:
    """Of its rows; looking at a folder must not change it. What was annotated, orders, cases and alarms are not in an older file."""
    asked = [(folder.database.reader, play.hall.catalog)]

    def told() -> list[Section]:
        found = period_report(asked, FROM, "2026-12-31").sections
        return [section for section in found if section.key not in LATER]

    before = told()
    _down(folder.path / FILE)

    assert told() == before
    assert check(folder).differences == []


def _down(path: Path, name: str = "0004_roll_up") -> None:
    database = writable(path, PRAGMAS)
    with database.connection_context():
        Runner(database, str(STEPS)).down(name)


def _tables(path: Path) -> int:
    with closing(sqlite3.connect(path)) as database:
        return int(database.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('roll_up', 'event_clock')").fetchone()[0])


def test_a_changed_roll_up_is_found(folder: Folder) -> None:
    """A bad rating taken out of the year."""
    with closing(sqlite3.connect(folder.path / FILE)) as database, database:
        database.execute("UPDATE roll_up SET ratings = (SELECT ratings FROM roll_up WHERE day = '2026-12-01') WHERE day = '2026-11-23'")

    assert {it.table for it in check(folder).differences} == {"roll_up"}


def test_a_day_closes_under_the_set_up_that_it_had(folder: Folder, play: Play) -> None:
    """What a counter served and where midnight is, are taken from the close, not from today."""
    with folder.database.reader() as database:
        extent = read_extent(database.execute_sql, FROM, TO)
        then, now = ([*read_days(database.execute_sql, extent, names_of(it))] for it in (play.hall.catalog, Catalog()))

    assert then[:-1] == now[:-1]
    assert then[-1] != now[-1]


@pytest.mark.parametrize("date", ["2026-11-23", "2026-12-01"])
def test_a_record_that_is_annotated_later_rolls_its_day_and_month_up_anew(folder: Folder, play: Play, date: str) -> None:
    """Under the set-up of its day, whatever counters serve since; taken back, everything is as it was."""
    before = kept(folder)
    with closing(sqlite3.connect(folder.path / FILE)) as database:
        (ticket, leg), *_ = database.execute("SELECT ticket, leg FROM leg WHERE day=? AND first_called_us IS NOT NULL", (date,)).fetchall()

    def annotate(*, credible: bool) -> Rows:
        begin = len(play.entries)
        for what in ("wait", "service"):
            play.ask(c.AnnotateRecord(ticket=ticket, leg=leg, what=what, reason="clock", credible=credible), MANAGER)
        append(folder, play.entries[begin:])
        return kept(folder)

    counters = [row | {"queues": ["firms"]} for row in SMALL_HALL["counters"]]
    play.ask(c.Configure(section="counters", rows=counters), SERVICE_SETUP)
    append(folder, play.entries[-1:])
    marked = annotate(credible=False)
    changed = {row[0] for row, was in zip(marked, before, strict=True) if row != was}
    assert changed == ({date, date[:7]} if date < "2026-12" else {date})
    assert check(folder).differences == []
    assert annotate(credible=True) == before


def test_the_set_up_of_days_that_closed_before_it_was_kept_is_filled_in(folder: Folder) -> None:
    """From the snapshots of their closes."""
    with closing(sqlite3.connect(folder.path / FILE)) as database, database:
        whole = database.execute("SELECT * FROM set_up_at_close ORDER BY day").fetchall()
        database.execute("DELETE FROM set_up_at_close")
        roll_up.fill_set_ups(database.execute)
        assert database.execute("SELECT * FROM set_up_at_close ORDER BY day").fetchall() == whole != []


def test_a_day_has_the_hours_that_the_calendar_of_its_standard_gives_it() -> None:
    """A Saturday that is worked opens as such days do; without a calendar, or under one that nobody can read, it goes by the week."""
    hours = {"make-up": ["09:00-17:30"]}
    catalog = {"hall": [{"slug": "hall", "names": {"zh-Hans": "大厅"}, "zone": "Asia/Shanghai", "hours": hours}], "counters": []}
    closed = [DayClosed(date="2026-10-10", snapshot={"catalog": catalog, **it}) for it in ({"standard": STANDARD}, {}, {"standard": "?"})]

    assert [spans_of(roll_up.names_at(it), "2026-10-10") for it in closed] == [("09:00-17:30",), (), ()]


NOON = ("11:40", "13:40", "17:40")


def serve_at(play: Play, *clocks: str) -> None:
    """Let a visitor be served at each of these times of the day."""
    for clock in clocks:
        at_us = datetime.fromisoformat(f"{play.hall.day}T{clock}:00+08:00").timestamp() * 1_000_000
        play.later((at_us - play.now_us) / 1_000_000).take()
        play.serve(LI)


def test_lunch_and_evening_are_those_of_the_standard_of_the_day(tmp_path: Path) -> None:
    """A Monday under the usual, a closed Tuesday and an open Wednesday under another: roll-up, report and what comes later agree."""
    text = changed("report.lunch_from", '"11:30"', changed("report.lunch_until", '"13:15"', changed("report.evening_from", '"17:30"')))
    early, days = Spells(lunch_from="11:30", lunch_until="13:15", evening_from="17:30"), ("2026-11-23", "2026-11-24", "2026-11-25")
    play = Play().open()
    serve_at(play, *NOON)
    play.ask(c.AdoptStandard(text=text, at_opening=True), SERVICE_SETUP)
    for _ in days[1:]:
        serve_at(next_day(play).open(), *NOON)
    begin = len(play.entries)
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        keep(folder, play.entries)
        asked = [(folder.database.reader, play.hall.catalog)]
        rolled = [period_report(asked, day, day) for day in days]
        with folder.database.reader() as database:
            made = [made_day(database, day, play.hall.catalog) for day in days]
            bodies = [body for (body,) in database.execute_sql("SELECT body FROM set_up_at_close ORDER BY day")]
            tickets = database.execute_sql("SELECT min(ticket) FROM leg WHERE day < '2026-11-25' GROUP BY day").fetchall()
        for (ticket,) in tickets:
            play.ask(c.AnnotateRecord(ticket=ticket, leg=1, what="wait", reason="clock", credible=False), MANAGER)
        before = kept(folder)
        append(folder, play.entries[begin:])
        assert [day for (day, body, _), was in zip(kept(folder), before, strict=True) if body != was[1]] == [*days[:2]]
        assert_made_of_rows(folder)
        assert check(folder).differences == []
        whole = period_report(asked, days[0], days[-1])

    assert [_served(it) for it in made] == [(1, 0), (1, 1), (1, 1)]
    assert [_served(it) for it in rolled] == [_served(it) for it in made]
    assert _served(whole) == (3, 2)
    assert [it.spells for it in (*made, *rolled)] == [(USUAL,), (early,), (early,)] * 2
    assert whole.spells == (early, USUAL)
    assert [(it[:1] == b"\x8f", b"spells" in it) for it in bodies] == [(True, False), (False, True)], "the usual is packed as it always was"


def _served(report: DayReport) -> tuple[object, object]:
    """Return the numbers served at lunch, and in the evening."""
    group = report.section("served-at").groups[0]
    return group.figure("served.lunch").value, group.figure("served.evening").value
