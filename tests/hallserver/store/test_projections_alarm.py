# SPDX-License-Identifier: Apache-2.0
"""The report table of alarms: each once a day, from when until when, and when somebody acknowledged it."""

import sqlite3
from contextlib import closing

import pytest

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_CLOCK, SERVICE_DOOR
from hallserver.store import chain
from hallserver.store.projections_alarm import fill
from hallserver.store.report_rows import read_alarms
from reports.rows import DayRow, Extent
from reports.rows_beside import AlarmRow
from tests.hallserver.store.test_projections_visit import tables
from tests.support import DUTY, LI, MANAGER, Play, next_day, varied_day

LOST = "lost.warning.device.hall-1"
DAY, AFTER = "2026-11-23", "2026-11-24"


def lost(play: Play, state: str = "lost") -> Play:
    """Let the display go, or come back."""
    play.ask(c.ReportDevice(device="hall-1", state=state), SERVICE_DOOR)  # type: ignore[arg-type]
    return play


def raised(play: Play) -> int:
    """Let the clock raise it; return when."""
    play.later(5).ask(c.RaiseAlarm(alarm=LOST), SERVICE_CLOCK)
    return play.now_us


def ended(play: Play) -> int:
    """Let it be over; return when."""
    lost(play, "back").later(60).ask(c.EndAlarm(alarm=LOST), SERVICE_CLOCK)
    return play.now_us


def rows(play: Play, day: str = DAY, after: str = AFTER) -> list[AlarmRow]:
    """Return what a report reads of these days."""
    database = tables(play)
    database.row_factory = None
    days = [DayRow(*it) for it in database.execute("SELECT date, opened_us, closed_us FROM business_day").fetchall()]
    return read_alarms(database.execute, Extent(day, after, days, play.now_us, "", 0))


def test_each_alarm_is_a_row_with_its_times() -> None:
    """Raised, seen, over; then again, seen by nobody, and lasting."""
    play = lost(Play().open())
    first = raised(play)
    play.later(90).ask(c.AcknowledgeAlarm(alarm=LOST), DUTY)
    seen, over = play.now_us, ended(play)
    second = raised(lost(play))
    play.later(300)

    assert rows(play) == [AlarmRow("lost", "warning", first, seen, over), AlarmRow("lost", "warning", second, None, play.now_us)]


def test_one_that_was_seen_before_the_clock_raised_it_is_one_row() -> None:
    """It began when it was seen."""
    play = lost(Play().open())
    play.later(2).ask(c.AcknowledgeAlarm(alarm=LOST), MANAGER)
    seen = play.now_us
    raised(play)

    assert rows(play) == [AlarmRow("lost", "warning", seen, seen, play.now_us)]


def test_one_that_outlasts_its_day_ends_with_it_and_is_another_on_the_next() -> None:
    """Each day's report has its own part."""
    play = lost(Play().open())
    first = raised(play)
    play.ask(c.CloseCounter(), LI)
    next_day(play)
    second = raised(play)
    closed = next(entry.at_us for entry in play.entries if entry.kind == "DayClosed")

    assert rows(play) == [AlarmRow("lost", "warning", first, None, closed)]
    assert [it.raised_us for it in rows(play, AFTER, "2026-11-25")] == [second]


def test_an_older_file_gets_what_its_journal_says() -> None:
    """A newer program may have written to it before it was brought up; and one that was not has no alarms."""
    with closing(tables(varied_day())) as database:
        kept = [tuple(row) for row in database.execute("SELECT * FROM alarm ORDER BY epoch, seq")]
        assert len(kept) == 2
        database.execute("DELETE FROM alarm")
        for entry in varied_day().entries:
            database.execute("INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?,?)", (*chain.row_of(entry), bytes([entry.seq % 256]) * 32))
        fill(database.execute)
        assert [tuple(row) for row in database.execute("SELECT * FROM alarm ORDER BY epoch, seq")] == kept
        database.execute("DROP TABLE alarm")
        assert read_alarms(database.execute, Extent(DAY, AFTER, [], 0, "", 0)) == []
        with pytest.raises(sqlite3.OperationalError):
            fill(database.execute)
